import Core
import FoundationEssentials
import Postgres

/// Freezes months: lines copied, numbers taken, sums and hashes stored. From then on the database refuses any change.
package enum Closing {
  /// Closes one statement, by somebody of its seller.
  @discardableResult
  package static func close(_ id: ID<Statement>, in work: Work) throws -> Statements.Document {
    try work.actor.require(.statementsClose)
    let record = try Statements.find(id, in: work)
    guard record.seller.id == work.actor.organization else { throw Refusal.denied("statement.not_the_seller") }
    guard let outcome = try ClosingBatch.close([id], in: work)[id] else { throw Refusal.notFound }
    if case .refused(let code) = outcome { throw Refusal.conflict(code) }
    return try Statements.document(id, in: work)
  }

  /// What a run of the bill hears of, batch by batch.
  enum Event {
    /// So many months might be closed.
    case found(Int)
    /// These are being closed by this transaction.
    case closing([Statements.Record], Transaction)
    /// They were, of so many: others are not to be closed yet, or were by somebody else.
    case closed([Statements.Record], of: Int)
    /// The database refused to.
    case refused(Statements.Record, any Error)
  }

  /// Closes every month that is over, of all sellers that have it done by itself and whose day has come; answers how
  /// many statements.
  package static func closeDue(_ office: Office) throws -> Int {
    var closed = 0
    try closeDue(office) { event in
      if case .closed(let records, _) = event { closed += records.count }
      if case .refused(let record, let error) = event {
        Log.note("closing.refused", "\(record.id): \(String(reflecting: error))")
      }
    }
    return closed
  }

  /// The same by the day (nil: today's), but for accounts that are parked. Always in the same order: numbers are the
  /// same however often it is broken off and whoever else does it too.
  static func closeDue(
    _ office: Office, until: Day? = nil, isStopping: () -> Bool = { false }, _ heard: (Event) throws -> Void
  ) throws {
    let due = try office.everything { tx, now in
      let today: SQL = "(\(now) AT TIME ZONE 'Etc/GMT-14')::date"
      let last = until.map { "least(\(today), \($0))" } ?? today
      return try tx.rows(
        """
        SELECT \(Statements.columns) FROM \(Statements.source) LEFT JOIN closing_setting c ON c.seller_id = t.seller_id
        WHERE t.status = 'open' AND t.month < date_trunc('month', \(last))::date AND coalesce(c.automatic, true)
          AND (t.month + interval '1 month')::date + coalesce(c.days_after, 0) <= \(last)
          AND \(BillRun.isSound("t.customer_id"))
        ORDER BY t.month, t.leg, t.seller_id, t.buyer_id
        """
      ).map(Statements.record)
    }
    try heard(.found(due.count))
    for batch in batches(of: due) where !isStopping() { try settle(batch, office, heard) }
  }

  /// Of one month and leg each, and no larger than a transaction should be.
  private static func batches(of due: [Statements.Record]) -> [[Statements.Record]] {
    var batches: [[Statements.Record]] = []
    for statement in due {
      let last = batches.last?.last
      if last?.month == statement.month, last?.leg == statement.leg, let count = batches.last?.count,
        count < ClosingBatch.size(statement.leg)
      {
        batches[batches.count - 1].append(statement)
      } else {
        batches.append([statement])
      }
    }
    return batches
  }

  /// Where a batch fails as a whole, its statements are taken one by one, so that a bad one does not hold up others.
  private static func settle(
    _ due: [Statements.Record], _ office: Office, _ heard: (Event) throws -> Void
  ) throws {
    let closed: [Statements.Record]
    do {
      closed = try office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "closing", office: office)
        let outcomes = try ClosingBatch.close(due.map(\.id), in: work)
        let closed = due.filter { outcomes[$0.id] == .closed }
        if !closed.isEmpty { try heard(.closing(closed, tx)) }
        return closed
      }
    } catch let error as DatabaseError where !error.isAway {
      guard due.count > 1 else { return try heard(.refused(due[0], error)) }
      Log.note("closing.batch_refused", String(reflecting: error))
      for record in due { try settle([record], office, heard) }
      return
    }
    try heard(.closed(closed, of: due.count))
  }
}

extension DatabaseError {
  /// Whether it is about what was to be done, not about the database being away.
  var isRefusal: Bool { if case .failed = self { !isAway } else { false } }
}
