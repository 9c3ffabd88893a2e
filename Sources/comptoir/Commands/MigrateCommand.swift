import BackOffice
import Postgres

enum MigrateCommand {
  static let command = Command(
    name: "migrate", summary: "Brings the database's schema up to date.",
    discussion: """
      Applies the files of migrations/ that are missing, each in a transaction of its own, and sets the password of
      the service's role to COMPTOIR_SERVICE_PASSWORD when that is set. Connects as the schema's owner, who must be
      able to create roles and to bypass row-level security.
      """,
    options: [.database, .root, Option(name: "--check", summary: "Only tell whether anything is missing.")],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let migrations = try Environment.migrations(arguments)
    let connection = try Connection(url: try Environment.databaseURL(arguments))
    defer { connection.close() }
    if arguments.has("--check") { return try check(migrations, connection) }
    do {
      let applied = try migrations.apply(on: connection)
      print(applied.isEmpty ? "The schema is current." : "Applied \(applied.joined(separator: ", ")).")
    } catch let failure as Migrations.Failure {
      throw Failure(status: .schema, sentence: sentence(failure))
    }
    if let password = Environment.value("COMPTOIR_SERVICE_PASSWORD") { try setPassword(password, connection) }
  }

  private static func check(_ migrations: Migrations, _ connection: Connection) throws {
    switch try migrations.status(on: connection) {
    case .current: print("The schema is current.")
    case .pending(let names):
      throw Failure(status: .schema, sentence: "Missing: \(names.joined(separator: ", ")). Run comptoir migrate.")
    case let other: throw Failure(status: .schema, sentence: sentence(.refused(other)))
    }
  }

  private static func sentence(_ failure: Migrations.Failure) -> String {
    switch failure {
    case .refused(.newer(let versions)):
      "The database has migrations this program does not know (\(versions)): use the newer program. "
        + "Nothing was changed."
    case .refused(.changed(let name)):
      "The migration \(name) differs from the one this database was made with: restore that file. Nothing was changed."
    case .failed(let name, let error):
      "The migration \(name) failed and was undone: \(String(reflecting: error))"
    default: "The migrations cannot be applied: \(failure). Nothing was changed."
    }
  }

  /// ALTER ROLE takes no parameters, so the password goes by way of a setting and is quoted by the server.
  private static func setPassword(_ password: String, _ connection: Connection) throws {
    _ = try connection.rows("SELECT set_config('comptoir.password', \(password), false)")
    _ = try connection.rows(
      """
      DO $$ BEGIN
        EXECUTE format('ALTER ROLE comptoir_service PASSWORD %L', current_setting('comptoir.password'));
      END $$
      """)
  }
}
