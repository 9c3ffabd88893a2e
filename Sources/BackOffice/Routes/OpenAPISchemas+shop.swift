import Core

/// Carts, checkouts and the terms they accept.
extension OpenAPI {
  static let shopSchemas: [String: JSONSchema] = [
    "Cart": cart,
    "CartLine": cartLine,
    "NewCartLine": .input([
      .has("offerId", .id(Example.offer)), .has("quantity", .quantity(10)),
      .takes("friendlyName", .text("Head office", upTo: 100)),
      .takes(
        "parentLineId", .id(Example.cartLine).meaning("Of an add-on: the line of this cart it goes with."),
        shown: false),
      .takes(
        "parentSubscriptionId", .id(Example.subscription).meaning("Of an add-on: what it goes with, if that runs."),
        shown: false),
      .takes("allocations", allocations.meaning("By the standing rule unless told.")),
      .takes("alignTo", .day("2026-12-31").meaning("Ends the term early, on this day."), shown: false),
    ]),
    "CartLinePatch": .input([
      .mayHave("quantity", .quantity(12)),
      .takes("friendlyName", .text("Head office", upTo: 100).meaning("Null removes it."), shown: false),
      .takes("allocations", allocations.meaning("The complete split; null: the standing rule."), shown: false),
      .takes("alignTo", .day("2026-12-31").meaning("Null: the whole term."), shown: false),
      .takes(
        "unitPrice", .price("4.20").meaning("Accepts this price in place of the one it was put in at."), shown: false),
      .takes("unitCost", .price("3.40").meaning("Accepts this cost; sellers only."), shown: false),
    ]),
    "Checkout": .input([
      .takes("cartId", .id(Example.cart).meaning("The cart meant; asked twice, it answers its order.")),
      .takes("acceptTerms", .flag(true).meaning("Accepts all terms in force.")),
      .takes("acceptedTerms", acceptedTerms, shown: false),
      .takes("billing", .named("BillingContact").meaning("As with the customer's last purchase unless told.")),
      .takes(
        "allOrNothing",
        .flag(false).meaning("Whether one line that cannot be ordered sinks the others; false unless told.")),
    ]),
    "CheckedOut": .output([
      .has("order", .named("Order")),
      .has(
        "failed",
        .list(
          of: .output([
            .has("lineId", .id(Example.cartLine)), .has("planName", .text("Power BI Pro")),
            .has("errors", .list(of: orderIssue)),
          ])
        ).meaning("Lines that stayed in the cart, and why.")),
    ]),
    "BillingContact": .input([
      .has("contact", .text("Accounts payable", from: 1, upTo: 200)),
      .has("email", .email("accounts@helvetia.example")),
      .has("street", .text("Bahnhofstrasse 1", from: 1, upTo: 200)),
      .has("postalCode", .text("8001", from: 1, upTo: 20)), .has("city", .text("Zürich", from: 1, upTo: 100)),
      .has("country", .country("CH")),
    ]).meaning("Whom the bills of a purchase are addressed to."),
    "Terms": .output([
      .has("id", .id(Example.terms)), .has("publisherName", .text("Alpine Cloud AG")),
      .has("seriesId", .id(Example.terms).meaning("The same in all versions.")),
      .has("kind", .choice(TermsKind.general)), .has("serviceId", .id(Example.service).orNull(shown: true)),
      .has("planId", .id(Example.plan).orNull(shown: true)), .has("title", .text("General terms of sale")),
      .has("version", .text("2026-01")), .has("url", .text("https://alpine.example/terms/2026-01").orNull(shown: true)),
      .has("text", .text("1. These terms apply to every purchase …").orNull()), .has("validFrom", .day("2026-01-01")),
      .has("publishedAt", .instant("2025-12-01T09:30:00Z")), .has("publishedByName", .text("Reto Caduff")),
    ]),
    "NewTerms": .input([
      .has("kind", .choice(TermsKind.general)),
      .takes("serviceId", .id(Example.service).meaning("Of particular terms."), shown: false),
      .takes("planId", .id(Example.plan).meaning("Of a product's terms."), shown: false),
      .has("title", .text("General terms of sale", from: 1, upTo: 200)),
      .has("version", .text("2026-01", from: 1, upTo: 40)),
      .takes("text", .text("1. These terms apply to every purchase …", upTo: Bounds.termsCharacters)),
      .takes("url", .text("https://alpine.example/terms/2026-01", upTo: 500), shown: false),
      .has("validFrom", .day("2026-02-01")),
      .takes("replacesId", .id(Example.terms).meaning("Of a new version: any version before it."), shown: false),
    ]).meaning("Either a text or a link."),
    "TermsAcceptance": .output([
      .has("documentId", .id(Example.terms)), .has("kind", .choice(TermsKind.general)),
      .has("title", .text("General terms of sale")), .has("version", .text("2026-01")),
      .has("acceptedByName", .text("Monika Brunner")), .has("acceptedAt", .instant("2026-01-15T09:30:00Z")),
      .has("networkAddress", .text("192.0.2.10").orNull()),
    ]),
  ]

  private static let allocations = JSONSchema.list(of: .named("Allocation"), upTo: Bounds.splitCentres)

  private static let cart = JSONSchema.output([
    .has("id", .id(Example.cart).orNull()), .has("customerId", .id(Example.customer)),
    .has("expiresAt", .instant("2026-01-22T09:30:00Z").orNull()),
    .has("waitsForApproval", .flag(false).meaning("Whether what is ordered waits for the reseller.")),
    .has("lines", .list(of: .named("CartLine"))),
    .has(
      "totals",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("list", .money("39.00").meaning("At list prices.")),
          .has("discount", .money("0.00")), .has("net", .money("39.00").meaning("What is posted today.")),
          .has(
            "tax",
            .output([
              .has("rate", .text("8.1")), .has("reverseCharge", .flag(false)), .has("amount", .money("3.16")),
            ])),
          .has("gross", .money("42.16")),
          .has(
            "recurring",
            .list(
              of: .output([.has("billingFrequency", .choice(Frequency.monthly)), .has("net", .money("39.00"))]))),
        ])
      ).meaning("Of the lines that can be ordered, by leg as far as the reader sees it.")),
    .has(
      "terms",
      .list(
        of: .output([
          .has("id", .id(Example.terms)), .has("kind", .choice(TermsKind.general)),
          .has("title", .text("General terms of sale")), .has("version", .text("2026-01")),
        ])
      ).meaning("What ordering it accepts.")),
    .has(
      "billing",
      .output([
        .has("contact", .text("Accounts payable")), .has("email", .text("accounts@helvetia.example")),
        .has("street", .text("Bahnhofstrasse 1")), .has("postalCode", .text("8001")), .has("city", .text("Zürich")),
        .has("country", .country("CH")),
      ]).meaning("As with the last purchase; before the first one, what is known.")),
  ])

  private static let cartLine = JSONSchema.output([
    .has("id", .id(Example.cartLine)), .has("offerId", .id(Example.offer)), .has("planId", .id(Example.plan)),
    .has("planName", .text("Exchange Online (Plan 1)")), .has("serviceName", .text("Microsoft 365")),
    .has("term", .term("P1M")), .has("billingFrequency", .choice(Frequency.monthly)), .has("trial", .flag(false)),
    .has("quantity", .quantity(10)), .has("friendlyName", .text("Head office").orNull()),
    .has("parentLineId", .id(Example.cartLine).orNull(shown: true)),
    .has("parentSubscriptionId", .id(Example.subscription).orNull(shown: true)),
    .has("alignTo", .day("2026-12-31").orNull(shown: true)),
    .mayHave("allocations", allocations.orNull().meaning("Null: the standing rule.")),
    .mayHave("unitPrice", .money("4.20").orNull().meaning("Now; null where it cannot be ordered.")),
    .mayHave("agreedUnitPrice", .money("3.90").meaning("When it was put in, or accepted since.")),
    .mayHave("unitCost", .money("3.40").orNull(), shown: false),
    .mayHave("agreedUnitCost", .money("3.10"), shown: false),
    .has("priceChanged", .flag(true).meaning("Whether the price is to be accepted before it can be ordered.")),
    .has(
      "totals",
      .list(
        of: .output([
          .has("leg", .choice(Leg.price)), .has("today", .money("42.00")), .has("nextInvoice", .money("42.00")),
          .has("recurring", .money("42.00")),
        ]))),
    .has("errors", .list(of: orderIssue).meaning("Why it cannot be ordered now; empty where it can.")),
  ])
}
