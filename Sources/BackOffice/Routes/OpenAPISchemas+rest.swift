import Core

/// Tickets, the audit trail, search, the clock, and what all parts share.
extension OpenAPI {
  static let sharedSchemas: [String: JSONSchema] = [
    "Money": .amount("3.90"),
    "Problem": .output([
      .has("type", .text("about:blank")), .has("title", .text("Please check your input")),
      .has("status", JSONSchema(.integer(example: 422))),
      .has("detail", .text("The offer does not allow that many licences.").meaning("For people, in their language.")),
      .has("code", .code("quantity.above_maximum")), .has("requestId", .text(Example.request)),
      .mayHave("permission", .text("usersManage").meaning("The right that is missing (403)."), shown: false),
      .mayHave(
        "errors",
        .list(
          of: .output([
            .has("pointer", .text("/quantity").meaning("A JSON Pointer into the body, or ?name of the query.")),
            .has("code", .code("quantity.above_maximum")),
            .has("detail", .text("The offer does not allow that many licences.")),
          ])
        ).meaning("Everything wrong with the input, at once.")),
    ]).meaning("Why a request was not carried out (RFC 9457)."),
  ]

  static let ticketSchemas: [String: JSONSchema] = [
    "Ticket": .output([
      .has("id", .id(Example.ticket)), .has("customerId", .id(Example.customer)),
      .has("serviceId", .id(Example.service).orNull()), .has("subject", .text("Mailbox is full")),
      .has("status", .choice(Tickets.Status.open)), .has("openedBy", .id(Example.user)),
      .has("openedByName", .text("Urs Amstutz")), .has("createdAt", .instant("2026-01-20T10:15:00Z")),
      .mayHave("replies", .list(of: reply).meaning("Not in lists. The first is what the ticket was opened with.")),
    ]),
    "NewTicket": .input([
      .has("subject", .text("Mailbox is full", from: 1, upTo: 200)),
      .has("body", .text("I cannot receive mail any more.", from: 1, upTo: 10_000)),
      .takes("serviceId", .id(Example.service)),
    ]),
    "TicketPatch": .input([.has("status", .choice(Tickets.Status.resolved))]),
    "NewReply": .input([.has("body", .text("We have enlarged it.", from: 1, upTo: 10_000))]),
  ]

  static let trailSchemas: [String: JSONSchema] = [
    "AuditRecord": .output([
      .has("id", .id(Example.audit)), .has("at", .instant("2026-01-31T14:05:00Z")), .has("actor", actor),
      .has("realActorId", .id(Example.manager).orNull(shown: true).meaning("Who acted as the actor.")),
      .has("realActorName", .text("Reto Caduff").orNull(shown: true)),
      .has("action", .text("subscription.increase")),
      .has("object", .output([.has("kind", .text("subscription")), .has("id", .id(Example.subscription))])),
      .has("before", facts(10)), .has("after", facts(13)), .has("requestId", .text(Example.request)),
    ]),
    "SearchHit": .output([
      .has("kind", .choice(["customer", "subscription", "user", "plan", "service"], "subscription")),
      .has("id", .id(Example.subscription)), .has("title", .text("Head office")),
      .has("subtitle", .text("Helvetia Works AG · Exchange Online (Plan 1)")),
    ]),
    "Clock": .output([.has("now", .instant("2026-01-31T14:05:00Z")), .has("sandbox", .flag(true))]),
    "ClockAdvance": .input([.has("advanceTo", .instant("2026-02-01T00:00:00Z"))]),
  ]

  private static let reply = JSONSchema.output([
    .has("id", .id(Example.reply)), .has("authorId", .id(Example.user)), .has("authorName", .text("Urs Amstutz")),
    .has("body", .text("I cannot receive mail any more.")), .has("at", .instant("2026-01-20T10:15:00Z")),
  ])

  private static func facts(_ quantity: Int) -> JSONSchema {
    .output([.mayHave("quantity", .quantity(quantity))]).orNull().meaning("Members by the kind of object.")
  }
}
