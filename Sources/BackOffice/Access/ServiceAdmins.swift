import Core
import FoundationEssentials
import Markup
import Postgres

/// Who runs each service of a customer: the same people or different ones.
struct ServiceAdmins {
  private let owner: Organizations.Record
  private let call: Call
  private let services: [(id: ID<Service>, name: String, admins: [String])]

  /// The services in use, and those somebody runs.
  init(_ owner: Organizations.Record, _ call: Call) throws {
    self.owner = owner
    self.call = call
    let results = try call.tx.pipeline([
      """
      SELECT v.id, v.name, EXISTS (SELECT FROM subscription s WHERE s.customer_id = \(owner.id)
        AND s.service_id = v.id AND s.status IN ('pending', 'active', 'suspended'))
      FROM service v ORDER BY v.name, v.id
      """,
      """
      SELECT g.service_ids, coalesce(p.given_name || ' ' || p.family_name, g.holder_name, '')
      FROM role_grant g LEFT JOIN person p ON p.id = g.person_id
      WHERE g.organization_id = \(owner.id) AND g.role = 'technicalAdmin' AND \(Grants.current(at: call.work.now))
      ORDER BY 2
      """,
    ])
    let grants = try results[1].map { (services: try $0[0] as [ID<Service>]?, name: try $0[1] as String) }
    services = try results[0].compactMap { row in
      let id: ID<Service> = try row[0]
      let named = grants.filter { $0.services?.contains(id) ?? false }
      let isInUse: Bool = try row[2]
      guard isInUse || !named.isEmpty else { return nil }
      let admins = grants.filter { $0.services?.contains(id) ?? true }.map(\.name)
      return (id: id, name: try row[1], admins: Array(Set(admins)).sorted())
    }
  }

  var html: HTML {
    guard !services.isEmpty else { return .empty }
    let language = call.actor.language
    let mayAppoint = call.actor.holds(.grantsManage) && call.actor.rights.mayGrant(.technicalAdmin, at: owner.level)
    let rows: [[HTML]] = services.map { service in
      let href = PortalLink.to(
        "/access/new",
        [
          "organization": PeoplePages.elsewhere(owner, call), "role": Role.technicalAdmin.rawValue,
          "service": service.id.description,
        ])
      let admins = service.admins.joined(separator: ", ")
      return [
        "\(service.name)", service.admins.isEmpty ? badge(GrantWords.nobody.in(language), tone: .warning) : "\(admins)",
        mayAppoint ? buttonLink(label: GrantWords.appoint.in(language), href: href) : .empty,
      ]
    }
    return card(
      title: GrantWords.byService.in(language),
      table(
        caption: GrantWords.byService.in(language),
        columns: [
          Column(DeskWords.service.in(language)), Column(DeskWords.person.in(language)), Column("", kind: .number),
        ], rows: rows))
  }
}
