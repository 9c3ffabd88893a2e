import Core

/// What ends, renews or can still be reduced.
extension OpenAPI {
  static let renewalSchemas: [String: JSONSchema] = [
    "RenewalItem": .output(renewalSubject + renewalTerms + renewalAmounts).meaning(
      "A deadline of a subscription, with all its others."),
    "RenewalDecision": .input([
      .has(
        "choice",
        .choice(RenewalDecisions.Choice.withAssigned).meaning(
          "With the licences people hold (at least the offer's minimum), the same again, not at all, or again.")),
      .has("subscriptionIds", .list(of: .id(Example.subscription), from: 1, upTo: Bounds.renewalsAtOnce)),
    ]),
    "RenewalResults": .output([.has("items", .list(of: renewalResult))]),
    "Digest": .output([
      .has("rhythm", digestRhythm), .has("offered", .flag(true).meaning("Resellers and customer managers have one.")),
    ]),
    "DigestChoice": .input([.has("rhythm", digestRhythm)]),
    "Calendar": .output([
      .has("active", .flag(true)), .has("createdAt", .instant("2026-01-15T09:30:00Z").orNull()),
    ]),
    "NewCalendar": .output([
      .has(
        "url",
        .text("https://comptoir.example/calendar/5Jx…Qk.ics").meaning(
          "For calendar programs; whoever has it reads one's deadlines.")),
      .has("createdAt", .instant("2026-01-15T09:30:00Z")),
    ]),
  ]

  private static let digestRhythm = JSONSchema.choice(RenewalDigests.Rhythm.weekly)

  private static let renewalResult = JSONSchema.output([
    .has("subscriptionId", .id(Example.subscription)),
    .has("outcome", .choice(["changed", "unchanged", "refused"], "changed")),
    .mayHave("code", .code("renewal.auto_renew_off"), shown: false),
    .mayHave("detail", .text("It ends with its term. Turn automatic renewal on first."), shown: false),
    .has("renewal", .named("RenewalItem").meaning("As it is afterwards.")),
  ])

  private static let renewalSubject: [JSONSchema.Member] = [
    .has("subscriptionId", .id(Example.subscription)),
    .has("kind", .choice(RenewalsAPI.kinds.map(\.rawValue), "renews")),
    .has(
      "deadline",
      .instant("2027-01-14T23:00:00Z").meaning(
        "From then on it is too late. A term ends where its day begins; of several windows the last one counts here.")),
    .has("customerId", .id(Example.customer)), .has("customerName", .text("Helvetia Works AG")),
    .has("serviceId", .id(Example.service)), .has("serviceName", .text("Microsoft 365")),
    .has("planName", .text("Exchange Online (Plan 1)")), .has("friendlyName", .text("Head office").orNull()),
    .has("status", .choice(SubscriptionStatus.active)), .has("quantity", .quantity(10)),
    .has("assigned", .quantity(8).meaning("Licences that people hold.")),
    .has("unassigned", .quantity(2).meaning("Licences paid for that nobody holds.")),
    .has("minimum", .quantity(1).meaning("The fewest licences the offer allows.")),
  ]

  private static let renewalTerms: [JSONSchema.Member] = [
    .has("term", .term("P1Y")), .has("billingFrequency", .choice(Frequency.monthly)), .has("autoRenew", .flag(true)),
    .has("commitmentEndDate", .day("2027-01-15")),
    .has(
      "deadlines",
      .list(
        of: .output([
          .has("kind", .choice(Deadline.Kind.renews)), .has("at", .instant("2027-01-14T23:00:00Z")),
          .has("quantity", .quantity(10).meaning("Licences that renew or end, or can be given back before it.")),
        ])
      ).meaning("All of the subscription's, earliest first.")),
    .has(
      "nextTerm",
      JSONSchema.output([
        .has("quantity", .quantity(8)), .has("term", .term("P1Y")),
        .has("billingFrequency", .choice(Frequency.monthly)), .has("from", .day("2027-01-15")),
        .has("to", .day("2028-01-15")),
        .has("planned", .flag(true).meaning("Whether it was scheduled; else the same again.")),
      ]).orNull().meaning("Null: it ends.")),
  ]

  private static let renewalAmounts: [JSONSchema.Member] = [
    .mayHave("unitPrice", .money("3.90").meaning("Only for those who see prices.")),
    .mayHave("nextUnitPrice", .money("4.20").orNull().meaning("Null where nothing follows.")),
    .mayHave("priceChangePercent", .text("7.7").orNull()),
    .mayHave("nextTermPrice", .money("403.20").orNull().meaning("What the whole next term comes to.")),
    .mayHave("unitCost", .money("3.10").meaning("Only for the reseller and its distributor."), shown: false),
    .mayHave("nextUnitCost", .money("3.10").orNull(), shown: false),
    .mayHave("costChangePercent", .text("0.0").orNull(), shown: false),
    .mayHave("nextTermCost", .money("297.60").orNull(), shown: false),
  ]
}
