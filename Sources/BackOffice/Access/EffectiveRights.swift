import Core
import FoundationEssentials
import Postgres

/// What somebody may do, each right with the grant it comes from.
package enum EffectiveRights {
  package struct Right: Sendable {
    package let permission: Permission
    package let grant: Grants.Record
    package let organizationName: String
    /// Why it cannot be exercised at present; nil: it can.
    package let limitedBy: Code?
  }

  package struct Answer: Sendable {
    package let user: Users.Record
    package let grants: [Grants.Record]
    package let rights: [Right]
  }

  /// Oneself's, or as far as one's reach goes somebody else's.
  package static func of(_ person: ID<Person>, in work: Work) throws -> Answer {
    let user = try Users.find(person, in: work)
    if person != work.actor.person { try work.actor.require(.grantsView) }
    let rows = try work.tx.rows(
      """
      SELECT \(Grants.columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.person_id = \(person) AND \(Grants.current(at: work.now)) ORDER BY g.id
      """)
    let grants = try rows.map(Grants.record)
    let organizations = try organizations(of: grants, in: work)
    let rights = grants.flatMap { grant -> [Right] in
      guard let organization = organizations[grant.path.organization] else { return [] }
      let given = grant.role.permissions(at: grant.path.level)
      return Permission.allCases.filter(given.contains).map { permission in
        Right(
          permission: permission, grant: grant, organizationName: organization.name,
          limitedBy: limit(permission, of: user, at: organization))
      }
    }
    return Answer(user: user, grants: grants, rights: rights)
  }

  private typealias Organization = (name: String, level: Level, selfService: SelfService, isSuspended: Bool)

  /// One's own grants are one's own to know of, wherever they are.
  private static func organizations(
    of grants: [Grants.Record], in work: Work
  ) throws -> [ID<Core.Organization>: Organization] {
    let ids = Array(Set(grants.map(\.path.organization)))
    let rows = try work.tx.pipeline([
      Reach.everything, "SELECT id, name, kind, self_service, status FROM organization WHERE id = ANY (\(ids))",
      Reach.notEverything,
    ])[1]
    return try rows.reduce(into: [:]) {
      $0[try $1[0]] = (
        name: try $1[1], level: try $1[2], selfService: try $1[3], isSuspended: try $1[4] == "suspended"
      )
    }
  }

  private static func limit(_ permission: Permission, of user: Users.Record, at organization: Organization) -> Code? {
    if user.status == .disabled { return "user.disabled" }
    if organization.isSuspended { return "organization.suspended" }
    guard permission == .subscriptionsChange, organization.level == .customer else { return nil }
    switch organization.selfService {
    case .full: return nil
    case .request: return "self_service.request_only"
    case .view: return "self_service.view_only"
    }
  }
}
