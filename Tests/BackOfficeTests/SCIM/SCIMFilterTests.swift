import Testing

@testable import BackOffice

/// Barbara Jensen, as RFC 7643 has her, with what is stored here.
private let barbara: SCIMObject =
  JSONValue(
    parsing: Array(
      #"""
      {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"2819c223","externalId":"bJensen",
       "userName":"bjensen@example.com","name":{"formatted":"Barbara J Jensen","familyName":"Jensen",
       "givenName":"Barbara"},"displayName":"Babs \"B\" Jensen","active":true,"preferredLanguage":"de-CH",
       "emails":[{"value":"barbara@example.com","type":"work","primary":true},
                 {"value":"babs@jensen.org","type":"home","primary":false}],
       "groups":[{"value":"e9e30dba","display":"Tour Guides"}],
       "meta":{"resourceType":"User","created":"2026-01-15T09:30:00Z","lastModified":"2026-02-01T08:00:00Z"}}
      """#.utf8))?.object ?? [:]

private func matches(_ filter: String) throws -> Bool {
  try SCIMFilter(filter).checked(by: .user).matches(barbara, SCIMSchema.common + SCIMSchema.user.attributes)
}

@Test(arguments: [
  "", " ", "userName", "userName eq", "userName eq ", "eq \"x\"", "userName is \"x\"", "userName eq x",
  "userName eq \"x", "userName eq \"x\\\"", "userName eq 'x'", "userName eq \"x\" and", "userName eq \"x\" or ",
  "userName eq \"x\" userName eq \"y\"", "(userName eq \"x\"", "userName eq \"x\")", "()", "not userName pr",
  "not (userName pr", "emails[type eq \"work\"", "emails[]", "emails[type eq \"work\"]]", "emails.type[value pr]",
  "userName eq \"x\"and active eq true", "userName pr and", "userName eq tru", "userName eq 0x10", "1userName pr",
  "user.name.x pr", "userName  eq", "userName,eq \"x\"", "name..familyName pr", "[type pr]", "userName eq {}",
  "userName eq [\"x\"]", "foo:bar pr", "userName e \"x\"", "userName eq\"x\"", "userName pr)", "a b c d",
])
func `a filter that cannot be read is refused`(_ filter: String) {
  #expect { _ = try SCIMFilter(filter) } throws: { ($0 as? SCIMFault)?.code == "scim.filter_malformed" }
}

@Test(arguments: [
  ("colour eq \"x\"", "scim.filter_attribute_unknown"), ("name.colour pr", "scim.filter_attribute_unknown"),
  ("emails[colour pr]", "scim.filter_attribute_unknown"), ("password pr", "scim.filter_attribute_unknown"),
  ("name[givenName pr]", "scim.filter_attribute_unknown"), ("emails[name.type pr]", "scim.filter_attribute_unknown"),
  ("members pr", "scim.filter_attribute_unknown"), ("userName[value pr]", "scim.filter_attribute_unknown"),
  ("urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr", "scim.filter_attribute_unknown"),
  ("active gt true", "scim.filter_operator_unfit"), ("active co \"t\"", "scim.filter_operator_unfit"),
  ("name eq \"x\"", "scim.filter_operator_unfit"), ("meta.created co \"2026\"", "scim.filter_operator_unfit"),
  ("userName eq 1", "scim.filter_value_unfit"), ("userName eq true", "scim.filter_value_unfit"),
  ("userName gt null", "scim.filter_value_unfit"), ("active eq \"yes\"", "scim.filter_value_unfit"),
  ("meta.created gt \"yesterday\"", "scim.filter_value_unfit"),
  ("userName eq \"a\\u0000b\"", "scim.filter_value_unfit"),
])
func `a filter that does not fit the schema is refused`(_ filter: String, _ code: String) {
  #expect { _ = try SCIMFilter(filter).checked(by: .user) } throws: { error in
    let fault = error as? SCIMFault
    return fault?.code.text == code && fault?.kind == .invalidFilter && fault?.status == 400
  }
}

@Test func `a filter has bounds`() throws {
  let long = "userName eq \"\(String(repeating: "x", count: SCIMFilter.longest))\""
  #expect { _ = try SCIMFilter(long) } throws: { ($0 as? SCIMFault)?.code == "scim.filter_too_long" }
  func nested(_ depth: Int) -> String {
    String(repeating: "(", count: depth) + "active pr" + String(repeating: ")", count: depth)
  }
  #expect { _ = try SCIMFilter(nested(SCIMFilter.deepest)) } throws: {
    ($0 as? SCIMFault)?.code == "scim.filter_too_deep"
  }
  #expect(try matches(nested(SCIMFilter.deepest - 1)))
  let chain = Array(repeating: "active pr", count: 250).joined(separator: " and ")
  #expect(try matches(chain))
}

@Test(arguments: [
  ("userName eq \"bjensen@example.com\"", true), ("USERNAME EQ \"BJENSEN@EXAMPLE.COM\"", true),
  ("userName eq \"bjensen\"", false), ("externalId eq \"bJensen\"", true), ("externalId eq \"bjensen\"", false),
  ("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"bjen\"", true), ("userName sw \"jen\"", false),
  ("name.familyName co \"ENS\"", true), ("name.familyName ew \"sen\"", true), ("name.familyName ew \"Jen\"", false),
  ("displayName eq \"babs \\\"b\\\" jensen\"", true), ("displayName eq \"Babs \\u0022B\\u0022 Jensen\"", true),
  ("locale pr", false), ("displayName pr", true), ("name pr", true), ("emails pr", true), ("locale eq null", true),
  ("locale ne null", false), ("userName ne null", true), ("locale ne \"de\"", true), ("userName ne \"x\"", true),
  ("userName ne \"bjensen@example.com\"", false), ("not (userName pr)", false), ("not(locale pr)", true),
  ("active eq true", true), ("active eq \"True\"", true), ("active ne true", false), ("active eq false", false),
  ("emails eq \"babs@jensen.org\"", true), ("emails co \"jensen.org\"", true), ("emails.type eq \"home\"", true),
  ("emails[type eq \"work\" and value co \"@example.com\"]", true),
  ("emails[type eq \"home\" and value co \"@example.com\"]", false),
  ("emails.type eq \"home\" and emails.value co \"@example.com\"", true),
  ("emails[not (primary eq true)]", true), ("groups.value eq \"e9e30dba\"", true), ("groups.display sw \"tour\"", true),
  ("meta.lastModified gt \"2026-01-31T00:00:00Z\"", true), ("meta.lastModified lt \"2026-02-01T08:00:00Z\"", false),
  ("meta.lastModified ge \"2026-02-01T09:00:00+01:00\"", true), ("meta.created le \"2026-01-15T09:30:00.5Z\"", true),
  ("userName gt \"bj\"", true), ("userName lt \"bj\"", false), ("userName ge \"c\"", false),
  ("userName le \"c\"", true),
  ("active eq false and userName pr or active eq true", true), ("active eq true or userName pr and locale pr", true),
  ("(active eq true or userName pr) and locale pr", false), ("active eq true AND NOT (locale pr)", true),
  ("id eq \"2819c223\"", true), ("userName co \"\"", true), ("preferredLanguage sw \"de\"", true),
])
func `a filter holds for a resource or not`(_ filter: String, _ holds: Bool) throws {
  #expect(try matches(filter) == holds)
}

@Test func `precedence is not, and, or, and brackets come first`() throws {
  let filter = try SCIMFilter("active pr or id pr and not (userName pr) or (id pr or active pr)")
  #expect(
    filter
      == .any([
        .present(SCIMAttributePath("active")),
        .all([.present(SCIMAttributePath("id")), .not(.present(SCIMAttributePath("userName")))]),
        .any([.present(SCIMAttributePath("id")), .present(SCIMAttributePath("active"))]),
      ]))
}
