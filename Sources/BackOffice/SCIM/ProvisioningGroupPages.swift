import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// One group of a customer's identity provider: what its members get, and who they are.
enum ProvisioningGroupPages {
  private typealias Words = ProvisioningWords

  /// Members shown at once.
  private static let shownMembers = 200

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let listed = try SCIMMappings.group(try call.id(), in: call.work)
    let members = try members(of: listed, in: call.work)
    let home = "/scim-groups/\(listed.group.id)"
    let settle = actionButton(
      label: Words.giveWaiting.in(language), action: home + "/settling", csrf: call.actor.csrf ?? "")
    let waiting =
      listed.waiting == 0
      ? nil
      : notice(
        .warning, title: Words.waitingTitle.in(language, ["count": "\(listed.waiting)"]),
        body: "<p>\(Words.waitingHint.in(language))</p>\(settle)")
    let people = table(
      caption: Words.members.in(language),
      columns: [Column(DeskWords.person.in(language)), Column(Words.state.in(language))],
      rows: members.map { [$0.link, state($0, listed, language)] }, empty: "<p>\(Words.noMembers.in(language))</p>")
    let rest = Words.notAll.in(language, ["count": "\(members.count)"])
    let more: HTML = listed.members > members.count ? "<p>\(rest)</p>" : .empty
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (Words.title.in(language), "/provisioning"),
        (listed.group.displayName, nil),
      ]))
      \(pageHeader(title: "\(listed.group.displayName)",
        subtitle: "\(Words.groupSubtitle.in(language, ["count": "\(listed.members)"]))"))
      \(waiting)
      \(card(title: Words.gives.in(language), mappings(listed, call)))
      \(card(title: Words.giveMore.in(language), try forms(listed, call)))
      \(card(title: Words.members.in(language), "\(people)\(more)"))
      """
    return try Portal.page(call, listed.group.displayName, at: .people, content)
  }

  // MARK: - What it gives

  private static func mappings(_ listed: SCIMMappings.Listed, _ call: Call) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = listed.mappings.map { mapping in
      let end = actionButton(
        label: Words.endMapping.in(language), action: "/scim-groups/\(listed.group.id)/mappings/\(mapping.id)/end",
        csrf: call.actor.csrf ?? "", tone: .danger)
      return [
        "\(ProvisioningPages.gift(mapping, language))",
        "\(mapping.mappedBy), \(mapping.mappedAt.utcDay.description)", end,
      ]
    }
    return table(
      caption: Words.gives.in(language),
      columns: [
        Column(Words.whatTheyGet.in(language)), Column(Words.decidedBy.in(language)), Column("", kind: .number),
      ], rows: rows, empty: "<p>\(Words.givesNothing.in(language))</p>")
  }

  /// A form for licences and one for roles.
  private static func forms(_ listed: SCIMMappings.Listed, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let results = try call.tx.pipeline([
      """
      SELECT id, coalesce(friendly_name, plan_name), quantity, quantity - assigned FROM subscription
      WHERE customer_id = \(listed.group.path.customer) AND status IN ('pending', 'active', 'suspended')
      ORDER BY 2, id
      """,
      "SELECT id, name FROM service ORDER BY name, id",
    ])
    let subscriptions = try results[0].map { row in
      let id = (try row[0] as ID<Subscription>).description
      let counts = ["quantity": "\(try row[2] as Int32)", "free": "\(try row[3] as Int32)"]
      let label = "\(try row[1] as String) – \(Words.freeOf.in(language, counts))"
      return (value: id, label: label, selected: refill.has("subscriptionId", id), disabled: false)
    }
    let services: [HTML] = try results[1].map { row in
      let id = (try row[0] as ID<Service>).description
      let name: String = try row[1]
      return checkbox(
        label: "\(name)", name: "serviceIds", value: id, checked: refill.has("serviceIds", id), id: "service-\(id)")
    }
    let licences = selectField(
      label: Words.subscription.in(language), name: "subscriptionId", options: subscriptions,
      hint: Words.licenceHint.in(language), error: refill.error("subscriptionId"), required: true)
    let action = "/scim-groups/\(listed.group.id)/mappings"
    let csrf = call.actor.csrf ?? ""
    let roleForm = form(
      action: action, csrf: csrf, content: try role(refill, services, language), submit: Words.giveRole.in(language),
      tone: .plain)
    return """
      \(when: !subscriptions.isEmpty, form(action: action, csrf: csrf, content: licences,
        submit: Words.giveLicences.in(language)))
      \(disclosure(summary: Words.giveRole.in(language), isOpen: !refill.value("role").isEmpty, roleForm))
      """
  }

  private static func role(_ refill: Refill, _ services: [HTML], _ language: Language) throws -> HTML {
    let roles = SCIMMappings.roles.map {
      (
        value: $0.rawValue, label: Portal.roleName($0).in(language), selected: refill.has("role", $0.rawValue),
        disabled: false
      )
    }
    return """
      \(selectField(label: DeskWords.role.in(language), name: "role", options: roles, error: refill.error("role"),
        required: true))
      <fieldset><legend>\(Words.services.in(language))</legend><p class="hint">\(Words.servicesHint.in(language))</p>\
      \(services)</fieldset>
      """
  }

  static func map(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["serviceIds"])
    var draft = SCIMMappings.Draft()
    draft.subscription = fields.id("subscriptionId")
    draft.role = fields.choice("role")
    draft.services = fields.ids("serviceIds", upTo: 200)
    try fields.check()
    let group: ID<SCIMGroup> = try call.id()
    _ = try SCIMMappings.add(draft, to: group, in: call.work)
    return .seeOther("/scim-groups/\(group)")
  }

  static func unmap(_ call: Call) throws -> Response {
    let group: ID<SCIMGroup> = try call.id()
    try SCIMMappings.end(try call.id("mapping"), in: call.work)
    return .seeOther("/scim-groups/\(group)")
  }

  static func settle(_ call: Call) throws -> Response {
    let group: ID<SCIMGroup> = try call.id()
    try SCIMMappings.settle(group, in: call.work)
    return .seeOther("/scim-groups/\(group)")
  }

  // MARK: - Members

  private struct Member {
    let id: ID<Person>
    let name: String
    let email: String
    let isDisabled: Bool
    let isWaiting: Bool

    var link: HTML { "<a href=\"/users/\(id.description)\">\(name)</a><small>\(email)</small>" }
  }

  /// Those who wait first.
  private static func members(of listed: SCIMMappings.Listed, in work: Work) throws -> [Member] {
    let subscriptions = listed.mappings.compactMap(\.subscription)
    return try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email, p.status = 'disabled', EXISTS (
        SELECT FROM scim_gift f WHERE f.person_id = p.id AND f.given_at IS NULL
          AND f.subscription_id = ANY (\(subscriptions))) AS waits
      FROM scim_member m JOIN person p ON p.id = m.person_id WHERE m.group_id = \(listed.group.id)
      ORDER BY waits DESC, p.family_name, p.given_name, p.id LIMIT \(shownMembers)
      """
    ).map { Member(id: try $0[0], name: try $0[1], email: try $0[2], isDisabled: try $0[3], isWaiting: try $0[4]) }
  }

  private static func state(_ member: Member, _ listed: SCIMMappings.Listed, _ language: Language) -> HTML {
    if listed.mappings.isEmpty, !member.isDisabled { return "–" }
    if member.isDisabled { return badge(Words.disabled.in(language), tone: .bad) }
    if member.isWaiting { return badge(Words.noLicence.in(language), tone: .warning) }
    return badge(Words.inOrder.in(language), tone: .good)
  }
}
