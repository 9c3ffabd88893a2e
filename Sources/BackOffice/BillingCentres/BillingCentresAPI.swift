import Core
import FoundationEssentials
import HTTP

/// Billing centres over HTTP.
enum BillingCentresAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let centres = try BillingCentres.list(of: try call.id(), paging, in: call.work)
    return paging.response(centres, cursor: { [String($0.position)] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response { response(try BillingCentres.find(try call.id(), in: call.work)) }

  static func create(_ call: Call) throws -> Response {
    let record = try BillingCentres.create(try draft(call, creating: true), for: try call.id(), in: call.work)
    return response(record, status: 201, location: "/api/v1/billing-centres/\(record.id)")
  }

  static func change(_ call: Call) throws -> Response {
    response(
      try BillingCentres.change(
        try call.id(), try draft(call, creating: false), in: call.work, check: { try call.checkMatch($0.version) }))
  }

  private static func draft(_ call: Call, creating: Bool) throws -> BillingCentres.Draft {
    let fields = try call.fields()
    var draft = BillingCentres.Draft()
    draft.code = fields.text("code", required: creating, upTo: 40)
    draft.name = fields.text("name", required: creating, upTo: 200)
    draft.isDefault = fields.bool("default")
    if fields.has("contactEmail") {
      draft.contactEmail = .some(fields.parsed("contactEmail", "email.malformed") { Text.email($0) })
    }
    if !creating {
      draft.closed = fields.bool("closed")
      fields.noteNulls("code", "name", "default", "closed")
    }
    try fields.check()
    return draft
  }

  private static func response(_ record: BillingCentres.Record, status: Int = 200, location: String? = nil) -> Response
  {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, version: record.version, location: location)
  }

  static func write(_ json: inout JSONWriter, _ record: BillingCentres.Record) {
    json.object {
      $0.member("id", record.id)
      $0.member("customerId", record.path.customer)
      $0.member("code", record.code)
      $0.member("name", record.name)
      $0.member("default", record.isDefault)
      $0.member("position", record.position)
      $0.member("contactEmail", record.contactEmail)
      $0.member("closed", record.closed)
    }
  }
}
