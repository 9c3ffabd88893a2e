import Core
import Testing

private func order(_ change: (inout Purchase) -> Void = { _ in }) -> Purchase {
  let office = Subscription.office()
  var order = Purchase(
    id: office.id, customer: office.customer, policy: .usual, term: period("P1Y"), frequency: .monthly, trial: false,
    unitPrice: chf("3.90"), unitCost: chf("3.10"), quantity: 10, friendlyName: "Head office",
    allocations: split([Helvetia.c: 2, Helvetia.a: 5, Helvetia.b: 3]))
  change(&order)
  return order
}

private func purchased(_ order: Purchase) throws(Refusal) -> Subscription {
  try .purchased(order, at: noon("2026-01-15"), on: day("2026-01-15"), centres: Helvetia.centres)
}

@Test func `a purchase is pending from today for its term`() throws {
  let expected = Subscription.office {
    $0.status = .pending
    $0.assigned = 0
    $0.version = 1
  }
  #expect(try purchased(order()) == expected)
}

@Test func `without a split all licences go to the default centre`() throws {
  #expect(try purchased(order { $0.allocations = nil }).allocations == split([Helvetia.a: 10]))
}

@Test func `a trial ends instead of renewing`() throws {
  let trial = try purchased(
    order {
      $0.trial = true
      $0.term = period("P14D")
      $0.frequency = .once
      $0.friendlyName = " "
    })
  #expect(!trial.autoRenew)
  #expect(trial.termEnd == day("2026-01-29"))
  #expect(trial.cycleMonths == 0)
  #expect(trial.friendlyName == nil)
  #expect(trial.schedule.cycle(containing: trial.start)?.to == trial.termEnd)
}

@Test(
  arguments: [
    ("P1Y", .monthly, 1, "2026-02-15"), ("P1Y", .annual, 12, "2027-01-15"), ("P3Y", .annual, 12, "2027-01-15"),
    ("P3Y", .once, 36, "2029-01-15"), ("P1M", .monthly, 1, "2026-02-15"), ("P1M", .annual, 1, "2026-02-15"),
  ] as [(String, Frequency, Int, String)])
func `a cycle is a month, a year or the term`(_ term: String, _ frequency: Frequency, _ months: Int, _ to: String)
  throws
{
  let subscription = try purchased(
    order {
      $0.term = period(term)
      $0.frequency = frequency
    })
  #expect(subscription.cycleMonths == months)
  #expect(subscription.schedule.cycle(containing: day("2026-01-20"))?.to == day(to))
  #expect(subscription.termEnd == period(term).added(to: day("2026-01-15")))
}

@Test(arguments: [
  ("2026-12-01", "2026-12-01", "2026-02-01", 31), ("2026-01-16", "2026-01-16", "2026-01-16", 31),
  ("2027-01-15", "2026-01-15", "2026-02-15", 31), ("2026-08-31", "2026-08-31", "2026-01-31", 31),
])
func `an aligned end shortens the term and the first cycle`(
  _ alignTo: String, _ anchor: String, _ firstEnd: String, _ fullDays: Int
) throws {
  let subscription = try purchased(order { $0.alignTo = day(alignTo) })
  #expect(subscription.termEnd == day(alignTo))
  #expect(subscription.anchor == day(anchor))
  let first = Cycle(from: day("2026-01-15"), to: day(firstEnd), fullDays: fullDays)
  #expect(subscription.schedule.cycle(containing: subscription.start) == first)
}

@Test(
  arguments: [
    (
      order { $0.quantity = 0 },
      [
        Issue("/quantity", "quantity.below_minimum", ["minimum": "1"]),
        Issue("/allocations", "split.sum_mismatch", ["quantity": "0", "sum": "10"]),
      ]
    ),
    (
      order {
        $0.quantity = 301; $0.allocations = nil
      },
      [
        Issue("/quantity", "quantity.above_maximum", ["maximum": "300"])
      ]
    ),
    (
      order { $0.friendlyName = String(repeating: "x", count: 101) },
      [
        Issue("/friendlyName", "name.too_long", ["maximum": "100"])
      ]
    ),
    (order { $0.alignTo = day("2026-01-15") }, [Issue("/alignTo", "align.out_of_term")]),
    (order { $0.alignTo = day("2025-12-31") }, [Issue("/alignTo", "align.out_of_term")]),
    (order { $0.alignTo = day("2027-01-16") }, [Issue("/alignTo", "align.out_of_term")]),
    (order { $0.allocations = split([Helvetia.foreign: 10]) }, [Issue("/allocations/0/centreId", "centre.unknown")]),
    (order { $0.allocations = split([Helvetia.closed: 10]) }, [Issue("/allocations/0/centreId", "centre.closed")]),
    (
      order {
        $0.term = period("P18M"); $0.frequency = .annual
      }, [Issue("/offerId", "renewal.term_invalid")]
    ),
    (order { $0.term = period("PT1H") }, [Issue("/offerId", "renewal.term_invalid")]),
    (
      order {
        $0.quantity = -1; $0.allocations = nil; $0.alignTo = day("2020-01-01")
      },
      [
        Issue("/quantity", "quantity.below_minimum", ["minimum": "1"]), Issue("/alignTo", "align.out_of_term"),
      ]
    ),
  ] as [(Purchase, [Issue])])
func `a purchase is refused with every wrong field`(_ order: Purchase, _ issues: [Issue]) {
  #expect(throws: Refusal.invalid(issues)) { try purchased(order) }
}
