import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Where a customer's cost lands: the list, and the form of one centre.
enum CentrePages {
  /// A centre with the licences that land on it now.
  private struct Listed {
    let centre: BillingCentres.Record
    let licences: Int
    let subscriptions: Int
  }

  /// One's own centres.
  static func own(_ call: Call) throws -> Response {
    guard call.actor.level == .customer else { throw Refusal.notFound }
    return try list(of: Organizations.find(call.actor.organization, kind: .customer, in: call.work), call)
  }

  static func ofCustomer(_ call: Call) throws -> Response {
    try list(of: Organizations.find(try call.id(), kind: .customer, in: call.work), call)
  }

  private static func list(of customer: Organizations.Record, _ call: Call) throws -> Response {
    let language = call.actor.language
    let centres = try all(of: customer.id, in: call.work)
    let manages = call.actor.holds(.centresManage)
    let actions = [
      BudgetNotices.listLink(of: customer.id, call),
      buttonLink(label: StandingRuleWords.title.in(language), href: StandingRulePages.path(customer.id)),
      manages ? buttonLink(label: StandingRuleWords.again.in(language), href: ResplitPages.path(customer.id)) : .empty,
      manages
        ? buttonLink(label: StatementMailWords.title.in(language), href: "/customers/\(customer.id)/statement-mail")
        : .empty,
      manages ? buttonLink(label: Words.new.in(language), href: newHref(customer), tone: .primary) : .empty,
    ]
    let columns = [
      Column(DeskWords.name.in(language)), Column(Words.code.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.contact.in(language)), Column(Words.subscriptions.in(language), kind: .number),
      Column(Words.licences.in(language), kind: .number), Column("", kind: .number),
    ]
    let total = centres.reduce(0) { $0 + $1.licences }
    let footer: [HTML] = ["\(Words.total.in(language))", "", "", "", "", "\(total)", ""]
    let content: HTML = """
      \(trail(customer, call))
      \(pageHeader(title: "\(Portal.Place.centres.label.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: actions))
      \(table(caption: Words.caption.in(language), columns: columns,
        rows: centres.map { row($0, call, manages: manages) }, empty: "<p>\(Words.none.in(language))</p>",
        footer: footer))
      """
    return try Portal.page(call, Portal.Place.centres.label.in(language), at: place(call), content)
  }

  private static func all(of customer: ID<Organization>, in work: Work) throws -> [Listed] {
    let results = try work.tx.pipeline([
      """
      SELECT \(BillingCentres.columns) FROM billing_centre WHERE customer_id = \(customer) ORDER BY closed, position
      """,
      """
      SELECT a.centre, sum(a.quantity)::bigint, count(*) FROM subscription s
      CROSS JOIN LATERAL unnest(s.centre_ids, s.centre_quantities) AS a (centre, quantity)
      WHERE s.customer_id = \(customer) AND s.status IN ('pending', 'active', 'suspended') GROUP BY a.centre
      """,
    ])
    var held: [ID<BillingCentre>: (licences: Int, subscriptions: Int)] = [:]
    for row in results[1] { held[try row[0]] = (licences: try row[1], subscriptions: try row[2]) }
    return try results[0].map(BillingCentres.record).map {
      Listed(centre: $0, licences: held[$0.id]?.licences ?? 0, subscriptions: held[$0.id]?.subscriptions ?? 0)
    }
  }

  private static func row(_ listed: Listed, _ call: Call, manages: Bool) -> [HTML] {
    let language = call.actor.language
    let centre = listed.centre
    let name: HTML = manages ? "<a href=\"/centres/\(centre.id.description)\">\(centre.name)</a>" : "\(centre.name)"
    let makeDefault = actionButton(
      label: Words.makeDefault.in(language), action: "/centres/\(centre.id)/default", csrf: call.actor.csrf ?? "")
    let charges: HTML =
      call.actor.seesPrices
      ? buttonLink(label: Words.charges.in(language), href: "/centres/\(centre.id)/charges") : .empty
    let canBeDefault = manages && !centre.isDefault && !centre.closed
    return [
      name, "\(centre.code)", status(of: centre, language), "\(centre.contactEmail ?? "–")",
      listed.subscriptions == 0 ? "0" : "<a href=\"\(landing(centre))\">\(listed.subscriptions)</a>",
      "\(listed.licences)", "\(canBeDefault ? makeDefault : .empty) \(charges)",
    ]
  }

  /// The subscriptions that have licences there.
  private static func landing(_ centre: BillingCentres.Record) -> String {
    PortalLink.to(
      "/subscriptions", ["customer": centre.path.organization.description, "centre": centre.id.description])
  }

  private static func status(of centre: BillingCentres.Record, _ language: Language) -> HTML {
    if centre.closed { return badge(Words.closed.in(language), tone: .neutral) }
    return centre.isDefault
      ? badge(Words.isDefault.in(language), tone: .good) : badge(Words.open.in(language), tone: .neutral)
  }

  static func place(_ call: Call) -> Portal.Place { call.actor.level == .customer ? .centres : .customers }

  static func listHref(of customer: ID<Organization>, _ call: Call) -> String {
    call.actor.level == .customer ? "/centres" : "/customers/\(customer)/centres"
  }

  private static func newHref(_ customer: Organizations.Record) -> String { "/customers/\(customer.id)/centres/new" }

  /// A reseller comes here by its customer.
  private static func trail(_ customer: Organizations.Record, _ call: Call) -> HTML {
    guard call.actor.level != .customer else { return .empty }
    return breadcrumbs(above(customer, call) + [(Portal.Place.centres.label.in(call.actor.language), nil)])
  }

  /// The way to a page about a customer's centres, `parent` between it and their list.
  static func trail(
    _ customer: Organizations.Record, _ title: String, above parent: (label: String, href: String)? = nil, _ call: Call
  ) -> HTML {
    let list: (label: String, href: String?) = (
      Portal.Place.centres.label.in(call.actor.language), listHref(of: customer.id, call)
    )
    return breadcrumbs(above(customer, call) + [list] + (parent.map { [($0.label, $0.href)] } ?? []) + [(title, nil)])
  }

  private static func above(_ customer: Organizations.Record, _ call: Call) -> [(label: String, href: String?)] {
    guard call.actor.level != .customer else { return [] }
    return [
      (Portal.Place.customers.label.in(call.actor.language), "/customers"),
      (customer.name, "/customers/\(customer.id)"),
    ]
  }

  // MARK: - The form

  static func new(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    return try form(
      call, title: Words.new.in(call.actor.language), action: newHref(customer), customer: customer.id,
      stored: nil, submit: Words.create)
  }

  static func create(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    _ = try BillingCentres.create(try draft(call), for: customer, in: call.work)
    return .seeOther(listHref(of: customer, call))
  }

  static func show(_ call: Call) throws -> Response {
    let centre = try BillingCentres.find(try call.id(), in: call.work)
    return try form(
      call, title: centre.name, action: "/centres/\(centre.id)", customer: centre.path.organization, stored: centre,
      submit: DeskWords.save)
  }

  static func change(_ call: Call) throws -> Response {
    let centre = try BillingCentres.change(try call.id(), try draft(call), in: call.work)
    return .seeOther(listHref(of: centre.path.organization, call))
  }

  private static func draft(_ call: Call) throws -> BillingCentres.Draft {
    let fields = try call.form()
    var draft = BillingCentres.Draft()
    draft.name = fields.text("name", required: true, upTo: 200)
    draft.code = fields.text("code", required: true, upTo: 40)
    draft.contactEmail = .some(fields.parsed("contactEmail", "email.malformed") { Text.email($0) })
    try fields.check()
    return draft
  }

  private static func form(
    _ call: Call, title: String, action: String, customer: ID<Organization>, stored: BillingCentres.Record?,
    submit: Phrase
  ) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let back = listHref(of: customer, call)
    let fields: HTML = """
      \(field(label: DeskWords.name.in(language), name: "name", value: refill.value("name", stored?.name),
        error: refill.error("name"), required: true))
      \(field(label: Words.code.in(language), name: "code", value: refill.value("code", stored?.code),
        hint: Words.codeHint.in(language), error: refill.error("code"), required: true))
      \(field(label: Words.contact.in(language), name: "contactEmail", type: "email",
        value: refill.value("contactEmail", stored?.contactEmail), hint: Words.contactHint.in(language),
        error: refill.error("contactEmail")))
      """
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.centres.label.in(language), back), (title, nil)]))
      \(pageHeader(title: "\(title)",
        actions: try stored.map {
          try stateButtons($0, call) + [StatementMailPages.link($0, call)]
            + BudgetNotices.link(.centre($0.id), of: customer, call) + RightsPages.link(.centre, $0.id, call)
        } ?? []))
      \(try stored.map { try BudgetNotices.of(.centre($0.id), call) })
      \(card(Markup.form(action: action, csrf: call.actor.csrf ?? "", content: fields, submit: submit.in(language),
        cancel: (DeskWords.cancel.in(language), back))))
      """
    return try Portal.page(call, title, at: place(call), content)
  }

  private static func stateButtons(_ centre: BillingCentres.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    if centre.isDefault {
      return [disabledButton(label: Words.close.in(language), reason: Words.defaultStaysOpen.in(language))]
    }
    if centre.closed {
      return [actionButton(label: Words.reopen.in(language), action: "/centres/\(centre.id)/opening", csrf: csrf)]
    }
    return [
      actionButton(label: Words.makeDefault.in(language), action: "/centres/\(centre.id)/default", csrf: csrf),
      buttonLink(label: Words.close.in(language), href: "/centres/\(centre.id)/closing"),
    ]
  }

  static func makeDefault(_ call: Call) throws -> Response { try set(call) { $0.isDefault = true } }
  static func close(_ call: Call) throws -> Response { try set(call) { $0.closed = true } }
  static func reopen(_ call: Call) throws -> Response { try set(call) { $0.closed = false } }

  private static func set(_ call: Call, _ fill: (inout BillingCentres.Draft) -> Void) throws -> Response {
    var draft = BillingCentres.Draft()
    fill(&draft)
    let centre = try BillingCentres.change(try call.id(), draft, in: call.work)
    return .seeOther(listHref(of: centre.path.organization, call))
  }

  private enum Words {
    static let subtitle = Phrase(
      "Where the cost of licences lands. New licences go by a standing rule, else to the default centre.",
      fr: "Où atterrit le coût des licences. Les nouvelles suivent une règle permanente, sinon le centre par défaut.",
      de: "Wo die Kosten der Lizenzen landen. Neue gehen nach einer festen Regel, sonst auf die Standard-Kostenstelle.")
    static let caption = Phrase("Billing centres", fr: "Centres de facturation", de: "Kostenstellen")
    static let none = Phrase(
      "No billing centre yet. Create the first one.", fr: "Aucun centre. Créez le premier.",
      de: "Noch keine Kostenstelle. Legen Sie die erste an.")
    static let code = Phrase("Code", fr: "Code", de: "Code")
    static let codeHint = Phrase(
      "As your accounting knows it; each code once.", fr: "Tel que votre comptabilité le connaît ; unique.",
      de: "Wie ihn Ihre Buchhaltung kennt; jeder Code nur einmal.")
    static let contact = Phrase("Contact", fr: "Contact", de: "Kontakt")
    static let contactHint = Phrase(
      "Who answers questions about its bill.", fr: "Qui répond aux questions sur sa facture.",
      de: "Wer Fragen zur Rechnung beantwortet.")
    static let subscriptions = Phrase("Subscriptions", fr: "Abonnements", de: "Abonnements")
    static let licences = Phrase("Licences now", fr: "Licences actuelles", de: "Lizenzen jetzt")
    static let total = Phrase("Total", fr: "Total", de: "Total")
    static let charges = Phrase("Charges", fr: "Écritures", de: "Buchungen")
    static let isDefault = Phrase("Default", fr: "Par défaut", de: "Standard")
    static let open = Phrase("Open", fr: "Ouvert", de: "Offen")
    static let closed = Phrase("Closed", fr: "Fermé", de: "Geschlossen")
    static let new = Phrase("New billing centre", fr: "Nouveau centre de facturation", de: "Neue Kostenstelle")
    static let create = Phrase("Create centre", fr: "Créer le centre", de: "Kostenstelle anlegen")
    static let makeDefault = Phrase("Make default", fr: "Définir par défaut", de: "Als Standard setzen")
    static let close = Phrase("Close centre", fr: "Fermer le centre", de: "Kostenstelle schliessen")
    static let reopen = Phrase("Open again", fr: "Rouvrir", de: "Wieder öffnen")
    static let defaultStaysOpen = Phrase(
      "The default centre stays open. Make another one the default first.",
      fr: "Le centre par défaut reste ouvert. Définissez-en d’abord un autre.",
      de: "Die Standard-Kostenstelle bleibt offen. Setzen Sie zuerst eine andere als Standard.")
  }
}
