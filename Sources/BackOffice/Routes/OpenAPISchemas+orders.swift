import Core

/// What is ordered.
extension OpenAPI {
  static let orderSchemas: [String: JSONSchema] = [
    "Order": .output([
      .has("id", .id(Example.order)), .has("number", .quantity(17).meaning("Counts per reseller.")),
      .has("customerId", .id(Example.customer)), .has("status", .choice(Orders.Status.waiting)),
      .has("placedBy", .id(Example.manager)), .has("placedByName", .text("Monika Brunner")),
      .has("placedAt", .instant("2026-01-15T09:30:00Z")),
      .has("decidedBy", .id(Example.user).orNull(shown: true).meaning("Null also where no approval was needed.")),
      .has("decidedByName", .text("Reto Caduff").orNull(shown: true)),
      .has("decidedAt", .instant("2026-01-15T14:05:00Z").orNull(shown: true)),
      .has("reason", .text("The budget is spent.").orNull(shown: true).meaning("Why it was rejected or cancelled.")),
      .has(
        "billing",
        .named("BillingContact").orNull().meaning("As it was when the order was placed; null where none was named.")),
      .has("termsAccepted", .list(of: .named("TermsAcceptance"))),
      .has("lines", .list(of: orderLine)),
      .mayHave("changes", .list(of: orderChange).meaning("What the seller made of it, oldest first.")),
      .mayHave(
        "failed",
        .list(of: .output([.has("line", .count(1)), .has("errors", .list(of: orderIssue))])).meaning(
          "Answered once, to who let some lines fail: which ones, counted from 0, and why."), shown: false),
    ]),
    "NewOrder": .input([
      .has(
        "lines",
        .list(
          of: .input([
            .has("offerId", .id(Example.offer)), .has("quantity", .quantity(10)),
            .takes("friendlyName", .text("Head office", upTo: 100)),
            .takes(
              "parentSubscriptionId", .id(Example.subscription).meaning("Of an add-on; it ends with it."),
              shown: false),
            .takes("allocations", allocations.meaning("By the standing rule unless told.")),
            .takes("alignTo", .day("2026-12-31").meaning("Ends the term early, on this day."), shown: false),
            .takes(
              "parentLine", .count(0).meaning("Of an add-on: the line before it that it goes with, counted from 0."),
              shown: false),
          ]), from: 1, upTo: Bounds.orderLines
        )),
      .takes("acceptTerms", .flag(true).meaning("Accepts all terms in force; needed unless `acceptedTerms` are.")),
      .takes("acceptedTerms", acceptedTerms, shown: false),
      .takes(
        "allOrNothing",
        .flag(true).meaning("Whether one line that cannot be ordered sinks the others; true unless told."),
        shown: false),
    ]),
    "OrderPatch": .input([
      .mayHave("status", .choice(["approved", "rejected", "cancelled"], "approved")),
      .takes("reason", .text("The budget is spent.", from: 1, upTo: 500).meaning("Needed to reject."), shown: false),
      .takes(
        "lines",
        .list(
          of: .input([
            .has("position", .quantity(1).meaning("Counted from 1.")), .takes("quantity", .quantity(8)),
            .takes("offerId", .id(Example.offer).meaning("Another offer of the same plan."), shown: false),
            .takes("allocations", allocations, shown: false),
          ]), from: 1, upTo: Bounds.orderLines
        ).meaning("By the seller: what becomes of these lines. Alone, the order goes on waiting.")),
      .takes(
        "acceptChanged",
        .flag(true).meaning("To approve at the present figures though they are not those shown.")),
    ]),
  ]

  static let acceptedTerms = JSONSchema.list(of: .id(Example.terms), upTo: Bounds.pageMaximum).meaning(
    "The documents accepted, each in the version in force.")

  /// What is wrong with one line.
  static let orderIssue = JSONSchema.output([
    .has("pointer", .text("/quantity")), .has("code", .code("quantity.above_maximum")),
    .has("detail", .text("At most 300 licences can be had here. Choose fewer.")),
  ])

  private static let allocations = JSONSchema.list(of: .named("Allocation"), upTo: Bounds.splitCentres)

  private static let orderChange = JSONSchema.output([
    .has("at", .instant("2026-01-15T14:00:00Z")), .has("actorId", .id(Example.user)),
    .has("actorName", .text("Reto Caduff")), .has("realActorId", .id(Example.user).orNull(shown: true)),
    .has("realActorName", .text("Dora Distler").orNull(shown: true)),
    .has(
      "lines",
      .list(
        of: .output([
          .has("offerId", .id(Example.offer)), .has("planName", .text("Exchange Online (Plan 1)")),
          .has("quantity", .quantity(12)),
          .mayHave("allocations", allocations, shown: false),
        ])
      ).meaning("As they were before.")),
  ])

  private static let orderLine = JSONSchema.output([
    .has("status", .choice(Orders.LineStatus.active)),
    .has("offerId", .id(Example.offer)), .has("planName", .text("Exchange Online (Plan 1)")),
    .has("quantity", .quantity(10)), .has("friendlyName", .text("Head office").orNull()),
    .mayHave(
      "allocations",
      .list(of: .named("Allocation")).orNull().meaning(
        "Null: the standing rule. Only for those who see billing centres.")),
    .has("alignTo", .day("2026-12-31").orNull(shown: true)),
    .has("parentSubscriptionId", .id(Example.subscription).orNull(shown: true)),
    .has("parentLine", .count(0).orNull(shown: true).meaning("Of an add-on ordered with what it goes with.")),
    .has("subscriptionId", .id(Example.subscription).orNull(shown: true).meaning("What it became.")),
    .has("term", .term("P1Y").orNull()), .has("billingFrequency", .choice(Frequency.monthly).orNull()),
    .has("startsOn", .day("2026-01-15").orNull()),
    .has(
      "amounts",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("unit", .money("3.90")), .has("first", .money("39.00")),
          .has("recurring", .money("39.00")),
        ])
      ).meaning("What was agreed when it was ordered, by leg, as far as the reader sees it.")),
  ])
}
