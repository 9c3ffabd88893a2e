import Core

/// The ledger, billing centres and statements.
extension OpenAPI {
  static let ledgerSchemas: [String: JSONSchema] = [
    "Change": .output([
      .has("id", .id(Example.change)), .has("at", .instant("2026-01-31T14:05:00Z")), .has("day", .day("2026-01-31")),
      .has("kind", .choice(ChangeKind.increase)), .has("actor", actor),
      .has("onBehalfOf", .id(Example.manager).orNull(shown: true)),
      .has("before", .named("SubscriptionState").orNull().meaning("Null for the purchase.")),
      .has("after", .named("SubscriptionState").orNull()), .has("note", .text("New colleagues").orNull(shown: true)),
    ]),
    "SubscriptionState": .output([
      .has("status", .choice(SubscriptionStatus.active)), .has("quantity", .quantity(13)),
      .has("allocations", .list(of: .named("Allocation"))), .has("friendlyName", .text("Head office").orNull()),
      .has("autoRenew", .flag(true)), .has("renewalQuantity", .quantity(8).orNull(shown: true)),
      .has("commitmentEndDate", .day("2027-01-15")),
    ]),
    "Charge": .output([
      .has("id", .id(Example.charge)), .has("leg", .choice(Leg.price)),
      .has("centreId", .id(Example.production).orNull().meaning("Null on the cost leg, which is not split.")),
      .has("cycle", .output([.has("from", .day("2026-01-15")), .has("to", .day("2026-02-15"))])),
      .has("postedOn", .day("2026-01-31")), .has("reason", .choice(ChargeReason.increase)),
      .has("amount", .money("5.66")), .has("changeId", .id(Example.change).orNull()),
      .mayHave("usage", lineUsage.meaning("Of a charge for usage."), shown: false),
    ]),
    "BillingCentre": .output([
      .has("id", .id(Example.production)), .has("customerId", .id(Example.customer)), .has("code", .text("PRO")),
      .has("name", .text("Production")), .has("default", .flag(false)), .has("position", .count(2)),
      .has("contactEmail", .email("production@comptoir.test").orNull()), .has("closed", .flag(false)),
    ]),
    "NewBillingCentre": .input([
      .has("code", .text("RND", from: 1, upTo: 40).meaning("No other centre of the customer has it.")),
      .has("name", .text("Research", from: 1, upTo: 200)), .takes("default", .flag(false)),
      .takes("contactEmail", .email("research@comptoir.test")),
    ]),
    "BillingCentrePatch": .input([
      .takes("code", .text("RND", upTo: 40), shown: false), .takes("name", .text("Research and design", upTo: 200)),
      .takes("default", .flag(true).meaning("True only: another centre takes it over."), shown: false),
      .takes("contactEmail", .email("research@comptoir.test").meaning("Null removes it.")),
      .takes("closed", .flag(false), shown: false),
    ]),
  ]

  static let statementSchemas: [String: JSONSchema] = [
    "Statement": .output([
      .has("id", .id(Example.statement)), .has("number", .text("2026-000017").orNull()),
      .has("leg", .choice(Leg.price)),
      .has("seller", .named("Party").shown(as: party("Alpine Cloud AG", Example.reseller, "CHE-112.700.456"))),
      .has("buyer", .named("Party")), .has("month", .month("2026-01")),
      .has("status", .choice(["open", "closed"], "closed")), .has("currency", .currency("CHF")),
      .has("centres", .list(of: section("centreId", Example.production, "Production"))),
      .mayHave(
        "customers",
        .list(of: section("customerId", Example.customer, "Helvetia Works AG")).meaning("On the cost leg."),
        shown: false),
      .has("net", .money("44.66")),
      .mayHave("effective", .money("39.00").meaning("Of the net amount, what is cost of this month.")),
      .mayHave("deferred", .money("5.66").meaning("Of the net amount, what is cost of later months.")),
      .has("taxes", .list(of: tax)), .has("gross", .money("48.28")),
      .has("closedAt", .instant("2026-02-01T02:00:00Z").orNull()),
      .has("sha256", .text(hash).orNull().meaning("Of the closed statement as JSON.")),
    ]),
    "Party": party("Helvetia Works AG", Example.customer, "CHE-114.220.331"),
    "StatementLine": .output([
      .has("n", .count(3)), .has("centreId", .id(Example.production).orNull()),
      .has("centreName", .text("Production").meaning("On the cost leg: the customer's name.")),
      .has("subscriptionId", .id(Example.subscription)), .has("serviceName", .text("Microsoft 365")),
      .has("planName", .text("Exchange Online (Plan 1)")), .has("reason", .choice(ChargeReason.increase)),
      .has("from", .day("2026-01-31")), .has("to", .day("2026-02-15").meaning("The first day not covered.")),
      .has("licences", JSONSchema(.integer(example: 3))), .has("unitPrice", .money("3.90")),
      .has("amount", .money("5.66")),
      .has("effectiveAmount", .money("0.38").meaning("The part for days of the statement's month.")),
      .mayHave("usage", lineUsage.meaning("Of a line for usage, whose licences and unit price are 0."), shown: false),
    ]),
    "StatementDocument": .output([
      .has("statement", .named("Statement")), .has("lines", .list(of: .named("StatementLine"))),
    ]),
    "Explanation": explanation,
  ]

  private static let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  static let actor = JSONSchema.output([
    .has("id", .id(Example.manager).orNull().meaning("Null: the service itself.")),
    .has("name", .text("Monika Brunner")),
  ])

  private static func party(_ name: String, _ id: String, _ vatID: String) -> JSONSchema {
    .output([
      .has("id", .id(id)), .has("name", .text(name)), .has("country", .country("CH")),
      .has("vatId", .text(vatID).orNull()),
    ])
  }

  private static func section(_ key: String, _ id: String, _ name: String) -> JSONSchema {
    .output([
      .has(key, .id(id)), .has("name", .text(name)), .has("net", .money("44.66")),
      .mayHave("effective", .money("39.00")), .mayHave("deferred", .money("5.66")),
    ])
  }

  private static let tax = JSONSchema.output([
    .has("rate", .text("8.1").meaning("In percent.")), .has("reverseCharge", .flag(false)),
    .mayHave("treatment", .choice(VAT.Treatment.standard).meaning("Statements closed long ago have none.")),
    .has("base", .money("44.66")), .has("amount", .money("3.62")),
    .mayHave(
      "note", .text("VAT exempt: charity, certificate 17.").orNull(shown: true).meaning("What the law wants said.")),
  ])

  private static let explanation = JSONSchema.output([
    .has("line", .named("StatementLine")),
    .has(
      "cycle",
      .output([
        .has("from", .day("2026-01-15")), .has("to", .day("2026-02-15")), .has("days", .count(31)),
        .has("fullDays", .count(31)),
      ])),
    .has("segments", .list(of: segment).meaning("The days at one state each.")),
    .has("licenceDays", .count(45)), .has("totalLicenceDays", .count(355)), .has("unitPrice", .money("3.90")),
    .has("owedInAll", .money("44.66")), .has("owed", .money("5.66")), .has("postedBefore", .money("0.00")),
    .has("amount", .money("5.66")),
    .has(
      "earlier",
      .list(
        of: .output([
          .has("statementId", .id(Example.statement)), .has("number", .text("2025-000311").orNull()),
          .has("month", .month("2025-12")), .has("amount", .money("39.00")),
        ])
      ).meaning("What earlier statements had of the same cycle at the same place: what this line corrects.")),
    .mayHave("usage", explainedUsage.meaning("Of a line for usage, in place of segments."), shown: false),
    .has(
      "arithmetic",
      .list(of: .text("2026-01-31 to 2026-02-14: 3 licences × 15 days = 45 licence days."))
        .meaning("The same in words, in the reader's language.")),
  ])

  private static let segment = JSONSchema.output([
    .has("from", .day("2026-01-31")), .has("to", .day("2026-02-15")), .has("days", .count(15)),
    .has("licences", .count(3)), .has("totalLicences", .count(13)), .has("billable", .flag(true)),
    .has(
      "change",
      .output([
        .has("id", .id(Example.change)), .has("kind", .choice(ChangeKind.increase)), .has("day", .day("2026-01-31")),
        .has("actor", .text("Monika Brunner")),
      ])),
  ])
}
