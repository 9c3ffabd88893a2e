import Core
import FoundationEssentials
import HTTP
import Markup

/// What one person may use: on their page, and changed several at once.
enum PersonLicencePages {
  private typealias Words = LicenceWords

  /// The part of a person's page; nothing where licences are not the reader's affair.
  static func card(_ user: Users.Record, _ call: Call) throws -> HTML? {
    guard let customer = user.path.customer, try PersonLicences.isOpen(at: user.path, in: call.work) else { return nil }
    let language = call.actor.language
    let held = try PersonLicences.list(of: user.id, at: customer, all: false, in: call.work)
    let home = "/users/\(user.id)"
    let rows: [[HTML]] = held.map { licence in
      [
        "<a href=\"/subscriptions/\(licence.id.description)\">\(licence.name)</a><small>\(licence.serviceName)</small>",
        licence.since.map { Portal.time($0) } ?? .empty, count(licence, language),
      ]
    }
    let columns = [
      Column(Words.service.in(language)), Column(Words.since.in(language)), Column(Words.licences.in(language)),
    ]
    var actions: [HTML] = []
    if !held.isEmpty { actions.append(buttonLink(label: Words.handOver.in(language), href: home + "/handover")) }
    if user.status != .disabled || !held.isEmpty {
      actions.append(buttonLink(label: Words.change.in(language), href: home + "/licences"))
    }
    return Markup.card(
      title: Words.licences.in(language), actions: actions,
      table(
        caption: Words.held.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noneHeld.in(language))</p>"))
  }

  private static func count(_ licence: PersonLicences.Record, _ language: Language) -> HTML {
    gauge(
      licence.assigned, of: licence.quantity,
      label: Words.ofMany.in(
        language, ["assigned": "\(licence.assigned)", "quantity": "\(licence.quantity)"]))
  }

  /// Boxes for what somebody could have; greyed where none is left. Nothing where there is nothing to choose.
  static func choices(
    of person: ID<Person>?, at path: Path, _ call: Call
  ) throws -> (fields: HTML, held: [ID<Subscription>])? {
    guard let customer = path.customer, try PersonLicences.isOpen(at: path, in: call.work) else { return nil }
    let language = call.actor.language
    let all = try PersonLicences.list(of: person, at: customer, all: true, in: call.work)
    if all.isEmpty { return nil }
    let refill = Refill(call)
    let isSent = refill.hasSent("listed")
    let boxes: [HTML] = all.map { licence in
      let id = licence.id.description
      let isTicked = isSent ? refill.ticked("subscriptionIds", id, stored: false) : licence.since != nil
      let isOpen = licence.since != nil || licence.hasFree
      return """
        <div class="field check"><input id="subscription-\(id)" name="subscriptionIds" type="checkbox" value="\(id)"\
        \(flag: "checked", isTicked)\(flag: "disabled", !isOpen)>\
        <label for="subscription-\(id)">\(licence.name) <small class="subtle">\(licence.serviceName)</small></label>\
        <small>\(count(licence, language))</small></div>

        """
    }
    let error = refill.error("subscriptionIds").map { "<small class=\"error\">\($0)</small>" as HTML }
    return (
      "<input type=\"hidden\" name=\"listed\" value=\"true\">\(error)\(boxes)",
      all.filter { $0.since != nil }.map(\.id)
    )
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try person(call)
    let home = "/users/\(user.id)"
    let title = Words.ofPerson.in(language, ["name": user.name])
    let choices = try choices(of: user.id, at: user.path, call)
    let body: HTML =
      choices.map { fields, held in
        form(
          action: home + "/licences", csrf: call.actor.csrf ?? "", hidden: held.map { ("held", $0.description) },
          content: "<p>\(Words.tickHint.in(language))</p>\(fields)\(PeoplePicker.notifying(call))",
          submit: DeskWords.save.in(language), cancel: (DeskWords.cancel.in(language), home))
      } ?? "<p>\(Words.noSubscriptions.in(language))</p>"
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (user.name, home), (Words.licences.in(language), nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: "\(user.signInEmail)"))
      \(Markup.card(body))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  /// Somebody of a customer whose licences the actor gives; accounts need not be theirs to change.
  static func person(_ call: Call) throws -> Users.Record {
    let user = try found(try call.id(), in: call.work)
    guard user.path.level == .customer, call.actor.path.covers(user.path) else { throw Refusal.notFound }
    try call.actor.require(.licencesAssign)
    try Delegations.require(.licences, over: user.path, in: call.work)
    return user
  }

  private static func found(_ id: ID<Person>, in work: Work) throws -> Users.Record {
    let rows = try work.tx.rows(
      "SELECT \(Users.columns(at: work.now)) FROM person p WHERE p.id = \(id) AND p.status <> 'deleted'")
    guard let row = rows.first else { throw Refusal.notFound }
    return try Users.record(row)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["subscriptionIds", "held"])
    let wanted = fields.ids("subscriptionIds", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self) ?? []
    let held = fields.ids("held", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self) ?? []
    let notify = PeoplePicker.notifies(fields)
    _ = fields.has("listed")
    try fields.check()
    let user = try person(call)
    try PersonLicences.change(user.id, held: held, wanted: wanted, in: call.work, notify: notify)
    return .seeOther("/users/\(user.id)")
  }
}
