import Testing

@testable import Postgres

private func text(_ sql: SQL) -> String { String(decoding: sql.text, as: UTF8.self) }

private func find(_ cache: inout StatementCache, _ shape: StatementShape) -> PreparedStatement? { cache.find(shape) }

private let name: String? = "alpine"
private let nobody: String? = nil
private let open: SQL = "status = \("open")"

@Test(
  arguments: [
    ("SELECT 1", "SELECT 1", 0),
    ("SELECT \(1), \("a")", "SELECT $1, $2", 2),
    ("name = \(name) OR name = \(nobody)", "name = $1 OR name = $2", 2),
    ("a = \(1) AND \(open) AND b = \(2)", "a = $1 AND status = $2 AND b = $3", 3),
    ("\(open)", "status = $1", 1),
    ("\(open) OR \(open)", "status = $1 OR status = $2", 2),
    ("'$1' || \(1) || \("\(2) || '$2'" as SQL)", "'$1' || $1 || $2 || '$2'", 2),
    (open + " LIMIT " + "\(5)", "status = $1 LIMIT $2", 2),
    ([open, open, "true"].joined(separator: " AND "), "status = $1 AND status = $2 AND true", 2),
    ([SQL]().joined(separator: ", "), "", 0),
    (["\(1)", "\(2)"].joined(separator: " + \(9) + "), "$1 + $2 + $3", 3),
    ("é = \("é")", "é = $1", 1),
  ] as [(SQL, String, Int)])
func `values become numbered parameters, parts are composed and renumbered`(
  _ sql: SQL, _ expected: String, _ count: Int
) {
  #expect(text(sql) == expected)
  #expect(sql.parameters.count == count)
}

@Test func `the numbers of a tenth parameter and beyond have two digits, in composed statements as well`() {
  let list = (1...12).map { "\($0)" as SQL }.joined(separator: ",")
  #expect(text("f(\(0), \(list), \(13))") == "f($1, $2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13, $14)")
  #expect(text(list + "," + list).hasSuffix("$23,$24"))
}

@Test func `values keep their bytes when parts are composed`() {
  let part: SQL = "b = \(Int16(2)) AND c = \(nobody)"
  let sql: SQL = "a = \(Int16(1)) AND \(part) AND d = \("x")"
  #expect(sql.values.bytes == [0, 1, 0, 2, 0x78])
  #expect(sql.parameters.map(\.start) == [0, 2, 4, 4])
  #expect(sql.parameters.map(\.length) == [2, 2, -1, 1])
  #expect(sql.parameters.map(\.type) == [21, 21, 25, 25])
}

@Test func `a string is never text of a statement`() {
  let input = "1; DROP TABLE ticket"
  #expect(text("SELECT \(input)") == "SELECT $1")
  #expect(text("SELECT \("literal")") == "SELECT $1")
}

@Test func `emptiness is about text`() {
  #expect(("" as SQL).isEmpty)
  #expect(!("\(1)" as SQL).isEmpty)
}

@Test func `statements are the same when text and parameter types are, whatever the values`() {
  #expect(StatementShape("SELECT \(1)") == StatementShape("SELECT \(2)"))
  #expect(StatementShape("SELECT \(1)").hashValue == StatementShape("SELECT \(2)").hashValue)
  #expect(StatementShape("SELECT \(1)") != StatementShape("SELECT \("1")"))
  #expect(StatementShape("SELECT \(1)") != StatementShape("SELECT \(1) "))
  #expect(StatementShape("SELECT 'e\u{301}'") != StatementShape("SELECT '\u{e9}'"), "equal strings, other bytes")
}

@Test func `the statement used least recently leaves the cache first`() {
  var cache = StatementCache(limit: 2)
  let shapes = (["SELECT 1", "SELECT 2", "SELECT 3"] as [SQL]).map { StatementShape($0) }
  let first = cache.add(shapes[0])
  let second = cache.add(shapes[1])
  #expect(first.evicted == nil && second.evicted == nil)
  #expect(find(&cache, shapes[0]) === first.added)
  let third = cache.add(shapes[2])
  #expect(third.evicted === second.added)
  #expect(find(&cache, shapes[1]) == nil)
  #expect(cache.count == 2)
  #expect(Set([first.added.name, second.added.name, third.added.name]).count == 3, "no name twice")
}

@Test func `the cache forgets a statement only if it is still the one meant`() {
  var cache = StatementCache(limit: 1)
  let old = cache.add(StatementShape("SELECT 1")).added
  _ = cache.add(StatementShape("SELECT 2"))
  let new = cache.add(StatementShape("SELECT 1")).added
  cache.remove(old)
  #expect(find(&cache, new.shape) === new)
  cache.remove(new)
  #expect(find(&cache, new.shape) == nil)
}
