import Core
import HTTP
import Testing

@testable import BackOffice

private func filled() throws -> Provider {
  let provider = try Provider(World())
  var ids: [String] = []
  for (index, name) in ["Ada Keller", "Bea Lang", "Cyril Moser", "Dora Ott"].enumerated() {
    ids.append(
      try provider.create(
        name,
        #""externalId":"E-\#(index)","locale":"\#(index.isMultiple(of: 2) ? "de-CH" : "fr-CH")","active":\#(index < 3)"#
      ))
  }
  _ = try provider.group("Workshop", Array(ids.prefix(2)))
  _ = try provider.group("Office", [ids[1], ids[2]])
  return provider
}

@Test func `in the database a filter holds for whom it holds in memory`() throws {
  let provider = try filled()
  let all = provider.send(.get, "/Users?count=200").resources
  #expect(all.count > 8)
  let ada = try #require(all.first { $0["userName"]?.string == "ada.keller@helvetia.test" })
  let id = try #require(ada["id"]?.string)
  let created = try #require(ada["meta"]?["created"]?.string)
  let group = try #require(ada["groups"]?[0]?["value"]?.string)
  var filters = [
    "userName eq \"ADA.keller@helvetia.test\"", "userName sw \"a\"", "userName ew \"helvetia.test\"",
    "userName co \"er@\"", "userName gt \"c\"", "userName ge \"bea.lang@helvetia.test\"", "userName lt \"c\"",
    "userName le \"bea.lang@helvetia.test\"", "userName ne \"bea.lang@helvetia.test\"", "externalId pr",
    "externalId eq \"e-1\"", "externalId eq \"E-1\"", "externalId ne \"E-1\"", "externalId eq null",
    "externalId ne null",
    "not (externalId sw \"E\")", "name.familyName co \"E\"", "name.givenName eq \"dora\"",
    "name.formatted eq \"ada keller\"", "displayName ew \"Lang\"", "name pr", "active eq false", "active ne true",
    "active eq \"True\" and locale eq \"DE-ch\"", "locale pr or active eq false",
    "(locale sw \"fr\" or locale sw \"de\") and not (active eq true)", "emails co \"helvetia\"",
    "emails.value eq \"ada.keller@helvetia.test\"", "emails[type eq \"work\" and value sw \"ada\"]",
    "emails[type eq \"home\"]", "emails[primary eq true]", "emails.primary eq false", "emails pr",
    "id eq \"\(id)\"", "id eq \"\(id.uppercased())\"", "id ne \"\(id)\"", "id sw \"\(id.prefix(13))\"", "id eq \"x\"",
    "groups pr", "not (groups pr)", "groups.value eq \"\(group)\"", "groups.value ne \"\(group)\"",
    "groups.display eq \"WORKSHOP\"", "groups[display eq \"Office\" and type eq \"direct\"]", "groups eq \"\(group)\"",
    "groups[display sw \"W\"] and groups[display sw \"O\"]", "groups.$ref co \"/Groups/\"",
    "meta.created eq \"\(created)\"", "meta.created gt \"\(created)\"", "meta.created le \"\(created)\"",
    "meta.lastModified ge \"2026-01-01T00:00:00Z\"", "meta.resourceType eq \"User\"", "meta.location ew \"\(id)\"",
    "meta.version pr", "preferredLanguage eq \"en\"", "timezone sw \"europe/\"", "schemas co \"User\"",
    "userName co \"%\"", "userName co \"_\"", "displayName co \"'\"", "displayName co \"\\\\\"",
  ]
  filters += ["userName", "displayName", "locale", "externalId"].flatMap { name in
    ["eq", "co", "sw", "ew", "gt", "ge", "lt", "le", "ne"].map { "\(name) \($0) \"\"" }
  }
  for text in filters {
    let filter = try SCIMFilter(text).checked(by: .user)
    let expected = all.filter { filter.matches($0.object, SCIMSchema.common + SCIMSchema.user.attributes) }
    let answer = provider.send(.get, "/Users?count=200&filter=\(text)")
    #expect(answer.status == 200, "\(text) \(answer.text)")
    #expect(answer.resources.map { $0["id"]?.string } == expected.map { $0["id"]?.string }, "\(text)")
    #expect(answer.total == expected.count, "\(text)")
  }
}

@Test func `groups are found by what they are and by whom they hold`() throws {
  let provider = try filled()
  let all = provider.send(.get, "/Groups").resources
  #expect(all.count == 2)
  let member = try #require(all[0]["members"]?[0]?["value"]?.string)
  for text in [
    "displayName eq \"workshop\"", "displayName ne \"workshop\"", "members.value eq \"\(member)\"", "members pr",
    "members.display co \"lang\"", "members[value eq \"\(member)\" and type eq \"User\"]", "externalId pr",
    "members eq \"\(member)\"", "members.$ref ew \"\(member)\"", "id eq \"\(all[1]["id"]?.string ?? "")\"",
    "meta.resourceType eq \"Group\"", "meta.lastModified gt \"2026-01-01T00:00:00Z\"", "schemas co \"Group\"",
  ] {
    let filter = try SCIMFilter(text).checked(by: .group)
    let expected = all.filter { filter.matches($0.object, SCIMSchema.common + SCIMSchema.group.attributes) }
    let found = provider.send(.get, "/Groups?filter=\(text)").resources
    #expect(found.map { $0["id"]?.string } == expected.map { $0["id"]?.string }, "\(text)")
  }
}

@Test(arguments: [
  ("filter=userName eq", "invalidFilter"), ("filter=colour pr", "invalidFilter"),
  ("filter=active gt true", "invalidFilter"),
  ("filter=members pr", "invalidFilter"), ("sortBy=colour", "invalidValue"), ("sortBy=groups", "invalidValue"),
  ("sortBy=name", "invalidValue"), ("sortBy=..", "invalidValue"), ("sortBy=userName&sortOrder=up", "invalidValue"),
  ("startIndex=first", "invalidValue"), ("count=x", "invalidValue"), ("count=1.5", "invalidValue"),
])
func `a list that makes no sense is refused`(_ query: String, _ kind: String) throws {
  let answer = try Provider(World()).send(.get, "/Users?\(query)")
  #expect(answer.status == 400 && answer.scimType == kind, "\(answer.text)")
}

@Test func `lists are sorted, and paged from one on`() throws {
  let provider = try filled()
  let ours = "filter=userName ew \"@helvetia.test\""
  func first(_ query: String) -> [String] { provider.names("\(ours)&\(query)").map { String($0.prefix(3)) } }
  #expect(first("sortBy=userName") == ["ada", "bea", "cyr", "dor"])
  #expect(first("sortBy=USERNAME&sortOrder=Descending") == ["dor", "cyr", "bea", "ada"])
  #expect(first("sortBy=name.familyName&sortOrder=descending") == ["dor", "cyr", "bea", "ada"])
  #expect(first("sortBy=emails") == ["ada", "bea", "cyr", "dor"])
  #expect(first("sortBy=locale&sortOrder=descending") == ["bea", "dor", "ada", "cyr"])
  #expect(first("sortBy=meta.created") == ["ada", "bea", "cyr", "dor"])
  #expect(first("sortBy=userName&startIndex=2&count=2") == ["bea", "cyr"])
  #expect(first("sortBy=userName&startIndex=-3&count=1") == ["ada"])
  let beyond = provider.send(.get, "/Users?\(ours)&startIndex=9")
  #expect(beyond.total == 4 && beyond.resources.isEmpty && beyond.json["startIndex"]?.integer == 9)
  let none = provider.send(.get, "/Users?\(ours)&count=0")
  #expect(none.total == 4 && none.resources.isEmpty && none.json["itemsPerPage"]?.integer == 0)
  #expect(provider.send(.get, "/Users?\(ours)&count=-1").resources.isEmpty)
  #expect(provider.send(.get, "/Users?count=100000").json["itemsPerPage"]?.integer ?? 0 <= 200)
}

@Test func `a search asks the same in a body, for people, groups or both`() throws {
  let provider = try filled()
  func search(_ path: String, _ members: String) -> Answer {
    provider.send(
      .post, path, #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]\#(members)}"#)
  }
  let people = search("/Users/.search", #","filter":"userName sw \"ada\"","attributes":["displayName"]"#)
  #expect(people.status == 200 && people.total == 1)
  #expect(people.resources[0]["displayName"]?.string == "Ada Keller" && people.resources[0]["name"] == nil)
  #expect(
    search("/Groups/.search", #","filter":"displayName eq \"office\"","excludedAttributes":["members"]"#).total == 1)
  let users = provider.send(.get, "/Users").total ?? 0
  #expect(search("/.search", "").total == users + 2)
  let last = search("/.search", #","startIndex":\#(users),"count":2"#)
  #expect(last.resources.map { $0["meta"]?["resourceType"]?.string } == ["User", "Group"])
  #expect(search("/.search", #","filter":"members pr""#).total == 2)
  #expect(search("/.search", #","filter":"displayName eq \"Office\" or displayName eq \"Ada Keller\"""#).total == 2)
}

@Test func `only what is asked for is answered`() throws {
  let provider = try filled()
  let one = provider.send(.get, "/Users?filter=userName sw \"ada\"&attributes=active,name.givenName").resources[0]
  #expect(one.object.keys.sorted() == ["active", "id", "name", "schemas", "userName"])
  #expect(one["name"]?.object.keys.sorted() == ["givenName"])
  let id = try #require(one["id"]?.string)
  let rest = provider.send(.get, "/Users/\(id)?excludedAttributes=groups,meta,emails")
  #expect(rest.json["groups"] == nil && rest.json["meta"] == nil && rest.json["locale"] != nil)
  let groups = provider.send(.get, "/Groups?excludedAttributes=members").resources
  #expect(groups.allSatisfy { $0["members"] == nil && $0["displayName"] != nil })
}

@Test func `what is advertised is what is stored`() throws {
  let provider = try filled()
  let config = provider.send(.get, "/ServiceProviderConfig").json
  for (name, supported) in [
    ("patch", true), ("filter", true), ("sort", true), ("etag", true), ("bulk", false), ("changePassword", false),
  ] { #expect(config[name]?["supported"]?.bool == supported, "\(name)") }
  let types = provider.send(.get, "/ResourceTypes")
  #expect(types.resources.compactMap { $0["endpoint"]?.string } == ["/Users", "/Groups"])
  for type in types.resources {
    let schema = try #require(type["schema"]?.string)
    let described = provider.send(.get, "/Schemas/\(schema)")
    #expect(described.status == 200)
    let known = Set(described.json["attributes"]?.items.compactMap { $0["name"]?.string } ?? [])
    let place = try #require(type["endpoint"]?.string)
    let shown = provider.send(.get, place).resources.reduce(into: Set<String>()) { $0.formUnion($1.object.keys) }
    #expect(shown.subtracting(["id", "schemas", "externalId", "meta"]).isSubset(of: known), "\(place)")
  }
  #expect(provider.send(.get, "/Schemas").total == 2)
  #expect(provider.send(.get, "/ResourceTypes/Group").json["name"]?.string == "Group")
}
