import Core

/// What is asked for and decided by somebody else.
extension OpenAPI {
  static let requestSchemas: [String: JSONSchema] = [
    "Request": .output(asking + deciding).meaning(
      "A change that waits for the reseller, or a service that waits for the customer's manager."),
    "ShownFigures": .output([
      .has("leg", .choice(Leg.price)), .has("today", .money("5.66")), .has("nextInvoice", .money("50.70")),
      .has("recurring", .money("50.70")),
    ]).meaning("What was shown of one leg; only of those the reader sees."),
    "NewRequest": .input([
      .has("kind", .choice(["service"], "service")),
      .takes("planId", .id(Example.plan).meaning("The plan asked for; or a service.")),
      .takes("serviceId", .id(Example.service).meaning("Where it may be any plan."), shown: false),
      .takes(
        "quantity",
        .quantity(5).meaning("By its technical admins: licences for a service's people. Else one for the asker."),
        shown: false), .has("note", .text("I draw the new machine's plans.", from: 1, upTo: 500)),
    ]),
    "RequestPatch": .input([
      .mayHave("status", .choice(["approved", "refused", "cancelled"], "approved")),
      .takes("reason", .text("The budget is spent.", from: 1, upTo: 500).meaning("Needed to refuse."), shown: false),
      .takes(
        "body",
        asked.meaning(
          "What to carry out instead of what was asked, in the words of its kind. Alone, it goes on waiting.")),
      .takes(
        "acceptChanged",
        .flag(true).meaning("To approve at the present figures though they are not those shown.")),
      .takes(
        "fulfilment",
        .input([
          .has("kind", .choice(["licence", "increase", "order"], "licence")),
          .takes("subscriptionId", .id(Example.subscription).meaning("Whose licence is given, or which is increased.")),
          .takes("offerId", .id(Example.offer).meaning("Of an order."), shown: false),
          .takes("acceptTerms", .flag(true).meaning("Of an order; must be true."), shown: false),
        ]).meaning("How a service is given."), shown: false),
    ]),
  ]

  private static let asked = JSONSchema.output([.mayHave("quantity", .quantity(25))])
  private static let figures = JSONSchema.list(of: .named("ShownFigures"))

  private static let asking: [JSONSchema.Member] = [
    .has("id", .id(Example.customerRequest)), .has("customerId", .id(Example.customer)),
    .has("customerName", .text("Bergbahnen Arosa AG")), .has("kind", .choice(Requests.Kind.names, "change")),
    .has("status", .choice(CustomerRequest.Status.waiting)),
    .has("subscriptionId", .id(Example.subscription).orNull().meaning("Null of a service.")),
    .has("serviceId", .id(Example.service)), .has("serviceName", .text("Microsoft 365")),
    .has("planId", .id(Example.plan).orNull().meaning("Null where any plan of the service will do.")),
    .has("planName", .text("Exchange Online (Plan 1)").orNull()), .has("friendlyName", .text("Head office").orNull()),
    .has(
      "quantity",
      .quantity(5).orNull(shown: true).meaning("Of a service: licences for its people; null: one for the asker.")),
    .has("asked", asked.orNull().meaning("As asked, in the words of its kind; null of a service.")),
    .has("changed", asked.orNull(shown: true).meaning("What the seller would carry out instead.")),
    .has("note", .text("For the season.").orNull(shown: true)),
    .has("figures", figures.orNull().meaning("As shown to whoever spoke last, on the legs seen; null of a service.")),
    .mayHave("now", figures.meaning("While it waits: what it would come to now.")),
    .mayHave(
      "obstacle",
      .output([
        .has("code", .code("subscription.not_active")),
        .has("detail", .text("This is possible only while the subscription is active.")),
      ]).meaning("While it waits: why it cannot be carried out now."), shown: false),
    .has("askedBy", .id(Example.manager)), .has("askedByName", .text("Gian Cathomas")),
    .has("askedAt", .instant("2026-01-15T09:30:00Z")),
    .has("expiresAt", .instant("2026-02-14T09:30:00Z").meaning("From then on it waits no longer.")),
  ]

  private static let deciding: [JSONSchema.Member] = [
    .has("decidedBy", .id(Example.user).orNull(shown: true)),
    .has("decidedByName", .text("Reto Caduff").orNull(shown: true)),
    .has("decidedAt", .instant("2026-01-15T14:05:00Z").orNull(shown: true)),
    .has("reason", .text("The budget is spent.").orNull(shown: true)),
    .has(
      "result",
      .output([
        .has("subscriptionId", .id(Example.subscription).orNull()),
        .has("requestId", .id(Example.customerRequest).orNull(shown: true)),
        .has("orderId", .id(Example.order).orNull(shown: true)),
      ]).orNull(shown: true).meaning("What a service was given by, or became.")),
    .mayHave("history", .list(of: entry).meaning("Oldest first; where one request is read by itself.")),
  ]

  private static let entry = JSONSchema.output([
    .has("at", .instant("2026-01-15T09:30:00Z")), .has("event", .choice(CustomerRequest.Event.asked)),
    .has("actorId", .id(Example.manager).orNull().meaning("Null: time passed.")),
    .has("actorName", .text("Gian Cathomas").orNull()),
    .has("realActorId", .id(Example.user).orNull(shown: true).meaning("Who really spoke, acting as the other.")),
    .has("realActorName", .text("Reto Caduff").orNull(shown: true)), .has("body", asked.orNull()),
    .has("figures", figures.orNull()), .has("reason", .text("The budget is spent.").orNull(shown: true)),
  ])
}
