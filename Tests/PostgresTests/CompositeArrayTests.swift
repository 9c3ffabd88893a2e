import FoundationEssentials
import Testing

@testable import Postgres

/// A connection whose schema has a composite type, and that type's oid.
private func withPairs(_ body: (Transaction, UInt32) throws -> Void) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  try database.transaction { tx in
    try tx.execute("CREATE TYPE pg_temp.pair AS (n int, name text)")
    let type: Int64 = try tx.rows("SELECT 'pg_temp.pair'::regtype::oid::bigint")[0][0]
    try body(tx, UInt32(type))
    try tx.execute("DROP TYPE pg_temp.pair")
  }
}

@Test func `rows that are not of the type are refused`() throws {
  let refusal = #expect(throws: DatabaseError.self) {
    try withPairs { tx, type in
      var wrong = CompositeArray(of: type, fields: 2)
      wrong.append(Int64(1))
      wrong.append("one")
      _ = try tx.rows("SELECT n FROM unnest(\(wrong)::pg_temp.pair[])")
    }
  }
  #expect(refusal?.sqlstate == "42804")
}

@Test func `a text that cannot be stored fails the statement`() throws {
  #expect(throws: DatabaseError.encoding("a text contains NUL")) {
    try withPairs { tx, type in
      var pairs = CompositeArray(of: type, fields: 2)
      pairs.append(Int32(1))
      pairs.append("one\0two")
      _ = try tx.rows("SELECT n FROM unnest(\(pairs)::pg_temp.pair[])")
    }
  }
}

@Test func `rows of a composite type are sent as one array`() throws {
  try withPairs { tx, type in
    var pairs = CompositeArray(of: type, fields: 2)
    #expect(try tx.rows("SELECT n FROM unnest(\(pairs)::pg_temp.pair[])").isEmpty)
    for n in 1...1000 {
      pairs.append(Int32(n))
      if n.isMultiple(of: 2) { pairs.appendNull(PostgresType.text) } else { pairs.append("number \(n)") }
    }
    #expect(pairs.count == 1000)
    let rows = try tx.rows(
      "SELECT count(*), sum(n), count(name), max(name) FROM unnest(\(pairs)::pg_temp.pair[])")
    #expect(try rows[0][0] as Int == 1000 && rows[0][1] as Int == 500_500)
    #expect(try rows[0][2] as Int == 500 && rows[0][3] as String == "number 999")
  }
}
