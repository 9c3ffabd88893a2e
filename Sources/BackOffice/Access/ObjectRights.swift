import Core
import FoundationEssentials
import Postgres

/// Who may do what with one thing, and through which grant.
package enum ObjectRights {
  package enum Kind: String, Sendable, CaseIterable { case customer, subscription, centre, service }

  package struct Target: Sendable {
    package let kind: Kind
    package let id: UUID
    package let name: String
    package let customer: Organizations.Record
    package let object: AccessObject
    /// The people of the customer who have a licence of it.
    let licensed: Set<ID<Person>>
  }

  package struct Entry: Sendable {
    package let grant: Grants.Record
    package let organizationName: String
    package let permissions: [Permission]
  }

  /// An organization above, whose people are not seen from here.
  package struct Above: Sendable {
    package let path: Path
    package let name: String
    package let permissions: [Permission]
  }

  package struct Answer: Sendable {
    package let target: Target
    package let entries: [Entry]
    package let above: [Above]
    /// Why the customer's own people are left out; nil: they are not.
    package let withheld: Code?
  }

  /// `customer`: whose service is meant, where the kind is `service`; nil: the one acted in.
  package static func over(
    _ kind: Kind, _ id: UUID, customer: ID<Organization>?, in work: Work
  ) throws -> Answer {
    try work.actor.require(.grantsView)
    let target = try target(kind, id, customer: customer, in: work)
    let way = target.customer.path
    var paths = [way, Path(distributor: way.distributor, reseller: way.reseller, customer: nil)]
    paths.append(Path(distributor: way.distributor, reseller: nil, customer: nil))
    let names = try names(of: paths, in: work)
    var withheld: Code?
    var entries: [Entry] = []
    var above: [Above] = []
    for path in paths {
      let name = names[path.organization] ?? ""
      guard work.actor.path.covers(path) else {
        let granted = HeldGrant(role: path.level.administrator)
        let permissions = granted.permissions(at: path.level, over: target.object, isLicensed: false)
        above.append(Above(path: path, name: name, permissions: permissions))
        continue
      }
      do {
        try Grants.requirePeople(of: path, in: work)
        entries += try self.entries(at: path, named: name, target, in: work)
      } catch Refusal.denied(let code) {
        withheld = code
      }
    }
    return Answer(target: target, entries: entries, above: above, withheld: withheld)
  }

  private static func names(of paths: [Path], in work: Work) throws -> [ID<Organization>: String] {
    let rows = try work.tx.rows("SELECT id, name FROM organization WHERE id = ANY (\(paths.map(\.organization)))")
    return try rows.reduce(into: [:]) { $0[try $1[0]] = try $1[1] as String }
  }

  private static func entries(
    at path: Path, named name: String, _ target: Target, in work: Work
  ) throws -> [Entry] {
    // A user's own licences say more than that somebody is a user.
    let users: SQL =
      switch target.kind {
      case .customer, .centre: "g.role <> 'user'"
      case .service, .subscription: "(g.role <> 'user' OR g.person_id = ANY (\(Array(target.licensed))))"
      }
    let rows = try work.tx.rows(
      """
      SELECT \(Grants.columns) FROM role_grant g LEFT JOIN person p ON p.id = g.person_id
      WHERE g.organization_id = \(path.organization) AND \(Grants.current(at: work.now)) AND \(users)
        AND coalesce(p.status <> 'disabled', true)
      ORDER BY g.role = 'user', p.family_name, g.id LIMIT \(Bounds.pageMaximum)
      """)
    return try rows.map(Grants.record).compactMap { grant in
      let isLicensed = target.licensed.contains(grant.person)
      var permissions = grant.held.permissions(at: path.level, over: target.object, isLicensed: isLicensed)
      // A customer's own people change subscriptions only when their reseller lets them.
      if path.level == .customer, target.customer.selfService != .full {
        permissions.removeAll { $0 == .subscriptionsChange }
      }
      return permissions.isEmpty ? nil : Entry(grant: grant, organizationName: name, permissions: permissions)
    }
  }

  // MARK: - The object

  private static func target(
    _ kind: Kind, _ id: UUID, customer: ID<Organization>?, in work: Work
  ) throws -> Target {
    switch kind {
    case .customer:
      let owner = try Organizations.find(ID(id), kind: .customer, in: work)
      return Target(kind: kind, id: id, name: owner.name, customer: owner, object: .customer, licensed: [])
    case .centre:
      let centre = try BillingCentres.find(ID(id), in: work)
      let owner = try Organizations.find(centre.path.organization, in: work)
      return Target(
        kind: kind, id: id, name: centre.name, customer: owner, object: .centre(centre.id), licensed: [])
    case .subscription: return try subscription(ID(id), in: work)
    case .service: return try service(ID(id), of: customer ?? work.actor.organization, in: work)
    }
  }

  private static func subscription(_ id: ID<Subscription>, in work: Work) throws -> Target {
    let record = try Subscriptions.find(id, in: work)
    let owner = try Organizations.find(record.subscription.customer, in: work)
    let licensed = try work.tx.rows("SELECT person_id FROM licence_assignment WHERE subscription_id = \(id)")
    let centres = Set(record.subscription.allocations.map(\.centre))
    return Target(
      kind: .subscription, id: id.raw, name: record.subscription.friendlyName ?? record.planName, customer: owner,
      object: .subscription(service: record.service, centres: centres), licensed: Set(try licensed.map { try $0[0] }))
  }

  private static func service(_ id: ID<Service>, of customer: ID<Organization>, in work: Work) throws -> Target {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    let results = try work.tx.pipeline([
      "SELECT name FROM service WHERE id = \(id)",
      """
      SELECT DISTINCT a.person_id FROM licence_assignment a JOIN subscription s ON s.id = a.subscription_id
      WHERE s.customer_id = \(customer) AND s.service_id = \(id)
      """,
    ])
    guard let row = results[0].first else { throw Refusal.notFound }
    return Target(
      kind: .service, id: id.raw, name: try row[0], customer: owner, object: .service(id),
      licensed: Set(try results[1].map { try $0[0] }))
  }
}
