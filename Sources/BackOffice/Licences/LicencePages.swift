import Core
import FoundationEssentials
import HTTP
import Markup

/// A subscription's licences: who has one, who has none, and giving them or taking them back from many at once.
enum LicencePages {
  private typealias Words = LicenceWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let s = record.subscription
    let form = Form(call.request)
    let wanted = (call.query("show") ?? form?.first("show")).flatMap { LicencePeople.Show(rawValue: $0) }
    let show = wanted ?? (s.assigned == 0 ? .others : .assigned)
    let next = Step(call.query("next") ?? form?.first("next"))
    let search = try SearchText.query(call)
    let home = "/subscriptions/\(s.id)"
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (record.name, home),
        (Words.title.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.title.in(language))",
        subtitle: "\(record.name) · \(gauge(s.assigned, of: s.quantity, label: Words.count(s, language)))",
        actions: next.map { [buttonLink(label: $0.label.in(language), href: home + "/" + $0.rawValue)] } ?? []))
      \(done(call))
      \(lacking(record, show, call))
      \(tabs(label: Words.title.in(language), LicencePeople.Show.allCases.map { item in
        NavItem(label: label(item).in(language), href: PortalLink.to(
          home + "/assignments", ["show": item.rawValue, "next": next?.rawValue]), current: item == show)
      }))
      \(filterForm(action: home + "/assignments", value: search ?? "", label: Words.search.in(language), extra: """
        <input type="hidden" name="show" value="\(show.rawValue)">\
        \(next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0.rawValue)\">" as HTML })
        """))
      \(results(try people(of: record, show, search, next, call)))
      """
    return try Portal.page(call, Words.title.in(language), at: .subscriptions, content)
  }

  private static func people(
    of record: SubscriptionRecord, _ show: LicencePeople.Show, _ search: String?, _ next: Step?, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let paging = try Paging(call)
    let found = try LicencePeople.list(of: record, show, search: search, paging, in: call.work)
    let cursor = paging.next(found) { [$0.order, $0.id.description] }
    let path = "/subscriptions/\(record.id)/assignments"
    let more = cursor.map {
      PortalLink.to(path, ["show": show.rawValue, "search": search, "next": next?.rawValue, "cursor": $0])
    }
    let picker = picker(Array(found.prefix(paging.limit)), show, search, next, path, call)
    return "\(picker.html)\(pager(nextHref: more, label: DeskWords.more.in(language)))"
  }

  private static func picker(
    _ people: [LicencePeople.Record], _ show: LicencePeople.Show, _ search: String?, _ next: Step?, _ path: String,
    _ call: Call
  ) -> PeoplePicker {
    let language = call.actor.language
    let holds = show == .assigned
    let rows = people.map { person in
      PeoplePicker.Row(
        id: person.id, name: person.name, email: person.email,
        cells: [
          PeoplePicker.state(person.state, language), PeoplePicker.lastSignIn(person.lastSignInAt, language),
          holds ? person.since.map { Portal.time($0) } ?? .empty : "\(person.licences)",
        ])
    }
    let last = holds ? Column(Words.since.in(language)) : Column(Words.licences.in(language), kind: .number)
    let empty = search != nil ? Words.noMatch : holds ? Words.nobodyYet : Words.everybody
    var hidden = [("show", show.rawValue)]
    if let next { hidden.append(("next", next.rawValue)) }
    return PeoplePicker(
      call: call, action: holds ? path + "/removal" : path,
      columns: [Column(Words.account.in(language)), Column(Words.lastSignIn.in(language)), last], rows: rows,
      caption: label(show).in(language), submit: (holds ? Words.takeBack : Words.assign).in(language),
      tone: holds ? .plain : .primary, hidden: hidden,
      fields: holds ? .empty : PeoplePicker.notifying(call), empty: empty.in(language))
  }

  private static func label(_ show: LicencePeople.Show) -> Phrase {
    switch show {
    case .assigned: Words.assigned
    case .others: Words.others
    case .unlicensed: Words.unlicensed
    }
  }

  /// What was done just now.
  private static func done(_ call: Call) -> HTML? {
    for (name, words) in [("given", Words.given), ("taken", Words.taken)] {
      if let count = call.query(name).flatMap({ Int($0) }) {
        return notice(.good, title: words.in(call.actor.language, ["count": "\(count)"]))
      }
    }
    return nil
  }

  /// Why nobody can be given a licence, or how many lack, with the way to more.
  private static func lacking(_ record: SubscriptionRecord, _ show: LicencePeople.Show, _ call: Call) -> HTML? {
    let language = call.actor.language
    let s = record.subscription
    if case .conflict("licences.none_left", let details) = call.refusal {
      return increase(record, by: details["missing"].flatMap { Int($0) } ?? 1, call).map { "<p>\($0)</p>" }
    }
    guard show != .assigned else { return nil }
    if let obstacle = s.obstacleToAssigning {
      return notice(.warning, title: Messages.sentence(obstacle, [:], language))
    }
    guard s.assigned >= s.quantity else { return nil }
    return notice(
      .warning, title: Words.noneLeft.in(language), body: increase(record, by: 1, call).map { "<p>\($0)</p>" })
  }

  /// For those who may buy more.
  private static func increase(_ record: SubscriptionRecord, by count: Int, _ call: Call) -> HTML? {
    guard call.actor.holds(.subscriptionsChange) else { return nil }
    let href = "/subscriptions/\(record.id)/quantity?quantity=\(record.subscription.quantity + count)"
    let label = count == 1 ? Words.increaseOne : Words.increase
    return buttonLink(label: label.in(call.actor.language, ["count": "\(count)"]), href: href)
  }

  // MARK: - Giving and taking back

  static func assign(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["userIds"])
    let people = try PeoplePicker.people(fields)
    let notify = PeoplePicker.notifies(fields)
    let show = fields.parsed("show") { $0 }
    _ = fields.has("next")
    try fields.check()
    let id: ID<Subscription> = try call.id()
    let wishes = people.enumerated().map { Licences.Wish($1, id, at: "/userIds/\($0)") }
    _ = try Licences.ofOne { try Licences.give(wishes, in: call.work, notify: notify) }
    return .seeOther(
      PortalLink.to("/subscriptions/\(id)/assignments", ["show": show, "given": String(people.count)]))
  }

  /// Asks first who it is about; with `step=confirm` takes the licences back.
  static func takeBack(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["userIds"])
    let people = try PeoplePicker.people(fields)
    let next = Step(fields.parsed("next") { $0 })
    _ = (fields.has("show"), fields.has("step"))
    try fields.check()
    let id: ID<Subscription> = try call.id()
    let isConfirmed = ChangePage.isConfirmed(call)
    let wishes = people.enumerated().map { Licences.Wish($1, id, at: "/userIds/\($0)") }
    let outcome = try Licences.ofOne {
      try Licences.takeBack(wishes, in: call.work, preview: !isConfirmed)
    }
    let home = "/subscriptions/\(id)"
    if !isConfirmed { return try confirmation(outcome, next, call) }
    if let next { return .seeOther("\(home)/\(next.rawValue)") }
    return .seeOther("\(home)/assignments?show=assigned&taken=\(people.count)")
  }

  private static func confirmation(_ outcome: Licences.Outcome, _ next: Step?, _ call: Call) throws -> Response {
    let language = call.actor.language
    guard let record = outcome.records.first else { throw Refusal.notFound }
    let home = "/subscriptions/\(record.id)"
    let names: [HTML] = outcome.people.map { "<li>\($0.name) <small class=\"subtle\">\($0.email)</small></li>" }
    let groups = try GroupLicences.keeping(record.id, in: call.work)
    let links: [HTML] = groups.map { "<li><a href=\"/groups/\($0.id.description)\">\($0.name)</a></li>" }
    let hidden =
      [("step", "confirm")] + outcome.people.map { ("userIds", $0.id.description) }
      + (next.map { [("next", $0.rawValue)] } ?? [])
    let count = ["count": "\(outcome.people.count)", "name": record.name]
    let content: HTML = """
      \(breadcrumbs([
        (record.name, home), (Words.title.in(language), home + "/assignments"), (Words.confirmTitle.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.confirmTitle.in(language))", subtitle: "\(record.name)"))
      \(links.isEmpty ? nil : notice(.warning, title: Words.keptByGroups.in(language), body: "<ul>\(links)</ul>"))
      \(card(form(action: home + "/assignments/removal", csrf: call.actor.csrf ?? "", hidden: hidden,
        content: "<p>\(Words.confirmText.in(language, count))</p><ul>\(names)</ul>",
        submit: Words.confirm.in(language, count), tone: .danger,
        cancel: (DeskWords.cancel.in(language), home + "/assignments"))))
      """
    return try Portal.page(call, Words.confirmTitle.in(language), at: .subscriptions, content)
  }

  /// What licences were in the way of, and so where to go on.
  enum Step: String {
    case cancellation, quantity

    init?(_ text: String?) {
      guard let text, let step = Step(rawValue: text) else { return nil }
      self = step
    }

    fileprivate var label: Phrase {
      switch self {
      case .cancellation: Phrase("Back to ending it", fr: "Revenir à la résiliation", de: "Zurück zum Beenden")
      case .quantity: Phrase("Back to the quantity", fr: "Revenir à la quantité", de: "Zurück zur Menge")
      }
    }
  }

  // MARK: - In the way of something else

  /// Who holds licences where that stops ending or reducing, with boxes to take them back right there.
  static func holders(_ record: SubscriptionRecord, inTheWayOf step: Step, _ call: Call) throws -> HTML? {
    guard record.subscription.assigned > 0 else { return nil }
    let language = call.actor.language
    let count = ["count": "\(record.subscription.assigned)"]
    guard try LicencesHeld.seesHolders(of: record, in: call.work) else {
      let asking: HTML =
        call.actor.level == .reseller
        ? DelegationSection.asking(customer: nil, subscription: record.id.description, language) : .empty
      return card(title: Words.inTheWay.in(language), "<p>\(Words.inTheWayHidden.in(language, count))</p>\(asking)")
    }
    let shown = Paging(limit: Bounds.holdersNamed)
    let found = try LicencePeople.list(of: record, .assigned, search: nil, shown, in: call.work)
    let path = "/subscriptions/\(record.id)/assignments"
    let picker = picker(Array(found.prefix(shown.limit)), .assigned, nil, step, path, call)
    let all = buttonLink(
      label: Words.allHolders.in(language),
      href: PortalLink.to(path, ["show": "assigned", "next": step.rawValue]))
    return card(
      title: Words.inTheWay.in(language), actions: found.count > shown.limit ? [all] : [],
      "<p>\(Words.inTheWayHint.in(language, count))</p>\(picker.html)")
  }
}
