import BackOffice
import Core
import Testing

/// Subscriptions of Helvetia's to change together, and how.
struct Bulk {
  static let exchange = "Exchange Online (Plan 1)"

  let world: World
  let helvetia: Helvetia
  /// Bought today, monthly, ten licences each.
  let ids: [String]

  init(_ world: World, _ count: Int = 3) throws {
    self.world = world
    helvetia = try Helvetia(world)
    let helvetia = helvetia
    ids = try (0..<count).map { _ in try helvetia.buy(Bulk.exchange, "P1M", 10) }
  }

  /// The rest of a body that names these subscriptions.
  static func body(_ ids: [String], _ change: String, kind: String = "change") -> String {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"subscriptionIds":[\#(list)],"kind":"\#(kind)","body":\#(change)}"#
  }

  func create(_ change: String, kind: String = "change", as person: String = "reseller") throws -> Answer {
    try world.send(.post, "/api/v1/bulk-changes", as: person, Bulk.body(ids, change, kind: kind))
  }

  /// A previewed one's id.
  func prepared(_ change: String, kind: String = "change", as person: String = "reseller") throws -> String {
    let answer = try create(change, kind: kind, as: person)
    #expect(answer.json["state"]?.string == "ready", "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func start(_ id: String, as person: String = "reseller") throws -> Answer {
    try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: person)
  }

  func show(_ id: String, as person: String = "reseller") throws -> JSONValue {
    try world.send(.get, "/api/v1/bulk-changes/\(id)", as: person).json
  }

  func lines(_ id: String, _ result: String? = nil, as person: String = "reseller") throws -> [JSONValue] {
    let query = "?limit=200" + (result.map { "&result=\($0)" } ?? "")
    return try world.send(.get, "/api/v1/bulk-changes/\(id)/lines\(query)", as: person).items
  }

  /// What became of each, in the order of `ids`.
  func results(_ id: String, as person: String = "reseller") throws -> [String] {
    let lines = try lines(id, as: person)
    return try ids.map { subscription in
      let line = try #require(lines.first { $0["subscriptionId"]?.string == subscription })
      return [line["result"]?.string, line["code"]?.string].compactMap { $0 }.joined(separator: " ")
    }
  }

  func quantities() throws -> [Int?] { try ids.map { try world.subscription($0)["quantity"]?.integer } }

  /// Lets the job do all there is.
  func work() throws { while try BulkJob.round(world.office) {} }
}
