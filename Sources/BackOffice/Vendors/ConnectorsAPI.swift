import Core
import FoundationEssentials
import HTTP

/// Connectors over HTTP.
enum ConnectorsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try Connectors.list(paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response {
    let record = try Connectors.find(try call.id(), in: call.work)
    try call.actor.require(.provisioningManage)
    return response(record, secret: nil)
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let service = fields.id("serviceId", required: true, of: Service.self)
    let kind = fields.choice("kind", required: true, of: ConnectorKind.self)
    let address = fields.text("address", upTo: 500)
    let settings = settings(fields, from: ConnectorSettings()) ?? ConnectorSettings()
    try fields.check()
    guard let service, let kind else { throw Refusal.notFound }
    let made = try Connectors.create(kind, for: service, address: address, settings: settings, in: call.work)
    return response(made.record, secret: made.secret, status: 201)
  }

  /// `{"address", "settings", "renewSecret": true, "status": "ended"}`, any of them.
  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let stored = try Connectors.find(try call.id(), in: call.work)
    var change = Connectors.Change()
    change.address = fields.text("address", upTo: 500)
    change.settings = settings(fields, from: stored.settings)
    change.renewsSecret = fields.bool("renewSecret") ?? false
    change.ends =
      fields.parsed("status", "field.not_a_choice") { $0 == "ended" ? true : $0 == "active" ? false : nil } ?? false
    fields.noteNulls("address", "settings", "status")
    try fields.check()
    let changed = try Connectors.change(
      stored.id, change, in: call.work, check: { try call.checkMatch($0.version) })
    return response(changed.record, secret: changed.secret)
  }

  /// The settings said on top of others; nil where none are.
  private static func settings(_ fields: Fields, from stored: ConnectorSettings) -> ConnectorSettings? {
    guard let members = fields.object("settings") else { return nil }
    var settings = stored
    settings.read(members)
    members.noteUnknown()
    return settings
  }

  private static func response(_ record: Connectors.Record, secret: String?, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, record, secret: secret)
    let response = Response.json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/connectors/\(record.id)" : nil)
    return secret == nil ? response : response.shownOnce
  }

  private static func write(_ json: inout JSONWriter, _ record: Connectors.Record, secret: String? = nil) {
    json.object { json in
      json.member("id", record.id)
      json.member("serviceId", record.service)
      json.member("serviceName", record.serviceName)
      json.member("vendor", record.vendor)
      json.member("kind", record.kind.rawValue)
      json.member("status", record.isActive ? "active" : "ended")
      json.member("address", record.address)
      if record.kind == .simulated { json.object("settings", record.settings.write) }
      json.member("openRequests", record.open)
      json.member("parkedRequests", record.parked)
      json.member("createdAt", record.createdAt)
      if let secret { json.member("secret", secret) }
    }
  }
}
