import Core
import HTTP
import Markup

/// How closed statements go out by mail, and on a statement's page what was sent to whom.
enum StatementMailPages {
  private typealias Words = StatementMailWords

  static func link(_ centre: BillingCentres.Record, _ call: Call) -> HTML {
    buttonLink(label: Words.title.in(call.actor.language), href: "/centres/\(centre.id)/statement-mail")
  }

  // MARK: - The setting

  static func ofCentre(_ call: Call) throws -> Response { try show(.centre(try call.id()), call) }

  static func ofCustomer(_ call: Call) throws -> Response { try show(.customer(try call.id()), call) }

  static func setOfCentre(_ call: Call) throws -> Response {
    let id: ID<BillingCentre> = try call.id()
    let draft = try StatementMailAPI.draft(try call.form(), takesAddress: false)
    _ = try StatementMails.set(.centre(id), draft, in: call.work)
    return .seeOther("/centres/\(id)")
  }

  static func setOfCustomer(_ call: Call) throws -> Response {
    let id: ID<Organization> = try call.id()
    let draft = try StatementMailAPI.draft(try call.form(), takesAddress: true)
    _ = try StatementMails.set(.customer(id), draft, in: call.work)
    return .seeOther(CentrePages.listHref(of: id, call))
  }

  private static func show(_ place: StatementMails.Place, _ call: Call) throws -> Response {
    let language = call.actor.language
    let setting = try StatementMails.find(place, in: call.work)
    let list = CentrePages.listHref(of: setting.path.organization, call)
    let back = setting.centre.map { "/centres/\($0)" } ?? list
    let trail: [(label: String, href: String?)] =
      [(Portal.Place.centres.label.in(language), list)]
      + (setting.centre == nil ? [] : [(setting.name, back)]) + [(Words.title.in(language), nil)]
    let action =
      setting.centre.map { "/centres/\($0)/statement-mail" }
      ?? "/customers/\(setting.path.organization)/statement-mail"
    let content: HTML = """
      \(breadcrumbs(trail))
      \(pageHeader(title: "\(Words.title.in(language))",
        subtitle: "\((setting.centre == nil ? Words.ofCustomer : Words.ofCentre).in(language))"))
      \(card(form(action: action, csrf: call.actor.csrf ?? "", content: fields(setting, call),
        submit: DeskWords.save.in(language), cancel: (DeskWords.cancel.in(language), back))))
      """
    let isCustomers = call.actor.level == .customer
    // One's own organization is named by the page itself.
    let ofWhat = setting.centre == nil && isCustomers ? "" : " · \(setting.name)"
    return try Portal.page(call, Words.title.in(language) + ofWhat, at: isCustomers ? .centres : .customers, content)
  }

  private static func fields(_ setting: StatementMails.Setting, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let modes = StatementMailMode.allCases.map { mode in
      (
        value: mode.rawValue, label: Words.mode(mode).in(language),
        selected: refill.has("mode", mode.rawValue, mode == setting.mode), disabled: false
      )
    }
    let languages = Language.allCases.map { choice in
      (
        value: choice.rawValue, label: Portal.languageName(choice),
        selected: refill.has("language", choice.rawValue, choice == setting.language), disabled: false
      )
    }
    let destination: HTML =
      setting.centre == nil
      ? field(
        label: Words.address.in(language), name: "address", type: "email",
        value: refill.value("address", setting.address), error: refill.error("address"))
      : definitionList([
        (Words.contact.in(language), "\(setting.address ?? Words.noContact.in(language))")
      ])
    return """
      \(selectField(label: Words.mode.in(language), name: "mode", options: modes,
        hint: Words.modeHint.in(language), error: refill.error("mode"), required: true))
      \(destination)
      \(selectField(label: Words.language.in(language), name: "language", options: languages))
      """
  }

  // MARK: - What was sent

  /// Of a closed statement of a customer; nothing elsewhere.
  static func deliveries(of document: Statements.Document, _ call: Call) throws -> HTML {
    let record = document.record
    guard record.isClosed, record.leg == .price else { return .empty }
    let language = call.actor.language
    let sent = try StatementDeliveries.list(of: record.id, Paging(limit: shown), in: call.work)
    let columns = [
      Column(Words.asked.in(language)), Column(Words.part.in(language)), Column(Words.to.in(language)),
      Column(DeskWords.status.in(language)), Column(Words.by.in(language)),
    ]
    let log = table(
      caption: Words.deliveries.in(language), columns: columns, rows: sent.prefix(shown).map { row($0, language) },
      empty: "<p>\(Words.noneYet.in(language))</p>")
    return disclosure(
      summary: Words.deliveries.in(language), isOpen: !sent.isEmpty, "\(sending(document, call))\(log)")
  }

  /// The latest; all of them are in the API.
  private static let shown = 20

  private static func row(_ delivery: StatementDeliveries.Record, _ language: Language) -> [HTML] {
    let held = [
      delivery.attached == true ? Words.withFile.in(language) : nil,
      delivery.linked == true ? Words.withLink.in(language) : nil,
    ].compactMap { $0 }.joined(separator: ", ")
    let why = delivery.code.map { Messages.sentence($0, [:], language) } ?? delivery.error
    return [
      Portal.time(delivery.sentAt ?? delivery.createdAt), "\(delivery.centreName ?? Words.whole.in(language))",
      "\(delivery.address ?? "–")",
      """
      \(Words.badge(delivery.status, language))\(when: !held.isEmpty, "<small>\(held)</small>")\
      \(why.map { "<small>\($0)</small>" as HTML })
      """,
      "\(delivery.requestedByName ?? Words.byItself.in(language))",
    ]
  }

  private static func sending(_ document: Statements.Document, _ call: Call) -> HTML {
    guard call.actor.holds(.centresManage) else { return .empty }
    let language = call.actor.language
    let options =
      [(value: "", label: Words.whole.in(language), selected: true, disabled: false)]
      + document.sections.map {
        (value: ID<BillingCentre>($0.id).description, label: $0.name, selected: false, disabled: false)
      }
    return form(
      action: "/statements/\(document.record.id)/deliveries", csrf: call.actor.csrf ?? "",
      content: selectField(label: Words.sendWhat.in(language), name: "centreId", options: options),
      submit: Words.send.in(language), tone: .plain)
  }

  static func send(_ call: Call) throws -> Response {
    let id: ID<Statement> = try call.id()
    let fields = try call.form()
    let centre: ID<BillingCentre>? = fields.id("centreId")
    try fields.check()
    _ = try StatementDeliveries.send(id, centre: centre, in: call.work)
    return .seeOther("/statements/\(id)")
  }
}
