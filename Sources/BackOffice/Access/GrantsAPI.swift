import Core
import Documents
import FoundationEssentials
import HTTP

/// Grants over HTTP.
enum GrantsAPI {
  static let reviewParameters =
    QueryParameter.paging + [
      QueryParameter("role", "Only those of this role."),
      QueryParameter(
        "state",
        "`current` unless told; `expiring` within 30 days, `unused` for 90 days, `ended` or expired, `all`."),
      QueryParameter(
        "asOf", "The grants as they stood at this instant, whoever ended or changed them since.", format: "date-time"),
      QueryParameter("format", "`json` or `csv`; else by `Accept`. A CSV file holds all pages."),
    ]

  static func list(_ call: Call) throws -> Response {
    let filter = try filter(call)
    if try isCSV(call) { return try GrantSheet.csv(of: try call.id(), filter, call) }
    let paging = try Paging(call)
    let grants = try GrantReview.list(of: try call.id(), filter, paging, in: call.work)
    return paging.response(grants, cursor: { [$0.grant.id.description] }) { json, listed in
      json.object {
        members(&$0, listed.grant)
        $0.member("signInEmail", listed.email)
        $0.member("lastUsedAt", listed.lastUsedAt)
      }
    }
  }

  private static func filter(_ call: Call) throws -> GrantReview.Filter {
    var filter = GrantReview.Filter()
    if let text = call.query("role") {
      guard let role = Role(rawValue: text) else { throw HTTPFault.queryMalformed("role", "field.not_a_choice") }
      filter.role = role
    }
    if let text = call.query("state") {
      guard let state = GrantReview.State(rawValue: text) else {
        throw HTTPFault.queryMalformed("state", "field.not_a_choice")
      }
      filter.state = state
    }
    if let text = call.query("asOf") {
      guard let asOf = Instant(text) else { throw HTTPFault.queryMalformed("asOf", "field.instant_malformed") }
      guard call.query("state") == nil else { throw HTTPFault.queryMalformed("state", "grant.state_or_instant") }
      filter.asOf = asOf
    }
    return filter
  }

  private static func isCSV(_ call: Call) throws -> Bool {
    switch call.query("format") {
    case nil: return call.request.headers["Accept"]?.contains("text/csv") ?? false
    case "csv": return true
    case "json": return false
    default: throw HTTPFault.queryMalformed("format", "field.not_a_choice")
    }
  }

  static func get(_ call: Call) throws -> Response { response(try Grants.find(try call.id(), in: call.work)) }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let person = fields.id("userId", required: true, of: Person.self)
    let role: Role? = fields.choice("role", required: true)
    let terms = terms(fields)
    try fields.check()
    guard let person, let role else { throw Refusal.notFound }
    var draft = Grants.Draft(person: person, role: role)
    draft.services = terms.services
    draft.centres = terms.centres
    draft.expiresAt = terms.expiresAt
    draft.note = terms.note
    let record = try Grants.create(draft, at: try call.id(), in: call.work)
    return response(record, status: 201, location: "/api/v1/grants/\(record.id)")
  }

  struct Terms {
    let services: [ID<Service>]?
    let centres: [ID<BillingCentre>]?
    let expiresAt: Instant?
    let note: String?
  }

  /// What a role is limited to, until when, and why.
  static func terms(_ fields: Fields) -> Terms {
    Terms(
      services: fields.ids("serviceIds", upTo: 200), centres: fields.ids("centreIds", upTo: 200),
      expiresAt: fields.parsed("expiresAt", "field.instant_malformed") { Instant($0) },
      note: fields.text("note", upTo: 500))
  }

  /// Null lifts a limit.
  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let given = Set(["serviceIds", "centreIds", "expiresAt", "note"].filter { fields.has($0) })
    let terms = terms(fields)
    try fields.check()
    var patch = Grants.Patch()
    if given.contains("serviceIds") { patch.services = .some(terms.services) }
    if given.contains("centreIds") { patch.centres = .some(terms.centres) }
    if given.contains("expiresAt") { patch.expiresAt = .some(terms.expiresAt) }
    if given.contains("note") { patch.note = .some(terms.note) }
    return response(try Grants.change(try call.id(), patch, in: call.work) { try call.checkMatch($0.version) })
  }

  static func end(_ call: Call) throws -> Response {
    try Grants.end(try call.id(), in: call.work)
    return .noContent
  }

  /// `{"ids": […]}`: all of them or none.
  static func endMany(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let ids = fields.ids("ids", upTo: Bounds.grantsAtOnce, of: Grant.self) ?? []
    if ids.isEmpty { fields.note("ids", "field.required") }
    try fields.check()
    let ended = try Grants.end(ids, at: try call.id(), in: call.work)
    var json = JSONWriter()
    json.object { $0.array("items", ended) { write(&$0, $1) } }
    return .json(json)
  }

  static func states(_ call: Call) throws -> Response {
    let grant = try Grants.findAny(try call.id(), in: call.work)
    let states = try Grants.states(of: grant, in: call.work)
    var json = JSONWriter()
    json.object { json in
      json.name("grant")
      write(&json, grant)
      json.array("items", states) { json, state in
        json.object {
          $0.member("kind", state.kind.rawValue)
          $0.member("at", state.at)
          $0.member("actorId", state.actor)
          $0.member("actorName", state.actorName)
          $0.member("serviceIds", state.held.services?.sorted())
          $0.member("centreIds", state.held.centres?.sorted())
          $0.member("expiresAt", state.held.expiresAt)
          $0.member("note", state.note)
        }
      }
    }
    return .json(json)
  }

  private static func response(_ record: Grants.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, version: record.version, location: location)
  }

  static func write(_ json: inout JSONWriter, _ record: Grants.Record) {
    json.object { members(&$0, record) }
  }

  private static func members(_ json: inout JSONWriter, _ record: Grants.Record) {
    json.member("id", record.id)
    json.member("userId", record.person)
    json.member("userName", record.personName)
    json.member("guest", record.guestEmail != nil)
    json.member("role", record.role.rawValue)
    json.member("organizationId", record.path.organization)
    json.member("serviceIds", record.services)
    json.member("centreIds", record.centres)
    json.member("expiresAt", record.expiresAt)
    json.member("grantedBy", record.grantedBy)
    json.member("grantedByName", record.grantedByName)
    json.member("grantedAt", record.grantedAt)
    json.member("changedAt", record.changedAt)
    json.member("endedAt", record.endedAt)
    json.member("endedBy", record.endedBy)
    json.member("endedByName", record.endedByName)
    json.member("note", record.note)
  }
}
