import BackOffice
import Core
import Postgres
import Testing

// MARK: - Refused

@Test func `terms are published by sellers, whole, and about something`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let nothing = "00000000-0000-7000-8000-000000000000"
  for person in ["manager", "tech", "user", "finance"] {
    #expect(try shop.publish("general", "1", as: person).status == 403, "\(person)")
  }
  let cases: [(String, String, String, String, [String])] = [
    ("general", "1", #""url":"https://terms.example/1""#, "2026-01-15", ["/url terms.text_and_link"]),
    ("general", "1", "", "2026-01-14", ["/validFrom terms.valid_from_past"]),
    (
      "general", "1", #""serviceId":"\#(nothing)""#, "2026-01-15",
      ["/serviceId service.unknown", "/serviceId terms.subject_unfit"]
    ),
    ("particular", "1", "", "2026-01-15", ["/serviceId field.required"]),
    ("product", "1", #""planId":"\#(nothing)""#, "2026-01-15", ["/planId plan.unknown"]),
    ("general", "1", #""replacesId":"\#(nothing)""#, "2026-01-15", ["/replacesId terms.unknown"]),
    ("other", "1", "", "2026-01-15", ["/kind field.not_a_choice"]),
    ("general", "", "", "2026-01-15", ["/version field.required"]),
  ]
  for (kind, version, more, from, faults) in cases {
    let answer = try shop.publish(kind, version, more, from: from)
    #expect(answer.status == 422 && answer.faults.sorted() == faults.sorted(), "\(kind) \(more): \(answer.text)")
  }
  let first = try #require(try shop.publish("general", "1").json["id"]?.string)
  let again: [(String, String, String, String)] = [
    ("general", "1", "reseller", "/version terms.version_taken"),
    ("general", "2", "rival", "/replacesId terms.unknown"),
    ("general", "2", "distributor", "/replacesId terms.unknown"),
  ]
  for (kind, version, person, fault) in again {
    let answer = try shop.publish(kind, version, #""replacesId":"\#(first)""#, as: person)
    #expect(answer.faults == [fault], "\(answer.text)")
  }
  let later = try shop.publish("general", "2", #""replacesId":"\#(first)""#, from: "2026-03-01")
  #expect(later.status == 201 && later.json["seriesId"]?.string == first)
  let between = try shop.publish("general", "3", #""replacesId":"\#(first)""#, from: "2026-02-01")
  #expect(between.faults == ["/validFrom terms.before_predecessor"], "\(between.text)")
  for path in ["/api/v1/terms/\(first)", "/terms/\(first)"] {
    for (person, status) in [("manager", 200), ("user", 200), ("distributor", 200), ("rival", 404)] {
      #expect(try world.send(.get, path, as: person).status == status, "\(person) \(path)")
    }
  }
}

@Test func `published terms stay as they are, and so does their acceptance`() throws {
  let world = try World()
  let held = try world.owner(
    """
    SELECT t.name || ' ' || p.name FROM unnest(ARRAY['terms_document', 'terms_acceptance']) t(name),
      unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p(name)
    WHERE has_table_privilege('comptoir_service', t.name, p.name)
    """
  ) { try $0[0] as String }
  #expect(held.isEmpty)
}

@Test func `an order names the version in force of everything it needs`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let m365 = try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'")
  let backup = try world.text("SELECT id::text FROM service WHERE vendor = 'Acronis' LIMIT 1")
  let plan = try world.text("SELECT id::text FROM plan WHERE name = \(Ordering.exchange)")
  func id(_ answer: Answer) throws -> String { try #require(answer.json["id"]?.string, "\(answer.text)") }
  let general = try id(try shop.publish("general", "1", as: "distributor"))
  let former = try id(try shop.publish("general", "1"))
  let present = try id(try shop.publish("general", "2", #""replacesId":"\#(former)""#))
  _ = try id(try shop.publish("general", "3", #""replacesId":"\#(former)""#, from: "2026-02-01"))
  let particular = try id(try shop.publish("particular", "1", #""serviceId":"\#(m365)""#))
  _ = try id(try shop.publish("particular", "1", #""serviceId":"\#(backup)""#))
  let product = try id(try shop.publish("product", "1", #""planId":"\#(plan)""#))
  let foreign = try id(try shop.publish("general", "1", as: "rival"))
  try shop.line(2)
  let needed = [general, present, particular, product]
  #expect(Set(try shop.cart().json["terms"]?.items.compactMap { $0["id"]?.string } ?? []) == Set(needed))
  func accepted(_ ids: [String]) -> String {
    Shopping.body(terms: #""acceptedTerms":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))]"#)
  }
  let before = try shop.ordering.kept()
  let missing = try shop.checkOut(accepted([general, present]))
  #expect(
    Set(missing.faults) == [
      "/acceptedTerms/\(particular) terms.not_accepted", "/acceptedTerms/\(product) terms.not_accepted",
    ], "\(missing.text)")
  let old = try shop.checkOut(accepted([general, former, particular, product]))
  #expect(old.faults == ["/acceptedTerms/1 terms.other_version", "/acceptedTerms/\(present) terms.not_accepted"])
  #expect(try shop.checkOut(accepted(needed + [foreign])).faults == ["/acceptedTerms/4 terms.unknown"])
  #expect(try shop.ordering.kept() == before)
  let done = try shop.checkOut(accepted(needed))
  #expect(done.status == 201, "\(done.text)")
  let terms = done.json["order"]?["termsAccepted"]?.items ?? []
  #expect(Set(terms.compactMap { $0["documentId"]?.string }) == Set(needed))
  #expect(terms.allSatisfy { $0["networkAddress"]?.string == "127.0.0.1" })
  #expect(terms.allSatisfy { $0["acceptedByName"]?.string == "Monika Brunner" })
  // What is bought without an order accepts all that is in force for it, too.
  let subscription = try Helvetia(world).buy(Ordering.exchange, "P1M", 1)
  #expect(
    try world.number(
      "SELECT count(*) FROM terms_acceptance WHERE subscription_id = \(subscription)::uuid") == needed.count)
  // From the day it begins the next version is the one.
  try world.pass(hours: 24 * 18)
  try shop.line(1)
  #expect(try shop.checkOut(accepted(needed)).faults.contains("/acceptedTerms/1 terms.other_version"))
}
