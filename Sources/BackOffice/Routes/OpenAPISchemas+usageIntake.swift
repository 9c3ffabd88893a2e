import Core

/// Files of records, and what is done with those that wait.
extension OpenAPI {
  static let usageIntakeSchemas: [String: JSONSchema] = [
    "UsageDismissal": .input([.has("reason", .text("Test data of the source", from: 1, upTo: 500))]),
    "UsageFile": .output([
      .has("id", .id(Example.request)), .has("name", .text("usage.csv")), .has("format", .choice(UsageFile.Format.csv)),
      .has("status", .choice(UsageImports.Status.checked)),
      .has("linesRead", .count(1200).meaning("Grows while it is being read.")),
      .has("summary", outcome.orNull().meaning("What would become of its records, or became of them.")),
      .has("faultCount", .count(0)), .has("faults", .list(of: fault).meaning("The first of them, by line.")),
      .has("askedAt", .instant("2026-01-15T09:30:00Z")), .has("askedByName", .text("Anna Alpine")),
      .has("finishedAt", .instant("2026-01-15T09:30:04Z").orNull()),
    ]),
    "UsageFilePatch": .input([.has("status", .choice(["approved", "withdrawn"], "approved"))]),
    "UsageTag": .output([
      .has("tag", .text("backup")),
      .has("centreId", .id(Example.production).orNull().meaning("Null: the default centre.")),
      .has("from", .month("2026-01").orNull().meaning("Since when it leads there.")),
      .has("firstSeen", .instant("2026-01-14T22:00:00Z")),
    ]),
    "UsageTagLeads": .input([
      .mayHave("from", since),
      .has(
        "items",
        .list(
          of: .input([.has("tag", .text("backup", from: 1, upTo: 100)), .takes("centreId", .id(Example.production))]),
          upTo: Bounds.usageTagsAtOnce)),
    ]),
    "UsageResplit": .output([
      .has("months", .count(2).meaning("Meters' months that are split anew.")),
      .has(
        "posted",
        .list(of: .output([.has("centreId", .id(Example.production)), .has("amount", .money("2.50"))]))
          .meaning("What was posted at once, by centre.")),
    ]),
    "UsageSplit": .output([
      .has("serviceId", .id(Example.service).orNull()), .has("subscriptionId", .id(Example.subscription).orNull()),
      .has("name", .text("Object storage")),
      .has("splitBy", .choice(UsageSplitChoice.tag).orNull().meaning("Null: as its service's.")),
      .has("from", .month("2026-01")),
    ]),
    "UsageSplitChoice": .input([
      .mayHave("serviceId", .id(Example.service)), .mayHave("subscriptionId", .id(Example.subscription), shown: false),
      .takes("splitBy", .choice(UsageSplitChoice.tag)), .mayHave("from", since),
    ]),
    "OfferMeter": .output([
      .has("code", .text("storage")), .has("name", .text("Storage")), .has("unit", .text("GB-month")),
      .has(
        "prices",
        .list(
          of: .output([
            .has("leg", .choice(Leg.price)), .has("resellerId", .id(Example.reseller)),
            .has("from", .month("2026-01")), .has("price", .named("MeterPrice")),
          ])
        ).meaning("Those one may know, the latest first.")),
    ]),
    "NewMeter": .input([
      .has("code", .text("storage", from: 1, upTo: 60)), .has("name", .text("Storage", from: 1, upTo: 100)),
      .has("unit", .text("GB-month", from: 1, upTo: 40)),
    ]),
    "NewMeterCost": .input(
      newPrice + [
        .mayHave("resellerId", .id(Example.reseller).meaning("Without it: every reseller's of that currency."))
      ]),
    "NewMeterPrice": .input(newPrice),
    "UsageFileContent": .text("externalId,subscriptionId,meter,quantity,at,tag,currency\n")
      .meaning("CSV with the names of a record's members; as application/jsonl one record a line. UTF-8."),
  ]

  private static let since = JSONSchema.month("2026-01").meaning("The present month unless told.")

  private static let newPrice: [JSONSchema.Member] = [
    .has("meter", .text("storage", from: 1, upTo: 60)),
    .has("from", .month("2026-03").meaning("A month that has not begun, where a price is in force.")),
    .has("currency", .currency("CHF")), .has("model", .choice(MeterPrice.Model.tiered)),
    .mayHave("free", decimal("50")), .mayHave("packageSize", decimal("10000"), shown: false),
    .has(
      "tiers",
      .list(
        of: .input([.mayHave("upTo", decimal("1000")), .has("rate", .either([.text("0.0245"), .count(1)]))]),
        upTo: Bounds.meterTiers)),
  ]

  private static func decimal(_ example: String) -> JSONSchema { .either([.text(example), .count(50)]) }

  private static let outcome = JSONSchema.output([
    .has("accepted", .count(1180)), .has("duplicates", .count(12)), .has("corrected", .count(5)),
    .has("parked", .count(3)),
    .has(
      "reasons",
      .list(of: .output([.has("code", .code("usage.meter_unknown")), .has("count", .count(3))]))
        .meaning("Why records are parked.")),
  ])

  private static let fault = JSONSchema.output([
    .has("line", .count(14).meaning("As a spreadsheet counts; the heading is line 1.")),
    .has("column", .text("quantity").meaning("Empty where it is about the whole line.")),
    .has("code", .code("usage.quantity_malformed")), .has("detail", .text("A quantity is a whole number, …")),
  ])
}
