import BackOffice
import Core
import Testing

private let premium = "Microsoft 365 Business Premium"

extension World {
  fileprivate func convert(
    _ id: String, _ body: String, as person: String = "reseller", preview: Bool = false
  ) throws -> Answer {
    try send(.post, "/api/v1/subscriptions/\(id)/conversion\(preview ? "?preview=true" : "")", as: person, body)
  }
}

extension Helvetia {
  /// The trial that the demo world has running.
  fileprivate var trial: String {
    get throws { try subscription(named: "Premium for all?") }
  }

  fileprivate func paid(_ term: String = "P1Y") throws -> String {
    let offers = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: "reseller").items
    return try #require(
      offers.first {
        $0["planName"]?.string == premium && $0["term"]?.string == term && $0["trial"]?.bool == false
          && $0["billingFrequency"]?.string == "monthly"
      }?["id"]?.string)
  }
}

@Test func `a conversion that cannot be says why, and changes nothing`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let (trial, paid) = (try helvetia.trial, try helvetia.paid())
  let bought = try helvetia.buy("Power BI Pro", "P1M", 2)
  let other = try helvetia.offer("Power BI Pro", "P1M")
  let looking = #"{"selfService":"view"}"#
  #expect(try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", looking).status == 200)
  for person in ["reseller", "manager", "tech", "rival"] { _ = try world.token(of: person) }
  let untouched = try world.fingerprint()
  func to(_ offer: String, _ more: String = #","acceptTerms":true"#) -> String { #"{"offerId":"\#(offer)"\#(more)}"# }
  let lines: [(String, String, String)] = [
    ("reseller", to(paid, ""), "terms.not_accepted"),
    ("reseller", to(paid, #","acceptTerms":false"#), "terms.not_accepted"),
    ("reseller", #"{"acceptTerms":true}"#, "field.required"), ("reseller", to(other), "conversion.other_plan"),
    ("reseller", to(paid, #","quantity":0,"acceptTerms":true"#), "quantity.below_minimum"),
    ("reseller", to(paid, #","quantity":301,"acceptTerms":true"#), "quantity.above_maximum"),
    ("reseller", to(paid, #","alignTo":"2030-01-01","acceptTerms":true"#), "align.out_of_term"),
    ("manager", to(paid), "self_service.view_only"), ("tech", to(paid), "permission.missing"),
    ("rival", to(paid), "object.not_found"),
  ]
  for (person, body, code) in lines {
    #expect(try world.convert(trial, body, as: person).outcome == code, "\(person) \(body)")
  }
  #expect(try world.convert(bought, to(paid)).outcome == "conversion.not_a_trial")
  #expect(try world.patch(trial, #"{"autoRenew":true}"#).outcome == "trial.does_not_renew")
  let renewal = #"{"renewal":{"quantity":8,"term":"P1Y","billingFrequency":"monthly"}}"#
  #expect(try world.patch(trial, renewal).outcome == "trial.does_not_renew")
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(trial)/upgrade", as: "reseller", #"{"offerId":"\#(paid)"}"#).outcome
      == "upgrade.trial")
  #expect(try world.fingerprint() == untouched)
}

@Test func `a trial says what it goes on as, becomes it today, and keeps its people, split and name`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let (trial, paid) = (try helvetia.trial, try helvetia.paid())
  let person = try helvetia.user("user")
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(trial)/assignments", as: "manager", #"{"userId":"\#(person)"}"#)
      .status == 201)
  let targets = try world.send(.get, "/api/v1/subscriptions/\(trial)/conversion", as: "reseller")
  #expect(targets.json["offers"]?.items.contains { $0["id"]?.string == paid } == true)
  let action = try world.subscription(trial)["actions"]?.items.first { $0["action"]?.string == "convert" }
  #expect(action?["allowed"]?.bool == true)
  let body = #"{"offerId":"\#(paid)","quantity":12,"acceptTerms":true}"#
  let before = try world.lastCharge
  let promised = try world.convert(trial, body, preview: true).promised
  let answer = try world.convert(trial, body)
  #expect(answer.status == 200, "\(answer.text)")
  let newID = try #require(answer.json["id"]?.string)
  #expect(try world.posted(newID, after: before) == promised)
  #expect(promised.filter { $0.key.hasPrefix("price") }.values.reduce(0, +) == 12 * 2060)
  #expect(answer.json["startDate"]?.string == "2026-01-15" && answer.json["trial"]?.bool == false)
  #expect(answer.json["friendlyName"]?.string == "Premium for all?" && answer.json["assigned"]?.integer == 1)
  #expect(answer.json["autoRenew"]?.bool == true && answer.json["commitmentEndDate"]?.string == "2027-01-15")
  let old = try world.subscription(trial)
  #expect(old["status"]?.string == "cancelled" && old["successorSubscriptionId"]?.string == newID)
  #expect(try world.convert(trial, body).outcome == "subscription.not_active")
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a trial nobody converts ends by itself, or today`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let trial = try helvetia.trial
  try world.pass(hours: 24 * 10)
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(trial)/cancellation", as: "reseller", #"{"when":"now"}"#).status
      == 200)
  let other = try World()
  let running = try Helvetia(other).trial
  try other.pass(hours: 24 * 31)
  #expect(try other.subscription(running)["status"]?.string == "expired")
}
