import BackOffice
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// The same world billed three times: undisturbed, killed again and again at moments nobody chose, and by two processes
/// at once. What is left behind must be the same to the byte.
struct Killed {
  private let options: Options
  private let copies: Copies
  private static let kills = 8
  private static let workers = "2"

  init(_ options: Options) throws {
    self.options = options
    copies = try Copies(of: options.database)
  }

  /// Answers whether all three are the same.
  func compare() throws -> Bool {
    let world = try copies.empty("killed_world")
    try World(options.size).build(in: world, root: options.root)
    let steady = try billed("undisturbed", of: world) { try finish($0) }
    let killed = try billed("killed", of: world) { database in
      try killRepeatedly(database, within: steady.seconds)
      try finish(database)
    }
    let twice = try billed("twice", of: world) { database in
      let both = try (0..<2).map { _ in try Child(options.comptoir, arguments(database), isCaptured: true) }
      for child in both { try check(child.end()) }
    }
    try copies.drop(world)
    var isSame = true
    for (index, name) in BillComparison.names.enumerated() {
      let (one, other, third) = (steady.hashes[index], killed.hashes[index], twice.hashes[index])
      isSame = isSame && one == other && one == third
      print("\(name): \(one)\(one == other ? "" : ", killed: \(other)")\(one == third ? "" : ", twice: \(third)")")
    }
    print(isSame ? "The same to the byte." : "They DIFFER.")
    return isSame
  }

  private func billed(
    _ name: String, of world: DatabaseURL, _ bill: (DatabaseURL) throws -> Void
  ) throws -> (seconds: Double, hashes: [String]) {
    let database = try copies.copy(name, of: world, at: World.closing)
    let started = ContinuousClock.now
    try bill(database)
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    Bench.note("\(name): \(seconds) s")
    let connection = try database.connect()
    defer { connection.close() }
    let hashes = try BillComparison.hashes.map { query in
      let row = try connection.rows(query)[0]
      return "\(try row[0] as Int) rows \(try row[1] as String)"
    }
    connection.close()
    try copies.drop(database)
    return (seconds, hashes)
  }

  /// Each time a little later, at random, so that every phase is hit.
  private func killRepeatedly(_ database: DatabaseURL, within seconds: Double) throws {
    var killed = 0
    for round in 1...Killed.kills {
      let child = try Child(options.comptoir, arguments(database))
      let latest = seconds * Double(round) / Double(Killed.kills) / 2
      usleep(UInt32(max(0.05, Double.random(in: latest / 2...latest)) * 1e6))
      kill(child.process, SIGKILL)
      if child.end().status == SIGKILL { killed += 1 }
    }
    Bench.note("killed \(killed) times")
    guard killed > 0 else {
      throw Failure(sentence: "The run was over before it could be killed: take a larger world.")
    }
  }

  private func finish(_ database: DatabaseURL) throws {
    try check(try Child(options.comptoir, arguments(database), isCaptured: true).end())
  }

  private func check(_ end: Child.End) throws {
    guard end.status == 0 else { throw Failure(sentence: "The bill run failed: \(end.text)") }
  }

  private func arguments(_ database: DatabaseURL) -> [String] {
    ["bill", "--workers", Killed.workers, "--database", database.text]
  }
}
