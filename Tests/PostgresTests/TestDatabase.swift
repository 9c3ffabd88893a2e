import Foundation
import Testing

@testable import Postgres

/// A database of its own for one test, on the cluster that COMPTOIR_TEST_DATABASE_URL names.
struct TestDatabase: Sendable {
  struct NoCluster: Error, CustomStringConvertible {
    let description = "set COMPTOIR_TEST_DATABASE_URL to the superuser's URL of a PostgreSQL cluster made for tests"
  }

  let url: String
  let overrides: [String: String]

  /// Lends a new, empty database and drops it afterwards.
  static func with<Value>(_ body: (TestDatabase) throws -> Value) throws -> Value {
    let name = "postgres_test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    let cluster = try clusterConnection()
    try cluster.executeUnsafeScript("CREATE DATABASE \(name)")
    defer {
      do { try cluster.executeUnsafeScript("DROP DATABASE \(name) WITH (FORCE)") } catch {
        Issue.record(error, "left behind: \(name)")
      }
    }
    return try body(TestDatabase(url: try clusterURL(), overrides: ["dbname": name]))
  }

  /// Lends a database with the table most tests write to.
  static func withTickets<Value>(_ body: (TestDatabase) throws -> Value) throws -> Value {
    try with { test in
      try test.connection().executeUnsafeScript(
        """
        CREATE TABLE ticket (
          id int CONSTRAINT ticket_pkey PRIMARY KEY,
          title text NOT NULL CONSTRAINT ticket_title_check CHECK (title <> ''),
          parent int CONSTRAINT ticket_parent_fkey REFERENCES ticket DEFERRABLE INITIALLY DEFERRED)
        """)
      return try body(test)
    }
  }

  /// A connection for tests that change nothing.
  static func clusterConnection() throws -> Connection { try Connection(url: try clusterURL()) }

  static func clusterURL() throws -> String {
    guard let url = ProcessInfo.processInfo.environment["COMPTOIR_TEST_DATABASE_URL"] else { throw NoCluster() }
    return url
  }

  func connection(statementLimit: Int = Connection.statementLimit) throws -> Connection {
    try Connection(
      url: url, overrides: overrides, statementTimeoutMilliseconds: 20_000, statementLimit: statementLimit)
  }

  func database(connections: Int = 2, statementTimeout: Int = 20_000, acquireTimeout: Int = 5000) -> Database {
    Database(
      url: url, overrides: overrides, connections: connections, statementTimeoutMilliseconds: statementTimeout,
      acquireTimeoutMilliseconds: acquireTimeout)
  }

  /// The ids of all tickets, in order, read over a new connection.
  func tickets() throws -> [Int] {
    try connection().rows("SELECT id FROM ticket ORDER BY id").map { try $0[0] }
  }

  /// Ends all other sessions in the database, as a restart of the server would.
  func terminateSessions() throws {
    _ = try connection().rows(
      """
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """)
  }
}

/// Runs `body` on `count` threads at once and waits for all of them.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let done = DispatchSemaphore(value: 0)
  for index in 0..<count {
    Thread {
      body(index)
      done.signal()
    }.start()
  }
  for _ in 0..<count { done.wait() }
}

/// Waits, at most 5 s, until `condition` holds; answers whether it does.
func eventually(_ condition: () -> Bool) -> Bool {
  for _ in 0..<1000 {
    if condition() { return true }
    usleep(5000)
  }
  return condition()
}
