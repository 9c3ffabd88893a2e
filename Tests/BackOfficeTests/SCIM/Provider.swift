import BackOffice
import HTTP
import Testing

/// A customer's identity provider with a token of its own.
struct Provider: Sendable {
  let world: World
  let customer: String
  let token: String

  init(_ world: World, named name: String = "Entra ID", as manager: String = "manager") throws {
    self.world = world
    let me = try world.send(.get, "/api/v1/me", as: manager)
    customer = try #require(me.json["reach"]?["customerId"]?.string)
    let issued = try world.send(
      .post, "/api/v1/customers/\(customer)/scim-token", as: manager, #"{"name":"\#(name)"}"#)
    token = try #require(issued.json["token"]?.string, "\(issued.text)")
  }

  func send(
    _ method: HTTP.Method, _ path: String, _ body: String? = nil, headers: [(String, String)] = []
  ) -> Answer {
    var all = headers + [("Authorization", "Bearer \(token)")]
    if body != nil, !all.contains(where: { $0.0 == "Content-Type" }) {
      all.append(("Content-Type", "application/scim+json"))
    }
    return world.answer(method, "/scim/v2" + path, headers: all, body: body ?? "")
  }

  /// A new person's id.
  @discardableResult
  func create(_ name: String, _ more: String = "") throws -> String {
    let answer = send(.post, "/Users", Provider.person(name, more))
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  /// `Ada Keller` signs in as `ada.keller@helvetia.test`.
  static func person(_ name: String, _ more: String = "") -> String {
    let words = name.split(separator: " ").map(String.init)
    let email = words.joined(separator: ".").lowercased() + "@helvetia.test"
    return #"""
      {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"\#(email)",
       "name":{"givenName":"\#(words[0])","familyName":"\#(words[1])"}\#(more.isEmpty ? "" : ",")\#(more)}
      """#
  }

  /// A new group's id.
  func group(_ name: String, _ members: [String] = []) throws -> String {
    let values = members.map { #"{"value":"\#($0)"}"# }.joined(separator: ",")
    let answer = send(
      .post, "/Groups",
      #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"\#(name)","members":[\#(values)]}"#)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  @discardableResult
  func patch(_ path: String, _ operations: String, headers: [(String, String)] = []) -> Answer {
    send(
      .patch, path,
      #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operations)]}"#,
      headers: headers)
  }

  /// What the manager lets a group give; answers the mapping's id.
  func map(_ group: String, _ body: String) throws -> String {
    let answer = try world.send(.post, "/api/v1/scim-groups/\(group)/mappings", as: "manager", body)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  /// Names in the order listed.
  func names(_ query: String) -> [String] {
    send(.get, "/Users?\(query)").json["Resources"]?.items.compactMap { $0["userName"]?.string } ?? []
  }
}

extension Answer {
  var scimType: String? { json["scimType"]?.string }
  var total: Int? { json["totalResults"]?.integer }
  var resources: [JSONValue] { json["Resources"]?.items ?? [] }
}
