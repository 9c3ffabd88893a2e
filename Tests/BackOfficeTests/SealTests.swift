import BackOffice
import Postgres
import Testing

extension World {
  /// Makes `count` audit records of Helvetia's, by the service itself.
  fileprivate func record(_ count: Int) throws {
    try script(
      """
      INSERT INTO audit_record (id, distributor_id, at, actor_name, action, object_kind, object_id, before, request_id)
      SELECT gen_random_uuid(), o.id, comptoir_now(), 'Somebody', 'customer.changed', 'customer', o.id,
        jsonb_build_object('name', n), 'test'
      FROM organization o, generate_series(1, \(count)) n WHERE o.kind = 'distributor'
      """)
  }

  fileprivate func script(_ script: String) throws {
    let connection = try Connection(url: World.url, overrides: ["dbname": name])
    defer { connection.close() }
    try connection.executeUnsafeScript(script)
  }

  fileprivate func sequence(_ offset: Int) throws -> Int64 {
    try #require(
      try owner("SELECT sequence FROM audit_record ORDER BY sequence OFFSET \(offset) LIMIT 1") { try $0[0] as Int64 }
        .first)
  }
}

@Test func `sealed records are as they were, and the head vouches for them`() throws {
  let world = try World()
  try world.script("DELETE FROM audit_seal")
  let written = try world.number("SELECT count(*) FROM audit_record")
  #expect(try Seals.seal(world.office) == written)
  #expect(try Seals.seal(world.office) == 0, "nothing is sealed twice")
  let first = try Seals.verify(world.office)
  #expect(first.holds && first.records == written && first.open == 0)
  try world.record(3)
  #expect(try Seals.verify(world.office).open == 3)
  try Seals.seal(world.office)
  let second = try Seals.verify(noted: first.head.uppercased(), world.office)
  #expect(second.holds && second.seals == first.seals + 1 && second.records == written + 3)
  #expect(second.head != first.head)
  #expect(try Seals.verify(noted: String(repeating: "a", count: 64), world.office).holds == false)
}

@Test(arguments: [
  ("UPDATE audit_record SET actor_name = 'Nobody' WHERE sequence = $", "changed"),
  ("UPDATE audit_record SET at = at + interval '1 second' WHERE sequence = $", "changed"),
  ("UPDATE audit_record SET after = coalesce(after, '{}') || '{\"x\": 1}' WHERE sequence = $", "changed"),
  ("DELETE FROM audit_record WHERE sequence = $", "missing"),
  (
    """
    INSERT INTO audit_record OVERRIDING SYSTEM VALUE SELECT (r).* FROM (
      SELECT jsonb_populate_record(r, jsonb_build_object('sequence', 2)) r FROM audit_record r WHERE sequence = $) x
    """, "added"
  ),
  ("UPDATE audit_seal SET digests = set_byte(digests, 0, 255 - get_byte(digests, 0)) WHERE $ > 0", "broken"),
  ("UPDATE audit_seal SET hash = sha256(hash) WHERE $ > 0", "broken"),
  ("DELETE FROM audit_seal WHERE number = 1 AND $ > 0", "broken"),
])
func `whatever is done to sealed records shows, and where`(_ deed: String, _ shows: String) throws {
  let world = try World()
  // A number given up by a transaction that came to nothing: where a record could be slipped in.
  try world.script("DELETE FROM audit_seal; DELETE FROM audit_record WHERE sequence = 2")
  try world.record(5)
  try Seals.seal(world.office)
  try world.record(5)
  try Seals.seal(world.office)
  #expect(try Seals.verify(world.office).holds)
  let victim = try world.sequence(4)
  try world.script(deed.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "\(victim)"))
  let finding = try Seals.verify(world.office)
  #expect(!finding.holds)
  switch shows {
  case "changed": #expect(finding.changed == [victim] && finding.missing.isEmpty && finding.broken.isEmpty)
  case "missing": #expect(finding.missing == [victim] && finding.changed.isEmpty && finding.broken.isEmpty)
  case "added": #expect(finding.added == [2] && finding.changed.isEmpty && finding.broken.isEmpty)
  default: #expect(!finding.broken.isEmpty)
  }
}

@Test func `a record of somebody who writes for long is not sealed over`() throws {
  let world = try World()
  try Seals.seal(world.office)
  let slow = try Connection(url: World.url, overrides: ["dbname": world.name])
  defer { slow.close() }
  try slow.executeUnsafeScript("BEGIN")
  try slow.executeUnsafeScript(
    """
    INSERT INTO audit_record (id, distributor_id, at, actor_name, action, object_kind, object_id, request_id)
    SELECT gen_random_uuid(), id, comptoir_now(), 'Slow', 'customer.changed', 'customer', id, 'slow'
    FROM organization WHERE kind = 'distributor'
    """)
  try world.record(2)
  #expect(try Seals.seal(world.office) == 0, "a lower number may still come")
  try slow.executeUnsafeScript("COMMIT")
  #expect(try Seals.seal(world.office) == 3)
  #expect(try Seals.verify(world.office).holds)
}

@Test func `forgetting a deleted person is told apart from tampering`() throws {
  let world = try World()
  try Seals.seal(world.office)
  let helvetia = try Helvetia(world)
  let user = try helvetia.user("user")
  try world.script(
    """
    INSERT INTO audit_record (id, distributor_id, at, actor_id, actor_name, action, object_kind, object_id, request_id)
    SELECT gen_random_uuid(), distributor_id, comptoir_now(), id, given_name, 'user.changed', 'user', id, 'test'
    FROM person WHERE id = '\(user)'
    """)
  try Seals.seal(world.office)
  #expect(try world.send(.delete, "/api/v1/users/\(user)", as: "manager").status == 204)
  let finding = try Seals.verify(world.office)
  #expect(finding.holds && finding.forgotten > 0)
}
