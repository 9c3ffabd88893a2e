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

  /// Closes every month that is over, of all sellers that have it done by itself and whose day has come; answers how
  /// many statements.
  package static func closeDue(_ office: Office) throws -> Int {
    let due: [Due] = try office.everything { tx, now in
      try tx.rows(
        """
        SELECT t.id, t.month, t.leg FROM statement t LEFT JOIN closing_setting c ON c.seller_id = t.seller_id
        WHERE t.status = 'open' AND t.month < date_trunc('month', \(now) AT TIME ZONE 'Etc/GMT-14')::date
          AND coalesce(c.automatic, true)
          AND (t.month + interval '1 month')::date + coalesce(c.days_after, 0)
            <= (\(now) AT TIME ZONE 'Etc/GMT-14')::date
        ORDER BY t.month, t.leg, t.seller_id, t.id
        """
      ).map { Due(id: try $0[0], month: try $0[1], leg: try $0[2]) }
    }
    return try batches(of: due).reduce(0) { closed, ids in
      try closed
        + settled(ids) { ids in
          try office.everything { tx, now in
            let work = Work(tx: tx, actor: .system, now: now, requestID: "closing", office: office)
            return try ClosingBatch.close(ids, in: work).values.filter { $0 == .closed }.count
          }
        }
    }
  }

  private struct Due {
    let id: ID<Statement>
    let month: Day
    let leg: Leg
  }

  /// Of one month and leg each, and no larger than a transaction should be.
  private static func batches(of due: [Due]) -> [[ID<Statement>]] {
    var batches: [[ID<Statement>]] = []
    var last: Due?
    for statement in due {
      let size = ClosingBatch.size(statement.leg)
      if last?.month == statement.month, last?.leg == statement.leg, let count = batches.last?.count, count < size {
        batches[batches.count - 1].append(statement.id)
      } else {
        batches.append([statement.id])
      }
      last = statement
    }
    return batches
  }

  /// Where a batch fails as a whole, its statements are taken one by one, so that a bad one does not hold up others.
  private static func settled(_ ids: [ID<Statement>], _ close: ([ID<Statement>]) throws -> Int) throws -> Int {
    do {
      return try close(ids)
    } catch let error as DatabaseError where ids.count > 1 && error.isRefusal {
      Log.note("closing.batch_refused", String(reflecting: error))
    }
    return ids.reduce(0) { closed, id in
      do {
        return try closed + close([id])
      } catch {
        Log.note("closing.refused", "\(id): \(String(reflecting: error))")
        return closed
      }
    }
  }
}

extension DatabaseError {
  /// Whether it is about what was to be done, not about the database being away.
  var isRefusal: Bool { if case .failed = self { true } else { false } }
}
