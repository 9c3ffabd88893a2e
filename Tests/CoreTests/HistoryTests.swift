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

// Each run takes other histories; COMPTOIR_SEED repeats the one a failure named.
private let seeds: [UInt64] = {
  if let given = ProcessInfo.processInfo.environment["COMPTOIR_SEED"].flatMap({ UInt64($0) }) { return [given] }
  let first = UInt64.random(in: 0..<1 << 48)
  return (0..<6_000).map { first + $0 }
}()

@Test func `random histories post exactly what a day by day count owes`() throws {
  var reached = History.Reached()
  for seed in seeds {
    do {
      var history = try History(seed: seed)
      try history.run()
      reached.add(history.reached)
    } catch {
      Testing.Issue.record("COMPTOIR_SEED=\(seed): \(error)")
      return
    }
  }
  guard seeds.count > 1 else { return }
  // The histories are worth something only if they get everywhere.
  #expect(Set(reached.kinds.keys).isSuperset(of: History.reachable))
  #expect(reached.kinds.values.reduce(0, +) > 20_000)
  #expect(reached.negativePostings > 1_000)
  #expect(reached.refusals > 1_000)
  #expect(reached.shortCycles > 100)
}
