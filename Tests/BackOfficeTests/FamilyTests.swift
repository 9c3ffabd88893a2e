import BackOffice
import Core
import FoundationEssentials
import Testing

private let standard = "Microsoft 365 Business Standard"

extension World {
  fileprivate func warnings(_ answer: Answer) -> [String] {
    answer.json["warnings"]?.items.compactMap { $0["code"]?.string } ?? []
  }

  fileprivate func action(_ name: String, of id: String, as person: String = "reseller") throws -> String? {
    try subscription(id, as: person)["actions"]?.items.first { $0["action"]?.string == name }?["code"]?.string
  }

  /// Every term a subscription had: the day it began, the day it ends, and how.
  fileprivate func terms(of id: String) throws -> [String] {
    try owner(
      """
      SELECT kind || ' ' || day::text || ' ' || (after->>'commitmentEndDate') FROM subscription_change
      WHERE subscription_id = \(ID<Subscription>(id)) AND kind IN ('purchase', 'renewed', 'expired') ORDER BY number
      """
    ) { try $0[0] }
  }

  /// What was posted for some subscriptions: each cycle, leg and amount, by when it was posted.
  fileprivate func bill(of ids: [String]) throws -> [String] {
    try owner(
      """
      SELECT concat_ws(' ', array_position(\(ids), subscription_id::text), posted_on, cycle_from, cycle_to, full_days,
        leg, centre_id, reason, licences, unit_minor, amount)
      FROM charge WHERE subscription_id = ANY (\(ids)::uuid[]) ORDER BY 1
      """
    ) { try $0[0] }
  }
}

@Test func `add-ons are suspended, activated, ended and renewed with their parent, and say so`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let parent = try helvetia.buy(standard, "P1Y", 5)
  let more = #","parentSubscriptionId":"\#(parent)""#
  let phone = try helvetia.buy("Teams Phone Standard", "P1Y", 5, more)
  let copilot = try helvetia.buy("Microsoft 365 Copilot", "P1Y", 2, more)
  #expect(try world.patch(copilot, #"{"status":"suspended","reason":"Not yet"}"#).status == 200)
  let suspend = #"{"status":"suspended","reason":"Unpaid"}"#
  let preview = try world.patch(parent, suspend, as: "distributor", preview: true)
  #expect(world.warnings(preview) == ["add_ons.suspended_too"])
  #expect(try world.patch(parent, suspend, as: "distributor").status == 200)
  let (one, two) = (try world.subscription(phone), try world.subscription(copilot))
  #expect(one["status"]?.string == "suspended" && one["suspendedBy"]?.string == "distributor")
  #expect(two["suspendedBy"]?.string == "reseller")
  #expect(try world.patch(phone, #"{"status":"active"}"#, as: "distributor").outcome == "add_on.parent_suspended")
  #expect(try world.action("activate", of: phone, as: "distributor") == "add_on.parent_suspended")
  #expect(try world.patch(parent, #"{"status":"active"}"#).outcome == "subscription.suspended_above")
  #expect(try world.patch(parent, #"{"status":"active"}"#, as: "distributor").status == 200)
  #expect(try world.subscription(phone)["status"]?.string == "active")
  #expect(try world.subscription(copilot)["status"]?.string == "suspended")
  #expect(try world.patch(copilot, #"{"status":"active"}"#).status == 200)

  #expect(try world.patch(phone, #"{"autoRenew":false}"#).status == 200)
  let off = try world.patch(parent, #"{"autoRenew":false}"#, preview: true)
  #expect(world.warnings(off) == ["add_ons.end_too"])
  #expect(try world.patch(parent, #"{"autoRenew":false}"#).status == 200)
  #expect(try world.subscription(copilot)["autoRenew"]?.bool == false)
  #expect(try world.subscription(copilot)["nextInvoiceDate"]?.string == "2026-02-15")
  #expect(try world.patch(copilot, #"{"autoRenew":true}"#).outcome == "add_on.parent_ends")
  #expect(try world.patch(phone, #"{"autoRenew":true}"#).outcome == "add_on.parent_ends")
  #expect(try world.action("autoRenewOn", of: copilot) == "add_on.parent_ends")
  let on = try world.patch(parent, #"{"autoRenew":true}"#)
  #expect(on.status == 200)
  #expect(try world.subscription(copilot)["autoRenew"]?.bool == true)
  #expect(try world.subscription(phone)["autoRenew"]?.bool == false, "it was off by itself")
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a suspension that fails at an add-on suspends nothing`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let parent = try helvetia.buy(standard, "P1Y", 5)
  let phone = try helvetia.buy("Teams Phone Standard", "P1Y", 5, #","parentSubscriptionId":"\#(parent)""#)
  _ = try world.owner(
    """
    CREATE FUNCTION refuse_add_on() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'not this one' USING ERRCODE = 'check_violation'; END $$
    """
  ) { _ in }
  _ = try world.owner(
    """
    CREATE TRIGGER broken BEFORE UPDATE ON subscription FOR EACH ROW WHEN (NEW.parent_suspends IS NOT NULL)
    EXECUTE FUNCTION refuse_add_on()
    """
  ) { _ in }
  _ = try world.token(of: "reseller")
  let before = try world.fingerprint()
  #expect(try world.patch(parent, #"{"status":"suspended","reason":"Unpaid"}"#).status == 500)
  #expect(try world.fingerprint() == before)
  #expect(try world.subscription(phone)["status"]?.string == "active")
}

@Test func `add-ons renew with their parent, end with it, and never run on alone`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let parent = try helvetia.buy(standard, "P1Y", 5, #","alignTo":"2026-03-01""#)
  let more = #","parentSubscriptionId":"\#(parent)""#
  let phone = try helvetia.buy("Teams Phone Standard", "P1Y", 5, more)
  #expect(try world.subscription(phone)["commitmentEndDate"]?.string == "2026-03-01")
  let shorter = #"{"renewal":{"quantity":5,"term":"P1Y","billingFrequency":"monthly","alignTo":"2026-05-01"}}"#
  #expect(try world.patch(parent, shorter).status == 200)
  try world.pass(hours: 24 * 50)
  #expect(try world.terms(of: phone) == ["purchase 2026-01-15 2026-03-01", "renewed 2026-03-01 2026-05-01"])
  #expect(try world.patch(parent, #"{"autoRenew":false}"#).status == 200)
  try world.pass(hours: 24 * 60)
  #expect(try world.terms(of: parent).last == "expired 2026-05-01 2026-05-01")
  #expect(try world.terms(of: phone).last == "expired 2026-05-01 2026-05-01")
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}

/// A family of terms of every length, settled day by day, and again after three months without service.
private func family(_ world: World) throws -> [String] {
  let helvetia = try Helvetia(world)
  let yearly = try helvetia.buy(standard, "P1Y", 5, #","alignTo":"2026-02-20""#)
  let monthly = try helvetia.buy("Microsoft 365 Business Basic", "P1M", 4)
  let phone = try helvetia.buy("Teams Phone Standard", "P1Y", 5, #","parentSubscriptionId":"\#(yearly)""#)
  let other = try helvetia.buy("Teams Phone Standard", "P1Y", 3, #","parentSubscriptionId":"\#(monthly)""#)
  let plan = #"{"renewal":{"quantity":4,"term":"P1Y","billingFrequency":"monthly","alignTo":"2026-04-10"}}"#
  #expect(try world.patch(yearly, plan).status == 200)
  return [yearly, monthly, phone, other]
}

@Test func `three months without service end the same as days settled one by one, and repeat nothing`() throws {
  let (daily, down) = (try World(), try World())
  let (those, these) = (try family(daily), try family(down))
  let end = try #require(Instant("2026-04-20T09:30:00Z"))
  try Clock.advance(to: end, daily.office)
  try Clock.set(end, down.office)
  // Killed at the first charge, then run by three at once, then once more.
  try down.breaking("charge") { #expect(throws: (any Error).self) { try BillRun.run(down.office) } }
  _ = try atOnce(3) { _ in try BillRun.run(down.office) }
  let after = try down.bill(of: these)
  _ = try BillRun.run(down.office)
  #expect(try down.bill(of: these) == after)
  #expect(try daily.bill(of: those) == after)
  for (one, other) in zip(those, these) { #expect(try daily.terms(of: one) == down.terms(of: other)) }
  #expect(try down.terms(of: these[3]).count == 4, "month by month beside its parent")
  let moments = try down.owner(
    "SELECT purchased_at FROM subscription WHERE id = \(ID<Subscription>(these[1]))"
  ) { (try $0[0] as Instant).description }
  #expect(moments == ["2026-04-14T22:00:00Z"], "the windows count from the day's beginning in Zurich")
}

@Test func `whoever comes by first brings a whole family up to its day`() throws {
  let (daily, down) = (try World(), try World())
  let (those, these) = (try family(daily), try family(down))
  let end = try #require(Instant("2026-04-20T09:30:00Z"))
  try Clock.advance(to: end, daily.office)
  try Clock.set(end, down.office)
  _ = try down.owner("UPDATE credential SET expires_at = date '2030-01-01'") { _ in }
  // An add-on is asked first; previews keep nothing.
  for id in [these[3], these[2]] {
    let before = try down.lastCharge
    #expect(try down.patch(id, #"{"quantity":9}"#, preview: true).status == 200)
    #expect(try down.lastCharge == before)
    #expect(try down.patch(id, #"{"friendlyName":"Desk phones"}"#).status == 200)
  }
  #expect(try down.bill(of: these) == daily.bill(of: those))
}
