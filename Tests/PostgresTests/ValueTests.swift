import Foundation
import Testing

@testable import Postgres

/// Sends a value, lets the server print it and send it back.
private func echo<Value: PostgresEncodable & PostgresDecodable & Equatable>(
  _ value: Value, as type: SQL, on connection: Connection, printed: String
) throws {
  let row = try #require(try connection.rows("SELECT \(value)::\(type), (\(value)::\(type))::text").first)
  let back: Value = try row[0]
  #expect(back == value)
  #expect(try row[1] as String == printed)
}

@Test func `values of every type arrive as themselves and come back`() throws {
  let connection = try TestDatabase.clusterConnection()
  let id = try #require(UUID(uuidString: "0190b3a0-1c2d-7e3f-8a4b-5c6d7e8f9a0b"))
  try echo(true, as: "bool", on: connection, printed: "true")
  try echo(Int16.min, as: "int2", on: connection, printed: "-32768")
  try echo(Int32.max, as: "int4", on: connection, printed: "2147483647")
  try echo(Int64.min, as: "int8", on: connection, printed: "-9223372036854775808")
  try echo(-42, as: "int8", on: connection, printed: "-42")
  try echo(0.1, as: "float8", on: connection, printed: "0.1")
  try echo("Zürich 🏔 '; --", as: "text", on: connection, printed: "Zürich 🏔 '; --")
  try echo("", as: "varchar", on: connection, printed: "")
  try echo(id, as: "uuid", on: connection, printed: "0190b3a0-1c2d-7e3f-8a4b-5c6d7e8f9a0b")
  try echo([0, 1, 255] as [UInt8], as: "bytea", on: connection, printed: "\\x0001ff")
  try echo([UInt8](), as: "bytea", on: connection, printed: "\\x")
  try echo([1, -2, 3] as [Int32], as: "int4[]", on: connection, printed: "{1,-2,3}")
  try echo(["a", "", "NULL", "b,c"], as: "text[]", on: connection, printed: #"{a,"","NULL","b,c"}"#)
  try echo([UUID](), as: "uuid[]", on: connection, printed: "{}")
  try echo([id, id], as: "uuid[]", on: connection, printed: "{\(id.uuidString),\(id.uuidString)}".lowercased())
  try echo([true, false], as: "bool[]", on: connection, printed: "{t,f}")
  try echo([[1, 2], []] as [[UInt8]], as: "bytea[]", on: connection, printed: #"{"\\x0102","\\x"}"#)
}

@Test func `texts are read from every textual type, jsonb included`() throws {
  let connection = try TestDatabase.clusterConnection()
  let rows = try connection.rows(
    """
    SELECT 'a'::text, 'a'::varchar, 'a'::name, 'a'::char(1), 'a', '{"a": 1}'::json, \(JSONB(text: #"{"a":1}"#)),
      ARRAY['a']::varchar[]
    """)
  let row = rows[0]
  for column in 0..<5 { #expect(try row[column] as String == "a") }
  #expect(try row[5] as String == #"{"a": 1}"#)
  #expect(try row[6] as String == #"{"a": 1}"#)
  #expect(try row[7] as [String] == ["a"])
}

@Test func `a session is in UTF-8 and UTC and tells its name`() throws {
  let row = try TestDatabase.clusterConnection().rows(
    "SELECT current_setting('client_encoding'), current_setting('TimeZone'), current_setting('application_name')")[0]
  #expect(try [row[0], row[1], row[2]] as [String] == ["UTF8", "UTC", "comptoir"])
}

@Test func `NULL is nil, and an empty value is not NULL`() throws {
  let connection = try TestDatabase.clusterConnection()
  let nobody: String? = nil
  let row = try connection.rows("SELECT \(nobody), \(""), \([UInt8]()), \(nobody) IS NULL, \("") IS NULL")[0]
  #expect(try row[0] as String? == nil)
  #expect(try row[1] as String? == "")
  #expect(try row[2] as [UInt8]? == [])
  #expect(try row[3] as Bool)
  #expect(try row[4] as Bool == false)
  #expect(row.isNull(0) && !row.isNull(1))
  #expect(row.withBytes(0) { $0.count } == 0)
}

@Test func `integers are read from narrower and wider columns as long as they fit`() throws {
  let row = try TestDatabase.clusterConnection().rows("SELECT 7::int2, 7::int4, 7::int8, ARRAY[7]::int4[]")[0]
  for column in 0..<3 {
    #expect(try row[column] as Int == 7)
    #expect(try row[column] as Int16 == 7)
  }
  #expect(try row[3] as [Int] == [7])
}

private struct Wrong: Sendable, CustomTestStringConvertible {
  let sql: SQL
  let reason: String
  let read: @Sendable (Row) throws -> Void

  var testDescription: String { "\(sql): \(reason)" }

  init<Value: PostgresDecodable & SendableMetatype>(_ sql: SQL, as _: Value.Type, _ reason: String) {
    self.sql = sql
    self.reason = reason
    read = { let _: Value = try $0[0] }
  }
}

@Test(arguments: [
  Wrong("SELECT NULL::int4", as: Int.self, "NULL"),
  Wrong("SELECT 32768", as: Int16.self, "32768 is out of range"),
  Wrong("SELECT 3000000000", as: Int32.self, "3000000000 is out of range"),
  Wrong("SELECT 1", as: String.self, "another type"),
  Wrong("SELECT '1'", as: Int.self, "another type"),
  Wrong("SELECT 1.5", as: Double.self, "another type"),
  Wrong("SELECT 1", as: Bool.self, "another type"),
  Wrong("SELECT 'x'", as: UUID.self, "another type"),
  Wrong("SELECT '\\x00'::bytea", as: String.self, "another type"),
  Wrong("SELECT ARRAY[1]", as: Int.self, "another type"),
  Wrong("SELECT ARRAY['a']", as: [Int].self, "another type"),
  Wrong("SELECT ARRAY[1, NULL]", as: [Int].self, "a NULL in the array"),
  Wrong("SELECT ARRAY[[1], [2]]", as: [Int].self, "2 dimensions"),
  Wrong("SELECT ARRAY[70000]", as: [Int16].self, "70000 is out of range"),
  Wrong("SELECT", as: Int.self, "no such column"),
])
private func `a column that is not what is wanted is named in the error`(_ wrong: Wrong) throws {
  let row = try #require(try TestDatabase.clusterConnection().rows(wrong.sql).first)
  do {
    try wrong.read(row)
    Issue.record("read nevertheless")
  } catch DatabaseError.decoding(let column, _, let wanted, let reason) {
    #expect(column.hasPrefix("0"))
    #expect(!wanted.isEmpty)
    #expect(reason == wrong.reason)
  }
}

@Test(arguments: ["\0", "a\0b", "end\0"])
func `a text with NUL is refused instead of cut short`(_ text: String) throws {
  let connection = try TestDatabase.clusterConnection()
  let statements: [SQL] = [
    "SELECT \(text)", "SELECT \([text])", "SELECT \(JSONB(text: text))",
    "SELECT 1 + \("\(1) + length(\(text))" as SQL)",
  ]
  for sql in statements {
    #expect(throws: DatabaseError.encoding("a text contains NUL")) { try connection.rows(sql) }
  }
  #expect(throws: DatabaseError.self) { try connection.executeUnsafeScript("SELECT '\(text)'") }
  #expect(connection.isUsable)
}

@Test(
  arguments: [
    [],
    [0],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 255, 255, 255, 255, 0, 0, 0, 1],
    [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 127, 255, 255, 255, 0, 0, 0, 1],
  ] as [[UInt8]])
func `an array cut short is an error, not a crash`(_ bytes: [UInt8]) {
  bytes.withUnsafeBytes { bytes in
    let reader = PostgresReader(type: 1007, bytes: bytes)
    #expect(throws: PostgresMismatch.self) { try [Int](postgres: reader) }
  }
}
