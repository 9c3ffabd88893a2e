import Foundation
import Synchronization
import Testing

@testable import Postgres

@Test func `connections are made when needed and used again`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 4, statementTimeoutMilliseconds: 0)
  #expect(database.load == Database.Load(inUse: 0, idle: 0, waiting: 0))
  let processes = try (0..<5).map { _ in try database.read(["SELECT pg_backend_pid()"])[0][0][0] as Int }
  #expect(Set(processes).count == 1)
  try database.transaction { _ in
    #expect(database.load == Database.Load(inUse: 1, idle: 0, waiting: 0))
    _ = try database.read(["SELECT 1"])
  }
  #expect(database.load == Database.Load(inUse: 0, idle: 2, waiting: 0))
}

@Test(.timeLimit(.minutes(1)))
func `threads share few connections without mixing up their results`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 3, statementTimeoutMilliseconds: 0)
  let failures = Mutex<[String]>([])
  onThreads(24) { thread in
    for round in 0..<50 {
      do {
        let number = thread * 1000 + round
        let answer: Int = try database.transaction(opening: ["SELECT \(number)"]) { try $0.opened[0][0][0] }
        if answer != number { failures.withLock { $0.append("\(number) became \(answer)") } }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
  }
  #expect(failures.withLock { $0 } == [])
  #expect(database.load == Database.Load(inUse: 0, idle: 3, waiting: 0))
}

@Test func `a wait that takes too long is refused, and the place in the queue is given up`() throws {
  let database = Database(
    url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0, acquireTimeoutMilliseconds: 50)
  try database.transaction { tx in
    #expect(throws: DatabaseError.busy) { try database.read(["SELECT 1"]) }
    #expect(database.load == Database.Load(inUse: 1, idle: 0, waiting: 0))
    let rows = try tx.rows("SELECT 1")
    #expect(rows.count == 1)
  }
  #expect(try database.read(["SELECT 1"]).count == 1)
}

@Test(.timeLimit(.minutes(1)))
func `who waited longest gets the connection first`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  let order = Mutex<[Int]>([])
  let done = DispatchSemaphore(value: 0)
  try database.transaction { _ in
    for index in 0..<5 {
      Thread {
        do { try database.transaction { _ in order.withLock { $0.append(index) } } } catch { Issue.record(error) }
        done.signal()
      }.start()
      #expect(eventually { database.load.waiting == index + 1 })
    }
  }
  for _ in 0..<5 { done.wait() }
  #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
}

@Test func `connections that died idle, as in a restart of the server, are replaced unnoticed`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 2)
    for _ in 0..<2 {
      try database.transaction { _ in _ = try database.read(["SELECT 1"]) }
      #expect(database.load.idle == 2)
      try test.terminateSessions()
      try database.transaction(opening: ["SELECT 1"]) { tx in
        #expect(try database.read(["SELECT 1"]).count == 1)
        try tx.execute("INSERT INTO ticket (id, title) VALUES ((SELECT count(*) FROM ticket), 'x')")
      }
    }
    #expect(try test.tickets() == [0, 1])
  }
}

@Test func `a connection that breaks within a transaction loses it, and is replaced afterwards`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 1)
    #expect(throws: DatabaseError.lost) {
      try database.transaction { tx in
        try tx.execute("INSERT INTO ticket (id, title) VALUES (1, 'x')")
        try test.terminateSessions()
        try tx.execute("INSERT INTO ticket (id, title) VALUES (2, 'x')")
      }
    }
    #expect(throws: DatabaseError.lost) {
      try database.transaction { tx in
        try tx.execute("INSERT INTO ticket (id, title) VALUES (1, 'x')")
        try test.terminateSessions()
      }
    }
    #expect(throws: DatabaseError.lost) {
      try database.transaction { tx in
        do { _ = try tx.rows("SELECT pg_terminate_backend(pg_backend_pid())") } catch {}
        // Swallowed: nothing was committed, so it is thrown all the same.
      }
    }
    let kept = try test.tickets()
    #expect(kept.isEmpty)
    #expect(try database.read(["SELECT 1"]).count == 1)
  }
}

@Test(
  arguments: [
    "SELECT pg_terminate_backend(pg_backend_pid())",
    "SELECT pg_terminate_backend(pg_backend_pid()), repeat('x', 1000000)",
  ] as [SQL])
func `a connection that dies on every attempt is tried twice, not for ever`(_ deadly: SQL) throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 0)
  _ = try database.read(["SELECT 1"])
  #expect(throws: DatabaseError.lost) { try database.transaction(opening: [deadly]) { _ in } }
  #expect(database.load == Database.Load(inUse: 0, idle: 0, waiting: 0))
}

@Test(arguments: [
  "postgresql://127.0.0.1:1/nowhere", "postgresql:///nowhere?host=/nonexistent", "postgresql://?no_such_option=1", "",
])
func `a server that is not there is unreachable at once, for everyone`(_ url: String) throws {
  let start = ContinuousClock.now
  let database = Database(url: url, connections: 1, statementTimeoutMilliseconds: 0)
  for _ in 0..<3 {
    let refusal = #expect(throws: DatabaseError.self) { try database.transaction { _ in } }
    guard case .unreachable(let reason) = refusal else {
      Issue.record("not unreachable but \(String(describing: refusal))")
      return
    }
    #expect(!reason.isEmpty)
  }
  #expect(database.load == Database.Load(inUse: 0, idle: 0, waiting: 0))
  #expect(ContinuousClock.now - start < .seconds(3))
}

@Test func `overrides win over the URL`() throws {
  try TestDatabase.with { test in
    try test.connection().executeUnsafeScript(
      "CREATE ROLE \(test.overrides["dbname"] ?? "") LOGIN PASSWORD 'its own'")
    defer { try? test.connection().executeUnsafeScript("DROP ROLE \(test.overrides["dbname"] ?? "")") }
    let user = test.overrides["dbname"] ?? ""
    let connection = try Connection(
      url: test.url,
      overrides: test.overrides.merging(
        ["user": user, "password": "its own", "application_name": "bill"]) { $1 })
    let row = try connection.rows(
      "SELECT current_user::text, current_database()::text, current_setting('application_name')")[0]
    #expect(try [row[0], row[1], row[2]] as [String] == [user, user, "bill"])
    #expect(throws: DatabaseError.self) {
      try Connection(url: test.url, overrides: test.overrides.merging(["user": "nobody_known"]) { $1 })
    }
  }
}

@Test func `a statement that takes too long is ended by the server`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 1, statementTimeoutMilliseconds: 50)
  let refusal = #expect(throws: DatabaseError.self) { try database.read(["SELECT pg_sleep(10)"]) }
  #expect(refusal?.isTimeout == true)
  #expect(database.load.idle == 1)
}

@Test func `a closed pool lends nothing and closes what comes back`() throws {
  let database = Database(url: try TestDatabase.clusterURL(), connections: 2, statementTimeoutMilliseconds: 0)
  try database.transaction { tx in
    _ = try database.read(["SELECT 1"])
    database.close()
    #expect(try tx.rows("SELECT 1").count == 1, "who is inside may finish")
    #expect(throws: DatabaseError.unreachable("the pool is closed")) { try database.read(["SELECT 1"]) }
  }
  #expect(database.load == Database.Load(inUse: 0, idle: 0, waiting: 0))
}

@Test func `serialization failures and deadlocks are told from other refusals`() throws {
  try TestDatabase.withTickets { test in
    let database = test.database(connections: 2)
    let refusal = #expect(throws: DatabaseError.self) {
      try database.transaction(opening: ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SELECT count(*) FROM ticket"])
      {
        tx in
        try database.transaction(opening: ["SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"]) { other in
          _ = try other.rows("SELECT count(*) FROM ticket")
          try other.execute("INSERT INTO ticket (id, title) VALUES (1, 'x')")
        }
        try tx.execute("INSERT INTO ticket (id, title) VALUES (2, 'x')")
      }
    }
    #expect(refusal?.isSerialization == true)
    #expect(refusal?.isUniqueViolation() == false)
    let kept = try test.tickets()
    #expect(kept == [1])
  }
}

@Test(arguments: [
  (DatabaseError.unreachable("host db1"), "The database cannot be reached.", "unreachable: host db1"),
  (.lost, "The database cannot be reached.", "connection lost"),
  (.busy, "The database is busy.", "busy: no connection became free in time"),
  (
    .failed(sqlstate: "23505", message: "duplicate key", constraint: "user_email_key"),
    "The database refused the request.", "23505: duplicate key (constraint user_email_key)"
  ),
  (.encoding("a text contains NUL"), "The database refused the request.", "cannot send: a text contains NUL"),
])
func `an error is vague to people and complete in the log`(_ error: DatabaseError, _ vague: String, _ complete: String)
{
  #expect("\(error)" == vague)
  #expect(String(reflecting: error) == complete)
}

@Test func `a refusal never quotes a row`() throws {
  try TestDatabase.withTickets { test in
    let secret = "scrypt-hash"
    let refusal = #expect(throws: DatabaseError.self) {
      try test.database().transaction { tx in
        try tx.execute("INSERT INTO ticket (id, title, parent) VALUES (1, \(secret), 1), (1, \(secret), 2)")
      }
    }
    #expect(refusal?.isUniqueViolation(constraint: "ticket_pkey") == true)
    #expect(!String(reflecting: refusal).contains("(1)"))
  }
}
