import Core

/// Roles, who waits for one, and who may do what.
extension OpenAPI {
  static let grantSchemas: [String: JSONSchema] = [
    "Grant": grant, "GrantStates": grantStates, "Appointment": appointment, "UserRights": userRights,
    "ObjectRights": objectRights,
    "NewGrant": .input([.has("userId", .id(Example.user)), .has("role", .choice(Role.technicalAdmin))] + terms),
    "GrantPatch": .input([
      .takes("serviceIds", .list(of: .id(Example.service), from: 1, upTo: 200).meaning("Null: all.")),
      .takes("centreIds", .list(of: .id(Example.production), from: 1, upTo: 200).meaning("Null: all."), shown: false),
      .takes("expiresAt", .instant("2027-06-30T22:00:00Z").meaning("Null: no end.")),
      .takes("note", .text("Extended for the migration", upTo: 500)),
    ]),
    "GrantEnding": .input([
      .has("ids", .list(of: .id(Example.grant), from: 1, upTo: Bounds.grantsAtOnce).meaning("All of them or none."))
    ]),
    "EndedGrants": .output([.has("items", .list(of: .named("Grant")))]),
    "NewAppointment": .input(
      [
        .has("givenName", .text("Nora", from: 1, upTo: 100)), .has("familyName", .text("Frei", from: 1, upTo: 100)),
        .has(
          "signInEmail",
          .email("nora.frei@comptoir.test").meaning(
            "Whoever signs in with it, here or elsewhere, accepts with that account; else they choose a password.")),
        .takes("language", .choice(Language.german).meaning("Of the mail.")),
        .has("role", .choice(Role.technicalAdmin)),
      ] + terms),
  ]

  private static let terms: [JSONSchema.Member] = [
    .takes(
      "serviceIds",
      .list(of: .id(Example.service), from: 1, upTo: 200).meaning("For technical admins; all unless told.")),
    .takes(
      "centreIds", .list(of: .id(Example.production), from: 1, upTo: 200).meaning("For finance; all unless told."),
      shown: false),
    .takes(
      "expiresAt",
      .instant("2026-12-31T23:00:00Z").meaning("Never unless told; no later than what one gives it by.")),
    .takes("note", .text("Stands in for Tamara Vogt", upTo: 500)),
  ]

  private static let grant = JSONSchema.output([
    .has("id", .id(Example.grant)), .has("userId", .id(Example.manager)), .has("userName", .text("Monika Brunner")),
    .has("guest", .flag(false).meaning("Whether the account belongs to another organization.")),
    .has("role", .choice(Role.customerManager)), .has("organizationId", .id(Example.customer)),
    .has("serviceIds", services), .has("centreIds", centres),
    .has("expiresAt", .instant("2026-12-31T23:00:00Z").orNull(shown: true)), .has("grantedBy", giver),
    .has("grantedByName", .text("Reto Caduff")), .has("grantedAt", .instant("2026-01-05T08:00:00Z")),
    .has("changedAt", .instant("2026-01-05T08:00:00Z").orNull(shown: true)),
    .has("endedAt", .instant("2026-01-15T08:00:00Z").orNull(shown: true)),
    .has("endedBy", .id(Example.manager).orNull(shown: true)),
    .has("endedByName", .text("Monika Brunner").orNull(shown: true)), .has("note", .text("First manager").orNull()),
    .mayHave("signInEmail", .email("manager@comptoir.test").meaning("In lists: of the holder."), shown: false),
    .mayHave(
      "lastUsedAt",
      .instant("2026-01-15T07:58:12Z").orNull().meaning(
        "In lists: when the holder last signed in at home here, or changed something here; null: never."),
      shown: false),
  ])

  private static let services = JSONSchema.list(of: .id(Example.service)).orNull(shown: true).meaning(
    "Null: all services.")
  private static let centres = JSONSchema.list(of: .id(Example.production)).orNull(shown: true).meaning(
    "Null: all centres.")
  private static let giver = JSONSchema.id(Example.manager).orNull(shown: true).meaning("Null: the service itself.")

  private static let grantStates = JSONSchema.output([
    .has("grant", .named("Grant")),
    .has(
      "items",
      .list(
        of: .output([
          .has("kind", .choice(["given", "changed", "ended", "expired"], "given")),
          .has("at", .instant("2026-01-05T08:00:00Z")), .has("actorId", .id(Example.manager).orNull()),
          .has("actorName", .text("Monika Brunner")), .has("serviceIds", services), .has("centreIds", centres),
          .has("expiresAt", .instant("2026-12-31T23:00:00Z").orNull(shown: true)),
          .has("note", .text("First manager").orNull()),
        ])
      ).meaning("What the grant was from each instant on.")),
  ])

  private static let appointment = JSONSchema.output([
    .has("id", .id(Example.appointment)), .has("organizationId", .id(Example.customer)),
    .has("givenName", .text("Nora")), .has("familyName", .text("Frei")),
    .has("signInEmail", .email("nora.frei@comptoir.test")), .has("language", .choice(Language.german)),
    .has("role", .choice(Role.technicalAdmin)), .has("serviceIds", services), .has("centreIds", centres),
    .has("expiresAt", .instant("2026-12-31T23:00:00Z").orNull(shown: true)),
    .has("note", .text("Stands in for Tamara Vogt").orNull()),
    .has("status", .choice(Appointments.Status.allCases.map(\.rawValue), "waiting")),
    .has("invitedBy", .id(Example.manager)), .has("invitedByName", .text("Monika Brunner")),
    .has("createdAt", .instant("2026-01-15T08:00:00Z")),
    .has("validUntil", .instant("2026-01-22T08:00:00Z").meaning("When the link lapses.")),
  ])

  private static let through: [JSONSchema.Member] = [
    .has("grantId", .id(Example.grant)), .has("role", .choice(Role.technicalAdmin)), .has("serviceIds", services),
    .has("centreIds", centres), .has("grantedBy", giver), .has("grantedByName", .text("Monika Brunner")),
    .has("since", .instant("2026-01-05T08:00:00Z")),
    .has("expiresAt", .instant("2026-12-31T23:00:00Z").orNull(shown: true)),
  ]

  private static let place: [JSONSchema.Member] = [
    .has("organizationId", .id(Example.customer)), .has("organizationName", .text("Helvetia Works AG")),
  ]

  private static let userRights = JSONSchema.output([
    .has("userId", .id(Example.user)), .has("userName", .text("Tamara Vogt")),
    .has("grants", .list(of: .named("Grant"))),
    .has(
      "rights",
      .list(
        of: .output(
          [.has("permission", .choice(Permission.licencesAssign))] + place + through + [
            .has(
              "limitedBy",
              .code("self_service.request_only").orNull(shown: true).meaning("Why it cannot be used at present."))
          ])
      ).meaning("One entry per right and grant.")),
  ])

  private static let objectRights = JSONSchema.output([
    .has(
      "object",
      .output([
        .has("kind", .choice(ObjectRights.Kind.subscription)), .has("id", .id(Example.subscription)),
        .has("name", .text("Head office")), .has("customerId", .id(Example.customer)),
      ])),
    .has(
      "items",
      .list(
        of: .output(
          [.has("userId", .id(Example.user)), .has("userName", .text("Tamara Vogt"))] + place
            + [.has("permissions", .list(of: .choice(Permission.licencesAssign)))] + through))),
    .has(
      "above",
      .list(
        of: .output([
          .has("organizationId", .id(Example.reseller)), .has("organizationName", .text("Alpine Cloud AG")),
          .has("level", .level(.reseller)), .has("permissions", .list(of: .choice(Permission.subscriptionsChange))),
        ])
      ).meaning("Organizations above, whose people are not shown.")),
    .has(
      "withheld",
      .code("delegation.required").orNull(shown: true).meaning("Why the customer's own people are not shown.")),
  ])
}
