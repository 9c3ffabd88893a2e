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
  ]

  static let userSchemas: [String: JSONSchema] = [
    "User": .output([
      .has("id", .id(Example.manager)), .has("organizationId", .id(Example.customer)),
      .has("givenName", .text("Monika")), .has("familyName", .text("Brunner")),
      .has("signInEmail", .email("manager@comptoir.test")),
      .has(
        "pendingSignInEmail",
        .email("monika@comptoir.test").orNull(shown: true).meaning("Waits to be confirmed by the link sent there.")),
      .has("notificationEmail", .email("monika.brunner@comptoir.test").orNull(shown: true)),
      .has("status", .choice(["active", "locked", "invited", "disabled"], "active")),
      .has("lockedUntil", .instant("2026-01-15T08:15:00Z").orNull(shown: true).meaning("Where status is locked.")),
      .has(
        "invitedUntil",
        .instant("2026-01-17T09:30:00Z").orNull(shown: true).meaning("Until when the invitation's link works.")),
      .has("language", .choice(Language.english)), .has("timeZone", .text("Europe/Zurich")),
      .has("address", address.orNull()), .has("lastSignInAt", .instant("2026-01-15T07:58:12Z").orNull()),
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
      .takes(
        "signInEmail",
        .email("monika@comptoir.test").meaning(
          "Counts once confirmed by the link sent there; of the invited at once, with a new invitation."),
        shown: false),
      .takes("password", .text("comptoir-demo").meaning("One's own, to change one's own signInEmail."), shown: false),
      .takes("language", .choice(Language.german)), .takes("timeZone", .text("Europe/Zurich", upTo: 64), shown: false),
      .takes("address", addressPatch.meaning("Null removes it; a part that is null is removed.")),
      .takes(
        "status", .choice(["active", "disabled"], "active").meaning("Of others only; the invited accept first."),
        shown: false),
      .takes(
        "licences",
        .choice(["keep", "free"], "free").meaning("With status disabled: whether the licences held are taken back."),
        shown: false),
    ]),
    "PasswordChange": .either([
      .input([
        .has("password", .text("comptoir-demo").meaning("The present one.")),
        .has(
          "newPassword",
          .text("seven-green-cable-cars", from: Bounds.passwordMinimum, upTo: Bounds.passwordMaximum)),
      ]).meaning("One's own."),
      .input([
        .takes(
          "delivery",
          .choice(["shown", "mailed"], "mailed").meaning(
            "Shown: answered with a generated one. Mailed: a link by which the person chooses it."))
      ]).meaning("Another's, shown unless told."),
      .input([
        .has("newPassword", .text("seven-green-cable-cars", from: Bounds.passwordMinimum, upTo: Bounds.passwordMaximum))
      ]).meaning("Another's, chosen; to be changed at the next sign-in."),
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
    .takes("address", addressPatch, shown: false),
    .takes(
      "subscriptionIds",
      .list(of: .id(Example.subscription), upTo: Bounds.subscriptionsOfPerson).meaning("Licences to get at once."),
      shown: false),
  ])
}
