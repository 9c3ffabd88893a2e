import Core
import HTTP

/// An organization's programs over HTTP, and acting as somebody.
enum ClientsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let clients = try Clients.list(of: try call.id(), paging, in: call.work)
    return paging.response(clients, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response {
    let client = try Clients.find(try call.id(), in: call.work)
    var json = JSONWriter()
    write(&json, client)
    return .json(json, version: client.version)
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let name = fields.text("name", required: true, upTo: 100)
    let scopes = fields.texts("scopes", upTo: 10) ?? Credentials.scopes
    if scopes.isEmpty || !Set(scopes).isSubset(of: Credentials.scopes) { fields.note("scopes", "token.scope_unknown") }
    try fields.check()
    let made = try Clients.create(in: try call.id(), name: name ?? "", scopes: scopes, call.work)
    return secret(made, status: 201)
  }

  static func renewSecret(_ call: Call) throws -> Response {
    secret(try Clients.renewSecret(try call.id(), in: call.work), status: 200)
  }

  static func revoke(_ call: Call) throws -> Response {
    try Clients.revoke(try call.id(), in: call.work)
    return .noContent
  }

  private static func secret(_ made: (record: Clients.Record, secret: String), status: Int) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("clientId", made.record.id)
      $0.member("clientSecret", made.secret)
      $0.member("name", made.record.name)
      $0.member("scopes", made.record.scopes)
    }
    let location = status == 201 ? "/api/v1/clients/\(made.record.id)" : nil
    return Response.json(json, status: status, location: location).shownOnce
  }

  static func write(_ json: inout JSONWriter, _ client: Clients.Record) {
    json.object {
      $0.member("id", client.id)
      $0.member("organizationId", client.path.organization)
      $0.member("name", client.name)
      $0.member("scopes", client.scopes)
      $0.member("createdBy", client.createdBy)
      $0.member("createdByName", client.createdByName)
      $0.member("createdAt", client.createdAt)
      $0.member("secretAt", client.secretAt)
    }
  }

  /// A token that is somebody else's for a while.
  static func impersonate(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let wish = try ActingAs.wish(fields, minutes: fields.integer("minutes"))
    let id: ID<Person> = try call.id()
    let (secret, until) = try ActingAs.token(id, wish, in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("userId", id)
      $0.member("token", secret)
      $0.member("expiresAt", until)
    }
    return Response.json(json, status: 201).shownOnce
  }
}
