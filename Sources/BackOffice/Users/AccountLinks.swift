import Core
import FoundationEssentials
import Postgres

/// Links sent by mail that work once, for a while; only their hashes are stored.
enum AccountLinks {
  enum Purpose: String, Sendable, CaseIterable, TextColumn {
    /// To choose a new password.
    case password
    /// To confirm a new sign-in address.
    case email

    var folder: String {
      switch self {
      case .password: "password-reset"
      case .email: "email-confirmation"
      }
    }
  }

  /// A fresh link for somebody; earlier ones of its purpose end.
  static func make(_ purpose: Purpose, for person: ID<Person>, until end: Instant, in work: Work) -> String {
    let secret = Secrets.token()
    self.end(purpose, of: person, in: work)
    everywhere(
      """
      INSERT INTO account_link (hash, person_id, purpose, created_at, expires_at)
      VALUES (\(Secrets.sha256(secret)), \(person), \(purpose), \(work.now), \(end))
      """, in: work)
    return "\(work.office.configuration.publicURL)/\(purpose.folder)/\(secret)"
  }

  static func end(_ purpose: Purpose, of person: ID<Person>, in work: Work) {
    everywhere(
      """
      UPDATE account_link SET ended_at = \(work.now)
      WHERE person_id = \(person) AND purpose = \(purpose) AND ended_at IS NULL
      """, in: work)
  }

  /// Whose link it is; nil when it is unknown, used, replaced or too old.
  static func holder(of secret: String, _ purpose: Purpose, in tx: Transaction) throws -> ID<Person>? {
    try tx.rows(
      """
      SELECT person_id FROM account_link WHERE hash = \(Secrets.sha256(secret)) AND purpose = \(purpose)
        AND ended_at IS NULL AND expires_at > comptoir_now()
      """
    ).first?[0]
  }

  /// Whose link it is, which only one of those who follow it at once is told; the link ends with that.
  static func used(_ secret: String, _ purpose: Purpose, in work: Work) throws -> ID<Person>? {
    try work.tx.rows(
      """
      UPDATE account_link SET ended_at = \(work.now)
      WHERE hash = \(Secrets.sha256(secret)) AND purpose = \(purpose) AND ended_at IS NULL AND expires_at > \(work.now)
      RETURNING person_id
      """
    ).first?[0]
  }

  /// Other people's links are out of reach; only whoever makes or ends them looks past that.
  private static func everywhere(_ statement: SQL, in work: Work) {
    if work.actor.credential == .system { return work.tx.enqueue(statement) }
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(statement)
    work.tx.enqueue(Reach.notEverything)
  }
}

/// Mail about an account.
enum AccountMail {
  static func queue(
    to address: String, about person: Users.Record, _ subject: Phrase, _ text: Phrase, _ values: [String: String],
    in work: Work
  ) throws {
    var mail = JSONWriter()
    mail.object {
      $0.member("to", address)
      $0.member("language", person.language.rawValue)
      $0.member("subject", subject.in(person.language))
      $0.member("text", text.in(person.language, values.merging(["name": person.name]) { first, _ in first }))
    }
    try work.queue(.mail, mail, on: person.path, to: person.id)
  }
}
