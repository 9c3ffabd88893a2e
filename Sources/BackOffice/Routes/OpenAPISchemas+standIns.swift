import Core

/// Programs, and people who act as others.
extension OpenAPI {
  private static let scopes = JSONSchema.list(of: .choice(Credentials.scopes, "read"))

  static let standInSchemas: [String: JSONSchema] = [
    "TokenRequest": .output([
      .has("grant_type", .choice(["client_credentials"], "client_credentials")),
      .takes("scope", .text("read").meaning("Separated by spaces; all the program has unless told.")),
      .takes("client_id", .id(Example.token).meaning("Here with the secret, or both by HTTP Basic."), shown: false),
      .takes("client_secret", .text("cps_Zb1rQ0m8"), shown: false),
    ]),
    "TokenGrant": .output([
      .has("access_token", .text("cpt_Zb1rQ0m8")), .has("token_type", .choice(["Bearer"], "Bearer")),
      .has("expires_in", .count(3600).meaning("Seconds.")), .has("scope", .text("read")),
    ]),
    "Client": .output([
      .has("id", .id(Example.token)), .has("organizationId", .id(Example.customer)), .has("name", .text("ERP export")),
      .has("scopes", scopes),
      .has("createdBy", .id(Example.manager).meaning("Whose rights, as they are at the moment, bound it.")),
      .has("createdByName", .text("Monika Brunner")), .has("createdAt", .instant("2026-01-15T09:30:00Z")),
      .has("secretAt", .instant("2026-01-15T09:30:00Z").meaning("When its secret was made.")),
    ]),
    "NewClient": .input([
      .has("name", .text("ERP export", upTo: 100)), .takes("scopes", scopes.meaning("Both unless told.")),
    ]),
    "ClientSecret": .output([
      .has("clientId", .id(Example.token)),
      .has("clientSecret", .text("cps_Zb1rQ0m8").meaning("Shown this once; only its hash is stored.")),
      .has("name", .text("ERP export")), .has("scopes", scopes),
    ]),
    "Impersonation": .input([
      .has("reason", .text("Split asked for by phone", upTo: 500)),
      .takes("minutes", .count(30).meaning("1 to \(Bounds.actingMinutes); the most unless told.")),
    ]),
    "ImpersonationToken": .output([
      .has("userId", .id(Example.manager)), .has("token", .text("cpt_Zb1rQ0m8").meaning("Shown this once.")),
      .has("expiresAt", .instant("2026-01-15T10:30:00Z")),
    ]),
  ]
}
