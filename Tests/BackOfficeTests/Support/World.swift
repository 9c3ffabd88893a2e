import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The demo world in a database of its own, cloned for one test and dropped with it.
final class World: Sendable {
  let office: Office
  private let dispatcher: Dispatcher
  let name: String
  private let tokens = Mutex<[String: String]>([:])

  init() throws {
    let template = try World.template.get()
    name = "world_\(getpid())_\(World.counter.add(1, ordering: .relaxed).newValue)"
    try World.administer("CREATE DATABASE", name, template: template)
    office = World.office(on: name)
    dispatcher = Dispatcher(office, routes: Routes.all())
  }

  /// Another instance of the service on the same database; close its database in the end.
  func instance() -> Office { World.office(on: name) }

  deinit {
    office.database.close()
    try? World.administer("DROP DATABASE", name)
  }

  /// Sends a request as somebody of the demo world, e.g. `manager`; nil: nobody.
  func send(
    _ method: HTTP.Method, _ path: String, as person: String? = nil, _ body: String? = nil,
    headers: [(String, String)] = []
  ) throws -> Answer {
    var all = headers
    if let person { all.append(("Authorization", "Bearer \(try token(of: person))")) }
    if body != nil, !all.contains(where: { $0.0 == "Content-Type" }) {
      all.append(("Content-Type", "application/json"))
    }
    return answer(method, path, headers: all, body: body ?? "")
  }

  /// The answer to a request as it stands.
  func answer(
    _ method: HTTP.Method, _ path: String, headers: [(String, String)] = [], body: String = "",
    bytes: [UInt8]? = nil, client: String = "127.0.0.1"
  ) -> Answer {
    let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
    let query: [(name: String, value: String)] = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (name: sides[0], value: sides.count > 1 ? sides[1] : "")
    }
    let request = Request(
      method: method, path: parts[0], segments: parts[0].split(separator: "/").map(String.init), query: query,
      headers: Headers(all(headers)), body: bytes ?? Array(body.utf8), client: client)
    return Answer(dispatcher.answer(request))
  }

  private func all(_ headers: [(String, String)]) -> [(String, String)] { [("Host", "127.0.0.1")] + headers }

  /// A bearer token of `PERSON@comptoir.test`.
  func token(of person: String) throws -> String {
    if let known = tokens.withLock({ $0[person] }) { return known }
    let token = try Operator.token(for: "\(person)@comptoir.test", scopes: Credentials.scopes, office)
    tokens.withLock { $0[person] = token }
    return token
  }

  /// Everybody gets a new token: those given out before end some time after.
  func forgetTokens() { tokens.withLock { $0 = [:] } }

  /// What the schema's owner reads, past row-level security.
  func owner<Value>(_ sql: SQL, _ read: (Row) throws -> Value) throws -> [Value] {
    let connection = try Connection(url: World.url, overrides: ["dbname": name])
    defer { connection.close() }
    return try connection.rows(sql).map(read)
  }

  /// What the service's role reads with the reach it happens to have.
  func asService<Value>(_ settings: [SQL] = [], _ sql: SQL, _ read: (Row) throws -> Value) throws -> [Value] {
    try office.database.transaction(opening: settings) { try $0.rows(sql).map(read) }
  }

  // MARK: The template

  private static let counter = Atomic<Int>(0)

  static var url: String {
    guard let value = getenv("COMPTOIR_TEST_DATABASE_URL") else {
      preconditionFailure("COMPTOIR_TEST_DATABASE_URL is not set: run the tests with deploy/test")
    }
    return String(cString: value)
  }

  private static func office(on name: String) -> Office {
    var configuration = Configuration(databaseURL: url, connections: 6, sandbox: true)
    configuration.servicePassword = "test"
    configuration.databaseName = name
    Log.silence()
    return Office(configuration, passwords: PasswordHasher(logN: 10))
  }

  /// Migrated and seeded once per run.
  private static let template: Result<String, any Error> = Result {
    let name = "template_\(getpid())"
    // Roles belong to the cluster, so who else sets one up at the same time waits.
    let lock = try Connection(url: url)
    defer { lock.close() }
    _ = try lock.rows("SELECT pg_advisory_lock(4711)")
    try administer("CREATE DATABASE", name)
    let connection = try Connection(url: url, overrides: ["dbname": name])
    let migrations = try Migrations(
      directory: root + "/migrations", sha256: { Secrets.hex(Secrets.sha256($0)) })
    _ = try migrations.apply(on: connection)
    _ = try connection.rows("ALTER ROLE comptoir_service PASSWORD 'test'")
    connection.close()
    let office = World.office(on: name)
    try Seed(directory: root + "/seed").load(into: office)
    office.database.close()
    return name
  }

  static let root = String(#filePath.split(separator: "/Tests/")[0])

  /// Names of databases cannot be parameters; the server quotes them.
  private static func administer(_ verb: String, _ name: String, template: String? = nil) throws {
    let connection = try Connection(url: url)
    defer { connection.close() }
    let options = template == nil ? "" : " TEMPLATE "
    let statement: String = try connection.rows(
      "SELECT format('%s %I%s%s', \(verb), \(name), \(options), coalesce(quote_ident(\(template)), ''))")[0][0]
    try connection.executeUnsafeScript(statement + (verb.hasPrefix("DROP") ? " WITH (FORCE)" : ""))
  }

}
