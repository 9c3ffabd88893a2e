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
        let filters = Sweep.filters(objects).filter { isPage || known.contains($0.name) }
        targets.append(path + (known.contains("limit") ? "?limit=200" : ""))
        targets += filters.map { "\(path)?\($0.name)=\($0.value)" }
        if known.contains("cursor") { targets += try Sweep.cursors(path, world).map { "\(path)?cursor=\($0)" } }
      }
    }
    self.targets = targets
  }

  private static func filters(_ objects: MatrixObjects) -> [(name: String, value: String)] {
    let kinds = [
      ("customerId", "customers"), ("customer", "customers"), ("buyerId", "customers"), ("organization", "customers"),
      ("resellerId", "resellers"), ("centreId", "centres"), ("objectId", "subscriptions"), ("actorId", "users"),
      ("userId", "users"),
    ]
    let ids = kinds.flatMap { name, kind in Side.allCases.compactMap { objects.id(kind, $0) }.map { (name, $0) } }
    let words = ["search", "q"].flatMap { name in ["works", "rhein", "a"].map { (name, $0) } }
    return ids + words + [("format", "csv"), ("format", "json"), ("leg", "price"), ("leg", "cost"), ("month", "2025-12")]
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
  for word in text.utf8.split(whereSeparator: { !($0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x66).contains($0)) })
  where word.count == 36 {
    found.insert(String(decoding: word, as: UTF8.self))
  }
  return found
}
