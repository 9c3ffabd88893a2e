import Core

/// Upgrades and conversions.
extension OpenAPI {
  static let lifecycleSchemas: [String: JSONSchema] = [
    "Upgrade": .input([
      .takes("offerId", .id(Example.offer).meaning("To a new line of this offer; or else `subscriptionId`.")),
      .takes(
        "subscriptionId", .id(Example.subscription).meaning("To this line of the same customer."), shown: false),
      .takes("quantity", .quantity(4).meaning("All licences unless told.")),
      .takes(
        "allocations",
        .list(of: .named("Allocation"), upTo: Bounds.splitCentres).meaning(
          "At which centres the licences are that move; all where they are, or taken like a decrease, unless told."),
        shown: false),
      .takes(
        "people",
        .list(of: .id(Example.user), upTo: Bounds.upgradedPeople).meaning(
          "When some licences stay: the people whose licences move."), shown: false),
      .takes("confirm", .flag(true).meaning("Must be true, except to preview: an upgrade cannot be undone.")),
    ]),
    "Conversion": .input([
      .has("offerId", .id(Example.offer).meaning("An offer of the plan the trial converts to.")),
      .takes("quantity", .quantity(10).meaning("As many as the trial has unless told.")),
      .takes("alignTo", .day("2026-12-31").meaning("Ends the first term early, on this day."), shown: false),
      .has("acceptTerms", .flag(true).meaning("Must be true.")),
    ]),
    "UpgradeTargets": .output(
      obstacle + [
        .has("offers", .list(of: .named("Offer")).meaning("At today's prices, as far as the reader sees prices.")),
        .has("subscriptions", .list(of: line)),
      ]),
    "ConversionTargets": .output(
      obstacle + [
        .has("offers", .list(of: .named("Offer")).meaning("At today's prices, as far as the reader sees prices."))
      ]),
  ]

  private static let obstacle: [JSONSchema.Member] = [
    .has("allowed", .flag(true)), .mayHave("code", .code("subscription.not_active"), shown: false),
    .mayHave("reason", .text("This is possible only while the subscription is active."), shown: false),
  ]

  private static let line = JSONSchema.output([
    .has("id", .id(Example.subscription)), .has("planName", .text("Microsoft 365 Business Premium")),
    .has("friendlyName", .text("Head office").orNull()), .has("quantity", .quantity(10)),
    .has("maximum", .quantity(300)), .has("commitmentEndDate", .day("2027-01-15")),
    .mayHave("unitPrice", .money("20.60")), .mayHave("unitCost", .money("17.22"), shown: false),
  ])
}
