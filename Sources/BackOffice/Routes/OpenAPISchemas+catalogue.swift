import Core

/// Keeping the catalogue, and price lists taken in.
extension OpenAPI {
  static let catalogueKeepingSchemas: [String: JSONSchema] = [
    "ServiceDetail": .output([
      .has("id", .id(Example.service)), .has("name", .text("Microsoft 365")), .has("vendor", .text("Microsoft")),
      .has("position", position),
    ]),
    "NewService": .input([
      .has("name", name("Microsoft 365")), .has("vendor", name("Microsoft")), .takes("position", position),
    ]),
    "ServicePatch": .input([
      .mayHave("name", name("Microsoft 365")), .mayHave("vendor", name("Microsoft")), .takes("position", position),
    ]),
    "ProductDetail": .output([
      .has("id", .id(Example.product)), .has("serviceId", .id(Example.service)), .has("name", .text("Exchange Online")),
    ]),
    "NewProduct": .input([.has("serviceId", .id(Example.service)), .has("name", name("Exchange Online"))]),
    "ProductPatch": .input([.mayHave("name", name("Exchange Online"))]),
    "Category": .output([
      .has("id", .id(Example.category)), .has("name", .text("Mail")), .has("position", position),
    ]),
    "NewCategory": .input([.has("name", name("Mail")), .takes("position", position)]),
    "CategoryPatch": .input([.mayHave("name", name("Mail")), .takes("position", position)]),
    "Plan": .output([
      .has("id", .id(Example.plan)), .has("serviceId", .id(Example.service)),
      .has("serviceName", .text("Microsoft 365")), .has("productId", .id(Example.product)),
      .has("name", .text("Exchange Online (Plan 1)")), .has("description", .text("Mailboxes of 50 GB")),
      .has("parentPlanIds", .list(of: .id(Example.plan)).meaning("Of an add-on: the plans it goes with.")),
      .has("categoryId", .id(Example.category).orNull()), .has("categoryName", .text("Mail").orNull()),
      .has("featured", .flag(false)), .has("newUntil", newUntil.orNull()),
      .has("upgradePlanIds", .list(of: .id(Example.plan)).meaning("What it can be upgraded to.")),
    ]),
    "NewPlan": .input(
      [.has("productId", .id(Example.product)), .has("name", name("Exchange Online (Plan 1)"))] + plan),
    "PlanPatch": .input([.mayHave("name", name("Exchange Online (Plan 1)"))] + plan),
    "NewOffer": .input([
      .has("planId", .id(Example.plan)), .has("segment", .choice(CatalogueKeeping.segments, "commercial")),
      .has("term", .term("P1Y")), .has("billingFrequency", .choice(Frequency.monthly)),
      .takes("trial", .flag(false)), .has("policy", .input(policy)), .takes("endsOn", endsOn, shown: false),
      .takes("convertsToPlanId", .id(Example.plan).meaning("What a trial goes on as."), shown: false),
    ]),
    "OfferPatch": .input([
      .mayHave(
        "policy",
        .input([
          .mayHave("minimum", .quantity(1)), .mayHave("maximum", .quantity(300)),
          .mayHave("decreaseWindow", .window("P7D")), .mayHave("cancelWindow", .window("P7D")),
          .mayHave("suspensionStopsBilling", .flag(false)),
        ]).meaning("For what is bought from now on.")), .takes("endsOn", endsOn),
      .takes("convertsToPlanId", .id(Example.plan), shown: false),
    ]).meaning("Plan, segment, term and frequency stay: another of these is another offer."),
  ]

  static let importSchemas: [String: JSONSchema] = [
    "PriceList": .output([
      .has("id", .id(Example.priceList)), .has("resellerId", .id(Example.reseller).orNull(shown: true)),
      .has("name", .text("price-list.csv")), .has("status", .choice(CatalogueImports.Status.checked)),
      .has("linesRead", .count(1200).meaning("Grows while it is being read.")),
      .has("summary", summary.orNull().meaning("What it would change, or changed.")), .has("faultCount", .count(0)),
      .has("faults", .list(of: fault).meaning("The first of them, by line.")),
      .has("askedAt", .instant("2026-01-15T09:30:00Z")), .has("askedByName", .text("Daniel Distel")),
      .has("finishedAt", .instant("2026-01-15T09:30:04Z").orNull()),
    ]),
    "PriceListPatch": .input([.has("status", .choice(["approved", "withdrawn"], "approved"))]),
    "PriceListFile": .text("vendor,service,product,plan,term,frequency,currency,cost,valid from\n")
      .meaning("A table as the manual describes it, UTF-8."),
  ]

  private static let position = JSONSchema.count(1).meaning("Where it stands in lists.")
  private static let newUntil = JSONSchema.day("2026-06-30").meaning("Shown as new until the day before.")
  private static let endsOn = JSONSchema.day("2027-01-01").meaning("The first day it is not sold any more.")

  private static func name(_ example: String) -> JSONSchema { .text(example, from: 1, upTo: 100) }

  private static let plan: [JSONSchema.Member] = [
    .takes("description", .text("Mailboxes of 50 GB", upTo: 1000)), .takes("categoryId", .id(Example.category)),
    .mayHave("featured", .flag(false)), .takes("newUntil", newUntil),
    .mayHave(
      "parentPlanIds",
      .list(of: .id(Example.plan), upTo: Bounds.plansLinked).meaning("Of an add-on: the plans it goes with."),
      shown: false),
    .mayHave(
      "upgradePlanIds", .list(of: .id(Example.plan), upTo: Bounds.plansLinked).meaning("What it can be upgraded to."),
      shown: false),
  ]

  private static let policy: [JSONSchema.Member] = [
    .takes("minimum", .quantity(1)), .has("maximum", .quantity(300)), .has("decreaseWindow", .window("P7D")),
    .has("cancelWindow", .window("P7D")), .takes("suspensionStopsBilling", .flag(false)),
  ]

  private static let summary = JSONSchema.output([
    .has("lines", .count(1200)), .has("newOffers", .count(10)), .has("endedOffers", .count(2)),
    .has("changedOffers", .count(0)), .has("newPrices", .count(12)), .has("dearer", .count(30)),
    .has("cheaper", .count(4)), .has("otherwise", .count(0)), .has("unchanged", .count(1154)),
    .has("dearerSubscriptions", .count(310)), .has("cheaperSubscriptions", .count(12)),
  ])

  private static let fault = JSONSchema.output([
    .has("line", .count(17)), .has("column", .text("cost")), .has("code", .code("price_list.amount_malformed")),
    .has("detail", .text("Write an amount such as 12.30, in CHF with at most this many decimals: 2.")),
  ])
}
