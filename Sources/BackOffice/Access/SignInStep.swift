import Core
import FoundationEssentials
import Postgres

/// What lies between the password and the code: a secret of the browser's, for some minutes and one sign-in. It is no
/// session: it opens nothing but the question for the code.
enum SignInStep {
  static let cookie = "comptoir_sign_in"

  /// Answers the cookie's secret; an earlier step of the person's in another browser goes on.
  static func begin(_ person: ID<Person>, _ office: Office) throws -> String {
    let secret = Secrets.token()
    try office.everything { tx, now in
      tx.enqueue(
        """
        INSERT INTO sign_in_step (hash, person_id, expires_at)
        VALUES (\(Secrets.sha256(secret)), \(person), \(now.adding(seconds: 60 * Bounds.signInStepMinutes)))
        """)
    }
    return secret
  }

  /// Whose step it is; nil when it is unknown, used, too old, or has seen too many wrong codes. It is locked until the
  /// transaction ends, so that it lets in once.
  static func holder(of secret: String, in tx: Transaction, _ now: Instant) throws -> ID<Person>? {
    try tx.rows(
      """
      SELECT person_id FROM sign_in_step WHERE hash = \(Secrets.sha256(secret)) AND expires_at > \(now)
        AND failures < \(Bounds.signInStepFailures) FOR UPDATE
      """
    ).first?[0]
  }

  static func end(_ secret: String, in tx: Transaction) {
    tx.enqueue("DELETE FROM sign_in_step WHERE hash = \(Secrets.sha256(secret))")
  }

  static func noteFailure(_ secret: String, in tx: Transaction) {
    tx.enqueue("UPDATE sign_in_step SET failures = failures + 1 WHERE hash = \(Secrets.sha256(secret))")
  }
}
