import Core
import HTTP

/// What identity providers ask and say.
enum SCIMAPI {
  // MARK: People

  static func users(_ call: Call) throws -> Response { try list([users], try SCIMQuery(call), call) }

  static func searchUsers(_ call: Call) throws -> Response { try list([users], try SCIMQuery(call.scimBody()), call) }

  static func user(_ call: Call) throws -> Response {
    try answer(try SCIMUsers.find(try call.id(), in: call.work), call) { SCIMResponse.resource($0, tag: $1, for: call) }
  }

  static func createUser(_ call: Call) throws -> Response {
    let user = try SCIMUsers.create(try call.scimBody(), in: call.work)
    let location = "\(Provisioning.address(in: call.work))/Users/\(user.id)"
    return try answer(user, call) { SCIMResponse.json($0, status: 201, tag: $1, location: location) }
  }

  static func replaceUser(_ call: Call) throws -> Response {
    let body = try call.scimBody()
    let user = try SCIMUsers.change(try call.id(), in: call.work, isPatch: false, check: { try match(call, $0.tag) }) {
      _ in try SCIMUsers.schema.resource(body)
    }
    return try answer(user, call) { SCIMResponse.json($0, tag: $1) }
  }

  static func patchUser(_ call: Call) throws -> Response {
    let patch = try SCIMPatch(call.scimBody())
    let user = try SCIMUsers.change(try call.id(), in: call.work, isPatch: true, check: { try match(call, $0.tag) }) {
      try patch.applied(to: $0, SCIMUsers.schema)
    }
    return try answer(user, call) { SCIMResponse.json($0, tag: $1) }
  }

  static func deleteUser(_ call: Call) throws -> Response {
    try SCIMUsers.delete(try call.id(), in: call.work) { try match(call, $0.tag) }
    return .noContent
  }

  private static func answer(
    _ user: SCIMUser, _ call: Call, _ response: (JSONValue, String) throws -> Response
  ) throws -> Response {
    try response(try SCIMUsers.resource(user, call.scimSelection, in: call.work), user.tag)
  }

  private static func match(_ call: Call, _ tag: String) throws { try SCIMResponse.checkMatch(call, tag: tag) }

  // MARK: Groups

  static func groups(_ call: Call) throws -> Response { try list([groups], try SCIMQuery(call), call) }

  static func searchGroups(_ call: Call) throws -> Response {
    try list([groups], try SCIMQuery(call.scimBody()), call)
  }

  static func group(_ call: Call) throws -> Response {
    try answer(try SCIMGroups.find(try call.id(), in: call.work), call) {
      SCIMResponse.resource($0, tag: $1, for: call)
    }
  }

  static func createGroup(_ call: Call) throws -> Response {
    let group = try SCIMGroups.create(try call.scimBody(), in: call.work)
    let location = "\(Provisioning.address(in: call.work))/Groups/\(group.id)"
    return try answer(group, call) { SCIMResponse.json($0, status: 201, tag: $1, location: location) }
  }

  static func replaceGroup(_ call: Call) throws -> Response {
    let body = try call.scimBody()
    let group = try SCIMGroups.change(try call.id(), in: call.work, check: { try match(call, $0.tag) }) {
      _ in try SCIMGroups.schema.resource(body)
    }
    return try answer(group, call) { SCIMResponse.json($0, tag: $1) }
  }

  /// Answered with the group only where attributes of it are asked for: it may have thousands of members.
  static func patchGroup(_ call: Call) throws -> Response {
    let patch = try SCIMPatch(call.scimBody())
    let group = try SCIMGroups.change(try call.id(), in: call.work, check: { try match(call, $0.tag) }) {
      try patch.applied(to: $0, SCIMGroups.schema)
    }
    guard call.query("attributes") != nil || call.query("excludedAttributes") != nil else {
      return Response(status: 204, headers: Headers([("ETag", group.tag)]))
    }
    return try answer(group, call) { SCIMResponse.json($0, tag: $1) }
  }

  static func deleteGroup(_ call: Call) throws -> Response {
    try SCIMGroups.delete(try call.id(), in: call.work) { try match(call, $0.tag) }
    return .noContent
  }

  private static func answer(
    _ group: SCIMGroup, _ call: Call, _ response: (JSONValue, String) throws -> Response
  ) throws -> Response {
    try response(try SCIMGroups.resource(group, call.scimSelection, in: call.work), group.tag)
  }

  // MARK: Lists

  /// One kind of resource as lists read it.
  private struct Kind: Sendable {
    let schema: SCIMSchema
    let count: @Sendable (SCIMQuery, Work) throws -> Int
    let page: @Sendable (SCIMQuery, Int, Int, Work) throws -> [JSONValue]
  }

  private static let users = Kind(
    schema: SCIMUsers.schema, count: { try SCIMUsers.count($0, in: $1) },
    page: { try SCIMUsers.page($0, skipping: $1, limit: $2, in: $3) })
  private static let groups = Kind(
    schema: SCIMGroups.schema, count: { try SCIMGroups.count($0, in: $1) },
    page: { try SCIMGroups.page($0, skipping: $1, limit: $2, in: $3) })

  /// People, then groups; whichever lacks an attribute that is asked for has none that match.
  static func searchAll(_ call: Call) throws -> Response {
    let query = try SCIMQuery(call.scimBody())
    guard let filter = query.filter else { return try list([users, groups], query, call) }
    let fitting = [users, groups].filter { (try? filter.checked(by: $0.schema)) != nil }
    return try list(fitting.isEmpty ? [users] : fitting, query, call)
  }

  private static func list(_ kinds: [Kind], _ query: SCIMQuery, _ call: Call) throws -> Response {
    var total = 0
    var resources: [JSONValue] = []
    for kind in kinds {
      let count = try kind.count(query, call.work)
      let skipped = max(0, query.startIndex - 1 - total)
      let wanted = query.count - resources.count
      if skipped < count, wanted > 0 { resources += try kind.page(query, skipped, wanted, call.work) }
      total += count
    }
    return query.response(resources, of: total)
  }
}
