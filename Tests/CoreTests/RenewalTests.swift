import Core
import Testing

private func renewal(_ quantity: Int, _ term: String, _ frequency: Frequency, _ alignTo: String? = nil) -> Renewal {
  Renewal(quantity: quantity, term: period(term), billingFrequency: frequency, alignTo: alignTo.map(day))
}

private func renewed(_ subscription: Subscription, on today: String) throws(Refusal) -> Subscription {
  try subscription.renewed(
    on: day(today), at: noon(today), unitPrice: chf("4.20"), unitCost: chf("3.30"), centres: Helvetia.centres
  ).after
}

@Test(
  arguments: [
    (renewal(0, "P1Y", .monthly), [Issue("/renewal/quantity", "quantity.below_minimum", ["minimum": "1"])]),
    (renewal(301, "P1Y", .monthly), [Issue("/renewal/quantity", "quantity.above_maximum", ["maximum": "300"])]),
    (renewal(8, "P0D", .monthly), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "PT72H", .monthly), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "P1M1D", .monthly), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "P18M", .annual), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "P11Y", .annual), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "P99999Y", .monthly), [Issue("/renewal/term", "renewal.term_invalid")]),
    (renewal(8, "P1Y", .monthly, "2027-01-15"), [Issue("/renewal/alignTo", "align.out_of_term")]),
    (renewal(8, "P1Y", .monthly, "2026-06-01"), [Issue("/renewal/alignTo", "align.out_of_term")]),
    (renewal(8, "P1Y", .monthly, "2028-01-16"), [Issue("/renewal/alignTo", "align.out_of_term")]),
    (
      renewal(0, "P0D", .once, "2020-01-01"),
      [
        Issue("/renewal/quantity", "quantity.below_minimum", ["minimum": "1"]),
        Issue("/renewal/term", "renewal.term_invalid"),
      ]
    ),
  ] as [(Renewal, [Issue])])
func `a renewal is refused with every wrong field`(_ wanted: Renewal, _ issues: [Issue]) {
  #expect(Subscription.office().refusal(of: .scheduleRenewal(wanted), on: "2026-06-01") == .invalid(issues))
}

@Test func `a renewal is scheduled, kept and taken back`() throws {
  let wanted = renewal(8, "P3Y", .annual, "2029-12-31")
  let decision = try #require(try Subscription.office().applying(.scheduleRenewal(wanted), on: "2026-06-01"))
  #expect(decision.kind == .renewalScheduled)
  #expect(decision.after.renewal == wanted)
  #expect(decision.after.quantity == 10)
  #expect(try decision.after.applying(.scheduleRenewal(wanted), on: "2026-06-01") == nil)
  let back = try #require(try decision.after.applying(.scheduleRenewal(nil), on: "2026-06-01"))
  #expect(back.after.renewal == nil)
  #expect(try back.after.applying(.scheduleRenewal(nil), on: "2026-06-01") == nil)
}

@Test func `without auto-renewal nothing is scheduled and nothing renews`() {
  let ending = Subscription.office { $0.autoRenew = false }
  let refusal = Refusal.conflict("renewal.auto_renew_off")
  #expect(ending.refusal(of: .scheduleRenewal(renewal(8, "P1Y", .monthly)), on: "2026-06-01") == refusal)
  #expect(throws: refusal) { try renewed(ending, on: "2027-01-15") }
}

@Test func `auto-renewal is turned off and on again`() throws {
  let off = try #require(try Subscription.office().applying(.autoRenew(false), on: "2026-06-01"))
  #expect(off.kind == .autoRenewOff)
  #expect(try off.after.applying(.autoRenew(false), on: "2026-06-01") == nil)
  let on = try #require(try off.after.applying(.autoRenew(true), on: "2026-06-01"))
  #expect(on == Decision(kind: .autoRenewOn, after: .office { $0.version = 9 }))
  let suspended = Subscription.office { $0.status = .suspended }
  #expect(suspended.refusal(of: .autoRenew(false), on: "2026-06-01") == nil)
}

@Test func `by default the next term is the same again, at the new prices and with a new window`() throws {
  let after = try renewed(.office(), on: "2027-01-15")
  let expected = Subscription.office {
    $0.termStart = day("2027-01-15")
    $0.termEnd = day("2028-01-15")
    $0.lots = [LicenceLot(addedAt: noon("2027-01-15"), quantity: 10)]
    $0.unitPrice = chf("4.20")
    $0.unitCost = chf("3.30")
    $0.purchasedAt = noon("2027-01-15")
    $0.version = 8
  }
  #expect(after == expected)
  #expect(after.refundableQuantity(at: noon("2027-01-16")) == 6)
}

@Test(
  arguments: [
    (renewal(8, "P1Y", .monthly), 8, [Helvetia.a: 3, Helvetia.b: 3, Helvetia.c: 2], "2028-01-15", "2026-01-15"),
    (renewal(2, "P1Y", .monthly), 4, [Helvetia.b: 2, Helvetia.c: 2], "2028-01-15", "2026-01-15"),
    (renewal(12, "P3Y", .annual), 12, [Helvetia.a: 7, Helvetia.b: 3, Helvetia.c: 2], "2030-01-15", "2026-01-15"),
    (
      renewal(9, "P1Y", .once, "2027-09-01"), 9, [Helvetia.a: 4, Helvetia.b: 3, Helvetia.c: 2], "2027-09-01",
      "2027-09-01"
    ),
    (renewal(10, "P14D", .once), 10, [Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 2], "2027-01-29", "2027-01-15"),
  ] as [(Renewal, Int, KeyValuePairs<ID<BillingCentre>, Int>, String, String)])
func `the scheduled renewal is applied, but never below what people hold`(
  _ renewal: Renewal, _ quantity: Int, _ parts: KeyValuePairs<ID<BillingCentre>, Int>, _ end: String, _ anchor: String
) throws {
  let after = try renewed(.office { $0.renewal = renewal }, on: "2027-01-15")
  #expect(after.quantity == quantity)
  #expect(after.allocations == split(parts))
  #expect(after.termStart == day("2027-01-15"))
  #expect(after.termEnd == day(end))
  #expect(after.anchor == day(anchor))
  #expect(after.renewal == nil)
  #expect(after.term == renewal.term)
  #expect(after.frequency == renewal.billingFrequency)
}

@Test func `a month bought on the 31st renews at the month's end without drifting`() throws {
  var subscription = Subscription.office {
    $0.term = period("P1M")
    $0.start = day("2026-01-31")
    $0.anchor = day("2026-01-31")
    $0.termStart = day("2026-01-31")
    $0.termEnd = day("2026-02-28")
  }
  for end in ["2026-03-31", "2026-04-30", "2026-05-31"] {
    subscription = try renewed(subscription, on: subscription.termEnd.description)
    #expect(subscription.termEnd == day(end))
    #expect(subscription.schedule.cycle(containing: subscription.termStart)?.to == day(end))
  }
}

@Test func `going from months to years counts from the renewal when the anchor falls elsewhere`() throws {
  let monthly = Subscription.office {
    $0.term = period("P1M")
    $0.termStart = day("2026-02-15")
    $0.termEnd = day("2026-03-15")
    $0.renewal = renewal(10, "P1Y", .annual)
  }
  let after = try renewed(monthly, on: "2026-03-15")
  #expect(after.anchor == day("2026-03-15"))
  #expect(after.termEnd == day("2027-03-15"))
  let cycle = Cycle(from: day("2026-03-15"), to: day("2027-03-15"), fullDays: 365)
  #expect(after.schedule.cycle(containing: day("2026-12-31")) == cycle)
}

@Test(
  arguments: [
    (.office { $0.direct = true }, .conflict("subscription.direct")),
    (.office { $0.status = .pending }, .conflict("subscription.not_active")),
    (.office { $0.status = .expired }, .conflict("subscription.not_active")),
    (.office { $0.status = .cancelled }, .conflict("subscription.not_active")),
    (
      .office { $0.renewal = renewal(10, "P1Y", .monthly, "2028-02-01") },
      .invalid([Issue("/renewal/alignTo", "align.out_of_term")])
    ),
  ] as [(Subscription, Refusal)])
func `what cannot renew says why`(_ subscription: Subscription, _ refusal: Refusal) {
  #expect(throws: refusal) { try renewed(subscription, on: "2027-01-15") }
}

@Test func `a price too high to compute stops the renewal`() {
  let most = Issue("/renewal/quantity", "quantity.above_maximum", ["maximum": "9"])
  #expect(throws: Refusal.invalid([most])) {
    try Subscription.office().renewed(
      on: day("2027-01-15"), at: noon("2027-01-15"), unitPrice: Money(minor: .max / 9, currency: franc),
      unitCost: chf("1"), centres: Helvetia.centres)
  }
}

@Test func `what expires is billed no more`() {
  let decision = Subscription.office { $0.autoRenew = false }.expired()
  #expect(decision.kind == .expired)
  #expect(decision.after.status == .expired)
  let entry = LedgerEntry(day: day("2027-01-15"), billable: false, allocations: [])
  #expect(decision.after.ledgerEntry(on: day("2027-01-15")) == entry)
}
