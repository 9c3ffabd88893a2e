import FoundationEssentials

/// The bill run of worlds of several sizes, each against its own floor, ours and the floor in turn.
struct Sizes {
  private let options: Options
  private let copies: Copies

  init(_ options: Options) throws {
    self.options = options
    copies = try Copies(of: options.database)
  }

  /// Answers whether all was within reach.
  func measure() throws -> Bool {
    var report = Report()
    var smallest: (size: Int, each: Double)?
    for count in options.sizes {
      let each = try measure(World.Size(customers: count / 10, subscriptions: count), &report)
      if let smallest {
        report.add(
          "bill one of \(count), against one of \(smallest.size)", ours: each * 1e6, floor: smallest.each * 1e6, "µs",
          atMost: 1.2)
      }
      smallest = smallest ?? (count, each)
    }
    print(report.table)
    return report.isMet
  }

  /// Answers seconds for one subscription.
  private func measure(_ size: World.Size, _ report: inout Report) throws -> Double {
    let world = try copies.empty("sized")
    defer { try? copies.drop(world) }
    try World(size).build(in: world, root: options.root)
    let billing = Billing(program: options.comptoir, copies: copies)
    var ours: [Double] = []
    var floor: [Double] = []
    var peak = 0
    for round in 1...options.rounds {
      let run = try billing.ours(world)
      let bare = try billing.floor(world, customers: size.customers)
      ours.append(run.seconds)
      floor.append(bare.seconds)
      peak = max(peak, run.peakBytes)
      Bench.note("bill \(size.subscriptions), round \(round): \(run.seconds) s, floor \(bare.seconds) s")
      guard bare.posted == run.posted else {
        throw Failure(sentence: "The floor computes other lines: \(bare.posted), not \(run.posted)")
      }
    }
    report.add(
      "bill \(size.subscriptions) subscriptions", ours: Report.median(ours), floor: Report.median(floor), "s", atMost: 2
    )
    report.add("bill run of \(size.subscriptions), peak memory", ours: Double(peak) / 1e6, "MB", atMost: 512)
    return Report.median(ours) / Double(size.subscriptions)
  }
}
