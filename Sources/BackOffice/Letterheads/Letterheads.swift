import Core
import Documents
import FoundationEssentials
import Postgres

/// What stands at the head of an organization's documents: its address, and a seller's logo and wording. Changes count
/// from then on; the document of a closed statement keeps what counted when it was closed.
package enum Letterheads {
  package struct Record: Sendable {
    package let organization: ID<Organization>
    package let path: Path
    package var head: Head
    package let setByName: String?
    /// 0 as long as nothing was ever set.
    package let version: Int
  }

  package struct Head: Sendable, Hashable {
    /// Without a country, which is the organization's.
    package var address = PostalAddress()
    /// A seller's own sentences below the sums.
    package var wording: String?
    package var logo: PNGImage?

    package init() {}
  }

  /// The heads on one document.
  struct Pair {
    let seller: Head?
    let buyer: Head?
  }

  private static let columns: SQL = "l.organization_id, l.street, l.postal_code, l.city, l.wording, l.logo"

  private static func head(_ row: Row) throws -> Head {
    var head = Head()
    head.address = PostalAddress(street: try row[1], postalCode: try row[2], city: try row[3])
    head.wording = try row[4]
    let logo: [UInt8]? = try row[5]
    head.logo = try logo.map { try PNGImage($0) }
    return head
  }

  /// What counts on a statement's document: of a closed one what counted then.
  static func onDocument(_ record: Statements.Record, in work: Work) throws -> Pair {
    let at = record.closedAt ?? work.now
    let rows = try work.tx.rows(
      """
      SELECT DISTINCT ON (l.organization_id) \(columns) FROM letterhead l
      WHERE l.organization_id IN (\(record.seller.id), \(record.buyer.id)) AND l.since <= \(at)
      ORDER BY l.organization_id, l.since DESC
      """)
    var heads: [ID<Organization>: Head] = [:]
    for row in rows { heads[try row[0]] = try head(row) }
    return Pair(seller: heads[record.seller.id], buyer: heads[record.buyer.id])
  }

  /// A seller's logo, for whoever reads its documents.
  package static func logo(of id: ID<Organization>, in work: Work) throws -> (image: PNGImage, version: Int) {
    try work.actor.require(.statementsView)
    let rows = try work.tx.rows(
      """
      SELECT l.logo, l.version FROM letterhead l
      WHERE l.organization_id = \(id) AND l.since <= \(work.now) ORDER BY l.since DESC LIMIT 1
      """)
    guard let row = rows.first, let bytes: [UInt8] = try row[0] else { throw Refusal.notFound }
    return (try PNGImage(bytes), try row[1])
  }

  /// What counts now; of oneself or of somebody below.
  package static func find(_ id: ID<Organization>, in work: Work, locking: Bool = false) throws -> Record {
    try work.actor.require(.statementsClose)
    let owner = try Organizations.find(id, in: work, locking: locking)
    let rows = try work.tx.rows(
      """
      SELECT \(columns), l.set_by_name, l.version FROM letterhead l
      WHERE l.organization_id = \(id) ORDER BY l.since DESC LIMIT 1
      """)
    guard let row = rows.first else {
      return Record(organization: id, path: owner.path, head: Head(), setByName: nil, version: 0)
    }
    return Record(
      organization: id, path: owner.path, head: try head(row), setByName: try row[6], version: try row[7])
  }

  /// Whether the actor sets it: an administrator of the selling organization itself.
  package static func isSet(by actor: Actor, for organization: ID<Organization>) -> Bool {
    actor.organization == organization && actor.level != .customer
      && actor.rights.roles.contains(actor.level.administrator)
  }

  /// Changes what is said and keeps the rest.
  package static func change(
    _ id: ID<Organization>, in work: Work, check: (Int) throws -> Void = { _ in }, _ edit: (inout Head) -> Void
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    guard isSet(by: work.actor, for: id) else { throw Refusal.denied("letterhead.not_yours") }
    try check(before.version)
    var after = before.head
    edit(&after)
    if after == before.head { return before }
    save(after, replacing: before, in: work)
    let kind = before.path.level.name
    try work.audit(
      "\(kind).letterhead_changed", AuditObject(kind, id), on: before.path, before: facts(before.head),
      after: facts(after))
    return Record(
      organization: id, path: before.path, head: after, setByName: work.actor.name, version: before.version + 1)
  }

  /// In place of the last one unless a statement was closed since, which goes on to show it.
  private static func save(_ head: Head, replacing before: Record, in work: Work) {
    let id = before.organization
    let address = head.address
    let logo = head.logo?.bytes
    work.tx.enqueue(
      """
      WITH last AS (
        SELECT max(since) AS since FROM letterhead WHERE organization_id = \(id)
      ), changed AS (
        UPDATE letterhead l SET street = \(address.street), postal_code = \(address.postalCode),
          city = \(address.city), wording = \(head.wording), logo = \(logo), set_by = \(work.actor.person),
          set_by_name = \(work.actor.name), version = version + 1
        FROM last WHERE l.organization_id = \(id) AND l.since = last.since AND NOT EXISTS (
          SELECT FROM statement s WHERE s.seller_id = \(id) AND s.closed_at >= last.since)
        RETURNING l.since
      )
      INSERT INTO letterhead (organization_id, distributor_id, reseller_id, customer_id, since, street, postal_code,
        city, wording, logo, set_by, set_by_name, version)
      SELECT \(id), \(before.path.distributor), \(before.path.reseller), \(before.path.customer), \(work.now),
        \(address.street), \(address.postalCode), \(address.city), \(head.wording), \(logo), \(work.actor.person),
        \(work.actor.name), \(before.version + 1)
      WHERE NOT EXISTS (SELECT FROM changed)
      """)
  }

  /// Without the picture itself: how large it is.
  private static func facts(_ head: Head) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("street", head.address.street)
      $0.member("postalCode", head.address.postalCode)
      $0.member("city", head.address.city)
      $0.member("wording", head.wording)
      $0.member("logo", head.logo.map { "\($0.width) × \($0.height)" })
    }
    return json
  }
}
