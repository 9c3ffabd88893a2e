import BackOffice
import Testing

@Test func `the pages about access are shut to whomever it does not concern`() throws {
  let world = try World()
  let biel = try Letting(world)
  let id = try biel.asked()
  let new = "/customers/\(biel.customer)/delegations/new"
  let cases: [(String, String, Int)] = [
    ("tech", "/delegations", 403), ("user", "/delegations", 403), ("finance", "/delegations", 403),
    ("fabio.conti", "/delegations", 403), ("rival", "/delegations/\(id)", 404), ("manager", "/delegations/\(id)", 404),
    ("distributor", "/delegations/\(id)", 200), ("distributor", "/delegations/\(id)/ending", 403),
    ("distributor", new, 403), ("rival", new, 404), (biel.manager, new, 404), ("reseller", new, 200),
    ("reseller", "/delegations/new?customer=\(biel.customer)", 303),
    ("rival", "/delegations/new?customer=\(biel.customer)", 404),
    ("reseller", "/delegations/new?subscription=x", 404), ("reseller", "/delegations/new", 303),
  ]
  for (person, path, status) in cases {
    #expect(try world.send(.get, path, as: person).status == status, "\(person) \(path)")
  }
  let seen = try world.send(.get, "/delegations/\(id)", as: "distributor").text
  #expect(!seen.contains("/approval") && !seen.contains("/withdrawal") && seen.contains("Help desk"))
}

@Test func `a reseller asks by the form, and is told what is wrong with it`() throws {
  let world = try World()
  let biel = try Letting(world)
  let new = "/customers/\(biel.customer)/delegations/new"
  let before = try biel.kept()
  let cases: [(String, Int, String)] = [
    ("", 422, "f-reason-error"), ("reason=Desk&duration=P30D", 422, "<p class=\"error\">This is needed"),
    ("rights=users&duration=P30D&reason=%20", 422, "f-reason-error"),
    ("rights=users&duration=PT1H&reason=Desk", 422, "f-duration-error"),
    ("rights=users&duration=soon&reason=Desk", 422, "f-duration-error"),
    ("rights=all&duration=P30D&reason=Desk", 422, "notice bad"),
  ]
  for (body, status, part) in cases {
    let answer = try biel.post(new, body, as: "reseller")
    #expect(answer.status == status && answer.text.contains(part), "\(body): \(answer.text)")
  }
  #expect(try biel.kept() == before)
  let done = try biel.post(new, "rights=users&rights=actAs&duration=P1Y&reason=Desk", as: "reseller")
  let page = try #require(done.headers["Location"])
  let shown = try world.send(.get, page, as: "reseller").text
  #expect(shown.contains("Waits") && shown.contains("/withdrawal") && !shown.contains("/approval"))
  #expect(try biel.post(new, "rights=users&duration=P1Y&reason=Desk", as: "reseller").status == 409)
  let office = try world.send(.get, "/customers/\(biel.customer)", as: "reseller").text
  #expect(office.contains("Access to people") && office.contains("A request waits"))
}

@Test func `a manager finds the request on the start page and gives less than was asked for`() throws {
  let world = try World()
  let biel = try Letting(world)
  #expect(try !world.send(.get, "/", as: biel.manager).text.contains("asks for access"))
  let id = try biel.asked(["users", "licences"])
  #expect(try world.send(.get, "/", as: biel.manager).text.contains("/delegations/\(id)"))
  let list = try world.send(.get, "/delegations", as: biel.manager).text
  #expect(list.contains("/delegations/\(id)/approval") && list.contains("value=\"2026-02-14\""))
  let approval = "/delegations/\(id)/approval"
  let before = try biel.kept()
  let cases: [(String, Int, String)] = [
    ("version=1&lastDay=2026-02-01", 422, "notice bad"), ("version=1&rights=users&lastDay=", 422, "f-lastDay-error"),
    ("version=1&rights=users&lastDay=2026-05-01", 422, "f-lastDay-error"),
    ("version=1&rights=users&lastDay=2026-01-01", 422, "f-lastDay-error"),
    ("version=1&rights=actAs&lastDay=2026-02-01", 422, "notice bad"),
    ("version=7&rights=users&lastDay=2026-02-01", 412, ""),
  ]
  for (body, status, part) in cases {
    let answer = try biel.post(approval, body, as: biel.manager)
    #expect(answer.status == status && (part.isEmpty || answer.text.contains(part)), "\(body): \(answer.text)")
  }
  #expect(try biel.kept() == before)
  #expect(try biel.post(approval, "version=1&rights=users&lastDay=2026-02-01", as: biel.manager).status == 303)
  let answer = try biel.read(id)
  #expect(answer.json["expiresAt"]?.string == "2026-02-02T00:00:00Z")
  #expect(answer.json["rights"]?.items.compactMap(\.string) == ["users"])
}

@Test func `the whole time is given by leaving the day as it is`() throws {
  let world = try World()
  let biel = try Letting(world)
  let id = try biel.asked(["users"])
  let last = "rights=users&lastDay=2026-02-14"
  #expect(try biel.post("/delegations/\(id)/approval", last, as: biel.manager).status == 303)
  let end = try #require(try biel.read(id).json["expiresAt"]?.string)
  #expect(end.hasPrefix("2026-02-14T") && !end.hasSuffix("T00:00:00Z"))
  #expect(try biel.post("/delegations/\(id)/limits", last, as: biel.manager).status == 409)
  let sooner = "rights=users&lastDay=2026-01-20"
  #expect(try biel.post("/delegations/\(id)/limits", sooner, as: biel.manager).status == 303)
  #expect(try biel.read(id).json["expiresAt"]?.string == "2026-01-21T00:00:00Z")
}

@Test func `refusing needs a reason, withdrawing and ending none, and each shows who did it`() throws {
  let world = try World()
  let biel = try Letting(world)
  let first = try biel.asked()
  let refusal = "/delegations/\(first)/refusal"
  #expect(try biel.post(refusal, "version=1&reason=", as: biel.manager).status == 422)
  #expect(try biel.post(refusal, "version=1&reason=Not+now", as: "reseller").status == 403)
  #expect(try biel.post(refusal, "version=1&reason=Not+now", as: biel.manager).status == 303)
  #expect(try world.send(.get, "/delegations/\(first)", as: "reseller").text.contains("Not now"))
  let second = try biel.asked()
  #expect(try biel.post("/delegations/\(second)/withdrawal", "version=1", as: "reseller").status == 303)
  let third = try biel.open()
  let ending = "/delegations/\(third)/ending"
  #expect(try world.send(.get, ending, as: biel.manager).text.contains("End the access of Alpine Cloud AG?"))
  #expect(try biel.post(ending, "version=2&reason=Done", as: biel.manager).status == 303)
  #expect(try biel.post(ending, "version=3", as: biel.manager).status == 409)
  let past = try world.send(.get, "/delegations", as: biel.manager).text
  #expect(["Refused", "Withdrawn", "Ended"].allSatisfy(past.contains))
  let trail = try world.send(.get, "/audit?object=\(third)", as: biel.manager).text
  #expect(trail.contains("Access asked for") && trail.contains("Access ended"))
}

@Test func `where access is missing the page says so and leads to asking`() throws {
  let world = try World()
  let biel = try Letting(world)
  let refused = try world.send(.get, "/people?organization=\(biel.customer)", as: "reseller")
  #expect(refused.status == 403 && refused.text.contains("/delegations/new?customer=\(biel.customer)"))
  let led = try world.send(.get, "/delegations/new?customer=\(biel.customer)", as: "reseller")
  #expect(led.headers["Location"] == "/customers/\(biel.customer)/delegations/new")
}
