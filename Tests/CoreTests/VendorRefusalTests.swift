import Core
import Testing

// What a vendor refuses is taken back by a further change, from its own day on.

private func entry(_ text: String, _ parts: KeyValuePairs<ID<BillingCentre>, Int>, billable: Bool = true) -> LedgerEntry
{
  LedgerEntry(day: day(text), billable: billable, allocations: split(parts))
}

private func promise(
  _ kind: ChangeKind, _ entry: LedgerEntry, before: [Allocation], status: SubscriptionStatus? = .active,
  suspendedBy: Level? = nil, isInForce: Bool = true
) -> VendorPromise {
  VendorPromise(
    kind: kind, at: noon(entry.day.description), entry: entry, isInForce: isInForce, before: before,
    previousStatus: status, previousSuspendedBy: suspendedBy)
}

extension Subscription {
  fileprivate func refused(
    _ promise: VendorPromise, later: [LaterChange] = [], on text: String = "2026-02-20"
  ) throws(FulfilmentFault) -> Undoing? {
    try refused(promise, later: later, on: day(text), centres: Helvetia.centres)
  }
}

private let bought = split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 2])
/// Three more for C on 31 January.
private let grown = entry("2026-01-31", [Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 5])

private func thirteen(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
  .office {
    $0.quantity = 13
    $0.allocations = grown.allocations
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 10), LicenceLot(addedAt: noon("2026-01-31"), quantity: 3),
    ]
    change(&$0)
  }
}

@Test(arguments: [
  (ChangeKind.expired, SubscriptionStatus.expired, "2026-02-01", FulfilmentFault.endRefused),
  (.cancelled, .cancelled, "2026-02-01", .endRefused), (.renewed, .active, "2026-02-01", .refusedTooLate),
  (.increase, .active, "2026-01-14", .refusedTooLate), (.suspend, .suspended, "2026-01-14", .refusedTooLate),
  (.activate, .active, "2026-01-14", .refusedTooLate),
])
func `what no longer fits the ledger is left to a person`(
  _ kind: ChangeKind, _ status: SubscriptionStatus, _ on: String, _ fault: FulfilmentFault
) {
  let subscription = Subscription.office {
    $0.status = status
    $0.suspendedBy = status == .suspended ? .reseller : nil
  }
  let promise = promise(kind, entry(on, [Helvetia.a: 11]), before: bought, status: .pending)
  #expect(throws: fault) { try subscription.refused(promise) }
}

@Test(arguments: [(11, true), (10, false)])
func `licences that people hold are not taken back`(_ assigned: Int, _ isRefused: Bool) {
  let subscription = thirteen { $0.assigned = assigned }
  let promise = promise(.increase, grown, before: bought)
  if isRefused {
    #expect(throws: FulfilmentFault.refusalDoesNotFit) { try subscription.refused(promise) }
  } else {
    #expect(throws: Never.self) { try subscription.refused(promise) }
  }
}

@Test(arguments: [
  (ChangeKind.purchase, SubscriptionStatus.active), (.purchase, .cancelled), (.suspend, .active),
  (.activate, .suspended), (.cancelled, .active), (.rename, .active), (.increase, .pending),
])
func `of what has moved on nothing is left to take back`(_ kind: ChangeKind, _ status: SubscriptionStatus) throws {
  let subscription = Subscription.office {
    $0.status = status
    $0.suspendedBy = status == .suspended ? .reseller : nil
  }
  #expect(try subscription.refused(promise(kind, grown, before: bought)) == nil)
}

@Test func `a refused purchase is cancelled with nothing owed from its start`() throws {
  let undoing = try #require(
    try Subscription.office { $0.status = .pending }.refused(
      promise(.purchase, entry("2026-01-15", [:], billable: false), before: [], status: nil)))
  #expect(undoing.decision.kind == .vendorRefused)
  #expect(undoing.decision.after.status == .cancelled)
  #expect(undoing.entries == [entry("2026-01-15", [:], billable: false)])
}

@Test func `a refused increase goes back to the licences before, at the same centres, from its own day`() throws {
  let undoing = try #require(try thirteen().refused(promise(.increase, grown, before: bought)))
  #expect(undoing.decision.after.quantity == 10)
  #expect(undoing.decision.after.allocations == bought)
  #expect(undoing.decision.after.lots == [LicenceLot(addedAt: noon("2026-01-15"), quantity: 10)])
  #expect(undoing.entries == [LedgerEntry(day: day("2026-01-31"), billable: true, allocations: bought)])
  #expect(undoing.difference == 3)
}

@Test func `a refused increase that was moved on from is taken out of every day since`() throws {
  let moved = entry("2026-02-05", [Helvetia.a: 3, Helvetia.b: 5, Helvetia.c: 4])
  let subscription = thirteen {
    $0.quantity = 12
    $0.allocations = moved.allocations
    $0.lots[1].quantity = 2
  }
  let undoing = try #require(
    try subscription.refused(
      promise(.increase, grown, before: bought), later: [LaterChange(kind: .decrease, entry: moved)]))
  #expect(undoing.decision.after.quantity == 9)
  #expect(
    undoing.entries == [
      entry("2026-01-31", [Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 2]),
      entry("2026-02-05", [Helvetia.a: 3, Helvetia.b: 5, Helvetia.c: 1]),
    ])
  #expect(undoing.decision.after.lots.reduce(0) { $0 + $1.quantity } == 9)
}

@Test func `what is no longer at its centre is taken as a decrease takes`() throws {
  let moved = entry("2026-02-05", [Helvetia.a: 12, Helvetia.b: 1])
  let subscription = thirteen { $0.allocations = moved.allocations }
  let undoing = try #require(
    try subscription.refused(
      promise(.increase, grown, before: bought), later: [LaterChange(kind: .split, entry: moved)]))
  #expect(undoing.decision.after.allocations == split([Helvetia.a: 9, Helvetia.b: 1]))
}

@Test func `a refused decrease brings licences back even where none were left`() throws {
  let subscription = Subscription.office {
    ($0.quantity, $0.assigned, $0.allocations, $0.lots) = (0, 0, [], [])
  }
  let none = LedgerEntry(day: day("2026-02-01"), billable: true, allocations: [])
  let over = LedgerEntry(day: day("2026-02-10"), billable: false, allocations: [])
  let later = [LaterChange(kind: .split, entry: LedgerEntry(day: day("2026-02-05"), billable: true, allocations: []))]
  let undoing = try #require(
    try subscription.refused(
      promise(.decrease, none, before: bought), later: later + [LaterChange(kind: .cancelled, entry: over)]))
  #expect(undoing.decision.after.quantity == 10)
  #expect(undoing.decision.after.allocations == bought)
  #expect(undoing.entries.map(\.allocations) == [bought, bought, []])
}

@Test func `a refused decrease brings the licences back`() throws {
  let shrunk = entry("2026-01-20", [Helvetia.a: 3, Helvetia.b: 3, Helvetia.c: 2])
  let subscription = Subscription.office {
    $0.quantity = 8
    $0.allocations = shrunk.allocations
    $0.lots = [LicenceLot(addedAt: noon("2026-01-15"), quantity: 8)]
  }
  let undoing = try #require(try subscription.refused(promise(.decrease, shrunk, before: bought)))
  #expect(undoing.decision.after.quantity == 10)
  #expect(undoing.decision.after.allocations == bought)
  #expect(undoing.decision.after.lots.reduce(0) { $0 + $1.quantity } == 10)
  #expect(undoing.difference == -2)
}

@Test func `a refused suspension never stopped the billing`() throws {
  let suspended = Subscription.office {
    $0.status = .suspended
    $0.suspendedBy = .reseller
  }
  let stopped = LedgerEntry(day: day("2026-02-01"), billable: false, allocations: bought)
  let undoing = try #require(try suspended.refused(promise(.suspend, stopped, before: bought)))
  #expect(undoing.decision.after.status == .active)
  #expect(undoing.decision.after.suspendedBy == nil)
  #expect(undoing.entries == [LedgerEntry(day: day("2026-02-01"), billable: true, allocations: bought)])
}

@Test func `a refused reactivation stays suspended by whoever did it`() throws {
  let resumed = LedgerEntry(day: day("2026-02-03"), billable: true, allocations: bought)
  let undoing = try #require(
    try Subscription.office().refused(
      promise(.activate, resumed, before: bought, status: .suspended, suspendedBy: .reseller)))
  #expect(undoing.decision.after.status == .suspended)
  #expect(undoing.decision.after.suspendedBy == .reseller)
  #expect(undoing.entries == [LedgerEntry(day: day("2026-02-03"), billable: false, allocations: bought)])
}

@Test func `a refused renewal ends where the term before it ended`() throws {
  let renewed = LedgerEntry(day: day("2026-01-15"), billable: true, allocations: bought)
  let undoing = try #require(try Subscription.office().refused(promise(.renewed, renewed, before: bought)))
  #expect(undoing.decision.after.status == .expired)
  #expect(undoing.entries == [entry("2026-01-15", [:], billable: false)])
}

@Test func `a refused cancellation goes on as if it had never been given`() throws {
  let ended = entry("2026-01-16", [:], billable: false)
  let undoing = try #require(
    try Subscription.office { $0.status = .cancelled }.refused(promise(.cancelled, ended, before: bought)))
  #expect(undoing.decision.after.status == .active)
  #expect(undoing.entries == [LedgerEntry(day: day("2026-01-16"), billable: true, allocations: bought)])
}

@Test(arguments: [
  (["2026-01-15", "2026-01-31", "2026-02-05"], [0, 1, 2]), (["2026-01-15", "2026-01-31", "2026-01-31"], [0, 2]),
  (["2026-01-15", "2026-01-31", "2026-02-05", "2026-01-31"], [0, 3]),
  (["2026-01-15", "2026-01-31", "2026-02-05", "2026-01-31", "2026-02-05"], [0, 3, 4]),
  (["2026-01-15", "2026-02-05", "2026-01-15"], [2]), ([], []),
])
func `a line dated back takes the place of all that came on its day or later`(_ days: [String], _ kept: [Int]) {
  #expect(Ledger.inForce(days.map(day)) == kept)
}

@Test(arguments: [
  (FulfilmentFault.timedOut, 1, true), (.timedOut, 11, true), (.timedOut, 12, false), (.serverFailed, 3, true),
  (.requestRejected, 1, false), (.noCallback, 1, false), (.notConfigured, 1, false),
])
func `what may get better is tried again, later and later, until it is parked`(
  _ fault: FulfilmentFault, _ attempts: Int, _ isTried: Bool
) {
  let delay = fault.delaySeconds(after: attempts, atMost: 12, spread: 7)
  #expect((delay != nil) == isTried)
  if let delay { #expect(delay >= 45 && delay <= 27_000) }
}

@Test(
  arguments: [
    (FulfilmentState.done, FulfilmentVerdict.retry, true, false, "fulfilment.settled"),
    (.withdrawn, .done(reference: nil), true, true, "fulfilment.settled"),
    (.waiting, .take, true, false, "fulfilment.not_manual"), (.waiting, .retry, true, false, "fulfilment.not_parked"),
    (.parked, .retry, true, true, "fulfilment.not_sent"),
    (.sent, .close(reason: "x"), true, false, "fulfilment.not_parked"),
    (.waiting, .ask([]), true, false, "fulfilment.not_manual"),
    (.waiting, .ask([]), false, true, "fulfilment.not_next"),
    (.waiting, .done(reference: nil), false, true, "fulfilment.not_next"),
    (.parked, .refused(reason: "x"), false, false, "fulfilment.not_next"), (.parked, .retry, true, false, nil),
    (.waiting, .take, false, true, nil), (.parked, .close(reason: "x"), false, false, nil),
    (.accepted, .done(reference: nil), true, false, nil),
  ] as [(FulfilmentState, FulfilmentVerdict, Bool, Bool, Code?)])
func `a request is settled once and in its turn`(
  _ state: FulfilmentState, _ verdict: FulfilmentVerdict, _ isNext: Bool, _ isManual: Bool, _ refusal: Code?
) {
  #expect(state.obstacle(to: verdict, isNext: isNext, isManual: isManual) == refusal)
}

@Test func `every change says whether a vendor must hear of it`() {
  let silent = ChangeKind.allCases.filter { $0.fulfilment(isFirst: false, isLast: false) == nil }
  #expect(
    silent == [
      .split, .rename, .autoRenewOff, .autoRenewOn, .renewalScheduled, .provisioned, .vendorRefused, .parentChanged,
    ])
}
