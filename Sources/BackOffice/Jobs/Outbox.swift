import Core
import FoundationEssentials
import Outbound
import Postgres

/// Sends what transactions queued. Each message is locked while it is sent, so several instances share the work.
package enum Outbox {
  /// Sends what is due; answers how many were sent. Without a mail server nothing is lost: it waits.
  package static func send(_ office: Office) throws -> Int {
    guard let server = office.configuration.smtp else { return 0 }
    var sent = 0
    while try sendOne(through: server, office) { sent += 1 }
    return sent
  }

  private static func sendOne(through server: SMTPServer, _ office: Office) throws -> Bool {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        SELECT sequence, id, payload->>'to', payload->>'subject', payload->>'text', payload->>'language', attempts
        FROM outbox WHERE kind = 'mail' AND sent_at IS NULL AND parked_at IS NULL AND next_attempt_at <= \(now)
        ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED
        """)
      guard let row = rows.first else { return false }
      let sequence: Int = try row[0]
      let mail = Mail(
        from: office.configuration.mailFrom, to: try row[2], subject: try row[3], text: try row[4],
        html: MailPage.html(try row[4]), messageID: "<\(ID<Change>(try row[1]))@comptoir>", date: RFC5322.date(now),
        language: try row[5])
      do throws(MailError) {
        try SMTP.send(mail, server: server)
        tx.enqueue("UPDATE outbox SET sent_at = \(now), attempts = attempts + 1 WHERE sequence = \(sequence)")
      } catch {
        settle(error, sequence, attempts: try row[6], in: tx, now)
      }
      return true
    }
  }

  /// Tries again later and later; what can never be sent, or was tried often enough, is parked where people see it.
  private static func settle(_ error: MailError, _ sequence: Int, attempts: Int, in tx: Transaction, _ now: Instant) {
    let isTemporary = if case .temporary = error { true } else { false }
    let isLast = !isTemporary || attempts + 1 >= Bounds.mailAttempts
    let next = now.adding(seconds: 30 << Int64(min(attempts, 10)))
    tx.enqueue(
      """
      UPDATE outbox SET attempts = attempts + 1, last_error = \(String(describing: error)),
        next_attempt_at = \(next), parked_at = \(isLast ? now : nil)
      WHERE sequence = \(sequence)
      """)
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
