import Core
import FoundationEssentials
import Outbound
import Postgres

/// Sends what transactions queued. Each message is locked while it is sent, so several instances share the work.
package enum Outbox {
  private enum Outcome { case nothingDue, sent, parked, postponed }

  /// Sends what is due; answers how many were sent. Without a mail server nothing is lost: it waits. A server that
  /// fails several times in a row is left alone until the next round.
  package static func send(_ office: Office) throws -> Int {
    guard let server = office.configuration.smtp else { return 0 }
    var sent = 0
    var failures = 0
    while failures < Bounds.mailFailuresInARow {
      switch try sendOne(through: server, office) {
      case .nothingDue: return sent
      case .sent:
        sent += 1
        failures = 0
      case .parked: failures = 0
      case .postponed: failures += 1
      }
    }
    return sent
  }

  private static func sendOne(through server: SMTPServer, _ office: Office) throws -> Outcome {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        SELECT sequence, id, payload->>'to', payload->>'subject', payload->>'text', payload->>'language', attempts
        FROM outbox WHERE kind = 'mail' AND sent_at IS NULL AND parked_at IS NULL AND next_attempt_at <= \(now)
        ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED
        """)
      guard let row = rows.first else { return .nothingDue }
      let sequence: Int = try row[0]
      let id: UUID = try row[1]
      let subject: String = try row[3]
      let language: Language = Language(rawValue: try row[5]) ?? .english
      var mail = Mail(
        from: office.configuration.mailFrom, to: try row[2], subject: subject, text: try row[4],
        html: MailPage.html(subject, try row[4], language), messageID: "<\(ID<QueuedMail>(id))@comptoir>",
        date: RFC5322.date(now), language: language.rawValue)
      mail.attachments = try attachments(of: id, in: tx)
      do throws(MailError) {
        try SMTP.send(mail, server: server)
        tx.enqueue(
          """
          UPDATE outbox SET sent_at = \(now), attempts = attempts + 1, last_error = NULL,
            payload = CASE WHEN \(office.configuration.sandbox) THEN payload ELSE payload - 'text' END
          WHERE sequence = \(sequence)
          """)
        if !mail.attachments.isEmpty {
          tx.enqueue("DELETE FROM outbox_attachment WHERE mail_id = \(id)")
        }
        return .sent
      } catch {
        return settle(error, sequence, attempts: try row[6], in: tx, now)
      }
    }
  }

  private static func attachments(of mail: UUID, in tx: Transaction) throws -> [Mail.Attachment] {
    try tx.rows(
      """
      SELECT file_name, media_type, content FROM outbox_attachment WHERE mail_id = \(mail) ORDER BY number
      """
    ).map { Mail.Attachment(fileName: try $0[0], mediaType: try $0[1], content: try $0[2]) }
  }

  /// Tries again later and later; what can never be sent, or was tried often enough, is parked where people see it.
  private static func settle(
    _ error: MailError, _ sequence: Int, attempts: Int, in tx: Transaction, _ now: Instant
  ) -> Outcome {
    let isTemporary = if case .temporary = error { true } else { false }
    let isLast = !isTemporary || attempts + 1 >= Bounds.mailAttempts
    let delay = Retry.delaySeconds(after: attempts + 1, spread: UInt64(truncatingIfNeeded: sequence))
    tx.enqueue(
      """
      UPDATE outbox SET attempts = attempts + 1, last_error = \(error.words),
        next_attempt_at = \(now.adding(seconds: delay)), parked_at = \(isLast ? now : nil)
      WHERE sequence = \(sequence)
      """)
    return isTemporary ? .postponed : .parked
  }
}

extension MailError {
  /// As people read it: the server's own reply where there is one.
  fileprivate var words: String {
    let words =
      switch self {
      case .invalid(let part): "not a mail that can be sent (\(part))"
      case .temporary(let reason): reason
      case .permanent(let status, let reply): reply.isEmpty ? String(status) : reply
      }
    return String(words.prefix(Bounds.mailErrorCharacters)).replacing("\0", with: "")
  }
}

/// Dates as mail writes them.
enum RFC5322 {
  /// `Thu, 15 Jan 2026 09:30:00 +0000`.
  static func date(_ instant: Instant) -> String {
    let day = instant.utcDay
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let weekday = names[((Int(day.number) % 7) + 7) % 7]
    let time = instant.description.dropFirst(11).prefix(8)
    return "\(weekday), \(day.day) \(months[day.month - 1]) \(day.year) \(time) +0000"
  }
}
