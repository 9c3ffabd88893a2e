import BackOffice
import Core
import Testing

private let basic = "Microsoft 365 Business Basic"

extension Helvetia {
  fileprivate func offer(_ plan: String, _ term: String, billed frequency: String) throws -> String {
    let offers = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: "reseller").items
    return try #require(
      offers.first {
        $0["planName"]?.string == plan && $0["term"]?.string == term && $0["trial"]?.bool == false
          && $0["billingFrequency"]?.string == frequency
      }?["id"]?.string)
  }
}

private func renewal(_ quantity: Int, _ offer: String, _ more: String = "") -> String {
  #"{"renewal":{"quantity":\#(quantity),"offerId":"\#(offer)"\#(more)}}"#
}

@Test func `a renewal as another offer is refused where it leads nowhere`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1M", 5)
  let better = try helvetia.offer("Microsoft 365 Business Premium", "P1Y", billed: "monthly")
  let unrelated = try helvetia.offer("Power BI Pro", "P1M", billed: "monthly")
  let ended = try helvetia.offer("Microsoft 365 E3", "P1M", billed: "monthly")
  let school = try helvetia.offer("Microsoft 365 E3", "P1Y", billed: "monthly")
  _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(ID<Offer>(ended))") { _ in }
  _ = try world.owner("UPDATE offer SET segment = 'education' WHERE id = \(ID<Offer>(school))") { _ in }
  _ = try world.token(of: "reseller")
  let untouched = try world.fingerprint()
  for (body, code) in [
    (renewal(5, unrelated), "renewal.no_path"), (renewal(5, ended), "offer.not_available"),
    (renewal(5, school), "renewal.other_segment"), (renewal(301, better), "quantity.above_maximum"),
    (renewal(0, better), "quantity.below_minimum"),
    (renewal(5, better, #","term":"P1M","billingFrequency":"monthly""#), "renewal.other_term"),
    (renewal(5, better, #","alignTo":"2027-02-16""#), "align.out_of_term"),
    (renewal(5, "nonsense"), "input.invalid"),
    (#"{"renewal":{"quantity":5,"term":"P2Y","billingFrequency":"monthly"}}"#, "renewal.no_offer"),
    (#"{"renewal":{"quantity":5}}"#, "input.invalid"),
  ] {
    #expect(try world.patch(id, body).outcome == code, "\(body)")
  }
  #expect(try world.fingerprint() == untouched)
}

@Test func `a line renews as a better plan, at that plan's price, with its policy`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1M", 5)
  let better = try helvetia.offer("Microsoft 365 Business Premium", "P1Y", billed: "annual")
  let planned = try world.patch(id, renewal(4, better))
  #expect(planned.json["renewal"]?["offerId"]?.string == better && planned.json["renewal"]?["term"]?.string == "P1Y")
  // Adding licences keeps the plan, and says whether it still fits.
  let more = try world.patch(id, #"{"quantity":6}"#, preview: true)
  #expect(more.json["warnings"]?.items.first?["code"]?.string == "renewal.still_reduces")
  try world.pass(hours: 24 * 32)
  let after = try world.subscription(id)
  #expect(after["planName"]?.string == "Microsoft 365 Business Premium" && after["offerId"]?.string == better)
  #expect(after["quantity"]?.integer == 4 && after["term"]?.string == "P1Y")
  #expect(after["commitmentEndDate"]?.string == "2027-02-15" && after["unitPrice"]?.minor == 24220)
  let posted = try world.owner(
    """
    SELECT sum(amount)::bigint FROM charge WHERE subscription_id = \(ID<Subscription>(id)) AND leg = 'price'
      AND cycle_from = date '2026-02-15'
    """
  ) { try $0[0] as Int }
  #expect(posted == [4 * 24220])
}

@Test func `another term of the same plan renews at that offer's price, not at this one's`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1M", 5)
  let body = #"{"renewal":{"quantity":5,"term":"P1Y","billingFrequency":"annual"}}"#
  let planned = try world.patch(id, body)
  let annual = try helvetia.offer(basic, "P1Y", billed: "annual")
  #expect(planned.json["renewal"]?["offerId"]?.string == annual)
  try world.pass(hours: 24 * 32)
  #expect(try world.subscription(id)["unitPrice"]?.minor == 6580)
}

@Test func `what is no longer sold is told, and the line renews as it is`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1M", 5)
  let better = try helvetia.offer("Microsoft 365 Business Premium", "P1Y", billed: "annual")
  #expect(try world.patch(id, renewal(4, better)).status == 200)
  _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(ID<Offer>(better))") { _ in }
  let warned = try world.patch(id, #"{"quantity":4}"#, preview: true)
  #expect(warned.json["warnings"]?.items.compactMap { $0["code"]?.string } == ["renewal.offer_ended"])
  try world.pass(hours: 24 * 32)
  let after = try world.subscription(id)
  #expect(after["planName"]?.string == basic && after["quantity"]?.integer == 5 && after["status"]?.string == "active")
}
