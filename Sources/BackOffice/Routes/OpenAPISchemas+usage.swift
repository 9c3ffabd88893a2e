import Core

/// Records of use, and what becomes of them.
extension OpenAPI {
  static let usageSchemas: [String: JSONSchema] = [
    "UsageRecords": .input([
      .has("records", .list(of: record, upTo: Bounds.usageRecords).meaning("One wrong one refuses them all."))
    ]),
    "UsageSummary": .output([
      .has("accepted", .count(118).meaning("Counted for the first time.")),
      .has("duplicates", .count(2).meaning("Counted before: nothing changes.")),
      .has("corrected", .count(1).meaning("Counted in place of what was sent before.")),
      .has("parked", .count(0).meaning("Kept and listed, not counted.")),
    ]),
    "ParkedUsageRecord": .output([
      .has("id", .id(Example.request)), .has("externalId", .text("s3-2026-01-14-0007")),
      .has("subscriptionId", .id(Example.subscription)), .has("meter", .text("storage")),
      .has("quantity", quantity("41.25")), .has("at", .instant("2026-01-14T22:00:00Z")),
      .has("tag", .text("backup").orNull()), .has("currency", .currency("CHF").orNull()),
      .has("code", .code("usage.meter_unknown")),
      .has("reason", .text("This subscription’s offer has no such meter.")),
      .has("parkedAt", .instant("2026-01-15T02:00:00Z")),
    ]),
    "Meter": .output([
      .has("code", .text("storage").meaning("What records name it by.")), .has("name", .text("Storage")),
      .has("unit", .text("GB-month")), .mayHave("price", .named("MeterPrice")),
      .mayHave("cost", .named("MeterPrice"), shown: false),
    ]),
    "MeterPrice": .output([
      .has("model", .choice(MeterPrice.Model.tiered)), .has("currency", .currency("CHF")),
      .has("free", quantity("50").meaning("Costs nothing each month; tiers count from behind it.")),
      .has("packageSize", quantity("10000").orNull(shown: true)),
      .has(
        "tiers",
        .list(
          of: .output([
            .has("upTo", quantity("1000").orNull().meaning("Null: without end.")),
            .has("rate", .text("0.0245").meaning("A decimal, finer than the currency's smallest coin.")),
          ]))),
    ]),
    "UsageMonth": .output([
      .has("month", .month("2026-01")), .has("meter", .text("storage")), .has("meterName", .text("Storage")),
      .has("unit", .text("GB-month")), .has("quantity", quantity("577.5")),
      .has("posted", .flag(false).meaning("Whether it is charged as it stands.")),
      .mayHave("price", .money("11.08")), .mayHave("cost", .money("8.44"), shown: false),
    ]),
  ]

  /// Of a statement's line, and with more of its explanation.
  static let lineUsage = JSONSchema.output([
    .has("meter", .text("Storage")), .has("unit", .text("GB-month")),
    .has("quantity", .text("577.5").meaning("Below zero where it is given back.")),
  ])

  static let explainedUsage = JSONSchema.output([
    .has("meter", .text("Storage")), .has("unit", .text("GB-month")), .has("model", .choice(MeterPrice.Model.tiered)),
    .has("quantity", quantity("144.375").meaning("The line's centre's.")), .has("totalQuantity", quantity("577.5")),
    .has(
      "days",
      .list(
        of: .output([
          .has("day", .day("2026-01-14")), .has("records", .count(1)), .has("quantity", quantity("41.25")),
          .has("licences", .quantity(1)), .has("totalLicences", .quantity(4)),
        ]))),
    .has(
      "tags",
      .list(
        of: .output([
          .has("tag", .text("backup").orNull()), .has("centreName", .text("Production")),
          .has("quantity", quantity("41.25")),
        ])
      ).meaning("Where tags decide: where each led when this was posted.")),
    .has(
      "steps",
      .list(
        of: .output([
          .has("quantity", quantity("527.5")), .has("count", quantity("527.5").meaning("Units, or packages begun.")),
          .has("rate", .text("0.021").orNull().meaning("Null: free.")),
        ]))),
  ])

  private static let record = JSONSchema.input([
    .has(
      "externalId",
      .text("s3-2026-01-14-0007", from: 1, upTo: 200).meaning("The source's own id, visible ASCII: it counts once.")),
    .has("subscriptionId", .id(Example.subscription)),
    .has("meter", .text("storage", from: 1, upTo: 60).meaning("The code of one of the offer's meters.")),
    .has("quantity", .either([quantity("41.25"), .count(41)])),
    .has("at", .instant("2026-01-14T22:00:00Z").meaning("It counts in the month of the subscription's zone.")),
    .takes("tag", .text("backup", upTo: 100)),
    .takes(
      "currency", .currency("CHF").meaning("The one the sender bills in; with another one the record is parked.")),
  ])

  private static func quantity(_ example: String) -> JSONSchema {
    var schema = JSONSchema.text(example)
    schema.pattern = "^(0|[1-9][0-9]*)(\\.[0-9]{1,6})?$"
    return schema
  }
}
