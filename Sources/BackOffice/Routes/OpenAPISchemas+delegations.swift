import Core

/// A reseller's access to a customer's people.
extension OpenAPI {
  static let delegationSchemas: [String: JSONSchema] = [
    "Delegation": .output([
      .has("id", .id(Example.delegation)), .has("customerId", .id(Example.customer)),
      .has("customerName", .text("Helvetia Works AG")), .has("resellerId", .id(Example.reseller)),
      .has("resellerName", .text("Alpine Cloud AG")), .has("status", .choice(Delegation.Status.active)),
      .has("rights", rights([.users, .licences]).meaning("Asked for while it waits, given from then on.")),
      .has("askedRights", rights([.users, .licences, .actAs])), .has("reason", .text("Onboarding new colleagues")),
      .has("duration", .duration("P30D").orNull().meaning("From the approval; null where an end was asked for.")),
      .has(
        "expiresAt",
        .instant("2026-02-14T09:30:00Z").orNull().meaning("Null while it waits and is to count from its approval.")),
      .has("askedBy", .id(Example.user)), .has("askedByName", .text("Reto Caduff")),
      .has("askedAt", .instant("2026-01-14T15:00:00Z")), .has("history", .list(of: entry).meaning("Oldest first.")),
    ]).meaning("What a reseller may do with a customer's people, and until when."),
    "NewDelegation": .input([
      .has("rights", rights([.users, .licences], from: 1)),
      .has("reason", .text("Onboarding new colleagues", from: 1, upTo: 500)),
      .takes("duration", .duration("P30D").meaning("A day to two years, from the approval.")),
      .takes(
        "expiresAt",
        .instant("2026-02-14T09:30:00Z").meaning("Instead of a duration: the end, a day to two years ahead."),
        shown: false),
    ]),
    "DelegationPatch": .input([
      .mayHave(
        "status",
        .choice(["active", "refused", "ended", "withdrawn"], "active").meaning(
          "Managers approve, refuse and end, resellers withdraw and end. Without it, what counts is narrowed.")),
      .mayHave("rights", rights([.users], from: 1).meaning("Some of those asked for or given.")),
      .mayHave(
        "expiresAt", .instant("2026-01-31T09:30:00Z").meaning("Earlier than asked for or given."), shown: false),
      .takes(
        "reason", .text("We do this ourselves.", from: 1, upTo: 500).meaning("Needed to refuse."), shown: false),
    ]),
  ]

  private static func rights(_ shown: [DelegationRight], from minimum: Int? = nil) -> JSONSchema {
    .list(of: .choice(shown[0]), from: minimum, upTo: 10)
  }

  private static let entry = JSONSchema.output([
    .has("at", .instant("2026-01-15T09:30:00Z")), .has("event", .choice(Delegation.Event.approved)),
    .has("actorId", .id(Example.manager).orNull().meaning("Null: time passed.")),
    .has("actorName", .text("Monika Brunner").orNull()), .has("rights", rights([.users, .licences])),
    .has("expiresAt", .instant("2026-02-14T09:30:00Z").orNull()), .has("reason", .text("No need.").orNull(shown: true)),
  ])
}
