import Testing

@testable import Postgres

private func insert(_ id: Int, _ title: String = "printer", parent: Int? = nil) -> SQL {
  "INSERT INTO ticket (id, title, parent) VALUES (\(id), \(title), \(parent))"
}

private struct Cause: Error, Equatable {}

@Test func `what a transaction did is there when its body returns`() throws {
  try TestDatabase.withTickets { test in
    let counted = try test.database().transaction(opening: [insert(1), "SELECT count(*) FROM ticket"]) { tx in
      #expect(tx.opened.count == 2)
      #expect(tx.opened[0].affected == 1)
      #expect(try tx.opened[1][0][0] as Int == 1)
      #expect(try tx.execute(insert(2)) == 1)
      let results = try tx.pipeline([insert(3), "SELECT count(*) FROM ticket"])
      return try results[1][0][0] as Int
    }
    #expect(counted == 3)
    #expect(try test.tickets() == [1, 2, 3])
  }
}

@Test func `when the body throws, its error is thrown on and nothing is kept`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    #expect(throws: Cause()) {
      try database.transaction { tx in
        try tx.execute(insert(1))
        tx.enqueue(insert(2))
        throw Cause()
      }
    }
    let kept = try test.tickets()
    #expect(kept.isEmpty)
    #expect(database.load == Database.Load(inUse: 0, idle: 1, waiting: 0), "the connection is used again")
  }
}

@Test(
  arguments: [
    (insert(1, ""), "23514", "ticket_title_check"),
    (insert(0), "23505", "ticket_pkey"),
    ("INSERT INTO ticket (id) VALUES (9)", "23502", nil),
    ("SELECT * FROM nowhere", "42P01", nil),
    ("SELECT 1/0", "22012", nil),
    ("SELEC", "42601", nil),
    ("SELECT 1; SELECT 2", "42601", nil),
    ("SELECT \(JSONB(text: "{"))", "22P02", nil),
  ] as [(SQL, String, String?)])
func `a refusal carries SQLSTATE and constraint, and undoes the transaction wherever it appears`(
  _ sql: SQL, _ sqlstate: String, _ constraint: String?
) throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    try database.transaction { tx in try tx.execute(insert(0)) }
    func expectRefusal(_ body: () throws -> Void) {
      let refusal = #expect(throws: DatabaseError.self) { try body() }
      #expect(refusal?.sqlstate == sqlstate)
      #expect(refusal?.constraint == constraint)
    }
    expectRefusal { try database.transaction(opening: [insert(7), sql, insert(8)]) { _ in } }
    expectRefusal { try database.transaction { tx in _ = try tx.pipeline([insert(7), sql, insert(8)]) } }
    expectRefusal { try database.transaction { tx in _ = try tx.finish([insert(7), sql, insert(8)]) } }
    expectRefusal {
      try database.transaction { tx in
        tx.enqueue(insert(7))
        tx.enqueue(sql)
      }
    }
    expectRefusal {
      try database.transaction { tx in
        try tx.execute(insert(7))
        do { _ = try tx.rows(sql) } catch {}
        // Swallowed or not: there is nothing left to commit.
      }
    }
    #expect(try test.tickets() == [0])
    #expect(database.load.idle == 1, "a refusal costs no connection")
  }
}

@Test func `what a commit refuses is thrown, not lost`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database()
    let orphan = #expect(throws: DatabaseError.self) {
      try database.transaction { tx in try tx.execute(insert(1, parent: 99)) }
    }
    #expect(orphan?.isForeignKeyViolation(constraint: "ticket_parent_fkey") == true)
    #expect(throws: DatabaseError.self) {
      try database.transaction { tx in _ = try tx.finish([insert(1, parent: 99)]) }
    }
    let swallowed = #expect(throws: DatabaseError.self) {
      try database.transaction { tx in
        do { try tx.finish([insert(1, parent: 99)]) } catch {}
      }
    }
    #expect(swallowed == orphan)
    let kept = try test.tickets()
    #expect(kept.isEmpty)
  }
}

@Test func `finishing after a swallowed refusal throws that refusal`() throws {
  try TestDatabase.withTickets { test in
    let refusal = #expect(throws: DatabaseError.self) {
      try test.database().transaction { tx in
        do { _ = try tx.rows("SELECT 1/0") } catch {}
        try tx.finish()
      }
    }
    #expect(refusal?.sqlstate == "22012")
  }
}

@Test func `a savepoint lets a transaction go on after a refusal`() throws {
  try TestDatabase.withTickets { test in
    try test.database().transaction { tx in
      try tx.execute(insert(1))
      do { _ = try tx.pipeline(["SAVEPOINT again", insert(1)]) } catch {}
      try tx.execute("ROLLBACK TO again")
      try tx.execute(insert(2))
    }
    #expect(try test.tickets() == [1, 2])
  }
}

@Test func `statements kept for later are sent in order, with the next round trip or with the commit`() throws {
  try TestDatabase.withTickets { test in
    try test.database().transaction { tx in
      tx.enqueue(insert(1))
      tx.enqueue("UPDATE ticket SET title = 'first'")
      let rows = try tx.rows("SELECT title FROM ticket")
      #expect(try rows.map { try $0[0] as String } == ["first"])
      tx.enqueue(insert(2))
      let copied = try tx.copyIn("COPY ticket (id, title) FROM STDIN", from: [Array("3\tthird\n".utf8)])
      #expect(copied == 1)
      tx.enqueue(insert(4, parent: 3))
    }
    try test.database().transaction { tx in
      tx.enqueue(insert(5))
      let results = try tx.finish([insert(6), "SELECT count(*) FROM ticket"])
      #expect(results.count == 2)
      #expect(try results[1][0][0] as Int == 6)
    }
    #expect(try test.tickets() == [1, 2, 3, 4, 5, 6])
  }
}

@Test func `reading takes no writes`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    let results = try database.read(["SELECT \(1)", "SELECT 'a' WHERE false"])
    #expect(results.map(\.count) == [1, 0])
    let refusal = #expect(throws: DatabaseError.self) { try database.read([insert(1)]) }
    #expect(refusal?.sqlstate == "25006")
    #expect(try database.read([]).isEmpty)
    #expect(database.load.idle == 1)
  }
}

@Test(arguments: ["SELECT '\(1)'", "SELECT 'it''s ' || '%\("a")%'", "SELECT 1 WHERE 'x' LIKE '%\("x")'"] as [SQL])
func `a parameter between quotes is refused instead of taken literally`(_ sql: SQL) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  #expect(throws: DatabaseError.misuse("a parameter between quotes: \(sql)")) { try database.read(["SELECT 1", sql]) }
  #expect(try database.read(["SELECT 'it''s ' || \("a")"])[0][0][0] as String == "it's a")
}

@Test(.timeLimit(.minutes(1)))
func `a pipeline larger than every buffer does not block itself`() throws {
  let connection = try TestDatabase.clusterConnection()
  let large = String(repeating: "0123456789abcdef", count: 16_384)
  let results = try connection.pipeline((0..<100).map { "SELECT \(large) || \($0)::text, repeat('x', 300000)" })
  #expect(results.count == 100)
  #expect(try results[99][0][0] as String == large + "99")
  #expect(connection.isUsable)
}

@Test func `a connection keeps few statements, and forgotten ones work again`() throws {
  let connection = try Connection(
    url: TestDatabase.clusterURL(), overrides: [:], statementTimeoutMilliseconds: 0, statementLimit: 3)
  let statements: [SQL] = ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5"]
  for _ in 0..<3 {
    let values = try connection.pipeline(statements + statements).map { try $0[0][0] as Int }
    #expect(values == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
  }
  let kept: Int = try connection.rows("SELECT count(*) FROM pg_prepared_statements")[0][0]
  #expect(kept == 3)
}

@Test func `a statement the server refused to prepare, or never reached, can be tried again`() throws {
  try TestDatabase.with { test in
    let connection = try test.connection()
    let later: SQL = "SELECT count(*) FROM later"
    #expect(throws: DatabaseError.self) { try connection.pipeline(["SELECT 1/0", later, "SELECT 7"]) }
    #expect(throws: DatabaseError.self) { try connection.rows(later) }
    try connection.executeUnsafeScript("CREATE TABLE later ()")
    #expect(try connection.rows(later)[0][0] as Int == 0)
    #expect(try connection.rows("SELECT 7")[0][0] as Int == 7)
  }
}

@Test func `a connection whose prepared statements the schema outdated is replaced`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    func columns() throws -> Int { try database.transaction { tx in try tx.rows("SELECT * FROM ticket").columns } }
    #expect(try columns() == 3)
    try test.connection().executeUnsafeScript("ALTER TABLE ticket ADD COLUMN note text")
    let refusal = #expect(throws: DatabaseError.self) { try columns() }
    #expect(refusal?.sqlstate == "0A000")
    #expect(try columns() == 4)
  }
}
