import Core
import HTTP

/// Provisioning over HTTP, for the customer's manager.
enum ProvisioningAPI {
  static func get(_ call: Call) throws -> Response {
    response(try Provisioning.find(of: try call.id(), in: call.work), call)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let invites = fields.bool("invites", required: true)
    try fields.check()
    return response(
      try Provisioning.change(invites: invites ?? false, of: try call.id(), in: call.work) { try call.checkMatch($0) },
      call)
  }

  private static func response(_ connection: Provisioning.Connection, _ call: Call) -> Response {
    var json = JSONWriter()
    json.object { json in
      json.member("customerId", connection.path.customer)
      json.member("address", Provisioning.address(in: call.work))
      json.member("invites", connection.invites)
      json.name("token")
      guard let token = connection.token else { return json.null() }
      json.object {
        $0.member("id", token.id)
        $0.member("name", token.name)
        $0.member("createdBy", token.createdBy)
        $0.member("createdAt", token.createdAt)
        $0.member("expiresAt", token.expiresAt)
        $0.member("lastUsedAt", token.lastUsedAt)
        $0.member("counts", token.counts)
      }
    }
    return .json(json, version: connection.version)
  }

  static func createToken(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let name = fields.text("name", required: true, upTo: 100)
    try fields.check()
    let issued = try Provisioning.issue(name ?? "", for: try call.id(), in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("id", issued.token.id)
      $0.member("name", issued.token.name)
      $0.member("token", issued.secret)
      $0.member("expiresAt", issued.token.expiresAt)
    }
    return Response.json(json, status: 201).shownOnce
  }

  static func endToken(_ call: Call) throws -> Response {
    try Provisioning.revoke(of: try call.id(), in: call.work)
    return .noContent
  }

  // MARK: Groups and what they give

  static func groups(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let groups = try SCIMMappings.groups(of: try call.id(), paging, in: call.work)
    return paging.response(groups, cursor: { [$0.group.id.description] }) { write(&$0, $1) }
  }

  static func group(_ call: Call) throws -> Response {
    var json = JSONWriter()
    write(&json, try SCIMMappings.group(try call.id(), in: call.work))
    return .json(json)
  }

  static func map(_ call: Call) throws -> Response {
    let fields = try call.fields()
    var draft = SCIMMappings.Draft()
    draft.subscription = fields.id("subscriptionId")
    draft.role = fields.choice("role")
    draft.services = fields.ids("serviceIds", upTo: 200)
    try fields.check()
    let record = try SCIMMappings.add(draft, to: try call.id(), in: call.work)
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: 201)
  }

  static func unmap(_ call: Call) throws -> Response {
    try SCIMMappings.end(try call.id(), in: call.work)
    return .noContent
  }

  private static func write(_ json: inout JSONWriter, _ listed: SCIMMappings.Listed) {
    json.object {
      $0.member("id", listed.group.id)
      $0.member("customerId", listed.group.path.customer)
      $0.member("name", listed.group.displayName)
      $0.member("externalId", listed.group.externalID)
      $0.member("members", listed.members)
      $0.member("waiting", listed.waiting)
      $0.array("mappings", listed.mappings) { write(&$0, $1) }
    }
  }

  private static func write(_ json: inout JSONWriter, _ mapping: SCIMMappings.Record) {
    json.object {
      $0.member("id", mapping.id)
      $0.member("groupId", mapping.group)
      $0.member("subscriptionId", mapping.subscription)
      $0.member("role", mapping.role?.rawValue)
      $0.member("serviceIds", mapping.services)
      $0.member("mappedBy", mapping.mappedBy)
      $0.member("mappedAt", mapping.mappedAt)
    }
  }
}
