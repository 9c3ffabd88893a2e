import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// Measures, ours and the floor in turn so that what else the machine does hits both, and prints the table.
struct Figures {
  private let options: Options
  private let copies: Copies
  private let world: World

  init(_ options: Options) throws {
    self.options = options
    copies = try Copies(of: options.database)
    let connection = try options.database.connect()
    defer { connection.close() }
    let customers: Int = try connection.rows("SELECT count(*) FROM organization WHERE kind = 'customer'")[0][0]
    let subscriptions: Int = try connection.rows("SELECT count(*) FROM subscription")[0][0]
    guard customers >= 100, subscriptions > 0 else {
      throw Failure(sentence: "There is no world in this database: run bench world first.")
    }
    world = World(World.Size(customers: customers, subscriptions: subscriptions))
  }

  /// Answers whether everything measured was within reach.
  func measure() throws -> Bool {
    var report = Report()
    let serving: Set = ["start", "read", "change", "bulk", "pages", "statement", "documents"]
    if !options.only.isDisjoint(with: serving) || options.only.isEmpty {
      let database = try copies.copy("serve", at: World.serving)
      try serve(database, &report)
      try copies.drop(database)
    }
    if options.wants("bill") || options.wants("growth") { try bill(&report) }
    if options.wants("usage") {
      try Metering(program: options.comptoir, copies: copies, world: world).measure(&report)
    }
    print(report.table)
    return report.isMet
  }

  // MARK: - Serving

  private func serve(_ database: DatabaseURL, _ report: inout Report) throws {
    var service = try Service(options.comptoir, database)
    defer { service.stop() }
    if options.wants("start") {
      var starts = [service.startSeconds]
      for _ in 1..<3 {
        service.stop()
        service = try Service(options.comptoir, database)
        starts.append(service.startSeconds)
      }
      usleep(3_000_000)
      report.add("start to first answer", ours: Report.median(starts), "s", atMost: 0.3)
      report.add("serving process at rest", ours: Double(service.residentBytes) / 1e6, "MB", atMost: 40)
    }
    let list = "/api/v1/customers/\(World.id(.customer, 0))/subscriptions"
    if options.wants("read") {
      try compare("read 50 subscriptions", 0.70, database, Floor.read, service, &report) { _, _ in
        Fixed(get: list, as: .reseller)
      }
    }
    if options.wants("change") {
      let world = world
      try compare("change a quantity", 0.50, database, Floor.change(world), service, &report) { lane, round in
        Raising(world, lane: lane, round: round)
      }
    }
    if options.wants("bulk") { try Bulking(world, service, database).measure(&report) }
    if options.wants("pages") { try pages(service, &report) }
    if options.wants("statement") { try StatementLoad(service: service, database: database).measure(&report) }
    if options.wants("documents") {
      try DocumentLoad(service: service, database: database, world: world).measure(&report)
    }
    report.note("after all that the serving process had \(service.residentBytes / 1_000_000) MB")
  }

  private func compare(
    _ name: String, _ reach: Double, _ database: DatabaseURL, _ script: String, _ service: Service,
    _ report: inout Report, _ visitor: @escaping @Sendable (Int, Int) -> any Visitor
  ) throws {
    let floor = Floor(program: options.pgbench, database: database)
    _ = try Load.run(port: service.port, seconds: 1) { visitor($0, 0) }
    _ = try floor.rate(script, seconds: 1)
    var rates: (ours: [Double], floor: [Double]) = ([], [])
    for round in 1...options.rounds {
      rates.ours.append(try Load.run(port: service.port, seconds: options.seconds) { visitor($0, round) }.rate)
      rates.floor.append(try floor.rate(script, seconds: options.seconds))
      Bench.note("\(name), round \(round): \(Int(rates.ours[round - 1]))/s, floor \(Int(rates.floor[round - 1]))/s")
    }
    report.add(name, ours: Report.median(rates.ours), floor: Report.median(rates.floor), "/s", atLeast: reach)
  }

  private func pages(_ service: Service, _ report: inout Report) throws {
    for person in [World.Person.distributor, .reseller] {
      let leafed = try Load.run(port: service.port, seconds: options.seconds) { _ in
        Leafing("/api/v1/subscriptions", as: person, limit: 1_000)
      }
      let found = try Load.run(port: service.port, seconds: options.seconds) { Searching(as: person, seed: $0 + 1) }
      for (name, outcome) in [("page of 50 as \(person), p99", leafed), ("search as \(person), p99", found)] {
        Bench.note("\(name): \(Int(outcome.rate))/s, p50 \(outcome.milliseconds(at: 0.5)) ms")
        report.add(name, ours: outcome.milliseconds(at: 0.99), "ms", atMost: 50)
      }
    }
  }

  // MARK: - Billing

  private func bill(_ report: inout Report) throws {
    let billing = Billing(program: options.comptoir, copies: copies)
    var ours: [Double] = []
    var floor: [Double] = []
    var peak = 0
    for round in 1...(options.wants("bill") ? min(2, options.rounds) : 1) {
      let run = try billing.ours(options.database)
      ours.append(run.seconds)
      peak = max(peak, run.peakBytes)
      Bench.note("bill run, round \(round): \(run.seconds) s, \(run.posted)")
      guard options.wants("bill") else { continue }
      let bare = try billing.floor(options.database, customers: world.size.customers)
      floor.append(bare.seconds)
      Bench.note("the floor, round \(round): \(bare.seconds) s")
      guard bare.posted == run.posted else {
        throw Failure(sentence: "The floor computes other lines: \(bare.posted)")
      }
    }
    if options.wants("bill") {
      report.add(
        "bill \(world.size.subscriptions) subscriptions", ours: Report.median(ours), floor: Report.median(floor), "s",
        atMost: 2)
      report.add("bill run, peak memory", ours: Double(peak) / 1e6, "MB", atMost: 512)
    }
    if options.wants("growth") {
      try growth(billing, largest: Report.median(ours) / Double(world.size.subscriptions), &report)
    }
  }

  /// What one more subscription costs in this world, against worlds ten and a hundred times smaller.
  private func growth(_ billing: Billing, largest: Double, _ report: inout Report) throws {
    for part in [100, 10] {
      let size = World.Size(customers: world.size.customers / part, subscriptions: world.size.subscriptions / part)
      guard size.customers >= 100, size.subscriptions >= 10_000 else { continue }
      let small = try copies.empty("small")
      try World(size).build(in: small, root: options.root)
      let runs = try (0..<3).map { _ in try billing.ours(small).seconds / Double(size.subscriptions) }
      try copies.drop(small)
      report.add(
        "bill one of \(world.size.subscriptions), against one of \(size.subscriptions)", ours: largest * 1e6,
        floor: Report.median(runs) * 1e6, "µs", atMost: 1.2)
    }
  }
}
