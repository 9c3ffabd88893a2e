import Core
import FoundationEssentials
import HTTP

/// Appointments over HTTP.
enum AppointmentsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let waiting = try Appointments.list(of: try call.id(), paging, in: call.work)
    return paging.response(waiting, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response {
    response(try Appointments.find(try call.id(), in: call.work))
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let givenName = fields.text("givenName", required: true, upTo: 100)
    let familyName = fields.text("familyName", required: true, upTo: 100)
    let email = fields.parsed("signInEmail", required: true, "email.malformed") { Text.email($0) }
    let language: Language? = fields.choice("language")
    let role: Role? = fields.choice("role", required: true)
    let terms = GrantsAPI.terms(fields)
    try fields.check()
    guard let givenName, let familyName, let email, let role else { throw Refusal.notFound }
    var grant = Grants.Draft(person: ID(Secrets.nobody), role: role)
    grant.services = terms.services
    grant.centres = terms.centres
    grant.expiresAt = terms.expiresAt
    grant.note = terms.note
    let draft = Appointments.Draft(
      givenName: givenName, familyName: familyName, email: email, language: language ?? call.actor.language,
      grant: grant)
    let record = try Appointments.create(draft, at: try call.id(), in: call.work)
    return response(record, status: 201, location: "/api/v1/appointments/\(record.id)")
  }

  static func resend(_ call: Call) throws -> Response {
    try Appointments.resend(try call.id(), in: call.work)
    return .noContent
  }

  static func withdraw(_ call: Call) throws -> Response {
    try Appointments.withdraw(try call.id(), in: call.work)
    return .noContent
  }

  private static func response(_ record: Appointments.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, location: location)
  }

  private static func write(_ json: inout JSONWriter, _ record: Appointments.Record) {
    let draft = record.draft
    json.object {
      $0.member("id", record.id)
      $0.member("organizationId", record.path.organization)
      $0.member("givenName", draft.givenName)
      $0.member("familyName", draft.familyName)
      $0.member("signInEmail", draft.email)
      $0.member("language", draft.language.rawValue)
      $0.member("role", draft.grant.role.rawValue)
      $0.member("serviceIds", draft.grant.services)
      $0.member("centreIds", draft.grant.centres)
      $0.member("expiresAt", draft.grant.expiresAt)
      $0.member("note", draft.grant.note)
      $0.member("status", record.status.rawValue)
      $0.member("invitedBy", record.invitedBy)
      $0.member("invitedByName", record.invitedByName)
      $0.member("createdAt", record.createdAt)
      $0.member("validUntil", record.validUntil)
    }
  }
}
