import Core
import FoundationEssentials
import Postgres

/// What a password must be, and how it is changed.
package enum Passwords {
  /// By length and a list of the common ones; never by composition rules.
  package static func check(_ password: String, at pointer: String = "/password") throws(Refusal) {
    let count = password.unicodeScalars.count
    if count < Bounds.passwordMinimum {
      throw .invalid([Issue(pointer, "password.too_short", ["minimum": String(Bounds.passwordMinimum)])])
    }
    if count > Bounds.passwordMaximum {
      throw .invalid([Issue(pointer, "password.too_long", ["maximum": String(Bounds.passwordMaximum)])])
    }
    if common.contains(password.lowercased()) || Set(password).count < 4 {
      throw .invalid([Issue(pointer, "password.common")])
    }
  }

  private static let common: Set<String> = [
    "1234567890", "12345678910", "123456789a", "0123456789", "0987654321", "1q2w3e4r5t", "1qaz2wsx3edc", "abcdefghij",
    "administrator", "baseball123", "changeme123", "football123", "iloveyou123", "letmein123", "motdepasse",
    "passw0rd123", "password01", "password10", "password12", "password123", "password1234", "passwort123",
    "princess123", "q1w2e3r4t5", "qwerty12345", "qwerty1234", "qwertyuiop", "sommer2026", "superman123", "welcome123",
    "willkommen", "winter2026",
  ]

  /// Changes one's own password; every other session ends.
  package static func change(from old: String, to new: String, in work: Work) throws {
    try check(new, at: "/newPassword")
    let id = work.actor.person
    let stored: String? = try work.tx.rows("SELECT password_hash FROM person WHERE id = \(id)").first?[0]
    guard try work.office.passwords.matches(old, stored) else {
      throw Refusal.invalid([Issue("/password", "password.wrong")])
    }
    let hash = try work.office.passwords.hash(new)
    work.tx.enqueue(
      """
      UPDATE person SET password_hash = \(hash), must_change_password = false, version = version + 1 WHERE id = \(id)
      """)
    work.tx.enqueue(
      """
      UPDATE credential SET revoked_at = \(work.now)
      WHERE person_id = \(id) AND kind = 'session' AND revoked_at IS NULL AND id <> \(work.actor.credentialID)
      """)
    try work.audit("user.password_changed", AuditObject("user", id), on: work.actor.path)
  }

  /// Sets somebody's password to a generated one, shown this once; they must change it at the next sign-in.
  package static func reset(_ id: ID<Person>, in work: Work) throws -> String {
    let person = try Users.find(id, in: work, locking: true)
    try Users.requireAuthority(over: person, in: work)
    try Delegations.requireNotGiver(person, in: work)
    let password = String(Secrets.token().prefix(16))
    let hash = try work.office.passwords.hash(password)
    work.tx.enqueue(
      """
      UPDATE person SET password_hash = \(hash), must_change_password = true, failed_sign_ins = 0, locked_until = NULL,
        status = CASE status WHEN 'invited' THEN 'active' ELSE status END, version = version + 1
      WHERE id = \(id)
      """)
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(
      "UPDATE credential SET revoked_at = \(work.now) WHERE person_id = \(id) AND revoked_at IS NULL")
    work.tx.enqueue(Reach.notEverything)
    try work.audit("user.password_reset", AuditObject("user", id), on: person.path)
    return password
  }
}
