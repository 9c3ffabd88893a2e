import Core

/// Where an organization's people sign in.
extension OpenAPI {
  static let openIDSchemas: [String: JSONSchema] = [
    "IdentityProvider": .output([
      .has("organizationId", .id(Example.customer)), .has("issuer", issuer),
      .has("clientId", .text("comptoir-portal")), .has("buttonText", .text("Helvetia account").orNull()),
      .has("createsUsers", .flag(true)), .has("enforced", .flag(false)),
      .has(
        "redirectUri",
        .text("https://comptoir.example/organizations/\(Example.customer)/sign-in").meaning(
          "To be registered with the provider.")),
      .has("linkedUsers", .count(12)), .has("check", .named("IdentityCheck")),
      .has("domains", .list(of: .named("IdentityDomain"))),
    ]),
    "IdentityDomain": .output([
      .has("domain", .text("helvetia.example")),
      .has("status", .choice(["pending", "proven"], "proven").meaning("Only proven ones count.")),
      .has("provenAt", .instant("2026-01-15T09:30:00Z").orNull()),
      .has("recordName", .text("_comptoir.helvetia.example").meaning("Where the DNS record of type TXT belongs.")),
      .has("recordValue", .text("comptoir-verification=Zb1rQ0m8").meaning("What the record says.")),
      .has("check", .named("IdentityCheck")),
    ]),
    "IdentityCheck": .output([
      .has("at", .instant("2026-01-15T09:30:00Z").orNull().meaning("When somebody last looked.")),
      .has("pending", .flag(false).meaning("Whether it is about to be looked at.")),
      .has("code", .code("domain.no_record").orNull(shown: true).meaning("What is wrong; null: nothing.")),
      .has("detail", .text("The record is not there yet.").orNull(shown: true)),
    ]),
    "NewIdentityProvider": .input([
      .has("issuer", issuer), .has("clientId", .text("comptoir-portal", from: 1, upTo: 200)),
      .takes(
        "clientSecret",
        .text("s3cret-of-the-provider", from: 1, upTo: Bounds.clientSecretMaximum).meaning(
          "Needed for a new issuer; the stored one stays unless told.")),
      .takes("buttonText", .text("Helvetia account", upTo: 60)),
      .takes("createsUsers", .flag(true).meaning("Whether people unknown here get an account; no unless told.")),
      .takes(
        "enforced",
        .flag(false).meaning(
          "Whether passwords are refused to those who can come this way, administrators excepted; no unless told.")),
      .has("domains", .list(of: .text("helvetia.example", upTo: 253), from: 1, upTo: Bounds.identityDomains)),
    ]),
  ]

  private static let issuer = JSONSchema.text("https://login.helvetia.example", upTo: 500)
}
