import Core

/// What became of the mails people had written.
extension OpenAPI {
  static let mailSchemas: [String: JSONSchema] = [
    "Mail": .output([
      .has("id", .id(Example.mail)), .has("to", .email("lea.hofer@comptoir.test")),
      .has("subject", .text("Your Comptoir account")), .has("userId", .id(Example.user).orNull()),
      .has("status", .choice(Mails.Status.failed)), .has("attempts", .count(1)),
      .has("createdAt", .instant("2026-01-15T09:30:00Z")),
      .has("nextAttemptAt", .instant("2026-01-15T09:32:00Z").orNull(shown: true).meaning("While it waits.")),
      .has("sentAt", .instant("2026-01-15T09:31:00Z").orNull(shown: true)),
      .has("failedAt", .instant("2026-01-15T09:31:00Z").orNull().meaning("When it was given up.")),
      .has("error", .text("550 5.1.1 no such user").orNull().meaning("The receiving server's reply, mostly.")),
    ]).meaning("Without its text, which may hold a link to sign in by."),
    "NewAddress": .input([.has("email", .email("lea.hofer@comptoir.test").meaning("Nobody else's."))]),
  ]
}
