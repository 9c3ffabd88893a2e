import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// What must not be found in anything this person reads.
private let hidden: [(Persona, [String])] = [
  (.distributor, ["777.77", "777,77", #""leg":"price""#]),
  (.manager, ["888.88", "888,88", "unitCost", #""leg":"cost""#]),
  (.finance, ["888.88", "888,88", "unitCost", #""leg":"cost""#]),
  (.carla, ["888.88", "888,88", "unitCost", #""leg":"cost""#]),
  (.tech, ["777.77", "777,77", "888.88", "888,88", "unitCost", "unitPrice", #""leg":"#]),
  (.user, ["777.77", "777,77", "888.88", "888,88", "unitCost", "unitPrice", #""leg":"#]),
]

@Test func `prices and costs reach nobody whose leg they are not, in anything that can be read`() throws {
  let world = try World()
  try mark(world)
  let targets = try Sweep(MatrixObjects(world), world).targets
  for (person, words) in hidden {
    for target in targets {
      let text = try world.send(.get, target, as: person.rawValue).text
      let found = words.filter { text.contains($0) }
      #expect(found.isEmpty, "\(person) \(target)")
      // A statement's line calls the price of its own leg so.
      if person == .distributor, !target.contains("/statements/") {
        #expect(!text.contains("unitPrice"), "\(target)")
      }
    }
  }
  let readable = try targets.filter { $0.contains("/subscriptions") }.map {
    try world.send(.get, $0, as: "reseller").text
  }
  #expect(readable.contains { $0.contains("777.77") } && readable.contains { $0.contains("888.88") })
}

@Test func `a preview and an answer to a command speak of one's own leg only`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.subscription(named: "Workshop mailboxes")
  let offer = try helvetia.offer("Exchange Online (Plan 1)", "P1M")
  let purchase = #"{"offerId":"\#(offer)","quantity":2,"acceptTerms":true}"#
  let requests: [(HTTP.Method, String, String)] = [
    (.patch, "/api/v1/subscriptions/\(id)?preview=true", #"{"quantity":14}"#),
    (.patch, "/api/v1/subscriptions/\(id)", #"{"quantity":14}"#),
    (.post, "/api/v1/subscriptions/\(id)/cancellation?preview=true", #"{"when":"later"}"#),
    (.post, "/api/v1/customers/\(helvetia.customer)/subscriptions?preview=true", purchase),
    (.post, "/api/v1/customers/\(helvetia.customer)/subscriptions", purchase),
  ]
  for (person, words) in [
    ("distributor", [#""leg":"price""#, "unitPrice"]), ("manager", [#""leg":"cost""#, "unitCost"]),
  ] {
    for (method, path, body) in requests {
      let answer = try world.send(method, path, as: person, body)
      #expect(answer.status < 300, "\(answer.text)")
      let told = words.filter { answer.text.contains($0) }
      #expect(told.isEmpty, "\(person) \(method) \(path)")
    }
  }
  for person in ["finance", "carla.meier", "tech", "user"] {
    for (method, path, body) in requests {
      #expect([403, 404].contains(try world.send(method, path, as: person, body).status), "\(person) \(path)")
    }
  }
}

@Test func `a statement of the other leg is not found, whatever is asked of it`() throws {
  let world = try World()
  let objects = try MatrixObjects(world)
  let price = try #require(objects.id("statements", .own))
  let cost = try world.text(
    """
    SELECT s.id::text FROM statement s JOIN organization o ON o.id = s.buyer_id
    WHERE leg = 'cost' AND o.name = 'Alpine Cloud AG' AND month = '2026-01-01'
    """)
  for part in ["", "/lines", "/lines/1/explanation", "/document?format=csv", "/document?format=xlsx"] {
    for person in ["manager", "finance", "carla.meier", "rival"] {
      #expect(try world.send(.get, "/api/v1/statements/\(cost)\(part)", as: person).status == 404, "\(person) \(part)")
    }
    #expect(try world.send(.get, "/api/v1/statements/\(price)\(part)", as: "distributor").status == 404, "\(part)")
    #expect(try world.send(.get, "/api/v1/statements/\(cost)\(part)", as: "distributor").status == 200, "\(part)")
  }
}

@Test func `finance of some centres reads those centres' sums and lines, and no document of another`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let statement = try #require(MatrixObjects(world).id("statements", .own))
  let own = Set(["SAL", "RND"].compactMap { helvetia.centres[$0] })
  let lines = try world.send(.get, "/api/v1/statements/\(statement)/lines?limit=200", as: "carla.meier").items
  #expect(!lines.isEmpty && lines.allSatisfy { own.contains($0["centreId"]?.string ?? "") })
  let whole = try world.send(.get, "/api/v1/statements/\(statement)/lines?limit=200", as: "finance").items
  for line in lines {
    let n = try #require(line["n"]?.integer)
    let answer = try world.send(.get, "/api/v1/statements/\(statement)/lines/\(n)/explanation", as: "carla.meier")
    #expect(answer.status == 200)
    #expect(answer.json["line"]?["centreId"]?.string == line["centreId"]?.string)
    let owed = try #require(answer.json["owed"]?.money)
    let same = try #require(
      whole.first { other in
        ["subscriptionId", "centreId", "reason", "from", "amount"].allSatisfy { other[$0] == line[$0] }
      })
    let seen = try world.send(
      .get, "/api/v1/statements/\(statement)/lines/\(try #require(same["n"]?.integer))/explanation", as: "finance")
    #expect(seen.json["owed"]?.money == owed, "the same sum, whoever asks")
  }
  for (code, centre) in helvetia.centres where !own.contains(centre) {
    let path = "/api/v1/statements/\(statement)/centres/\(centre)/document?format=json"
    let answer = try world.send(.get, path, as: "carla.meier")
    #expect(answer.status == 404, "\(code): \(answer.text.prefix(200))")
  }
  let charges = try world.send(
    .get, "/api/v1/subscriptions/\(helvetia.subscription(named: "Head office"))/charges?limit=200", as: "carla.meier")
  #expect(!charges.items.isEmpty)
  #expect(charges.items.allSatisfy { own.contains($0["centreId"]?.string ?? "") })
}

/// Makes every price 777.77 and every cost 888.88, wherever they are kept.
private func mark(_ world: World) throws {
  let statements: [SQL] = [
    "UPDATE subscription SET unit_price = 77777, unit_cost = 88888",
    "UPDATE selling_price SET price_minor = 77777",
    "UPDATE cost_price SET cost_minor = 88888, list_minor = NULL",
    """
    UPDATE charge SET unit_minor = CASE leg WHEN 'price' THEN 77777 ELSE 88888 END,
      amount = CASE leg WHEN 'price' THEN 77777 ELSE 88888 END
    """,
    """
    UPDATE statement_line SET unit_minor = CASE leg WHEN 'price' THEN 77777 ELSE 88888 END,
      amount = CASE leg WHEN 'price' THEN 77777 ELSE 88888 END
    """,
  ]
  for statement in statements { _ = try world.owner(statement) { _ in } }
}
