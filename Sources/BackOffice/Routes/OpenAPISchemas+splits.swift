import Core

/// Standing rules, the history of splits, and what keeps a billing centre open.
extension OpenAPI {
  static let splitSchemas: [String: JSONSchema] = [
    "NewSplit": .input([
      .mayHave(
        "allocations",
        .list(of: .named("Allocation"), upTo: Bounds.splitCentres).meaning(
          "The complete split: together, all licences.")),
      .mayHave("shares", shares.meaning("Or all licences in shares."), shown: false),
      .mayHave("standing", .flag(true).meaning("Or as the standing rule says of a purchase."), shown: false),
      .mayHave(
        "move",
        JSONSchema.input([.has("from", .id(Example.administration)), .has("to", .id(Example.production))])
          .meaning("Or what one centre has, to another."), shown: false),
    ]).meaning("One of these. All but the first fit many subscriptions at once."),
    "SplitRule": .output([
      .has("customerId", .id(Example.customer)),
      .has("serviceId", .id(Example.service).orNull().meaning("Null: everything that has no rule of its own.")),
      .has("serviceName", .text("Microsoft 365").orNull()),
      .mayHave("shares", shares),
      .mayHave("centreId", .id(Example.production).meaning("New licences go here."), shown: false),
      .has("setBy", .id(Example.manager)), .has("setByName", .text("Monika Brunner")),
      .has("setAt", .instant("2026-01-15T09:30:00Z")),
    ]).meaning("Where licences go when nobody names a billing centre: in shares, or all new ones to one centre."),
    "NewSplitRule": .input([
      .mayHave(
        "shares",
        shares.meaning("Of a subscription's licences, together 100. New ones go where most is missing.")),
      .mayHave(
        "centreId", .id(Example.production).meaning("Instead: new licences go here, whatever is there already."),
        shown: false),
    ]),
    "SplitRuleExample": .output([
      .has("quantity", .quantity(12)), .has("allocations", .list(of: .named("Allocation"))),
    ]).meaning("Where the licences of a new subscription would go."),
    "SplitHistoryEntry": .output([
      .has("changeId", .id(Example.change)), .has("at", .instant("2026-02-05T14:05:00Z")),
      .has("day", .day("2026-02-05")), .has("kind", .choice(ChangeKind.split)),
      .has("actor", .output([.has("id", .id(Example.manager).orNull()), .has("name", .text("Monika Brunner"))])),
      .has("onBehalfOf", .id(Example.manager).orNull(shown: true)),
      .has(
        "centres",
        .list(
          of: .output([
            .has("centreId", .id(Example.administration)), .has("name", .text("Administration")),
            .has("before", .quantity(5)), .has("after", .quantity(3)),
            .mayHave("posted", .money("-2.52").meaning("Only for those who see prices.")),
          ]))),
    ]),
    "CentreCharge": .output([
      .has("id", .id(Example.charge)), .has("postedOn", .day("2026-01-31")),
      .has("subscriptionId", .id(Example.subscription)), .has("planName", .text("Exchange Online (Plan 1)")),
      .has("friendlyName", .text("Head office").orNull()), .has("reason", .choice(ChargeReason.increase)),
      .has("from", .day("2026-01-31")), .has("to", .day("2026-02-15").meaning("The first day after those covered.")),
      .has("licences", JSONSchema(.integer(example: 3)).meaning("That moved, or are billed.")),
      .has("amount", .money("5.66")),
    ]),
    "CentreUse": .output([
      .has("closable", .flag(false)),
      .has(
        "reasons",
        .list(
          of: .output([
            .has("code", .code("centre.in_use")), .has("detail", .text("3 running subscriptions have licences here.")),
            .has("count", .count(3)),
          ]))),
      .has("carts", .count(0).meaning("Open carts that name it. They do not keep it open.")),
    ]),
  ]

  private static let shares = JSONSchema.list(
    of: .input([.has("centreId", .id(Example.production)), .has("percent", .text("100", from: 1, upTo: 8))]),
    upTo: Bounds.splitCentres)
}
