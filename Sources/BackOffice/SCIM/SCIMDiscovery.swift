import Core
import HTTP

/// What providers read first: what is offered, and what resources look like (RFC 7643, 5 to 7).
enum SCIMDiscovery {
  static func config(_ call: Call) throws -> Response {
    let isSupported = JSONValue.object(["supported": .bool(true)])
    let isNot = JSONValue.object(["supported": .bool(false)])
    return SCIMResponse.json(
      .object([
        "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")]),
        "patch": isSupported, "sort": isSupported, "etag": isSupported, "changePassword": isNot,
        "bulk": .object(["supported": .bool(false), "maxOperations": .integer(0), "maxPayloadSize": .integer(0)]),
        "filter": .object(["supported": .bool(true), "maxResults": .integer(Int64(SCIMQuery.most))]),
        "authenticationSchemes": .array([
          .object([
            "type": .string("oauthbearertoken"), "name": .string("Token"),
            "description": .string("The token that the customer's manager made under Provisioning."),
            "specUri": .string("https://www.rfc-editor.org/rfc/rfc6750"), "primary": .bool(true),
          ])
        ]),
        "meta": meta("ServiceProviderConfig", "ServiceProviderConfig", call),
      ]))
  }

  static func resourceTypes(_ call: Call) throws -> Response {
    list(SCIMSchema.all.map { resourceType($0, call) })
  }

  static func resourceType(_ call: Call) throws -> Response {
    guard let schema = SCIMSchema.all.first(where: { $0.name == call.parameters["id"] }) else {
      throw Refusal.notFound
    }
    return SCIMResponse.json(resourceType(schema, call))
  }

  private static func resourceType(_ schema: SCIMSchema, _ call: Call) -> JSONValue {
    .object([
      "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:ResourceType")]),
      "id": .string(schema.name), "name": .string(schema.name), "description": .string(schema.summary),
      "endpoint": .string("/\(schema.place)"), "schema": .string(schema.id),
      "meta": meta("ResourceType", "ResourceTypes/\(schema.name)", call),
    ])
  }

  static func schemas(_ call: Call) throws -> Response { list(SCIMSchema.all.map { self.schema($0, call) }) }

  static func schema(_ call: Call) throws -> Response {
    guard let schema = SCIMSchema.all.first(where: { $0.id.matchesName(call.parameters["id"] ?? "") }) else {
      throw Refusal.notFound
    }
    return SCIMResponse.json(self.schema(schema, call))
  }

  private static func schema(_ schema: SCIMSchema, _ call: Call) -> JSONValue {
    .object([
      "schemas": .array([.string("urn:ietf:params:scim:schemas:core:2.0:Schema")]), "id": .string(schema.id),
      "name": .string(schema.name), "description": .string(schema.summary),
      "attributes": .array(schema.attributes.map(attribute)), "meta": meta("Schema", "Schemas/\(schema.id)", call),
    ])
  }

  private static func attribute(_ attribute: SCIMAttribute) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(attribute.name), "type": .string(attribute.kind.rawValue),
      "multiValued": .bool(attribute.isMultiValued), "description": .string(attribute.summary),
      "required": .bool(attribute.isRequired), "mutability": .string(attribute.mutability.rawValue),
      "returned": .string(attribute.returned.rawValue),
    ]
    if attribute.kind != .boolean, attribute.kind != .complex {
      members["caseExact"] = .bool(attribute.isCaseExact)
      members["uniqueness"] = .string(attribute.isUnique ? "server" : "none")
    }
    if !attribute.canonicalValues.isEmpty {
      members["canonicalValues"] = .array(attribute.canonicalValues.map(JSONValue.string))
    }
    if attribute.kind == .reference {
      members["referenceTypes"] = .array(attribute.references.map(JSONValue.string))
    }
    if !attribute.members.isEmpty { members["subAttributes"] = .array(attribute.members.map(self.attribute)) }
    return .object(members)
  }

  private static func meta(_ type: String, _ place: String, _ call: Call) -> JSONValue {
    let location = "\(Provisioning.address(in: call.work))/\(place)"
    return .object(["resourceType": .string(type), "location": .string(location)])
  }

  private static func list(_ resources: [JSONValue]) -> Response {
    SCIMResponse.json(
      .object([
        "schemas": .array([.string(SCIMSchema.Message.list)]), "totalResults": .integer(Int64(resources.count)),
        "startIndex": .integer(1), "itemsPerPage": .integer(Int64(resources.count)), "Resources": .array(resources),
      ]))
  }

  /// Bulk operations, and asking for oneself: a provider is nobody.
  static func notOffered(_ call: Call) throws -> Response { throw SCIMFault(status: 501, "scim.not_offered") }
}
