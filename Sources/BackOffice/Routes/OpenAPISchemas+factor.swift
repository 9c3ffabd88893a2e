import Core

/// The second factor, and what an organization asks of its people when they sign in.
extension OpenAPI {
  static let factorSchemas: [String: JSONSchema] = [
    "SecondFactor": .output([
      .has("enabled", .flag(true)), .has("since", .instant("2026-01-20T10:15:00Z").orNull()),
      .has("required", .flag(false).meaning("Whether the person's organization asks for it.")),
      .mayHave("recoveryCodesLeft", .count(9).meaning("Only of oneself.")),
    ]),
    "SecondFactorBeginning": .input([]),
    "SecondFactorKey": .output([
      .has("secret", .text(key).meaning("Base32, for typing; shown until it is confirmed.")),
      .has(
        "uri",
        .text("otpauth://totp/Comptoir:manager%40comptoir.test?secret=\(key)&issuer=Comptoir").meaning(
          "What a QR code holds for the app's camera.")),
    ]),
    "SecondFactorConfirmation": .input([.has("code", .text("287082", from: 1, upTo: 20))]),
    "SecondFactorProof": .input([
      .has("password", .text("comptoir-demo").meaning("One's own.")),
      .has("code", .text("287082", from: 1, upTo: 40).meaning("Of the app, or a recovery code.")),
    ]),
    "RecoveryCodes": .output([
      .has(
        "recoveryCodes",
        .list(of: .text("M5QW-4ZDP-NVSW-45DI")).meaning("Shown this once; each signs in once in place of a code."))
    ]),
    "SignInPolicy": .output([
      .has("organizationId", .id(Example.customer)), .has("secondFactorRequired", .flag(true)),
      .has("people", .count(12).meaning("Who can sign in.")), .has("peopleWithSecondFactor", .count(9)),
    ]),
    "SignInPolicyPatch": .input([
      .has(
        "secondFactorRequired",
        .flag(true).meaning("Counts from the next request: without one, people set one up before anything else."))
    ]),
  ]

  private static let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
}
