import BackOffice
import Core
import FoundationEssentials
import Postgres
import Testing

@Test func `without a reach every tenant table reads as empty`() throws {
  let world = try World()
  try fill(world)
  let anyone = Belongings(actor: try world.actor(.distributor), person: .distributor)
  for (name, table, _) in anyone.tables {
    let seen = try world.asService([], "SELECT tableoid::int8 || ctid::text FROM \(table)") { try $0[0] as String }
    #expect(seen.isEmpty, "\(name)")
  }
  let covered = Set(anyone.tables.map(\.name))
  let existing = try world.owner(
    """
    SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT relispartition
    """
  ) { try $0[0] as String }
  let shared: Set = ["schema_migration", "sandbox_clock", "sandbox_key", "kept_from", "vat_rate"]
  #expect(Set(existing) == covered.union(shared), "a table this test does not know")
}

@Test func `with a person's reach a table holds exactly the rows that are theirs`() throws {
  let world = try World()
  try fill(world)
  var names: Set<String> = []
  var seenBySomebody: Set<String> = []
  for person in Persona.allCases {
    let actor = try world.actor(person)
    for (name, table, belongs) in Belongings(actor: actor, person: person).tables {
      let all = try world.owner("SELECT count(*) FROM \(table)") { try $0[0] as Int64 }[0]
      #expect(all > 0, "\(name) is empty: nothing to hide")
      let theirs = try world.owner("SELECT t.tableoid::int8 || t.ctid::text FROM \(table) t WHERE \(belongs)") {
        try $0[0] as String
      }
      let seen = try world.asService([actor.reach], "SELECT tableoid::int8 || ctid::text FROM \(table)") {
        try $0[0] as String
      }
      let more = Set(seen).subtracting(theirs)
      let fewer = Set(theirs).subtracting(seen)
      #expect(more.isEmpty && fewer.isEmpty, "\(person) in \(name): \(more.count) too many, \(fewer.count) missing")
      names.insert(name)
      if !seen.isEmpty { seenBySomebody.insert(name) }
      #expect(person == .distributor || seen.count < all, "\(person) sees all of \(name)")
    }
  }
  let unseen = names.subtracting(seenBySomebody)
  #expect(
    unseen == [
      "outbox", "password_request", "sign_in_step", "known_device", "sign_in_allowance", "sign_in_request",
      "audit_seal", "outbox_attachment",
    ], "what nobody's reach shows")
}

@Test func `no reach writes into another tenant`() throws {
  let world = try World()
  let rival = try world.actor(.rival)
  let refused: [(String, SQL)] = [
    ("a customer renamed", "UPDATE organization SET name = 'X' WHERE name = 'Helvetia Works AG'"),
    ("a subscription suspended", "UPDATE subscription SET quantity = 0 WHERE reseller_id <> \(rival.organization)"),
    ("a licence taken", "DELETE FROM licence_assignment WHERE reseller_id <> \(rival.organization)"),
    (
      "a grant ended", "UPDATE role_grant SET ended_at = now() WHERE reseller_id IS DISTINCT FROM \(rival.organization)"
    ),
    ("a session ended", "UPDATE credential SET revoked_at = now() WHERE person_id <> \(rival.person)"),
  ]
  for (what, sql) in refused {
    let changed = try world.office.database.transaction(opening: [rival.reach]) { try $0.execute(sql) }
    #expect(changed == 0, "\(what)")
  }
  let helvetia = ID<Organization>(try Helvetia(world).customer)
  let insertions: [(String, SQL)] = [
    (
      "a person",
      """
      INSERT INTO person (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
        sign_in_email, status, created_at)
      SELECT \(ID<Person>(Strangers.ticket)), \(rival.path.distributor), \(try world.actor(.reseller).organization),
        \(helvetia), \(helvetia), 'A', 'B', 'ab@comptoir.test', 'active', now()
      """
    ),
    (
      "a grant to oneself",
      """
      INSERT INTO role_grant (id, distributor_id, organization_id, person_id, role, granted_by_name, granted_at)
      SELECT \(ID<Person>(Strangers.ticket)), \(rival.path.distributor), \(rival.path.distributor), \(rival.person),
        'distributor', 'X', now()
      """
    ),
  ]
  for (what, sql) in insertions {
    var refusal = "none"
    do { try world.office.database.transaction(opening: [rival.reach]) { _ = try $0.execute(sql) } } catch {
      refusal = String(reflecting: error)
    }
    #expect(refusal.contains("row-level security"), "\(what)")
  }
}

/// Something in every table, of both resellers where there can be.
private func fill(_ world: World) throws {
  try Strangers.settle(in: world)
  for (who, buyer) in [("reseller", "Helvetia Works AG"), ("rival", "Rheinland Maschinenbau GmbH")] {
    let customer = try world.text("SELECT id::text FROM organization WHERE name = \(buyer)")
    let opened = try world.send(
      .post, "/api/v1/customers/\(customer)/tickets", as: who, #"{"subject":"Renewal","body":"When?"}"#,
      headers: [("Idempotency-Key", "once")])
    let ticket = try #require(opened.json["id"]?.string)
    #expect(try world.send(.patch, "/api/v1/tickets/\(ticket)", as: who, #"{"status":"escalated"}"#).status == 200)
  }
  _ = try Ordering(world, "helvetia").placed(as: "manager")
  _ = try Ordering(world, "rheinland", seller: "rival").placed(as: "rival")
  let customer = try Helvetia(world).customer
  let own = try world.send(
    .post, "/api/v1/customers/\(customer)/tickets", as: "user", #"{"subject":"Mouse","body":"Lost"}"#)
  #expect(own.status == 201)
  try settleSecondFactors(in: world)
  for person in ["manager", "rival"] {
    let basic = Data("\(person)@comptoir.test:comptoir-demo".utf8).base64EncodedString()
    #expect(world.answer(.post, "/api/v1/tokens", headers: [("Authorization", "Basic \(basic)")]).status == 201)
  }
  try Seals.seal(world.office)
}

/// Second factors of a customer's and of the other reseller's people, what signing in keeps beside them, and
/// everybody's reminders.
private func settleSecondFactors(in world: World) throws {
  for statement: SQL in [
    """
    INSERT INTO second_factor (person_id, distributor_id, reseller_id, customer_id, secret, created_at, confirmed_at,
      last_step)
    SELECT id, distributor_id, reseller_id, customer_id, 'x', now(), now(), 1 FROM person
    WHERE sign_in_email IN ('user@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO recovery_code (hash, person_id, created_at) SELECT uuid_send(person_id), person_id, now()
    FROM second_factor
    """,
    """
    INSERT INTO sign_in_step (hash, person_id, expires_at) SELECT uuid_send(person_id), person_id, now()
    FROM second_factor
    """,
    """
    INSERT INTO calendar_feed (hash, person_id, organization_id, distributor_id, reseller_id, customer_id, created_at)
    SELECT uuid_send(id), id, organization_id, distributor_id, reseller_id, customer_id, now() FROM person
    """,
    """
    INSERT INTO renewal_digest (person_id, organization_id, distributor_id, reseller_id, customer_id)
    SELECT id, organization_id, distributor_id, reseller_id, customer_id FROM person WHERE reseller_id IS NOT NULL
    """,
    """
    INSERT INTO known_device (hash, person_id, created_at, expires_at) SELECT uuid_send(id), id, now(), now()
    FROM person LIMIT 1
    """,
    "INSERT INTO sign_in_allowance (kind, slot, full_at) VALUES ('pair', 1, now())",
  ] {
    _ = try world.owner(statement) { _ in }
  }
}
