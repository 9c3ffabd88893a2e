import Core
import FoundationEssentials
import Postgres

/// Where a customer's cost lands.
package enum BillingCentres {
  package struct Record: Sendable {
    package let id: ID<BillingCentre>
    package let path: Path
    package var code: String
    package var name: String
    package var isDefault: Bool
    package let position: Int
    package var contactEmail: String?
    package var closed: Bool
    package let version: Int
  }

  /// What may be said of a centre; nil: unchanged.
  package struct Draft: Sendable {
    package var code: String?
    package var name: String?
    package var isDefault: Bool?
    package var contactEmail: String??
    package var closed: Bool?

    package init() {}
  }

  static let columns: SQL = """
    id, distributor_id, reseller_id, customer_id, code, name, is_default, position, contact_email, closed, version
    """

  static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), code: try row[4],
      name: try row[5], isDefault: try row[6], position: try row[7], contactEmail: try row[8], closed: try row[9],
      version: try row[10])
  }

  /// What the domain knows of a centre, from `id, is_default, closed, position`.
  static func centre(_ row: Row) throws -> Centre {
    Centre(id: try row[0], isDefault: try row[1], closed: try row[2], position: try row[3])
  }

  package static func list(of customer: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    try Organizations.requireVisible(customer, in: work)
    let after: SQL = try paging.afterNumber().map { "position > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM billing_centre WHERE customer_id = \(customer) AND \(after)
      ORDER BY position LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<BillingCentre>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR UPDATE" : ""
    guard let row = try work.tx.rows("SELECT \(columns) FROM billing_centre WHERE id = \(id) \(lock)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  package static func create(_ draft: Draft, for customer: ID<Organization>, in work: Work) throws -> Record {
    try work.actor.require(.centresManage)
    let owner = try Organizations.find(customer, kind: .customer, in: work, locking: true)
    var issues: [Issue] = []
    if draft.code == nil { issues.append(Issue("/code", "field.required")) }
    if draft.name == nil { issues.append(Issue("/name", "field.required")) }
    guard let code = draft.code, let name = draft.name, issues.isEmpty else { throw Refusal.invalid(issues) }
    try checkCode(code, of: customer, except: nil, in: work)
    let last: Int? = try work.tx.rows(
      "SELECT max(position) FROM billing_centre WHERE customer_id = \(customer)")[0][0]
    let position = (last ?? 0) + 1
    let isFirst = last == nil
    let record = Record(
      id: work.newID(), path: owner.path, code: code, name: name, isDefault: draft.isDefault ?? isFirst,
      position: position, contactEmail: draft.contactEmail ?? nil, closed: false, version: 1)
    if record.isDefault { clearDefault(of: customer, in: work) }
    work.tx.enqueue(
      """
      INSERT INTO billing_centre (id, distributor_id, reseller_id, customer_id, code, name, is_default, position,
        contact_email)
      VALUES (\(record.id), \(owner.path.distributor), \(owner.path.reseller), \(customer), \(code), \(name),
        \(record.isDefault), \(position), \(record.contactEmail))
      """)
    try work.audit(
      "centre.created", AuditObject("billingCentre", record.id), on: owner.path, after: facts(record))
    return record
  }

  package static func change(
    _ id: ID<BillingCentre>, _ draft: Draft, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    try work.actor.require(.centresManage)
    let before = try find(id, in: work, locking: true)
    try check(before)
    var after = before
    after.code = draft.code ?? before.code
    after.name = draft.name ?? before.name
    after.contactEmail = draft.contactEmail ?? before.contactEmail
    after.closed = draft.closed ?? before.closed
    after.isDefault = draft.isDefault ?? before.isDefault
    let customer = before.path.organization
    if after.code != before.code { try checkCode(after.code, of: customer, except: id, in: work) }
    if before.isDefault, !after.isDefault { throw Refusal.invalid([Issue("/default", "centre.default_needed")]) }
    if after.closed, !before.closed { try CentreClosing.requireClosable(after, in: work) }
    if after.isDefault, after.closed { throw Refusal.invalid([Issue("/closed", "centre.default_stays_open")]) }
    if after.isDefault, !before.isDefault { clearDefault(of: customer, in: work) }
    work.tx.enqueue(
      """
      UPDATE billing_centre SET code = \(after.code), name = \(after.name), is_default = \(after.isDefault),
        contact_email = \(after.contactEmail), closed = \(after.closed), version = version + 1 WHERE id = \(id)
      """)
    try work.audit(
      "centre.changed", AuditObject("billingCentre", id), on: before.path, before: facts(before), after: facts(after))
    return Record(
      id: id, path: after.path, code: after.code, name: after.name, isDefault: after.isDefault,
      position: after.position, contactEmail: after.contactEmail, closed: after.closed, version: before.version + 1)
  }

  private static func clearDefault(of customer: ID<Organization>, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE billing_centre SET is_default = false, version = version + 1
      WHERE customer_id = \(customer) AND is_default
      """)
  }

  private static func checkCode(
    _ code: String, of customer: ID<Organization>, except id: ID<BillingCentre>?, in work: Work
  ) throws {
    let taken = try work.tx.rows(
      "SELECT id FROM billing_centre WHERE customer_id = \(customer) AND code = \(code) AND id IS DISTINCT FROM \(id)")
    if !taken.isEmpty { throw Refusal.invalid([Issue("/code", "centre.code_taken", ["code": code])]) }
  }

  static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    BillingCentresAPI.write(&json, record)
    return json
  }
}
