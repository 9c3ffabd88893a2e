import Core

/// One command for many subscriptions.
extension OpenAPI {
  static let bulkSchemas: [String: JSONSchema] = [
    "NewBulkChange": .input([
      .mayHave(
        "subscriptionIds",
        .list(of: .id(Example.subscription), from: 1, upTo: Bounds.bulkNamed).meaning("Either these, or a filter."),
        shown: false),
      .mayHave("filter", filter.meaning("All that match at this moment; later ones do not join.")),
      .has("kind", .choice(AskedChange.Kind.change)), .has("body", body),
    ]),
    "BulkChange": .output(bulkChange + bulkSums),
    "BulkChangeLine": bulkLine,
  ]

  private static let filter = JSONSchema.input([
    .takes("customerId", .id(Example.customer), shown: false),
    .takes("status", .choice(SubscriptionStatus.active)), .takes("serviceId", .id(Example.service), shown: false),
    .takes("centreId", .id(Example.production).meaning("Running, with licences there."), shown: false),
    .takes("running", .flag(true).meaning("Only what is not over."), shown: false),
    .takes("planId", .id(Example.plan)), .takes("endsBefore", .day("2026-03-01")),
    .takes("search", .text("Exchange", upTo: 100), shown: false),
    .takes("endsWithinDays", .count(30).meaning("Running, with a term that ends within so many days."), shown: false),
  ])

  private static let body = JSONSchema.output([
    .mayHave(
      "quantity",
      .either([
        .input([.mayHave("add", JSONSchema(.integer(example: 2)).meaning("So many more than each has."))]),
        .input([.has("to", .choice(["assigned"], "assigned").meaning("As many as people hold."))]), .quantity(10),
      ])),
    .mayHave(
      "renewal",
      JSONSchema.output([
        .mayHave("quantity", .input([.has("to", .choice(["assigned"], "assigned"))]))
      ]).meaning("What is not named stays as it is at each."), shown: false),
  ]).meaning(
    "The body of the change, cancellation or split of one subscription. Quantities may be relative, as shown here.")

  private static let bulkChange: [JSONSchema.Member] = [
    .has("id", .id(Example.bulkChange)), .has("kind", .choice(AskedChange.Kind.change)), .has("body", body),
    .has("filter", filter.orNull().meaning("Null: selected one by one.")),
    .has(
      "state",
      .choice(BulkChange.State.running).meaning(
        "previewing, then ready, or empty when nothing can be done; running once started, then done. Or stopped.")),
    .has("lines", .count(240)),
    .has("results", .output(BulkChange.Outcome.allCases.map { .has($0.rawValue, .count($0 == .done ? 120 : 20)) })),
    .has(
      "progress",
      JSONSchema.output([
        .has("through", .count(120)), .has("of", .count(240)), .has("linesPerSecond", .count(900)),
        .has("secondsLeft", .count(1).orNull()),
      ]).orNull().meaning("Null: no job is at work on it.")),
    .has("createdBy", .id(Example.manager)), .has("createdByName", .text("Beat Steiner")),
    .has("createdAt", .instant("2026-01-15T09:30:00Z")),
    .has("previewedAt", .instant("2026-01-15T09:30:01Z").orNull()),
    .has("startedAt", .instant("2026-01-15T09:32:00Z").orNull()),
    .has("endedAt", .instant("2026-01-15T09:32:02Z").orNull(shown: true)),
    .has("stoppedBy", .id(Example.user).orNull(shown: true)),
    .has("stoppedByName", .text("Beat Steiner").orNull(shown: true)),
  ]

  private static let bulkSums: [JSONSchema.Member] = [
    .mayHave("customers", .count(31).meaning("How many customers hold these subscriptions.")),
    .mayHave(
      "totals",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("billingFrequency", .choice(Frequency.monthly)),
          .has("lines", .count(200)), .has("today", .money("566.00")), .has("nextInvoice", .money("5070.00")),
          .has("recurring", .money("5070.00")), .has("posted", .money("283.00").meaning("Of what is done.")),
        ])
      ).meaning("Of what the preview allows: a sum for each leg, currency and billing frequency. Not in lists.")),
    .mayHave(
      "centres",
      .list(
        of: .output([
          .has("centreId", .id(Example.production)), .has("name", .text("Production")),
          .has("billingFrequency", .choice(Frequency.monthly)), .has("before", .quantity(120)),
          .has("after", .quantity(150)), .mayHave("today", .money("58.50")),
          .mayHave("recurringBefore", .money("468.00")), .mayHave("recurring", .money("585.00")),
        ])
      ).meaning("Where licences are split anew: what each billing centre has and pays. Not in lists.")),
    .mayHave(
      "reasons",
      .list(
        of: .output([
          .has("result", .choice(["refused", "failed"], "refused")), .has("code", .code("subscription.not_active")),
          .has("detail", .text("The subscription is not active.")), .has("lines", .count(12)),
        ])
      ).meaning("Why lines are refused, the most frequent reasons first. Not in lists.")),
  ]

  private static let bulkLine = JSONSchema.output([
    .has("number", .count(1)), .has("subscriptionId", .id(Example.subscription)),
    .has("customerId", .id(Example.customer)), .has("customerName", .text("Helvetia Works AG")),
    .has("planName", .text("Exchange Online (Plan 1)")), .has("friendlyName", .text("Head office").orNull()),
    .has("result", .choice(BulkChange.Outcome.done)), .has("code", .code("bulk.figures_changed").orNull(shown: true)),
    .has("detail", .text("This subscription or its amounts changed after the preview.").orNull(shown: true)),
    .has("quantityBefore", .quantity(10).orNull()), .has("quantityAfter", .quantity(12).orNull()),
    .has("renewalQuantity", .quantity(8).orNull(shown: true).meaning("Of the next term, where it is planned.")),
    .has(
      "totals",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("today", .money("3.77")), .has("nextInvoice", .money("46.80")),
          .has("recurring", .money("46.80")),
        ]))),
    .mayHave(
      "centres",
      .list(
        of: .output([
          .has("centreId", .id(Example.production)), .has("before", .quantity(3)), .has("after", .quantity(5)),
        ])
      ).meaning("Where its licences are split anew."), shown: false),
    .has(
      "warnings",
      .list(
        of: .output([
          .has("code", .code("renewal.still_reduces")),
          .has("detail", .text("The scheduled renewal still goes down to fewer licences than there are now.")),
        ]))),
  ])
}
