import BackOffice
import Core
import Postgres
import Testing

extension Bulk {
  fileprivate func id(_ text: String) throws -> ID<BulkChange> { try #require(ID<BulkChange>(text)) }

  /// Changes of the ledger beyond the two of a purchase, of each.
  fileprivate func changes() throws -> [Int] {
    try ids.map { try world.number("SELECT changes - 2 FROM subscription WHERE id = \(ID<Subscription>($0))") }
  }
}

@Test func `a job that is killed between lines and run again does each line exactly once`() throws {
  let world = try World()
  let bulk = try Bulk(world, 5)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  #expect(try bulk.start(id).status == 200)
  #expect(try BulkJob.advance(try bulk.id(id), upTo: 2, world.office) == 2)
  #expect(try bulk.show(id)["progress"]?["through"]?.integer == 2)
  #expect(try bulk.changes().reduce(0, +) == 2)
  // Killed in the middle of a transaction: whatever it had done is undone with its results.
  _ = try world.owner(
    """
    CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$
    """
  ) { _ in }
  _ = try world.owner(
    "CREATE TRIGGER gone AFTER UPDATE ON bulk_change_line FOR EACH STATEMENT EXECUTE FUNCTION gone()"
  ) { _ in }
  #expect(throws: (any Error).self) { try BulkJob.advance(try bulk.id(id), upTo: 2, world.office) }
  _ = try world.owner("DROP TRIGGER gone ON bulk_change_line") { _ in }
  #expect(try bulk.changes().reduce(0, +) == 2)
  try bulk.work()
  #expect(try bulk.changes() == [1, 1, 1, 1, 1] && bulk.quantities() == [11, 11, 11, 11, 11])
  #expect(try bulk.show(id)["state"]?.string == "done")
  let events = try world.number(
    """
    SELECT count(*) FROM outbox WHERE payload->>'event' = 'subscription.increase'
      AND payload->>'subscriptionId' = ANY (\(bulk.ids))
    """)
  #expect(events == 5)
}

@Test func `workers share the lines, and each is done once`() throws {
  let world = try World()
  let bulk = try Bulk(world, 12)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  #expect(try bulk.start(id).status == 200)
  let change = try bulk.id(id)
  let through = try atOnce(4) { _ in
    var through = 0
    while true {
      let more = try BulkJob.advance(change, upTo: 2, world.office)
      if more == 0 { return through }
      through += more
    }
  }
  try bulk.work()
  #expect(through.reduce(0, +) <= 12)
  #expect(try bulk.changes() == Array(repeating: 1, count: 12))
  let shown = try bulk.show(id)
  #expect(shown["state"]?.string == "done" && shown["results"]?["done"]?.integer == 12)
}

@Test func `two bulk changes of the same subscriptions do not do the same twice`() throws {
  let world = try World()
  let bulk = try Bulk(world, 6)
  let both = try [0, 1].map { _ in try bulk.prepared(#"{"quantity":{"add":1}}"#) }
  for id in both { #expect(try bulk.start(id).status == 200) }
  _ = try atOnce(2) { try BulkJob.advance(try #require(ID<BulkChange>(both[$0])), upTo: 6, world.office) }
  try bulk.work()
  #expect(try bulk.quantities() == Array(repeating: 11, count: 6))
  let results = try both.map { try bulk.show($0)["results"] }
  #expect(results.reduce(0) { $0 + ($1?["done"]?.integer ?? 0) } == 6)
  #expect(results.reduce(0) { $0 + ($1?["failed"]?.integer ?? 0) } == 6)
}

@Test func `what the database refuses sinks its own line only`() throws {
  let world = try World()
  let bulk = try Bulk(world, 4)
  #expect(try world.patch(bulk.ids[1], #"{"friendlyName":"Poison"}"#).status == 200)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  #expect(try bulk.start(id).status == 200)
  _ = try world.owner(
    """
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'secret of the schema' USING ERRCODE = 'check_violation'; END $$
    """
  ) { _ in }
  _ = try world.owner(
    """
    CREATE TRIGGER refused BEFORE UPDATE OF quantity ON subscription FOR EACH ROW
    WHEN (NEW.friendly_name = 'Poison') EXECUTE FUNCTION refuse_poison()
    """
  ) { _ in }
  try bulk.work()
  #expect(try bulk.results(id) == ["done", "failed server.failed", "done", "done"])
  #expect(try bulk.quantities() == [11, 10, 11, 11])
  #expect(try bulk.show(id)["state"]?.string == "done")
  let page = try world.send(.get, "/bulk-changes/\(id)", as: "reseller").text
  #expect(!page.contains("secret of the schema") && page.contains("could not be changed"))
}

@Test func `rights lost in the middle refuse what is left`() throws {
  let world = try World()
  let bulk = try Bulk(world, 4)
  let endings: [(what: SQL, undone: SQL, code: String)] = [
    (
      "UPDATE role_grant SET ended_at = now(), ended_by_name = 'x' WHERE person_id = \(try who(world))",
      "UPDATE role_grant SET ended_at = NULL, ended_by_name = NULL WHERE person_id = \(try who(world))",
      "organization.no_grant"
    ),
    (
      "UPDATE role_grant SET expires_at = '2026-01-01' WHERE person_id = \(try who(world))",
      "UPDATE role_grant SET expires_at = NULL WHERE person_id = \(try who(world))", "organization.no_grant"
    ),
    (
      "UPDATE person SET status = 'disabled' WHERE id = \(try who(world))",
      "UPDATE person SET status = 'active' WHERE id = \(try who(world))", "user.disabled"
    ),
    (
      "UPDATE organization SET status = 'suspended' WHERE name = 'Alpine Cloud AG'",
      "UPDATE organization SET status = 'active' WHERE name = 'Alpine Cloud AG'", "organization.suspended"
    ),
    (
      "UPDATE role_grant SET role = 'finance' WHERE person_id = \(try who(world))",
      "UPDATE role_grant SET role = 'reseller' WHERE person_id = \(try who(world))", "permission.missing"
    ),
  ]
  for (round, ending) in endings.enumerated() {
    let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
    #expect(try bulk.start(id).status == 200)
    #expect(try BulkJob.advance(try bulk.id(id), upTo: 2, world.office) == 2)
    _ = try world.owner(ending.what) { _ in }
    try bulk.work()
    _ = try world.owner(ending.undone) { _ in }
    let shown = try bulk.show(id)
    #expect(shown["state"]?.string == "done" && shown["results"]?["done"]?.integer == 2, "\(ending.code)")
    #expect(try bulk.lines(id, "failed").compactMap { $0["code"]?.string } == [ending.code, ending.code])
    #expect(try bulk.changes().reduce(0, +) == 2 * (round + 1))
  }
}

private func who(_ world: World) throws -> ID<Person> { try #require(ID<Person>(try world.person("reseller"))) }

@Test func `an actor is found for somebody only while account, role and organization count`() throws {
  let world = try World()
  let alpine = try #require(ID<Organization>(try world.organization("Alpine Cloud AG")))
  let rhein = try #require(ID<Organization>(try world.organization("Rhein IT Partner GmbH")))
  let reseller = try who(world)
  func actor(_ principal: Principal) throws -> Actor {
    try world.office.everything { tx, now in try principal.actor(in: tx, at: now) }
  }
  let found = try actor(Principal(person: reseller, organization: alpine))
  #expect(found.person == reseller && found.organization == alpine && found.holds(.subscriptionsChange))
  #expect(found.credential == .job && found.author == reseller)
  #expect(throws: Refusal.denied("organization.no_grant")) {
    try actor(Principal(person: reseller, organization: rhein))
  }
  #expect(throws: Refusal.denied("user.disabled")) {
    try actor(Principal(person: ID(found.organization.raw), organization: alpine))
  }
  #expect(throws: Refusal.denied("client.revoked")) {
    try actor(Principal(person: reseller, organization: alpine, client: ID(reseller.raw)))
  }
  let manager = try #require(ID<Person>(try world.person("manager")))
  let helvetia = try #require(ID<Organization>(try Helvetia(world).customer))
  let past = try #require(Instant("2026-01-01T00:00:00Z"))
  let future = try #require(Instant("2027-01-01T00:00:00Z"))
  for (real, until) in [(reseller, past), (reseller, future), (manager, future)] {
    // Without the customer's delegation nobody of the reseller acts as its people.
    #expect(throws: Refusal.denied("acting.ended")) {
      try actor(
        Principal(
          person: manager, organization: helvetia, real: RealActor(person: real, name: "Somebody", until: until)))
    }
  }
}
