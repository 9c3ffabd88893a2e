import Core
import Testing

/// When the office subscription's term ends, in Zurich.
private let end = at("2027-01-14T23:00:00Z")

private func told(_ subscription: Subscription, at now: String) -> [String] {
  subscription.deadlines(at: at(now), endsAt: end).map { "\($0.kind.rawValue) \($0.at) \($0.quantity)" }
}

/// How a test's subscription differs from the usual one.
struct Altered: Sendable {
  let make: @Sendable (inout Subscription) -> Void

  init(_ make: @escaping @Sendable (inout Subscription) -> Void) { self.make = make }
}

private let renewal = "renews 2027-01-14T23:00:00Z 10"

@Test(arguments: [SubscriptionStatus.pending, .expired, .cancelled])
func `what does not run has no deadlines`(_ status: SubscriptionStatus) {
  #expect(told(.office { $0.status = status }, at: "2026-01-16T00:00:00Z").isEmpty)
}

@Test func `what was bought from the vendor has no deadlines here`() {
  #expect(told(.office { $0.direct = true }, at: "2026-01-16T00:00:00Z").isEmpty)
}

@Test(
  arguments: [
    ("2026-01-16T00:00:00Z", ["cancellable 2026-01-18T12:00:00Z 10", "reducible 2026-01-22T12:00:00Z 6", renewal]),
    ("2026-01-18T11:59:59Z", ["cancellable 2026-01-18T12:00:00Z 10", "reducible 2026-01-22T12:00:00Z 6", renewal]),
    ("2026-01-18T12:00:00Z", ["reducible 2026-01-22T12:00:00Z 6", renewal]),
    ("2026-01-22T11:59:59Z", ["reducible 2026-01-22T12:00:00Z 6", renewal]),
    ("2026-01-22T12:00:00Z", [renewal]), ("2027-01-14T22:59:59Z", [renewal]), ("2027-01-14T23:00:00Z", []),
  ] as [(String, [String])])
func `a deadline is ahead until the very moment`(_ now: String, _ expected: [String]) {
  #expect(told(.office(), at: now) == expected)
}

@Test func `each lot's window is told while more can be given back before it`() {
  let subscription = Subscription.office {
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 4), LicenceLot(addedAt: noon("2026-01-17"), quantity: 2),
      LicenceLot(addedAt: noon("2026-01-17"), quantity: 1), LicenceLot(addedAt: noon("2026-01-19"), quantity: 3),
    ]
    $0.policy.cancelWindow = .none
  }
  #expect(
    told(subscription, at: "2026-01-20T00:00:00Z") == [
      "reducible 2026-01-24T12:00:00Z 6", "reducible 2026-01-26T12:00:00Z 3", renewal,
    ])
  let few = subscription.deadlines(at: at("2026-01-20T00:00:00Z"), endsAt: end).count
  #expect(few == 3, "six are free: the oldest lot's end changes nothing")
}

@Test(
  arguments: [
    ("every licence is held", Altered { $0.assigned = 10 }),
    ("the offer takes no fewer", Altered { $0.policy.minimum = 10 }),
    ("they are never given back", Altered { $0.policy.decreaseWindow = .none }),
    ("they can always be given back", Altered { $0.policy.decreaseWindow = .always }),
    ("it is suspended", Altered { $0.status = .suspended }),
  ] as [(String, Altered)])
func `nothing is due for giving back where`(_ reason: String, _ change: Altered) {
  let told = told(.office { change.make(&$0) }, at: "2026-01-20T00:00:00Z")
  #expect(!told.contains { $0.hasPrefix("reducible") }, "\(reason)")
  #expect(told.contains { $0.hasPrefix("renews") })
}

@Test(
  arguments: [
    (
      "renews 2027-01-14T23:00:00Z 8",
      Altered { $0.renewal = Renewal(quantity: 8, term: $0.term, billingFrequency: .monthly) }
    ),
    (
      "renews 2027-01-14T23:00:00Z 4",
      Altered { $0.renewal = Renewal(quantity: 2, term: $0.term, billingFrequency: .monthly) }
    ),
    ("expires 2027-01-14T23:00:00Z 10", Altered { $0.autoRenew = false }),
    ("trialEnds 2027-01-14T23:00:00Z 10", Altered { ($0.trial, $0.autoRenew) = (true, false) }),
  ] as [(String, Altered)])
func `the term's end says what follows`(_ expected: String, _ change: Altered) {
  #expect(told(.office { change.make(&$0) }, at: "2026-06-01T00:00:00Z") == [expected])
}

// MARK: - The term that follows

private func following(_ change: (inout Subscription) -> Void = { _ in }) -> FollowingTerm? {
  Subscription.office(change).following(unitPrice: chf("4.20"), unitCost: chf("3.30"))
}

@Test func `nothing follows where it ends or runs no more`() {
  #expect(following { $0.autoRenew = false } == nil)
  #expect(following { $0.status = .cancelled } == nil)
  let dear = Subscription.office().following(unitPrice: Money(minor: .max, currency: franc), unitCost: chf("1"))
  #expect(dear == nil, "no amount could be computed")
}

@Test func `what follows is the same again, or what was scheduled, never below what people hold`() throws {
  let same = try #require(following())
  #expect((same.quantity, same.isScheduled) == (10, false))
  #expect((same.from, same.to) == (day("2027-01-15"), day("2028-01-15")))
  #expect(same.amount(at: chf("4.20")) == chf("504.00"))
  let fewer = try #require(
    following { $0.renewal = Renewal(quantity: 2, term: period("P1M"), billingFrequency: .monthly) })
  #expect((fewer.quantity, fewer.isScheduled, fewer.to) == (4, true, day("2027-02-15")))
  #expect(fewer.amount(at: chf("4.20")) == chf("16.80"))
}

@Test func `a renewal that no longer fits gives way to the same again`() throws {
  let term = try #require(
    following {
      $0.renewal = Renewal(
        quantity: 8, term: period("P1Y"), billingFrequency: .monthly, alignTo: day("2030-01-01"))
    })
  #expect((term.quantity, term.isScheduled) == (10, false))
}

@Test func `an aligned term costs its shortened cycles`() throws {
  let term = try #require(
    following {
      $0.renewal = Renewal(
        quantity: 10, term: period("P1Y"), billingFrequency: .monthly, alignTo: day("2027-03-31"))
    })
  // 15 Jan to 31 Jan is 16 of 31 days, then two full months.
  #expect(term.amount(at: chf("3.10")) == chf("78.00"))
  #expect(term.amount(at: Money(minor: .max, currency: franc)) == nil)
}

@Test(
  arguments: [
    (Altered { $0.assigned = 4 }, Renewal(quantity: 4, term: period("P1Y"), billingFrequency: .monthly)),
    (Altered { $0.assigned = 0 }, Renewal(quantity: 1, term: period("P1Y"), billingFrequency: .monthly)),
    (Altered { $0.policy.minimum = 5 }, Renewal(quantity: 5, term: period("P1Y"), billingFrequency: .monthly)),
    (Altered { $0.assigned = 10 }, nil),
    (
      Altered { $0.renewal = Renewal(quantity: 9, term: period("P3Y"), billingFrequency: .annual) },
      Renewal(quantity: 4, term: period("P3Y"), billingFrequency: .annual)
    ),
  ] as [(Altered, Renewal?)])
func `renewing with what is assigned keeps everything else as planned`(
  _ change: Altered, _ expected: Renewal?
) {
  #expect(Subscription.office { change.make(&$0) }.renewalWithAssigned == expected)
}

@Test(arguments: [("3.90", "4.20", 77), ("4.20", "3.90", -71), ("4.00", "4.00", 0), ("0.00", "1.00", nil)])
func `a price's change is told in tenths of a per cent`(_ now: String, _ then: String, _ expected: Int?) {
  #expect(chf(now).change(to: chf(then)) == expected)
}

@Test func `prices of two currencies are not compared`() {
  #expect(chf("1.00").change(to: Money("1.00", currency: Currency("EUR")!)!) == nil)
}
