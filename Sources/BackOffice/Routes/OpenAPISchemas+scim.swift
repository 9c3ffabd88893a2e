import Core

/// Identity providers, and what a customer's manager says about them.
extension OpenAPI {
  static let provisioningSchemas: [String: JSONSchema] = [
    "Provisioning": .output([
      .has("customerId", .id(Example.customer)),
      .has("address", .text("https://comptoir.example/scim/v2").meaning("What the provider is told.")),
      .has("invites", .flag(false).meaning("Whether people who are created get an invitation by mail.")),
      .has(
        "token",
        .output([
          .has("id", .id(Example.token)), .has("name", .text("Entra ID")), .has("createdBy", .text("Monika Brunner")),
          .has("createdAt", .instant("2026-01-15T09:30:00Z")), .has("expiresAt", .instant("2027-01-15T09:30:00Z")),
          .has("lastUsedAt", .instant("2026-01-16T02:00:00Z").orNull().meaning("To the hour.")),
          .has("counts", .flag(true).meaning("False once its maker no longer manages the customer.")),
        ]).orNull()),
    ]),
    "ProvisioningPatch": .input([.has("invites", .flag(true))]),
    "NewScimToken": .input([.has("name", .text("Entra ID", from: 1, upTo: 100))]),
    "IssuedScimToken": .output([
      .has("id", .id(Example.token)), .has("name", .text("Entra ID")),
      .has("token", .text("scim_Zb1rQ0m8").meaning("Shown this once; only its hash is stored.")),
      .has("expiresAt", .instant("2027-01-15T09:30:00Z")),
    ]),
    "ProvisionedGroup": .output([
      .has("id", .id(Example.group)), .has("customerId", .id(Example.customer)), .has("name", .text("Workshop")),
      .has("externalId", .text("8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159").orNull()), .has("members", .count(12)),
      .has("waiting", .count(2).meaning("Members for whom no licence was left.")),
      .has("mappings", .list(of: .named("GroupMapping"))),
    ]),
    "GroupMapping": .output([
      .has("id", .id(Example.mapping)), .has("groupId", .id(Example.group)),
      .has("subscriptionId", .id(Example.subscription).orNull()),
      .has("role", .choice(groupRoles, "user").orNull(shown: true)),
      .has("serviceIds", .list(of: .id(Example.service)).orNull(shown: true)),
      .has("mappedBy", .text("Monika Brunner")), .has("mappedAt", .instant("2026-01-15T09:30:00Z")),
    ]),
    "NewGroupMapping": .input([
      .takes("subscriptionId", .id(Example.subscription).meaning("Each member gets a licence while some are free.")),
      .takes("role", .choice(groupRoles, "technicalAdmin").meaning("Instead of a subscription."), shown: false),
      .takes(
        "serviceIds",
        .list(of: .id(Example.service), from: 1, upTo: 200).meaning("For technical admins; all unless told."),
        shown: false),
    ]),
  ]

  private static let groupRoles = SCIMMappings.roles.map(\.rawValue)

  static let scimSchemas: [String: JSONSchema] = [
    "ScimUser": .output([
      .has("schemas", schemas(SCIMSchema.user.id)), .mayHave("id", .id(Example.user)),
      .mayHave("externalId", .text("00ujl29u0le5T6Aj10h7")), .has("userName", .email("lea.hofer@comptoir.test")),
      .mayHave(
        "name",
        .output([
          .mayHave("formatted", .text("Lea Hofer")), .mayHave("familyName", .text("Hofer")),
          .mayHave("givenName", .text("Lea")),
        ])),
      .mayHave("displayName", .text("Lea Hofer")), .mayHave("preferredLanguage", .text("de-CH")),
      .mayHave("locale", .text("de-CH")), .mayHave("timezone", .text("Europe/Zurich")),
      .mayHave("active", .flag(true)),
      .mayHave(
        "emails",
        .list(
          of: .output([
            .has("value", .email("lea.hofer@comptoir.test")), .mayHave("type", .text("work")),
            .mayHave("primary", .flag(true)),
          ]))),
      .mayHave("groups", .list(of: reference(Example.group, "Workshop", "direct"))),
      .mayHave("meta", meta("User", "Users/\(Example.user)")),
    ]),
    "ScimGroup": .output([
      .has("schemas", schemas(SCIMSchema.group.id)), .mayHave("id", .id(Example.group)),
      .mayHave("externalId", .text("8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159")), .has("displayName", .text("Workshop")),
      .mayHave("members", .list(of: reference(Example.user, "Lea Hofer", "User"))),
      .mayHave("meta", meta("Group", "Groups/\(Example.group)")),
    ]),
    "ScimPatch": .output([
      .has("schemas", schemas(SCIMSchema.Message.patch)),
      .has(
        "Operations",
        .list(
          of: .output([
            .has("op", .choice(["add", "replace", "remove"], "replace")), .mayHave("path", .text("name.familyName")),
            .mayHave("value", .text("Keller").meaning("Whatever the path holds; an object where there is none.")),
          ]), from: 1, upTo: SCIMPatch.most)),
    ]),
    "ScimSearch": .output([
      .has("schemas", schemas(SCIMSchema.Message.search)),
      .mayHave("filter", .text("userName sw \"lea\"", upTo: SCIMFilter.longest)), .mayHave("startIndex", .count(1)),
      .mayHave("count", .count(100)), .mayHave("attributes", .list(of: .text("userName"))),
    ]),
    "ScimList": .output([
      .has("schemas", schemas(SCIMSchema.Message.list)), .has("totalResults", .count(1)),
      .has("startIndex", .count(1)), .has("itemsPerPage", .count(1)),
      .has("Resources", .list(of: .named("ScimResource"))),
    ]),
    "ScimResource": .output([
      .has("schemas", schemas(SCIMSchema.user.id)), .mayHave("id", .text(Example.user)),
      .mayHave("meta", .output([.has("resourceType", .text("User"))])),
    ]),
    "ScimError": .output([
      .has("schemas", schemas(SCIMSchema.Message.error)), .has("status", .text("404")),
      .mayHave("scimType", .text("noTarget")), .has("detail", .text("This is not here, or not yours.")),
    ]),
  ]

  private static func schemas(_ id: String) -> JSONSchema { .list(of: .text(id)) }

  private static func reference(_ id: String, _ name: String, _ type: String) -> JSONSchema {
    .output([
      .has("value", .id(id)), .mayHave("display", .text(name)), .mayHave("type", .text(type)),
    ])
  }

  private static func meta(_ type: String, _ place: String) -> JSONSchema {
    .output([
      .has("resourceType", .text(type)), .has("created", .instant("2026-01-15T09:30:00Z")),
      .has("lastModified", .instant("2026-01-15T09:30:00Z")),
      .has("location", .text("https://comptoir.example/scim/v2/\(place)")), .has("version", .text("W/\"3\"")),
    ])
  }
}
