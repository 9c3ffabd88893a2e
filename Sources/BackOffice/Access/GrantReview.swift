import Core
import FoundationEssentials
import Postgres

/// The access review: every grant of an organization, also those that are over, with when its holder was last active.
package enum GrantReview {
  package enum State: String, Sendable, CaseIterable {
    /// Counting now.
    case current
    /// Counting now, with an end within 30 days.
    case expiring
    /// Counting now, and its holder did nothing here for 90 days.
    case unused
    /// Ended by somebody, or expired.
    case ended
    case all
  }

  package struct Filter: Sendable {
    package var role: Role?
    package var state = State.current
    /// The grants as they stood at that instant, in place of `state`.
    package var asOf: Instant?
    /// Those of users only, or all others; nil: all.
    package var ofUsers: Bool?

    package init() {}
  }

  package struct Listed: Sendable {
    package let grant: Grants.Record
    /// The holder's sign-in address.
    package let email: String
    package let familyName: String
    /// When the holder last signed in at home here, or changed something here.
    package let lastUsedAt: Instant?
  }

  private static let expiringDays: Int64 = 30
  private static let unusedDays: Int64 = 90

  /// By id, or by family name where `byName`.
  package static func list(
    of organization: ID<Organization>, _ filter: Filter, _ paging: Paging, byName: Bool = false, in work: Work
  ) throws -> [Listed] {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsView)
    try Grants.requirePeople(of: owner.path, in: work)
    var conditions: [SQL] = ["g.organization_id = \(organization)", condition(filter, at: work.now)]
    if let role = filter.role { conditions.append("g.role = \(role)") }
    if let ofUsers = filter.ofUsers { conditions.append("(g.role = 'user') = \(ofUsers)") }
    if byName, let after = try paging.afterKey(Grant.self) {
      conditions.append("(\(familyName), g.id) > (\(after.text), \(after.id))")
    } else if !byName, let after = try paging.afterID(Grant.self) {
      conditions.append("g.id > \(after)")
    }
    let order: SQL = byName ? "\(familyName), g.id" : "g.id"
    return try work.tx.rows(
      """
      SELECT \(Grants.columns), coalesce(p.sign_in_email, g.holder_email, ''), \(familyName), u.last_used_at,
        h.version IS NOT NULL, h.service_ids, h.centre_ids, h.expires_at, h.note
      FROM role_grant g LEFT JOIN person p ON p.id = g.person_id
      CROSS JOIN LATERAL (\(lastUse(at: owner.level))) u
      LEFT JOIN role_grant_history h ON h.grant_id = g.id AND h.since <= \(filter.asOf) AND h.until > \(filter.asOf)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT \(paging.fetched)
      """
    ).map(listed)
  }

  private static let familyName: SQL = "coalesce(p.family_name, g.holder_name, '')"

  private static func listed(_ row: Row) throws -> Listed {
    let next = Grants.columnCount
    var grant = try Grants.record(row)
    // As it stood at the instant asked for, where it was changed since.
    if try row[next + 3] {
      grant.services = try row[next + 4]
      grant.centres = try row[next + 5]
      grant.expiresAt = try row[next + 6]
      grant.note = try row[next + 7]
    }
    return Listed(
      grant: grant, email: try row[next], familyName: try row[next + 1], lastUsedAt: try row[next + 2])
  }

  /// Nothing is written on a request, so it is read from what is written anyway: signing in, and changing something. Of
  /// a guest, signing in is the business of another organization.
  private static func lastUse(at level: Level) -> SQL {
    let here: SQL =
      switch level {
      case .distributor: "a.distributor_id"
      case .reseller: "a.reseller_id"
      case .customer: "a.customer_id"
      }
    return """
      SELECT greatest(
        CASE WHEN p.organization_id = g.organization_id THEN p.last_sign_in_at END,
        (SELECT a.at FROM audit_record a WHERE a.actor_id = g.person_id AND \(here) = g.organization_id
         ORDER BY a.sequence DESC LIMIT 1)) AS last_used_at
      """
  }

  private static func condition(_ filter: Filter, at now: Instant) -> SQL {
    if let asOf = filter.asOf {
      return """
        g.granted_at <= \(asOf) AND (g.ended_at IS NULL OR g.ended_at > \(asOf))
          AND (CASE WHEN h.version IS NULL THEN g.expires_at ELSE h.expires_at END IS NULL
            OR CASE WHEN h.version IS NULL THEN g.expires_at ELSE h.expires_at END > \(asOf))
        """
    }
    switch filter.state {
    case .current: return Grants.current(at: now)
    case .expiring:
      return "\(Grants.current(at: now)) AND g.expires_at <= \(now.adding(seconds: 86400 * expiringDays))"
    case .unused:
      let since = now.adding(seconds: -86400 * unusedDays)
      return """
        \(Grants.current(at: now)) AND g.granted_at <= \(since)
          AND (u.last_used_at IS NULL OR u.last_used_at <= \(since))
        """
    case .ended: return "NOT (\(Grants.current(at: now)))"
    case .all: return "true"
    }
  }
}

extension Grants {
  /// One state a grant had, and who brought it about.
  package struct State: Sendable {
    package enum Kind: String, Sendable { case given, changed, ended, expired }

    package let kind: Kind
    package let at: Instant
    /// Nil: the service itself.
    package let actor: ID<Person>?
    package let actorName: String
    /// What it was from then on; of one that is over, what it was last.
    package let held: HeldGrant
    package let note: String?
  }

  /// The life of a grant, oldest first.
  package static func states(of grant: Record, in work: Work) throws -> [State] {
    let past = try work.tx.rows(
      """
      SELECT service_ids, centre_ids, expires_at, note, until, changed_by, changed_by_name FROM role_grant_history
      WHERE grant_id = \(grant.id) ORDER BY version
      """
    ).map { row in
      let services: [ID<Service>]? = try row[0]
      let centres: [ID<BillingCentre>]? = try row[1]
      let held = HeldGrant(
        role: grant.role, services: services.map { Set($0) }, centres: centres.map { Set($0) }, expiresAt: try row[2])
      return (
        held: held, note: try row[3] as String?, until: try row[4] as Instant, by: try row[5] as ID<Person>?,
        name: try row[6] as String
      )
    }
    let terms = past.map { ($0.held, $0.note) } + [(grant.held, grant.note)]
    var states = [
      State(
        kind: .given, at: grant.grantedAt, actor: grant.grantedBy, actorName: grant.grantedByName, held: terms[0].0,
        note: terms[0].1)
    ]
    for (index, change) in past.enumerated() {
      let (held, note) = terms[index + 1]
      states.append(
        State(kind: .changed, at: change.until, actor: change.by, actorName: change.name, held: held, note: note))
    }
    if let over = end(of: grant, at: work.now) { states.append(over) }
    return states
  }

  /// Nil while it counts.
  private static func end(of grant: Record, at now: Instant) -> State? {
    if let expiry = grant.expiresAt, expiry <= now, grant.endedAt.map({ expiry <= $0 }) ?? true {
      return State(kind: .expired, at: expiry, actor: nil, actorName: "", held: grant.held, note: grant.note)
    }
    return grant.endedAt.map {
      State(
        kind: .ended, at: $0, actor: grant.endedBy, actorName: grant.endedByName ?? "", held: grant.held,
        note: grant.note)
    }
  }
}
