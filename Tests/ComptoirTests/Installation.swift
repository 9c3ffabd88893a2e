import BackOffice
import Core
import FoundationEssentials
import Outbound
import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A database with the demo world's people, and the program serving it.
final class Installation {
  let name: String
  var environment: [String: String] { Installation.environment(name) }

  init() throws {
    let template = try Installation.template.get()
    name = "installed_\(getpid())_\(Installation.counter.add(1, ordering: .relaxed).newValue)"
    try Installation.script("CREATE DATABASE \(name) TEMPLATE \(template)")
  }

  deinit { try? Installation.script("DROP DATABASE \(name) WITH (FORCE)") }

  /// Starts serving on a free port; answers the program and its address.
  func serve() throws -> (program: Program, url: String) {
    let program = Program(
      ["serve", "--sandbox", "--port", "0", "--root", Program.root], environment: environment)
    let line = program.firstLine()
    program.drainLog()
    guard let url = line.split(separator: " ").first(where: { $0.hasPrefix("http://") }) else {
      program.signal(SIGKILL)
      program.wait()
      throw NotInstalled(description: "the program did not serve: \(line)")
    }
    return (program, String(url))
  }

  func run(_ arguments: String...) -> Program.Outcome {
    Program.run(arguments + ["--root", Program.root], environment: environment)
  }

  /// What the schema's owner reads.
  func owner<Value>(_ sql: SQL, _ read: (Row) throws -> Value) throws -> [Value] {
    let connection = try Connection(url: Installation.url, overrides: ["dbname": name])
    defer { connection.close() }
    return try connection.rows(sql).map(read)
  }

  func token(_ person: String) -> String {
    run("token", "create", "--user", "\(person)@comptoir.test").output.trimmed
  }

  // MARK: The template

  private static let counter = Atomic<Int>(0)

  static var url: String {
    guard let value = getenv("COMPTOIR_TEST_DATABASE_URL") else {
      preconditionFailure("COMPTOIR_TEST_DATABASE_URL is not set: run the tests with deploy/test")
    }
    return String(cString: value)
  }

  /// The URL of another database of the test server; its path is the database's name.
  static func environment(_ name: String) -> [String: String] {
    let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
    let base = parts[0].split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let query = parts.count > 1 ? "?" + parts[1] : ""
    return ["DATABASE_URL": "\(base)/\(name)\(query)", "COMPTOIR_SERVICE_PASSWORD": "test"]
  }

  /// Made by the program itself. Roles belong to the cluster, so who else sets one up at the same time waits.
  private static let template: Result<String, any Error> = Result {
    let name = "program_\(getpid())"
    let lock = try Connection(url: url)
    defer { lock.close() }
    _ = try lock.rows("SELECT pg_advisory_lock(4711)")
    try script("CREATE DATABASE \(name)")
    for command in ["migrate", "seed"] {
      let outcome = Program.run([command, "--root", Program.root], environment: environment(name))
      guard outcome.status == 0 else { throw NotInstalled(description: outcome.complaint) }
    }
    return name
  }

  static func script(_ statement: String) throws {
    let connection = try Connection(url: url)
    defer { connection.close() }
    try connection.executeUnsafeScript(statement)
  }
}

extension String {
  var trimmed: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }
}

/// One request over the wire; nil when there was no answer.
func send(
  _ method: String, _ url: String, token: String? = nil, key: String? = nil, _ body: String = ""
) -> OutboundResponse? {
  var headers: [(name: String, value: String)] = []
  if let token { headers.append((name: "Authorization", value: "Bearer \(token)")) }
  if let key { headers.append((name: "Idempotency-Key", value: key)) }
  if !body.isEmpty { headers.append((name: "Content-Type", value: "application/json")) }
  let request = OutboundRequest(
    method: method, url: url, headers: headers, body: Array(body.utf8), timeoutSeconds: 10)
  return try? HTTPClient.send(request)
}

/// Why the program could not be set up for a test.
struct NotInstalled: Error, CustomStringConvertible {
  let description: String
}
