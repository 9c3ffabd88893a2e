import Foundation
import Synchronization
import Testing

@testable import Postgres

/// Stands in for SHA-256: differs when the bytes do.
private func digest(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).hashValue.description }

/// The migrations of a temporary folder with these files.
private func migrations(_ files: [String: String]) throws -> Migrations {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { do { try FileManager.default.removeItem(at: folder) } catch { Issue.record(error) } }
  for (name, script) in files { try Data(script.utf8).write(to: folder.appendingPathComponent(name)) }
  return try Migrations(directory: folder.path, sha256: digest)
}

private let ticket = "-- Why: people's questions.\nCREATE TABLE ticket (id int); INSERT INTO ticket VALUES (1);"
private let first = ["0001_ticket.sql": ticket]
private let both = first.merging(["0002_note.sql": "ALTER TABLE ticket ADD COLUMN note text"]) { $1 }

@Test func `what is pending is applied in order, once`() throws {
  try TestDatabase.with { test in
    let connection = try test.connection()
    let initial = try migrations(first)
    #expect(try initial.status(on: connection) == .pending(["0001_ticket"]))
    #expect(try initial.apply(on: connection) == ["0001_ticket"])
    #expect(try initial.status(on: connection) == .current)
    #expect(try initial.apply(on: connection).isEmpty)
    let later = try migrations(both.merging(["README.md": "not one"]) { $1 })
    #expect(try later.status(on: connection) == .pending(["0002_note"]))
    #expect(try later.apply(on: connection) == ["0002_note"])
    #expect(try connection.rows("SELECT id, note FROM ticket").count == 1)
    let versions = try connection.rows("SELECT version, name FROM schema_migration ORDER BY 1").map {
      "\(try $0[0] as Int) \(try $0[1] as String)"
    }
    #expect(versions == ["1 0001_ticket", "2 0002_note"])
    #expect(try test.database().transaction { try later.status(in: $0) } == .current)
    #expect(connection.isUsable)
  }
}

@Test(arguments: [
  (["0001_ticket.sql": ticket + " "], Migrations.Status.changed("0001_ticket")),
  (["0001_tickets.sql": ticket], .changed("0001_tickets")),
  ([:], .newer([1, 2])),
  (first, .newer([2])),
])
func `a database with another history is left alone`(_ files: [String: String], _ status: Migrations.Status) throws {
  try TestDatabase.with { test in
    let connection = try test.connection()
    _ = try migrations(status == .newer([1, 2]) || status == .newer([2]) ? both : first).apply(on: connection)
    let others = try migrations(files)
    #expect(try others.status(on: connection) == status)
    #expect(throws: Migrations.Failure.refused(status)) { try others.apply(on: connection) }
    #expect(connection.isUsable)
  }
}

@Test(arguments: [
  "CREATE TABLE half (id int); SELECT 1/0;", "CREATE TABLE half (id int); SELEC", "CREATE TABLE half (id int); COMMIT;",
  "CREATE TABLE half (id int); ROLLBACK; ", "CREATE TABLE half (id int); COPY half FROM STDIN;",
])
func `a file that fails leaves the ones before it, and can be tried again when it is right`(_ script: String) throws {
  try TestDatabase.with { test in
    let files = first.merging(["0002_half.sql": script]) { $1 }
    #expect(throws: Migrations.Failure.self) { try migrations(files).apply(on: try test.connection()) }
    let connection = try test.connection()
    #expect(try migrations(first).status(on: connection) == .current)
    let isThere: Bool = try connection.rows("SELECT to_regclass('half') IS NOT NULL")[0][0]
    #expect(isThere == script.hasSuffix("COMMIT;"), "only COMMIT keeps a part, and that is refused")
    // Hangs, until the statement timeout, if the lock is still held.
    #expect(try migrations(both).apply(on: connection) == ["0002_note"])
  }
}

@Test func `the failure names the file and the refusal`() throws {
  try TestDatabase.with { test in
    let connection = try test.connection()
    #expect(
      throws: Migrations.Failure.failed(
        "0001_zero", .failed(sqlstate: "22012", message: "division by zero", constraint: nil))
    ) {
      try migrations(["0001_zero.sql": "SELECT 1/0"]).apply(on: connection)
    }
    #expect(throws: Migrations.Failure.endsTransaction("0001_end")) {
      try migrations(["0001_end.sql": "COMMIT"]).apply(on: connection)
    }
    #expect(connection.isUsable)
  }
}

@Test(arguments: [
  ["1_ticket.sql"], ["0001.sql"], ["0001_.sql"], ["0001-ticket.sql"], ["0001_Ticket.sql"], ["00001_ticket.sql"],
  ["ticket.sql"], ["0002_ticket.sql"], ["0000_ticket.sql"], ["0001_a.sql", "0001_b.sql"], ["0001_a.sql", "0003_b.sql"],
  ["٠٠٠١_ticket.sql"], ["0001_a b.sql"],
])
func `files that are not numbered without gaps are refused`(_ names: [String]) throws {
  #expect(throws: Migrations.Failure.self) {
    try migrations(Dictionary(uniqueKeysWithValues: names.map { ($0, "SELECT 1") }))
  }
}

@Test func `a folder that is not there is refused`() {
  #expect(throws: Migrations.Failure.unreadable("/nowhere")) {
    try Migrations(directory: "/nowhere", sha256: digest)
  }
}

@Test(.timeLimit(.minutes(1)))
func `two that migrate at once apply each file once`() throws {
  try TestDatabase.with { test in
    let slow = try migrations(["0001_slow.sql": "SELECT pg_sleep(0.2); CREATE TABLE slow ()", "0002_b.sql": "SELECT 1"])
    let names = Mutex<[String]>([])
    onThreads(3) { _ in
      do {
        let mine = try slow.apply(on: try test.connection())
        names.withLock { $0 += mine }
      } catch {
        Issue.record(error)
      }
    }
    #expect(names.withLock { $0 } == ["0001_slow", "0002_b"])
  }
}
