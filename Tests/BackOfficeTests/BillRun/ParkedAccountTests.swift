import BackOffice
import Core
import HTTP
import Postgres
import Testing

private let helvetia = "Helvetia Works AG"

/// A world in which Helvetia has a subscription of a price that cannot be, and a run has met it.
private func parkedWorld() throws -> World {
  let world = try World()
  try world.corrupt(broken("unit_price = 2000000000000"))
  try world.jump(to: "2026-02-20T12:00:00Z")
  try BillRun.run(BillRun.Options(), world.office)
  return world
}

/// Changes one running subscription of Helvetia's that is billed by the month.
private func broken(_ change: String) -> String {
  """
  UPDATE subscription SET \(change) WHERE id = (
    SELECT s.id FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name = 'Helvetia Works AG' AND s.status = 'active' AND s.billing_frequency = 'monthly' AND s.term = 'P1Y'
      AND s.cycle_to < '2026-02-15' AND s.term_end > '2026-03-01' AND cardinality(s.centre_ids) > 1
    ORDER BY s.id LIMIT 1)
  """
}

private func release(
  _ world: World, _ id: String, as person: String = "reseller", _ body: String = #"{"reason":"Put right"}"#,
  query: String = "", match: String? = nil
) throws -> Answer {
  try world.send(
    .post, "/api/v1/parked-accounts/\(id)/release\(query)", as: person, body,
    headers: match.map { [("If-Match", $0)] } ?? [])
}

@Test func `an account is released only by finance of its sellers, with a reason, once`() throws {
  let world = try parkedWorld()
  let id = try #require(try world.parkedAccount()["id"]?.string)
  for (person, status) in [
    ("rival", 404), ("manager", 403), ("finance", 403), ("tech", 403), ("user", 403),
  ] {
    #expect(try release(world, id, as: person).status == status, "\(person)")
    #expect(try world.send(.get, "/api/v1/parked-accounts/\(id)", as: person).status == status, "\(person)")
    #expect(try world.send(.get, "/api/v1/billing-runs", as: person).status == (status == 404 ? 200 : 403))
  }
  #expect(try world.send(.get, "/api/v1/parked-accounts", as: "rival").items.isEmpty)
  for (body, fault) in [
    ("{}", "/reason field.required"), (#"{"reason":"  "}"#, "/reason field.required"),
    (#"{"reason":"\#(String(repeating: "a", count: 501))"}"#, "/reason field.too_long"),
    (#"{"reason":1}"#, "/reason field.text_expected"), (#"{"reason":"x","force":true}"#, "/force field.unknown"),
  ] {
    let answer = try release(world, id, body)
    #expect(answer.status == 422 && answer.faults == [fault], "\(body) \(answer.text)")
  }
  #expect(try release(world, "x").status == 404)
  #expect(try release(world, id, match: "\"7\"").status == 412)
  #expect(try world.send(.get, "/api/v1/parked-accounts?status=lost", as: "reseller").status == 422)
  #expect(try world.send(.get, "/api/v1/parked-accounts?state=parked", as: "reseller").status == 422)
  #expect(try world.parked() == [helvetia: "account.price_beyond_bounds"])

  let preview = try release(world, id, query: "?preview=true")
  #expect(preview.status == 200 && preview.json["status"]?.string == "released")
  #expect(try world.parked().count == 1)
  let released = try release(world, id, as: "distributor", match: "\"1\"")
  #expect(released.status == 200 && released.json["releasedByName"]?.string != nil)
  #expect(try release(world, id).code == "account.released")
  #expect(
    try world.owner(
      """
      SELECT action || ' ' || (after->>'reason') || ' ' || (actor_id IS NULL) FROM audit_record
      WHERE object_kind = 'parkedAccount' ORDER BY sequence
      """
    ) { try $0[0] as String } == [
      "parkedAccount.parked account.price_beyond_bounds true", "parkedAccount.released Put right false",
    ])
}

@Test func `a parked account is left alone by runs and closings, and caught up in order after its release`() throws {
  let world = try parkedWorld()
  let customer = try world.customer(helvetia)
  let waiting = try world.behind(customer)
  #expect(waiting > 0)
  #expect(try world.behind(customer, isOthers: true) == 0)
  try world.jump(to: "2026-03-20T12:00:00Z")
  let second = try BillRun.run(BillRun.Options(), world.office)
  #expect(second.parked == 0 && second.statements > 10)
  #expect(try world.parked().count == 1)
  let open: SQL = """
    SELECT count(*) FROM statement WHERE status = 'open' AND month < '2026-03-01'
      AND buyer_id = \(ID<Organization>(customer))
    """
  #expect(try world.number(open) > 0)
  let statement = try #require(
    try world.send(.get, "/api/v1/statements?buyerId=\(customer)&status=open", as: "reseller").items.last)
  let closing = "/api/v1/statements/\(try #require(statement["id"]?.string))/closing"
  #expect(try world.send(.post, closing, as: "reseller").code == "statement.account_parked")
  // Whatever the code does: the database lets no statement of it close.
  #expect {
    _ = try world.owner(
      """
      UPDATE statement SET status = 'closed', number = 'x', closed_at = now(), seller = '{}', buyer = '{}', net = 0,
        taxes = '[]', gross = 0, sha256 = '' WHERE buyer_id = \(ID<Organization>(customer)) AND status = 'open'
      """
    ) { _ in }
  } throws: {
    "\(String(reflecting: $0))".contains("statement_of_sound_account")
  }

  let parked = try world.parkedAccount()
  #expect(parked["waiting"]?["subscriptions"]?.integer ?? 0 >= waiting)
  let id = try #require(parked["id"]?.string)
  #expect(try release(world, id).status == 200)
  // Not put right, it is parked again, as another one.
  try BillRun.run(BillRun.Options(), world.office)
  let again = try #require(try world.parkedAccount()["id"]?.string)
  #expect(again != id)
  try world.corrupt("UPDATE subscription SET unit_price = 450 WHERE unit_price = 2000000000000")
  #expect(try release(world, again, as: "distributor").status == 200)
  let last = try BillRun.run(BillRun.Options(), world.office)
  #expect(last.parked == 0 && last.cycles > 0 && last.statements > 0)
  #expect(try world.parked().isEmpty)
  #expect(try world.behind(customer) == 0)
  #expect(try world.number(open) == 0)
}

@Test func `a command on a parked customer brings only its own subscription up to date`() throws {
  let world = try parkedWorld()
  let customer = try world.customer(helvetia)
  let before = try world.behind(customer)
  let good = try world.text(
    """
    SELECT id::text FROM subscription WHERE customer_id = \(ID<Organization>(customer)) AND unit_price < 1000000
      AND status = 'active' AND parent_subscription_id IS NULL AND active_add_ons = 0 AND NOT direct
      AND cycle_to <= '2026-02-20' AND quantity + 1 <= maximum ORDER BY id LIMIT 1
    """)
  let quantity = try world.number("SELECT quantity FROM subscription WHERE id = \(ID<Subscription>(good))")
  let answer = try world.patch(good, #"{"quantity":\#(quantity + 1)}"#)
  #expect(answer.status == 200, "\(answer.text)")
  #expect(try world.behind(customer) == before - 1)
  let bad = try world.text("SELECT id::text FROM subscription WHERE unit_price = 2000000000000")
  #expect(try world.patch(bad, #"{"friendlyName":"Odd"}"#).code == "account.price_beyond_bounds")
  #expect(try world.behind(customer) == before - 1)
}

@Test(arguments: [
  ("currency = 'EUR'", "account.currency_differs"), ("centre_quantities[1] = 999", "account.split_incomplete"),
  ("centre_ids = '{}', centre_quantities = '{}'", "account.split_incomplete"),
  ("unit_cost = 1000000000001", "account.price_beyond_bounds"),
  (
    """
    unit_price = 900000000000, quantity = 2000000000, centre_quantities = ARRAY[1999999999, 1],
      centre_ids = centre_ids[1:2]
    """,
    "account.owed_beyond_bounds"
  ), ("currency = 'ZZZ'", "account.refused_by_database"),
])
func `what makes no sense parks its own account and no other`(_ change: String, _ code: String) throws {
  let world = try World()
  try world.corrupt("ALTER TABLE subscription DROP CONSTRAINT IF EXISTS subscription_split_positive; " + broken(change))
  try world.jump(to: "2026-02-20T12:00:00Z")
  let summary = try BillRun.run(BillRun.Options(workers: 2), world.office)
  #expect(try world.parked() == [helvetia: code])
  #expect(summary.parked == 1 && summary.cycles > 20)
  #expect(try world.behind(try world.customer(helvetia), isOthers: true) == 0)
  let posted = try world.number(
    """
    SELECT count(*) FROM charge c JOIN organization o ON o.id = c.customer_id
    WHERE o.name = 'Helvetia Works AG' AND c.posted_on > '2026-01-31'
    """)
  #expect(posted == 0)
}

@Test func `accounts that the database refuses are found among the others and parked with the rule they break`() throws
{
  let world = try World()
  let refused = try ["Helvetia Works AG", "Rheinland Maschinenbau GmbH"].map { try world.customer($0) }
  try world.corrupt(
    """
    ALTER TABLE charge ADD CONSTRAINT not_these CHECK (
      customer_id NOT IN ('\(refused[0])', '\(refused[1])')) NOT VALID
    """)
  try world.jump(to: "2026-02-20T12:00:00Z")
  let summary = try BillRun.run(BillRun.Options(), world.office)
  #expect(summary.parked == 2 && summary.cycles > 20)
  #expect(Set(try world.parked().keys) == ["Helvetia Works AG", "Rheinland Maschinenbau GmbH"])
  let account = try world.parkedAccount()
  #expect(account["code"]?.string == "account.refused_by_database")
  #expect(account["detail"]?.string?.contains("not_these") == true)
  #expect(try world.number("SELECT count(*) FROM parked_account WHERE details->>'sqlstate' = '23514'") == 2)
  #expect(
    try world.number(
      """
      SELECT count(*) FROM subscription s WHERE s.customer_id::text <> ALL (\(refused)) AND NOT s.direct
        AND s.status IN ('active', 'suspended') AND s.cycle_to <= date '2026-02-20'
      """) == 0)
}

@Test func `a month far above the months before waits for somebody, unless a change explains it`() throws {
  let world = try World()
  try world.jump(to: "2026-05-10T12:00:00Z")
  try BillRun.run(BillRun.Options(), world.office)
  try world.jump(to: "2026-06-05T12:00:00Z")
  try BillRun.run(BillRun.Options(), world.office)
  let dear = """
    UPDATE subscription SET unit_price = unit_price * 400 WHERE billing_frequency = 'monthly' AND term <> 'P1M'
      AND status = 'active' AND customer_id IN (SELECT id FROM organization WHERE name = 'Helvetia Works AG')
    """
  try world.corrupt("\(dear); UPDATE subscription SET term_end = '2030-01-01', start_day = start_day - 700")
  // A change of these months would explain it.
  let explained = try world.number(
    """
    SELECT count(*) FROM subscription_change c JOIN organization o ON o.id = c.customer_id
    WHERE o.name = 'Helvetia Works AG' AND c.day >= '2026-03-01' AND c.kind <> 'renewed'
    """)
  #expect(explained == 0)
  try world.jump(to: "2026-06-28T12:00:00Z")
  try BillRun.run(BillRun.Options(), world.office)
  #expect(try world.parked() == [helvetia: "account.total_jumped"])
  let account = try world.parkedAccount()
  #expect(account["detail"]?.string?.contains("2026-06") == true)
  // Neither the amounts nor the prices are the distributor's to know.
  let seen = try world.send(.get, "/api/v1/parked-accounts", as: "distributor").text
  #expect(!seen.contains("amount") && !seen.contains("CHF"))
  #expect(try release(world, try #require(account["id"]?.string), #"{"reason":"New prices, agreed"}"#).status == 200)
  let summary = try BillRun.run(BillRun.Options(), world.office)
  #expect(summary.parked == 0 && summary.cycles > 0)
  #expect(try world.behind(try world.customer(helvetia)) == 0)
}
