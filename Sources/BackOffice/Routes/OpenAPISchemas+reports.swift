import Core

/// What charges and licences come to.
extension OpenAPI {
  static let reportSchemas: [String: JSONSchema] = [
    "ConsumptionReport": .output(
      reportHead(.consumption, .service) + reportMonths + [
        .has("leg", .choice(Leg.price)), .has("figure", .choice(ReportFigure.billed)),
        .has("currencies", .list(of: amounts).meaning("One per currency; they never mix.")),
      ]),
    "MarginReport": .output(
      reportHead(.margin, .customer) + reportMonths + [
        .has("currencies", .list(of: margins).meaning("One per pair of currencies of price and cost."))
      ]),
    "LicenceReport": .output(
      reportHead(.licences, .service) + [
        .has("total", .output(counted)), .has("lines", .list(of: .output(reportLine + counted))),
      ]),
  ]

  private static func reportHead(_ kind: ReportKind, _ by: ReportBreakdown) -> [JSONSchema.Member] {
    [.has("report", .choice(kind)), .has("by", .choice(by))]
  }

  private static let reportMonths: [JSONSchema.Member] = [
    .has("from", .month("2026-01")), .has("to", .month("2026-01").meaning("This month included.")),
  ]

  private static let soFar = JSONSchema.Member.has(
    "soFar", .flag(false).meaning("Charges may still be added to the month."))

  private static let reportLine: [JSONSchema.Member] = [
    .has("id", .id(Example.service).orNull().meaning("Null: what remains, added up.")),
    .has("name", .text("Microsoft 365")),
    .has("count", .count(1).meaning("How many are added up in what remains; else 1.")),
  ]

  private static let amounts = JSONSchema.output([
    .has("currency", .currency("CHF")), .has("total", .money("44.66")),
    .has(
      "months", .list(of: .output([.has("month", .month("2026-01")), soFar, .has("amount", .money("44.66"))]))),
    .has(
      "lines",
      .list(
        of: .output(
          reportLine + [
            .has("total", .money("44.66")),
            .has("months", .list(of: .output([.has("month", .month("2026-01")), .has("amount", .money("44.66"))]))),
          ])
      ).meaning("Largest first; none where it is broken down by month.")),
  ])

  private static let between: [JSONSchema.Member] = [
    .has("price", .money("44.66")), .has("cost", .money("35.50")),
    .has("margin", .money("9.16").orNull().meaning("Null where price and cost are in two currencies.")),
    .has("marginPercent", .text("20.5").orNull().meaning("Of the price; null where there is none.")),
  ]

  private static let margins = JSONSchema.output([
    .has("currency", .currency("CHF")), .has("costCurrency", .currency("CHF")), .has("total", .output(between)),
    .has("months", .list(of: .output([.has("month", .month("2026-01")), soFar] + between))),
    .has("lines", .list(of: .output(reportLine + between))),
  ])

  private static let counted: [JSONSchema.Member] = [
    .has("bought", .quantity(10)), .has("assigned", .quantity(8).meaning("Licences that people hold.")),
    .has("unassigned", JSONSchema(.integer(example: 2))),
  ]
}
