import Core

/// People, their roles, their tokens.
extension OpenAPI {
  static let accountSchemas: [String: JSONSchema] = [
    "Me": .output([
      .has("user", .named("User")), .has("grants", .list(of: .named("Grant"))),
      .has(
        "reach",
        .output([
          .has("level", .level(.customer)), .has("organizationId", .id(Example.customer)),
          .has("organizationName", .text("Helvetia Works AG")), .has("distributorId", .id(Example.distributor)),
          .has("resellerId", .id(Example.reseller).orNull()), .has("customerId", .id(Example.customer).orNull()),
        ]).meaning("The organization acted in, and where it stands in the tree.")),
      .has("permissions", .list(of: .choice(Permission.subscriptionsView))),
    ]),
    "Token": .output([
      .has("id", .id(Example.token)), .has("name", .text("Monthly export").orNull()), .has("scopes", scopes),
      .has("createdAt", .instant("2026-01-15T09:30:00Z")), .has("expiresAt", .instant("2026-04-15T09:30:00Z")),
    ]),
    "NewToken": .input([
      .takes("name", .text("Monthly export", upTo: 100)),
      .takes("scopes", .list(of: scope, from: 1, upTo: 10).meaning("Both unless told.")),
    ]),
    "IssuedToken": .output([
      .has("id", .id(Example.token)),
      .has("token", .text("cpt_Zb1rQ0m8").meaning("Shown this once; only its hash is stored.")),
      .has("expiresAt", .instant("2026-04-15T09:30:00Z")), .has("scopes", scopes),
    ]),
    "Grant": .output([
      .has("id", .id(Example.grant)), .has("userId", .id(Example.manager)), .has("userName", .text("Monika Brunner")),
      .has("role", .choice(Role.customerManager)), .has("organizationId", .id(Example.customer)),
      .has("serviceIds", .list(of: .id(Example.service)).orNull(shown: true).meaning("Null: all services.")),
      .has("centreIds", .list(of: .id(Example.production)).orNull(shown: true).meaning("Null: all centres.")),
      .has("expiresAt", .instant("2026-12-31T23:00:00Z").orNull(shown: true)),
      .has("grantedBy", .id(Example.manager).orNull(shown: true).meaning("Null: the service itself.")),
      .has("grantedByName", .text("Reto Caduff")), .has("grantedAt", .instant("2026-01-05T08:00:00Z")),
      .has("note", .text("First manager").orNull()),
    ]),
    "NewGrant": .input([
      .has("userId", .id(Example.user)), .has("role", .choice(Role.technicalAdmin)),
      .takes(
        "serviceIds",
        .list(of: .id(Example.service), from: 1, upTo: 200).meaning("For technical admins; all unless told.")
      ),
      .takes(
        "centreIds", .list(of: .id(Example.production), from: 1, upTo: 200).meaning("For finance; all unless told."),
        shown: false),
      .takes("expiresAt", .instant("2026-12-31T23:00:00Z").meaning("Never unless told.")),
      .takes("note", .text("Stands in for Tamara Vogt", upTo: 500)),
    ]),
  ]

  static let userSchemas: [String: JSONSchema] = [
    "User": .output([
      .has("id", .id(Example.manager)), .has("organizationId", .id(Example.customer)),
      .has("givenName", .text("Monika")), .has("familyName", .text("Brunner")),
      .has("signInEmail", .email("manager@comptoir.test")),
      .has("notificationEmail", .email("monika.brunner@comptoir.test").orNull(shown: true)),
      .has("status", .choice(["active", "locked", "invited", "disabled"], "active")),
      .has("language", .choice(Language.english)), .has("timeZone", .text("Europe/Zurich")),
      .has("lastSignInAt", .instant("2026-01-15T07:58:12Z").orNull()),
      .has("roles", .list(of: .choice(Role.customerManager)).meaning("Held in the person's own organization.")),
    ]),
    "NewUser": .either([
      newPerson,
      .input([.has("users", .list(of: newPerson, upTo: Bounds.usersAtOnce).meaning("All of them or none."))]),
    ]),
    "UserPatch": .input([
      .takes("givenName", .text("Monika", upTo: 100), shown: false),
      .takes("familyName", .text("Brunner", upTo: 100), shown: false),
      .takes("notificationEmail", .email("monika.brunner@comptoir.test").meaning("Null removes it.")),
      .takes("language", .choice(Language.german)), .takes("timeZone", .text("Europe/Zurich", upTo: 64), shown: false),
      .takes(
        "status", .choice(["active", "disabled"], "active").meaning("Of others only; the invited accept first."),
        shown: false),
    ]),
    "PasswordChange": .either([
      .input([
        .has("password", .text("comptoir-demo").meaning("The present one.")),
        .has(
          "newPassword",
          .text("seven-green-cable-cars", from: Bounds.passwordMinimum, upTo: Bounds.passwordMaximum)),
      ]).meaning("One's own."),
      .input([]).meaning("Another's: answered with a generated one."),
    ]),
    "GeneratedPassword": .output([
      .has("password", .text("kS3vQ9xTn2LmP7aR").meaning("Shown this once; to be changed at the next sign-in."))
    ]),
    "SignIn": .output([
      .has("at", .instant("2026-01-15T07:58:12Z")), .has("succeeded", .flag(true)),
      .has("address", .text("192.0.2.17")), .has("device", .text("Mozilla/5.0 (X11; Linux x86_64)")),
      .has("method", .choice(["password", "provider"], "password").meaning("`provider`: the organization's own.")),
    ]),
  ]

  private static let scope = JSONSchema.choice(Credentials.scopes, "read")
  private static let scopes = JSONSchema.list(of: scope)

  private static let newPerson = JSONSchema.input([
    .has("givenName", .text("Lea", from: 1, upTo: 100)), .has("familyName", .text("Hofer", from: 1, upTo: 100)),
    .has("signInEmail", .email("lea.hofer@comptoir.test").meaning("Nobody else's; the invitation goes here.")),
    .takes("notificationEmail", .email("lea@comptoir.test").meaning("Mail goes here instead."), shown: false),
    .takes("language", .choice(Language.german)),
    .takes("timeZone", .text("Europe/Zurich", upTo: 64).meaning("The organization's unless told.")),
  ])
}
