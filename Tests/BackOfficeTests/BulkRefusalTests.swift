import BackOffice
import Core
import Testing

@Test func `a bulk change is refused whole where its selection or its command makes no sense`() throws {
  let world = try World()
  let bulk = try Bulk(world, 1)
  let own = bulk.ids[0]
  let foreign = try world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.reseller_id
    WHERE o.name LIKE 'Rhein%' LIMIT 1
    """
  )
  let nobody = "00000000-0000-4000-8000-000000000000"
  let add = #"{"quantity":{"add":2}}"#
  let many = "[" + Array(repeating: "\"\(own)\"", count: 10_001).joined(separator: ",") + "]"
  _ = try world.token(of: "reseller")
  let before = try world.fingerprint()
  let cases: [(body: String, faults: [String])] = [
    ("{}", ["/subscriptionIds bulk.selection_missing", "/kind field.required", "/body field.required"]),
    (#"{"subscriptionIds":[],"kind":"change","body":\#(add)}"#, ["/subscriptionIds bulk.selection_empty"]),
    (#"{"subscriptionIds":null,"kind":"change","body":\#(add)}"#, ["/subscriptionIds field.required"]),
    (#"{"subscriptionIds":\#(many),"kind":"change","body":\#(add)}"#, ["/subscriptionIds field.too_many"]),
    (
      #"{"subscriptionIds":["x"],"filter":{},"kind":"all","body":7}"#,
      ["/filter bulk.selection_twice", "/kind field.not_a_choice"]
    ),
    (
      Bulk.body([own, foreign, nobody], add),
      ["/subscriptionIds/1 bulk.subscription_unknown", "/subscriptionIds/2 bulk.subscription_unknown"]
    ),
    (Bulk.body(["x"], add), ["/subscriptionIds/0 field.id_malformed"]),
    (#"{"filter":{"colour":"red"},"kind":"change","body":\#(add)}"#, ["/filter/colour field.unknown"]),
    (#"{"filter":{"status":"gone"},"kind":"change","body":\#(add)}"#, ["/filter/status field.not_a_choice"]),
    (
      #"{"filter":{"endsWithinDays":-1},"kind":"change","body":\#(add)}"#,
      ["/filter/endsWithinDays bulk.days_out_of_range"]
    ),
    (#"{"filter":{"customerId":"\#(nobody)"},"kind":"change","body":\#(add)}"#, ["/filter bulk.selection_empty"]),
    (#"{"filter":7,"kind":"change","body":\#(add)}"#, ["/filter field.object_expected"]),
    (Bulk.body([own], "{}"), ["/body bulk.nothing_asked"]),
    (Bulk.body([own], "[]"), ["/body field.object_expected"]),
    (Bulk.body([own], #"{"colour":"red"}"#), ["/body/colour field.unknown"]),
    (Bulk.body([own], #"{"quantity":"2"}"#), ["/body/quantity field.whole_number_expected"]),
    (Bulk.body([own], #"{"quantity":{}}"#), ["/body/quantity/add field.required"]),
    (Bulk.body([own], #"{"quantity":{"add":"2"}}"#), ["/body/quantity/add field.whole_number_expected"]),
    (Bulk.body([own], #"{"quantity":{"add":2,"to":"assigned"}}"#), ["/body/quantity/to bulk.quantity_twice"]),
    (Bulk.body([own], #"{"quantity":{"to":"zero"}}"#), ["/body/quantity/to field.not_a_choice"]),
    (
      Bulk.body([own], #"{"renewal":{"quantity":{"more":1}}}"#),
      ["/body/renewal/quantity/add field.required", "/body/renewal/quantity/more field.unknown"]
    ),
    (Bulk.body([own], #"{"renewal":{"term":"soon"}}"#), ["/body/renewal/term field.malformed"]),
    (Bulk.body([own], #"{"when":"yesterday"}"#, kind: "cancellation"), ["/body/when field.not_a_choice"]),
    (Bulk.body([own], add, kind: "cancellation"), ["/body/quantity field.unknown"]),
  ]
  for (body, faults) in cases {
    let answer = try world.send(.post, "/api/v1/bulk-changes", as: "reseller", body)
    #expect(answer.status == 422 && Set(answer.faults) == Set(faults), "\(body.prefix(200)): \(answer.text)")
  }
  #expect(try world.fingerprint() == before)
  #expect(try world.number("SELECT count(*) FROM bulk_change") == 0)
}

@Test func `foreign subscriptions and foreign bulk changes do not exist`() throws {
  let world = try World()
  let bulk = try Bulk(world, 2)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  // The other reseller cannot tell them from such as nobody has.
  let refused = try bulk.create(#"{"quantity":{"add":1}}"#, as: "rival")
  #expect(
    refused.faults == ["/subscriptionIds/0 bulk.subscription_unknown", "/subscriptionIds/1 bulk.subscription_unknown"])
  for person in ["rival", "distributor"] {
    for path in ["", "/lines", "/report"] {
      #expect(try world.send(.get, "/api/v1/bulk-changes/\(id)\(path)", as: person).status == 404, "\(person) \(path)")
    }
    #expect(try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: person).status == 404)
    #expect(try world.send(.post, "/api/v1/bulk-changes/\(id)/stop", as: person).status == 404)
    #expect(try world.send(.get, "/bulk-changes/\(id)", as: person).status == 404)
    #expect(try world.send(.get, "/api/v1/bulk-changes", as: person).items.isEmpty)
  }
  for person in ["tech", "finance", "user"] {
    #expect(try bulk.create(#"{"quantity":{"add":1}}"#, as: person).code == "permission.missing")
    #expect(try world.send(.get, "/api/v1/bulk-changes/\(id)", as: person).status == 403)
    #expect(try world.send(.get, "/bulk-changes", as: person).status == 403)
  }
  for (level, code) in [("view", "self_service.view_only"), ("request", "self_service.request_only")] {
    let set = #"{"selfService":"\#(level)"}"#
    #expect(try world.send(.patch, "/api/v1/customers/\(bulk.helvetia.customer)", as: "reseller", set).status == 200)
    #expect(try bulk.create(#"{"quantity":{"add":1}}"#, as: "manager").code == code)
  }
}

@Test func `a bulk change starts once, by whoever saw its preview, and never after it was stopped`() throws {
  let world = try World()
  let bulk = try Bulk(world, 2)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  // A colleague of the same reseller may look, and stop, but not confirm.
  let alpine = try world.organization("Alpine Cloud AG")
  _ = try world.owner(
    """
    INSERT INTO person (id, distributor_id, reseller_id, organization_id, given_name, family_name, sign_in_email,
      status, created_at)
    SELECT gen_random_uuid(), distributor_id, id, id, 'Nora', 'Frei', 'nora@comptoir.test', 'active', now()
    FROM organization WHERE id = \(ID<Organization>(alpine))
    """
  ) { _ in }
  _ = try world.owner(
    """
    INSERT INTO role_grant (id, distributor_id, reseller_id, organization_id, person_id, role, granted_by_name,
      granted_at)
    SELECT gen_random_uuid(), distributor_id, reseller_id, organization_id, id, 'reseller', 'x', now()
    FROM person WHERE sign_in_email = 'nora@comptoir.test'
    """
  ) { _ in }
  #expect(try bulk.start(id, as: "nora").code == "bulk.other_person")
  #expect(try bulk.show(id, as: "nora")["state"]?.string == "ready")
  let stale = try world.send(
    .post, "/api/v1/bulk-changes/\(id)/start", as: "reseller", headers: [("If-Match", "\"99\"")])
  #expect(stale.status == 412)
  #expect(
    try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: "reseller", #"{"now":true}"#).code == "field.unknown")
  #expect(try bulk.start(id).json["state"]?.string == "running")
  #expect(try bulk.start(id).code == "bulk.started_already")
  try bulk.work()
  #expect(try bulk.start(id).code == "bulk.started_already")
  #expect(try world.send(.post, "/api/v1/bulk-changes/\(id)/stop", as: "reseller").code == "bulk.over")
  #expect(try bulk.quantities() == [11, 11])

  let other = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  #expect(
    try world.send(.post, "/api/v1/bulk-changes/\(other)/stop", as: "nora").json["stoppedByName"]?.string == "Nora Frei"
  )
  #expect(try bulk.start(other).code == "bulk.stopped")
  #expect(try world.send(.post, "/api/v1/bulk-changes/\(other)/stop", as: "reseller").code == "bulk.stopped")
  try bulk.work()
  #expect(try bulk.quantities() == [11, 11])

  let empty = try bulk.create(#"{"status":"active"}"#).json
  #expect(empty["state"]?.string == "empty")
  #expect(try bulk.start(try #require(empty["id"]?.string)).code == "bulk.nothing_allowed")
}

@Test func `an organization has only so many under way at once`() throws {
  let world = try World()
  let bulk = try Bulk(world, 1)
  for _ in 0..<10 { #expect(try bulk.start(try bulk.prepared(#"{"quantity":{"add":1}}"#)).status == 200) }
  #expect(try bulk.create(#"{"quantity":{"add":1}}"#).code == "bulk.too_many_open")
  try bulk.work()
  // The first did what was confirmed; to the others it came too late.
  #expect(try bulk.quantities() == [11])
  #expect(try bulk.create(#"{"quantity":{"add":1}}"#).status == 201)
}
