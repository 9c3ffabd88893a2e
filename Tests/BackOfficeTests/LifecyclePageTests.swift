import BackOffice
import Core
import Testing

private let basic = "Microsoft 365 Business Basic"

private func post(_ path: String, _ body: String, as person: String, _ world: World) throws -> Answer {
  try world.send(.post, path, as: person, body, headers: [("Content-Type", "application/x-www-form-urlencoded")])
}

/// The value of a form's hidden or filled field.
private func value(_ name: String, in page: String) throws -> String {
  let field = try #require(page.split(separator: "name=\"\(name)\"").dropFirst().first)
  return String(try #require(field.split(separator: "value=\"").dropFirst().first?.split(separator: "\"").first))
}

@Test func `an upgrade on pages compares prices, previews, and asks once more`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  let home = "/subscriptions/\(id)/upgrade"
  let choice = try world.send(.get, home, as: "reseller").text
  #expect(choice.contains("Microsoft 365 Business Premium") && choice.contains("CHF 15.00 more"))
  let offer = try #require(choice.split(separator: "upgrade?offer=").dropFirst().first?.prefix(36))
  let form = try world.send(.get, "\(home)?offer=\(offer)", as: "reseller").text
  let version = try value("seenVersion", in: form)
  let body = "offerId=\(offer)&quantity=5&seenVersion=\(version)"
  let wrong = try post(home, body.replacing("quantity=5", with: "quantity=6") + "&step=preview", as: "reseller", world)
  #expect(wrong.status == 422 && wrong.text.contains("holds 5 licences"))
  let preview = try post(home, body + "&step=preview", as: "reseller", world)
  #expect(
    preview.status == 200 && preview.text.contains("cannot be undone") && preview.text.contains("name=\"confirm\""))
  let hasty = try post(home, body + "&step=confirm", as: "reseller", world)
  #expect(hasty.status == 422 && hasty.text.contains("needs to be confirmed"))
  let done = try post(home, body + "&step=confirm&confirm=true", as: "reseller", world)
  let page = try #require(done.headers["Location"])
  #expect(done.status == 303 && page != "/subscriptions/\(id)")
  #expect(try world.send(.get, "/subscriptions/\(id)", as: "reseller").text.contains(page))
  #expect(try world.send(.get, page, as: "reseller").text.contains("/subscriptions/\(id)"))
  #expect(try world.send(.get, home, as: "reseller").text.contains("only while the subscription is active"))
  for (person, status) in [("tech", 403), ("user", 403), ("rival", 404)] {
    #expect(try world.send(.get, home, as: person).status == status, "\(person)")
  }
}

@Test func `a trial is converted on pages, and a renewal planned as another plan`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let trial = try helvetia.subscription(named: "Premium for all?")
  let form = try world.send(.get, "/subscriptions/\(trial)/conversion", as: "reseller").text
  #expect(form.contains("CHF 20.60") && form.contains("Together with"))
  let offers = try world.send(.get, "/api/v1/subscriptions/\(trial)/conversion", as: "reseller").json["offers"]?.items
  let offer = try #require(offers?.first { $0["term"]?.string == "P1Y" }?["id"]?.string)
  let body = "offerId=\(offer)&quantity=10&seenVersion=\(try value("seenVersion", in: form))"
  let home = "/subscriptions/\(trial)/conversion"
  #expect(try post(home, body + "&step=preview", as: "reseller", world).status == 422, "terms")
  #expect(try post(home, body + "&terms=true&step=preview", as: "reseller", world).text.contains("Convert and buy"))
  let done = try post(home, body + "&terms=true&step=confirm", as: "reseller", world)
  #expect(done.status == 303, "\(done.text)")
  let new = try #require(done.headers["Location"])
  let plan = try world.send(.get, new + "/renewal", as: "reseller").text
  #expect(plan.contains("Microsoft 365 E3"))
  let better = try #require(
    try world.send(.get, "/api/v1/subscriptions/\(new.suffix(36))/upgrade", as: "reseller").json["offers"]?.items
      .first { $0["planName"]?.string == "Microsoft 365 E3" }?["id"]?.string)
  let planned = try post(
    new + "/renewal", "quantity=8&offerId=\(better)&seenVersion=\(try value("seenVersion", in: plan))", as: "reseller",
    world)
  #expect(planned.status == 303, "\(planned.text)")
  let shown = try world.send(.get, new, as: "reseller").text
  #expect(shown.contains("Microsoft 365 E3") && shown.contains("still goes down to fewer"))
}

@Test func `a form filled in on what somebody else has changed since says so, and works when sent again`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  for step in ["quantity", "name", "suspension", "renewal", "cancellation"] {
    let page = "/subscriptions/\(id)/\(step)"
    let seen = try value("seenVersion", in: try world.send(.get, page, as: "reseller").text)
    #expect(try world.patch(id, #"{"friendlyName":"Before \#(step)"}"#, as: "distributor").status == 200)
    let fields = try #require(
      [
        "quantity": "quantity=6&step=preview", "name": "friendlyName=Mine", "suspension": "reason=Unpaid&step=preview",
        "renewal": "quantity=4", "cancellation": "when=now&step=preview",
      ][step])
    let late = try post(page, "\(fields)&seenVersion=\(seen)", as: "reseller", world)
    #expect(late.status == 412 && late.text.contains("Renamed by"), "\(step): \(late.status)")
    let fresh = try value("seenVersion", in: late.text)
    let again = try post(page, "\(fields)&seenVersion=\(fresh)", as: "reseller", world)
    #expect([200, 303].contains(again.status), "\(step): \(again.text)")
  }
}

@Test func `whoever is below the suspender sees on the page that it is not theirs to lift`() throws {
  let world = try World()
  let id = try Helvetia(world).buy(basic, "P1Y", 5)
  #expect(try world.patch(id, #"{"status":"suspended","reason":"Unpaid"}"#, as: "distributor").status == 200)
  #expect(try world.send(.get, "/subscriptions/\(id)", as: "reseller").text.contains("Somebody above you"))
  let refused = try post("/subscriptions/\(id)/activation", "step=confirm", as: "reseller", world)
  #expect(refused.status == 409 && refused.text.contains("Somebody above you"))
  #expect(try post("/subscriptions/\(id)/activation", "step=confirm", as: "manager", world).status == 403)
  #expect(try post("/subscriptions/\(id)/activation", "step=confirm", as: "distributor", world).status == 303)
}

@Test func `what the customer bought from the vendor directly is shown, and nothing can be done with it`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  let offer = try helvetia.offer("Microsoft 365 E3", "P1M")
  _ = try world.owner("UPDATE subscription SET direct = true WHERE id = \(ID<Subscription>(id))") { _ in }
  let shown = try world.subscription(id)
  #expect(shown["origin"]?.string == "direct")
  #expect(shown["actions"]?.items.allSatisfy { $0["code"]?.string == "subscription.direct" } == true)
  for body in [
    #"{"quantity":6}"#, #"{"friendlyName":"Ours"}"#, #"{"autoRenew":false}"#, #"{"status":"suspended","reason":"No"}"#,
  ] {
    #expect(try world.patch(id, body).outcome == "subscription.direct", "\(body)")
  }
  for (path, body) in [
    ("upgrade", #"{"offerId":"\#(offer)","confirm":true}"#), ("cancellation", #"{"when":"now"}"#),
    ("conversion", #"{"offerId":"\#(offer)","acceptTerms":true}"#),
  ] {
    let answer = try world.send(.post, "/api/v1/subscriptions/\(id)/\(path)", as: "reseller", body)
    #expect(answer.outcome == "subscription.direct", "\(path)")
  }
  #expect(try world.send(.get, "/subscriptions/\(id)", as: "reseller").text.contains("Bought from the vendor"))
  let before = try world.lastCharge
  try world.pass(hours: 24 * 40)
  #expect(try world.posted(id, after: before).isEmpty)
}
