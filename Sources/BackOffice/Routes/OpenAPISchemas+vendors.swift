import Core

/// Vendors.
extension OpenAPI {
  static let vendorSchemas: [String: JSONSchema] = connectorSchemas.merging(fulfilmentSchemas) { first, _ in first }
    .merging(inventorySchemas) { first, _ in first }

  private static let vendorAddress = JSONSchema.text("https://vendor.example/comptoir", from: 1, upTo: 500).meaning(
    "We POST requests to `…/fulfilments` and read `…/inventory`.")

  private static let settings = JSONSchema.input([
    .mayHave("delaySeconds", .count(3600).meaning("How long it takes, on the sandbox's clock.")),
    .mayHave("refuseEvery", .count(0).meaning("Every so many decisions are refusals; 0: none.")),
    .mayHave("refuseQuantity", .count(0).meaning("This quantity is refused; 0: none.")),
    .mayHave("loseAnswers", .count(1).meaning("So many first attempts stay without an answer.")),
    .mayHave("wrongQuantities", .count(0)), .mayHave("missing", .count(0)), .mayHave("unknown", .count(0)),
    .takes("asks", .text("Domain", from: 1, upTo: 50).meaning("What it asks before a purchase."), shown: false),
  ])

  private static let connectorSchemas: [String: JSONSchema] = [
    "Connector": .output([
      .has("id", .id(Example.change)), .has("serviceId", .id(Example.service)),
      .has("serviceName", .text("Microsoft 365")), .has("vendor", .text("Microsoft")),
      .has("kind", .choice(ConnectorKind.http)), .has("status", .choice(["active", "ended"], "active")),
      .has("address", .text("https://vendor.example/comptoir").orNull()),
      .mayHave("settings", settings.meaning("Of simulated vendors."), shown: false), .has("openRequests", .count(2)),
      .has("parkedRequests", .count(0)), .has("createdAt", .instant("2026-01-15T09:30:00Z")),
      .mayHave("secret", .text("Zm9v…").meaning("When it was just made; kept nowhere in the clear."), shown: false),
    ]),
    "NewConnector": .input([
      .has("serviceId", .id(Example.service)), .has("kind", .choice(ConnectorKind.http)),
      .takes("address", vendorAddress.meaning("For `http`.")), .takes("settings", settings, shown: false),
    ]),
    "ConnectorPatch": .input([
      .mayHave("address", vendorAddress), .mayHave("settings", settings, shown: false),
      .takes("renewSecret", .flag(true).meaning("The old secret counts no more."), shown: false),
      .mayHave("status", .choice(["active", "ended"], "ended"), shown: false),
    ]),
  ]

  private static let question = JSONSchema.input([
    .has("name", .text("domain", from: 1, upTo: 50)), .takes("label", .text("Your domain", from: 1, upTo: 200)),
  ])

  private static let fulfilmentSchemas: [String: JSONSchema] = [
    "Fulfilment": .output([
      .has("id", .id(Example.change)), .has("subscriptionId", .id(Example.subscription)),
      .has("subscriptionName", .text("Head office")), .has("customerId", .id(Example.customer)),
      .has("customerName", .text("Helvetia Works AG")), .has("connectorId", .id(Example.change)),
      .has("connectorKind", .choice(ConnectorKind.http)), .has("serviceName", .text("Microsoft 365")),
      .has("vendor", .text("Microsoft")), .has("changeNumber", .count(3).meaning("The line of the ledger.")),
      .has("operation", .choice(FulfilmentOperation.change)), .has("quantity", .quantity(13)),
      .has("state", .choice(FulfilmentState.refused)), .has("attempts", .count(1)),
      .has("nextAttemptAt", .instant("2026-01-15T09:32:00Z").orNull(shown: true)),
      .has("createdAt", .instant("2026-01-15T09:30:00Z")),
      .has("sentAt", .instant("2026-01-15T09:30:02Z").orNull()),
      .has("settledAt", .instant("2026-01-15T09:30:03Z").orNull()),
      .has("reference", .text("MS-4711").orNull().meaning("What the vendor calls it.")),
      .has("reason", .text("Not enough seats").orNull()),
      .has("fault", .code("fulfilment.timed_out").orNull(shown: true)),
      .has("faultDetail", .text("The vendor did not answer in time.").orNull(shown: true)),
      .has("asked", .list(of: .output([.has("name", .text("domain")), .has("label", .text("Your domain"))]))),
      .has("takenByName", .text("Daniela Keller").orNull(shown: true)),
      .has("settledByName", .text("Daniela Keller").orNull(shown: true).meaning("Null: the vendor.")),
      .has("next", .flag(true).meaning("Whether everything promised before it is settled.")),
    ]),
    "FulfilmentPatch": .input([
      .mayHave(
        "state",
        .choice(["waiting", "done", "refused", "asking", "withdrawn"], "refused").meaning(
          "`waiting` retries what was parked, `withdrawn` closes it with nothing undone.")),
      .takes("taken", .flag(true).meaning("Instead of a state: mine to do."), shown: false),
      .takes("reference", .text("MS-4711", from: 1, upTo: 200).meaning("With `done`."), shown: false),
      .takes("reason", .text("Not enough seats", from: 1, upTo: 500).meaning("Needed to refuse and to close.")),
      .takes("fields", .list(of: question, from: 1, upTo: Bounds.askedFields).meaning("With `asking`."), shown: false),
    ]),
    "VendorData": .input([
      .has(
        "values",
        .output([.mayHave("domain", .text("helvetia-works.ch", from: 1, upTo: 500))]).meaning(
          "By name, all that was asked."))
    ]),
    "VendorCallback": .input([
      .has("id", .text("cb-1", from: 1, upTo: 200).meaning("The callback's own; said again it does nothing.")),
      .has("fulfilmentId", .id(Example.change)),
      .has("status", .choice(["approved", "refused", "asking"], "approved")),
      .takes("reference", .text("MS-4711", from: 1, upTo: 200)),
      .takes("reason", .text("Not enough seats", from: 1, upTo: 500).meaning("Needed with `refused`."), shown: false),
      .mayHave(
        "fields", .list(of: question, from: 1, upTo: Bounds.askedFields).meaning("With `asking`."), shown: false),
    ]).meaning(
      "Signed by the headers `Comptoir-Timestamp` (seconds since 1970) and `Comptoir-Signature`: `v1=` and the "
        + "HMAC-SHA256 of timestamp, a dot and the body, in hexadecimal."),
    "VendorCallbackTaken": .output([
      .has("applied", .flag(true)), .has("code", .code("callback.applied")), .has("detail", .text("Taken.")),
    ]),
  ]

  private static let inventorySchemas: [String: JSONSchema] = [
    "Reconciliation": .output([
      .has("id", .id(Example.change)), .has("connectorId", .id(Example.change)),
      .has("serviceName", .text("Microsoft 365")), .has("vendor", .text("Microsoft")),
      .has("at", .instant("2026-01-15T01:00:00Z")), .has("status", .choice(["done", "failed"], "done")),
      .has("fault", .code("fulfilment.unreachable").orNull(shown: true)), .has("ours", .count(120)),
      .has("theirs", .count(121)), .has("moving", .count(1).meaning("Left out: a request is on its way.")),
      .has("differences", .count(2)), .has("open", .count(1)),
    ]),
    "ComparisonWanted": .input([]).meaning("Nothing; or a CSV with subscriptionId or reference, quantity and status."),
    "InventoryDifference": .output([
      .has("id", .id(Example.change)), .has("kind", .choice(Reconciliations.Kind.otherQuantity)),
      .has("subscriptionId", .id(Example.subscription).orNull()),
      .has("subscriptionName", .text("Head office").orNull()),
      .has("customerName", .text("Helvetia Works AG").orNull()), .has("reference", .text("MS-4711").orNull()),
      .has("ourQuantity", .count(10).orNull()), .has("theirQuantity", .count(11).orNull()),
      .has("ourStatus", .choice(SubscriptionStatus.active).orNull()),
      .has("theirStatus", .choice(["active", "suspended"], "active").orNull()),
      .has("state", .choice(Reconciliations.State.open)), .has("note", .text("Cleared by phone").orNull(shown: true)),
      .has("settledAt", .instant("2026-01-15T09:30:00Z").orNull(shown: true)),
      .has("settledByName", .text("Daniela Keller").orNull(shown: true)),
    ]),
    "DifferencePatch": .input([
      .has("state", .choice(["settled", "pushed"], "settled")),
      .takes("note", .text("Cleared by phone", from: 1, upTo: 500).meaning("Needed with `settled`.")),
    ]),
  ]
}
