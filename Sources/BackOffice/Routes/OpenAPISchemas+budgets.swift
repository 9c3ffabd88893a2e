import Core

/// What centres and subscriptions may come to in a month.
extension OpenAPI {
  static let budgetSchemas: [String: JSONSchema] = [
    "Budget": .output([
      .has("id", .id(Example.budget)), .has("customerId", .id(Example.customer)),
      .has("centreId", .id(Example.production).orNull().meaning("Of one centre, or of one subscription.")),
      .has("subscriptionId", .id(Example.subscription).orNull(shown: true)), .has("name", .text("Production")),
      .has(
        "amounts",
        .list(of: .output([.has("fromMonth", .month("2026-01")), .has("amount", .money("500.00"))])).meaning(
          "In the order they were set: the latest month that has begun counts, of two the one set later.")),
      .has("shares", shares), .has("tells", tells), .has("month", .month("2026-01").meaning("Where the customer is.")),
      .has("standing", standing.orNull().meaning("Null before it begins and once it is ended.")),
      .has("setBy", .id(Example.manager)), .has("setByName", .text("Monika Brunner")),
      .has("setAt", .instant("2026-01-15T09:30:00Z")),
      .has("endedAt", .instant("2026-06-01T08:00:00Z").orNull(shown: true)),
    ]).meaning("What a centre or a subscription may come to in a calendar month."),
    "NewBudget": .input([
      .takes("centreId", .id(Example.production).meaning("Either this, or a subscription.")),
      .takes("subscriptionId", .id(Example.subscription), shown: false),
      .has("amount", .price("500.00").meaning("A month, in the customer's currency.")),
      .takes("fromMonth", .month("2026-01").meaning("The present one unless told.")),
      .takes("shares", newShares), .takes("tells", newTells),
    ]),
    "BudgetPatch": .input([
      .mayHave("amount", .price("650.00")),
      .mayHave("fromMonth", .month("2026-02").meaning("Of the amount; the present month unless told.")),
      .mayHave("shares", newShares), .mayHave("tells", newTells),
    ]),
    "BudgetPreview": .output([
      .has("month", .month("2026-01")), .has("standing", standing.orNull().meaning("Null before it begins.")),
    ]).meaning("What the month stands at."),
    "BudgetMonth": .output(
      [.has("month", .month("2026-01"))] + figures + [
        .has("final", .flag(false).meaning("Whether its statement is closed.")),
        .has(
          "warnings",
          .list(
            of: .output([
              .has("share", .quantity(80)), .has("spent", .money("402.10")), .has("amount", .money("500.00")),
              .has("at", .instant("2026-01-20T10:15:00Z")),
              .has("told", .flag(true).meaning("Of several reached at once, mail tells of the highest.")),
            ])
          ).meaning("From the lowest share.")),
      ]),
  ]

  private static let shares = JSONSchema.list(of: .quantity(80), from: 1, upTo: BudgetShares.most)
    .meaning("Percents that people are warned at.")
  private static let newShares = JSONSchema.list(of: .quantity(80), from: 1, upTo: BudgetShares.most)
    .meaning("Percents from 1 to 1000, rising; 50, 80 and 100 unless told.")
  private static let tells = JSONSchema.list(of: .choice(BudgetReader.managers)).meaning("Who is told.")
  private static let newTells = JSONSchema.list(of: .choice(BudgetReader.managers), from: 1, upTo: 3).meaning(
    "The contact only of a centre that has one; managers and finance unless told.")

  private static let figures: [JSONSchema.Member] = [
    .has("amount", .money("500.00")),
    .has("spent", .money("402.10").meaning("Posted, with what unposted use comes to.")),
    .has(
      "share", JSONSchema(.integer(example: 80)).meaning("Whole percents, rounded down; below zero after refunds.")),
  ]

  private static let standing = JSONSchema.output(
    figures + [
      .has("coming", .money("39.00").meaning("Known to come this month: never warned of.")),
      .has("forecast", .money("441.10").meaning("Both together.")),
      .has("reached", .list(of: .quantity(80)).meaning("The shares that are reached.")),
    ])
}
