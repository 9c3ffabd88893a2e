import Dispatch
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// The service as a process of its own, on a copy of the world.
final class Service {
  let port: Int
  /// From starting the process to its first answer from the database.
  let startSeconds: Double
  private let child: Child

  init(_ program: String, _ database: DatabaseURL) throws {
    port = 20_000 + Int(getpid()) % 20_000
    let started = ContinuousClock.now
    child = try Child(program, ["serve", "--sandbox", "--port", String(port), "--database", database.text])
    let request = Requests.get("/api/v1/me", as: .reseller)
    while !Load.once(port: port, request) {
      guard ContinuousClock.now - started < .seconds(20) else {
        _ = child.stop()
        throw Failure(sentence: "The service does not answer; run it by hand: \(program) serve --sandbox.")
      }
      usleep(2_000)
    }
    startSeconds = (ContinuousClock.now - started) / .seconds(1)
  }

  var residentBytes: Int { child.residentBytes }
  var peakResidentBytes: Int { child.peakResidentBytes }

  func stop() { _ = child.stop() }
}

/// Copies of the world, made and dropped at will, so that each measurement begins with the same pages.
struct Copies {
  let world: DatabaseURL
  private let name: String

  init(of world: DatabaseURL) throws {
    self.world = world
    name = try world.name()
  }

  /// An empty database beside the world.
  func empty(_ suffix: String) throws -> DatabaseURL { try create(suffix, "") }

  /// A copy with its clock set.
  func copy(_ suffix: String, of original: DatabaseURL? = nil, at instant: String) throws -> DatabaseURL {
    let template = try original?.name() ?? name
    let database = try create(suffix, "TEMPLATE \"\(template)\" STRATEGY file_copy")
    let connection = try database.connect()
    defer { connection.close() }
    try World.setClock(instant, on: connection)
    try connection.executeUnsafeScript("CHECKPOINT")
    return database
  }

  func drop(_ database: DatabaseURL) throws {
    let dropped = try database.name()
    let connection = try world.named("postgres").connect()
    defer { connection.close() }
    try connection.executeUnsafeScript("DROP DATABASE IF EXISTS \"\(dropped)\" WITH (FORCE)")
  }

  private func create(_ suffix: String, _ source: String) throws -> DatabaseURL {
    let connection = try world.named("postgres").connect()
    defer { connection.close() }
    try connection.executeUnsafeScript("DROP DATABASE IF EXISTS \"\(name)_\(suffix)\" WITH (FORCE)")
    try connection.executeUnsafeScript("CREATE DATABASE \"\(name)_\(suffix)\" \(source)")
    return world.named("\(name)_\(suffix)")
  }
}
