import Testing

@testable import BackOffice

private func json(_ text: String) throws -> JSONValue { try #require(JSONValue(parsing: Array(text.utf8)), "\(text)") }

private func patched(_ operations: String, _ resource: String, _ schema: SCIMSchema = .user) throws -> JSONValue {
  let body = #"{"schemas":["\#(SCIMSchema.Message.patch)"],"Operations":[\#(operations)]}"#
  return .object(try SCIMPatch(json(body)).applied(to: json(resource).object, schema))
}

private let person = #"""
  {"userName":"lea@comptoir.test","name":{"givenName":"Lea","familyName":"Hofer"},"active":true,
   "emails":[{"value":"lea@comptoir.test","type":"work","primary":true}]}
  """#
private let group = #"{"displayName":"Workshop","members":[{"value":"a","display":"Lea"},{"value":"b"}]}"#

@Test(arguments: [
  ("", "scim.body_malformed", nil), (#"{}"#, "scim.operation_unknown", nil),
  (#"{"op":"move","path":"active","value":true}"#, "scim.operation_unknown", nil),
  (#"{"op":5}"#, "scim.operation_unknown", nil), (#"7"#, "scim.body_malformed", nil),
  (#"{"op":"remove"}"#, "scim.path_needed", "noTarget"),
  (#"{"op":"remove","path":""}"#, "scim.path_needed", "noTarget"),
  (#"{"op":"add","path":7,"value":1}"#, "scim.body_malformed", "invalidPath"),
  (#"{"op":"add","path":"active"}"#, "scim.value_required", "invalidValue"),
  (#"{"op":"replace","value":true}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"active","value":"maybe"}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"active","value":1}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"name","value":"Lea"}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"userName","value":{"a":1}}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"displayName","value":"a\u0000b"}"#, "scim.value_unfit", "invalidValue"),
  (#"{"op":"replace","path":"colour","value":"red"}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"name.colour","value":"red"}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"userName.value","value":"x"}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"active[value eq true]","value":true}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"emails[colour eq \"x\"].value","value":"x"}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"urn:x:y:userName","value":"x"}"#, "scim.path_unknown", "invalidPath"),
  (#"{"op":"replace","path":"emails[type eq \"work\".value","value":"x"}"#, "scim.path_malformed", "invalidPath"),
  (#"{"op":"replace","path":"emails[type eq \"work\"]value","value":"x"}"#, "scim.path_malformed", "invalidPath"),
  (#"{"op":"replace","path":"emails[type eq \"work\"].value.x","value":"x"}"#, "scim.path_malformed", "invalidPath"),
  (#"{"op":"replace","path":"/emails/0","value":"x"}"#, "scim.path_malformed", "invalidPath"),
  (#"{"op":"replace","path":" userName","value":"x"}"#, "scim.path_malformed", "invalidPath"),
  (#"{"op":"replace","path":"emails[type eq \"home\"].value","value":"x@y.z"}"#, "scim.no_target", "noTarget"),
  (#"{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"x@y.z"}}"#, "scim.no_target", "noTarget"),
  (#"{"op":"replace","path":"id","value":"x"}"#, "scim.read_only", "mutability"),
  (#"{"op":"add","path":"groups","value":[{"value":"x"}]}"#, "scim.read_only", "mutability"),
  (#"{"op":"remove","path":"groups[value eq \"x\"]"}"#, "scim.read_only", "mutability"),
  (#"{"op":"replace","path":"meta.version","value":"x"}"#, "scim.read_only", "mutability"),
  (#"{"op":"replace","value":{"groups":[]}}"#, "scim.read_only", "mutability"),
  (#"{"op":"replace","path":"password","value":"secret"}"#, "scim.password_elsewhere", "mutability"),
  (#"{"op":"replace","value":{"password":"secret"}}"#, "scim.password_elsewhere", "mutability"),
  (#"{"op":"remove","path":"userName"}"#, "scim.value_required", "mutability"),
  (#"{"op":"replace","path":"userName","value":null}"#, "scim.value_required", "mutability"),
  (#"{"op":"replace","value":{"active":true,"Active":false}}"#, nil, nil),
])
func `a patch that means nothing is refused`(_ operation: String, _ code: String?, _ kind: String?) {
  guard let code else {
    #expect(throws: Never.self) { _ = try patched(operation, person) }
    return
  }
  #expect("\(operation)") { _ = try patched(operation, person) } throws: { error in
    let fault = error as? SCIMFault
    return fault?.code.text == code && (kind == nil || fault?.kind?.rawValue == kind)
  }
}

@Test(arguments: [
  ("[]", "scim.body_malformed"), ("{}", "scim.schema_missing"), (#"{"schemas":[]}"#, "scim.schema_missing"),
  (#"{"schemas":["\#(SCIMSchema.user.id)"],"Operations":[]}"#, "scim.schema_missing"),
  (#"{"schemas":["\#(SCIMSchema.Message.patch)"]}"#, "scim.body_malformed"),
  (#"{"schemas":["\#(SCIMSchema.Message.patch)"],"Operations":[]}"#, "scim.body_malformed"),
  (#"{"schemas":["\#(SCIMSchema.Message.patch)"],"Operations":{"op":"add"}}"#, "scim.body_malformed"),
  (#"{"schemas":["\#(SCIMSchema.Message.patch)"],"Operations":[],"operations":[]}"#, "scim.attribute_twice"),
])
func `a body that is no patch is refused`(_ body: String, _ code: String) throws {
  let body = try json(body)
  #expect { _ = try SCIMPatch(body) } throws: {
    ($0 as? SCIMFault)?.code.text == code && ($0 as? SCIMFault)?.kind == .invalidSyntax
  }
}

@Test func `a patch has at most so many operations`() throws {
  let one = #"{"op":"replace","path":"active","value":true}"#
  let many = Array(repeating: one, count: SCIMPatch.most + 1).joined(separator: ",")
  #expect { _ = try patched(many, person) } throws: { ($0 as? SCIMFault)?.code == "scim.operations_too_many" }
}

@Test(arguments: [
  (#"{"op":"replace","path":"active","value":false}"#, #"["active"]"#, "false"),
  (#"{"op":"Replace","path":"active","value":"False"}"#, #"["active"]"#, "false"),
  (#"{"op":"REPLACE","path":"ACTIVE","value":"true"}"#, #"["active"]"#, "true"),
  (#"{"op":"add","path":"name.givenName","value":"Léa"}"#, #"["name","givenName"]"#, #""Léa""#),
  (
    #"{"op":"replace","path":"name","value":{"givenName":"Lia"}}"#, #"["name"]"#,
    #"{"familyName":"Hofer","givenName":"Lia"}"#
  ),
  (#"{"op":"replace","value":{"name.familyName":"Keller"}}"#, #"["name","familyName"]"#, #""Keller""#),
  (
    #"{"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:User:displayName":"L"}}"#, #"["displayName"]"#,
    #""L""#
  ),
  (#"{"op":"remove","path":"name.givenName"}"#, #"["name"]"#, #"{"familyName":"Hofer"}"#),
  (#"{"op":"remove","path":"name"}"#, #"["name"]"#, "null"),
  (#"{"op":"replace","path":"locale","value":""}"#, #"["locale"]"#, "null"),
  (
    #"{"op":"replace","path":"emails[type eq \"work\"].value","value":"l@x.test"}"#, #"["emails",0,"value"]"#,
    #""l@x.test""#
  ),
  (
    #"{"op":"replace","value":{"emails[type eq \"work\"].value":"l@x.test"}}"#, #"["emails",0,"value"]"#, #""l@x.test""#
  ),
  (
    #"{"op":"add","path":"emails[type eq \"home\"].value","value":"l@x.test"}"#, #"["emails",1]"#,
    #"{"type":"home","value":"l@x.test"}"#
  ),
  (#"{"op":"replace","path":"emails","value":[{"value":"n@x.test"}]}"#, #"["emails"]"#, #"[{"value":"n@x.test"}]"#),
  (#"{"op":"replace","path":"emails","value":{"value":"n@x.test"}}"#, #"["emails"]"#, #"[{"value":"n@x.test"}]"#),
  (
    #"{"op":"add","path":"emails","value":{"value":"n@x.test","type":"other","primary":true}}"#,
    #"["emails",0,"primary"]"#, "false"
  ),
  (#"{"op":"remove","path":"emails[type eq \"work\"]"}"#, #"["emails"]"#, "null"),
  (#"{"op":"remove","path":"emails[type eq \"home\"]"}"#, #"["emails",0,"type"]"#, #""work""#),
  (#"{"op":"remove","path":"emails"}"#, #"["emails"]"#, "null"),
  (#"{"op":"replace","path":"emails.value","value":"n@x.test"}"#, #"["emails",0,"value"]"#, #""n@x.test""#),
  (#"{"op":"replace","path":"title","value":"Chief"}"#, #"["title"]"#, "null"),
  (#"{"op":"add","path":"phoneNumbers[type eq \"work\"].value","value":"1"}"#, #"["phoneNumbers"]"#, "null"),
  (
    #"{"op":"add","path":"\#(SCIMSchema.enterprise):department","value":"X"}"#, #"["userName"]"#,
    #""lea@comptoir.test""#
  ),
  (#"{"op":"add","value":{"\#(SCIMSchema.enterprise)":{"department":"X"},"colour":"red"}}"#, #"["colour"]"#, "null"),
  (#"{"op":"replace","value":{"id":"x","schemas":[],"active":false}}"#, #"["active"]"#, "false"),
  (
    #"{"op":"add","path":"externalId","value":"1"},{"op":"replace","path":"externalId","value":"2"}"#,
    #"["externalId"]"#,
    #""2""#
  ),
])
func `an operation changes what its path names`(_ operations: String, _ place: String, _ value: String) throws {
  var found = try patched(operations, person)
  for step in try json(place).items {
    if let name = step.string { found = found[name] ?? .null }
    if let index = step.integer { found = found[index] ?? .null }
  }
  #expect(try found == json(value))
}

@Test(arguments: [
  (#"{"op":"add","path":"members","value":[{"value":"c"},{"value":"a"}]}"#, ["a", "b", "c"]),
  (#"{"op":"add","path":"members","value":{"value":"c"}}"#, ["a", "b", "c"]),
  (#"{"op":"add","path":"members","value":["c"]}"#, ["a", "b", "c"]),
  (#"{"op":"Add","value":{"members":[{"value":"c"}]}}"#, ["a", "b", "c"]),
  (#"{"op":"remove","path":"members[value eq \"a\"]"}"#, ["b"]),
  (#"{"op":"remove","path":"members[value eq \"a\" or value eq \"b\"]"}"#, []),
  (#"{"op":"remove","path":"members","value":[{"value":"b"}]}"#, ["a"]),
  (#"{"op":"remove","path":"members[value eq \"nobody\"]"}"#, ["a", "b"]),
  (#"{"op":"remove","path":"members"}"#, []),
  (#"{"op":"replace","path":"members","value":[{"value":"z"}]}"#, ["z"]),
  (#"{"op":"replace","path":"members","value":[]}"#, []),
  (#"{"op":"replace","value":{"id":"x","displayName":"Renamed"}}"#, ["a", "b"]),
])
func `members come and go`(_ operation: String, _ members: [String]) throws {
  let after = try patched(operation, group, .group)
  #expect((after["members"]?.items ?? []).map { $0["value"]?.string } == members)
}

@Test(arguments: [
  #"{"op":"replace","path":"members[value eq \"a\"].value","value":"z"}"#,
  #"{"op":"replace","path":"members.display","value":"z"}"#,
  #"{"op":"replace","path":"members[value eq \"a\"].display","value":"z"}"#,
])
func `a member is not turned into another`(_ operation: String) {
  #expect { _ = try patched(operation, group, .group) } throws: { ($0 as? SCIMFault)?.kind == .mutability }
}

@Test func `what one operation does wrong undoes the others`() throws {
  let operations = #"{"op":"replace","path":"active","value":false},{"op":"replace","path":"colour","value":1}"#
  #expect(throws: SCIMFault.self) { _ = try patched(operations, person) }
}

@Test(arguments: [
  (nil, nil, ["active", "emails", "id", "name", "userName"]), ("active", nil, ["active", "id", "userName"]),
  ("NAME.givenname", nil, ["id", "name", "userName"]), ("colour", nil, ["id", "userName"]),
  (" active , emails.value", nil, ["active", "emails", "id", "userName"]),
  ("urn:ietf:params:scim:schemas:core:2.0:User:active", nil, ["active", "id", "userName"]),
  ("urn:ietf:params:scim:schemas:core:2.0:Group:active", nil, ["id", "userName"]),
  (nil, "emails,active", ["id", "name", "userName"]),
  (nil, "id,userName,emails", ["active", "id", "name", "userName"]),
  ("active", "active", ["active", "id", "userName"]), ("", "name", ["active", "emails", "id", "userName"]),
])
func `attributes are chosen or left out`(_ wanted: String?, _ unwanted: String?, _ left: [String]) throws {
  var resource = try json(person).object
  resource["id"] = .string("7")
  let selection = SCIMSelection(attributes: wanted, excluded: unwanted)
  #expect(selection.applied(to: resource, .user).keys.sorted() == left)
}

@Test func `sub-attributes are chosen or left out`() throws {
  let resource = try json(person).object
  let chosen = SCIMSelection(attributes: "name.givenName,emails.value", excluded: nil).applied(to: resource, .user)
  #expect(try JSONValue.object(chosen)["name"] == json(#"{"givenName":"Lea"}"#))
  #expect(try JSONValue.object(chosen)["emails"] == json(#"[{"value":"lea@comptoir.test"}]"#))
  let rest = SCIMSelection(attributes: nil, excluded: "name.givenName,emails.value").applied(to: resource, .user)
  #expect(try JSONValue.object(rest)["name"] == json(#"{"familyName":"Hofer"}"#))
  #expect(try JSONValue.object(rest)["emails"] == json(#"[{"type":"work","primary":true}]"#))
}
