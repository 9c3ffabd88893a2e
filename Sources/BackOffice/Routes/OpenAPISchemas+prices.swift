import Core

/// What resellers pay and ask.
extension OpenAPI {
  static let priceSchemas: [String: JSONSchema] = [
    "ResellerOffer": .output([
      .has("offerId", .id(Example.offer)), .has("planName", .text("Exchange Online (Plan 1)")),
      .has("allowed", .flag(true)), .has("unitCost", .money("3.10").orNull().meaning("Today's.")),
      .has("listPrice", .money("4.10").orNull()), .has("from", .day("2026-01-01").orNull()),
      .has(
        "next",
        .output([.has("unitCost", .money("3.20")), .has("from", .day("2026-07-01"))]).orNull(shown: true)
          .meaning("The cost that comes next.")),
    ]),
    "ResellerOffers": .input([
      .has(
        "items",
        .list(
          of: .input(
            [
              .has("offerId", .id(Example.offer)), .takes("unitCost", cost),
              .takes("allowed", .flag(true).meaning("True unless told.")),
            ] + days), upTo: Bounds.pricesAtOnce
        ).meaning("Offers left out stay as they are."))
    ]),
    "Assortment": .input([
      .has(
        "everything", .flag(false).meaning("Whether offers that were neither allowed nor refused by name may be sold."))
    ]),
    "CostPrice": .output([
      .has("id", .id(Example.price)),
      .has("resellerId", .id(Example.reseller).orNull().meaning("Null: every reseller without one of its own.")),
      .has("offerId", .id(Example.offer)), .has("planName", .text("Exchange Online (Plan 1)")),
      .has("unitCost", .money("3.10")), .has("listPrice", .money("4.10").orNull()), .has("from", .day("2026-01-01")),
      .has("until", until.orNull(shown: true)),
    ]),
    "CostPrices": .input([
      .has(
        "items",
        .list(
          of: .input(
            [
              .has("offerId", .id(Example.offer)),
              .takes("resellerId", .id(Example.reseller).meaning("Every reseller unless told.")),
              .has("unitCost", .price("3.10")),
            ] + days), upTo: Bounds.pricesAtOnce))
    ]),
    "CostPricesSet": .output([.has("changed", .count(1).meaning("Lines that are new or say something else."))]),
    "SellingPrice": .output([
      .has("id", .id(Example.price)), .has("customerId", .id(Example.customer).orNull(shown: true)),
      .has("offerId", .id(Example.offer).orNull()), .has("serviceId", .id(Example.service).orNull(shown: true)),
      .has("name", .text("Exchange Online (Plan 1) · P1Y").orNull()), .has("currency", .currency("CHF")),
      .has("rule", rule), .mayHave("unitPrice", .money("3.90")),
      .mayHave("percent", percent, shown: false), .has("from", .day("2026-01-01")),
      .has("until", until.orNull(shown: true)),
    ]).meaning("What a reseller asks; the most exact line that holds counts."),
    "SellingPrices": .input([
      .has("items", .list(of: .input(selling), upTo: Bounds.pricesAtOnce))
    ]),
    "SellingPricesSet": .output([
      .has("items", .list(of: .named("SellingPrice"))),
      .has(
        "warnings",
        .list(
          of: .output([
            .has("code", .code("price.below_cost")), .has("detail", .text("Sold below cost: 1. Check the rule.")),
          ]))),
    ]),
    "CustomerPrice": .output([
      .has("offerId", .id(Example.offer)), .has("planName", .text("Exchange Online (Plan 1)")),
      .has("serviceId", .id(Example.service)), .has("serviceName", .text("Microsoft 365")),
      .has("segment", .choice(CatalogueKeeping.segments, "commercial")), .has("term", .term("P1Y")),
      .has("billingFrequency", .choice(Frequency.monthly)), .has("trial", .flag(false)),
      .has("unitPrice", .money("3.90").orNull()), .has("listPrice", .money("4.10").orNull()),
      .mayHave("unitCost", .money("3.10").meaning("Only for the reseller.")),
      .mayHave("marginPercent", .text("25.81").meaning("Of the cost; only for the reseller.")),
      .mayHave("price", .named("SellingPrice").meaning("The line it comes from; only for the reseller.")),
    ]),
    "Visibility": .output([
      .has("offerId", .id(Example.offer)), .has("shown", .choice(OfferShowing.Extent.named)),
      .has(
        "customers",
        .list(of: .output([.has("customerId", .id(Example.customer)), .has("name", .text("Helvetia Works AG"))]))),
    ]),
    "NewVisibility": .input([
      .has("shown", .choice(OfferShowing.Extent.named)),
      .mayHave("customerIds", .list(of: .id(Example.customer), upTo: Bounds.customersNamed)),
    ]),
    "PriceChange": .output([
      .has("subscriptionId", .id(Example.subscription)), .has("customerId", .id(Example.customer)),
      .has("customerName", .text("Helvetia Works AG")), .has("planName", .text("Exchange Online (Plan 1)")),
      .has("friendlyName", .text("Head office").orNull()), .has("quantity", .quantity(10)),
      .has("from", .day("2027-01-15").meaning("When it renews.")), .has("unitPrice", .money("3.90")),
      .has("newUnitPrice", .money("4.20")),
    ]),
  ]

  private static let until = JSONSchema.day("2026-07-01").meaning("The first day it does not hold any more.")
  private static let cost = JSONSchema.price("3.10").meaning("In the reseller's currency.")
  private static let percent = JSONSchema.text("12.5").meaning("On top of the cost, or off the recommended price.")
  private static let rule = JSONSchema.choice(["fixed", "margin", "discount"], "fixed")

  private static let days: [JSONSchema.Member] = [
    .takes("listPrice", .price("4.10").meaning("What the vendor recommends to ask.")),
    .takes("from", .day("2026-07-01").meaning("Today unless told; never earlier."), shown: false),
    .takes("until", until, shown: false),
  ]

  private static let selling: [JSONSchema.Member] = [
    .takes("offerId", .id(Example.offer)),
    .takes("serviceId", .id(Example.service).meaning("Instead of an offer; neither: everything."), shown: false),
    .takes("customerId", .id(Example.customer).meaning("Everybody unless told."), shown: false),
    .has("currency", .currency("CHF")), .has("rule", rule),
    .takes("unitPrice", .price("3.90").meaning("Of a fixed price.")),
    .takes("percent", percent, shown: false),
    .takes("from", .day("2026-07-01").meaning("Today unless told; never earlier."), shown: false),
    .takes("until", until, shown: false),
  ]
}
