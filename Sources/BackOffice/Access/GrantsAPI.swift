import Core
import FoundationEssentials
import HTTP

/// Grants over HTTP.
enum GrantsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let grants = try Grants.list(of: try call.id(), paging, in: call.work)
    return paging.response(grants, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response { response(try Grants.find(try call.id(), in: call.work)) }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let person = fields.id("userId", required: true, of: Person.self)
    let role: Role? = fields.choice("role", required: true)
    let services = fields.ids("serviceIds", upTo: 200, of: Service.self)
    let centres = fields.ids("centreIds", upTo: 200, of: BillingCentre.self)
    let expiry = fields.parsed("expiresAt", "field.instant_malformed") { Instant($0) }
    let note = fields.text("note", upTo: 500)
    try fields.check()
    guard let person, let role else { throw Refusal.notFound }
    var draft = Grants.Draft(person: person, role: role)
    draft.services = services
    draft.centres = centres
    draft.expiresAt = expiry
    draft.note = note
    let record = try Grants.create(draft, at: try call.id(), in: call.work)
    return response(record, status: 201, location: "/api/v1/grants/\(record.id)")
  }

  static func end(_ call: Call) throws -> Response {
    try Grants.end(try call.id(), in: call.work)
    return .noContent
  }

  private static func response(_ record: Grants.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, location: location)
  }

  static func write(_ json: inout JSONWriter, _ record: Grants.Record) {
    json.object {
      $0.member("id", record.id)
      $0.member("userId", record.person)
      $0.member("userName", record.personName)
      $0.member("role", record.role.rawValue)
      $0.member("organizationId", record.path.organization)
      $0.member("serviceIds", record.services)
      $0.member("centreIds", record.centres)
      $0.member("expiresAt", record.expiresAt)
      $0.member("grantedBy", record.grantedBy)
      $0.member("grantedByName", record.grantedByName)
      $0.member("grantedAt", record.grantedAt)
      $0.member("note", record.note)
    }
  }
}
