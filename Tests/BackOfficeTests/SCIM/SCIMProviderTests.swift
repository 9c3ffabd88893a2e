import BackOffice
import HTTP
import Testing

// What Entra ID and Okta document that they send, in the order they send it.

@Test func `Entra ID tests the connection, provisions, changes, disables and groups people`() throws {
  let world = try World()
  let provider = try Provider(world)
  // The connection test asks for somebody who is not there.
  let probe = provider.send(.get, "/Users?filter=userName eq \"8cd3e0c4-7a2e-4a5f-9a3c-5c8a2f0c1b1e\"")
  #expect(probe.status == 200 && probe.total == 0 && probe.json["Resources"] == .array([]))
  let created = provider.send(
    .post, "/Users",
    #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
     "externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Test_User_ab6490ee@testuser.com","active":true,
     "displayName":"Test User","title":"Engineer","preferredLanguage":"de-CH",
     "addresses":[{"primary":false,"type":"work","country":"Switzerland","formatted":"Bahnhofstrasse 1"}],
     "emails":[{"primary":true,"type":"work","value":"Test_User_fd0ea19b@testuser.com"}],
     "phoneNumbers":[{"primary":true,"type":"mobile","value":"00000001"}],
     "meta":{"resourceType":"User"},
     "name":{"formatted":"givenName familyName","familyName":"familyName","givenName":"givenName"},
     "roles":[],
     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"7","department":"R&D"}}
    """#, headers: [("Content-Type", "application/scim+json; charset=utf-8")])
  #expect(created.status == 201, "\(created.text)")
  let id = try #require(created.json["id"]?.string)
  let found = provider.send(.get, "/Users?filter=userName eq \"Test_User_ab6490ee@testuser.com\"")
  #expect(found.total == 1 && found.resources[0]["id"]?.string == id)
  #expect(provider.send(.get, "/Users?filter=externalId eq \"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef\"").total == 1)
  let changed = provider.patch(
    "/Users/\(id)",
    #"""
    {"op":"Replace","path":"emails[type eq \"work\"].value","value":"updatedEmail@microsoft.com"},
    {"op":"Replace","path":"name.familyName","value":"updatedFamilyName"},
    {"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"+41 44 000 00 00"},
    {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Sales"},
    {"op":"Remove","path":"title"}
    """#)
  #expect(changed.status == 200, "\(changed.text)")
  #expect(changed.json["emails"]?[0]?["value"]?.string == "updatedemail@microsoft.com")
  #expect(changed.json["name"]?["familyName"]?.string == "updatedFamilyName")
  let renamed = provider.patch(
    "/Users/\(id)", #"{"op":"Replace","path":"userName","value":"5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com"}"#)
  #expect(renamed.json["userName"]?.string == "5b50642d-79fc-4410-9e90-4c077cdd1a59@testuser.com")
  let disabled = provider.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"False"}"#)
  #expect(disabled.json["active"]?.bool == false)
  #expect(provider.patch("/Users/\(id)", #"{"op":"Add","path":"active","value":"True"}"#).json["active"]?.bool == true)
  try entraGroups(provider, id)
  #expect(provider.send(.delete, "/Users/\(id)").status == 204)
  #expect(provider.send(.get, "/Users/\(id)").status == 404)
}

private func entraGroups(_ provider: Provider, _ person: String) throws {
  let created = provider.send(
    .post, "/Groups",
    #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",
      "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
     "externalId":"8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159","displayName":"displayName",
     "meta":{"resourceType":"Group"}}
    """#)
  #expect(created.status == 201, "\(created.text)")
  let id = try #require(created.json["id"]?.string)
  #expect(provider.send(.get, "/Groups/\(id)?excludedAttributes=members").status == 200)
  let found = provider.send(.get, "/Groups?excludedAttributes=members&filter=displayName eq \"displayName\"")
  #expect(found.total == 1 && found.resources[0]["members"] == nil)
  let renamed = provider.patch("/Groups/\(id)", #"{"op":"Replace","path":"displayName","value":"1879db59Name"}"#)
  #expect(renamed.status == 204 && renamed.body.isEmpty)
  let joined = provider.patch(
    "/Groups/\(id)", #"{"op":"Add","path":"members","value":[{"$ref":null,"value":"\#(person)"}]}"#)
  #expect(joined.status == 204)
  let isMember = "/Groups?attributes=id&filter=id eq \"\(id)\" and members eq \"\(person)\""
  #expect(provider.send(.get, isMember).total == 1)
  let left = provider.patch(
    "/Groups/\(id)", #"{"op":"Remove","path":"members","value":[{"$ref":null,"value":"\#(person)"}]}"#)
  #expect(left.status == 204)
  #expect(provider.send(.get, isMember).total == 0)
  #expect(provider.send(.delete, "/Groups/\(id)").status == 204)
}

@Test func `Okta tests the connection, provisions, replaces, deactivates and pushes groups`() throws {
  let world = try World()
  let provider = try Provider(world, named: "Okta")
  #expect(provider.send(.get, "/Users?startIndex=1&count=2").json["itemsPerPage"]?.integer == 2)
  #expect(
    provider.send(.get, "/Users?filter=userName eq \"test.user@okta.local.test\"&startIndex=1&count=100").total == 0)
  let created = provider.send(
    .post, "/Users",
    #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local.test",
     "name":{"givenName":"Test","familyName":"User"},
     "emails":[{"primary":true,"value":"test.user@okta.local.test","type":"work"}],
     "displayName":"Test User","locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],
     "password":"1mz050nq","active":true}
    """#)
  #expect(created.status == 201 && created.json["password"] == nil, "\(created.text)")
  let id = try #require(created.json["id"]?.string)
  let shown = provider.send(.get, "/Users/\(id)")
  #expect(shown.json["locale"]?.string == "en-US" && shown.json["externalId"]?.string == "00ujl29u0le5T6Aj10h7")
  let replaced = provider.send(
    .put, "/Users/\(id)",
    #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"\#(id)","userName":"test.user@okta.local.test",
     "name":{"givenName":"Another","middleName":"Excited","familyName":"User"},
     "emails":[{"primary":true,"value":"test.user@okta.local.test","type":"work","display":"Test"}],
     "active":true,"groups":[],"meta":{"resourceType":"User"}}
    """#)
  #expect(replaced.status == 200 && replaced.json["name"]?["givenName"]?.string == "Another", "\(replaced.text)")
  let off = provider.patch("/Users/\(id)", #"{"op":"replace","value":{"active":false}}"#)
  #expect(off.status == 200 && off.json["active"]?.bool == false)
  #expect(provider.patch("/Users/\(id)", #"{"op":"replace","value":{"active":true}}"#).json["active"]?.bool == true)
  let group = provider.send(
    .post, "/Groups",
    #"""
    {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2",
     "members":[{"value":"\#(id)","display":"test.user@okta.local.test"}]}
    """#)
  #expect(group.status == 201, "\(group.text)")
  let groupID = try #require(group.json["id"]?.string)
  let rename = #"{"op":"replace","value":{"id":"\#(groupID)","displayName":"Test SCIMv2 renamed"}}"#
  #expect(provider.patch("/Groups/\(groupID)", rename).status == 204)
  let swap = #"""
    {"op":"remove","path":"members[value eq \"\#(id)\"]"},{"op":"add","path":"members","value":[{"value":"\#(id)",
     "display":"test.user@okta.local.test"}]}
    """#
  #expect(provider.patch("/Groups/\(groupID)", swap).status == 204)
  let synced = provider.patch("/Groups/\(groupID)", #"{"op":"replace","path":"members","value":[{"value":"\#(id)"}]}"#)
  #expect(synced.status == 204)
  let final = provider.send(.get, "/Groups/\(groupID)")
  #expect(final.json["displayName"]?.string == "Test SCIMv2 renamed" && final.json["members"]?.items.count == 1)
  #expect(provider.send(.get, "/Groups?startIndex=1&count=100").total == 1)
}
