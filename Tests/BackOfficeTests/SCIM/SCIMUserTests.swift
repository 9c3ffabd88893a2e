import BackOffice
import Core
import HTTP
import Testing

private let userSchema = "urn:ietf:params:scim:schemas:core:2.0:User"

private func person(_ members: String) -> String { #"{"schemas":["\#(userSchema)"],\#(members)}"# }

@Test func `wrong bodies change nothing and are answered as SCIM says`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try provider.create("Ada Keller", #""externalId":"e-1""#)
  let other = try provider.create("Bea Lang", #""externalId":"e-2""#)
  let untouched = try world.fingerprint()
  let cases: [(HTTP.Method, String, String, Int, String?)] = [
    (.post, "/Users", "", 400, "invalidSyntax"), (.post, "/Users", "{", 400, "invalidSyntax"),
    (.post, "/Users", "[]", 400, "invalidSyntax"), (.post, "/Users", #"{"userName":"a@b.ch"}"#, 400, "invalidSyntax"),
    (.post, "/Users", person(#""active":true"#), 400, "invalidValue"),
    (.post, "/Users", person(#""userName":"nobody""#), 400, "invalidValue"),
    (.post, "/Users", person(#""userName":"a@b.ch","timezone":"Mars/Olympus""#), 400, "invalidValue"),
    (.post, "/Users", person(#""userName":"ADA.KELLER@helvetia.test""#), 409, "uniqueness"),
    (.post, "/Users", person(#""userName":"rival@comptoir.test""#), 409, "uniqueness"),
    (.post, "/Users", person(#""userName":"x@helvetia.test","externalId":"e-1""#), 409, "uniqueness"),
    (.put, "/Users/\(id)", person(#""userName":"bea.lang@helvetia.test""#), 409, "uniqueness"),
    (.put, "/Users/\(id)", person(#""userName":"ada.keller@helvetia.test","externalId":"e-2""#), 409, "uniqueness"),
    (.put, "/Users/\(id)", person(#""userName":"reseller@comptoir.test""#), 409, "uniqueness"),
    (.put, "/Users/\(id)", person(#""name":{}"#), 400, "invalidValue"),
    (.put, "/Users/\(Strangers.group)", person(#""userName":"z@helvetia.test""#), 404, nil),
    (.patch, "/Users/\(id)", #"{"Operations":[]}"#, 400, "invalidSyntax"),
    (.patch, "/Users/x", patch(#"{"op":"replace","path":"active","value":false}"#), 404, nil),
    (.patch, "/Users/\(id)", patch(#"{"op":"replace","path":"timezone","value":"Mars"}"#), 400, "invalidValue"),
    (
      .patch, "/Users/\(id)", patch(#"{"op":"replace","path":"userName","value":"user@comptoir.test"}"#), 409,
      "uniqueness"
    ),
    (
      .patch, "/Users/\(id)", patch(#"{"op":"replace","path":"emails[type eq \"x\"].value","value":"a@b.ch"}"#), 400,
      "noTarget"
    ),
    (
      .patch, "/Users/\(id)", patch(#"{"op":"replace","path":"emails","value":[{"value":"none"}]}"#), 400,
      "invalidValue"
    ),
    (.patch, "/Users/\(id)", patch(#"{"op":"remove","path":"userName"}"#), 400, "mutability"),
    (.post, "/Users/.search", "{}", 400, "invalidSyntax"),
    (.post, "/.search", search(#""filter":"colour eq 1""#), 400, "invalidFilter"),
    (.post, "/.search", search(#""count":"many""#), 400, "invalidValue"),
    (.post, "/.search", search(#""filter":7"#), 400, "invalidValue"),
  ]
  for (method, path, body, status, kind) in cases {
    let answer = provider.send(method, path, body)
    #expect(answer.status == status && answer.scimType == kind, "\(path) \(body) \(answer.text)")
    #expect(answer.json["status"]?.string == String(status))
    #expect(answer.json["detail"]?.string?.hasSuffix(".") == true)
    #expect(answer.headers["Content-Type"] == "application/scim+json")
  }
  #expect(try world.fingerprint() == untouched)
  #expect(provider.send(.get, "/Users/\(other)").json["externalId"]?.string == "e-2")
}

private func patch(_ operation: String) -> String {
  #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\#(operation)]}"#
}

private func search(_ members: String) -> String {
  #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],\#(members)}"#
}

@Test func `other methods, media types and places are refused as SCIM says`() throws {
  let provider = try Provider(World())
  let id = try provider.create("Ada Keller")
  let cases: [(HTTP.Method, String, String?, Int)] = [
    (.put, "/Users", "{}", 405), (.delete, "/Users", nil, 405), (.post, "/Users/\(id)", "{}", 405),
    (.get, "/.search", nil, 405), (.patch, "/Schemas", "{}", 405), (.get, "/Nothing", nil, 404),
    (.get, "/Users/\(id)/name", nil, 404), (.get, "/Users/%27", nil, 404), (.get, "/Schemas/User", nil, 404),
    (.get, "/ResourceTypes/Role", nil, 404), (.get, "/Me", nil, 501), (.post, "/Bulk", "{}", 501), (.get, "", nil, 404),
  ]
  for (method, path, body, status) in cases {
    let answer = provider.send(method, path, body)
    #expect(answer.status == status, "\(method) \(path) \(answer.text)")
    #expect(answer.json["status"]?.string == String(status))
    #expect(answer.headers["Content-Type"] == "application/scim+json")
    #expect((answer.headers["Allow"] != nil) == (status == 405))
  }
  for type in ["text/plain", "application/xml", "application/merge-patch+json", ""] {
    let answer = provider.send(.post, "/Users", Provider.person("Bea Lang"), headers: [("Content-Type", type)])
    #expect(answer.status == 415 && answer.headers["Content-Type"] == "application/scim+json", "\(type)")
  }
  let plain = [("Content-Type", "application/json; charset=utf-8")]
  #expect(provider.send(.post, "/Users", Provider.person("Bea Lang"), headers: plain).status == 201)
}

@Test(arguments: ["manager", "somebody with a role elsewhere"])
func `accounts that outrank a provider are neither disabled, renamed nor re-addressed`(_ who: String) throws {
  let world = try World()
  let provider = try Provider(world)
  let helvetia = try Helvetia(world)
  let id = try helvetia.user(who == "manager" ? "manager" : "user")
  if who != "manager" {
    _ = try world.owner(
      """
      INSERT INTO role_grant (id, distributor_id, reseller_id, organization_id, person_id, role, granted_by_name,
        granted_at)
      SELECT gen_random_uuid(), distributor_id, reseller_id, reseller_id, \(ID<Person>(id)), 'finance', 'Test', now()
      FROM person WHERE sign_in_email = 'reseller@comptoir.test'
      """
    ) { _ in }
  }
  let shown = provider.send(.get, "/Users/\(id)")
  let untouched = try world.fingerprint()
  for operation in [
    #"{"op":"replace","path":"active","value":false}"#, #"{"op":"replace","path":"name.familyName","value":"Z"}"#,
    #"{"op":"replace","path":"userName","value":"z@helvetia.test"}"#,
    #"{"op":"replace","path":"emails[type eq \"work\"].value","value":"z@helvetia.test"}"#,
  ] {
    let answer = provider.patch("/Users/\(id)", operation)
    #expect(answer.status == 403 && answer.json["detail"]?.string?.contains("provisioning") == true, "\(answer.text)")
  }
  #expect(provider.send(.delete, "/Users/\(id)").status == 403)
  #expect(provider.send(.put, "/Users/\(id)", person(#""userName":"z@helvetia.test""#)).status == 403)
  #expect(try world.fingerprint() == untouched)
  // What neither names nor reaches them may be said of them, and all of it again.
  #expect(provider.patch("/Users/\(id)", #"{"op":"add","path":"externalId","value":"m-1"}"#).status == 200)
  #expect(provider.send(.put, "/Users/\(id)", shown.text).status == 200)
  #expect(provider.send(.get, "/Users/\(id)").json["active"]?.bool == true)
}

@Test func `another customer's people and groups are not there`() throws {
  let world = try World()
  try Strangers.settle(in: world)
  let provider = try Provider(world)
  let stranger = try world.text(
    "SELECT id::text FROM person WHERE sign_in_email = 'jurgen.schmitz.rheinland@comptoir.test'")
  let seller = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'reseller@comptoir.test'")
  for id in [stranger, seller] {
    #expect(provider.send(.get, "/Users/\(id)").status == 404)
    #expect(provider.send(.delete, "/Users/\(id)").status == 404)
    #expect(provider.patch("/Users/\(id)", #"{"op":"replace","path":"active","value":false}"#).status == 404)
    #expect(provider.send(.get, "/Users?filter=id eq \"\(id)\"").total == 0)
    let joined = provider.patch(
      "/Groups/\(Strangers.group)", #"{"op":"add","path":"members","value":[{"value":"\#(id)"}]}"#)
    #expect(joined.status == 400 && joined.scimType == "invalidValue")
  }
  #expect(provider.send(.get, "/Groups/\(Strangers.groupOfRheinland)").status == 404)
  #expect(provider.send(.delete, "/Groups/\(Strangers.groupOfRheinland)").status == 404)
  let all = provider.send(.get, "/Users?count=200").text + provider.send(.get, "/Groups?count=200").text
  #expect(!all.contains(stranger) && !all.contains(seller) && !all.contains(Strangers.groupOfRheinland))
}

@Test func `somebody new is invited without a mail, a user and nothing more`() throws {
  let world = try World()
  let provider = try Provider(world)
  let mails = try world.number("SELECT count(*) FROM outbox")
  let answer = provider.send(
    .post, "/Users",
    person(
      #"""
      "userName":"Ada.Keller@Helvetia.test","externalId":"e-1","name":{"givenName":"Ada","familyName":"Keller"},
      "displayName":"Ada K.","preferredLanguage":"fr-CH","locale":"fr-CH","timezone":"Europe/Zurich","active":true,
      "emails":[{"value":"ada@private.test","type":"work","primary":true}],"password":"hunter2-hunter2",
      "title":"Chief","roles":[{"value":"customerManager"}]
      """#))
  #expect(answer.status == 201)
  let id = try #require(answer.json["id"]?.string)
  #expect(answer.headers["Location"]?.hasSuffix("/scim/v2/Users/\(id)") == true)
  #expect(answer.headers["ETag"] == answer.json["meta"]?["version"]?.string)
  #expect(answer.json["userName"]?.string == "ada.keller@helvetia.test")
  #expect(answer.json["name"]?["formatted"]?.string == "Ada Keller")
  #expect(answer.json["displayName"]?.string == "Ada K.")
  #expect(answer.json["preferredLanguage"]?.string == "fr-CH")
  #expect(answer.json["emails"]?[0]?["value"]?.string == "ada@private.test")
  #expect(answer.json["active"]?.bool == true)
  #expect(answer.json["password"] == nil && answer.json["title"] == nil && answer.json["roles"] == nil)
  let user = try world.send(.get, "/api/v1/users/\(id)", as: "manager")
  #expect(user.json["status"]?.string == "invited")
  #expect(user.json["roles"] == .array([.string("user")]))
  #expect(user.json["language"]?.string == "fr")
  #expect(user.json["notificationEmail"]?.string == "ada@private.test")
  #expect(try world.number("SELECT count(*) FROM outbox") == mails)
  #expect(
    try world.number("SELECT count(*) FROM person WHERE password_hash IS NOT NULL AND id = \(ID<Person>(id))") == 0)
}

@Test func `somebody new is invited by mail where the manager wants that`() throws {
  let world = try World()
  let provider = try Provider(world)
  let path = "/api/v1/customers/\(provider.customer)/provisioning"
  #expect(try world.send(.patch, path, as: "manager", #"{"invites":true}"#).json["invites"]?.bool == true)
  let mails = try world.number("SELECT count(*) FROM outbox")
  try provider.create("Ada Keller")
  #expect(try world.number("SELECT count(*) FROM outbox") == mails + 1)
  try provider.create("Bea Lang", #""active":false"#)
  #expect(try world.number("SELECT count(*) FROM outbox") == mails + 1)
}

@Test func `inactive is disabled from the next request, and active again is as before`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try Helvetia(world).user("user")
  #expect(try world.send(.get, "/api/v1/me", as: "user").status == 200)
  #expect(provider.patch("/Users/\(id)", #"{"op":"Replace","path":"active","value":"False"}"#).status == 200)
  #expect(try world.send(.get, "/api/v1/me", as: "user").status == 401)
  #expect(provider.send(.get, "/Users/\(id)").json["active"]?.bool == false)
  provider.patch("/Users/\(id)", #"{"op":"replace","value":{"active":true}}"#)
  #expect(try world.send(.get, "/api/v1/users/\(id)", as: "manager").json["status"]?.string == "active")
  let new = try provider.create("Ada Keller")
  provider.patch("/Users/\(new)", #"{"op":"replace","path":"active","value":false}"#)
  provider.patch("/Users/\(new)", #"{"op":"replace","path":"active","value":true}"#)
  #expect(try world.send(.get, "/api/v1/users/\(new)", as: "manager").json["status"]?.string == "invited")
}

@Test func `a replacement says everything, a patch only what it names`() throws {
  let provider = try Provider(World())
  let id = try provider.create(
    "Ada Keller", #""externalId":"e-1","displayName":"Ada K.","locale":"de-CH","emails":[{"value":"ada@private.test"}]"#
  )
  let patched = provider.patch("/Users/\(id)", #"{"op":"replace","path":"name.familyName","value":"Keller-Lang"}"#)
  #expect(patched.json["displayName"]?.string == "Ada K.")
  #expect(patched.json["name"]?["formatted"]?.string == "Ada Keller-Lang")
  #expect(patched.json["emails"]?[0]?["value"]?.string == "ada@private.test")
  let replaced = provider.send(.put, "/Users/\(id)", Provider.person("Ada Keller"))
  #expect(replaced.status == 200 && replaced.json["externalId"] == nil && replaced.json["locale"] == nil)
  #expect(replaced.json["displayName"]?.string == "Ada Keller")
  #expect(replaced.json["emails"]?[0]?["value"]?.string == "ada.keller@helvetia.test")
  let moved = provider.patch("/Users/\(id)", #"{"op":"replace","path":"userName","value":"ada@helvetia.test"}"#)
  #expect(moved.json["emails"]?[0]?["value"]?.string == "ada@helvetia.test")
}

@Test func `a work address that is added takes the place of the one there was`() throws {
  let provider = try Provider(World())
  let id = try provider.create("Ada Keller", #""emails":[{"value":"old@private.test","type":"work","primary":true}]"#)
  let added = provider.patch(
    "/Users/\(id)", #"{"op":"add","path":"emails","value":[{"value":"new@private.test","type":"work"}]}"#)
  #expect(added.json["emails"]?.items.count == 1)
  #expect(added.json["emails"]?[0]?["value"]?.string == "new@private.test")
  let other = provider.patch(
    "/Users/\(id)", #"{"op":"add","path":"emails","value":[{"value":"home@private.test","type":"home"}]}"#)
  #expect(other.json["emails"]?[0]?["value"]?.string == "new@private.test")
}

@Test func `what changes nothing leaves no trace`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try provider.create("Ada Keller", #""displayName":"A","locale":"de""#)
  let shown = provider.send(.get, "/Users/\(id)")
  let untouched = try world.fingerprint()
  let again = provider.send(.put, "/Users/\(id)", shown.text)
  #expect(again.status == 200 && again.json == shown.json)
  #expect(
    provider.patch("/Users/\(id)", #"{"op":"replace","value":{"displayName":"A","active":"True"}}"#).status == 200)
  #expect(try world.fingerprint() == untouched)
}

@Test func `the deleted are disabled and out of sight, and come back as who they were`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try provider.create("Ada Keller", #""externalId":"e-1""#)
  let group = try provider.group("Workshop", [id])
  #expect(provider.send(.delete, "/Users/\(id)").status == 204)
  #expect(provider.send(.get, "/Users/\(id)").status == 404)
  #expect(provider.send(.delete, "/Users/\(id)").status == 404)
  #expect(provider.names("filter=userName eq \"ada.keller@helvetia.test\"") == [])
  #expect(provider.send(.get, "/Groups/\(group)").json["members"] == nil)
  #expect(try world.send(.get, "/api/v1/users/\(id)", as: "manager").json["status"]?.string == "disabled")
  let other = try provider.create("Bea Lang", #""externalId":"e-1""#)
  let refused = provider.send(.post, "/Users", Provider.person("Ada Keller", #""externalId":"e-1""#))
  #expect(refused.status == 409 && other != id)
  #expect(try provider.create("Ada Keller", #""externalId":"e-3""#) == id)
  let back = provider.send(.get, "/Users/\(id)")
  #expect(back.json["active"]?.bool == true && back.json["externalId"]?.string == "e-3")
  #expect(back.json["groups"] == nil)
}

@Test func `versions guard reads and writes`() throws {
  let provider = try Provider(World())
  let id = try provider.create("Ada Keller")
  let path = "/Users/\(id)"
  let old = try #require(provider.send(.get, path).headers["ETag"])
  #expect(old.hasPrefix("W/\""))
  #expect(provider.send(.get, path, headers: [("If-None-Match", old)]).status == 304)
  #expect(provider.send(.get, path, headers: [("If-None-Match", "W/\"0-0\"")]).status == 200)
  let rename = #"{"op":"replace","path":"displayName","value":"A"}"#
  let changed = provider.patch(path, rename, headers: [("If-Match", old)])
  let new = try #require(changed.headers["ETag"])
  #expect(changed.status == 200 && new != old && changed.json["meta"]?["version"]?.string == new)
  for stale in [old, "\"\"", "x"] {
    #expect(provider.patch(path, rename, headers: [("If-Match", stale)]).status == 412)
    #expect(provider.send(.put, path, Provider.person("A B"), headers: [("If-Match", stale)]).status == 412)
    #expect(provider.send(.delete, path, headers: [("If-Match", stale)]).status == 412)
  }
  let group = try provider.group("Workshop")
  let empty = try #require(provider.send(.get, "/Groups/\(group)").headers["ETag"])
  let joining = #"{"op":"add","path":"members","value":[{"value":"\#(id)"}]}"#
  #expect(provider.patch("/Groups/\(group)", joining, headers: [("If-Match", empty)]).status == 204)
  #expect(provider.patch("/Groups/\(group)", joining, headers: [("If-Match", empty)]).status == 412)
  #expect(provider.send(.get, path, headers: [("If-None-Match", new)]).status == 200, "its groups are part of it")
  #expect(provider.send(.delete, path, headers: [("If-Match", "*")]).status == 204)
}

@Test func `two at once make one person, and one of each change wins`() throws {
  let world = try World()
  let provider = try Provider(world)
  let created = try atOnce(6) { _ in provider.send(.post, "/Users", Provider.person("Ada Keller")) }
  #expect(created.map(\.status).sorted() == [201, 409, 409, 409, 409, 409])
  #expect(created.filter { $0.status == 409 }.allSatisfy { $0.scimType == "uniqueness" })
  let id = try #require(created.first { $0.status == 201 }?.json["id"]?.string)
  let tag = try #require(provider.send(.get, "/Users/\(id)").headers["ETag"])
  let changed = try atOnce(6) { index in
    provider.patch(
      "/Users/\(id)", #"{"op":"replace","path":"displayName","value":"\#(index)"}"#, headers: [("If-Match", tag)])
  }
  #expect(changed.map(\.status).sorted() == [200, 412, 412, 412, 412, 412])
}
