import Core
import FoundationEssentials
import HTTP
import Markup

/// What a leaver used, handed over to a successor: all of it or what is ticked.
enum HandOverPages {
  private typealias Words = LicenceWords

  /// People offered at once; with more, one searches.
  private static let offered = 50

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try PersonLicencePages.person(call)
    let home = "/users/\(user.id)"
    let plan = try LicenceMoves.plan(from: user.id, to: nil, in: call.work)
    let title = Words.handOverTitle.in(language, ["name": user.name])
    let search = try SearchText.query(call)
    let body: HTML =
      plan.moves.isEmpty
      ? "<p>\(Words.noneHeld.in(language))</p>"
      : form(
        action: home + "/handover", csrf: call.actor.csrf ?? "", hidden: [("step", "preview")],
        content: """
          <fieldset><legend>\(Words.what.in(language))</legend>\(services(plan, call))</fieldset>\
          <fieldset><legend>\(Words.toWhom.in(language))</legend>\
          \(results(try receivers(user, search, call)))</fieldset>
          """, submit: Words.see.in(language), cancel: (DeskWords.cancel.in(language), home))
    let finder = filterForm(action: home + "/handover", value: search ?? "", label: Words.search.in(language))
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (user.name, home), (title, nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.handOverHint.in(language))"))
      \(when: !plan.moves.isEmpty, finder)
      \(card(body))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  private static func services(_ plan: LicenceMoves.Plan, _ call: Call) -> HTML {
    let refill = Refill(call)
    let boxes: [HTML] = plan.moves.map { move in
      let id = move.record.id.description
      return checkbox(
        label: "\(move.record.name) <small class=\"subtle\">\(move.record.serviceName)</small>",
        name: "subscriptionIds", value: id, checked: refill.ticked("subscriptionIds", id, stored: true),
        id: "subscription-\(id)")
    }
    return boxes.joined()
  }

  private static func receivers(_ user: Users.Record, _ search: String?, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let rows = try call.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email FROM person p
      WHERE p.organization_id = \(user.path.customer) AND p.status NOT IN ('disabled', 'deleted')
        AND p.id <> \(user.id) AND \(SearchText.contains("p.search_text", search))
      ORDER BY p.family_name, p.given_name, p.id LIMIT \(offered)
      """)
    if rows.isEmpty { return "<p>\(Words.noMatch.in(language))</p>" }
    let refill = Refill(call)
    let options = try rows.map { row in
      let id = (try row[0] as ID<Person>).description
      let name: String = try row[1]
      return (
        value: id, label: "\(name) (\(try row[2] as String))", selected: refill.has("to", id), disabled: false
      )
    }
    return selectField(
      label: DeskWords.person.in(language), name: "to", options: options, error: refill.error("to"), required: true)
  }

  /// Shows what would go over and what stays; with `step=confirm` hands over what can go.
  static func handOver(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["subscriptionIds"])
    let receiver = fields.id("to", required: true, of: Person.self)
    let chosen = fields.ids("subscriptionIds", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self) ?? []
    if chosen.isEmpty { fields.note("subscriptionIds", "licences.nothing_chosen") }
    let notify = PeoplePicker.notifies(fields)
    _ = fields.has("step")
    try fields.check()
    let user = try PersonLicencePages.person(call)
    guard let receiver else { throw Refusal.notFound }
    if ChangePage.isConfirmed(call) {
      _ = try LicenceMoves.handOver(from: user.id, to: receiver, only: chosen, in: call.work, notify: notify)
      return .seeOther("/users/\(receiver)")
    }
    let plan = try LicenceMoves.plan(from: user.id, to: receiver, in: call.work)
    return try confirmation(plan, Set(chosen), user, call)
  }

  private static func confirmation(
    _ plan: LicenceMoves.Plan, _ chosen: Set<ID<Subscription>>, _ user: Users.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    guard let receiver = plan.receiver else { throw Refusal.invalid([Issue("/to", "user.unknown")]) }
    let moves = plan.moves.filter { chosen.contains($0.record.id) }
    let going = moves.filter { $0.obstacle == nil }
    let values = ["name": receiver.name, "count": "\(going.count)"]
    let rows: [[HTML]] = moves.map { move in
      let fate: HTML =
        move.obstacle.map { code in
          "\(badge(Words.stays.in(language), tone: .warning))<small>\(Messages.sentence(code, [:], language))</small>"
        } ?? badge(Words.moves.in(language, values), tone: .good)
      return ["\(move.record.name)<small>\(move.record.serviceName)</small>", fate]
    }
    let home = "/users/\(user.id)"
    let hidden =
      [("step", "confirm"), ("to", receiver.id.description)]
      + going.map { ("subscriptionIds", $0.record.id.description) }
    let title = Words.handOverTitle.in(language, ["name": user.name])
    let confirm = form(
      action: home + "/handover", csrf: call.actor.csrf ?? "", hidden: hidden, content: PeoplePicker.notifying(call),
      submit: Words.confirmMove.in(language, values), cancel: (DeskWords.back.in(language), home + "/handover"))
    let nothing = notice(.warning, title: Words.nothingMoves.in(language, values))
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (user.name, home), (title, nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: "\(receiver.name) · \(receiver.email)"))
      \(table(caption: title, columns: [Column(Words.service.in(language)), Column("")], rows: rows))
      \(going.isEmpty ? nothing : card(confirm))
      """
    return try Portal.page(call, title, at: .people, content)
  }
}
