import Testing

@testable import Postgres

private struct Cause: Error, Equatable {}

private let into: SQL = "COPY ticket (id, title) FROM STDIN"

@Test func `rows are streamed in, in chunks of any size`() throws {
  try TestDatabase.withTickets { test in
    let lines = (1...5000).map { "\($0)\tticket \($0)\n" }.joined()
    let chunks = stride(from: 0, to: lines.utf8.count, by: 777).map { start in
      Array(lines.utf8.dropFirst(start).prefix(777))
    }
    let count = try test.database().transaction { tx in
      let copied = try tx.copyIn(into, from: chunks)
      #expect(try tx.rows("SELECT max(title) FROM ticket")[0][0] as String == "ticket 999")
      return copied
    }
    #expect(count == 5000)
    #expect(try test.tickets() == Array(1...5000))
  }
}

@Test func `rows are streamed out one by one`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  var lines: [String] = []
  try database.transaction { tx in
    try tx.copyOut("COPY (SELECT n, 'x' FROM generate_series(1, 3) n) TO STDOUT") {
      lines.append(String(decoding: $0, as: UTF8.self))
    }
    #expect(try tx.rows("SELECT 1")[0][0] as Int == 1)
  }
  #expect(lines == ["1\tx\n", "2\tx\n", "3\tx\n"])
}

@Test(arguments: [
  ("1\ta\n1\tb\n", "23505"), ("1\t\n", "23514"), ("one\ta\n", "22P02"), ("1\n", "22P04"), ("1\ta\tb\n", "22P04"),
  ("1\t\\N\n", "23502"),
])
func `what COPY refuses undoes the transaction`(_ lines: String, _ sqlstate: String) throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    let refusal = #expect(throws: DatabaseError.self) {
      try database.transaction { tx in try tx.copyIn(into, from: [Array("7\tgood\n".utf8), Array(lines.utf8)]) }
    }
    #expect(refusal?.sqlstate == sqlstate)
    let kept = try test.tickets()
    #expect(kept.isEmpty)
    #expect(database.load.idle == 1)
  }
}

@Test func `when the source of a COPY fails, its error is thrown and nothing is kept`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    #expect(throws: Cause()) {
      try database.transaction { tx in
        var isFirst = true
        try tx.copyIn(into) {
          defer { isFirst = false }
          if isFirst { return Array("1\ta\n".utf8) }
          throw Cause()
        }
      }
    }
    let kept = try test.tickets()
    #expect(kept.isEmpty)
    #expect(database.load.idle == 1)
  }
}

@Test func `when the reader of a COPY fails, its error is thrown and the connection is given up`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  #expect(throws: Cause()) {
    try database.transaction { tx in
      try tx.copyOut("COPY (SELECT generate_series(1, 10000000)) TO STDOUT") { _ in throw Cause() }
    }
  }
  #expect(database.load == Database.Load(inUse: 0, idle: 0, waiting: 0))
  #expect(try database.transaction { tx in try tx.rows("SELECT 1").count } == 1)
}

@Test func `a COPY that fails on the way tells why`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  let refusal = #expect(throws: DatabaseError.self) {
    try database.transaction { tx in
      try tx.copyOut("COPY (SELECT 1 / (1000 - n) FROM generate_series(1, 2000) n) TO STDOUT") { _ in }
    }
  }
  #expect(refusal?.sqlstate == "22012")
  #expect(database.load.idle == 1)
}

@Test(
  arguments: [
    "SELECT 1", "COPY (SELECT 1) TO STDOUT", "COPY (SELECT \(1)) TO STDOUT", "COPY nowhere FROM STDIN", "COPY",
  ] as [SQL])
func `only COPY FROM STDIN can be copied into`(_ sql: SQL) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  #expect(throws: DatabaseError.self) { try database.transaction { tx in try tx.copyIn(sql, from: []) } }
  #expect(try database.transaction { tx in try tx.rows("SELECT 1").count } == 1)
}

@Test(arguments: ["SELECT 1", "COPY nowhere TO STDOUT", "SELECT \(1)"] as [SQL])
func `only COPY TO STDOUT can be copied out`(_ sql: SQL) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  #expect(throws: DatabaseError.self) { try database.transaction { tx in try tx.copyOut(sql) { _ in } } }
  #expect(try database.transaction { tx in try tx.rows("SELECT 1").count } == 1)
}

@Test(.timeLimit(.minutes(1)), arguments: ["COPY (SELECT 1) TO STDOUT", "COPY pg_class FROM STDIN"] as [SQL])
func `a COPY among ordinary statements is refused and harms nobody`(_ sql: SQL) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  #expect(throws: DatabaseError.self) { try database.transaction { tx in _ = try tx.rows(sql) } }
  #expect(try database.transaction { tx in try tx.rows("SELECT 1").count } == 1)
}

@Test func `rows are copied in binary, in chunks taken while they are made`() throws {
  try TestDatabase.withTickets { test in
    try test.database().transaction { tx in
      var rows = CopyRows()
      var next = 1
      let copied = try tx.copyIn("COPY ticket (id, title) FROM STDIN (FORMAT binary)") {
        guard next <= 1001 else { return nil }
        if next == 1001 {
          rows.end()
        } else {
          rows.beginRow(columns: 2)
          rows.append(Int32(next))
          rows.append("ticket \(next)")
        }
        next += 1
        return try rows.take()
      }
      #expect(copied == 1000 && rows.byteCount == 0)
    }
    #expect(try test.tickets() == Array(1...1000))
  }
}

@Test(arguments: [("one\0two", nil), (nil, "23502")] as [(String?, String?)])
func `a value that cannot be copied undoes the transaction`(_ title: String?, _ sqlstate: String?) throws {
  try TestDatabase.withTickets { test in
    let refusal = #expect(throws: DatabaseError.self) {
      try test.database().transaction { tx in
        var rows = CopyRows()
        rows.beginRow(columns: 2)
        rows.append(Int32(1))
        if let title { rows.append(title) } else { rows.appendNull() }
        rows.end()
        var isOver = false
        try tx.copyIn("COPY ticket (id, title) FROM STDIN (FORMAT binary)") {
          defer { isOver = true }
          return isOver ? nil : try rows.take()
        }
      }
    }
    #expect(refusal?.sqlstate == sqlstate)
    let kept = try test.tickets()
    #expect(kept.isEmpty)
  }
}
