import Core
import FoundationEssentials
import Outbound
import Postgres

/// Why a domain does not count as proven; kept with it, for its administrator to read.
package enum DomainFault: String, Error, Sendable, CaseIterable, TextColumn {
  /// The record is not there, or says something else.
  case noRecord
  /// No name server answered.
  case noAnswer
  /// Another organization has proven it.
  case taken

  package var code: Code {
    switch self {
    case .noRecord: "domain.no_record"
    case .noAnswer: "domain.no_answer"
    case .taken: "domain.taken"
    }
  }
}

/// Looks whether providers answer and whether domains are proven: outside any transaction, since both ask others.
package enum IdentityChecks {
  private struct ProviderTask: Sendable {
    let organization: ID<Organization>
    let issuer: IssuerURL
  }

  private struct DomainTask: Sendable {
    let path: Path
    let name: DomainName
    let proof: String
    let isProven: Bool
  }

  /// Who tells the text records at a name.
  package typealias Resolver = @Sendable (_ name: String) throws(NameError) -> [String]

  /// Does what is due; answers how many it looked at.
  package static func runDue(_ office: Office) throws -> Int {
    let server = office.configuration.nameServer
    return try runDue(office) { name throws(NameError) in try TextRecords.find(at: name, from: server) }
  }

  package static func runDue(_ office: Office, resolving: @escaping Resolver) throws -> Int {
    let providers = try office.everything { tx, now in try takeProviders(in: tx, now) }
    // Beside each other: one firm's slow server is not to keep the others waiting.
    let workers = Bounds.identityChecksAtOnce
    _ = try Workers.map(providers, workers: workers) { try check($0, office) }
    let domains = try office.everything { tx, now in try takeDomains(in: tx, now) }
    _ = try Workers.map(domains, workers: workers) { try check($0, office, resolving) }
    return providers.count + domains.count
  }

  /// Whoever takes a task moves it on, so that no other instance does it as well.
  private static func takeProviders(in tx: Transaction, _ now: Instant) throws -> [ProviderTask] {
    try tx.rows(
      """
      UPDATE identity_provider SET check_due_at = NULL WHERE organization_id IN (
        SELECT organization_id FROM identity_provider WHERE check_due_at <= \(now) ORDER BY check_due_at
        LIMIT \(Bounds.identityChecksAtOnce) FOR UPDATE SKIP LOCKED)
      RETURNING organization_id, issuer
      """
    ).compactMap { row in
      try IssuerURL(row[1]).map { ProviderTask(organization: try row[0], issuer: $0) }
    }
  }

  private static func check(_ task: ProviderTask, _ office: Office) throws {
    let isRelaxed = office.configuration.isRelaxedWithProviders
    var fault: ProviderFault?
    do {
      let description = try office.providers.description(of: task.issuer, isRelaxed: isRelaxed, anew: true)
      _ = try office.providers.keys(of: task.issuer, at: description, knowing: nil, isRelaxed: isRelaxed, anew: true)
    } catch let found as ProviderFault {
      fault = found
    }
    try office.everything { tx, now in
      tx.enqueue(
        """
        UPDATE identity_provider SET checked_at = \(now), check_fault = \(fault)
        WHERE organization_id = \(task.organization) AND issuer = \(task.issuer.description)
        """)
    }
  }

  /// A domain that is not proven yet is looked at again and again for a week, at growing distances.
  private static func takeDomains(in tx: Transaction, _ now: Instant) throws -> [DomainTask] {
    let last = now.adding(seconds: -86400 * Bounds.domainLookedAfterDays)
    return try tx.rows(
      """
      UPDATE identity_domain SET check_due_at = CASE WHEN proven_at IS NULL AND claimed_at > \(last)
        THEN \(now) + least(interval '1 hour', greatest(interval '1 minute', (\(now) - claimed_at) / 10)) END
      WHERE (organization_id, domain) IN (
        SELECT organization_id, domain FROM identity_domain WHERE check_due_at <= \(now) ORDER BY check_due_at
        LIMIT \(Bounds.identityChecksAtOnce) FOR UPDATE SKIP LOCKED)
      RETURNING distributor_id, reseller_id, customer_id, domain, proof, proven_at IS NOT NULL
      """
    ).compactMap { row in
      let path = Path(distributor: try row[0], reseller: try row[1], customer: try row[2])
      return try DomainName(row[3]).map { DomainTask(path: path, name: $0, proof: try row[4], isProven: try row[5]) }
    }
  }

  private static func check(_ task: DomainTask, _ office: Office, _ resolving: Resolver) throws {
    let domain = IdentityProviders.Domain(
      name: task.name, proof: task.proof, provenAt: nil,
      check: IdentityProviders.Check(at: nil, fault: nil, isDue: true))
    var fault: DomainFault?
    do throws(NameError) {
      if try !resolving(domain.recordName).contains(domain.recordValue) { fault = .noRecord }
    } catch {
      fault = .noAnswer
    }
    do {
      try office.everything { tx, now in try settle(task, fault, in: tx, now, office) }
    } catch let error as DatabaseError where error.isUniqueViolation(constraint: "identity_domain_proven_once") {
      try office.everything { tx, now in try settle(task, .taken, in: tx, now, office) }
    }
  }

  /// Once proven, a domain stays so; a record that is gone later is only told.
  private static func settle(
    _ task: DomainTask, _ fault: DomainFault?, in tx: Transaction, _ now: Instant, _ office: Office
  ) throws {
    let proves = fault == nil && !task.isProven
    let touched = try tx.execute(
      """
      UPDATE identity_domain SET checked_at = \(now), check_fault = \(fault),
        proven_at = CASE WHEN \(proves) THEN \(now)::timestamptz ELSE proven_at END,
        check_due_at = CASE WHEN \(proves) THEN NULL ELSE check_due_at END
      WHERE organization_id = \(task.path.organization) AND domain = \(task.name.description) AND proof = \(task.proof)
      """)
    guard proves, touched == 1 else { return }
    let work = Work(tx: tx, actor: .system, now: now, requestID: "identity-check", office: office)
    var facts = JSONWriter()
    facts.object { $0.member("domain", task.name.description) }
    try work.audit(
      "identity_provider.domain_proven", AuditObject("identityProvider", task.path.organization), on: task.path,
      after: facts)
  }
}
