import Core
import FoundationEssentials
import Postgres

/// What became of each statement of a closing.
package enum ClosingItems {
  package struct Item: Sendable {
    package let statement: ID<Statement>
    package let buyer: ID<Organization>
    package let buyerName: String
    package let outcome: StatementClosings.Outcome
    /// Why it could not be closed.
    package let code: Code?
    /// Given at closing.
    package let number: String?
  }

  /// In the order of their ids.
  package static func list(
    of record: StatementClosings.Record, _ outcome: StatementClosings.Outcome? = nil, _ paging: Paging, in work: Work
  ) throws -> [Item] {
    let after: SQL = try paging.afterID(Statement.self).map { "i.statement_id > \($0)" } ?? "true"
    let chosen: SQL = outcome.map { "i.outcome = \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT i.statement_id, t.buyer_id, coalesce(t.buyer->>'name', o.name), i.outcome, i.code, t.number
      FROM statement_closing_item i JOIN statement t ON t.id = i.statement_id JOIN organization o ON o.id = t.buyer_id
      WHERE i.closing_id = \(record.id) AND \(after) AND \(chosen)
      ORDER BY i.statement_id LIMIT \(paging.fetched)
      """
    ).map {
      Item(
        statement: try $0[0], buyer: try $0[1], buyerName: try $0[2], outcome: try $0[3],
        code: (try $0[4] as String?).map(Messages.code), number: try $0[5])
    }
  }
}

/// Works through closings, a batch a transaction. Any number of instances may: each takes statements nobody else has,
/// and what became of one is written with it, so whatever is killed and run again closes nothing twice.
package enum ClosingJob {
  /// A turn for each that has work left, up to the bound; answers whether there is more.
  package static func round(_ office: Office) throws -> Bool {
    var left = Bounds.closingBatchesPerRound
    while true {
      var through = 0
      for id in try due(office) {
        through += try advance(id, office)
        left -= 1
        if left <= 0 { return true }
      }
      if through == 0 { return false }
    }
  }

  private static func due(_ office: Office) throws -> [ID<StatementClosing>] {
    try office.everything { tx, _ in
      try tx.rows("SELECT id FROM statement_closing WHERE state = 'running' ORDER BY created_at, id")
        .map { try $0[0] }
    }
  }

  /// Closes the next statements of one closing; answers how many it dealt with. Where a batch fails as a whole, they
  /// are taken one by one, and a bad one is written down as such.
  static func advance(_ id: ID<StatementClosing>, upTo limit: Int? = nil, _ office: Office) throws -> Int {
    do {
      return try batch(id, upTo: limit, office)
    } catch let error as DatabaseError where error.isRefusal {
      Log.note("closing.batch_refused", "\(id): \(String(reflecting: error))")
      guard limit == 1 else {
        var through = 0
        while through < Bounds.closedAtOnce, try advance(id, upTo: 1, office) > 0 { through += 1 }
        return through
      }
      return try batch(id, upTo: 1, refusing: "server.failed", office)
    }
  }

  private static func batch(
    _ id: ID<StatementClosing>, upTo limit: Int?, refusing code: Code? = nil, _ office: Office
  ) throws -> Int {
    try office.everything { tx, now in
      let record = try StatementClosings.find(id, in: tx)
      let leg: Leg = record.path.level == .distributor ? .cost : .price
      let statements = try StatementClosings.claimed(id, upTo: limit ?? ClosingBatch.size(leg), in: tx)
      var actor = Actor.system
      var obstacle = code
      do {
        actor = try record.maker.actor(in: tx, at: now)
        try actor.require(.statementsClose)
      } catch let refusal as Refusal {
        obstacle = ClosingJob.code(refusal)
      }
      let work = Work(tx: tx, actor: actor, now: now, requestID: "statement-closing/\(id)", office: office)
      if let obstacle {
        StatementClosings.keep(
          Dictionary(uniqueKeysWithValues: statements.map { ($0, .refused(obstacle)) }), of: id, in: work)
        try StatementClosings.finish(id, in: work)
      } else if !statements.isEmpty {
        try StatementClosings.settle(id, statements, in: work)
      }
      return statements.count
    }
  }

  private static func code(_ refusal: Refusal) -> Code {
    switch refusal {
    case .denied(let code), .conflict(let code, _), .overtaken(let code, _): code
    case .forbidden, .notFound, .invalid, .stale: "closing.right_gone"
    }
  }
}
