import Core
import FoundationEssentials
import Postgres

// Making accounts.

extension Users {
  /// Somebody new, and where they stand in the input.
  package typealias Wanted = (draft: Draft, at: String)

  /// New people of one organization, all or none; each is invited by mail. `at` names where each stands in the input.
  package static func create(
    _ drafts: [Wanted], in organization: ID<Organization>, _ work: Work
  ) throws -> [Record] {
    let owner = try maker(of: organization, in: work)
    try check(drafts, for: owner, in: work)
    let made = try drafts.map { try insert($0.draft, into: owner, work) }
    try NewcomersLicences.give(zip(made, drafts).map { ($0.id, $1) }, in: work)
    return made
  }

  /// Throws everything wrong with the drafts, or how many licences lack for them.
  static func check(_ drafts: [Wanted], for owner: Organizations.Record, in work: Work) throws {
    let issues = try faults(drafts, in: work) + NewcomersLicences.faults(drafts, for: owner, in: work)
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try NewcomersLicences.requireFree(drafts, in: work)
  }

  /// The organization, if the actor may add people to it.
  static func maker(of organization: ID<Organization>, in work: Work) throws -> Organizations.Record {
    let owner = try Organizations.find(organization, in: work)
    try requireAccess(to: owner.path, in: work)
    try work.actor.require(.usersManage)
    return owner
  }

  /// Everything wrong with the drafts: what is missing, addresses that are taken or named twice, unknown zones.
  static func faults(_ drafts: [Wanted], in work: Work) throws -> [Issue] {
    var issues: [Issue] = []
    var seen: Set<String> = []
    for (draft, at) in drafts {
      if draft.givenName == nil { issues.append(Issue("\(at)/givenName", "field.required")) }
      if draft.familyName == nil { issues.append(Issue("\(at)/familyName", "field.required")) }
      guard let email = draft.signInEmail else {
        issues.append(Issue("\(at)/signInEmail", "field.required"))
        continue
      }
      if !seen.insert(email).inserted { issues.append(Issue("\(at)/signInEmail", "user.email_taken")) }
    }
    return try issues + taken(drafts, in: work) + unknownZones(drafts, in: work)
  }

  static func unknownZones(_ drafts: [Wanted], in work: Work) throws -> [Issue] {
    let zones = Array(Set(drafts.compactMap(\.draft.timeZone)))
    if zones.isEmpty { return [] }
    let rows = try work.tx.rows("SELECT name FROM pg_timezone_names WHERE name = ANY (\(zones))")
    let known = Set(try rows.map { try $0[0] as String })
    return drafts.compactMap { draft, at in
      draft.timeZone.map(known.contains) == false ? Issue("\(at)/timeZone", "time_zone.unknown") : nil
    }
  }

  static func taken(_ drafts: [Wanted], in work: Work) throws -> [Issue] {
    let found = try taken(drafts.compactMap(\.draft.signInEmail), in: work)
    return drafts.compactMap { draft, at in
      draft.signInEmail.map(found.contains) == true ? Issue("\(at)/signInEmail", "user.email_taken") : nil
    }
  }

  /// Those of the addresses that somebody signs in with.
  static func taken(_ emails: [String], in work: Work) throws -> Set<String> {
    // Addresses are unique over all tenants: the one question here that must look beyond the actor's reach.
    let rows = try work.tx.pipeline([
      Reach.everything, "SELECT sign_in_email FROM person WHERE sign_in_email = ANY (\(emails))", Reach.notEverything,
    ])[1]
    return Set(try rows.map { try $0[0] as String })
  }

  /// How a new account is opened.
  enum Opening {
    /// By the link of a mail.
    case invited
    /// By an invitation sent later, or by an identity provider.
    case waiting
    /// At once: the person has proven who they are.
    case open
  }

  /// Writes a person who is known to be in order.
  static func insert(
    _ draft: Draft, into owner: Organizations.Record, _ work: Work, _ opening: Opening = .invited
  ) throws -> Record {
    let record = Record(
      id: work.newID(), path: owner.path, givenName: draft.givenName ?? "", familyName: draft.familyName ?? "",
      signInEmail: draft.signInEmail ?? "", notificationEmail: draft.notificationEmail ?? nil,
      status: opening == .open ? .active : .invited,
      language: draft.language ?? work.actor.language, timeZone: draft.timeZone ?? owner.timeZone,
      address: PostalAddress().changed(by: draft.address), pendingEmail: nil, lockedUntil: nil,
      invitedUntil: opening == .invited ? Invitations.end(from: work.now) : nil, lastSignInAt: nil,
      roles: owner.level == .customer ? [.user] : [],
      version: 1, readAt: work.now)
    work.tx.enqueue(
      """
      INSERT INTO person (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
        sign_in_email, notification_email, status, language, time_zone, street, postal_code, city, country, created_at)
      VALUES (\(record.id), \(owner.path.distributor), \(owner.path.reseller), \(owner.path.customer), \(owner.id),
        \(record.givenName), \(record.familyName), \(record.signInEmail), \(record.notificationEmail), \(record.status),
        \(record.language), \(record.timeZone), \(record.address.street), \(record.address.postalCode),
        \(record.address.city), \(record.address.country), \(work.now))
      """)
    try work.audit("user.created", AuditObject("user", record.id), on: owner.path, after: facts(record))
    if owner.level == .customer {
      try Grants.insert(Grants.Draft(person: record.id, role: .user), at: owner.path, in: work)
    }
    if opening == .invited { try Invitations.send(to: record, in: work) }
    return record
  }
}
