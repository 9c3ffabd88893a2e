import Core
import HTTP

/// A route as OpenAPI describes it.
struct OpenAPIOperation: JSONEncodable, Sendable {
  let method: HTTP.Method
  let pattern: String
  let endpoint: Endpoint
  let documentation: Documentation

  var id: String { documentation.id }

  /// The pattern with its parameters in braces.
  var path: String {
    let segments = pattern.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
    return "/" + segments.joined(separator: "/")
  }

  var pathParameters: [String] {
    pattern.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
  }

  var isOpen: Bool { endpoint.access == .open }
  private var isWrite: Bool { method != .get }
  /// Posts and patches of somebody signed in are kept with their answers.
  var takesIdempotencyKey: Bool { !isOpen && !isSCIM && (method == .post || method == .patch) }
  /// Changes one object that has a version.
  var takesIfMatch: Bool {
    let changesOne = (method == .patch || method == .put) && !documentation.isList
    let isStep = id == "startBulkChange" || id == "stopBulkChange"
    return changesOne || isStep || documentation.previews && documentation.status == 200
  }

  /// The statuses it may be refused with.
  var refusals: [Int] {
    if endpoint.surface == .plain { return [] }
    var statuses: Set<Int> = [422, 429, 503]
    if documentation.body != nil { statuses.formUnion([400, 413]) }
    if documentation.body != nil, !isOpen { statuses.insert(415) }
    statuses.formUnion(isOpen ? [401] : [401, 403])
    if !pathParameters.isEmpty || endpoint.query.contains(where: { $0.name == "customerId" }) { statuses.insert(404) }
    if isWrite, !isOpen { statuses.insert(409) }
    if takesIfMatch { statuses.insert(412) }
    return statuses.sorted()
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("operationId", id)
      json.member("tags", [documentation.tag])
      json.member("summary", documentation.summary)
      writeParameters(&json)
      if let body = documentation.body { writeBody(body, &json) }
      writeResponses(&json)
      json.name("security")
      json.array(security) { json, schemes in
        json.object { json in for scheme in schemes { json.member(dynamic: scheme, [String]()) } }
      }
      json.member("x-permission", permission)
    }
  }

  /// The alternatives, each of schemes needed together.
  private var security: [[String]] {
    if endpoint.surface == .plain { return [] }
    if isSCIM { return [["provisioning"]] }
    if isOpen { return [["basic"]] }
    return [["bearer"], isWrite ? ["session", "csrf"] : ["session"]]
  }

  private var permission: String {
    switch endpoint.access {
    case .open: "open"
    case .signedIn: "signedIn"
    case .needs(let permission): permission.rawValue
    case .provisioning: "provisioning"
    }
  }

  private func writeBody(_ body: String, _ json: inout JSONWriter) {
    if isSCIM { return writeSCIMBody(body, &json) }
    json.object("requestBody") { json in
      json.member("required", !isOpen && !documentation.bodyIsOptional)
      json.object("content") { json in
        let type = method == .patch ? "application/merge-patch+json" : "application/json"
        json.object(dynamic: documentation.bodyType ?? type) {
          OpenAPIOperation.writeMedia(.named(body), &$0)
        }
        if method == .patch {
          json.object("application/json") { $0.member("schema", JSONSchema.named(body)) }
        }
        if id == "createUsers" {
          json.object("text/csv") { OpenAPIOperation.writeMedia(OpenAPI.usersTable, &$0) }
        }
      }
    }
  }

  /// A schema with an example of it.
  static func writeMedia(_ schema: JSONSchema, _ json: inout JSONWriter) {
    json.member("schema", schema)
    json.name("example")
    schema.writeExample(to: &json)
  }
}

// MARK: Parameters

extension OpenAPIOperation {
  private func writeParameters(_ json: inout JSONWriter) {
    var headers = isOpen || isSCIM ? [] : [OpenAPIHeader.organization]
    if takesIdempotencyKey { headers.append(.idempotencyKey) }
    if takesIfMatch { headers.append(.ifMatch) }
    if security == [["basic"]] { headers.append(.oneTimeCode) }
    if pathParameters.isEmpty, endpoint.query.isEmpty, headers.isEmpty { return }
    json.name("parameters")
    json.array(0..<pathParameters.count + endpoint.query.count + headers.count) { json, index in
      json.object { json in
        if index < pathParameters.count { return writePath(pathParameters[index], &json) }
        let rest = index - pathParameters.count
        if rest < endpoint.query.count { return writeQuery(endpoint.query[rest], &json) }
        json.member("$ref", "#/components/parameters/\(headers[rest - endpoint.query.count].key)")
      }
    }
  }

  private func writePath(_ name: String, _ json: inout JSONWriter) {
    json.member("name", name)
    json.member("in", "path")
    json.member("required", true)
    var line = JSONSchema.count(3)
    line.minimum = 1
    json.member("schema", scimSchema(ofParameter: name) ?? (name == "n" ? line : .id(Example.subscription)))
  }

  private func writeQuery(_ parameter: QueryParameter, _ json: inout JSONWriter) {
    json.member("name", parameter.name)
    json.member("in", "query")
    json.member("description", parameter.summary)
    if OpenAPIOperation.needed.contains("\(id) \(parameter.name)") { json.member("required", true) }
    json.member("schema", schema(of: parameter))
  }

  /// The query parameters that cannot be left out.
  private static let needed: Set<String> = ["search q", "listObjectRights object"]

  private func schema(of parameter: QueryParameter) -> JSONSchema {
    if let schema = scimSchema(ofParameter: parameter.name) { return schema }
    switch parameter.name {
    case "limit":
      var limit = JSONSchema.count(Bounds.pageDefault)
      limit.minimum = 1
      limit.maximum = Bounds.pageMaximum
      return limit
    case "preview": return .flag(true)
    case "month": return .month("2026-01")
    case "leg": return .choice(Leg.price)
    case "status" where documentation.tag == "Statements": return .choice(["open", "closed"], "open")
    case "status" where documentation.tag == "Requests": return .choice(CustomerRequest.Status.waiting)
    case "kind": return .choice(Requests.Kind.names, "change")
    case "status" where documentation.tag == "Mail": return .choice(Mails.Status.failed)
    case "status": return .choice(SubscriptionStatus.active)
    case "format" where documentation.tag == "Grants": return .choice(["json", "csv"], "csv")
    case "role": return .choice(Role.technicalAdmin)
    case "state": return .choice(GrantReview.State.current)
    case "object": return .text("subscription:\(Example.subscription)")
    case "format" where documentation.tag == "Bulk changes": return .choice(BulkReport.Format.csv)
    case "result": return .choice(BulkChange.Outcome.failed)
    case "format": return .choice(StatementDocuments.Format.pdf)
    case "separator": return .choice(["comma", "semicolon", "tab"], "comma")
    case "mark": return .flag(true)
    case "decimal": return .choice(["point", "comma"], "point")
    case "search", "q": return .text("Helvetia", upTo: 100)
    default:
      var schema = JSONSchema.text(Example.customer)
      schema.format = parameter.format
      return schema
    }
  }
}
