import FoundationEssentials

/// Forward-only, checksummed changes of the schema: a folder of `0001_name.sql`, `0002_name.sql`, …
///
/// What was applied is in the table `schema_migration`. Each file runs in a transaction of its own.
package struct Migrations: Sendable {
  /// One file.
  struct File: Sendable {
    let version: Int32
    /// The file's name without `.sql`.
    let name: String
    let script: String
    let sha256: String
  }

  /// How a database stands to the files.
  package enum Status: Hashable, Sendable {
    case current
    /// The names of the files not applied yet, in order.
    case pending([String])
    /// The database has versions that are unknown here: a newer release ran on it.
    case newer([Int])
    /// An applied file was edited or renamed since.
    case changed(String)
  }

  /// Why migrations cannot be read or applied.
  package enum Failure: Error, Hashable, Sendable {
    /// The folder cannot be read, a file is not UTF-8, a name is not `0001_name.sql`, a version is missing or double.
    case unreadable(String)
    /// The database is newer or has another history.
    case refused(Status)
    /// The file contains BEGIN, COMMIT or ROLLBACK, so not all of it would be undone together.
    case endsTransaction(String)
    /// The server refused the file; nothing of it was kept.
    case failed(String, DatabaseError)
  }

  let files: [File]

  /// Reads all `.sql` files of a folder; others are ignored.
  ///
  /// `sha256` answers the digest of its input in hexadecimal.
  package init(directory: String, sha256: ([UInt8]) -> String) throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".sql") }.sorted()
    } catch {
      throw Failure.unreadable(directory)
    }
    var files: [File] = []
    for name in names {
      guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)"),
        let script = String(validating: bytes, as: UTF8.self)
      else { throw Failure.unreadable(name) }
      guard let version = Migrations.version(name), version == files.count + 1 else { throw Failure.unreadable(name) }
      files.append(File(version: version, name: String(name.dropLast(4)), script: script, sha256: sha256(Array(bytes))))
    }
    self.files = files
  }

  /// How the database of this connection stands.
  package func status(on connection: Connection) throws -> Status { try status(connection.rows) }

  /// How the database of this transaction stands.
  package func status(in transaction: Transaction) throws -> Status { try status(transaction.rows) }

  /// Applies what is pending and answers the names applied. Two callers at once wait for each other.
  ///
  /// Throws `Failure` or `DatabaseError`; files applied before the failing one stay applied.
  package func apply(on connection: Connection) throws -> [String] {
    _ = try connection.rows("SELECT pg_advisory_lock(\(Migrations.lock))")
    defer {
      connection.rollBackIfNeeded()
      // Closing the connection releases the lock as well.
      do { _ = try connection.rows("SELECT pg_advisory_unlock(\(Migrations.lock))") } catch { connection.close() }
    }
    _ = try connection.rows(
      """
      CREATE TABLE IF NOT EXISTS schema_migration (
        version int PRIMARY KEY,
        name text NOT NULL,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now())
      """)
    switch try status(on: connection) {
    case .current: return []
    case .pending(let names):
      for file in files.suffix(names.count) { try apply(file, on: connection) }
      return names
    case let other: throw Failure.refused(other)
    }
  }

  private func apply(_ file: File, on connection: Connection) throws {
    _ = try connection.rows(Database.begin)
    do {
      try connection.executeUnsafeScript(file.script)
      guard connection.isInOpenTransaction else { throw Failure.endsTransaction(file.name) }
      _ = try connection.pipeline([
        """
        INSERT INTO schema_migration (version, name, sha256)
        VALUES (\(file.version), \(file.name), \(file.sha256))
        """, Database.commit,
      ])
    } catch let refusal as DatabaseError {
      throw Failure.failed(file.name, refusal)
    }
  }

  private func status(_ rows: (SQL) throws -> Rows) throws -> Status {
    let hasTable: Bool = try rows("SELECT to_regclass('schema_migration') IS NOT NULL")[0][0]
    var applied: [(version: Int, name: String, sha256: String)] = []
    if hasTable {
      applied = try rows("SELECT version, name, sha256 FROM schema_migration ORDER BY version").map {
        (try $0[0], try $0[1], try $0[2])
      }
    }
    let unknown = applied.map(\.version).filter { $0 > files.count }
    if !unknown.isEmpty { return .newer(unknown) }
    for (file, row) in zip(files, applied) {
      guard (Int(file.version), file.name, file.sha256) == row else { return .changed(file.name) }
    }
    let pending = files.dropFirst(applied.count).map(\.name)
    return pending.isEmpty ? .current : .pending(pending)
  }

  /// Of the advisory lock: "migrate" in ASCII.
  private static let lock: Int64 = 0x6d_6967_7261_7465

  /// 7 of `0007_name.sql`, nil for any other form.
  private static func version(_ fileName: String) -> Int32? {
    let stem = fileName.dropLast(4)
    let digits = stem.prefix { $0.isASCII && $0.isNumber }
    let name = stem.dropFirst(digits.count)
    guard digits.count == 4, name.first == "_", name.count > 1 else { return nil }
    guard name.utf8.allSatisfy({ $0 == 0x5f || (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int32(digits)
  }
}
