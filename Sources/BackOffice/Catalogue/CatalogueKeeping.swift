import Core
import FoundationEssentials
import Postgres

/// What a distributor does with its own catalogue: services, products and categories here, plans and offers beside.
package enum CatalogueKeeping {
  /// A name that stands somewhere: a service with its vendor, a product of a service, a category.
  package struct Entry<Kind>: Sendable {
    package let id: ID<Kind>
    package let name: String
    /// Of a service.
    package let vendor: String?
    /// Of a product.
    package let service: ID<Service>?
    /// Where it stands in lists; of services and categories.
    package let position: Int?
    package let version: Int
  }

  /// What may be said of one; nil: unchanged.
  package struct Draft: Sendable {
    package var name: String?
    package var vendor: String?
    package var service: ID<Service>?
    package var position: Int?

    package init() {}
  }

  /// The distributor whose catalogue is changed. One change at a time, so that names stay apart.
  static func keeper(_ work: Work) throws -> Path {
    try work.actor.require(.catalogueManage)
    let path = Path(distributor: work.actor.path.distributor, reseller: nil, customer: nil)
    _ = try work.tx.rows("SELECT 1 FROM organization WHERE id = \(path.distributor) FOR NO KEY UPDATE")
    return path
  }

  // MARK: Services

  package static func service(_ id: ID<Service>, in work: Work) throws -> Entry<Service> {
    let isSold = try Catalogue.Eyes(for: nil, in: work).sells("p.service_id = v.id")
    let rows = try work.tx.rows(
      "SELECT v.id, v.name, v.vendor, v.position, v.version FROM service v WHERE v.id = \(id) AND \(isSold)")
    guard let row = rows.first else { throw Refusal.notFound }
    return Entry(
      id: try row[0], name: try row[1], vendor: try row[2], service: nil, position: try row[3], version: try row[4])
  }

  package static func createService(_ draft: Draft, in work: Work) throws -> Entry<Service> {
    let path = try keeper(work)
    guard let name = draft.name, let vendor = draft.vendor else {
      throw Refusal.invalid([Issue(draft.name == nil ? "/name" : "/vendor", "field.required")])
    }
    let taken: SQL = "SELECT 1 FROM service WHERE distributor_id = \(path.distributor) AND name = \(name)"
    try requireFree(taken, in: work)
    let id: ID<Service> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO service (id, distributor_id, name, vendor, position)
      SELECT \(id), \(path.distributor), \(name), \(vendor), coalesce(\(draft.position)::int, max(position) + 1, 1)
      FROM service WHERE distributor_id = \(path.distributor)
      """)
    let after = try service(id, in: work)
    try work.audit("service.created", AuditObject("service", id), on: path, after: facts(after))
    return after
  }

  package static func changeService(
    _ id: ID<Service>, _ draft: Draft, in work: Work, check: (Int) throws -> Void
  ) throws -> Entry<Service> {
    let path = try keeper(work)
    let before = try service(id, in: work)
    try check(before.version)
    if let name = draft.name {
      try requireFree(
        "SELECT 1 FROM service WHERE distributor_id = \(path.distributor) AND name = \(name) AND id <> \(id)", in: work)
    }
    work.tx.enqueue(
      """
      UPDATE service SET name = coalesce(\(draft.name), name), vendor = coalesce(\(draft.vendor), vendor),
        position = coalesce(\(draft.position)::int, position), version = version + 1 WHERE id = \(id)
      """)
    let after = try service(id, in: work)
    try work.audit(
      "service.changed", AuditObject("service", id), on: path, before: facts(before), after: facts(after))
    return after
  }

  // MARK: Products

  package static func product(_ id: ID<Product>, in work: Work) throws -> Entry<Product> {
    let isSold = try Catalogue.Eyes(for: nil, in: work).sells("p.product_id = d.id")
    let rows = try work.tx.rows(
      "SELECT d.id, d.name, d.service_id, d.version FROM product d WHERE d.id = \(id) AND \(isSold)")
    guard let row = rows.first else { throw Refusal.notFound }
    return Entry(
      id: try row[0], name: try row[1], vendor: nil, service: try row[2], position: nil, version: try row[3])
  }

  package static func createProduct(_ draft: Draft, in work: Work) throws -> Entry<Product> {
    let path = try keeper(work)
    guard let name = draft.name, let service = draft.service else {
      throw Refusal.invalid([Issue(draft.name == nil ? "/name" : "/serviceId", "field.required")])
    }
    guard try !work.tx.rows("SELECT 1 FROM service WHERE id = \(service)").isEmpty else {
      throw Refusal.invalid([Issue("/serviceId", "service.unknown")])
    }
    try requireFree("SELECT 1 FROM product WHERE service_id = \(service) AND name = \(name)", in: work)
    let id: ID<Product> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO product (id, distributor_id, service_id, name)
      VALUES (\(id), \(path.distributor), \(service), \(name))
      """)
    let after = try product(id, in: work)
    try work.audit("product.created", AuditObject("product", id), on: path, after: facts(after))
    return after
  }

  /// A product's name; it stays with its service.
  package static func changeProduct(
    _ id: ID<Product>, _ draft: Draft, in work: Work, check: (Int) throws -> Void
  ) throws -> Entry<Product> {
    let path = try keeper(work)
    let before = try product(id, in: work)
    try check(before.version)
    if let name = draft.name {
      try requireFree(
        "SELECT 1 FROM product WHERE service_id = \(before.service) AND name = \(name) AND id <> \(id)", in: work)
    }
    work.tx.enqueue(
      "UPDATE product SET name = coalesce(\(draft.name), name), version = version + 1 WHERE id = \(id)")
    let after = try product(id, in: work)
    try work.audit(
      "product.changed", AuditObject("product", id), on: path, before: facts(before), after: facts(after))
    return after
  }

  // MARK: Categories

  package static func categories(_ paging: Paging, in work: Work) throws -> [Entry<Category>] {
    var after: SQL = "true"
    if let key = try paging.afterKey(Category.self) {
      guard let position = Int(key.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      after = "(g.position, g.id) > (\(position), \(key.id))"
    }
    return try categories(after, paging.fetched, in: work)
  }

  package static func category(_ id: ID<Category>, in work: Work) throws -> Entry<Category> {
    guard let found = try categories("g.id = \(id)", 1, in: work).first else { throw Refusal.notFound }
    return found
  }

  private static func categories(_ condition: SQL, _ limit: Int, in work: Work) throws -> [Entry<Category>] {
    let isSold = try Catalogue.Eyes(for: nil, in: work).sells("p.category_id = g.id")
    return try work.tx.rows(
      """
      SELECT g.id, g.name, g.position, g.version FROM category g WHERE \(condition) AND \(isSold)
      ORDER BY g.position, g.id LIMIT \(limit)
      """
    ).map {
      Entry(id: try $0[0], name: try $0[1], vendor: nil, service: nil, position: try $0[2], version: try $0[3])
    }
  }

  package static func createCategory(_ draft: Draft, in work: Work) throws -> Entry<Category> {
    let path = try keeper(work)
    guard let name = draft.name else { throw Refusal.invalid([Issue("/name", "field.required")]) }
    try requireFree(
      "SELECT 1 FROM category WHERE distributor_id = \(path.distributor) AND name = \(name)", in: work)
    let id: ID<Category> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO category (id, distributor_id, name, position)
      SELECT \(id), \(path.distributor), \(name), coalesce(\(draft.position)::int, max(position) + 1, 1)
      FROM category WHERE distributor_id = \(path.distributor)
      """)
    let after = try category(id, in: work)
    try work.audit("category.created", AuditObject("category", id), on: path, after: facts(after))
    return after
  }

  package static func changeCategory(
    _ id: ID<Category>, _ draft: Draft, in work: Work, check: (Int) throws -> Void
  ) throws -> Entry<Category> {
    let path = try keeper(work)
    let before = try category(id, in: work)
    try check(before.version)
    if let name = draft.name {
      try requireFree(
        "SELECT 1 FROM category WHERE distributor_id = \(path.distributor) AND name = \(name) AND id <> \(id)",
        in: work)
    }
    work.tx.enqueue(
      """
      UPDATE category SET name = coalesce(\(draft.name), name), position = coalesce(\(draft.position)::int, position),
        version = version + 1 WHERE id = \(id)
      """)
    let after = try category(id, in: work)
    try work.audit(
      "category.changed", AuditObject("category", id), on: path, before: facts(before), after: facts(after))
    return after
  }

  // MARK: Helpers

  static func requireFree(_ taken: SQL, in work: Work) throws {
    if try !work.tx.rows(taken).isEmpty { throw Refusal.invalid([Issue("/name", "catalogue.name_taken")]) }
  }

  private static func facts<Kind>(_ entry: Entry<Kind>) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("name", entry.name)
      if let vendor = entry.vendor { $0.member("vendor", vendor) }
    }
    return json
  }
}
