import Core

/// Licences of people, and their groups.
extension OpenAPI {
  static let licenceSchemas: [String: JSONSchema] = assignmentSchemas.merging(groupSchemas) { first, _ in first }

  private static let assignmentSchemas: [String: JSONSchema] = [
    "Assignment": .output([
      .has("userId", .id(Example.user)), .has("name", .text("Urs Amstutz")),
      .has("email", .email("user@comptoir.test")), .has("since", .instant("2026-01-16T08:12:00Z")),
    ]),
    "NewAssignment": .either([
      .input([.has("userId", .id(Example.user)), notify]),
      .input([
        .has("userIds", .list(of: .id(Example.user), from: 1, upTo: Bounds.licencesAtOnce).meaning("All or none.")),
        notify,
      ]),
    ]),
    "EndedAssignments": .input([
      .has("userIds", .list(of: .id(Example.user), from: 1, upTo: Bounds.licencesAtOnce).meaning("All or none."))
    ]),
    "Assigned": .either([
      .output([
        .has("subscriptionId", .id(Example.subscription)), .has("userId", .id(Example.user)),
        .has("since", .instant("2026-01-16T08:12:00Z")),
      ]).meaning("Of one."),
      .named("AssignedLicences"),
    ]),
    "AssignedLicences": .output([
      .has("subscriptionId", .id(Example.subscription)), .has("quantity", .quantity(10)),
      .has("assigned", .quantity(8).meaning("Afterwards.")), .has("free", .quantity(2)),
      .has("since", .instant("2026-01-16T08:12:00Z").orNull(shown: true).meaning("Null in a preview.")),
      .has("users", .list(of: person)),
    ]).meaning("Of many: a subscription's licences once they have them, or in a preview would."),
    "LicenceMove": .input([.has("from", .id(Example.user)), .has("to", .id(Example.manager)), notify]),
    "NewHandOver": .input([
      .has("to", .id(Example.manager)),
      .takes(
        "subscriptionIds",
        .list(of: .id(Example.subscription), upTo: Bounds.subscriptionsOfPerson).meaning("All unless told.")),
      notify,
    ]),
    "HandOver": .output([
      .has("from", .id(Example.user)), .has("to", .id(Example.manager)),
      .has(
        "items",
        .list(
          of: .output([
            .has("subscriptionId", .id(Example.subscription)), .has("name", .text("Head office")),
            .has("serviceName", .text("Microsoft 365")),
            .has("code", .code("licence.already_assigned").orNull(shown: true).meaning("Why it would stay.")),
            .has("reason", .text("This person has a licence of this subscription already.").orNull(shown: true)),
          ]))),
    ]),
    "UnusedLicence": .output([
      .has("subscriptionId", .id(Example.subscription)), .has("subscriptionName", .text("Head office")),
      .has("userId", .id(Example.user)), .has("name", .text("Urs Amstutz")),
      .has("email", .email("user@comptoir.test")),
      .has("status", .choice(["active", "invited", "disabled"], "invited")),
      .has("lastSignInAt", .instant("2026-01-15T07:58:12Z").orNull(shown: true)),
      .has("since", .instant("2026-01-16T08:12:00Z")),
    ]),
  ]

  private static let notify = JSONSchema.Member.takes(
    "notify",
    .flag(true).meaning(
      "Whether those who receive one are told by mail; unless told, up to \(Bounds.licenceMailsUnasked) are."),
    shown: false)

  private static let person = JSONSchema.output([
    .has("userId", .id(Example.user)), .has("name", .text("Urs Amstutz")),
    .has("email", .email("user@comptoir.test")),
  ])

  private static let userIds = JSONSchema.list(of: .id(Example.user), from: 1, upTo: Bounds.licencesAtOnce)

  private static let groupSchemas: [String: JSONSchema] = [
    "Group": .output([
      .has("id", .id(Example.group)), .has("customerId", .id(Example.customer)), .has("name", .text("Workshop")),
      .has(
        "keptBy",
        .choice(PeopleGroup.Keeper.customer).meaning("`provider`: name and members are the identity provider's.")),
      .has("members", .count(12)),
      .has(
        "licences",
        .list(
          of: .output([
            .has("id", .id(Example.mapping)), .has("subscriptionId", .id(Example.subscription)),
            .has("name", .text("Head office")),
            .has("waiting", .count(0).meaning("Members for whom none is left.")),
            .has("givenBy", .text("Monika Brunner")), .has("givenAt", .instant("2026-01-16T08:12:00Z")),
          ])
        ).meaning("What members have as long as they are in it; of the services the reader looks after.")),
    ]),
    "NewGroup": .input([
      .has("name", .text("Workshop", from: 1, upTo: 200).meaning("No other group of the customer's own has it.")),
      .takes("userIds", .list(of: .id(Example.user), upTo: Bounds.licencesAtOnce)),
    ]),
    "GroupPatch": .input([.has("name", .text("Garage", from: 1, upTo: 200))]),
    "GroupMember": .output([
      .has("userId", .id(Example.user)), .has("name", .text("Urs Amstutz")),
      .has("email", .email("user@comptoir.test")),
      .has("status", .choice(["active", "invited", "disabled"], "active")),
      .has("waiting", .flag(false).meaning("Whether they wait for one of the group's licences.")),
    ]),
    "GroupMembers": .input([.has("userIds", userIds.meaning("Those who are in it already stay.")), notify]),
    "RemovedMembers": .input([.has("userIds", userIds.meaning("Those who are not in it stay out."))]),
    "NewGroupLicences": .input([
      .has("subscriptionId", .id(Example.subscription)),
      .has(
        "giving",
        .choice(PeopleGroup.Giving.kept).meaning(
          "`once`: all who have none, or nobody. `kept`: whoever joins gets one, whoever leaves gives it back.")),
      notify,
    ]),
    "GroupLicences": .output([
      .has("subscriptionId", .id(Example.subscription)), .has("giving", .choice(PeopleGroup.Giving.kept)),
      .has("receiving", .count(10)),
      .has("holding", .count(2).meaning("Have one already, and keep it whatever becomes of the group.")),
      .has("waiting", .count(0)),
    ]),
  ]
}
