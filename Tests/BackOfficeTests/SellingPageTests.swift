import BackOffice
import Testing

private let exchange = "Exchange Online (Plan 1)"

/// What there is, once these people have their tokens, which are recorded too.
private func standing(_ world: World, of people: String...) throws -> [Int] {
  for person in people { _ = try world.token(of: person) }
  return try world.fingerprint()
}

private func post(_ path: String, _ body: String, as person: String, _ world: World) throws -> Answer {
  try world.send(.post, path, as: person, body, headers: [("Content-Type", "application/x-www-form-urlencoded")])
}

@Test func `the pages of selling open to those they are for and to nobody else`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = "/subscriptions/\(try helvetia.subscription(named: "Head office"))"
  let customer = "/customers/\(helvetia.customer)"
  let cases: [(String, [String], Int)] = [
    ("/", ["distributor", "reseller", "manager", "finance", "tech", "user"], 200),
    ("/subscriptions?ends=30&status=active", ["distributor", "reseller", "manager", "finance", "tech", "user"], 200),
    ("/subscriptions?ends=x&status=x&service=x&customer=x", ["reseller"], 200),
    ("/subscriptions?cursor=x", ["reseller"], 422),
    ("/catalogue", ["distributor", "reseller", "manager", "finance", "tech", "user"], 200),
    ("/search?q=helvetia", ["distributor", "reseller", "manager", "finance", "tech", "user"], 200),
    (office, ["distributor", "reseller", "manager", "finance", "tech"], 200), (office, ["rival"], 404),
    (office + "/quantity", ["distributor", "reseller", "manager"], 200),
    (office + "/quantity", ["finance", "tech", "user"], 403), (office + "/quantity", ["rival"], 404),
    (office + "/suspension", ["distributor", "reseller"], 200), (office + "/suspension", ["manager", "tech"], 403),
    (office + "/cancellation", ["reseller", "manager"], 200), (office + "/cancellation", ["user"], 403),
    (office + "/renewal", ["reseller", "manager"], 200), (office + "/name", ["reseller", "manager"], 200),
    (office + "/assignments", ["manager", "tech"], 200), (office + "/assignments", ["reseller", "user"], 403),
    (customer, ["distributor", "reseller", "manager"], 200), (customer, ["rival"], 404), (customer, ["user"], 403),
    (customer + "/edit", ["distributor", "reseller"], 200), (customer + "/edit", ["manager"], 403),
    (customer + "/subscriptions/new", ["reseller", "manager"], 200),
    (customer + "/subscriptions/new", ["rival"], 404), (customer + "/subscriptions/new", ["tech"], 403),
    ("/customers", ["distributor", "reseller"], 200), ("/customers/new", ["distributor", "reseller"], 200),
    ("/customers/new", ["manager", "finance"], 403), ("/resellers", ["distributor"], 200),
    ("/resellers", ["reseller", "manager"], 403),
  ]
  for (path, people, status) in cases {
    for person in people {
      let answer = try world.send(.get, path, as: person)
      #expect(answer.status == status, "\(person) \(path)")
    }
  }
}

@Test func `a page shows each reader the prices that are theirs`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = "/subscriptions/\(try helvetia.subscription(named: "Head office"))"
  let pages = ["/", "/subscriptions", "/catalogue", office, "/customers/\(helvetia.customer)"]
  for path in pages {
    let seen = { (person: String) in try world.send(.get, path, as: person).text }
    for person in ["tech", "user"] { #expect(!(try seen(person).contains("class=\"money")), "\(person) \(path)") }
    #expect(!(try seen("manager").contains("Unit cost")), "\(path)")
    #expect(!(try seen("distributor").contains("Unit price")), "\(path)")
  }
  let reseller = try world.send(.get, office, as: "reseller").text
  #expect(reseller.contains("Unit price") && reseller.contains("Unit cost"))
  let preview = "step=preview&quantity=30"
  #expect(!(try post(office + "/quantity", preview, as: "distributor", world).text.contains("The customer pays")))
  #expect(!(try post(office + "/quantity", preview, as: "manager", world).text.contains("Margin")))
  #expect(try post(office + "/quantity", preview, as: "reseller", world).text.contains("Margin"))
}

@Test func `a quantity is changed once it is confirmed, and only once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.subscription(named: "Head office")
  let path = "/subscriptions/\(id)/quantity"
  let before = try standing(world, of: "manager")
  let preview = try post(path, "step=preview&quantity=30", as: "manager", world)
  #expect(preview.status == 200 && preview.text.contains("From 27 to 30 licences"))
  #expect(preview.text.contains("value=\"confirm\"") && preview.text.contains("value=\"30\""))
  #expect(try world.fingerprint() == before)
  let done = try post(path, "step=confirm&quantity=30", as: "manager", world)
  #expect(done.status == 303 && done.headers["Location"] == "/subscriptions/\(id)")
  #expect(try world.subscription(id)["quantity"]?.integer == 30)
  let after = try world.fingerprint()
  #expect(try post(path, "step=confirm&quantity=30", as: "manager", world).status == 303)
  #expect(try world.fingerprint() == after)
}

@Test func `a refused form comes back with what was typed and what is wrong`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = "/subscriptions/\(try helvetia.subscription(named: "Head office"))"
  let foreign = "0192e4a5-7c1d-7c4e-9d5f-1a2b3c4d5e6f"
  let person = try helvetia.user("tech")
  let cases: [(String, String, String, Int, String)] = [
    ("/quantity", "quantity=", "reseller", 422, "aria-invalid"),
    ("/quantity", "quantity=many", "reseller", 422, "value=\"many\""),
    ("/quantity", "quantity=30.5", "reseller", 422, "value=\"30.5\""),
    ("/quantity", "quantity=-1", "reseller", 422, "value=\"-1\""),
    ("/quantity", "quantity=0", "reseller", 422, "value=\"0\""),
    ("/quantity", "quantity=99999999999999999999", "reseller", 422, "aria-invalid"),
    ("/quantity", "quantity=301", "reseller", 422, "value=\"301\""),
    ("/quantity", "quantity=1", "reseller", 409, "value=\"1\""),
    ("/quantity", "quantity=30&centre=\(foreign)", "reseller", 422, "value=\"30\""),
    ("/quantity", "quantity=30&centre=nowhere", "reseller", 422, "value=\"30\""),
    ("/quantity", "quantity=30", "tech", 403, ""), ("/quantity", "quantity=30", "rival", 404, ""),
    ("/suspension", "reason=", "reseller", 422, "f-reason-error"),
    ("/suspension", "step=confirm&reason=%20%20", "reseller", 422, "f-reason-error"),
    ("/suspension", "step=confirm&reason=why", "manager", 403, ""),
    ("/activation", "step=confirm", "manager", 403, ""),
    ("/name", "friendlyName=" + String(repeating: "n", count: 101), "manager", 422, "f-friendlyName-error"),
    ("/renewal", "quantity=0", "manager", 422, "value=\"0\""),
    ("/renewal", "quantity=x", "manager", 422, "value=\"x\""),
    ("/cancellation", "when=someday", "manager", 422, "notice bad"),
    ("/cancellation", "", "manager", 422, "notice bad"),
    ("/cancellation", "when=now&step=confirm", "manager", 409, "notice bad"),
    ("/assignments", "", "manager", 422, "notice bad"), ("/assignments", "userIds=x", "manager", 422, "notice bad"),
    ("/assignments", "userIds=\(foreign)", "manager", 422, "notice bad"),
    ("/assignments", "userIds=\(person)", "finance", 403, ""),
    ("/assignments", "userIds=\(person)", "reseller", 403, ""),
    ("/assignments/removal", "userIds=\(foreign)", "manager", 422, "notice bad"),
  ]
  let before = try standing(world, of: "reseller", "manager", "tech", "rival", "finance")
  for (path, body, person, status, part) in cases {
    let answer = try post(office + path, body, as: person, world)
    #expect(answer.status == status, "\(person) \(path) \(body)")
    #expect(part.isEmpty || answer.text.contains(part), "\(person) \(path) \(body)")
  }
  #expect(try world.fingerprint() == before)
}

@Test func `a subscription is suspended and activated by two buttons each`() throws {
  let world = try World()
  let id = try Helvetia(world).subscription(named: "Head office")
  let path = "/subscriptions/\(id)"
  #expect(try post(path + "/suspension", "step=preview&reason=Unpaid", as: "reseller", world).status == 200)
  #expect(try world.subscription(id)["status"]?.string == "active")
  #expect(try post(path + "/suspension", "step=confirm&reason=Unpaid", as: "reseller", world).status == 303)
  let shown = try world.send(.get, path, as: "manager").text
  #expect(shown.contains("Suspended by the reseller") && shown.contains("Unpaid"))
  #expect(try post(path + "/activation", "step=preview", as: "reseller", world).status == 200)
  #expect(try world.subscription(id)["status"]?.string == "suspended")
  #expect(try post(path + "/activation", "step=confirm", as: "reseller", world).status == 303)
  #expect(try world.subscription(id)["status"]?.string == "active")
}

@Test func `a confirmation sent twice buys once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/customers/\(helvetia.customer)/subscriptions/new"
  let offer = try helvetia.offer(exchange, "P1M")
  let centre = try #require(helvetia.centres["SAL"])
  let order = "offer=\(offer)&quantity=4&friendlyName=Fair&terms=true&centre.\(centre)=4"
  let before = try standing(world, of: "manager")
  let refused: [(String, Int)] = [
    ("offer=\(offer)&quantity=4", 422), ("offer=\(offer)&quantity=0&terms=true", 422),
    ("offer=\(offer)&quantity=4&terms=true&centre.\(centre)=3", 422), ("offer=x&quantity=4&terms=true", 404),
    ("quantity=4&terms=true", 422),
  ]
  for (body, status) in refused {
    #expect(try post(path, "step=confirm&" + body, as: "manager", world).status == status, "\(body)")
  }
  let preview = try post(path, "step=preview&" + order, as: "manager", world)
  #expect(preview.status == 200 && preview.text.contains("15.60"))
  #expect(try world.fingerprint() == before)
  let seal = try #require(preview.text.firstMatch(of: /name="previewed" value="(\d+)"/)?.1)
  let first = try post(path, "step=confirm&previewed=\(seal)&" + order, as: "manager", world)
  let once = try world.fingerprint()
  let second = try post(path, "step=confirm&previewed=\(seal)&" + order, as: "manager", world)
  #expect(first.status == 303 && second.status == 303 && first.headers["Location"] == second.headers["Location"])
  #expect(try world.fingerprint() == once)
}

@Test func `a customer is taken on and changed by its forms`() throws {
  let world = try World()
  let refused: [(String, Int)] = [
    ("", 422), ("name=Novum", 422), ("name=Novum&country=Schweiz&currency=CHF", 422),
    ("name=Novum&country=CH&currency=XYZW", 422), ("name=Novum&country=CH&currency=CHF&timeZone=Mars", 422),
    ("name=Novum&country=CH&currency=CHF&selfService=none", 422),
  ]
  for (body, status) in refused {
    #expect(try post("/customers", body, as: "reseller", world).status == status, "\(body)")
  }
  #expect(try post("/customers", "name=Novum&country=CH&currency=CHF", as: "distributor", world).status == 422)
  let made = try post("/customers", "name=Novum+AG&country=ch&currency=CHF", as: "reseller", world)
  let page = try #require(made.headers["Location"])
  #expect(try world.send(.get, page, as: "reseller").text.contains("Novum AG"))
  #expect(try post(page + "/edit", "name=", as: "reseller", world).status == 422)
  #expect(try post(page + "/edit", "name=Novum&selfService=view", as: "manager", world).status == 403)
  #expect(try post(page + "/edit", "name=Novum&selfService=view", as: "rival", world).status == 404)
  #expect(try post(page + "/edit", "name=Novum+SA&selfService=view", as: "reseller", world).status == 303)
  let changed = try world.send(.get, page, as: "reseller").text
  #expect(changed.contains("Novum SA") && changed.contains("View only"))
}
