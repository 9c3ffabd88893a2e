import Core

/// Runs of the bill.
extension OpenAPI {
  static let billingRunSchemas: [String: JSONSchema] = [
    "BillingRun": .output([
      .has("id", .id(Example.billingRun)),
      .has(
        "state",
        .choice(BillingRuns.State.done).meaning("stopped: by whoever ran it; died: without a word. The next goes on.")),
      .has("until", .day("2026-01-31").orNull().meaning("The last day it was to bill; null: its own.")),
      .has("startedAt", .instant("2026-02-01T00:15:00Z")), .has("endedAt", .instant("2026-02-01T00:15:40Z").orNull()),
      .has("cycles", .count(240).meaning("Cycles that began.")),
      .has("renewals", .count(3).meaning("Terms that were renewed or expired.")),
      .has("parked", .count(1).meaning("Accounts it had to leave alone.")),
      .has(
        "sums",
        .list(
          of: .output([
            .has("leg", .choice(Leg.price)), .has("charges", .count(610)), .has("usageCharges", .count(12)),
            .has("statements", .count(31).meaning("Closed.")), .has("amount", .money("10530.00")),
          ])
        ).meaning("By leg, as far as one sees it, and currency.")),
      .mayHave(
        "process",
        .output([.has("host", .text("billing-1")), .has("pid", .count(4711)), .has("workers", .count(2))])
          .meaning("Where it ran; for the distributor only."), shown: false),
    ]).meaning("One run of the bill, with what it did for the reader's customers."),
    "ParkedAccount": .output([
      .has("id", .id(Example.parkedAccount)), .has("customerId", .id(Example.customer)),
      .has("customerName", .text("Helvetia Works AG")), .has("resellerId", .id(Example.reseller)),
      .has("status", .choice(["parked", "released"], "parked")),
      .has("code", .code("account.split_incomplete")),
      .has("detail", .text("The licences of a subscription are not all at billing centres.")),
      .has("subscriptionId", .id(Example.subscription).orNull().meaning("Null: it is not about a single one.")),
      .has("parkedAt", .instant("2026-02-01T00:15:10Z")),
      .has(
        "waiting",
        JSONSchema.output([
          .has("subscriptions", .count(4)), .has("since", .day("2026-02-01").orNull()),
        ]).meaning("What would be billed by now.")),
      .has("releasedAt", .instant("2026-02-01T09:00:00Z").orNull(shown: true)),
      .has("releasedBy", .id(Example.user).orNull(shown: true)),
      .has("releasedByName", .text("Reto Caduff").orNull(shown: true)),
      .has("releaseReason", .text("The split is put right.").orNull(shown: true)),
    ]).meaning("A customer that runs of the bill leave alone: no cycle begins, no statement of it closes."),
    "AccountRelease": .input([.has("reason", .text("The split is put right.", from: 1, upTo: 500))]),
  ]
}
