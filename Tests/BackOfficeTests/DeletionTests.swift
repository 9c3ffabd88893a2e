import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension World {
  /// The tables and columns in which a text is found, as the schema's owner sees them.
  func places(of text: String) throws -> [String] {
    let columns = try owner(
      """
      SELECT table_name::text, column_name::text FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'ARRAY', 'character varying')
      """
    ) { (try $0[0] as String, try $0[1] as String) }
    return try columns.compactMap { table, column in
      let found = try owner(
        """
        SELECT (xpath('/row/n/text()', query_to_xml(
          format('SELECT count(*) AS n FROM %I WHERE position(lower(%L) in lower(%I::text)) > 0', \(table)::text,
            \(text)::text, \(column)::text), false, true, '')))[1]::text::int
        """
      ) { try $0[0] as Int }
      return found[0] > 0 ? "\(table).\(column)" : nil
    }
  }

  /// Somebody of Helvetia who has left traces wherever people leave them.
  fileprivate func busyPerson(_ helvetia: Helvetia) throws -> String {
    let people = "/api/v1/customers/\(helvetia.customer)/users"
    let body = #"""
      {"givenName":"Quirina","familyName":"Zbinden","signInEmail":"quirina@comptoir.test",
      "notificationEmail":"qz@private.test","address":{"street":"Kramgasse 49","city":"Bern"}}
      """#
    let made = try send(.post, people, as: "manager", body)
    let id = try #require(made.json["id"]?.string, "\(made.text)")
    let reset = try send(.post, "/api/v1/users/\(id)/password", as: "manager", #"{"newPassword":"for a start"}"#)
    #expect(reset.status == 204)
    _ = try owner("UPDATE person SET must_change_password = false WHERE id = \(ID<Person>(id))") { _ in }
    #expect(try basic("quirina", "for a start").status == 201)
    let tickets = "/api/v1/customers/\(helvetia.customer)/tickets"
    let ticket = try send(.post, tickets, as: "quirina", #"{"subject":"Help","body":"Please"}"#, key: "one")
    let ticketID = try #require(ticket.json["id"]?.string)
    _ = try send(.post, "/api/v1/tickets/\(ticketID)/replies", as: "quirina", #"{"body":"Still"}"#)
    let grants = "/api/v1/organizations/\(helvetia.customer)/grants"
    let grant = #"{"userId":"\#(id)","role":"technicalAdmin","note":"Stands in for Quirina Zbinden"}"#
    #expect(try send(.post, grants, as: "manager", grant).status == 201)
    let lea = try helvetia.user("lea.hofer")
    _ = try send(.post, grants, as: "quirina", #"{"userId":"\#(lea)","role":"user"}"#)
    let patch = #"{"signInEmail":"qz2@private.test","password":"for a start"}"#
    #expect(try send(.patch, "/api/v1/users/\(id)", as: "quirina", patch).status == 200)
    let guest = #"{"givenName":"G","familyName":"G","signInEmail":"guest@x.test"}"#
    #expect(try send(.post, people, as: "quirina", guest).status == 201)
    #expect(try places(of: "Quirina Zbinden (Helvetia").count == 1, "she is named in a mail to somebody else")
    _ = try send(.patch, "/api/v1/users/\(lea)", as: "quirina", #"{"language":"fr"}"#)
    return id
  }

  fileprivate func send(
    _ method: HTTP.Method, _ path: String, as person: String, _ body: String, key: String
  ) throws -> Answer {
    try send(method, path, as: person, body, headers: [("Idempotency-Key", key)])
  }
}

@Test func `who may not delete somebody is refused, and nothing goes`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let last = try world.text("SELECT id::text FROM person WHERE sign_in_email LIKE 'jurgen.schmitz.rheinland@%'")
  let (manager, tech, lea) = try (helvetia.user("manager"), helvetia.user("tech"), helvetia.user("lea.hofer"))
  for person in ["manager", "tech", "finance", "user", "reseller", "rival", "distributor"] {
    _ = try world.token(of: person)
  }
  let untouched = try world.fingerprint()
  for (target, person, outcome) in [
    (lea, "tech", "user.deletion_by_administrator"), (manager, "tech", "user.outranks"),
    (manager, "manager", "user.not_deleting_oneself"), (lea, "finance", "permission.missing"),
    (lea, "user", "permission.missing"), (lea, "reseller", "delegation.required"), (lea, "rival", "object.not_found"),
    (last, "distributor", "grant.last_administrator"),
  ] {
    #expect(try world.send(.delete, "/api/v1/users/\(target)", as: person).outcome == outcome, "\(person)")
    let page = try world.send(.get, "/users/\(target)/deletion", as: person)
    #expect(page.status >= 400 || outcome == "grant.last_administrator", "\(person)")
  }
  let stale = try world.send(.delete, "/api/v1/users/\(tech)", as: "manager", headers: [("If-Match", "\"99\"")])
  #expect(stale.status == 412)
  #expect(try world.send(.delete, "/api/v1/users/x", as: "manager").status == 404)
  #expect(try world.fingerprint() == untouched)
}

@Test func `licences that are not the deleter's to take back stop the deletion and are named`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let holder = try #require(
    try world.owner(
      """
      SELECT p.id::text FROM licence_assignment a JOIN person p ON p.id = a.person_id
      WHERE a.customer_id = \(ID<Organization>(helvetia.customer)) AND p.sign_in_email LIKE '%.%@%' LIMIT 1
      """
    ) { try $0[0] as String }.first)
  let refused = try world.send(.delete, "/api/v1/users/\(holder)", as: "distributor")
  #expect(refused.code == "user.holds_licences")
  let plan = try #require(
    try world.owner(
      """
      SELECT coalesce(s.friendly_name, s.plan_name) FROM licence_assignment a JOIN subscription s
        ON s.id = a.subscription_id WHERE a.person_id = \(ID<Person>(holder)) LIMIT 1
      """
    ) { try $0[0] as String }.first)
  #expect(refused.json["detail"]?.string?.contains(plan) == true)
  let page = try world.send(.get, "/users/\(holder)/deletion", as: "distributor")
  #expect(page.status == 200 && page.text.contains(plan) && !page.text.contains("/deletion\" method"))
  let wrong: SQL = """
    SELECT count(*) FROM subscription s
    WHERE s.assigned <> (SELECT count(*) FROM licence_assignment a WHERE a.subscription_id = s.id)
    """
  let unequal = try world.number(wrong)
  #expect(try world.send(.delete, "/api/v1/users/\(holder)", as: "manager").status == 204)
  let held = try world.number("SELECT count(*) FROM licence_assignment WHERE person_id = \(ID<Person>(holder))")
  #expect(held == 0)
  #expect(try world.number(wrong) == unequal, "the subscriptions know it")
}

@Test func `of somebody deleted nothing is left but what they did`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try world.busyPerson(helvetia)
  let token = try world.token(of: "quirina")
  let about = ["Quirina", "Zbinden", "quirina@comptoir.test", "qz@private.test", "qz2@private.test", "Kramgasse 49"]
  for text in about { #expect(try !world.places(of: text).isEmpty, "\(text) is nowhere: nothing to forget") }
  let before = try world.number("SELECT count(*) FROM audit_record")

  #expect(try world.send(.delete, "/api/v1/users/\(id)", as: "manager").status == 204)

  for text in about {
    let places = try world.places(of: text)
    #expect(places == [], "\(text)")
  }
  let left = try world.owner(
    """
    SELECT (SELECT count(*) FROM credential WHERE person_id = p.id) + (SELECT count(*) FROM account_link
      WHERE person_id = p.id) + (SELECT count(*) FROM idempotency WHERE person_id = p.id)
      + (SELECT count(*) FROM sign_in WHERE person_id = p.id) + (SELECT count(*) FROM role_grant
      WHERE person_id = p.id AND ended_at IS NULL), (SELECT count(*) FROM audit_record)
    FROM person p WHERE p.id = \(ID<Person>(id))
    """
  ) { (try $0[0] as Int, try $0[1] as Int) }
  #expect(left[0].0 == 0)
  #expect(left[0].1 > before, "no record of the trail is gone")
  #expect(world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(token)")]).status == 401)
  #expect(try world.basic("quirina", "for a start").status == 401)

  // What they did is still told, and nothing breaks over it.
  let trail = try world.send(.get, "/api/v1/audit-records?actorId=\(id)&limit=200", as: "manager")
  let name = "Deleted person \(id.suffix(6))"
  #expect(!trail.items.isEmpty && trail.items.allSatisfy { $0["actor"]?["name"]?.string == name }, "\(trail.text)")
  let tickets = try world.send(.get, "/api/v1/customers/\(helvetia.customer)/tickets?limit=200", as: "manager")
  #expect(tickets.text.contains(name))
  for path in ["/audit", "/audit?actor=\(id)", "/audit?object=\(id)", "/tickets", "/access", "/people"] {
    #expect(try world.send(.get, path, as: "manager").status == 200, "\(path)")
  }
  let found = try world.send(.get, "/api/v1/search?q=deleted", as: "manager").items
  #expect(!found.contains { $0["id"]?.string == id })
}

@Test func `somebody deleted is not found any more, and their address is free again`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try world.busyPerson(helvetia)
  #expect(try world.send(.delete, "/api/v1/users/\(id)", as: "manager").status == 204)
  for (method, path, body) in [
    (HTTP.Method.get, "", nil), (.patch, "", #"{"language":"fr"}"#), (.delete, "", nil), (.get, "/sessions", nil),
    (.get, "/sign-ins", nil), (.post, "/invitation", "{}"), (.post, "/password", "{}"), (.delete, "/lock", nil),
    (.delete, "/sessions", nil),
  ] {
    #expect(try world.send(method, "/api/v1/users/\(id)\(path)", as: "manager", body).status == 404, "\(path)")
  }
  for path in ["", "/edit", "/deletion", "/password", "/sign-ins"] {
    #expect(try world.send(.get, "/users/\(id)\(path)", as: "manager").status == 404, "\(path)")
  }
  let people = try world.send(.get, "/api/v1/customers/\(helvetia.customer)/users?limit=200", as: "manager")
  #expect(!people.text.contains(id))
  let grant = #"{"userId":"\#(id)","role":"user"}"#
  let grants = "/api/v1/organizations/\(helvetia.customer)/grants"
  #expect(try world.send(.post, grants, as: "manager", grant).faults == ["/userId user.unknown"])
  let subscription = try helvetia.subscription(named: "Workshop mailboxes")
  let assign = try world.send(
    .post, "/api/v1/subscriptions/\(subscription)/assignments", as: "manager", #"{"userId":"\#(id)"}"#)
  #expect(assign.faults == ["/userId user.unknown"])
  let again = #"{"givenName":"Q","familyName":"Z","signInEmail":"quirina@comptoir.test"}"#
  let path = "/api/v1/customers/\(helvetia.customer)/users"
  #expect(try world.send(.post, path, as: "manager", again).status == 201)
}

@Test func `of two managers who delete each other at once, one stays`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let people = ["manager", "philippe.rochat"]
  let ids = try people.map(helvetia.user)
  for person in people { _ = try world.token(of: person) }
  let answers = try atOnce(2) { index in
    try world.send(.delete, "/api/v1/users/\(ids[1 - index])", as: people[index]).status
  }
  #expect(answers.count { $0 == 204 } == 1, "\(answers)")
  let left = try world.number(
    """
    SELECT count(*) FROM role_grant g JOIN person p ON p.id = g.person_id
    WHERE g.organization_id = \(ID<Organization>(helvetia.customer)) AND g.role = 'customerManager'
      AND g.ended_at IS NULL AND p.status = 'active'
    """)
  #expect(left == 1)
}

@Test func `only somebody deleted can be forgotten`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  #expect(throws: (any Error).self) {
    try world.asService([Reach.everything], "SELECT forget_person(\(ID<Person>(user)))") { _ in }
  }
  let kept = try world.number("SELECT count(*) FROM audit_record WHERE actor_name LIKE 'Deleted%'")
  #expect(kept == 0)
}

@Test func `whatever keeps a person says how it forgets them`() throws {
  let world = try World()
  let holding = try world.owner(
    """
    SELECT c.table_name::text FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.column_name = 'person_id' AND NOT EXISTS (
      SELECT FROM pg_proc p WHERE p.proname = 'forget_person' AND p.prosrc ~ (c.table_name || '\\M'))
    """
  ) { try $0[0] as String }
  // These go with the deletion itself, whose test looks for what is left of them.
  #expect(
    Set(holding) == [
      "account_link", "calendar_feed", "credential", "idempotency", "licence_assignment", "outbox", "renewal_digest",
    ])
}
