import Core
import FoundationEssentials
import Postgres

/// Codes on paper, for the day the phone is lost: each works once. Only their hashes are stored; with 80 random bits
/// each, nobody finds a code for a hash.
enum RecoveryCodes {
  private static let bytes = 10
  private static let group = 4

  /// New ones in place of any before, as they are shown: `ABCD-EFGH-IJKL-MNOP`.
  static func replace(of person: ID<Person>, in work: Work) -> [String] {
    work.tx.enqueue("DELETE FROM recovery_code WHERE person_id = \(person)")
    return (0..<Bounds.recoveryCodes).map { _ in
      let code = Base32.encoded(Secrets.random(bytes))
      work.tx.enqueue(
        """
        INSERT INTO recovery_code (hash, person_id, created_at)
        VALUES (\(hash(code, of: person)), \(person), \(work.now))
        """)
      return stride(from: 0, to: code.count, by: group).map { String(code.dropFirst($0).prefix(group)) }
        .joined(separator: "-")
    }
  }

  /// Uses one up, however its letters and dashes were typed; the person is told by mail.
  static func use(_ shown: String, of person: ID<Person>, on path: Path, in work: Work) throws -> Bool {
    let code = shown.uppercased().filter { $0.isLetter || $0.isNumber }
    let used = try work.tx.execute(
      """
      UPDATE recovery_code SET used_at = \(work.now)
      WHERE hash = \(hash(code, of: person)) AND person_id = \(person) AND used_at IS NULL
      """)
    guard used == 1 else { return false }
    try work.audit("user.recovery_code_used", AuditObject("user", person), on: path)
    try SecondFactorMail.queue(.recoveryCodeUsed, to: person, in: work)
    return true
  }

  private static func hash(_ code: String, of person: ID<Person>) -> [UInt8] {
    Secrets.sha256("recovery \(person) \(code)")
  }
}
