import Core

/// Sessions, and people about to be invited.
extension OpenAPI {
  static let sessionSchemas: [String: JSONSchema] = [
    "Session": .output([
      .has("id", .id(Example.token)), .has("kind", .choice(["session", "token"], "session")),
      .has("name", .text("Monthly export").orNull(shown: true).meaning("A token's.")),
      .has("scopes", .list(of: .choice(Credentials.scopes, "read"))),
      .has("createdAt", .instant("2026-01-15T07:58:12Z")), .has("expiresAt", .instant("2026-01-15T19:58:12Z")),
      .has("address", .text("192.0.2.17").orNull().meaning("Of the sign-in it began with.")),
      .has("device", .text("Mozilla/5.0 (X11; Linux x86_64)").orNull()),
      .has("current", .flag(true).meaning("Whether it is the one that asks.")),
    ]),
    "UsersPreview": .output([
      .has(
        "items",
        .list(
          of: .output([
            .has("givenName", .text("Lea")), .has("familyName", .text("Hofer")),
            .has("signInEmail", .email("lea.hofer@comptoir.test")),
            .has("notificationEmail", .email("lea@comptoir.test").orNull(shown: true)),
            .has("language", .choice(Language.german)), .has("timeZone", .text("Europe/Zurich")),
            .has(
              "role",
              .choice(Role.technicalAdmin).orNull().meaning("Beside that of a user, which everybody of a customer has.")
            ),
            .has("serviceIds", .list(of: .id(Example.service)).orNull(shown: true).meaning("Null: all services.")),
            .has("subscriptionIds", .list(of: .id(Example.subscription)).meaning("Licences they would get.")),
          ])))
    ]).meaning("Who would be invited."),
  ]

  /// Where post reaches a person.
  static let address = JSONSchema.output([
    .has("street", .text("Bahnhofstrasse 1").orNull()), .has("postalCode", .text("8001").orNull()),
    .has("city", .text("Zürich").orNull()), .has("country", .country("CH").orNull()),
  ])

  static let addressPatch = JSONSchema.input([
    .takes("street", .text("Bahnhofstrasse 1", upTo: 200)), .takes("postalCode", .text("8001", upTo: 20)),
    .takes("city", .text("Zürich", upTo: 100)), .takes("country", .country("CH")),
  ])

  /// Many people as `text/csv`.
  static let usersTable = JSONSchema.text(
    "givenName,familyName,signInEmail,language,role,services\r\nLea,Hofer,lea.hofer@comptoir.test,de,,\r\n")
}
