import Core
import FoundationEssentials
import HTTP
import Markup

/// What a group's members get, on the group's page: once or as long as they are in it.
enum GroupLicencePages {
  private typealias Words = GroupWords

  static func card(_ group: Groups.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let waiting = group.gifts.reduce(0) { $0 + $1.waiting }
    let csrf = call.actor.csrf ?? ""
    let short: HTML? =
      waiting == 0
      ? nil
      : notice(
        .warning, title: Words.waitingTitle.in(language, ["count": "\(waiting)"]),
        body: """
          <p>\(Words.waitingHint.in(language))</p>\
          \(actionButton(label: Words.giveNow.in(language), action: "/groups/\(group.id)/settling", csrf: csrf))
          """)
    return """
      \(short)\(Markup.card(title: Words.gives.in(language), "\(gifts(group, call))\(try giving(group, call))"))
      """
  }

  private static func gifts(_ group: Groups.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = group.gifts.map { gift in
      let waiting: HTML =
        gift.waiting > 0
        ? badge(Words.waiting.in(language, ["count": "\(gift.waiting)"]), tone: .warning) : "–"
      guard let subscription = gift.subscription, gift.service.map(call.actor.rights.runs) == true else {
        return [
          "\(Words.elsewhere.in(language))", "\(gift.givenBy), \(gift.givenAt.utcDay.description)", waiting, .empty,
        ]
      }
      let end = actionButton(
        label: Words.endGift.in(language), action: "/groups/\(group.id)/licences/\(gift.id)/end",
        csrf: call.actor.csrf ?? "", tone: .danger)
      return [
        "<a href=\"/subscriptions/\(subscription.description)\">\(gift.name ?? "")</a>",
        "\(gift.givenBy), \(gift.givenAt.utcDay.description)", waiting, end,
      ]
    }
    return table(
      caption: Words.gives.in(language),
      columns: [
        Column(LicenceWords.service.in(language)), Column(Words.decidedBy.in(language)),
        Column(Words.waitingColumn.in(language)), Column("", kind: .number),
      ], rows: rows, empty: "<p>\(Words.givesNothing.in(language))</p>")
  }

  /// The form to give more; nothing where nothing could be given.
  private static func giving(_ group: Groups.Record, _ call: Call) throws -> HTML {
    guard let customer = group.path.customer else { return .empty }
    let language = call.actor.language
    let refill = Refill(call)
    let all = try PersonLicences.list(of: nil, at: customer, all: true, in: call.work)
    let options = all.map { licence in
      let counts = ["quantity": "\(licence.quantity)", "free": "\(max(0, licence.quantity - licence.assigned))"]
      let id = licence.id.description
      return (
        value: id, label: "\(licence.name) – \(Words.freeOf.in(language, counts))",
        selected: refill.has("subscriptionId", id), disabled: false
      )
    }
    if options.isEmpty { return .empty }
    let ways = PeopleGroup.Giving.allCases.reversed().map { way in
      (
        value: way.rawValue, label: label(way).in(language), selected: refill.has("giving", way.rawValue, way == .kept),
        disabled: false
      )
    }
    return form(
      action: "/groups/\(group.id)/licences", csrf: call.actor.csrf ?? "", hidden: [("step", "preview")],
      content: """
        \(selectField(label: Words.subscription.in(language), name: "subscriptionId", options: options,
          error: refill.error("subscriptionId"), required: true))
        \(selectField(label: Words.how.in(language), name: "giving", options: ways, error: refill.error("giving"),
          required: true))
        """, submit: Words.see.in(language), tone: .plain)
  }

  private static func label(_ giving: PeopleGroup.Giving) -> Phrase {
    switch giving {
    case .once: Words.once
    case .kept: Words.kept
    }
  }

  /// Shows how many would receive one; with `step=confirm` gives.
  static func give(_ call: Call) throws -> Response {
    let fields = try call.form()
    let subscription = fields.id("subscriptionId", required: true, of: Subscription.self)
    let giving: PeopleGroup.Giving? = fields.choice("giving", required: true)
    let notify = PeoplePicker.notifies(fields)
    _ = fields.has("step")
    try fields.check()
    guard let subscription, let giving else { throw Refusal.notFound }
    let id: ID<Group> = try call.id()
    let isConfirmed = ChangePage.isConfirmed(call)
    let outcome = try GroupLicences.give(
      subscription, giving, to: id, in: call.work, notify: notify, preview: !isConfirmed)
    if isConfirmed { return .seeOther("/groups/\(id)") }
    return try confirmation(outcome, giving, try Groups.find(id, in: call.work), call)
  }

  private static func confirmation(
    _ outcome: GroupLicences.Outcome, _ giving: PeopleGroup.Giving, _ group: Groups.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let home = "/groups/\(group.id)"
    let title = Words.giveTitle.in(language, ["name": outcome.record.name, "group": group.name])
    let tiles = [
      statTile(label: Words.receiving.in(language), value: "\(outcome.receiving)"),
      statTile(label: Words.holding.in(language), value: "\(outcome.holding)", hint: Words.holdingHint.in(language)),
      statTile(label: Words.waitingColumn.in(language), value: "\(outcome.waiting)"),
    ]
    let hidden = [
      ("step", "confirm"), ("subscriptionId", outcome.record.id.description), ("giving", giving.rawValue),
    ]
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/groups"), (group.name, home), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(label(giving).in(language))"))
      \(statTiles(tiles))
      \(card(form(action: home + "/licences", csrf: call.actor.csrf ?? "", hidden: hidden,
        content: PeoplePicker.notifying(call, checked: outcome.receiving <= Bounds.licenceMailsUnasked),
        submit: Words.give.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  private static func card(_ content: HTML) -> HTML { Markup.card(content) }

  /// Asks first; with `step=confirm` ends it.
  static func end(_ call: Call) throws -> Response {
    let language = call.actor.language
    let id: ID<Group> = try call.id()
    let gift: ID<SCIMMappings.SCIMMapping> = try call.id("licence")
    let home = "/groups/\(id)"
    guard !ChangePage.isConfirmed(call) else {
      try GroupLicences.end(gift, of: id, in: call.work)
      return .seeOther(home)
    }
    let group = try Groups.find(id, in: call.work)
    guard let name = group.gifts.first(where: { $0.id == gift })?.name else { throw Refusal.notFound }
    let title = Words.endTitle.in(language, ["name": name, "group": group.name])
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/groups"), (group.name, home), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: "\(home)/licences/\(gift)/end", csrf: call.actor.csrf ?? "", hidden: [("step", "confirm")],
        content: "<p>\(Words.endText.in(language))</p>", submit: Words.endGift.in(language), tone: .danger,
        cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func settle(_ call: Call) throws -> Response {
    let id: ID<Group> = try call.id()
    try GroupLicences.settle(id, in: call.work)
    return .seeOther("/groups/\(id)")
  }
}
