import BackOffice
import Testing

private let manager = Requesting.manager

@Test func `the pages of requests are shut to whomever they do not concern`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  let cases: [(String, String, Int)] = [
    ("rival", "/requests/\(id)", 404), ("manager", "/requests/\(id)", 404), ("tech", "/requests/\(id)", 404),
    ("finance", "/requests/\(id)", 404), ("fabio.conti", "/requests/\(id)", 404), ("reseller", "/requests/new", 403),
    ("fabio.conti", "/requests/new", 403), ("distributor", "/requests/\(id)", 200), ("user", "/requests/new", 200),
    ("tech", "/subscriptions/\(arosa.subscription)/quantity", 403),
    (manager, "/subscriptions/\(arosa.subscription)/quantity", 200),
    (manager, "/subscriptions/\(arosa.subscription)/suspension", 403),
  ]
  for (person, path, status) in cases {
    #expect(try world.send(.get, path, as: person).status == status, "\(person) \(path)")
  }
  for person in ["fabio.conti"] {
    #expect(!(try world.send(.get, "/", as: person).text.contains("href=\"/requests\"")), "\(person)")
  }
}

@Test func `a manager asks by the forms of a subscription and is led to the request`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let one = "/subscriptions/\(arosa.subscription)"
  let shown = try arosa.post(one + "/quantity", "step=preview&quantity=20", as: manager)
  #expect(shown.status == 200 && shown.text.contains("Send for approval") && shown.text.contains("78.00"))
  let forms = [
    (one + "/quantity", "step=confirm&quantity=20"), (one + "/auto-renewal", "renews=off"),
    (one + "/renewal", "quantity=15"), (one + "/cancellation", "when=later&step=confirm"),
  ]
  for (path, body) in forms {
    let answer = try arosa.post(path, body, as: manager)
    #expect(
      answer.status == 303 && answer.headers["Location"]?.hasPrefix("/requests/") == true, "\(path) \(answer.text)")
  }
  #expect(try arosa.post(one + "/name", "friendlyName=Mail", as: manager).headers["Location"] == one)
  #expect(try arosa.post(one + "/quantity", "step=confirm&quantity=20", as: manager).status == 409)
  #expect(try arosa.quantity() == 18)
  let page = try world.send(.get, one, as: manager).text
  #expect(page.contains("waits for approval") && page.contains("From 18 to 20 licences"))
  #expect(try world.send(.get, "/", as: manager).text.contains("4 changes wait for your reseller"))
  #expect(try world.send(.get, "/", as: "reseller").text.contains("4 requests wait for you"))
}

@Test func `a reseller finds, changes, approves and refuses on the pages`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let ids = try [20, 22].map { try arosa.asked(#"{"quantity":\#($0)}"#) }
  let list = try world.send(.get, "/requests", as: "reseller").text
  #expect(ids.allSatisfy(list.contains) && list.contains("Waits for you"))
  let one = "/requests/\(ids[0])"
  let cases: [(String, String, String, Int)] = [
    ("/approval", "version=7", "reseller", 412), ("/approval", "version=1", manager, 403),
    ("/refusal", "version=1&reason=", "reseller", 422), ("/change", "version=1&quantity=x", "reseller", 422),
    ("/change", "version=1&quantity=999", "reseller", 422), ("/cancellation", "version=1", "reseller", 403),
    ("/approval", "version=1", "rival", 404), ("/fulfilment", "version=1&kind=licence", "reseller", 422),
  ]
  for (verdict, body, person, status) in cases {
    #expect(try arosa.post(one + verdict, body, as: person).status == status, "\(verdict) \(body) \(person)")
  }
  #expect(try arosa.post(one + "/change", "version=1&quantity=19", as: "reseller").status == 303)
  let changed = try world.send(.get, one, as: "reseller").text
  #expect(changed.contains("From 18 to 20 licences") && changed.contains("From 18 to 19 licences"))
  #expect(try arosa.post(one + "/approval", "version=2", as: "reseller").status == 303)
  #expect(try arosa.quantity() == 19)
  #expect(try arosa.post("/requests/\(ids[1])/refusal", "version=1&reason=Too+many", as: "reseller").status == 303)
  let refused = try world.send(.get, "/requests/\(ids[1])", as: manager).text
  #expect(refused.contains("Too many") && refused.contains("Refused") && !refused.contains("/cancellation"))
  for status in ["all", "approved", "refused", "expired", "nonsense"] {
    #expect(try world.send(.get, "/requests?status=\(status)", as: "reseller").status == 200)
  }
  let trail = try world.send(.get, "/audit?object=\(ids[0])", as: manager).text
  #expect(trail.contains("Request approved") && trail.contains("Exchange Online (Plan 1)"))
}

@Test func `a user asks on the pages, the manager gives after seeing what it costs`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let arosa = try Requesting(world)
  let plan = try world.text("SELECT id::text FROM plan WHERE name = 'Exchange Online (Plan 1)'")
  let form = try world.send(.get, "/requests/new?plan=\(plan)", as: "user").text
  #expect(form.contains("value=\"\(plan)\" selected") && !form.contains("CHF") && !form.contains("f-quantity"))
  #expect(try world.send(.get, "/requests/new", as: "tech").text.contains("f-quantity"))
  #expect(try world.send(.get, "/catalogue", as: "user").text.contains("/requests/new?plan=\(plan)"))
  for (body, part) in [("planId=&note=x", "f-planId-error"), ("planId=\(plan)&note=", "f-note-error")] {
    let answer = try arosa.post("/requests/new", body, as: "user")
    #expect(answer.status == 422 && answer.text.contains(part), "\(body)")
  }
  let sent = try arosa.post("/requests/new", "planId=\(plan)&note=Please", as: "user")
  let page = try #require(sent.headers["Location"], "\(sent.text)")
  #expect(try world.send(.get, "/", as: "user").text.contains(page))
  #expect(try world.send(.get, "/", as: "manager").text.contains("1 request waits for you"))
  let workshop = try helvetia.subscription(named: "Workshop mailboxes")
  let body = "version=1&kind=increase&subscriptionId=\(workshop)"
  let shown = try arosa.post(page + "/fulfilment", body + "&step=preview", as: "manager")
  #expect(shown.status == 200 && shown.text.contains("Approve the request") && shown.text.contains("CHF"))
  #expect(try arosa.post(page + "/fulfilment", body + "&step=confirm", as: "user").status == 403)
  #expect(try arosa.post(page + "/fulfilment", body + "&step=confirm", as: "manager").status == 303)
  #expect(try world.send(.get, page, as: "user").text.contains("Approved"))
}
