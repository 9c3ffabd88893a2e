import Core
import FoundationEssentials
import Postgres

/// The lines of one price list as a table holds them, and what becomes of them.
struct StoredPrices<Content: Hashable & Sendable> {
  /// Lines' ids by their first day.
  private var ids: [Day: UUID] = [:]
  private var before: [PriceLine<Content>] = []
  private(set) var list = PriceList<Content>([])

  mutating func add(_ line: PriceLine<Content>, id: UUID) {
    ids[line.from] = id
    before.append(line)
    list = PriceList(before)
  }

  mutating func become(_ after: PriceList<Content>) { list = after }

  func id(of from: Day) -> UUID? { ids[from] }

  /// Lines that are gone.
  var removed: [UUID] {
    let kept = Set(list.lines.map(\.from))
    return before.filter { !kept.contains($0.from) }.compactMap { ids[$0.from] }
  }

  /// Lines that hold for another time or say something else.
  var changed: [(id: UUID, line: PriceLine<Content>)] {
    let known = Set(before)
    return list.lines.filter { !known.contains($0) }.compactMap { line in ids[line.from].map { ($0, line) } }
  }

  /// Lines that were not there.
  var added: [PriceLine<Content>] { list.lines.filter { ids[$0.from] == nil } }
}

/// Who may set prices at a time: one of a distributor, or one of a reseller.
enum PriceLock {
  static func take(_ owner: ID<Organization>, in work: Work) throws {
    let rows = try work.tx.rows("SELECT 1 FROM organization WHERE id = \(owner) FOR NO KEY UPDATE")
    guard !rows.isEmpty else { throw Refusal.notFound }
  }
}

/// Undoes what a preview did to be looked at.
enum Trial {
  static func run<Value>(_ work: Work, keeping: Bool, _ body: () throws -> Value) throws -> Value {
    if keeping { return try body() }
    work.tx.enqueue("SAVEPOINT trial")
    let value = try body()
    work.tx.enqueue("ROLLBACK TO SAVEPOINT trial")
    return value
  }
}
