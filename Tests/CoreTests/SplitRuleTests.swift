import Core
import Testing

private func shares(_ parts: KeyValuePairs<ID<BillingCentre>, String>) -> [CentreShare] {
  parts.map { CentreShare(centre: $0.key, percent: Percentage($0.value)!) }
}

private func refusal(_ decide: () throws(Refusal) -> Void) -> Refusal? {
  do throws(Refusal) {
    try decide()
    return nil
  } catch { return error }
}

/// Helvetia's centres under a rule in shares.
private func centres(_ parts: KeyValuePairs<ID<BillingCentre>, String>) throws -> [Centre] {
  Helvetia.centres.under(try SplitRule.sharing(shares(parts), among: Helvetia.centres))
}

private let usual: KeyValuePairs = [Helvetia.a: "50", Helvetia.b: "30", Helvetia.c: "20"]

extension Subscription {
  fileprivate func applying(_ command: Command, among centres: [Centre]) throws(Refusal) -> Decision? {
    try applying(command, as: .reseller, at: noon("2026-02-02"), on: day("2026-02-02"), centres: centres)
  }
}

@Test(
  arguments: [
    ([], [Issue("/shares", "split_rule.no_centre")]),
    (shares([Helvetia.a: "99.99"]), [Issue("/shares", "split_rule.not_all", ["sum": "99.99"])]),
    (
      shares([Helvetia.a: "66.67", Helvetia.b: "33.34"]),
      [Issue("/shares", "split_rule.not_all", ["sum": "100.01"])]
    ),
    (
      shares([Helvetia.a: "100", Helvetia.b: "0"]), [Issue("/shares/1/percent", "split_rule.share_out_of_range")]
    ),
    (
      shares([Helvetia.a: "110", Helvetia.b: "-10"]),
      [
        Issue("/shares/0/percent", "split_rule.share_out_of_range"),
        Issue("/shares/1/percent", "split_rule.share_out_of_range"),
      ]
    ),
    (
      shares([Helvetia.a: "50", Helvetia.a: "50"]), [Issue("/shares/1/centreId", "split.duplicate_centre")]
    ),
    (shares([Helvetia.a: "50", Helvetia.closed: "50"]), [Issue("/shares/1/centreId", "centre.closed")]),
    (
      shares([Helvetia.foreign: "50", Helvetia.closed: "40"]),
      [
        Issue("/shares/0/centreId", "centre.unknown"), Issue("/shares/1/centreId", "centre.closed"),
        Issue("/shares", "split_rule.not_all", ["sum": "90"]),
      ]
    ),
  ] as [([CentreShare], [Issue])])
func `a rule in shares is refused with every wrong field`(_ shares: [CentreShare], _ issues: [Issue]) {
  #expect(
    refusal { () throws(Refusal) in _ = try SplitRule.sharing(shares, among: Helvetia.centres) }
      == .invalid(issues))
}

@Test func `new licences go to an open centre of the customer only`() {
  for (centre, code) in [(Helvetia.foreign, "centre.unknown" as Code), (Helvetia.closed, "centre.closed")] {
    #expect(
      refusal { () throws(Refusal) in _ = try SplitRule.sending(to: centre, among: Helvetia.centres) }
        == .invalid([Issue("/centreId", code)]))
  }
}

@Test func `a rule shares what is bought, and the order of the centres settles ties`() throws {
  #expect(try centres(usual).placed(12) == split([Helvetia.a: 6, Helvetia.b: 4, Helvetia.c: 2]))
  // Named in whatever order.
  let thirds = try centres([Helvetia.c: "33.33", Helvetia.b: "33.33", Helvetia.a: "33.34"])
  #expect(thirds.placed(1) == split([Helvetia.a: 1]) && thirds.placed(0) == [])
  let halves = try centres([Helvetia.c: "50", Helvetia.b: "50"])
  #expect(halves.placed(3) == split([Helvetia.b: 2, Helvetia.c: 1]))
  #expect(Helvetia.centres.placed(3) == split([Helvetia.a: 3]), "without a rule, the default centre")
}

@Test func `shares add up for any quantity and percentages, and none is off by a whole licence`() throws {
  var dice = Seeded(2026)
  for _ in 0..<5_000 {
    var left = 10_000
    var parts: [CentreShare] = []
    for (index, centre) in [Helvetia.a, Helvetia.b, Helvetia.c].shuffled(using: &dice).enumerated() where left > 0 {
      let points = index == 2 ? left : Int.random(in: 1...left, using: &dice)
      parts.append(CentreShare(centre: centre, percent: Percentage(points: points)))
      left -= points
    }
    if left > 0 { continue }
    let quantity = Int.random(in: 0...(Bool.random(using: &dice) ? 20 : 1_000_000), using: &dice)
    let under = Helvetia.centres.under(try SplitRule.sharing(parts, among: Helvetia.centres))
    let placed = under.placed(quantity)
    #expect(placed.reduce(0) { $0 + $1.quantity } == quantity)
    for part in parts {
      let got = placed.first { $0.centre == part.centre }?.quantity ?? 0
      #expect(abs(got * 10_000 - quantity * part.percent.points) < 10_000)
    }
  }
}

@Test func `licences added one by one end where all at once would, and none is moved on the way`() throws {
  let centres = try centres(usual)
  var subscription = Subscription.office {
    $0.quantity = 1
    $0.assigned = 0
    $0.allocations = split([Helvetia.a: 1])
    $0.lots = [LicenceLot(addedAt: noon("2026-01-15"), quantity: 1)]
  }
  for quantity in 2...40 {
    let before = subscription.allocations
    subscription = try #require(try subscription.applying(.changeQuantity(quantity, .standard), among: centres)).after
    for had in before {
      #expect((subscription.allocations.first { $0.centre == had.centre }?.quantity ?? 0) >= had.quantity)
    }
  }
  #expect(subscription.allocations == centres.placed(40))
}

@Test func `what was split otherwise by hand is made up for by what is added, not moved`() throws {
  let centres = try centres([Helvetia.a: "50", Helvetia.b: "50"])
  let subscription = Subscription.office { $0.allocations = split([Helvetia.a: 2, Helvetia.c: 8]) }
  let more = try subscription.applying(.changeQuantity(16, .standard), among: centres)
  #expect(more?.after.allocations == split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 8]))
  let named = try subscription.applying(.changeQuantity(16, .at(Helvetia.c)), among: centres)
  #expect(named?.after.allocations == split([Helvetia.a: 2, Helvetia.c: 14]), "who is named goes before the rule")
}

@Test func `new licences to one centre leave those that are there`() throws {
  let centres = Helvetia.centres.under(try SplitRule.sending(to: Helvetia.c, among: Helvetia.centres))
  let more = try Subscription.office().applying(.changeQuantity(13, .standard), among: centres)
  #expect(more?.after.allocations == split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 5]))
  let fewer = try Subscription.office().applying(.changeQuantity(8, .standard), as: .reseller, on: "2026-01-16")
  #expect(fewer?.after.allocations == split([Helvetia.a: 3, Helvetia.b: 3, Helvetia.c: 2]), "the default one gives")
}

@Test func `a centre that closed nevertheless takes nothing by a rule`() throws {
  let rule = SplitRule(kind: .shares, shares: shares([Helvetia.b: "50", Helvetia.closed: "50"]))
  #expect(Helvetia.centres.under(rule).placed(4) == split([Helvetia.b: 4]))
  let gone = SplitRule(kind: .centre, shares: shares([Helvetia.closed: "100"]))
  #expect(Helvetia.centres.under(gone).placed(4) == split([Helvetia.a: 4]))
}

@Test func `a service's own rule goes before the general one`() throws {
  let (office, domains) = (
    ID<Service>("00000000-0000-4000-8000-0000000000aa")!, ID<Service>("00000000-0000-4000-8000-0000000000bb")!
  )
  var rules = SplitRules()
  #expect(rules.rule(for: office) == nil)
  rules.general = try SplitRule.sending(to: Helvetia.b, among: Helvetia.centres)
  rules.services[office] = try SplitRule.sending(to: Helvetia.c, among: Helvetia.centres)
  #expect(rules.rule(for: office)?.shares[0].centre == Helvetia.c)
  #expect(rules.rule(for: domains)?.shares[0].centre == Helvetia.b)
}

// MARK: - Splitting anew

@Test(
  arguments: [
    (.standing, .conflict("split.no_rule")),
    (.move(from: Helvetia.a, to: Helvetia.a), .invalid([Issue("/move/to", "split.same_centre")])),
    (.move(from: Helvetia.a, to: Helvetia.closed), .invalid([Issue("/move/to", "centre.closed")])),
    (
      .move(from: Helvetia.foreign, to: ID("00000000-0000-4000-8000-0000000000fe")!),
      .invalid([Issue("/move/from", "centre.unknown"), Issue("/move/to", "centre.unknown")])
    ),
    (.shares([]), .invalid([Issue("/shares", "split_rule.no_centre")])),
    (.shares(shares([Helvetia.closed: "100"])), .invalid([Issue("/shares/0/centreId", "centre.closed")])),
  ] as [(Resplit, Refusal)])
func `a new split is refused where it has nowhere to go`(_ wanted: Resplit, _ refusal: Refusal) {
  #expect(Subscription.office().refusal(of: .resplit(wanted), on: "2026-06-01") == refusal)
  let direct = Subscription.office { $0.direct = true }
  #expect(direct.refusal(of: .resplit(wanted), on: "2026-06-01") == .conflict("subscription.direct"))
}

@Test func `what is there is split by shares, by the rule, or moved from one centre to another`() throws {
  let centres = try centres(usual)
  let subscription = Subscription.office { $0.allocations = split([Helvetia.b: 8, Helvetia.c: 2]) }
  let cases: [(Resplit, [Allocation])] = [
    (.shares(shares([Helvetia.c: "75", Helvetia.a: "25"])), split([Helvetia.a: 3, Helvetia.c: 7])),
    (.standing, split([Helvetia.a: 5, Helvetia.b: 3, Helvetia.c: 2])),
    (.move(from: Helvetia.b, to: Helvetia.c), split([Helvetia.c: 10])),
    (.move(from: Helvetia.b, to: Helvetia.a), split([Helvetia.a: 8, Helvetia.c: 2])),
  ]
  for (wanted, expected) in cases {
    let decision = try #require(try subscription.applying(.resplit(wanted), among: centres))
    #expect(decision.kind == .split && decision.after.allocations == expected)
    #expect(try decision.after.applying(.resplit(wanted), among: centres) == nil, "a second time changes nothing")
  }
  #expect(try subscription.applying(.resplit(.move(from: Helvetia.a, to: Helvetia.b)), among: centres) == nil)
  let empty = Subscription.office {
    $0.quantity = 0
    $0.allocations = []
  }
  #expect(try empty.applying(.resplit(.standing), among: centres) == nil)
}

// MARK: - Closing

@Test func `a centre stays open for every reason at once, and for no cart`() {
  let all = CentreUse(
    [.default: 1, .subscriptions: 3, .rules: 1, .tags: 5, .orders: 2, .requests: 4], carts: 1)
  #expect(
    all.issues == [
      Issue("/closed", "centre.default_stays_open"), Issue("/closed", "centre.in_use", ["count": "3"]),
      Issue("/closed", "centre.in_rules", ["count": "1"]), Issue("/closed", "centre.in_tags", ["count": "5"]),
      Issue("/closed", "centre.in_orders", ["count": "2"]), Issue("/closed", "centre.in_requests", ["count": "4"]),
    ])
  #expect(refusal { () throws(Refusal) in try all.requireNone() } == .invalid(all.issues))
  #expect(refusal { () throws(Refusal) in try CentreUse([.subscriptions: 0], carts: 2).requireNone() } == nil)
}
