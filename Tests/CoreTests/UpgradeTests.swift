import Core
import Testing

/// What the office could be upgraded to: CHF 20.60 a month for a year, unless changed.
private func premium(_ change: (inout Purchase) -> Void = { _ in }) -> Purchase {
  var order = Purchase(
    id: ID("00000000-0000-4000-8000-000000000009")!, customer: ID("00000000-0000-4000-8000-000000000002")!,
    policy: .usual, term: period("P1Y"), frequency: .monthly, trial: false, unitPrice: chf("20.60"),
    unitCost: chf("17.20"), quantity: 0)
  change(&order)
  return order
}

private func upgrade(
  _ target: UpgradeTarget = .new(premium()), _ quantity: Int? = nil, _ change: (inout Upgrade) -> Void = { _ in }
) -> Upgrade {
  var upgrade = Upgrade(target: target, quantity: quantity, isPath: true, isSameSegment: true, addOnsFit: true)
  change(&upgrade)
  return upgrade
}

extension Subscription {
  fileprivate func upgraded(_ wish: Upgrade, on today: String) throws(Refusal) -> Succession {
    try upgraded(wish, as: .reseller, at: noon(today), on: day(today), centres: Helvetia.centres)
  }

  fileprivate func refusal(of wish: Upgrade, on today: String = "2026-01-31") -> Refusal? {
    do {
      _ = try upgraded(wish, on: today)
      return nil
    } catch { return error }
  }
}

/// Another line of the customer's, of the better plan.
private func line(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
  .office {
    $0.id = ID("00000000-0000-4000-8000-000000000008")!
    $0.quantity = 3
    $0.assigned = 0
    $0.allocations = split([Helvetia.b: 3])
    $0.lots = [LicenceLot(addedAt: noon("2026-01-20"), quantity: 3)]
    $0.termEnd = day("2027-02-15")
    change(&$0)
  }
}

@Test(
  arguments: [
    (.office { $0.direct = true }, "subscription.direct"),
    (.office { $0.status = .suspended }, "subscription.not_active"),
    (.office { $0.status = .pending }, "subscription.not_active"),
    (.office { $0.status = .expired }, "subscription.not_active"),
    (.office { $0.status = .cancelled }, "subscription.not_active"),
    (
      .office {
        $0.autoRenew = false
        $0.termEnd = day("2026-01-31")
      }, "subscription.not_active"
    ),
    (.office { $0.trial = true }, "upgrade.trial"),
  ] as [(Subscription, Code)])
func `what is not active, not ours or a trial is not upgraded`(_ subscription: Subscription, _ code: Code) {
  #expect(subscription.refusal(of: upgrade()) == .conflict(code))
}

@Test(
  arguments: [
    (line { $0.direct = true }, .conflict("upgrade.target_direct")),
    (line { $0.status = .suspended }, .conflict("upgrade.target_not_active")),
    (line { $0.status = .cancelled }, .conflict("upgrade.target_not_active")),
    (
      line { $0.termEnd = day("2027-01-14") },
      .conflict("upgrade.target_ends_early", ["end": "2027-01-14", "needed": "2027-01-15"])
    ),
    (
      line { $0.policy.maximum = 12 },
      .invalid([Issue("/quantity", "upgrade.target_above_maximum", ["maximum": "12"])])
    ),
  ] as [(Subscription, Refusal)])
func `a line that licences cannot come to says why`(_ target: Subscription, _ refusal: Refusal) {
  #expect(Subscription.office().refusal(of: upgrade(.existing(target))) == refusal)
}

@Test(
  arguments: [
    (upgrade { $0.isPath = false }, [Issue("/offerId", "upgrade.no_path")]),
    (upgrade(.existing(line())) { $0.isPath = false }, [Issue("/subscriptionId", "upgrade.no_path")]),
    (upgrade { $0.isSameSegment = false }, [Issue("/offerId", "upgrade.other_segment")]),
    (upgrade { $0.addOnsFit = false }, [Issue("/offerId", "upgrade.add_on_does_not_fit")]),
    (upgrade(quantity: 0), [Issue("/quantity", "upgrade.quantity_not_held", ["held": "10"])]),
    (upgrade(quantity: -1), [Issue("/quantity", "upgrade.quantity_not_held", ["held": "10"])]),
    (upgrade(quantity: 11), [Issue("/quantity", "upgrade.quantity_not_held", ["held": "10"])]),
    (
      upgrade(.new(premium { $0.policy.minimum = 11 })),
      [Issue("/quantity", "upgrade.target_below_minimum", ["minimum": "11"])]
    ),
    (
      upgrade(.new(premium { $0.policy.maximum = 9 })),
      [Issue("/quantity", "upgrade.target_above_maximum", ["maximum": "9"])]
    ),
    (
      upgrade(.new(premium { ($0.term, $0.frequency) = (period("P3M"), .once) })),
      [Issue("/offerId", "upgrade.billing_does_not_fit")]
    ),
    (
      upgrade(.new(premium { ($0.term, $0.frequency) = (period("P14D"), .once) })),
      [Issue("/offerId", "upgrade.billing_does_not_fit")]
    ),
    (upgrade { $0.people = 1 }, [Issue("/people", "upgrade.all_people_move")]),
    (upgrade(quantity: 2) { $0.people = 3 }, [Issue("/people", "upgrade.too_many_people", ["maximum": "2"])]),
    (
      upgrade(quantity: 3) { $0.allocations = split([Helvetia.c: 3]) },
      [Issue("/allocations/0/quantity", "split.centre_short", ["held": "2"])]
    ),
    (
      upgrade(quantity: 3) { $0.allocations = split([Helvetia.a: 2]) },
      [Issue("/allocations", "split.sum_mismatch", ["quantity": "3", "sum": "2"])]
    ),
    (
      upgrade {
        $0.isPath = false
        $0.isSameSegment = false
      }, [Issue("/offerId", "upgrade.no_path"), Issue("/offerId", "upgrade.other_segment")]
    ),
  ] as [(Upgrade, [Issue])])
func `an upgrade is refused with every wrong field`(_ wish: Upgrade, _ issues: [Issue]) {
  #expect(Subscription.office().refusal(of: wish) == .invalid(issues))
}

@Test func `the rest keeps its minimum and every licence that people hold`() {
  let large = Subscription.office { $0.policy.minimum = 5 }
  let below = Issue("/quantity", "upgrade.rest_below_minimum", ["minimum": "5"])
  #expect(large.refusal(of: upgrade(quantity: 6)) == .invalid([below]))
  #expect(large.refusal(of: upgrade(quantity: 5)) == nil)
  let held = Refusal.conflict("upgrade.assigned", ["assigned": "4", "rest": "3"])
  #expect(Subscription.office().refusal(of: upgrade(quantity: 7)) == held)
  #expect(Subscription.office().refusal(of: upgrade(quantity: 7) { $0.people = 1 }) == nil)
  #expect(Subscription.office().refusal(of: upgrade()) == nil)
}

@Test func `all licences go on in the same cycle, until the same end, with the windows they had`() throws {
  let both = try Subscription.office().upgraded(upgrade(), on: "2026-01-31")
  #expect(both.isWhole && both.left.kind == .upgradedTo && both.reached.kind == .upgradedFrom)
  #expect(both.left.after.status == .cancelled && both.left.after.quantity == 10 && both.left.after.assigned == 0)
  let new = both.reached.after
  #expect(new.start == day("2026-01-31") && new.termEnd == day("2027-01-15") && new.version == 1)
  #expect(new.allocations == Subscription.office().allocations && new.lots == Subscription.office().lots)
  #expect(new.purchasedAt == noon("2026-01-15") && new.friendlyName == "Head office" && new.autoRenew)
  let cycle = Cycle(from: day("2026-01-15"), to: day("2026-02-15"), fullDays: 31)
  #expect(new.schedule.cycle(containing: day("2026-01-31")) == cycle)
  let owed = Ledger.postings(
    for: new, entries: [new.ledgerEntry(on: day("2026-01-31"))], in: cycle, posted: PostedSums(),
    order: Helvetia.order)
  // 15 of 31 days: 206.00 × 15 / 31 and 172.00 × 15 / 31.
  #expect(owed?.filter { $0.leg == .price }.reduce(0) { $0 + $1.amount.minor } == 9968)
  #expect(owed?.first { $0.leg == .cost }?.amount.minor == 8323)
}

@Test(
  arguments: [
    (period("P1Y"), Frequency.annual, "2026-01-15", "2027-01-15", 365),
    (period("P1M"), .monthly, "2026-05-15", "2026-06-15", 31),
    (period("P3Y"), .annual, "2026-01-15", "2027-01-15", 365),
    (period("P1Y"), .once, "2026-01-15", "2027-01-15", 365),
  ])
func `cycles of another length meet the end date, the present one counted whole`(
  _ term: Period, _ frequency: Frequency, _ from: String, _ to: String, _ fullDays: Int
) throws {
  let target = premium { ($0.term, $0.frequency) = (term, frequency) }
  let new = try Subscription.office().upgraded(upgrade(.new(target)), on: "2026-05-31").reached.after
  #expect(new.termEnd == day("2027-01-15"))
  let cycle = Cycle(from: day(from), to: day(to), fullDays: fullDays)
  #expect(new.schedule.cycle(containing: day("2026-05-31")) == cycle)
}

@Test func `a year begun on the last of a month goes on in months that meet its end`() throws {
  let prepaid = Subscription.office {
    ($0.start, $0.anchor, $0.termStart) = (day("2026-08-31"), day("2026-08-31"), day("2026-08-31"))
    ($0.termEnd, $0.frequency) = (day("2027-08-31"), .annual)
  }
  let new = try prepaid.upgraded(upgrade(), on: "2027-03-10").reached.after
  #expect(new.anchor == day("2026-08-31"))
  let cycle = Cycle(from: day("2027-02-28"), to: day("2027-03-31"), fullDays: 31)
  #expect(new.schedule.cycle(containing: day("2027-03-10")) == cycle)
}

@Test func `some licences go on from where a decrease would take them, the newest first`() throws {
  let office = Subscription.office {
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 6), LicenceLot(addedAt: noon("2026-01-25"), quantity: 4),
    ]
  }
  let both = try office.upgraded(upgrade(quantity: 6), on: "2026-01-31")
  #expect(!both.isWhole && both.left.after.status == .active && both.left.after.quantity == 4)
  #expect(both.left.after.allocations == split([Helvetia.b: 2, Helvetia.c: 2]))
  #expect(both.left.after.lots == [LicenceLot(addedAt: noon("2026-01-15"), quantity: 4)])
  #expect(both.reached.after.allocations == split([Helvetia.a: 5, Helvetia.b: 1]))
  let lots = [
    LicenceLot(addedAt: noon("2026-01-15"), quantity: 2), LicenceLot(addedAt: noon("2026-01-25"), quantity: 4),
  ]
  #expect(both.reached.after.lots == lots)
}

@Test func `licences join a line there is, each at its centre and with its window`() throws {
  let wish = upgrade(.existing(line()), 4) { $0.allocations = split([Helvetia.c: 2, Helvetia.a: 2]) }
  let both = try Subscription.office().upgraded(wish, on: "2026-01-31")
  let after = both.reached.after
  #expect(after.quantity == 7 && after.version == line().version + 1)
  #expect(after.allocations == split([Helvetia.a: 2, Helvetia.b: 3, Helvetia.c: 2]))
  let lots = [
    LicenceLot(addedAt: noon("2026-01-15"), quantity: 4), LicenceLot(addedAt: noon("2026-01-20"), quantity: 3),
  ]
  #expect(after.lots == lots)
  #expect(both.left.after.allocations == split([Helvetia.a: 3, Helvetia.b: 3]))
}

@Test func `a planned renewal stays with the rest, and says whether it still fits`() throws {
  let planned = Subscription.office {
    $0.renewal = Renewal(quantity: 3, term: period("P1Y"), billingFrequency: .monthly)
  }
  let both = try planned.upgraded(upgrade(quantity: 5), on: "2026-01-31")
  #expect(both.left.after.renewal == planned.renewal)
  #expect(both.left.warnings == ["renewal.still_reduces", "renewal.below_assigned"])
  #expect(try planned.upgraded(upgrade(), on: "2026-01-31").reached.after.renewal == nil)
}

private func upgrade(quantity: Int, _ change: (inout Upgrade) -> Void = { _ in }) -> Upgrade {
  upgrade(.new(premium()), quantity, change)
}
