import Core
import FoundationEssentials
import Postgres

/// What a password must be, and how it is changed.
package enum Passwords {
  /// By length, a list of the common ones and what everybody knows of the person (`known`: names, addresses); never by
  /// composition rules.
  package static func check(_ password: String, known: [String] = [], at pointer: String = "/password") throws(Refusal)
  {
    guard let objection = policy.objection(to: password, known: known) else { return }
    throw .invalid([Issue(pointer, objection.code, objection.details)])
  }

  private static let policy = PasswordPolicy(
    minimum: Bounds.passwordMinimum, maximum: Bounds.passwordMaximum,
    common: Set(
      String(decoding: PackageResources.common_passwords_txt, as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.map(String.init)))

  /// What everybody knows of a person.
  static func known(of person: ID<Person>, in tx: Transaction) throws -> [String] {
    let rows = try tx.rows(
      """
      SELECT p.given_name || ' ' || p.family_name, p.sign_in_email, o.name
      FROM person p JOIN organization o ON o.id = p.organization_id WHERE p.id = \(person)
      """)
    return try rows.first.map { [try $0[0], try $0[1], try $0[2]] } ?? []
  }

  /// Refuses whoever does not show their own present password.
  static func prove(_ password: String?, in work: Work) throws {
    guard let password else { throw Refusal.invalid([Issue("/password", "field.required")]) }
    let stored: String? = try work.tx.rows(
      "SELECT password_hash FROM person WHERE id = \(work.actor.person)"
    ).first?[0]
    guard try work.office.passwords.matches(password, stored) else {
      throw Refusal.invalid([Issue("/password", "password.wrong")])
    }
  }

  /// Changes one's own password; every other session ends.
  package static func change(from old: String, to new: String, in work: Work) throws {
    let id = work.actor.person
    try check(new, known: try known(of: id, in: work.tx), at: "/newPassword")
    try prove(old, in: work)
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
}
