import Core
import Testing

private let everyCommand: [Command] = [
  .changeQuantity(11, .standard), .changeQuantity(9, .standard), .suspend(reason: "unpaid"), .activate,
  .split(split([Helvetia.a: 10])), .rename("Bakery"), .autoRenew(false), .cancelNow,
  .scheduleRenewal(Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly)),
]

@Test(arguments: everyCommand)
func `what was bought from the vendor directly is shown and never managed`(_ command: Command) {
  let direct = Subscription.office {
    $0.direct = true
    if command == .activate { $0.status = .suspended }
  }
  #expect(direct.refusal(of: command, on: "2026-01-16") == .conflict("subscription.direct"))
  #expect(!direct.isBillable)
}

@Test(
  arguments: [
    (.changeQuantity(11, .standard), [.pending, .suspended, .expired, .cancelled]),
    (.changeQuantity(9, .standard), [.pending, .suspended, .expired, .cancelled]),
    (.suspend(reason: "unpaid"), [.pending, .expired, .cancelled]),
    (.autoRenew(false), [.pending, .expired, .cancelled]),
    (.cancelNow, [.expired]),
    (
      .scheduleRenewal(Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly)),
      [.pending, .suspended, .expired, .cancelled]
    ),
  ] as [(Command, [SubscriptionStatus])])
func `commands need an active subscription`(_ command: Command, _ refusing: [SubscriptionStatus]) {
  for status in SubscriptionStatus.allCases {
    let subscription = Subscription.office {
      $0.status = status
      $0.assigned = 0
    }
    let refusal: Refusal? = refusing.contains(status) ? .conflict("subscription.not_active") : nil
    #expect(subscription.refusal(of: command, on: "2026-01-16") == refusal, "\(status)")
  }
}

@Test(arguments: [Command.changeQuantity(11, .standard), .suspend(reason: "unpaid"), .autoRenew(true), .cancelNow])
func `a subscription that does not renew is over at its term's end`(_ command: Command) {
  let subscription = Subscription.office {
    $0.autoRenew = false
    $0.assigned = 0
    $0.policy.cancelWindow = .always
  }
  #expect(subscription.refusal(of: command, on: "2027-01-14") == nil)
  #expect(subscription.refusal(of: command, on: "2027-01-15") == .conflict("subscription.not_active"))
}

@Test func `suspending takes a reason and remembers the level it came from`() throws {
  for blank in ["", " \n\t"] {
    let refusal = Subscription.office().refusal(of: .suspend(reason: blank), on: "2026-02-01")
    #expect(refusal == .invalid([Issue("/reason", "reason.required")]))
  }
  let decision = try #require(
    try Subscription.office().applying(.suspend(reason: "unpaid"), as: .distributor, on: "2026-02-01"))
  #expect(decision.kind == .suspend)
  #expect(decision.after.status == .suspended)
  #expect(decision.after.suspendedBy == .distributor)
  #expect(try decision.after.applying(.suspend(reason: ""), on: "2026-02-01") == nil)
}

@Test(
  arguments: [
    (.customer, .customer, true), (.customer, .reseller, true), (.customer, .distributor, true),
    (.reseller, .customer, false), (.reseller, .reseller, true), (.distributor, .reseller, false),
    (.distributor, .customer, false), (.distributor, .distributor, true), (nil, .customer, true),
  ] as [(Level?, Level, Bool)])
func `whoever suspended, or someone above, may activate`(_ by: Level?, _ actor: Level, _ allowed: Bool) throws {
  let suspended = Subscription.office {
    $0.status = .suspended
    $0.suspendedBy = by
  }
  guard allowed else {
    let refusal = suspended.refusal(of: .activate, as: actor, on: "2026-02-01")
    #expect(refusal == .conflict("subscription.suspended_above"))
    return
  }
  let decision = try #require(try suspended.applying(.activate, as: actor, on: "2026-02-01"))
  #expect(decision.kind == .activate)
  #expect(decision.after.status == .active)
  #expect(decision.after.suspendedBy == nil)
}

@Test(arguments: [SubscriptionStatus.pending, .expired, .cancelled])
func `only the suspended is activated`(_ status: SubscriptionStatus) {
  let subscription = Subscription.office { $0.status = status }
  #expect(subscription.refusal(of: .activate, on: "2026-02-01") == .conflict("subscription.not_suspended"))
}

@Test(
  arguments: [
    (.office { $0.status = .suspended }, false), (.office { $0.status = .pending }, false), (.office(), true),
    (
      .office {
        $0.status = .suspended
        $0.policy.suspensionStopsBilling = false
      }, true
    ),
  ] as [(Subscription, Bool)])
func `suspended days are billed or not by the offer's policy`(_ subscription: Subscription, _ billable: Bool) {
  #expect(subscription.isBillable == billable)
  let entry = LedgerEntry(day: day("2026-02-01"), billable: billable, allocations: subscription.allocations)
  #expect(subscription.ledgerEntry(on: day("2026-02-01")) == entry)
}

@Test func `a name is kept, taken away or refused when too long`() throws {
  let longest = String(repeating: "é", count: 100)
  #expect(try Subscription.office().applying(.rename(longest), on: "2026-02-01")?.after.friendlyName == longest)
  let refusal = Subscription.office().refusal(of: .rename(longest + "é"), on: "2026-02-01")
  #expect(refusal == .invalid([Issue("/friendlyName", "name.too_long", ["maximum": "100"])]))
  let taken = try #require(try Subscription.office().applying(.rename("  "), on: "2026-02-01"))
  #expect(taken.kind == .rename)
  #expect(taken.after.friendlyName == nil)
  #expect(try taken.after.applying(.rename(""), on: "2026-02-01") == nil)
  #expect(try Subscription.office().applying(.rename("Head office"), on: "2026-02-01") == nil)
}

@Test(
  arguments: [
    (.office { $0.assigned = 0 }, "2026-01-17", nil, [:]),
    (.office { $0.assigned = 0 }, "2026-01-18", "cancel.window_closed", ["from": "2027-01-15"]),
    (.office(), "2026-01-17", "cancel.assigned", ["assigned": "4"]),
    (
      .office {
        $0.assigned = 0
        $0.hasActiveAddOns = true
      }, "2026-01-17", "cancel.add_on_active", [:]
    ),
    (
      .office {
        $0.assigned = 0
        $0.policy.cancelWindow = .none
      }, "2026-01-15", "cancel.window_closed", ["from": "2027-01-15"]
    ),
    (
      .office {
        $0.assigned = 0
        $0.policy.cancelWindow = .always
      }, "2026-12-31", nil, [:]
    ),
  ] as [(Subscription, String, Code?, [String: String])])
func `cancelling needs an open window, no add-on and nobody assigned`(
  _ subscription: Subscription, _ today: String, _ code: Code?, _ details: [String: String]
) {
  #expect(subscription.refusal(of: .cancelNow, on: today) == code.map { .conflict($0, details) })
}

@Test func `what is cancelled is refunded by day`() throws {
  let before = Subscription.office { $0.assigned = 0 }
  let decision = try #require(try before.applying(.cancelNow, on: "2026-01-17"))
  #expect(decision.kind == .cancelled)
  let entries = [before.ledgerEntry(on: day("2026-01-15")), decision.after.ledgerEntry(on: day("2026-01-17"))]
  let posted = PostedSums(price: amounts([Helvetia.a: 19_50, Helvetia.b: 11_70, Helvetia.c: 7_80]), cost: 31_00)
  let cycle = try #require(before.schedule.cycle(containing: day("2026-01-17")))
  let postings = try #require(
    Ledger.postings(for: decision.after, entries: entries, in: cycle, posted: posted, order: Helvetia.order))
  // Two of 31 days stay owed: 2.52 (1.26, 0.76, 0.50) and 2.00 at cost.
  #expect(postings.map(\.amount) == [chf("-18.24"), chf("-10.94"), chf("-7.30"), chf("-29.00")])
  #expect(try decision.after.applying(.cancelNow, on: "2026-06-01") == nil)
}

@Test func `only the pending is provisioned`() {
  let decision = Subscription.office { $0.status = .pending }.provisioned()
  #expect(decision == Decision(kind: .provisioned, after: .office { $0.version = 8 }))
  for status in SubscriptionStatus.allCases where status != .pending {
    #expect(Subscription.office { $0.status = status }.provisioned() == nil)
  }
}
