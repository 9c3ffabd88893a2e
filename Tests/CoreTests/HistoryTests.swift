import Core
import FoundationEssentials
import Testing

/// SplitMix64: the same seed gives the same history.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
  mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: items.indices, using: &self)] }
}

/// Where a history stopped being right.
struct Mismatch: Error, CustomStringConvertible {
  let description: String
}

func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws(Mismatch) {
  if !holds { throw Mismatch(description: what()) }
}

/// Seeds in parts of equal size, run side by side. Each run takes others; COMPTOIR_SEED repeats the one that a failure
/// named.
struct Seeds: Sendable, CustomTestStringConvertible {
  let range: Range<UInt64>
  var testDescription: String { "seeds from \(range.lowerBound)" }
  var isWhole: Bool { range.count > 1 }

  static func parts(_ count: Int, of size: Int) -> [Seeds] {
    if let given = ProcessInfo.processInfo.environment["COMPTOIR_SEED"].flatMap({ UInt64($0) }) {
      return [Seeds(range: given..<given + 1)]
    }
    return (0..<count).map { part in
      let from = first + UInt64(part * size)
      return Seeds(range: from..<from + UInt64(size))
    }
  }

  private static let first = UInt64.random(in: 0..<1 << 48)

  /// Runs `body` for each seed; the first that fails is named, and ends the part.
  func run(_ body: (UInt64) throws -> Void) -> Bool {
    for seed in range {
      do {
        try body(seed)
      } catch {
        Testing.Issue.record("COMPTOIR_SEED=\(seed): \(error)")
        return false
      }
    }
    return true
  }
}

@Test(arguments: Seeds.parts(20, of: 5_000))
func `random histories post exactly what a day by day count owes`(_ seeds: Seeds) {
  var reached = History.Reached()
  let isRight = seeds.run { seed in
    var history = try History(seed: seed)
    try history.run()
    reached.add(history.reached)
  }
  guard isRight, seeds.isWhole else { return }
  // The histories are worth something only if they get everywhere.
  #expect(Set(reached.kinds.keys).isSuperset(of: History.reachable))
  #expect(reached.currencies == ["CHF", "EUR", "JPY", "BHD"])
  #expect(reached.zones == Set(PlainZone.all.map(\.name)))
  #expect(reached.lengthsOfMonth.isSuperset(of: [28, 29, 30, 31]))
  #expect(reached.kinds.values.reduce(0, +) > 15_000)
  #expect(reached.kinds[.vendorRefused] ?? 0 > 100)
  #expect(reached.negativePostings > 1_000)
  #expect(reached.refusals > 1_000)
  #expect(reached.shortCycles > 100)
  #expect(reached.alignedRenewals > 5)
  #expect(reached.lateSplits > 50 && reached.freshSplits > 50)
  #expect(reached.corrections > 50)
}
