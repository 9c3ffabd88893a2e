import Core

/// The catalogue and what is bought from it.
extension OpenAPI {
  static let catalogueSchemas: [String: JSONSchema] = [
    "Service": .output([
      .has("id", .id(Example.service)), .has("name", .text("Microsoft 365")), .has("vendor", .text("Microsoft")),
    ]),
    "Product": .output([
      .has("id", .id(Example.product)), .has("serviceId", .id(Example.service)),
      .has("name", .text("Exchange Online")), .has("planIds", .list(of: .id(Example.plan))),
    ]),
    "Offer": .output([
      .has("id", .id(Example.offer)), .has("planId", .id(Example.plan)),
      .has("planName", .text("Exchange Online (Plan 1)")), .has("serviceId", .id(Example.service)),
      .has("serviceName", .text("Microsoft 365")),
      .has("segment", .choice(["commercial", "education", "charity"], "commercial")), .has("term", .term("P1Y")),
      .has("billingFrequency", .choice(Frequency.monthly)), .has("trial", .flag(false)),
      .has("addOn", .flag(false).meaning("Whether it needs a parent subscription.")),
      .mayHave("unitPrice", price),
      .mayHave("listPrice", .money("4.10").meaning("What the vendor recommends, for those who see prices.")),
      .mayHave("unitCost", cost, shown: false),
      .has(
        "policy",
        .output([
          .has("minimum", .quantity(1)), .has("maximum", .quantity(300)), .has("decreaseWindow", .window("P7D")),
          .has("cancelWindow", .window("P7D")), .has("suspensionStopsBilling", .flag(false)),
        ])),
      .has("categoryId", .id(Example.category).orNull()), .has("categoryName", .text("Mail").orNull()),
      .has("featured", .flag(false)), .has("new", .flag(false).meaning("Whether it is to be shown as new today.")),
      .has("endsOn", .day("2027-01-01").orNull(shown: true).meaning("The first day it is not sold any more.")),
      .has("convertsToPlanId", .id(Example.plan).orNull(shown: true).meaning("What a trial goes on as.")),
    ]),
  ]

  static let subscriptionSchemas: [String: JSONSchema] = [
    "Subscription": .output(subscription + terms + standing),
    "NewSubscription": .input([
      .has("offerId", .id(Example.offer)), .has("quantity", .quantity(10)),
      .takes("friendlyName", .text("Head office", upTo: 100)),
      .takes("parentSubscriptionId", .id(Example.subscription).meaning("Of an add-on; it ends with it."), shown: false),
      .takes("allocations", allocations.meaning("Every licence at one centre; all at the default one unless told.")),
      .takes("alignTo", .day("2026-12-31").meaning("Ends the term early, on this day."), shown: false),
      .has("acceptTerms", .flag(true).meaning("Must be true.")),
    ]),
    "SubscriptionPatch": .input([
      .takes("quantity", .quantity(13)),
      .takes("allocations", allocations.meaning("The complete new split."), shown: false),
      .takes("addTo", .id(Example.production).meaning("With a higher quantity: where the new licences go.")),
      .takes(
        "takeFrom", .id(Example.production).meaning("With a lower quantity: where licences are taken."), shown: false),
      .takes("status", .choice(["active", "suspended"], "suspended"), shown: false),
      .takes("reason", .text("Unpaid since December", upTo: 500).meaning("Needed to suspend."), shown: false),
      .takes("friendlyName", .text("Head office", upTo: 100).meaning("Null removes it."), shown: false),
      .takes("autoRenew", .flag(true), shown: false),
      .takes("renewal", .named("Renewal").meaning("Null: the same again."), shown: false),
    ]),
    "Renewal": .input([
      .has("quantity", .quantity(8)), .takes("term", .term("P1Y").meaning("Needed without an offer.")),
      .takes("billingFrequency", .choice(Frequency.monthly).meaning("Needed without an offer.")),
      .takes("alignTo", .day("2027-12-31").meaning("Ends the next term early, on this day.")),
      .takes(
        "offerId",
        .id(Example.offer).meaning("The offer it goes on as: of the same plan, or one that plan upgrades to."),
        shown: false),
    ]).meaning("What changes at the term's end."),
    "Cancellation": .input([
      .takes(
        "when",
        .choice(["now", "later"], "later").meaning("Now, with a refund, unless told; later: at the term's end."))
    ]),
    "Allocation": .input([.has("centreId", .id(Example.administration)), .has("quantity", .quantity(10))]),
    "Split": .input([.has("allocations", allocations.meaning("Together, all licences."))]),
    "Action": action,
    "Preview": preview,
  ]

  private static let allocations = JSONSchema.list(of: .named("Allocation"), upTo: Bounds.splitCentres)
  private static let price = JSONSchema.money("3.90").meaning("Only for those who see prices.")
  private static let cost = JSONSchema.money("3.10").meaning("Only for the reseller and its distributor.")

  private static let subscription: [JSONSchema.Member] = [
    .has("id", .id(Example.subscription)), .has("customerId", .id(Example.customer)),
    .has("offerId", .id(Example.offer)), .has("planId", .id(Example.plan)), .has("serviceId", .id(Example.service)),
    .has("serviceName", .text("Microsoft 365")), .has("planName", .text("Exchange Online (Plan 1)")),
    .has("friendlyName", .text("Head office").orNull()), .has("status", .choice(SubscriptionStatus.active)),
    .has("suspendedBy", .level(.reseller).orNull(shown: true)),
    .has("origin", .choice(["direct", "reseller"], "reseller").meaning("Direct ones are shown and never managed.")),
    .has("trial", .flag(false)), .has("quantity", .quantity(10)),
    .has("assigned", .quantity(8).meaning("Licences that people hold.")),
    .has("refundableQuantity", .quantity(2).meaning("Licences that could be given back now.")),
  ]

  private static let terms: [JSONSchema.Member] = [
    .has("term", .term("P1Y")), .has("billingFrequency", .choice(Frequency.monthly)),
    .has("startDate", .day("2026-01-15")), .has("commitmentEndDate", .day("2027-01-15")),
    .has("nextInvoiceDate", .day("2026-02-15").orNull()), .has("autoRenew", .flag(true)),
    .has("renewal", .named("Renewal").orNull(shown: true).meaning("Null: the same again.")),
    .has("priceProtectedUntil", .day("2027-01-15")), .mayHave("unitPrice", price),
    .mayHave("unitCost", cost, shown: false),
  ]

  private static let standing: [JSONSchema.Member] = [
    .has("parentSubscriptionId", .id(Example.subscription).orNull(shown: true)),
    .has(
      "successorSubscriptionId",
      .id(Example.subscription).orNull(shown: true).meaning("What it went on as by an upgrade or a conversion.")),
    .mayHave("allocations", allocations.meaning("Only for those who see billing centres.")),
    .has("actions", .list(of: .named("Action")).meaning("What can be done now, and by the reader.")),
  ]

  private static let action = JSONSchema.output([
    .has(
      "action",
      .choice(
        [
          "increase", "decrease", "suspend", "activate", "cancelNow", "cancelLater", "split", "rename",
          "scheduleRenewal", "autoRenewOff", "autoRenewOn", "upgrade", "convert", "buyAddOn",
        ], "decrease")),
    .has("allowed", .flag(true)), .mayHave("code", .code("cancel.window_closed"), shown: false),
    .mayHave("reason", .text("The time for cancelling with a refund is over."), shown: false),
    .mayHave("minimum", .quantity(8)), .mayHave("maximum", .quantity(300), shown: false),
    .mayHave("until", .instant("2026-01-22T09:30:00Z").meaning("So long it stays possible.")),
    .mayHave("from", .day("2027-01-15").meaning("From then on it takes effect or becomes possible."), shown: false),
    .mayHave(
      "needsApproval", .flag(true).meaning("Whether it is kept as a request for the reseller to approve."),
      shown: false),
  ])

  private static let preview = JSONSchema.output([
    .has(
      "today",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("centreId", .id(Example.production).orNull()),
          .has("amount", .money("5.66")),
        ])
      ).meaning("What is posted today.")),
    .has(
      "totals",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("today", .money("5.66")), .has("nextInvoice", .money("50.70")),
          .has("recurring", .money("50.70")),
        ]))),
    .has("effectiveFrom", .day("2026-01-31")),
    .has("billedUntil", .day("2027-01-15").orNull(shown: true).meaning("When it then ends: the first day not billed.")),
    .has(
      "warnings",
      .list(
        of: .output([
          .has("code", .code("renewal.still_reduces")),
          .has("detail", .text("The scheduled renewal still goes down to fewer licences than there are now.")),
        ]))),
  ]).meaning("What a command would do: the same figures it posts when it is carried out.")
}
