import Core
import FoundationEssentials
import Postgres

extension TermsKind: TextColumn {}

/// Terms that buyers accept: published by a distributor for everybody below it, or by a reseller for its customers.
package enum TermsDocuments {
  package struct Record: Sendable {
    package let id: ID<TermsDocument>
    package let distributor: ID<Organization>
    /// Nil: the distributor's.
    package let reseller: ID<Organization>?
    package let publisherName: String
    package let series: ID<TermsDocument>
    package let kind: TermsKind
    package let service: ID<Service>?
    package let plan: ID<Plan>?
    /// The service's or plan's name.
    package let subjectName: String?
    package let title: String
    package let version: String
    package let url: String?
    package let body: String?
    package let validFrom: Day
    package let publishedAt: Instant
    package let publishedByName: String
  }

  private static let columns: SQL = """
    t.id, t.distributor_id, t.reseller_id, o.name, t.series_id, t.kind, t.service_id, t.plan_id,
    coalesce(v.name, p.name), t.title, t.version, t.url, t.body, t.valid_from, t.published_at, t.published_by_name
    """
  private static let source: SQL = """
    terms_document t JOIN organization o ON o.id = coalesce(t.reseller_id, t.distributor_id)
    LEFT JOIN service v ON v.id = t.service_id LEFT JOIN plan p ON p.id = t.plan_id
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], distributor: try row[1], reseller: try row[2], publisherName: try row[3], series: try row[4],
      kind: try row[5], service: try row[6], plan: try row[7], subjectName: try row[8], title: try row[9],
      version: try row[10], url: try row[11], body: try row[12], validFrom: try row[13], publishedAt: try row[14],
      publishedByName: try row[15])
  }

  // MARK: - Reading

  /// Newest first; of one kind, if any.
  package static func list(_ kind: TermsKind?, _ paging: Paging, in work: Work) throws -> [Record] {
    let after: SQL = try paging.afterID(TermsDocument.self).map { "t.id < \($0)" } ?? "true"
    let ofKind: SQL = kind.map { "t.kind = \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE \(ofKind) AND \(after) ORDER BY t.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<TermsDocument>, in work: Work) throws -> Record {
    guard let row = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE t.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  /// Which documents are in force for a purchase: of each series the version that began last.
  static func inForce(
    at path: Path, on day: Day, services: [ID<Service>], plans: [ID<Plan>]
  ) -> SQL {
    """
    SELECT DISTINCT ON (t.series_id) t.id FROM terms_document t
    WHERE t.distributor_id = \(path.distributor) AND (t.reseller_id IS NULL OR t.reseller_id = \(path.reseller))
      AND t.valid_from <= \(day) AND (t.kind = 'general' OR t.service_id = ANY (\(services))
        OR t.plan_id = ANY (\(plans)))
    ORDER BY t.series_id, t.valid_from DESC, t.published_at DESC
    """
  }

  /// The documents in force for these purchases, the general ones first.
  static func inForce(for records: [SubscriptionRecord], by buyer: Buyer, in work: Work) throws -> [Record] {
    let wanted = inForce(
      at: buyer.path, on: buyer.today, services: Array(Set(records.map(\.service))),
      plans: Array(Set(records.map(\.plan))))
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE t.id IN (\(wanted))
      ORDER BY array_position(ARRAY['general', 'particular', 'product'], t.kind), t.reseller_id IS NOT NULL, t.id
      """
    ).map(record)
  }

  /// What is wrong with what the buyer says to the terms needed.
  static func issues(
    with consent: Consent, needing needed: [Record], by buyer: Buyer, in work: Work
  ) throws -> [Issue] {
    var series: [ID<TermsDocument>: ID<TermsDocument>] = [:]
    if case .documents(let accepted) = consent {
      let rows = try work.tx.rows(
        """
        SELECT id, series_id FROM terms_document WHERE id = ANY (\(accepted))
          AND distributor_id = \(buyer.path.distributor)
          AND (reseller_id IS NULL OR reseller_id = \(buyer.path.reseller))
        """)
      for row in rows { series[try row[0]] = try row[1] }
    }
    let ids = Set(needed.map(\.id))
    let families = Set(needed.map(\.series))
    return consent.issues(needing: needed.map(\.id)) { id in
      if ids.contains(id) { return .needed }
      return series[id].map { families.contains($0) ? .otherVersion : .notNeeded }
    }
  }

  // MARK: - Publishing

  /// Publishes terms; with `replaced` a new version of these. From then on they cannot be changed by anybody.
  package static func publish(
    _ draft: TermsDraft, replacing replaced: ID<TermsDocument>?, in work: Work
  ) throws -> Record {
    try work.actor.require(.customersManage)
    guard work.actor.level != .customer else { throw Refusal.denied("terms.seller_publishes") }
    let before = try replaced.map { try latest(ofSeriesOf: $0, in: work) }
    var issues = draft.issues(on: try today(in: work), after: before?.validFrom)
    if let before, (before.kind, before.service, before.plan) != (draft.kind, draft.service, draft.plan) {
      issues.append(Issue("/replacesId", "terms.other_subject"))
    }
    issues += try unknownSubjects(of: draft, in: work)
    if let before, try isTaken(draft.version, in: before.series, work) {
      issues.append(Issue("/version", "terms.version_taken"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    let id: ID<TermsDocument> = work.newID()
    insert(draft, id, series: before?.series ?? id, in: work)
    var facts = JSONWriter()
    facts.object {
      $0.member("title", draft.title)
      $0.member("version", draft.version)
      $0.member("kind", draft.kind.rawValue)
      $0.member("validFrom", draft.validFrom)
    }
    try work.audit("terms.published", AuditObject("terms", id), on: work.actor.path, after: facts)
    return try find(id, in: work)
  }

  /// The publisher's own, locked against two new versions at once.
  private static func latest(ofSeriesOf id: ID<TermsDocument>, in work: Work) throws -> Record {
    guard let known = try? find(id, in: work), known.isPublished(by: work.actor) else {
      throw Refusal.invalid([Issue("/replacesId", "terms.unknown")])
    }
    let rows = try work.tx.pipeline([
      "SELECT pg_advisory_xact_lock(hashtext('terms'), hashtext(\(known.series.description)))",
      """
      SELECT \(columns) FROM \(source) WHERE t.series_id = \(known.series)
      ORDER BY t.valid_from DESC, t.published_at DESC LIMIT 1
      """,
    ])[1]
    return try record(rows[0])
  }

  private static func isTaken(_ version: String, in series: ID<TermsDocument>, _ work: Work) throws -> Bool {
    try !work.tx.rows(
      "SELECT 1 FROM terms_document WHERE series_id = \(series) AND version = \(version)"
    ).isEmpty
  }

  private static func today(in work: Work) throws -> Day {
    try work.tx.rows(
      "SELECT (\(work.now) AT TIME ZONE time_zone)::date FROM organization WHERE id = \(work.actor.organization)")[0][0]
  }

  private static func unknownSubjects(of draft: TermsDraft, in work: Work) throws -> [Issue] {
    let results = try work.tx.pipeline([
      "SELECT 1 FROM service WHERE id = \(draft.service)", "SELECT 1 FROM plan WHERE id = \(draft.plan)",
    ])
    var issues: [Issue] = []
    if draft.service != nil, results[0].isEmpty { issues.append(Issue("/serviceId", "service.unknown")) }
    if draft.plan != nil, results[1].isEmpty { issues.append(Issue("/planId", "plan.unknown")) }
    return issues
  }

  private static func insert(_ draft: TermsDraft, _ id: ID<TermsDocument>, series: ID<TermsDocument>, in work: Work) {
    let actor = work.actor
    work.tx.enqueue(
      """
      INSERT INTO terms_document (id, distributor_id, reseller_id, series_id, kind, service_id, plan_id, title, version,
        url, body, valid_from, published_at, published_by, published_by_name)
      VALUES (\(id), \(actor.path.distributor), \(actor.path.reseller), \(series), \(draft.kind), \(draft.service),
        \(draft.plan), \(draft.title), \(draft.version), \(draft.url), \(draft.body), \(draft.validFrom), \(work.now),
        \(actor.person), \(actor.name))
      """)
  }
}

extension TermsDocuments.Record {
  /// Whether the actor's organization published it, and may publish its next version.
  func isPublished(by actor: Actor) -> Bool {
    switch actor.level {
    case .distributor: reseller == nil && distributor == actor.organization
    case .reseller: reseller == actor.organization
    case .customer: false
    }
  }
}
