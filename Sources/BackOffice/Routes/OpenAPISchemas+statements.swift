import Core

/// Closing months, what months really cost, and who is taxed how.
extension OpenAPI {
  static let statementKeepingSchemas: [String: JSONSchema] = [
    "NewStatementClosing": .input([
      .has("month", .month("2026-01")),
      .takes(
        "buyerIds",
        .list(of: .id(Example.customer), upTo: Bounds.closingBuyersNamed).meaning("Only theirs; all unless said."),
        shown: false),
    ]),
    "StatementClosing": closing,
    "ClosingStatement": closingStatement,
    "ClosingSettings": .input([
      .has("automatic", .flag(true).meaning("By themselves; else by hand.")),
      .has("daysAfter", .count(5).meaning("So many days after the month's end, 0 to 27; counts if automatic.")),
    ]),
    "EffectiveCosts": effectiveCosts,
    "TaxStanding": taxStanding,
    "TaxStandingPatch": taxStandingPatch,
  ]

  private static let closing = JSONSchema.output([
    .has("id", .id(Example.statement)), .has("month", .month("2026-01")),
    .has("state", .choice(StatementClosings.State.done)), .has("statements", .count(412)), .has("closed", .count(410)),
    .has("refused", .count(2)), .has("waiting", .count(0)), .has("createdBy", .id(Example.manager)),
    .has("createdByName", .text("Beat Steiner")), .has("createdAt", .instant("2026-02-02T08:00:00Z")),
    .has("endedAt", .instant("2026-02-02T08:00:04Z").orNull()),
    .mayHave(
      "reasons",
      .list(
        of: .output([
          .has("code", .code("statement.usage_not_posted")),
          .has("detail", .text("Use of this month is not posted yet. It is with the next bill run; close it then.")),
          .has("statements", .count(2)),
        ])
      ).meaning("What stands in the way, the most frequent first. Not in lists.")),
  ])

  private static let closingStatement = JSONSchema.output([
    .has("statementId", .id(Example.statement)), .has("buyerId", .id(Example.customer)),
    .has("buyerName", .text("Helvetia Works AG")), .has("result", .choice(StatementClosings.Outcome.closed)),
    .has("number", .text("2026-000017").orNull()), .has("code", .code("statement.month_not_over").orNull(shown: true)),
    .has("detail", .text("The month is not over yet.").orNull(shown: true)),
  ])

  private static let effectiveCosts = JSONSchema.output([
    .has("buyerId", .id(Example.customer)), .has("buyerName", .text("Helvetia Works AG")),
    .has("leg", .choice(Leg.price)), .has("month", .month("2026-01")),
    .has("billed", .money("1200.00").meaning("Billed in this month, without tax.")),
    .has("deferred", .money("1100.00").meaning("Of that, cost of later months.")),
    .has("earlier", .money("80.00").meaning("Billed in earlier months, cost of this one.")),
    .has("effective", .money("180.00").meaning("Cost of this month: billed − deferred + earlier.")),
    .has(
      "sections",
      .list(
        of: .output([
          .has("id", .id(Example.production).meaning("The billing centre; for a reseller, its customer.")),
          .has("name", .text("Production")), .has("billed", .money("1200.00")), .has("deferred", .money("1100.00")),
          .has("earlier", .money("80.00")), .has("effective", .money("180.00")),
        ]))),
  ])

  private static let taxStanding = JSONSchema.output([
    .has("organizationId", .id(Example.customer)), .has("country", .country("CH")),
    .has("vatId", .text("CHE-114.220.331").orNull()),
    .has("vatIdFits", .flag(true).orNull().meaning("Whether it has the form of its country's; null without one.")),
    .has("exemption", JSONSchema.output(exemptionMembers).orNull()),
    .has("smallBusiness", JSONSchema.output(smallMembers).orNull(shown: true)),
  ])

  private static let taxStandingPatch = JSONSchema.input([
    .takes("exemption", JSONSchema.input(exemptionInput).meaning("By whoever sells to it. Null takes it back.")),
    .takes(
      "smallBusiness", JSONSchema.input(smallInput).meaning("By the seller itself. Null takes it back."), shown: false),
  ])

  private static let exemptionMembers: [JSONSchema.Member] = [
    .has("reason", .text("International organization")), .has("certificate", .text("ESTV 2026-114")),
    .has("from", .day("2026-01-01")), .has("until", .day("2027-01-01").orNull()),
  ]

  private static let smallMembers: [JSONSchema.Member] = [
    .has("reason", .text("Art. 10 MWSTG")), .has("from", .day("2026-01-01")),
    .has("until", .day("2027-01-01").orNull()),
  ]

  private static let exemptionInput: [JSONSchema.Member] = [
    .has("reason", .text("International organization", from: 1, upTo: 200)),
    .has("certificate", .text("ESTV 2026-114", from: 1, upTo: 100)), .has("from", .day("2026-01-01")),
    .takes("until", .day("2027-01-01").meaning("The first day it no longer counts.")),
  ]

  private static let smallInput: [JSONSchema.Member] = [
    .has("reason", .text("Art. 10 MWSTG", from: 1, upTo: 200)), .has("from", .day("2026-01-01")),
    .takes("until", .day("2027-01-01").meaning("The first day it no longer counts.")),
  ]
}
