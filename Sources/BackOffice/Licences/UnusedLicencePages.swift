import Core
import FoundationEssentials
import HTTP
import Markup

/// Licences that nobody uses, to be taken back many at once.
enum UnusedLicencePages {
  private typealias Words = LicenceWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try customer(call)
    let paging = try Paging(call)
    let found = try UnusedLicences.list(of: owner.id, paging, in: call.work)
    let next = paging.next(found) { [$0.person.description, $0.subscription.description] }
    let place = PeoplePages.elsewhere(owner, call)
    let path = "/licences/unused"
    let taken = call.query("taken").flatMap { Int($0) }.map {
      notice(.good, title: Words.taken.in(language, ["count": "\($0)"]))
    }
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (Words.unused.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.unused.in(language))",
        subtitle: "\(place == nil ? "" : "\(owner.name) · ")\(Words.unusedHint.in(language))"))
      \(taken)
      \(selection(found.prefix(paging.limit), owner, call))
      \(pager(nextHref: next.map { PortalLink.to(path, ["organization": place, "cursor": $0]) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.unused.in(language), at: .subscriptions, content)
  }

  private static func customer(_ call: Call) throws -> Organizations.Record {
    let owner = try PeoplePages.organization(call)
    guard owner.level == .customer else { throw Refusal.notFound }
    return owner
  }

  private static func selection(
    _ found: some Collection<UnusedLicences.Record>, _ owner: Organizations.Record, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = found.map { item in
      let key = "\(item.person) \(item.subscription)"
      let label = Words.choose.in(language, ["name": "\(item.name), \(item.subscriptionName)"])
      return [
        """
        <span class="pick"><input type="checkbox" name="licences" value="\(key)" aria-label="\(label)">\
        <span><a href="/users/\(item.person.description)">\(item.name)</a><small>\(item.email)</small></span></span>
        """,
        "<a href=\"/subscriptions/\(item.subscription.description)\">\(item.subscriptionName)</a>",
        PeoplePicker.state(item.state, language), PeoplePicker.lastSignIn(item.lastSignInAt, language),
        Portal.time(item.since),
      ]
    }
    let columns = [
      Column(DeskWords.person.in(language)), Column(Words.service.in(language)), Column(Words.account.in(language)),
      Column(Words.lastSignIn.in(language)), Column(Words.since.in(language)),
    ]
    let listed = table(
      caption: Words.unused.in(language), columns: columns, rows: rows,
      empty: "<p>\(Words.noneUnused.in(language))</p>")
    guard !rows.isEmpty else { return listed }
    let all: HTML = """
      <p><button type="button" class="plain" hidden data-check-all>\(Words.chooseAll.in(language))</button></p>

      """
    return form(
      action: "/licences/unused", csrf: call.actor.csrf ?? "", hidden: PeoplePages.hidden(owner, call),
      content: "\(all)\(listed)", submit: Words.takeBack.in(language), tone: .plain)
  }

  /// Asks first; with `step=confirm` takes them back.
  static func takeBack(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["licences"])
    let keys = fields.texts("licences", upTo: Bounds.licencesAtOnce) ?? []
    _ = (fields.has("organization"), fields.has("step"))
    let wishes = keys.enumerated().compactMap { index, key -> Licences.Wish? in
      let parts = key.split(separator: " ")
      guard parts.count == 2, let person = ID<Person>(parts[0]), let subscription = ID<Subscription>(parts[1]) else {
        fields.note("licences/\(index)", "field.id_malformed")
        return nil
      }
      return Licences.Wish(person, subscription, at: "/licences/\(index)")
    }
    if keys.isEmpty { fields.note("licences", "licences.nobody_chosen") }
    try fields.check()
    let owner = try customer(call)
    let isConfirmed = ChangePage.isConfirmed(call)
    let outcome = try Licences.takeBack(wishes, in: call.work, preview: !isConfirmed)
    guard isConfirmed else { return try confirmation(wishes, outcome, owner, call) }
    return .seeOther(
      PortalLink.to(
        "/licences/unused", ["organization": PeoplePages.elsewhere(owner, call), "taken": String(wishes.count)]))
  }

  private static func confirmation(
    _ wishes: [Licences.Wish], _ outcome: Licences.Outcome, _ owner: Organizations.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let names = Dictionary(uniqueKeysWithValues: outcome.people.map { ($0.id, $0.name) })
    let services = Dictionary(uniqueKeysWithValues: outcome.records.map { ($0.id, $0.name) })
    let lines: [HTML] = wishes.map { wish in
      "<li>\(names[wish.person] ?? "") – \(services[wish.subscription] ?? "")</li>"
    }
    let values = ["count": "\(wishes.count)"]
    let hidden =
      PeoplePages.hidden(owner, call) + [("step", "confirm")]
      + wishes.map { ("licences", "\($0.person) \($0.subscription)") }
    let back = PortalLink.to("/licences/unused", ["organization": PeoplePages.elsewhere(owner, call)])
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (Words.unused.in(language), back),
        (Words.confirmTitle.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.confirmTitle.in(language))", subtitle: "\(owner.name)"))
      \(card(form(action: "/licences/unused", csrf: call.actor.csrf ?? "", hidden: hidden, content: "<ul>\(lines)</ul>",
        submit: Words.confirm.in(language, values), tone: .danger, cancel: (DeskWords.cancel.in(language), back))))
      """
    return try Portal.page(call, Words.confirmTitle.in(language), at: .subscriptions, content)
  }
}
