import Core
import FoundationEssentials

// Testing has an Issue too.
typealias Issue = Core.Issue

func day(_ text: String) -> Day { Day(text)! }
func at(_ text: String) -> Instant { Instant(text)! }
func period(_ text: String) -> Period { Period(text)! }
let franc = Currency("CHF")!
func chf(_ amount: String) -> Money { Money(amount, currency: franc)! }

/// The centres of Helvetia Works, in their order: administration (the default), baking, catering, and one closed.
enum Helvetia {
  static let a = ID<BillingCentre>("00000000-0000-4000-8000-00000000000a")!
  static let b = ID<BillingCentre>("00000000-0000-4000-8000-00000000000b")!
  static let c = ID<BillingCentre>("00000000-0000-4000-8000-00000000000c")!
  static let closed = ID<BillingCentre>("00000000-0000-4000-8000-00000000000d")!
  static let foreign = ID<BillingCentre>("00000000-0000-4000-8000-0000000000ff")!

  static let order = [a, b, c, closed]
  /// Five centres for subscriptions made up at random.
  static let spare = [c, a, foreign, b, closed]
  static let centres = order.enumerated().map { index, id in
    Centre(id: id, isDefault: id == a, closed: id == closed, position: index)
  }
}

func split(_ parts: KeyValuePairs<ID<BillingCentre>, Int>) -> [Allocation] {
  parts.map { Allocation(centre: $0.key, quantity: $0.value) }
}

func amounts(_ parts: KeyValuePairs<ID<BillingCentre>, Int64>) -> [CentreAmount] {
  parts.map { CentreAmount(centre: $0.key, minor: $0.value) }
}

/// Noon, Zurich's morning: when commands of these tests are given on a day.
func noon(_ text: String) -> Instant { at("\(text)T12:00:00Z") }

extension OfferPolicy {
  static let usual = OfferPolicy(
    minimum: 1, maximum: 300, decreaseWindow: .period(period("P7D")), cancelWindow: .period(period("PT72H")),
    suspensionStopsBilling: true)
}

extension Subscription {
  /// Ten licences at CHF 3.90 a month for a year from 15 January 2026, bought at noon: A 5, B 3, C 2; 4 assigned.
  static func office(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
    var subscription = Subscription(
      id: ID("00000000-0000-4000-8000-000000000001")!, customer: ID("00000000-0000-4000-8000-000000000002")!,
      status: .active, suspendedBy: nil, direct: false, trial: false, quantity: 10, assigned: 4,
      allocations: split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 2]),
      lots: [LicenceLot(addedAt: noon("2026-01-15"), quantity: 10)], friendlyName: "Head office",
      start: day("2026-01-15"), anchor: day("2026-01-15"), termStart: day("2026-01-15"), termEnd: day("2027-01-15"),
      term: period("P1Y"), frequency: .monthly, autoRenew: true, renewal: nil, unitPrice: chf("3.90"),
      unitCost: chf("3.10"), policy: .usual, purchasedAt: noon("2026-01-15"), version: 7, hasActiveAddOns: false)
    change(&subscription)
    return subscription
  }

  /// Applies a command given at noon by the reseller.
  func applying(_ command: Command, as level: Level = .reseller, on today: String) throws(Refusal) -> Decision? {
    try applying(command, as: level, at: noon(today), on: day(today), centres: Helvetia.centres)
  }

  /// The refusal a command meets; nil when it meets none.
  func refusal(of command: Command, as level: Level = .reseller, on today: String) -> Refusal? {
    do {
      _ = try applying(command, as: level, on: today)
      return nil
    } catch { return error }
  }
}
