import Core
import Testing

private let parent = Subscription.office { $0.hasActiveAddOns = true }

private func addOn(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
  .office {
    $0.id = ID("00000000-0000-4000-8000-000000000007")!
    change(&$0)
  }
}

private func suspended(_ change: (inout Subscription) -> Void = { _ in }) -> Subscription {
  .office {
    $0.status = .suspended
    $0.suspendedBy = .distributor
    change(&$0)
  }
}

@Test func `an add-on is suspended with its parent and comes back with it, by no other hand`() throws {
  let with = try #require(addOn().following(suspended(), .suspend)).after
  #expect(with.status == .suspended && with.suspendedBy == .distributor && with.parentSuspends == .followed)
  #expect(with.refusal(of: .activate, as: .distributor, on: "2026-02-01") == .conflict("add_on.parent_suspended"))
  let back = try #require(with.following(.office(), .activate)).after
  #expect(back.status == .active && back.suspendedBy == nil && back.parentSuspends == nil)
}

@Test func `an add-on suspended before stays suspended when its parent comes back`() throws {
  let by = addOn {
    $0.status = .suspended
    $0.suspendedBy = .reseller
  }
  let with = try #require(by.following(suspended(), .suspend)).after
  #expect(with.suspendedBy == .reseller && with.parentSuspends == .already)
  let back = try #require(with.following(.office(), .activate)).after
  #expect(back.status == .suspended && back.parentSuspends == nil)
  #expect(back.refusal(of: .activate, on: "2026-02-01") == nil)
}

@Test func `an add-on renews only as long as its parent does`() throws {
  let off = Subscription.office { $0.autoRenew = false }
  let with = try #require(addOn().following(off, .autoRenewOff)).after
  #expect(!with.autoRenew && with.parentEnds == .followed)
  #expect(with.refusal(of: .autoRenew(true), on: "2026-02-01") == .conflict("add_on.parent_ends"))
  #expect(try #require(with.following(.office(), .autoRenewOn)).after.autoRenew)
  let before = addOn { $0.autoRenew = false }
  let already = try #require(before.following(off, .autoRenewOff)).after
  #expect(already.parentEnds == .already)
  #expect(try #require(already.following(.office(), .autoRenewOn)).after.autoRenew == false)
}

@Test(arguments: [ChangeKind.increase, .rename, .split, .renewalScheduled, .cancelled])
func `whatever else its parent does is nothing to an add-on`(_ kind: ChangeKind) {
  #expect(addOn().following(parent, kind) == nil)
}

@Test(
  arguments: [
    ("2028-01-15", nil, "2028-01-15"), ("2027-06-01", nil, "2027-06-01"), ("2030-01-15", nil, "2028-01-15"),
    ("2028-01-15", "2027-09-01", "2027-09-01"), ("2027-06-01", "2027-09-01", "2027-06-01"),
  ] as [(String, String?, String)])
func `an add-on's next term ends with its parent's at the latest`(
  _ parentEnd: String, _ alignTo: String?, _ end: String
) throws {
  let planned = addOn { addOn in
    addOn.renewal = alignTo.map {
      Renewal(quantity: 8, term: period("P1Y"), billingFrequency: .monthly, alignTo: day($0))
    }
  }
  let beside = planned.besideParent(ending: day(parentEnd))
  let renewed = try beside.renewed(
    on: day("2027-01-15"), at: noon("2027-01-15"), unitPrice: chf("4.20"), unitCost: chf("3.30"),
    centres: Helvetia.centres
  ).after
  #expect(renewed.termEnd == day(end))
  #expect(renewed.quantity == (alignTo == nil ? 10 : 8))
}

@Test(arguments: [nil, "2027-01-15"])
func `an add-on whose parent ends ends too`(_ parentEnd: String?) {
  #expect(!addOn().besideParent(ending: parentEnd.map(day)).autoRenew)
}

@Test func `an add-on is bought until its parent's end, or for its own shorter term`() throws {
  func bought(_ term: String, beside parent: Subscription) throws -> Subscription {
    try .purchased(
      Purchase(
        id: ID("00000000-0000-4000-8000-000000000007")!, customer: parent.customer, policy: .usual,
        term: period(term), frequency: .monthly, trial: false, unitPrice: chf("1"), unitCost: chf("1"), quantity: 2),
      beside: parent, at: noon("2026-03-10"), on: day("2026-03-10"), centres: Helvetia.centres)
  }
  #expect(try bought("P1Y", beside: parent).termEnd == day("2027-01-15"))
  #expect(try bought("P1M", beside: parent).termEnd == day("2026-04-10"))
  let ending = try bought("P1Y", beside: .office { $0.autoRenew = false })
  #expect(!ending.autoRenew && ending.parentEnds == .followed)
}

@Test func `an add-on that goes with another subscription does from then on what that one does`() {
  let followed = addOn {
    $0.autoRenew = false
    $0.parentEnds = .followed
  }
  #expect(followed.reparented(to: .office()).after.autoRenew)
  #expect(followed.reparented(to: .office()).after.parentEnds == nil)
  let off = addOn().reparented(to: .office { $0.autoRenew = false }).after
  #expect(!off.autoRenew && off.parentEnds == .followed)
}
