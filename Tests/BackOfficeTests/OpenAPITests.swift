import Core
import Foundation
import HTTP
import Testing

@testable import BackOffice

/// The OpenAPI document, held against the routes it is written from.
@Suite struct OpenAPITests {
  private struct Operation {
    let path: String
    let method: String
    let operation: JSONValue
  }

  /// Parsed once for all tests.
  private static let parsed = JSONValue(parsing: OpenAPI.document.bytes)
  private static let described = (parsed ?? .null)[at: "paths"].members.flatMap { path, item in
    item.members.map { Operation(path: path, method: $0.key, operation: $0.value) }
  }

  private let document: JSONValue
  private let operations = described

  init() throws { document = try #require(Self.parsed) }

  private func operation(_ id: String) throws -> JSONValue {
    try #require(operations.first { $0.operation[at: "operationId"].text == id }?.operation)
  }

  @Test func `the document says what it is`() {
    #expect(document[at: "openapi"] == .string("3.1.0"))
    #expect(document[at: "info"][at: "title"] == .string("Comptoir"))
    #expect(operations.count > 60)
  }

  @Test func `every route of the API is documented, pages are not`() {
    let routed = Routes.all().all.filter { $0.endpoint.surface == .api }
    let undocumented = routed.filter { $0.endpoint.documentation == nil }
    #expect(undocumented.map(\.pattern) == [])
    let plain: Set = ["/healthz", "/readyz"]
    #expect(operations.filter { !plain.contains($0.path) && !$0.path.hasPrefix("/scim/") }.count == routed.count)
    let scim = Routes.all().all.filter { $0.endpoint.surface == .scim }
    #expect(operations.filter { $0.path.hasPrefix("/scim/v2/") }.count == scim.count)
    let others = operations.map(\.path).filter { !$0.hasPrefix("/api/v1/") && !$0.hasPrefix("/scim/v2/") }
    #expect(others.sorted() == ["/healthz", "/oauth2/token", "/readyz", "/vendor-callbacks/{id}"])
  }

  @Test func `operation ids are unique`() {
    let ids = operations.map { $0.operation[at: "operationId"].text }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `every operation says what it is for and belongs to a described tag`() {
    let tags = Set(document[at: "tags"].items.map { $0[at: "name"].text })
    for described in operations {
      let (path, method, operation) = (described.path, described.method, described.operation)
      #expect(operation[at: "summary"].text.hasSuffix("."), "\(method) \(path)")
      #expect(tags.contains(operation[at: "tags"].items[0].text), "\(method) \(path)")
    }
  }

  @Test func `every path parameter is declared, and no other`() {
    for described in operations {
      let (path, method, operation) = (described.path, described.method, described.operation)
      let declared = operation[at: "parameters"].items.filter { $0[at: "in"].text == "path" }
      let named = path.matches(of: /\{(\w+)\}/).map { String($0.output.1) }
      #expect(declared.map { $0[at: "name"].text } == named, "\(method) \(path)")
      #expect(declared.allSatisfy { $0[at: "required"] == .bool(true) }, "\(method) \(path)")
    }
  }

  @Test func `every query parameter of a route is declared`() throws {
    for route in Routes.all().all where route.endpoint.surface == .api {
      let id = try #require(route.endpoint.documentation).id
      let declared = try operation(id)[at: "parameters"].items.filter { $0[at: "in"].text == "query" }
      #expect(declared.map { $0[at: "name"].text } == route.endpoint.query.map(\.name), "\(id)")
    }
  }

  @Test func `every body and answer has a schema`() {
    let named = Routes.all().all.compactMap(\.endpoint.documentation).flatMap { [$0.body, $0.answer] }
    let missing = named.compactMap { $0 }.filter { OpenAPI.schema($0) == nil }
    #expect(Set(missing) == [])
  }

  @Test func `no schema is unused`() {
    var pending =
      Routes.all().all.compactMap(\.endpoint.documentation).flatMap { [$0.body, $0.answer, $0.preview] }
      .compactMap { $0 } + ["Problem", "Preview", "UsersPreview", "ScimError"]
    var used: Set<String> = []
    while let name = pending.popLast() {
      guard used.insert(name).inserted else { continue }
      pending += OpenAPI.schema(name)?.names ?? []
    }
    #expect(Set(OpenAPI.schemas.keys).subtracting(used) == [])
  }

  @Test func `no schema has two definitions`() {
    #expect(OpenAPI.parts.reduce(0) { $0 + $1.count } == OpenAPI.schemas.count)
  }

  @Test func `every reference leads somewhere`() {
    let references = document.all("$ref").map(\.text)
    #expect(references.count > 200)
    for reference in Set(references) {
      let target = reference.split(separator: "/").dropFirst().reduce(document) { $0[at: String($1)] }
      #expect(target != .null, "\(reference)")
    }
  }

  @Test func `links name operations and give them what they need`() throws {
    var count = 0
    for described in operations {
      let (path, source) = (described.path, described.operation)
      for (_, response) in source[at: "responses"].members {
        for (name, link) in response[at: "links"].members {
          count += 1
          let target = try operation(link[at: "operationId"].text)
          let known = Set(target[at: "parameters"].items.map { $0[at: "name"].text })
          let needed = target[at: "parameters"].items.filter { $0[at: "required"] == .bool(true) }.map {
            $0[at: "name"].text
          }
          let given = Set(link[at: "parameters"].members.keys)
          #expect(given.isSuperset(of: needed) && given.isSubset(of: known), "\(name) of \(path)")
        }
      }
    }
    #expect(count > 80)
  }

  @Test func `links take their values from what is answered`() {
    let schemas = document[at: "components"][at: "schemas"]
    for (name, links) in OpenAPILink.all {
      let answer = schemas[at: name][at: "examples"].items.first ?? .null
      for pointer in links.flatMap(\.parameters.values) where pointer.hasPrefix("/") {
        let value = pointer.split(separator: "/").reduce(answer) { $0[at: String($1)] }
        #expect(value != .null, "\(name) has no \(pointer)")
      }
    }
  }

  @Test(arguments: [
    ("addSubscription", "201", "getSubscription", "$response.body#/id"),
    ("getSubscription", "200", "listChanges", "$response.body#/id"),
    ("listCustomers", "200", "listCustomerSubscriptions", "$response.body#/items/0/id"),
    ("getSplit", "200", "getSubscription", "$request.path.id"),
  ])
  func `an answer leads on`(_ from: String, _ status: String, _ to: String, _ expression: String) throws {
    let link = try operation(from)[at: "responses"][at: status][at: "links"][at: to]
    #expect(link[at: "operationId"].text == to)
    #expect(link[at: "parameters"][at: "id"].text == expression)
  }

  @Test func `bodies refuse members they do not know`() throws {
    // RFC 6749 and RFC 7644 let unknown members pass.
    let strict = Routes.all().all.filter { $0.endpoint.surface != .scim && $0.pattern != "/oauth2/token" }
      .filter { !["text/csv", "image/png"].contains($0.endpoint.documentation?.bodyType) }
    for name in strict.compactMap(\.endpoint.documentation?.body) {
      let schema = document[at: "components"][at: "schemas"][at: name]
      let alternatives = schema[at: "oneOf"].items.isEmpty ? [schema] : schema[at: "oneOf"].items
      #expect(alternatives.allSatisfy { $0[at: "additionalProperties"] == .bool(false) }, "\(name)")
    }
  }

  @Test func `every example fits its schema`() {
    let schemas = document[at: "components"][at: "schemas"]
    for (name, schema) in schemas.members {
      let fits = SchemaCheck(components: schemas).misfits(schema[at: "examples"].items[0], schema, name)
      #expect(fits == [])
    }
    for described in operations {
      let (path, method, operation) = (described.path, described.method, described.operation)
      let media = operation.all("schema", beside: "example")
      for (schema, example) in media {
        #expect(SchemaCheck(components: schemas).misfits(example, schema, "\(method) \(path)") == [])
      }
    }
  }

  @Test func `the check of examples finds what does not fit`() throws {
    let check = SchemaCheck(components: document[at: "components"][at: "schemas"])
    let split = document[at: "components"][at: "schemas"][at: "Split"]
    for wrong in [
      "{}", "[]", #"{"allocations":[{}]}"#, #"{"allocations":null}"#, #"{"allocations":[],"more":1}"#,
      #"{"allocations":[{"centreId":"x","quantity":"1"}]}"#,
    ] {
      let value = try #require(JSONValue(parsing: Array(wrong.utf8)))
      #expect(!check.misfits(value, split, "Split").isEmpty, "\(wrong)")
    }
  }

  @Test(arguments: [
    ("createToken", ["400", "401", "413", "422", "429", "503"]),
    ("getMe", ["401", "403", "422", "429", "503"]),
    ("getSubscription", ["401", "403", "404", "422", "429", "503"]),
    ("addSubscription", ["400", "401", "403", "404", "409", "413", "415", "422", "429", "503"]),
    ("changeSubscription", ["400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "503"]),
    ("getHealth", []),
  ])
  func `an operation names how it can be refused`(_ id: String, _ statuses: [String]) throws {
    let refused = try operation(id)[at: "responses"].members.filter { $0.value[at: "$ref"] != .null }
    #expect(refused.keys.sorted() == statuses)
  }

  @Test(arguments: [
    ("createToken", #"[{"basic":[]}]"#, "open"), ("getMe", #"[{"bearer":[]},{"session":[]}]"#, "signedIn"),
    ("addSubscription", #"[{"bearer":[]},{"csrf":[],"session":[]}]"#, "subscriptionsChange"),
    ("getHealth", "[]", "open"),
  ])
  func `an operation names what it demands`(_ id: String, _ security: String, _ permission: String) throws {
    let operation = try operation(id)
    #expect(operation[at: "security"] == JSONValue(parsing: Array(security.utf8)))
    #expect(operation[at: "x-permission"].text == permission)
  }

  @Test(arguments: [
    ("changeSubscription", ["Organization", "IdempotencyKey", "IfMatch"]), ("putSplit", ["Organization", "IfMatch"]),
    ("addSubscription", ["Organization", "IdempotencyKey"]), ("putResellerOffers", ["Organization"]),
    ("cancelSubscription", ["Organization", "IdempotencyKey", "IfMatch"]), ("getMe", ["Organization"]),
    ("createToken", ["OneTimeCode"]),
  ])
  func `an operation names the headers it reads`(_ id: String, _ headers: [String]) throws {
    let references = try operation(id)[at: "parameters"].items.map { $0[at: "$ref"].text }.filter { !$0.isEmpty }
    #expect(references == headers.map { "#/components/parameters/\($0)" })
  }
}
