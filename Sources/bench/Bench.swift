import BackOffice
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// A measurement that could not be made, in one sentence.
struct Failure: Error {
  let sentence: String
}

/// The benchmark program: builds a large world, measures the service against PostgreSQL in it.
enum Bench {
  static let help = """
    bench: what Comptoir adds to the cost of its database

    Usage: bench world --database URL [OPTION …]    fill an empty database with a large world
           bench run --database URL [OPTION …]      measure in copies of such a world; it stays as it is
           bench killed --database URL [OPTION …]   bill a world undisturbed, killed, and by two at once; compare

    Build with optimization and run as a superuser of a database server that does nothing else:
      swift build -c release
      createdb bench
      .build/release/bench world --database postgresql:///bench
      .build/release/bench run --database postgresql:///bench

      --database URL       the world's database (default: the environment's DATABASE_URL)
      --root DIR           where migrations/ is (default: here)
      --customers N        world: how many customers (default 100000; killed: 10000)
      --subscriptions N    world: how many subscriptions (default 1000000; killed: 100000)
      --quick              world: 1,000 customers and 10,000 subscriptions; run: rounds of 3 seconds
      --only LIST          run: some of start,read,change,bulk,pages,statement,documents,bill,
                           growth,usage
      --sizes LIST         run: the bill of worlds of these sizes, such as 10k,100k,1M, and nothing else; the
                           database may be empty
      --rounds N           run: rounds of each kind, ours and the floor in turn (default 3)
      --seconds N          run: length of a round (default 10)
      --comptoir PATH      run: the service's program (default: beside this one)
      --pgbench PATH       run: PostgreSQL's pgbench (default: from the PATH)

    Figures are ratios in one run on one machine. Exit status: 0 all reached, 1 failed or not reached, 2 wrong usage.
    """

  static func run() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.isEmpty || !Set(arguments).isDisjoint(with: ["--help", "-h", "help"]) {
      print(help)
      exit(arguments.isEmpty ? 2 : 0)
    }
    guard let options = Options(arguments) else {
      complain("bench does not understand that. See bench --help.")
      exit(2)
    }
    do {
      switch options.command {
      case .world: try World(options.size).build(in: options.database, root: options.root)
      case .run where !options.sizes.isEmpty: exit(try Sizes(options).measure() ? 0 : 1)
      case .run: exit(try Figures(options).measure() ? 0 : 1)
      case .killed: exit(try Killed(options).compare() ? 0 : 1)
      }
    } catch let failure as Failure {
      complain(failure.sentence)
      exit(1)
    } catch {
      complain(String(reflecting: error))
      exit(1)
    }
  }

  private static func complain(_ sentence: String) {
    _ = "bench: \(sentence)\n".withCString { write(2, $0, strlen($0)) }
  }

  /// Says what is going on, on standard error: the table on standard output stays clean.
  static func note(_ text: String) {
    _ = "\(text)\n".withCString { write(2, $0, strlen($0)) }
  }
}

/// What was typed.
struct Options {
  enum Command: String { case world, run, killed }

  let command: Command
  var database: DatabaseURL
  var root = "."
  var size = World.Size(customers: 100_000, subscriptions: 1_000_000)
  var only: Set<String> = []
  /// Subscriptions of the worlds to bill.
  var sizes: [Int] = []
  var rounds = 3
  var seconds = 10
  var comptoir = Options.sibling("comptoir")
  var pgbench = "pgbench"

  /// Nil where something makes no sense.
  init?(_ arguments: [String]) {
    guard let command = Command(rawValue: arguments[0]) else { return nil }
    self.command = command
    if command == .killed { size = World.Size(customers: 10_000, subscriptions: 100_000) }
    var url = getenv("DATABASE_URL").map { String(cString: $0) } ?? ""
    database = DatabaseURL(url)
    var rest = arguments.dropFirst()
    while let name = rest.popFirst() {
      if name == "--quick" {
        size = World.Size(customers: 1_000, subscriptions: 10_000)
        seconds = 3
        continue
      }
      guard let value = rest.popFirst(), take(name, value, &url) else { return nil }
    }
    guard !url.isEmpty else { return nil }
    database = DatabaseURL(url)
  }

  private mutating func take(_ name: String, _ value: String, _ url: inout String) -> Bool {
    let number = Int(value).flatMap { $0 > 0 ? $0 : nil }
    switch name {
    case "--database": url = value
    case "--root": root = value
    case "--only": only = Set(value.split(separator: ",").map(String.init))
    case "--sizes":
      sizes = value.split(separator: ",").compactMap(Options.count).filter { $0 >= 1_000 }
      return sizes.count == value.split(separator: ",").count
    case "--comptoir": comptoir = value
    case "--pgbench": pgbench = value
    case "--customers": size.customers = number ?? 0
    case "--subscriptions": size.subscriptions = number ?? 0
    case "--rounds": rounds = number ?? 0
    case "--seconds": seconds = number ?? 0
    default: return false
    }
    return size.customers >= 100 && size.subscriptions >= 1_000 && rounds > 0 && seconds > 0
  }

  /// `10000`, `10k` or `1M`.
  private static func count(_ text: Substring) -> Int? {
    switch text.last {
    case "k": Int(text.dropLast()).map { $0 * 1_000 }
    case "M": Int(text.dropLast()).map { $0 * 1_000_000 }
    default: Int(text)
    }
  }

  func wants(_ figure: String) -> Bool { only.isEmpty || only.contains(figure) }

  private static func sibling(_ name: String) -> String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/" + name
  }
}

/// A libpq URL, and the same server's other databases.
struct DatabaseURL: Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  /// The URL of the database of this name on the same server.
  func named(_ name: String) -> DatabaseURL {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    while path.count < 4 { path.append("") }
    path[3] = name
    return DatabaseURL(path.joined(separator: "/") + (parts.count > 1 ? "?\(parts[1])" : ""))
  }

  func connect() throws -> Connection { try Connection(url: text) }

  /// The names of databases made here are the world's with a suffix.
  func name() throws -> String {
    let connection = try connect()
    defer { connection.close() }
    return try connection.rows("SELECT current_database()::text")[0][0]
  }
}
