import Core
import FoundationEssentials
import Postgres

/// The tree: distributors, resellers, customers.
package enum Organizations {
  package struct Record: Sendable {
    package let id: ID<Organization>
    package let path: Path
    package var name: String
    package var country: String
    package var vatID: String?
    package let currency: Currency
    package var timeZone: String
    package var selfService: SelfService
    package var status: Status
    package let version: Int

    package var level: Level { path.level }
  }

  package enum Status: String, Sendable, CaseIterable, TextColumn { case active, suspended }

  /// What may be said of an organization; nil: unchanged.
  package struct Draft: Sendable {
    package var name: String?
    package var country: String?
    package var vatID: String??
    package var currency: Currency?
    package var timeZone: String?
    package var selfService: SelfService?
    package var status: Status?
    /// Of a new customer: who sells to it; nil: the reseller acting.
    package var reseller: ID<Organization>?

    package init() {}
  }

  static let columns: SQL = """
    o.id, o.distributor_id, o.reseller_id, o.customer_id, o.name, o.country, o.vat_id, o.currency, o.time_zone,
    o.self_service, o.status, o.version, o.search_name
    """

  static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), name: try row[4],
      country: try row[5], vatID: try row[6], currency: try row[7], timeZone: try row[8], selfService: try row[9],
      status: try row[10], version: try row[11])
  }

  package static func find(_ id: ID<Organization>, kind: Level? = nil, in work: Work, locking: Bool = false) throws
    -> Record
  {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let ofKind: SQL = kind.map { "o.kind = \($0)" } ?? "true"
    let rows = try work.tx.rows("SELECT \(columns) FROM organization o WHERE o.id = \(id) AND \(ofKind) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try record(row)
    // By name one sees whom one buys from; as an object only oneself and what is below.
    guard work.actor.path.covers(record.path) || work.actor.credential == .system else { throw Refusal.notFound }
    return record
  }

  static func requireVisible(_ id: ID<Organization>, in work: Work) throws {
    if id == work.actor.organization { return }
    _ = try find(id, in: work)
  }

  package struct Listed: Sendable {
    package let record: Record
    package let searchName: String
    /// How many run; 0 where nobody asked for the count.
    package let subscriptions: Int
  }

  /// Customers in reach, by name; `counting` their running subscriptions as well.
  package static func customers(
    search: String?, reseller: ID<Organization>?, counting: Bool = false, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    var conditions: [SQL] = ["o.kind = 'customer'", within(work.actor)]
    if let reseller { conditions.append("o.reseller_id = \(reseller)") }
    return try list(conditions, search: search, counting: counting, paging, in: work)
  }

  package static func resellers(search: String?, _ paging: Paging, in work: Work) throws -> [Listed] {
    try list(["o.kind = 'reseller'", within(work.actor)], search: search, counting: false, paging, in: work)
  }

  private static func list(
    _ wanted: [SQL], search: String?, counting: Bool, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    var conditions = wanted
    if search != nil {
      conditions.append(SearchText.contains("o.search_name", search))
      // Which index is the better one depends on what is searched for.
      work.tx.enqueue("SET LOCAL plan_cache_mode = force_custom_plan")
    }
    let count: SQL =
      counting
      ? "(SELECT count(*) FROM subscription s WHERE s.customer_id = o.id AND s.status IN ('active', 'suspended'))"
      : "0::bigint"
    if let after = try paging.afterKey(Organization.self) {
      conditions.append("(o.search_name, o.id) > (\(after.text), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT \(columns), \(count) FROM organization o WHERE \(conditions.joined(separator: " AND "))
      ORDER BY o.search_name, o.id LIMIT \(paging.fetched)
      """
    ).map { Listed(record: try record($0), searchName: try $0[12], subscriptions: try $0[13]) }
  }

  static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "o.distributor_id = \(actor.organization)"
    case .reseller: "o.reseller_id = \(actor.organization)"
    case .customer: "o.customer_id = \(actor.organization)"
    }
  }

  /// A new reseller or customer below the actor.
  package static func create(_ draft: Draft, as level: Level, in work: Work) throws -> Record {
    try work.actor.require(level == .reseller ? .resellersManage : .customersManage)
    let seller = try level == .customer ? seller(of: draft, in: work) : nil
    let record = try checked(draft, level, seller: seller, in: work)
    let kind = level.name
    work.tx.enqueue(
      """
      INSERT INTO organization (id, kind, distributor_id, reseller_id, customer_id, name, country, vat_id, currency,
        time_zone, self_service, created_at)
      VALUES (\(record.id), \(kind), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(record.name), \(record.country), \(record.vatID), \(record.currency), \(record.timeZone),
        \(record.selfService), \(work.now))
      """)
    try work.audit("\(kind).created", AuditObject(kind, record.id), on: record.path, after: facts(record))
    if level == .customer { try addFirstCentre(of: record, in: work) }
    return record
  }

  /// So that the first subscription has somewhere to land.
  private static func addFirstCentre(of customer: Record, in work: Work) throws {
    let id: ID<BillingCentre> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO billing_centre (id, distributor_id, reseller_id, customer_id, code, name, is_default, position)
      VALUES (\(id), \(customer.path.distributor), \(customer.path.reseller), \(customer.id), 'GENERAL', 'General',
        true, 1)
      """)
    try work.audit("centre.created", AuditObject("billingCentre", id), on: customer.path)
  }

  private static func seller(of draft: Draft, in work: Work) throws -> Record {
    guard let id = draft.reseller ?? work.actor.path.reseller else {
      throw Refusal.invalid([Issue("/resellerId", "field.required")])
    }
    guard let reseller = try? find(id, kind: .reseller, in: work) else {
      throw Refusal.invalid([Issue("/resellerId", "reseller.unknown")])
    }
    return reseller
  }

  private static func checked(_ draft: Draft, _ level: Level, seller: Record?, in work: Work) throws -> Record {
    var issues: [Issue] = []
    if draft.name == nil { issues.append(Issue("/name", "field.required")) }
    if draft.country == nil { issues.append(Issue("/country", "field.required")) }
    if draft.currency == nil { issues.append(Issue("/currency", "field.required")) }
    let zone = draft.timeZone ?? seller?.timeZone ?? "UTC"
    if try !isTimeZone(zone, in: work) { issues.append(Issue("/timeZone", "time_zone.unknown")) }
    if let country = draft.country, let issue = misfit(draft.vatID ?? nil, country) { issues.append(issue) }
    guard let name = draft.name, let country = draft.country, let currency = draft.currency, issues.isEmpty else {
      throw Refusal.invalid(issues)
    }
    let id: ID<Organization> = work.newID()
    let path =
      level == .reseller
      ? Path(distributor: work.actor.path.distributor, reseller: id, customer: nil)
      : Path(distributor: work.actor.path.distributor, reseller: seller?.id, customer: id)
    return Record(
      id: id, path: path, name: name, country: country, vatID: draft.vatID ?? nil, currency: currency, timeZone: zone,
      selfService: draft.selfService ?? .full, status: .active, version: 1)
  }

  package static func change(
    _ id: ID<Organization>, _ draft: Draft, as level: Level, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, kind: level, in: work, locking: true)
    try work.actor.require(level == .reseller ? .resellersManage : .customersManage)
    try check(before)
    if let zone = draft.timeZone, try !isTimeZone(zone, in: work) {
      throw Refusal.invalid([Issue("/timeZone", "time_zone.unknown")])
    }
    if let currency = draft.currency, currency != before.currency {
      throw Refusal.invalid([Issue("/currency", "currency.fixed")])
    }
    // What was written down before stays until it, or the country, changes.
    let vatID = draft.vatID ?? before.vatID
    let country = draft.country ?? before.country
    if vatID != before.vatID || country != before.country, let issue = misfit(vatID, country) {
      throw Refusal.invalid([issue])
    }
    let after = Record(
      id: id, path: before.path, name: draft.name ?? before.name, country: country,
      vatID: vatID, currency: before.currency, timeZone: draft.timeZone ?? before.timeZone,
      selfService: draft.selfService ?? before.selfService, status: draft.status ?? before.status,
      version: before.version + 1)
    work.tx.enqueue(
      """
      UPDATE organization SET name = \(after.name), country = \(after.country), vat_id = \(after.vatID),
        time_zone = \(after.timeZone), self_service = \(after.selfService), status = \(after.status),
        version = version + 1
      WHERE id = \(id)
      """)
    try work.audit(
      "\(level.name).changed", AuditObject(level.name, id), on: before.path, before: facts(before), after: facts(after))
    return after
  }

  /// What is wrong with a VAT id, on which depends whether its holder owes the tax itself.
  private static func misfit(_ vatID: String?, _ country: String) -> Issue? {
    guard let vatID, !VATID.fits(vatID, country: country) else { return nil }
    return Issue("/vatId", "vat_id.malformed", ["country": country])
  }

  private static func isTimeZone(_ name: String, in work: Work) throws -> Bool {
    try !work.tx.rows("SELECT 1 FROM pg_timezone_names WHERE name = \(name)").isEmpty
  }

  static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    OrganizationsAPI.write(&json, record)
    return json
  }
}
