import Core
import FoundationEssentials
import Postgres

/// The identity provider an organization's people sign in with, set up by its own administrators.
package enum IdentityProviders {
  package struct Record: Sendable {
    package let path: Path
    package let issuer: IssuerURL
    package let clientID: String
    package let buttonText: String?
    package let createsUsers: Bool
    package let isEnforced: Bool
    package let version: Int
    package let check: Check
    package let domains: [Domain]
    /// How many accounts are tied to somebody at the provider.
    package let linkedUsers: Int
  }

  /// When somebody last looked whether it works, and what they found.
  package struct Check: Sendable {
    package let at: Instant?
    package let fault: Code?
    /// Whether the next look is due now.
    package let isDue: Bool
  }

  package struct Domain: Sendable {
    package let name: DomainName
    package let proof: String
    package let provenAt: Instant?
    package let check: Check

    /// Where the DNS record belongs, and what it says.
    package var recordName: String { "_comptoir.\(name)" }
    package var recordValue: String { "comptoir-verification=\(proof)" }
  }

  /// What an administrator sets up, complete; without a secret the one stored stays.
  package struct Draft: Sendable {
    package var issuer: IssuerURL
    package var clientID: String
    package var clientSecret: String?
    package var buttonText: String?
    package var createsUsers = false
    package var isEnforced = false
    package var domains: [DomainName]

    package init(issuer: IssuerURL, clientID: String, domains: [DomainName]) {
      self.issuer = issuer
      self.clientID = clientID
      self.domains = domains
    }
  }

  /// Where the provider sends people back to; one address per organization, so that no provider's answer is taken for
  /// another's.
  package static func redirectURI(of organization: ID<Organization>, _ office: Office) -> String {
    "\(office.configuration.publicURL)/organizations/\(organization)/sign-in"
  }

  /// Nobody above sets up how people below sign in: that would be acting as them without a word.
  private static func requireOwn(_ organization: ID<Organization>, in work: Work) throws {
    try work.actor.require(.identityManage)
    if organization == work.actor.organization { return }
    _ = try Organizations.find(organization, in: work)
    throw Refusal.denied("openid.own_organization_only")
  }

  package static func find(_ organization: ID<Organization>, in work: Work) throws -> Record {
    guard let record = try findIfAny(organization, in: work) else { throw Refusal.notFound }
    return record
  }

  /// Nil while nothing is set up.
  package static func findIfAny(
    _ organization: ID<Organization>, in work: Work, locking: Bool = false
  ) throws -> Record? {
    try requireOwn(organization, in: work)
    let lock: SQL = locking ? "FOR UPDATE" : ""
    let results = try work.tx.pipeline([
      """
      SELECT distributor_id, reseller_id, customer_id, issuer, client_id, button_text, creates_users, is_enforced,
        version, checked_at, check_fault, coalesce(check_due_at <= \(work.now), false)
      FROM identity_provider WHERE organization_id = \(organization) \(lock)
      """,
      """
      SELECT domain, proof, proven_at, checked_at, check_fault, coalesce(check_due_at <= \(work.now), false)
      FROM identity_domain WHERE organization_id = \(organization) ORDER BY domain
      """,
      "SELECT count(*) FROM identity_link WHERE organization_id = \(organization)",
    ])
    guard let row = results[0].first, let issuer = IssuerURL(try row[3]) else { return nil }
    let fault: ProviderFault? = try row[10]
    return Record(
      path: Path(distributor: try row[0], reseller: try row[1], customer: try row[2]), issuer: issuer,
      clientID: try row[4], buttonText: try row[5], createsUsers: try row[6], isEnforced: try row[7],
      version: try row[8], check: Check(at: try row[9], fault: fault?.code, isDue: try row[11]),
      domains: try results[1].compactMap(domain), linkedUsers: try results[2][0][0])
  }

  private static func domain(_ row: Row) throws -> Domain? {
    let fault: DomainFault? = try row[4]
    return try DomainName(row[0]).map {
      Domain(
        name: $0, proof: try row[1], provenAt: try row[2],
        check: Check(at: try row[3], fault: fault?.code, isDue: try row[5]))
    }
  }

  /// Sets it up, or changes it; `check` sees what is there.
  package static func put(
    _ draft: Draft, for organization: ID<Organization>, in work: Work, check: (Record?) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try findIfAny(organization, in: work, locking: true)
    try check(before)
    try requireOrder(draft, before, in: work)
    let owner = try Organizations.find(organization, in: work)
    try save(draft, before, owner.path, in: work)
    try saveDomains(draft, before, owner.path, in: work)
    let after = try find(organization, in: work)
    let told = facts(after, isSecretNew: draft.clientSecret != nil)
    if let before {
      try work.audit(
        "identity_provider.changed", AuditObject("identityProvider", organization), on: owner.path,
        before: facts(before), after: told)
    } else {
      try work.audit(
        "identity_provider.created", AuditObject("identityProvider", organization), on: owner.path, after: told)
    }
    return after
  }

  private static func requireOrder(_ draft: Draft, _ before: Record?, in work: Work) throws {
    var issues: [Issue] = []
    if !draft.issuer.isSecure, !work.office.configuration.isRelaxedWithProviders {
      issues.append(Issue("/issuer", "openid.issuer_not_secure"))
    }
    if draft.issuer.entraTenant == "" { issues.append(Issue("/issuer", "openid.issuer_shared")) }
    // Another issuer is not to be shown the secret that was meant for the one before.
    if draft.clientSecret == nil, before?.issuer != draft.issuer {
      issues.append(Issue("/clientSecret", "field.required"))
    }
    let proven = Set(before?.domains.filter { $0.provenAt != nil }.map(\.name) ?? [])
    if draft.isEnforced, proven.isDisjoint(with: draft.domains) {
      issues.append(Issue("/enforced", "openid.enforced_too_early"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  private static func save(_ draft: Draft, _ before: Record?, _ path: Path, in work: Work) throws {
    let organization = path.organization
    let sealed = try draft.clientSecret.map { secret in
      try work.office.vault(in: work.tx).seal(Array(secret.utf8), for: purpose(organization))
    }
    guard let before else {
      work.tx.enqueue(
        """
        INSERT INTO identity_provider (organization_id, distributor_id, reseller_id, customer_id, issuer, client_id,
          sealed_secret, button_text, creates_users, is_enforced, created_at, check_due_at)
        VALUES (\(organization), \(path.distributor), \(path.reseller), \(path.customer), \(draft.issuer.description),
          \(draft.clientID), \(sealed), \(draft.buttonText), \(draft.createsUsers), \(draft.isEnforced), \(work.now),
          \(work.now))
        """)
      return
    }
    work.tx.enqueue(
      """
      UPDATE identity_provider SET issuer = \(draft.issuer.description), client_id = \(draft.clientID),
        sealed_secret = coalesce(\(sealed), sealed_secret), button_text = \(draft.buttonText),
        creates_users = \(draft.createsUsers), is_enforced = \(draft.isEnforced), check_due_at = \(work.now),
        version = version + 1
      WHERE organization_id = \(organization)
      """)
    // Another provider, or another registration with it, has other names for people.
    if before.issuer != draft.issuer || before.clientID != draft.clientID {
      work.tx.enqueue("DELETE FROM identity_link WHERE organization_id = \(organization)")
    }
  }

  private static func saveDomains(_ draft: Draft, _ before: Record?, _ path: Path, in work: Work) throws {
    let wanted = Set(draft.domains)
    let known = Set(before?.domains.map(\.name) ?? [])
    let gone = known.subtracting(wanted).map(\.description)
    if !gone.isEmpty {
      work.tx.enqueue(
        "DELETE FROM identity_domain WHERE organization_id = \(path.organization) AND domain = ANY (\(gone))")
    }
    for domain in wanted.subtracting(known) {
      work.tx.enqueue(
        """
        INSERT INTO identity_domain (organization_id, domain, distributor_id, reseller_id, customer_id, proof,
          claimed_at, check_due_at)
        VALUES (\(path.organization), \(domain.description), \(path.distributor), \(path.reseller), \(path.customer),
          \(Secrets.token()), \(work.now), \(work.now))
        """)
    }
  }

  /// Looks again, now, whether the provider answers and the domains' records are there.
  package static func checkAgain(_ organization: ID<Organization>, in work: Work) throws {
    _ = try find(organization, in: work)
    work.tx.enqueue(
      "UPDATE identity_provider SET check_due_at = \(work.now) WHERE organization_id = \(organization)")
    work.tx.enqueue("UPDATE identity_domain SET check_due_at = \(work.now) WHERE organization_id = \(organization)")
  }

  /// Ends it: everybody signs in with a password again, and who was tied to whom is forgotten.
  package static func remove(
    _ organization: ID<Organization>, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws {
    guard let before = try findIfAny(organization, in: work, locking: true) else { throw Refusal.notFound }
    try check(before)
    work.tx.enqueue("DELETE FROM identity_provider WHERE organization_id = \(organization)")
    try work.audit(
      "identity_provider.removed", AuditObject("identityProvider", organization), on: before.path,
      before: facts(before))
  }

  /// What the client secret is sealed for.
  static func purpose(_ organization: ID<Organization>) -> String { "identity-provider \(organization)" }

  private static func facts(_ record: Record, isSecretNew: Bool = false) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("issuer", record.issuer.description)
      $0.member("clientId", record.clientID)
      if isSecretNew { $0.member("clientSecret", "•••") }
      $0.member("buttonText", record.buttonText)
      $0.member("createsUsers", record.createsUsers)
      $0.member("enforced", record.isEnforced)
      $0.member("domains", record.domains.map(\.name.description))
    }
    return json
  }
}
