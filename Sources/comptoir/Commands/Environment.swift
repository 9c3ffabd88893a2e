import BackOffice
import FoundationEssentials
import Outbound
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// What the commands take from the environment and their common options.
enum Environment {
  static func value(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  static func databaseURL(_ arguments: Arguments) throws -> String {
    guard let url = arguments.value("--database") ?? value("DATABASE_URL") else {
      throw Failure(
        status: .usage,
        sentence: "No database is named: set DATABASE_URL or give --database URL. deploy/run does it all for you.")
    }
    return url
  }

  static func configuration(_ arguments: Arguments) throws -> Configuration {
    var configuration = Configuration(databaseURL: try databaseURL(arguments))
    configuration.servicePassword = value("COMPTOIR_SERVICE_PASSWORD")
    configuration.mailFrom = value("COMPTOIR_MAIL_FROM") ?? configuration.mailFrom
    if let url = value("COMPTOIR_SMTP_URL") {
      configuration.smtp = SMTPServer(
        url: url, username: value("COMPTOIR_SMTP_USER"), password: value("COMPTOIR_SMTP_PASSWORD"),
        requireTLS: value("COMPTOIR_SMTP_TLS") != "off", certificates: value("COMPTOIR_SMTP_CA"))
    }
    configuration.secretKey = try secretKey()
    configuration.nameServer = try value("COMPTOIR_NAME_SERVER").map(nameServer)
    configuration.allowsPrivateProviders = value("COMPTOIR_PRIVATE_PROVIDERS") == "allowed"
    return configuration
  }

  /// The vault's key from the environment, or from the file the environment names (a systemd credential).
  private static func secretKey() throws -> [UInt8]? {
    let file = value("COMPTOIR_SECRET_KEY_FILE").map { URL(filePath: $0) }
    guard let text = try value("COMPTOIR_SECRET_KEY") ?? file.map({ try readKey($0) }) else { return nil }
    let printed = Text.trimmed(text)
    guard let key = Data(base64Encoded: printed), key.count == Vault.keyBytes else {
      throw Failure(
        status: .usage, sentence: "COMPTOIR_SECRET_KEY must be 32 random bytes in base64: openssl rand -base64 32.")
    }
    return Array(key)
  }

  private static func nameServer(_ text: String) throws -> NameServer {
    guard let server = NameServer(text) else {
      throw Failure(
        status: .usage, sentence: "COMPTOIR_NAME_SERVER must be an IPv4 address, with a port if it is not 53.")
    }
    return server
  }

  private static func readKey(_ file: URL) throws -> String {
    guard let data = try? Data(contentsOf: file), let text = String(validating: data, as: UTF8.self) else {
      throw Failure(status: .usage, sentence: "The file that COMPTOIR_SECRET_KEY_FILE names cannot be read.")
    }
    return text
  }

  /// An office on a database that is checked to be ready for this program.
  static func office(_ arguments: Arguments, _ change: (inout Configuration) throws -> Void = { _ in }) throws -> Office
  {
    var configuration = try configuration(arguments)
    try change(&configuration)
    let office = Office(configuration)
    try Installation.check(office)
    configuration.sandbox = try Clock.isSandbox(office)
    office.database.close()
    return Office(configuration)
  }

  static func migrations(_ arguments: Arguments) throws -> Migrations {
    let root = arguments.value("--root") ?? "."
    do {
      return try Migrations(directory: root + "/migrations", sha256: { Secrets.hex(Secrets.sha256($0)) })
    } catch {
      throw Failure(
        status: .usage, sentence: "There are no migrations in \(root)/migrations: name the checkout with --root DIR.")
    }
  }
}

/// Whether a database is what this program expects.
enum Installation {
  static func check(_ office: Office) throws {
    let state = try office.database.transaction { tx in
      let present: Bool = try tx.rows("SELECT to_regclass('schema_migration') IS NOT NULL")[0][0]
      guard present else { return (version: 0, binds: true) }
      let version: Int? = try tx.rows("SELECT max(version) FROM schema_migration")[0][0]
      let free: Bool = try tx.rows(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")[0][0]
      return (version: version ?? 0, binds: !free)
    }
    guard state.binds else {
      throw Failure(
        status: .schema,
        sentence: "The role comptoir_service can bypass row-level security: ALTER ROLE it NOSUPERUSER NOBYPASSRLS.")
    }
    if state.version > Schema.version {
      throw Failure(
        status: .schema,
        sentence: "The database is at schema \(state.version), newer than this program's \(Schema.version): "
          + "use the newer program.")
    }
    if state.version < Schema.version {
      throw Failure(
        status: .schema,
        sentence: "The database is at schema \(state.version), this program needs \(Schema.version): "
          + "run comptoir migrate.")
    }
  }
}
