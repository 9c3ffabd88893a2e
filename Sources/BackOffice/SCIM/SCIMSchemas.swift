import Core

// What is advertised is what is stored, and the other way round.

extension SCIMSchema {
  static let all = [user, group]

  /// The schemas of messages.
  enum Message {
    static let error = "urn:ietf:params:scim:api:messages:2.0:Error"
    static let list = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    static let search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
    static let patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
  }

  /// What every resource has; not listed in its schema.
  static let common: [SCIMAttribute] = [
    SCIMAttribute(
      name: "id", kind: .string, summary: "The resource's id here.", isCaseExact: true, mutability: .readOnly,
      returned: .always),
    SCIMAttribute(
      name: "schemas", kind: .reference, summary: "The schemas of the resource.", isMultiValued: true,
      isCaseExact: true, mutability: .readOnly, returned: .always),
    SCIMAttribute(
      name: "externalId", kind: .string, summary: "The provider's own id.", isCaseExact: true, maximum: 254),
    SCIMAttribute(
      name: "meta", kind: .complex, summary: "About the resource.", mutability: .readOnly,
      members: [
        readOnly("resourceType", .string, "User or Group."), readOnly("created", .dateTime, "When it was created."),
        readOnly("lastModified", .dateTime, "When it was last changed."),
        readOnly("location", .reference, "Where it is."), readOnly("version", .string, "Its entity tag."),
      ]),
  ]

  private static func readOnly(_ name: String, _ kind: SCIMAttribute.Kind, _ summary: String) -> SCIMAttribute {
    SCIMAttribute(name: name, kind: kind, summary: summary, isCaseExact: true, mutability: .readOnly)
  }

  static let user = SCIMSchema(
    id: "urn:ietf:params:scim:schemas:core:2.0:User", name: "User", summary: "A person of the customer.",
    place: "Users",
    attributes: [
      SCIMAttribute(
        name: "userName", kind: .string, summary: "The e-mail address the person signs in with.", isRequired: true,
        isUnique: true, returned: .always, maximum: 254),
      SCIMAttribute(
        name: "name", kind: .complex, summary: "The person's name.",
        members: [
          SCIMAttribute(name: "formatted", kind: .string, summary: "The whole name.", maximum: 200),
          SCIMAttribute(name: "familyName", kind: .string, summary: "The family name.", maximum: 100),
          SCIMAttribute(name: "givenName", kind: .string, summary: "The given name.", maximum: 100),
        ]),
      SCIMAttribute(name: "displayName", kind: .string, summary: "The name as it is shown.", maximum: 200),
      SCIMAttribute(
        name: "preferredLanguage", kind: .string, summary: "en, fr or de, perhaps with a region.", maximum: 64),
      SCIMAttribute(name: "locale", kind: .string, summary: "For numbers and dates, e.g. de-CH.", maximum: 64),
      SCIMAttribute(name: "timezone", kind: .string, summary: "An IANA time zone.", maximum: 64),
      SCIMAttribute(name: "active", kind: .boolean, summary: "Whether the person may sign in."),
      SCIMAttribute(
        name: "emails", kind: .complex, summary: "Where mail goes: one address, of the type work.",
        isMultiValued: true,
        members: [
          SCIMAttribute(name: "value", kind: .string, summary: "The address.", maximum: 254),
          SCIMAttribute(name: "type", kind: .string, summary: "work.", canonicalValues: ["work"]),
          SCIMAttribute(name: "primary", kind: .boolean, summary: "Always true."),
        ]),
      SCIMAttribute(
        name: "groups", kind: .complex, summary: "The groups the person is a member of.", isMultiValued: true,
        mutability: .readOnly,
        members: [
          readOnly("value", .string, "The group's id."),
          SCIMAttribute(
            name: "$ref", kind: .reference, summary: "Where the group is.", isCaseExact: true, mutability: .readOnly,
            references: ["Group"]),
          SCIMAttribute(name: "display", kind: .string, summary: "The group's name.", mutability: .readOnly),
          SCIMAttribute(
            name: "type", kind: .string, summary: "direct.", mutability: .readOnly, canonicalValues: ["direct"]),
        ]),
    ])

  static let group = SCIMSchema(
    id: "urn:ietf:params:scim:schemas:core:2.0:Group", name: "Group",
    summary: "People of the customer; its manager says what the members get.", place: "Groups",
    attributes: [
      SCIMAttribute(
        name: "displayName", kind: .string, summary: "The group's name.", isRequired: true, maximum: 200),
      SCIMAttribute(
        name: "members", kind: .complex, summary: "The people in the group.", isMultiValued: true,
        members: [
          SCIMAttribute(
            name: "value", kind: .string, summary: "The person's id.", isCaseExact: true, mutability: .immutable),
          SCIMAttribute(
            name: "$ref", kind: .reference, summary: "Where the person is.", isCaseExact: true,
            mutability: .immutable, references: ["User"]),
          SCIMAttribute(name: "display", kind: .string, summary: "The person's name.", mutability: .readOnly),
          SCIMAttribute(
            name: "type", kind: .string, summary: "User.", mutability: .immutable, canonicalValues: ["User"]),
        ]),
    ])

  /// What RFC 7643 defines for people beyond that, which providers send unasked: taken note of by nobody.
  static let unstored: Set<String> = [
    "nickname", "profileurl", "title", "usertype", "phonenumbers", "ims", "photos", "addresses", "entitlements",
    "roles", "x509certificates",
  ]

  /// Extensions whose attributes are passed over in the same way.
  static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
}
