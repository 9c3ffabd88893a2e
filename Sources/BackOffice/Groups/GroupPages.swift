import Core
import FoundationEssentials
import HTTP
import Markup

/// A customer's groups: the list, and one with its members.
enum GroupPages {
  private typealias Words = GroupWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try customer(call)
    let paging = try Paging(call)
    let search = try SearchText.query(call)
    let groups = try Groups.list(of: owner.id, search: search, paging, in: call.work)
    let next = paging.next(groups) { [$0.name, $0.id.description] }
    let place = PeoplePages.elsewhere(owner, call)
    let rows: [[HTML]] = groups.prefix(paging.limit).map { row($0, language) }
    let columns = [
      Column(Words.group.in(language)), Column(Words.members.in(language), kind: .number),
      Column(Words.gives.in(language)),
    ]
    let people = PortalLink.to("/people", ["organization": place])
    let new = form(
      action: "/groups", csrf: call.actor.csrf ?? "", hidden: PeoplePages.hidden(owner, call),
      content: nameField(Refill(call), language), submit: Words.create.in(language))
    let shown = search == nil && groups.isEmpty ? Words.none : Words.noMatch
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), people), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))",
        subtitle: "\(place == nil ? "" : "\(owner.name) · ")\(Words.subtitle.in(language))"))
      \(filterForm(action: "/groups", value: search ?? "", label: Words.search.in(language),
        extra: "\(place.map { "<input type=\"hidden\" name=\"organization\" value=\"\($0)\">" as HTML })"))
      \(results("""
        \(table(caption: Words.title.in(language), columns: columns, rows: rows, empty: "<p>\(shown.in(language))</p>"))
        \(pager(nextHref: next.map {
          PortalLink.to("/groups", ["organization": place, "search": search, "cursor": $0])
        }, label: DeskWords.more.in(language)))
        """))
      \(card(title: Words.new.in(language), new))
      """
    return try Portal.page(call, Words.title.in(language), at: .people, content)
  }

  private static func customer(_ call: Call) throws -> Organizations.Record {
    let owner = try PeoplePages.organization(call)
    guard owner.level == .customer else { throw Refusal.notFound }
    return owner
  }

  private static func nameField(_ refill: Refill, _ language: Language, stored: String? = nil) -> HTML {
    field(
      label: DeskWords.name.in(language), name: "name", value: refill.value("name", stored),
      error: refill.error("name"), required: true, attributes: ["maxlength": "200", "autocomplete": "off"])
  }

  private static func row(_ group: Groups.Record, _ language: Language) -> [HTML] {
    let kept: HTML? = group.keeper == .provider ? "<small>\(Words.byProvider.in(language))</small>" : nil
    let gifts = group.gifts.compactMap(\.name).joined(separator: ", ")
    let waiting = group.gifts.reduce(0) { $0 + $1.waiting }
    let short: HTML? =
      waiting > 0 ? " \(badge(Words.waiting.in(language, ["count": "\(waiting)"]), tone: .warning))" : nil
    return [
      "<a href=\"/groups/\(group.id.description)\">\(group.name)</a>\(kept)", "\(group.members)",
      "\(gifts.isEmpty ? Words.nothing.in(language) : gifts)\(short)",
    ]
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.form()
    let name = fields.text("name", required: true, upTo: 200)
    _ = fields.has("organization")
    try fields.check()
    let group = try Groups.create(name ?? "", of: try customer(call).id, in: call.work)
    return .seeOther("/groups/\(group.id)?show=others")
  }

  // MARK: - One group

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let group = try Groups.find(try call.id(), in: call.work)
    let isOwn = group.keeper == .customer
    let place = group.path.customer == call.actor.path.customer ? nil : group.path.customer?.description
    let list = PortalLink.to("/groups", ["organization": place])
    let kept = isOwn ? Words.keptByYou : Words.keptByProvider
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), PortalLink.to("/people", ["organization": place])),
        (Words.title.in(language), list), (group.name, nil),
      ]))
      \(pageHeader(title: "\(group.name)", subtitle: "\(kept.in(language, ["count": "\(group.members)"]))",
        actions: isOwn ? [
          buttonLink(label: Words.delete.in(language), href: "/groups/\(group.id)/deletion", tone: .danger)
        ] : []))
      \(try GroupLicencePages.card(group, call))
      \(card(title: Words.members.in(language), try members(of: group, call)))
      \(when: isOwn, disclosure(summary: Words.rename.in(language), form(
        action: "/groups/\(group.id)/name", csrf: call.actor.csrf ?? "",
        content: nameField(Refill(call), language, stored: group.name), submit: DeskWords.save.in(language),
        tone: .plain)))
      """
    return try Portal.page(call, group.name, at: .people, content)
  }

  private static func members(of group: Groups.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let isOwn = group.keeper == .customer
    let outside = isOwn && (call.query("show") ?? Form(call.request)?.first("show")) == "others"
    let search = try SearchText.query(call)
    let paging = try Paging(call)
    let people = try Groups.people(of: group, outside: outside, search: search, paging, in: call.work)
    let next = paging.next(people) { [$0.order, $0.id.description] }
    let path = "/groups/\(group.id)"
    let show = outside ? "others" : nil
    let finder = filterForm(
      action: path, value: search ?? "", label: LicenceWords.search.in(language),
      extra: "\(show.map { "<input type=\"hidden\" name=\"show\" value=\"\($0)\">" as HTML })")
    let choice = tabs(
      label: Words.members.in(language),
      [
        NavItem(label: Words.members.in(language), href: path, current: !outside),
        NavItem(label: Words.others.in(language), href: path + "?show=others", current: outside),
      ])
    let more = next.map { PortalLink.to(path, ["show": show, "search": search, "cursor": $0]) }
    let shown = Array(people.prefix(paging.limit))
    return """
      \(when: isOwn, choice)\(finder)\
      \(results("""
        \(isOwn ? picker(shown, outside, search, path, call) : listing(shown, language))\
        \(pager(nextHref: more, label: DeskWords.more.in(language)))
        """))
      """
  }

  private static func picker(
    _ people: [Groups.Member], _ outside: Bool, _ search: String?, _ path: String, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let rows = people.map {
      PeoplePicker.Row(id: $0.id, name: $0.name, email: $0.email, cells: [state($0, language)])
    }
    let empty = search != nil ? LicenceWords.noMatch : outside ? Words.everybodyIn : Words.noMembers
    return PeoplePicker(
      call: call, action: path + (outside ? "/members" : "/members/removal"),
      columns: [Column(Words.state.in(language))], rows: rows, caption: Words.members.in(language),
      submit: (outside ? Words.add : Words.remove).in(language), tone: outside ? .primary : .plain,
      hidden: outside ? [("show", "others")] : [], fields: outside ? PeoplePicker.notifying(call) : .empty,
      empty: empty.in(language)
    ).html
  }

  private static func listing(_ people: [Groups.Member], _ language: Language) -> HTML {
    let rows: [[HTML]] = people.map {
      [
        "<a href=\"/users/\($0.id.description)\">\($0.name)</a><small>\($0.email)</small>", state($0, language),
      ]
    }
    return table(
      caption: Words.members.in(language),
      columns: [Column(DeskWords.person.in(language)), Column(Words.state.in(language))], rows: rows,
      empty: "<p>\(Words.noMembers.in(language))</p>")
  }

  private static func state(_ member: Groups.Member, _ language: Language) -> HTML {
    guard member.isWaiting else { return PeoplePicker.state(member.state, language) }
    return badge(Words.waits.in(language), tone: .warning)
  }

  // MARK: - Changing it

  static func rename(_ call: Call) throws -> Response {
    let fields = try call.form()
    let name = fields.text("name", required: true, upTo: 200)
    try fields.check()
    let group = try Groups.rename(try call.id(), to: name ?? "", in: call.work)
    return .seeOther("/groups/\(group.id)")
  }

  static func add(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["userIds"])
    let people = try PeoplePicker.people(fields)
    let notify = PeoplePicker.notifies(fields)
    _ = fields.has("show")
    try fields.check()
    let group = try Groups.add(named(people), to: try call.id(), in: call.work, notify: notify)
    return .seeOther("/groups/\(group.id)")
  }

  static func remove(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["userIds"])
    let people = try PeoplePicker.people(fields)
    try fields.check()
    let group = try Groups.remove(named(people), from: try call.id(), in: call.work)
    return .seeOther("/groups/\(group.id)")
  }

  private static func named(_ people: [ID<Person>]) -> [NamedPerson] {
    people.enumerated().map { NamedPerson($1, at: "/userIds/\($0)") }
  }

  static func askDeletion(_ call: Call) throws -> Response {
    let language = call.actor.language
    let group = try Groups.find(try call.id(), in: call.work)
    let home = "/groups/\(group.id)"
    let title = Words.deleteTitle.in(language, ["name": group.name])
    let gifts: [HTML] = group.gifts.compactMap(\.name).map { "<li>\($0)</li>" }
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/groups"), (group.name, home), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: home + "/deletion", csrf: call.actor.csrf ?? "", content: """
        <p>\(Words.deleteText.in(language, ["count": "\(group.members)"]))</p>\
        \(when: !gifts.isEmpty, "<ul>\(gifts)</ul>")
        """, submit: Words.delete.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func delete(_ call: Call) throws -> Response {
    let id: ID<Group> = try call.id()
    let group = try Groups.find(id, in: call.work)
    try Groups.delete(id, in: call.work)
    let isElsewhere = group.path.customer != call.actor.path.customer
    return .seeOther(PortalLink.to("/groups", ["organization": isElsewhere ? group.path.customer?.description : nil]))
  }
}
