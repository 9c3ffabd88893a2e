import BackOffice
import Core
import HTTP
import Postgres

/// Everything that can be read: every GET route, with own and foreign objects, plain and with filters that name own and
/// foreign ids, and with cursors of another tenant.
struct Sweep {
  let targets: [String]

  init(_ objects: MatrixObjects, _ world: World) throws {
    var targets: [String] = []
    for route in Routes.all().all where route.method == .get && route.endpoint.surface != .plain {
      let known = Set(route.endpoint.query.map(\.name))
      let isPage = route.endpoint.surface == .page
      for side in Side.allCases {
        guard let path = objects.path(route.pattern, side) else { continue }
        if side == .foreign, !route.pattern.contains("/:") { continue }
        targets.append(path + (known.contains("limit") ? "?limit=200" : ""))
        targets += isPage ? Sweep.pages(path, objects) : Sweep.filtered(path, objects, known)
        if known.contains("cursor") { targets += try Sweep.cursors(path, world).map { "\(path)?cursor=\($0)" } }
      }
    }
    self.targets = targets
  }

  /// Parameters that name an object, and the kind it is of.
  private static let kinds = [
    ("customerId", "customers"), ("customer", "customers"), ("buyerId", "customers"), ("buyer", "customers"),
    ("organization", "customers"), ("resellerId", "resellers"), ("centreId", "centres"), ("centre", "centres"),
    ("objectId", "subscriptions"), ("subscription", "subscriptions"), ("actorId", "users"), ("userId", "users"),
    ("user", "users"),
  ]
  private static let words = ["works", "rhein", "a"]

  /// One filter at a time: they narrow each other.
  private static func filtered(_ path: String, _ objects: MatrixObjects, _ known: Set<String>) -> [String] {
    let ids = kinds.flatMap { name, kind in Side.allCases.compactMap { objects.id(kind, $0) }.map { (name, $0) } }
    let texts = ["search", "q"].flatMap { name in words.map { (name, $0) } }
    let others = [("format", "csv"), ("format", "json"), ("leg", "price"), ("leg", "cost"), ("month", "2025-12")]
    return (ids + texts + others).filter { known.contains($0.0) }.map { "\(path)?\($0.0)=\($0.1)" }
  }

  /// Pages pass over what they do not know, so each object is named in every way at once.
  private static func pages(_ path: String, _ objects: MatrixObjects) -> [String] {
    let named = Side.allCases.map { side in
      kinds.compactMap { name, kind in objects.id(kind, side).map { "\(name)=\($0)" } }.joined(separator: "&")
    }
    return (named + words.map { "search=\($0)&q=\($0)" }).map { "\(path)?\($0)" }
  }

  /// Where each reseller's first page of the list ends.
  private static func cursors(_ path: String, _ world: World) throws -> [String] {
    try ["reseller", "rival", "manager"].compactMap {
      try world.send(.get, path + "?limit=1", as: $0).json["nextCursor"]?.string
    }
  }
}

/// The ids in a text.
func uuids(in text: String) -> Set<String> {
  var found: Set<String> = []
  let isPart = { (byte: UInt8) in byte == 0x2D || (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
  for word in text.utf8.split(whereSeparator: { !isPart($0) }) where word.count == 36 {
    found.insert(String(decoding: word, as: UTF8.self))
  }
  return found
}
