import Core
import Testing

private func issues(_ pointer: String, _ code: Code, _ details: [String: String] = [:]) -> Refusal {
  .invalid([Issue(pointer, code, details)])
}

@Test(
  arguments: [
    (.standard, [Helvetia.a: 8, Helvetia.b: 3, Helvetia.c: 2]),
    (.at(Helvetia.c), [Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 5]),
    (.split(split([Helvetia.c: 12, Helvetia.a: 0, Helvetia.b: 1])), [Helvetia.b: 1, Helvetia.c: 12]),
  ] as [(Placement, KeyValuePairs<ID<BillingCentre>, Int>)])
func `an increase adds a lot and places the new licences`(
  _ placement: Placement, _ parts: KeyValuePairs<ID<BillingCentre>, Int>
) throws {
  let decision = try #require(try Subscription.office().applying(.changeQuantity(13, placement), on: "2026-01-31"))
  #expect(decision.kind == .increase)
  #expect(decision.after.quantity == 13)
  #expect(decision.after.version == 8)
  #expect(decision.after.allocations == split(parts))
  #expect(decision.after.lots.last == LicenceLot(addedAt: noon("2026-01-31"), quantity: 3))
  #expect(decision.after.lots.count == 2)
}

@Test(
  arguments: [
    (6, .standard, [Helvetia.a: 1, Helvetia.b: 3, Helvetia.c: 2]),
    (4, .standard, [Helvetia.b: 2, Helvetia.c: 2]),
    (7, .at(Helvetia.b), [Helvetia.a: 5, Helvetia.c: 2]),
    (9, .at(Helvetia.c), [Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 1]),
    (5, .split(split([Helvetia.c: 5])), [Helvetia.c: 5]),
  ] as [(Int, Placement, KeyValuePairs<ID<BillingCentre>, Int>)])
func `a decrease takes from the centre named, else from the default and then the largest`(
  _ quantity: Int, _ placement: Placement, _ parts: KeyValuePairs<ID<BillingCentre>, Int>
) throws {
  let command = Command.changeQuantity(quantity, placement)
  let decision = try #require(try Subscription.office().applying(command, on: "2026-01-16"))
  #expect(decision.kind == .decrease)
  #expect(decision.after.quantity == quantity)
  #expect(decision.after.allocations == split(parts))
}

@Test(
  arguments: [
    ([Helvetia.a: 2, Helvetia.b: 4, Helvetia.c: 4], [Helvetia.b: 2, Helvetia.c: 4]),
    ([Helvetia.a: 2, Helvetia.b: 3, Helvetia.c: 5], [Helvetia.b: 3, Helvetia.c: 3]),
    ([Helvetia.b: 4, Helvetia.c: 6], [Helvetia.b: 4, Helvetia.c: 2]),
    ([Helvetia.b: 2, Helvetia.c: 3, Helvetia.closed: 5], [Helvetia.b: 2, Helvetia.c: 3, Helvetia.closed: 1]),
  ] as [(KeyValuePairs<ID<BillingCentre>, Int>, KeyValuePairs<ID<BillingCentre>, Int>)])
func `after the default the largest centre gives first, of equals the earlier`(
  _ held: KeyValuePairs<ID<BillingCentre>, Int>, _ left: KeyValuePairs<ID<BillingCentre>, Int>
) throws {
  let subscription = Subscription.office { $0.allocations = split(held) }
  let decision = try #require(try subscription.applying(.changeQuantity(6, .standard), on: "2026-01-16"))
  #expect(decision.after.allocations == split(left))
}

@Test func `a decrease gives up the newest lots first`() throws {
  let subscription = Subscription.office {
    $0.policy.decreaseWindow = .always
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 5), LicenceLot(addedAt: noon("2026-01-20"), quantity: 3),
      LicenceLot(addedAt: noon("2026-01-25"), quantity: 2),
    ]
  }
  let decision = try #require(try subscription.applying(.changeQuantity(7, .standard), on: "2026-06-01"))
  let left = [
    LicenceLot(addedAt: noon("2026-01-15"), quantity: 5), LicenceLot(addedAt: noon("2026-01-20"), quantity: 2),
  ]
  #expect(decision.after.lots == left)
}

@Test(
  arguments: [
    // The purchase's window of seven days ends on the 22nd at noon, the later lot's on the 27th.
    (7, "2026-01-21", nil), (7, "2026-01-22", "quantity.decrease_window_closed"), (8, "2026-01-22", nil),
    (8, "2026-01-26", nil), (8, "2026-01-27", "quantity.decrease_window_closed"),
    (9, "2026-06-01", "quantity.decrease_window_closed"), (4, "2026-01-21", nil),
    (3, "2026-01-21", "quantity.assigned"),
    (3, "2026-02-21", "quantity.decrease_window_closed"),
  ] as [(Int, String, Code?)])
func `licences can be given back while their window is open and nobody uses them`(
  _ quantity: Int, _ today: String, _ code: Code?
) {
  let subscription = Subscription.office {
    $0.lots = [
      LicenceLot(addedAt: noon("2026-01-15"), quantity: 8), LicenceLot(addedAt: noon("2026-01-20"), quantity: 2),
    ]
  }
  switch subscription.refusal(of: .changeQuantity(quantity, .standard), on: today) {
  case .conflict(let found, _): #expect(found == code)
  case let other: #expect(other == nil && code == nil)
  }
}

@Test(
  arguments: [
    (.none, "2026-01-15", 0), (.always, "2036-01-15", 6), (.period(period("PT72H")), "2026-01-15", 6),
    (.period(period("PT72H")), "2026-01-17", 6), (.period(period("PT72H")), "2026-01-18", 0),
    (.period(period("P0D")), "2026-01-15", 0),
  ] as [(Window, String, Int)])
func `what can be given back depends on the offer's window`(_ window: Window, _ today: String, _ refundable: Int) {
  let subscription = Subscription.office { $0.policy.decreaseWindow = window }
  #expect(subscription.refundableQuantity(at: noon(today)) == refundable)
}

@Test(arguments: [(0, 1, 9), (0, 8, 2), (10, 1, 0), (12, 1, 0), (0, 12, 0), (0, -3, 10)])
func `what is assigned or below the minimum is not given back`(_ assigned: Int, _ minimum: Int, _ refundable: Int) {
  let subscription = Subscription.office {
    $0.assigned = assigned
    $0.policy.minimum = minimum
  }
  #expect(subscription.refundableQuantity(at: noon("2026-01-16")) == refundable)
}

@Test func `a closed lot closes all older ones`() {
  let subscription = Subscription.office {
    $0.assigned = 0
    $0.lots = [
      LicenceLot(addedAt: noon("2026-03-01"), quantity: 6), LicenceLot(addedAt: noon("2026-01-01"), quantity: 1),
      LicenceLot(addedAt: noon("2026-03-02"), quantity: 3),
    ]
  }
  #expect(subscription.refundableQuantity(at: noon("2026-03-03")) == 3)
}

@Test(
  arguments: [
    (.changeQuantity(0, .standard), issues("/quantity", "quantity.below_minimum", ["minimum": "1"])),
    (.changeQuantity(-5, .standard), issues("/quantity", "quantity.below_minimum", ["minimum": "1"])),
    (.changeQuantity(.min, .standard), issues("/quantity", "quantity.below_minimum", ["minimum": "1"])),
    (.changeQuantity(301, .standard), issues("/quantity", "quantity.above_maximum", ["maximum": "300"])),
    (.changeQuantity(.max, .standard), issues("/quantity", "quantity.above_maximum", ["maximum": "300"])),
    (.changeQuantity(11, .at(Helvetia.foreign)), issues("/addTo", "centre.unknown")),
    (.changeQuantity(11, .at(Helvetia.closed)), issues("/addTo", "centre.closed")),
    (.changeQuantity(9, .at(Helvetia.foreign)), issues("/takeFrom", "centre.unknown")),
    (.changeQuantity(7, .at(Helvetia.c)), issues("/takeFrom", "split.centre_short", ["held": "2"])),
    (
      .changeQuantity(9, .split(split([Helvetia.a: 10]))),
      issues("/allocations", "split.sum_mismatch", ["quantity": "9", "sum": "10"])
    ),
    (
      .changeQuantity(301, .at(Helvetia.closed)),
      .invalid([
        Issue("/quantity", "quantity.above_maximum", ["maximum": "300"]), Issue("/addTo", "centre.closed"),
      ])
    ),
  ] as [(Command, Refusal)])
func `a quantity is refused with every wrong field`(_ command: Command, _ refusal: Refusal) {
  #expect(Subscription.office().refusal(of: command, on: "2026-01-16") == refusal)
}

@Test func `without an open default centre an increase has to name one`() throws {
  let now = noon("2026-01-16")
  let none: [Centre] = [Centre(id: Helvetia.a, isDefault: false, closed: false, position: 0)]
  #expect(throws: issues("/addTo", "centre.unknown")) {
    try Subscription.office().applying(
      .changeQuantity(11, .standard), as: .reseller, at: now, on: day("2026-01-16"), centres: none)
  }
  let shut: [Centre] = [Centre(id: Helvetia.a, isDefault: true, closed: true, position: 0)]
  #expect(throws: issues("/addTo", "centre.closed")) {
    try Subscription.office().applying(
      .changeQuantity(11, .standard), as: .reseller, at: now, on: day("2026-01-16"), centres: shut)
  }
}

@Test func `a quantity whose full cycle could not be computed is above the maximum`() {
  let dear = Subscription.office {
    $0.unitCost = Money(minor: .max / 20, currency: franc)
    $0.policy.maximum = .max
  }
  let refusal = issues("/quantity", "quantity.above_maximum", ["maximum": "20"])
  #expect(dear.refusal(of: .changeQuantity(21, .standard), on: "2026-01-16") == refusal)
  #expect(dear.refusal(of: .changeQuantity(20, .standard), on: "2026-01-16") == nil)
}

@Test(arguments: [
  Placement.standard, .at(Helvetia.foreign), .split(split([Helvetia.c: 2, Helvetia.a: 5, Helvetia.b: 3])),
])
func `the quantity had is no change, whatever the state`(_ placement: Placement) throws {
  for status in SubscriptionStatus.allCases {
    let subscription = Subscription.office { $0.status = status }
    #expect(try subscription.applying(.changeQuantity(10, placement), on: "2026-01-16") == nil)
  }
}

@Test func `a new split of the same quantity is a split`() throws {
  let wanted = Placement.split(split([Helvetia.a: 10]))
  let decision = try #require(try Subscription.office().applying(.changeQuantity(10, wanted), on: "2026-06-01"))
  #expect(decision.kind == .split)
}

@Test(
  arguments: [
    (true, 12, []), (true, 9, ["renewal.still_reduces"]), (true, 11, ["renewal.still_reduces"]), (false, 8, []),
  ] as [(Bool, Int, [Code])])
func `a change of quantity says whether the scheduled renewal still reduces it`(
  _ autoRenew: Bool, _ renewed: Int, _ warnings: [Code]
) throws {
  let subscription = Subscription.office {
    $0.autoRenew = autoRenew
    $0.renewal = Renewal(quantity: renewed, term: period("P1Y"), billingFrequency: .monthly)
  }
  let increase = try #require(try subscription.applying(.changeQuantity(12, .standard), on: "2026-02-01"))
  #expect(increase.warnings == warnings)
  #expect(increase.after.renewal == subscription.renewal)
  let rename = try #require(try subscription.applying(.rename("Bakery"), on: "2026-02-01"))
  #expect(rename.warnings == [])
}
