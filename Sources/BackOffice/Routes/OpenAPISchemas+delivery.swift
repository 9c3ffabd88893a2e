import Core

/// Exports, and closed statements by mail.
extension OpenAPI {
  static let deliverySchemas: [String: JSONSchema] = [
    "NewExport": .input(wish), "Export": export, "StatementMail": mail,
    "NewStatementMail": .input([
      .has("mode", .choice(StatementMailMode.pdf)),
      .takes(
        "address", .email("finance@comptoir.test").meaning("As it is unless told; at first the billing contact's.")),
      .takes("language", .choice(Language.german).meaning("Of the mail and its document; yours unless told.")),
    ]),
    "NewCentreStatementMail": .input([
      .has("mode", .choice(StatementMailMode.pdf).meaning("It goes to the centre's contact.")),
      .takes("language", .choice(Language.german).meaning("Of the mail and its document; yours unless told.")),
    ]),
    "StatementDelivery": delivery,
    "NewStatementDelivery": .input([
      .takes("centreId", .id(Example.production).meaning("Its part; else the whole statement."))
    ]),
  ]

  private static let wish: [JSONSchema.Member] = [
    .has("kind", .choice(ExportWish.Kind.statements)),
    .takes(
      "statementIds",
      .list(of: .id(Example.statement), from: 1, upTo: Bounds.exportStatements).meaning("Either these, or a filter."),
      shown: false),
    .takes("filter", filter.meaning("Of `statements`: all that match when the job runs.")),
    .takes("centreId", .id(Example.production).meaning("Of `centre`: whose part of the statement."), shown: false),
    .has("formats", .list(of: .choice(StatementDocuments.Format.pdf), from: 1)),
    .takes("perCentre", .flag(true).meaning("Of `statements`: each centre's part as a file of its own.")),
    .takes("zip", .flag(true).meaning("One document in one format may come without an archive.")),
    .takes("separator", .choice(ExportRendering.Separator.semicolon).meaning("Of CSV.")),
    .takes("decimal", .choice(ExportRendering.Decimal.point).meaning("Of CSV.")),
    .takes("language", .choice(Language.german)),
  ]

  private static let filter = JSONSchema.input([
    .takes("buyerId", .id(Example.customer), shown: false), .takes("month", .month("2026-01")),
    .takes("centreId", .id(Example.production).meaning("Only with charges of it, and only its part."), shown: false),
    .takes("status", .choice(["open", "closed"], "closed")), .takes("search", .text("Helvetia", upTo: 100)),
  ])

  private static let export = JSONSchema.output([
    .has("id", .id(Example.export)), .has("asked", .output(wish).meaning("As it was asked for.")),
    .has("state", .choice(ExportState.ready)),
    .has("progress", .output([.has("done", .count(5000)), .has("total", .count(5000))]).meaning("In lines.")),
    .has("fileName", .text("statements-alpine-cloud-ag-2026-02-01.zip").orNull()),
    .has("mediaType", .text("application/zip").orNull()), .has("bytes", .count(481_203)),
    .has("link", .text("/api/v1/exports/\(Example.export)/file").orNull().meaning("Null unless it is ready.")),
    .has("code", .code("export.rights_changed").orNull(shown: true)),
    .has("detail", .text("Your rights have changed since this was asked for.").orNull(shown: true)),
    .has("createdAt", .instant("2026-02-01T08:00:00Z")), .has("startedAt", .instant("2026-02-01T08:00:01Z").orNull()),
    .has("endedAt", .instant("2026-02-01T08:00:09Z").orNull()),
    .has("expiresAt", .instant("2026-02-08T08:00:09Z").orNull()),
  ])

  private static let mail = JSONSchema.output([
    .has("customerId", .id(Example.customer)), .has("centreId", .id(Example.production).orNull(shown: true)),
    .has("mode", .choice(StatementMailMode.pdf)),
    .has("address", .email("finance@comptoir.test").orNull().meaning("Of a centre: its contact.")),
    .has("language", .choice(Language.german)),
  ])

  private static let delivery = JSONSchema.output([
    .has("id", .id(Example.delivery)), .has("statementId", .id(Example.statement)),
    .has("centreId", .id(Example.production).orNull().meaning("Null: the whole statement.")),
    .has("to", .email("production@comptoir.test").orNull()), .has("mode", .choice(StatementMailMode.pdf)),
    .has(
      "status",
      .choice(StatementDeliveries.Status.sent).meaning("waiting to be made, queued to be sent, sent, or failed.")),
    .has("attached", .flag(true).orNull()), .has("linked", .flag(false).orNull()),
    .has("code", .code("delivery.no_contact").orNull(shown: true)),
    .has("error", .text("550 5.1.1 no such user").orNull(shown: true).meaning("The receiving server's reply, mostly.")),
    .has("requestedByName", .text("Beat Steiner").orNull(shown: true).meaning("Null: by itself, at the closing.")),
    .has("createdAt", .instant("2026-02-01T02:00:00Z")), .has("sentAt", .instant("2026-02-01T02:00:04Z").orNull()),
  ])
}
