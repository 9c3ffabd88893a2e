import BackOffice
import Foundation
import Testing

private let asking = "gian.cathomas.arosa"
private let watching = "luc.mercier.geneve"
private let standard = "Microsoft 365 Business Standard"

private func post(_ path: String, _ body: String, as person: String, _ world: World) throws -> Answer {
  try world.send(
    .post, path, as: person, body, headers: [("Content-Type", "application/x-www-form-urlencoded")])
}

@Test func `somebody else's shop, cart and checkout do not exist`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let plan = try world.text("SELECT id::text FROM plan WHERE name = \(standard)")
  let own = "/customers/\(shop.customer)"
  for path in ["/shop", "/shop/comparison", "/shop/plans/\(plan)", "/cart", "/checkout"] {
    for person in ["rival", asking] {
      #expect(try world.send(.get, own + path, as: person).status == 404, "\(person) \(path)")
    }
  }
  #expect(try world.send(.get, own + "/shop/plans/\(shop.customer)", as: "manager").status == 404)
  for (person, status) in [("tech", 403), ("user", 403), ("finance", 403), ("rival", 404)] {
    #expect(try post(own + "/shop/plans/\(plan)", "offerId=\(plan)&quantity=1", as: person, world).status == status)
  }
}

@Test func `whoever sees no prices sees none in the shop`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let plan = try world.text("SELECT id::text FROM plan WHERE name = \(standard)")
  for person in ["tech", "user"] {
    for path in ["/shop", "/shop/plans/\(plan)", "/shop/comparison?plan=\(plan)"] {
      let page = try world.send(.get, "/customers/\(shop.customer)\(path)", as: person)
      #expect(page.status == 200 && page.text.contains(standard), "\(person) \(path): \(page.status)")
      #expect(!page.text.contains("class=\"money") && !page.text.contains("CHF"), "\(person) \(path)")
      #expect(!page.text.contains("/cart\""), "\(person) \(path)")
    }
  }
  let ask = try world.send(.get, "/customers/\(shop.customer)/shop/plans/\(plan)", as: "user").text
  #expect(ask.contains("/tickets/new?service="))
  let seller = try world.send(.get, "/customers/\(shop.customer)/shop/plans/\(plan)", as: "distributor").text
  #expect(!seller.contains("14.00") && seller.contains("11.70"), "the distributor sees costs alone")
}

@Test func `the shop is narrowed by what one looks for`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let path = "/customers/\(shop.customer)/shop"
  let office = try world.text("SELECT id::text FROM category WHERE name LIKE 'Office%'")
  let cases: [(String, [String], [String])] = [
    ("?search=exchange", [Ordering.exchange], [standard]), ("?category=\(office)", [standard], [Ordering.exchange]),
    ("?vendor=Adobe", ["Adobe Acrobat Pro"], [standard]), ("?kind=featured", [standard], [Ordering.exchange]),
    ("?kind=new", ["Microsoft 365 Copilot"], [standard]), ("?kind=trial", ["Business Premium"], [standard]),
    ("?billing=annual", ["137.50"], ["14.00"]), ("?term=P1M", ["14.00"], ["Adobe Acrobat Pro"]),
    ("?search=nothing-like-it", ["No plan matches"], [standard]),
  ]
  for (query, there, missing) in cases {
    let page = try world.send(.get, path + query, as: "manager").text
    let cards = page.components(separatedBy: "id=\"results\"").last ?? ""
    #expect(there.allSatisfy(cards.contains), "\(query)")
    #expect(!missing.contains(where: cards.contains), "\(query)")
  }
}

@Test func `a reseller that manages everything is told of, and nothing can be put in`() throws {
  let world = try World()
  let geneve = try Shopping(world, "sant")
  let plan = try world.text("SELECT id::text FROM plan WHERE name = \(standard)")
  let page = try world.send(.get, "/customers/\(geneve.customer)/shop/plans/\(plan)", as: watching).text
  #expect(page.contains("Your reseller orders for you") && !page.contains("Put into the cart"))
  let offer = try geneve.ordering.offer(standard)
  let answer = try post(
    "/customers/\(geneve.customer)/shop/plans/\(plan)", "offerId=\(offer)&quantity=1", as: watching, world)
  #expect(answer.status == 403)
}

@Test func `shopping by forms says what is wrong, and ends with an order`() throws {
  let world = try World()
  let arosa = try Shopping(world, "arosa")
  let plan = try world.text("SELECT id::text FROM plan WHERE name = \(standard)")
  let offer = try arosa.ordering.offer(standard)
  let own = "/customers/\(arosa.customer)"
  let form = own + "/shop/plans/\(plan)"
  for (body, part) in [
    ("offerId=\(offer)&quantity=0", "does not allow so few"), ("offerId=\(offer)&quantity=x", "f-quantity"),
    ("offerId=\(offer)&quantity=1&alignTo=2031-01-01", "f-alignTo-error"),
  ] {
    let answer = try post(form, body, as: asking, world)
    #expect(answer.status == 422 && answer.text.contains(part), "\(body): \(answer.status)")
  }
  let put = try post(form, "offerId=\(offer)&quantity=2&friendlyName=Lift", as: asking, world)
  #expect(put.status == 303 && put.headers["Location"] == own + "/cart")
  let checkout = try world.send(.get, own + "/checkout", as: asking).text
  #expect(checkout.contains("Send for approval") && checkout.contains("28.00"))
  let cart = try #require(try arosa.cart(as: asking).json["id"]?.string)
  let bare = try post(own + "/checkout", "cartId=\(cart)&acceptTerms=true", as: asking, world)
  #expect(bare.status == 422 && bare.text.contains("f-street-error"), "\(bare.status)")
  let address = "contact=A&email=a%40b.example&street=Gasse+1&postalCode=7050&city=Arosa&country=CH"
  let silent = try post(own + "/checkout", "cartId=\(cart)&\(address)", as: asking, world)
  #expect(silent.status == 422 && silent.text.contains("f-acceptTerms-error"), "\(silent.status)")
  let bodies = Array(repeating: "cartId=\(cart)&acceptTerms=true&\(address)", count: 2)
  let placed = try bodies.map { try post(own + "/checkout", $0, as: asking, world) }
  #expect(placed.map(\.status) == [303, 303] && placed[0].headers["Location"] == placed[1].headers["Location"])
  let page = try world.send(.get, try #require(placed[0].headers["Location"]), as: asking)
  #expect(page.status == 200 && page.text.contains("Lift") && page.text.contains("Waiting"), "\(page.status)")
  #expect(page.text.contains("Thank you for your order") && page.text.contains("Gasse 1"))
}
