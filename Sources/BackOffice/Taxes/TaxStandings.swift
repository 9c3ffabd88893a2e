import Core
import FoundationEssentials
import HTTP
import Postgres

/// What an organization's tax depends on besides its country: its VAT id, and on which days it is exempt.
package enum TaxStandings {
  package struct Record: Sendable {
    package let organization: Organizations.Record
    /// As a buyer: marked by whoever sells to it.
    package let exemption: VAT.Exemption?
    /// As a seller: said by itself.
    package let smallBusiness: VAT.Exemption?
    package let version: Int

    /// Whether its VAT id has the form of its country's; nil without one.
    package var isFitting: Bool? { organization.vatID.map { VATID.fits($0, country: organization.country) } }

    func exemption(_ side: TaxSide) -> VAT.Exemption? { side == .buyer ? exemption : smallBusiness }
  }

  /// What is to change; nil: it stays, nil inside: it is taken back.
  package struct Draft: Sendable {
    package var exemption: VAT.Exemption??
    package var smallBusiness: VAT.Exemption??

    package init() {}
  }

  package static func find(_ id: ID<Organization>, in work: Work, locking: Bool = false) throws -> Record {
    try work.actor.require(.statementsView)
    let organization = try Organizations.find(id, in: work, locking: locking)
    let rows = try work.tx.rows(
      """
      SELECT side, reason, certificate, from_day, until_day, ended, version FROM vat_exemption
      WHERE organization_id = \(id)
      """)
    var exemptions: [TaxSide: VAT.Exemption] = [:]
    var version = 0
    for row in rows {
      version += try row[6]
      if try row[5] == true { continue }
      exemptions[try row[0]] = VAT.Exemption(
        reason: try row[1], certificate: try row[2], from: try row[3], until: try row[4])
    }
    return Record(
      organization: organization, exemption: exemptions[.buyer], smallBusiness: exemptions[.seller], version: version)
  }

  /// Counts for what is still open; closed statements stay as they were.
  package static func change(
    _ id: ID<Organization>, _ draft: Draft, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    try work.actor.require(.statementsClose)
    try check(before)
    let organization = before.organization
    if draft.exemption != nil, !isSeller(work.actor, of: organization.path) {
      throw Refusal.denied("vat.not_the_seller")
    }
    if draft.smallBusiness != nil, organization.id != work.actor.organization || organization.level == .customer {
      throw Refusal.denied("vat.own_only")
    }
    let issues = [("/exemption/until", draft.exemption), ("/smallBusiness/until", draft.smallBusiness)].compactMap {
      pointer, change in Self.issue(pointer, change ?? nil)
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    if let change = draft.exemption { keep(change, .buyer, of: organization, in: work) }
    if let change = draft.smallBusiness { keep(change, .seller, of: organization, in: work) }
    let after = try find(id, in: work)
    try work.audit(
      "\(organization.level.name).vat_changed", AuditObject(organization.level.name, id), on: organization.path,
      before: facts(before), after: facts(after))
    return after
  }

  /// Whoever sells to it: a reseller to its customer, a distributor to its reseller.
  static func isSeller(_ actor: Actor, of path: Path) -> Bool {
    switch path.level {
    case .customer: actor.organization == path.reseller
    case .reseller: actor.organization == path.distributor
    case .distributor: false
    }
  }

  private static func issue(_ pointer: String, _ exemption: VAT.Exemption?) -> Issue? {
    guard let exemption, let until = exemption.until, until <= exemption.from else { return nil }
    return Issue(pointer, "vat.until_before_from")
  }

  private static func keep(
    _ exemption: VAT.Exemption?, _ side: TaxSide, of organization: Organizations.Record, in work: Work
  ) {
    guard let exemption else {
      work.tx.enqueue(
        """
        UPDATE vat_exemption SET ended = true, version = version + 1
        WHERE organization_id = \(organization.id) AND side = \(side) AND NOT ended
        """)
      return
    }
    let path = organization.path
    let person = work.actor.credential == .system ? nil : work.actor.real?.person ?? work.actor.person
    work.tx.enqueue(
      """
      INSERT INTO vat_exemption AS v (organization_id, side, distributor_id, reseller_id, customer_id, reason,
        certificate, from_day, until_day, marked_by, marked_by_name, marked_at)
      VALUES (\(organization.id), \(side), \(path.distributor), \(path.reseller), \(path.customer),
        \(exemption.reason), \(exemption.certificate), \(exemption.from), \(exemption.until), \(person),
        \(work.actor.real?.name ?? work.actor.name), \(work.now))
      ON CONFLICT (organization_id, side) DO UPDATE SET reason = excluded.reason, certificate = excluded.certificate,
        from_day = excluded.from_day, until_day = excluded.until_day, marked_by = excluded.marked_by,
        marked_by_name = excluded.marked_by_name, marked_at = excluded.marked_at, ended = false,
        version = v.version + 1
      """)
  }

  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    TaxStandingsAPI.write(&json, record)
    return json
  }
}

/// The same over HTTP.
enum TaxStandingsAPI {
  static func get(_ call: Call) throws -> Response { response(try TaxStandings.find(try call.id(), in: call.work)) }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    var draft = TaxStandings.Draft()
    if fields.has("exemption") { draft.exemption = .some(exemption(fields, "exemption", .buyer)) }
    if fields.has("smallBusiness") { draft.smallBusiness = .some(exemption(fields, "smallBusiness", .seller)) }
    try fields.check()
    let record = try TaxStandings.change(
      try call.id(), draft, in: call.work, check: { try call.checkMatch($0.version) })
    return response(record)
  }

  /// An object; null takes it back.
  private static func exemption(_ fields: Fields, _ name: String, _ side: TaxSide) -> VAT.Exemption? {
    guard !fields.isNull(name), let members = fields.object(name) else { return nil }
    return read(members, side)
  }

  /// The members of one, from JSON or a form.
  static func read(_ members: Fields, _ side: TaxSide) -> VAT.Exemption? {
    let reason = members.text("reason", required: true, upTo: 200)
    let certificate = side == .buyer ? members.text("certificate", required: true, upTo: 100) : nil
    let from = members.parsed("from", required: true, "field.day_malformed") { Day($0) }
    let until = members.parsed("until", "field.day_malformed") { Day($0) }
    guard let reason, let from else { return nil }
    return VAT.Exemption(reason: reason, certificate: certificate, from: from, until: until)
  }

  private static func response(_ record: TaxStandings.Record) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, version: record.version)
  }

  static func write(_ json: inout JSONWriter, _ record: TaxStandings.Record) {
    json.object { json in
      json.member("organizationId", record.organization.id)
      json.member("country", record.organization.country)
      json.member("vatId", record.organization.vatID)
      json.member("vatIdFits", record.isFitting)
      json.name("exemption")
      write(&json, record.exemption, .buyer)
      json.name("smallBusiness")
      write(&json, record.smallBusiness, .seller)
    }
  }

  private static func write(_ json: inout JSONWriter, _ exemption: VAT.Exemption?, _ side: TaxSide) {
    guard let exemption else { return json.null() }
    json.object {
      $0.member("reason", exemption.reason)
      if side == .buyer { $0.member("certificate", exemption.certificate) }
      $0.member("from", exemption.from)
      $0.member("until", exemption.until)
    }
  }
}
