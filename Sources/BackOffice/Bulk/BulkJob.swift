import Core
import FoundationEssentials
import Postgres

/// Works through bulk changes, a batch a transaction. Any number of instances may: each takes lines nobody else has,
/// and what became of a line is written with what was done, so whatever is killed and run again does nothing twice.
///
/// What is done is done with the rights its maker has at the beginning of that transaction, like a request of theirs.
package enum BulkJob {
  /// A turn for each that has work left, again and again, up to the bound; answers whether there is more.
  package static func round(_ office: Office) throws -> Bool {
    var left = Bounds.bulkBatchesPerRound
    while true {
      var through = 0
      for id in try office.everything({ tx, _ in try BulkStore.due(in: tx) }) {
        through += try advance(id, office)
        left -= 1
        if left <= 0 { return true }
      }
      if through == 0 { return false }
    }
  }

  /// Takes the next lines of one bulk change; answers how many. Where a batch as a whole fails, its lines are taken one
  /// by one, so that a bad one does not sink the others.
  package static func advance(
    _ id: ID<BulkChange>, upTo limit: Int = Bounds.bulkBatch, _ office: Office
  ) throws -> Int {
    do {
      return try repeating { try batch(id, upTo: limit, office) }
    } catch  where isBad(error) {
      Log.note("bulk.batch_refused", "\(id): \(String(reflecting: error))")
      var through = 0
      while through < limit, try single(id, office) { through += 1 }
      return through
    }
  }

  /// One line in a transaction of its own; false where none is left.
  private static func single(_ id: ID<BulkChange>, _ office: Office) throws -> Bool {
    var number: Int?
    do {
      return try repeating { try batch(id, upTo: 1, office) { number = $0.first?.number } } > 0
    } catch  where isBad(error) {
      guard let number else { throw error }
      let refusal = (error as? BulkBatch.Halfway)?.refusal ?? .conflict("server.failed")
      _ = try batch(id, upTo: 1, only: number, refusing: refusal, office)
      return true
    }
  }

  /// Whether it is about what was to be done, not about the database being away.
  private static func isBad(_ error: any Error) -> Bool {
    if error is BulkBatch.Halfway { return true }
    guard let error = error as? DatabaseError, case .failed = error else { return false }
    return true
  }

  /// Those at work at the same time may wait for each other in a circle; the one the database ends begins again.
  private static func repeating(_ batch: () throws -> Int) throws -> Int {
    for _ in 1..<attempts {
      do { return try batch() } catch let error as DatabaseError where error.isSerialization { continue }
    }
    return try batch()
  }

  private static let attempts = 5

  /// One transaction: takes lines, does what is to be done, writes what became of them.
  private static func batch(
    _ id: ID<BulkChange>, upTo limit: Int, only number: Int? = nil, refusing refusal: Refusal? = nil, _ office: Office,
    taken: ([BulkBatch.Item]) -> Void = { _ in }
  ) throws -> Int {
    try office.everything { tx, now in
      let record = try BulkStore.find(id, in: tx)
      let items = try BulkStore.claimed(record, upTo: limit, number: number, in: tx)
      taken(items)
      if items.isEmpty { return 0 }
      var actor = Actor.system
      let results: [BulkResult]
      do {
        if let refusal { throw refusal }
        actor = try record.maker.actor(in: tx, at: now)
        let work = Work(tx: tx, actor: actor, now: now, requestID: BulkChanges.requestID(id), office: office)
        results = try self.results(of: items, record, in: work)
      } catch let refusal as Refusal {
        let outcome: BulkChange.Outcome = record.change.state == .running ? .failed : .refused
        results = items.map { BulkResult(refusal, as: outcome, figures: $0.expected) }
      }
      tx.enqueue(Reach.everything)
      let work = Work(tx: tx, actor: actor, now: now, requestID: BulkChanges.requestID(id), office: office)
      try BulkChanges.settle(zip(items, results).map { ($0.number, $1) }, of: id, in: work)
      return items.count
    }
  }

  private static func results(
    of items: [BulkBatch.Item], _ record: BulkChanges.Record, in work: Work
  ) throws -> [BulkResult] {
    work.actor.takeReach(in: work.tx)
    let batch = BulkBatch(command: try BulkCommand(record.kind, record.body), work: work)
    return try record.change.state == .running ? batch.carriedOut(items) : batch.previewed(items)
  }
}
