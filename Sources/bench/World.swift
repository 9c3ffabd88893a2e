import BackOffice
import Core
import FoundationEssentials
import Postgres

/// A large world, the same every time: one distributor, a reseller per 2,000 customers, four centres per customer, two
/// and a half of them on average in a subscription's split, one customer with 50 subscriptions.
///
/// Subscriptions lie on disk in the order of their purchase, so those of one customer lie far apart.
struct World {
  struct Size: Sendable {
    var customers: Int
    var subscriptions: Int

    var resellers: Int { max(2, customers / 2_000) }
  }

  let size: Size

  init(_ size: Size) { self.size = size }

  /// When the world is looked at: every cycle covers this day.
  static let serving = "2026-01-31T12:00:00Z"
  /// When every subscription has exactly one new cycle to begin.
  static let billing = "2026-02-28T12:00:00Z"
  /// When the month in which it began is over, too.
  static let closing = "2026-03-02T12:00:00Z"

  /// Whose bearer token is used.
  enum Person: Int { case distributor = 1, reseller = 2 }

  static func token(_ person: Person) -> String { "cpt_bench-\(person)" }

  /// The numbers in ids say what a row is.
  enum Kind: Int {
    case distributor = 1, reseller, customer, centre, subscription, change, person, credential, grant
    case service, product, plan, offer
  }

  static func id(_ kind: Kind, _ number: Int) -> String {
    let digits = String(number)
    return prefix(kind) + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// The same, as a value: the digits of both numbers are its hexadecimal digits.
  static func uuid(_ kind: Kind, _ number: Int) -> UUID {
    func digits(_ pair: Int) -> UInt8 { UInt8(pair / 10 % 10 * 16 + pair % 10) }
    return UUID(
      uuid: (
        0x01, 0x90, 0, 0, 0, 0, 0x70, 0, 0x80, digits(kind.rawValue), digits(number / 10_000_000_000),
        digits(number / 100_000_000), digits(number / 1_000_000), digits(number / 10_000), digits(number / 100),
        digits(number)
      ))
  }

  /// An SQL expression for the id of `number`.
  static func idSQL(_ kind: Kind, _ number: String) -> String {
    "('\(prefix(kind))' || lpad((\(number))::text, 12, '0'))::uuid"
  }

  private static func prefix(_ kind: Kind) -> String {
    "01900000-0000-7000-80\(kind.rawValue < 10 ? "0" : "")\(kind.rawValue)-"
  }

  /// What the names of customers are made of.
  static let syllables = [
    "al", "ber", "cor", "del", "est", "fra", "gen", "hel", "ibis", "jura", "kol", "lum", "mon", "nord", "oro", "pri",
    "qua", "rhin", "sol", "tor", "uni", "val", "wes", "xen", "yver", "zur", "bra", "cla", "dru", "eva", "fon", "gri",
    "has", "ina", "kra", "lea", "mar", "neo", "opt", "pla",
  ]

  /// The subscriptions of the reseller with the token whose split has two centres: number `index` of `pairs`.
  func pair(_ index: Int) -> Int { size.resellers * (4 * index + 1) }

  var pairs: Int { (size.subscriptions / size.resellers - 2) / 4 }

  /// Migrates the database if need be and fills it, the many rows by COPY while they are made. Takes about a minute
  /// per million subscriptions.
  func build(in database: DatabaseURL, root: String) throws {
    let started = ContinuousClock.now
    let connection = try database.connect()
    defer { connection.close() }
    let migrations = try Migrations(directory: root + "/migrations", sha256: { Secrets.hex(Secrets.sha256($0)) })
    _ = try migrations.apply(on: connection)
    let isEmpty: Bool = try connection.rows("SELECT NOT EXISTS (SELECT FROM organization)")[0][0]
    guard isEmpty else { throw Failure(sentence: "The database has data already: a world is built in an empty one.") }
    try connection.executeUnsafeScript(World.months)
    // As a replica the server checks neither keys nor triggers: this world keeps them by construction.
    try connection.executeUnsafeScript("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'")
    let rows = WorldRows(size: size, connection: connection)
    try connection.executeUnsafeScript(WorldSQL.resellers(size))
    try connection.executeUnsafeScript(WorldSQL.catalogue(size))
    try rows.customers()
    try rows.centres()
    try connection.executeUnsafeScript(people())
    let indexes = try connection.rows(
      """
      SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
      WHERE i.indrelid = 'subscription'::regclass AND NOT EXISTS (
        SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
      """)
    let definitions: [(String, String)] = try indexes.map { (try $0[0], try $0[1]) }
    for (name, _) in definitions { try connection.executeUnsafeScript("DROP INDEX \(name)") }
    try rows.subscriptions()
    for (_, definition) in definitions { try connection.executeUnsafeScript(definition) }
    try rows.changes()
    try connection.executeUnsafeScript("RESET session_replication_role")
    try World.setClock(World.serving, on: connection)
    try connection.executeUnsafeScript("VACUUM ANALYZE")
    Bench.note("\(size.customers) customers, \(size.subscriptions) subscriptions in \(ContinuousClock.now - started)")
  }

  /// The tables of the months there are rows of, and of those to come, as the service's jobs would have made them.
  private static let months = """
    DO $$ BEGIN
      PERFORM make_month(k.parent, k.key, m::date)
      FROM kept_from k, generate_series(date '2025-03-01', date '2026-05-01', interval '1 month') m
      WHERE to_regclass(k.parent || '_rest') IS NOT NULL AND to_regclass(month_table(k.parent, m::date)) IS NULL;
    END $$
    """

  /// The sandbox's clock runs on from when it is set.
  static func setClock(_ instant: String, on connection: Connection) throws {
    try connection.executeUnsafeScript(
      """
      INSERT INTO sandbox_clock (set_to, set_at) VALUES ('\(instant)', clock_timestamp())
      ON CONFLICT (singleton) DO UPDATE SET set_to = excluded.set_to, set_at = excluded.set_at
      """)
  }

  private func people() -> String {
    [Person.distributor, .reseller].map { person in
      let number = person.rawValue
      let reseller = person == .reseller ? "'\(World.id(.reseller, 0))'" : "NULL"
      let organization = person == .reseller ? World.id(.reseller, 0) : World.id(.distributor, 0)
      let hash = Secrets.hex(Secrets.sha256(World.token(person)))
      return """
        INSERT INTO person (id, distributor_id, reseller_id, organization_id, given_name, family_name, sign_in_email,
          status, created_at)
        VALUES ('\(World.id(.person, number))', '\(World.id(.distributor, 0))', \(reseller), '\(organization)', 'Bench',
          '\(person)', '\(person)@bench.test', 'active', '2025-01-01');
        INSERT INTO role_grant (id, distributor_id, reseller_id, organization_id, person_id, role, granted_by_name,
          granted_at)
        VALUES ('\(World.id(.grant, number))', '\(World.id(.distributor, 0))', \(reseller), '\(organization)',
          '\(World.id(.person, number))', '\(person)', 'bench', '2025-01-01');
        INSERT INTO credential (hash, id, kind, person_id, name, scopes, created_at, expires_at)
        VALUES ('\\x\(hash)', '\(World.id(.credential, number))', 'token', '\(World.id(.person, number))', 'bench',
          '{read,write}', '2025-01-01', '2030-01-01');
        """
    }.joined(separator: "\n")
  }
}
