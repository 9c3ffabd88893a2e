import Testing

@testable import BackOffice

private func resource(_ members: String, _ schema: SCIMSchema = .user) throws -> SCIMObject {
  let text = #"{"schemas":["\#(schema.id)"]\#(members.isEmpty ? "" : ",")\#(members)}"#
  return try schema.resource(try #require(JSONValue(parsing: Array(text.utf8)), "\(text)"))
}

@Test(arguments: [
  ("", "scim.value_required"), (#""userName":null"#, "scim.value_required"),
  (#""userName":"  ""#, "scim.value_required"),
  (#""userName":5"#, "scim.value_unfit"), (#""userName":["a@b.ch"]"#, "scim.value_unfit"),
  (#""userName":"a\nb@c.ch""#, "scim.value_unfit"),
  (#""userName":"a@b.ch","USERNAME":"b@b.ch""#, "scim.attribute_twice"),
  (#""userName":"a@b.ch","name":{"givenName":"A","givenname":"B"}"#, "scim.attribute_twice"),
  (#""userName":"a@b.ch","name":"Lea""#, "scim.value_unfit"),
  (#""userName":"a@b.ch","active":"on""#, "scim.value_unfit"),
  (#""userName":"a@b.ch","emails":[5]"#, "scim.value_unfit"),
  (#""userName":"a@b.ch","emails":[{"value":{}}]"#, "scim.value_unfit"),
  (#""userName":"a@b.ch","name":{"givenName":"\#(String(repeating: "x", count: 101))"}"#, "scim.value_unfit"),
])
func `a body that is no person is refused`(_ members: String, _ code: String) {
  #expect { _ = try resource(members) } throws: { ($0 as? SCIMFault)?.code.text == code }
}

@Test(arguments: [
  ("nobody", "scim.email_malformed"), ("a@b", "scim.email_malformed"), ("a b@c.ch", "scim.email_malformed"),
])
func `a name to sign in with is an address`(_ userName: String, _ code: String) throws {
  let body = try resource(#""userName":"\#(userName)""#)
  #expect { _ = try SCIMUserDraft(body) } throws: { ($0 as? SCIMFault)?.code.text == code }
}

@Test func `an address that is none is refused`() throws {
  let body = try resource(#""userName":"a@b.ch","emails":[{"value":"nobody","type":"work"}]"#)
  #expect { _ = try SCIMUserDraft(body) } throws: { ($0 as? SCIMFault)?.code == "scim.email_malformed" }
}

@Test func `what is not stored is passed over`() throws {
  let body = try resource(
    #""userName":"a@b.ch","id":"7","password":"x","title":"Chief","groups":[{"value":"g"}],"meta":{"version":"1"}"#)
  #expect(body == ["userName": .string("a@b.ch")])
}

@Test(arguments: [
  (#""name":{"givenName":"Lea","familyName":"Hofer"}"#, "Lea|Hofer"), (#""name":{"givenName":"Lea"}"#, "Lea|–"),
  (#""name":{"familyName":"Hofer"}"#, "Hofer|–"), (#""displayName":"Lea Maria Hofer""#, "Lea|Maria Hofer"),
  (#""displayName":"Kiosk""#, "Kiosk|–"), (#""name":{"formatted":"Lea Hofer"}"#, "Lea|Hofer"),
  (#""active":true"#, "lea.h|–"),
])
func `a name that is not told in parts is taken from the whole`(_ members: String, _ name: String) throws {
  let draft = try SCIMUserDraft(try resource(#""userName":"Lea.H@Comptoir.test",\#(members)"#))
  #expect("\(draft.givenName)|\(draft.familyName)" == name)
  #expect(draft.userName == "lea.h@comptoir.test")
}

@Test(arguments: [
  (#"[{"value":"p@x.test","primary":true},{"value":"w@x.test","type":"Work"}]"#, "w@x.test"),
  (#"[{"value":"h@x.test","type":"home"},{"value":"p@x.test","type":"other","primary":true}]"#, "p@x.test"),
  (#"[{"value":"h@x.test","type":"home"}]"#, "h@x.test"), (#"["s@x.test"]"#, "s@x.test"), (#"[]"#, nil),
  (#"[{"value":"A@B.ch","type":"work"}]"#, nil),
])
func `of several addresses the one for work counts`(_ emails: String, _ kept: String?) throws {
  let draft = try SCIMUserDraft(try resource(#""userName":"a@b.ch","emails":\#(emails)"#))
  #expect(draft.notificationEmail == kept)
}
