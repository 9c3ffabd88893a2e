import Core
import Testing

/// A trial of the office: ten licences for a month, four assigned.
private func trial(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
  .office {
    $0.trial = true
    $0.autoRenew = false
    $0.term = period("P1M")
    $0.termEnd = day("2026-02-15")
    $0.unitPrice = chf("0.00")
    $0.unitCost = chf("0.00")
    change(&$0)
  }
}

private func conversion(_ quantity: Int? = nil, _ change: (inout Conversion) -> Void = { _ in }) -> Conversion {
  let order = Purchase(
    id: ID("00000000-0000-4000-8000-000000000009")!, customer: ID("00000000-0000-4000-8000-000000000002")!,
    policy: .usual, term: period("P1Y"), frequency: .monthly, trial: false, unitPrice: chf("20.60"),
    unitCost: chf("17.20"), quantity: 0)
  var conversion = Conversion(
    order: order, quantity: quantity, hasPath: true, isPath: true, isSameSegment: true, addOnsFit: true)
  change(&conversion)
  return conversion
}

private func refusal(of wish: Conversion, _ subscription: Subscription, on today: String = "2026-01-31") -> Refusal? {
  do {
    _ = try subscription.converted(
      wish, as: .reseller, at: noon(today), on: day(today), centres: Helvetia.centres)
    return nil
  } catch { return error }
}

@Test(
  arguments: [
    (.office(), conversion(), .conflict("conversion.not_a_trial")),
    (trial { $0.direct = true }, conversion(), .conflict("subscription.direct")),
    (trial { $0.status = .suspended }, conversion(), .conflict("subscription.not_active")),
    (trial { $0.status = .expired }, conversion(), .conflict("subscription.not_active")),
    (trial { $0.status = .cancelled }, conversion(), .conflict("subscription.not_active")),
    (trial { $0.termEnd = day("2026-01-31") }, conversion(), .conflict("subscription.not_active")),
    (trial(), conversion { $0.hasPath = false }, .conflict("conversion.no_path")),
    (trial(), conversion(3), .conflict("quantity.assigned", ["assigned": "4"])),
    (trial(), conversion { $0.isPath = false }, .invalid([Issue("/offerId", "conversion.other_plan")])),
    (trial(), conversion { $0.order.trial = true }, .invalid([Issue("/offerId", "conversion.to_a_trial")])),
    (trial(), conversion { $0.isSameSegment = false }, .invalid([Issue("/offerId", "conversion.other_segment")])),
    (
      trial(), conversion { $0.addOnsFit = false },
      .invalid([Issue("/offerId", "conversion.add_on_does_not_fit")])
    ),
    (trial(), conversion(0), .invalid([Issue("/quantity", "quantity.below_minimum", ["minimum": "1"])])),
    (trial(), conversion(301), .invalid([Issue("/quantity", "quantity.above_maximum", ["maximum": "300"])])),
    (
      trial(), conversion { $0.alignTo = day("2027-02-01") }, .invalid([Issue("/alignTo", "align.out_of_term")])
    ),
  ] as [(Subscription, Conversion, Refusal)])
func `what cannot be converted says why`(_ subscription: Subscription, _ wish: Conversion, _ expected: Refusal) {
  #expect(refusal(of: wish, subscription) == expected)
}

@Test func `a trial goes on as a whole term from that day, with its name and split`() throws {
  let both = try trial().converted(
    conversion(), as: .reseller, at: noon("2026-01-31"), on: day("2026-01-31"), centres: Helvetia.centres)
  #expect(both.isWhole && both.left.kind == .converted && both.reached.kind == .convertedFrom)
  let new = both.reached.after
  #expect(new.status == .active && !new.trial && new.autoRenew && new.quantity == 10)
  #expect(new.start == day("2026-01-31") && new.termEnd == day("2027-01-31"))
  #expect(new.allocations == trial().allocations && new.friendlyName == "Head office")
  #expect(new.lots == [LicenceLot(addedAt: noon("2026-01-31"), quantity: 10)])
}

@Test func `more or fewer licences are split as an increase or a decrease would`() throws {
  let more = try trial().converted(
    conversion(12), as: .reseller, at: noon("2026-01-31"), on: day("2026-01-31"), centres: Helvetia.centres)
  #expect(more.reached.after.allocations == split([Helvetia.a: 7, Helvetia.b: 3, Helvetia.c: 2]))
  let fewer = try trial().converted(
    conversion(4), as: .reseller, at: noon("2026-01-31"), on: day("2026-01-31"), centres: Helvetia.centres)
  #expect(fewer.reached.after.allocations == split([Helvetia.b: 2, Helvetia.c: 2]))
}

@Test func `a trial neither renews nor plans, and can be ended at any time`() {
  #expect(trial().refusal(of: .autoRenew(true), on: "2026-01-31") == .conflict("trial.does_not_renew"))
  let plan = Command.scheduleRenewal(Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly))
  #expect(trial().refusal(of: plan, on: "2026-01-31") == .conflict("trial.does_not_renew"))
  let late = trial { $0.assigned = 0 }
  #expect(late.refusal(of: .cancelNow, on: "2026-02-14") == nil)
  #expect(trial().refusal(of: .cancelNow, on: "2026-02-14") == .conflict("cancel.assigned", ["assigned": "4"]))
}
