import Core
import FoundationEssentials
import HTTP
import Markup

/// Where a customer's use lands: by licences or by tag, and which tag leads to which centre.
enum UsageTagPages {
  private typealias Words = UsageTagWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let paging = try Paging(call)
    let tags = try UsageTags.list(of: customer.id, paging, in: call.work)
    let next = paging.next(tags) { [$0.tag] }
    let home = "/customers/\(customer.id)/usage-tags"
    let content: HTML = """
      \(breadcrumbs([(customer.name, "/customers/\(customer.id)"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(problem(call))
      \(card(title: Words.choices.in(language), try choices(customer.id, call)))
      \(card(title: Words.tags.in(language), try leads(tags.prefix(paging.limit), customer.id, call)))
      \(pager(nextHref: next.map { PortalLink.to(home, ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.title.in(language), at: .centres, content)
  }

  private static func problem(_ call: Call) -> HTML? {
    guard case .invalid(let issues) = call.refusal, let issue = issues.first else { return nil }
    return notice(.bad, title: Messages.sentence(issue.code, issue.details, call.actor.language))
  }

  private static func choices(_ customer: ID<Organization>, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let chosen = try UsageTags.choices(of: customer, in: call.work)
    let rows = try call.work.tx.rows(
      """
      SELECT DISTINCT s.service_id, s.service_name FROM subscription s JOIN meter m ON m.offer_id = s.offer_id
      WHERE s.customer_id = \(customer) ORDER BY s.service_name
      """)
    let services: [(id: ID<Service>, name: String)] = try rows.map { (try $0[0], try $0[1]) }
    guard !services.isEmpty else { return "<p>\(Words.nothingMetered.in(language))</p>" }
    let forms: [HTML] = services.map { service in
      let present = chosen.first { $0.service == service.id }?.splitBy ?? .licences
      return choiceForm(
        service.name, present, among: UsageSplitChoice.allCases, ("serviceId", service.id.description), customer, call)
    }
    let own: [HTML] = chosen.compactMap { choice in
      guard let id = choice.subscription, let present = choice.splitBy else { return nil }
      return choiceForm(
        choice.name, present, among: UsageSplitChoice.allCases + [nil], ("subscriptionId", id.description), customer,
        call)
    }
    let more = try call.actor.holds(.centresManage) ? another(than: chosen, customer, call) : nil
    return "<p>\(Words.choicesHint.in(language))</p>\(forms)\(own)\(more)"
  }

  private static func choiceForm(
    _ name: String, _ present: UsageSplitChoice, among choices: [UsageSplitChoice?], _ hidden: (String, String),
    _ customer: ID<Organization>, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    guard call.actor.holds(.centresManage) else { return "<p>\(name): \(Words.choice(present).in(language))</p>" }
    return form(
      action: "/customers/\(customer)/usage-tags/choice", csrf: call.actor.csrf ?? "", hidden: [hidden],
      content: """
        \(selectField(label: name, name: "splitBy", options: options(choices, present, language)))
        \(fromField(call, hidden.1))
        """,
      submit: Words.saveChoice.in(language), tone: .plain)
  }

  private static func options(
    _ choices: [UsageSplitChoice?], _ present: UsageSplitChoice?, _ language: Language
  ) -> [(value: String, label: String, selected: Bool, disabled: Bool)] {
    choices.map {
      (
        value: $0?.rawValue ?? "", label: ($0.map(Words.choice) ?? Words.asService).in(language),
        selected: $0 == present, disabled: false
      )
    }
  }

  /// A subscription that is to be split otherwise than its service.
  private static func another(
    than chosen: [UsageTags.Choice], _ customer: ID<Organization>, _ call: Call
  ) throws -> HTML? {
    let language = call.actor.language
    let known = chosen.filter { $0.splitBy != nil }.compactMap(\.subscription)
    let rows = try call.work.tx.rows(
      """
      SELECT s.id, coalesce(s.friendly_name, s.plan_name) FROM subscription s
      WHERE s.customer_id = \(customer) AND s.status IN ('active', 'suspended') AND NOT s.id = ANY (\(known))
        AND EXISTS (SELECT FROM meter m WHERE m.offer_id = s.offer_id)
      ORDER BY 2, 1 LIMIT \(Bounds.pageMaximum)
      """)
    guard !rows.isEmpty else { return nil }
    let subscriptions = try rows.map { row -> (value: String, label: String, selected: Bool, disabled: Bool) in
      let id: ID<Subscription> = try row[0]
      return (value: id.description, label: try row[1], selected: false, disabled: false)
    }
    return disclosure(
      summary: Words.another.in(language),
      form(
        action: "/customers/\(customer)/usage-tags/choice", csrf: call.actor.csrf ?? "",
        content: """
          \(selectField(label: Words.subscription.in(language), name: "subscriptionId", options: subscriptions))
          \(selectField(label: Words.choices.in(language), name: "splitBy",
            options: options(UsageSplitChoice.allCases, .tag, language)))
          \(fromField(call, "another"))
          """,
        submit: Words.saveChoice.in(language), tone: .plain))
  }

  private static func fromField(_ call: Call, _ id: String) -> HTML {
    field(
      label: Words.from.in(call.actor.language), name: "from", type: "month",
      value: Month(containing: call.work.now.utcDay).description, hint: Words.fromHint.in(call.actor.language),
      id: "from-\(id)")
  }

  private static func leads(
    _ tags: ArraySlice<UsageTags.Listed>, _ customer: ID<Organization>, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let centres = try BillingCentres.list(of: customer, Paging(limit: Bounds.pageMaximum), in: call.work)
    let mayChange = call.actor.holds(.centresManage)
    let rows: [[HTML]] = tags.enumerated().map { index, tag in
      let nowhere = badge(Words.nowhere.in(language), tone: .warning)
      let centre: HTML =
        mayChange
        ? select(index, tag, centres, language)
        : tag.centreName.map { "\($0)" } ?? nowhere
      return [
        "\(tag.tag) \(tag.centre == nil && mayChange ? nowhere : nil)", centre, "\(tag.from?.description ?? "–")",
      ]
    }
    let table = table(
      caption: Words.tags.in(language),
      columns: [
        Column(UsageWords.tag.in(language)), Column(Words.centre.in(language)), Column(Words.since.in(language)),
      ], rows: rows, empty: "<p>\(Words.none.in(language))</p>")
    guard mayChange, !tags.isEmpty else { return table }
    return form(
      action: "/customers/\(customer)/usage-tags", csrf: call.actor.csrf ?? "",
      content: "\(table)\(fromField(call, "tags"))", submit: Words.saveTags.in(language))
  }

  private static func select(
    _ index: Int, _ tag: UsageTags.Listed, _ centres: [BillingCentres.Record], _ language: Language
  ) -> HTML {
    let options: [HTML] = centres.filter { !$0.closed }.map { centre in
      "<option value=\"\(centre.id.description)\"\(flag: "selected", centre.id == tag.centre)>\(centre.name)</option>"
    }
    return """
      <input type="hidden" name="tag" value="\(tag.tag)"><select name="centre" aria-label="\(tag.tag)">\
      <option value="">\(Words.default.in(language))</option>\(options)</select>
      """
  }

  private static func month(_ form: Form?) throws -> Month? {
    guard let text = form?.text("from"), !text.isEmpty else { return nil }
    guard let month = Month(text) else { throw Refusal.invalid([Issue("/from", "field.month_malformed")]) }
    return month
  }

  /// Only what was changed is said.
  static func save(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    _ = try Organizations.find(customer, kind: .customer, in: call.work)
    let form = Form(call.request)
    let names = form?.all("tag") ?? []
    let centres = form?.all("centre") ?? []
    guard names.count == centres.count, names.count <= Bounds.usageTagsAtOnce else {
      throw Refusal.invalid([Issue("/items", "field.too_many")])
    }
    let present = try call.work.tx.rows(
      """
      SELECT DISTINCT ON (tag) tag, centre_id FROM usage_tag_centre
      WHERE customer_id = \(customer) AND tag = ANY (\(names)) ORDER BY tag, from_month DESC
      """)
    let known: [String: ID<BillingCentre>?] = try present.reduce(into: [:]) { $0[try $1[0]] = try $1[1] }
    let leads = try zip(names, centres).compactMap { name, text -> UsageTags.Lead? in
      let centre = try text.isEmpty ? nil : centreID(text)
      return (known[name] ?? nil) == centre ? nil : UsageTags.Lead(tag: name, centre: centre)
    }
    if !leads.isEmpty { try UsageTags.lead(leads, of: customer, from: try month(form), in: call.work) }
    return .seeOther("/customers/\(customer)/usage-tags")
  }

  private static func centreID(_ text: String) throws -> ID<BillingCentre> {
    guard let id = ID<BillingCentre>(text) else { throw Refusal.invalid([Issue("/centre", "field.id_malformed")]) }
    return id
  }

  static func choose(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    _ = try Organizations.find(customer, kind: .customer, in: call.work)
    let form = Form(call.request)
    let service = form?.text("serviceId").flatMap { ID<Service>($0) }
    let subscription = form?.text("subscriptionId").flatMap { ID<Subscription>($0) }
    let text = form?.text("splitBy") ?? ""
    let choice = UsageSplitChoice(rawValue: text)
    // Only a subscription may go back to what counts for its service.
    guard (service == nil) != (subscription == nil), choice != nil || text.isEmpty && subscription != nil else {
      throw Refusal.invalid([Issue("/splitBy", "field.required")])
    }
    try UsageTags.choose(
      choice, service: service, subscription: subscription, of: customer, from: try month(form), in: call.work)
    return .seeOther("/customers/\(customer)/usage-tags")
  }
}

/// The words of tags.
enum UsageTagWords {
  static let title = Phrase("Usage by tag", fr: "Consommation par étiquette", de: "Verbrauch nach Schlagwort")
  static let subtitle = Phrase(
    "Whoever sends records may tag them. A tag leads to a billing centre; one that leads nowhere lands on the default "
      + "centre.",
    fr: "Les relevés peuvent porter une étiquette. Une étiquette mène à un centre ; sinon, tout va au centre par "
      + "défaut.",
    de: "Meldungen können ein Schlagwort tragen. Es führt zu einer Kostenstelle; sonst geht alles auf die "
      + "Standard-Kostenstelle.")
  static let choices = Phrase("What decides", fr: "Ce qui décide", de: "Was entscheidet")
  static let asService = Phrase("As its service", fr: "Comme son service", de: "Wie sein Service")
  static let another = Phrase(
    "Split one subscription otherwise", fr: "Répartir un abonnement autrement", de: "Ein Abonnement anders aufteilen")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let choicesHint = Phrase(
    "Open months are split anew at once; closed ones are corrected on the next statement.",
    fr: "Les mois ouverts sont répartis à nouveau ; les mois clos sont corrigés sur le relevé suivant.",
    de: "Offene Monate werden sofort neu aufgeteilt, geschlossene auf der nächsten Abrechnung berichtigt.")
  static let tags = Phrase("Tags", fr: "Étiquettes", de: "Schlagwörter")
  static let centre = Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
  static let since = Phrase("Since", fr: "Depuis", de: "Seit")
  static let nowhere = Phrase("leads nowhere yet", fr: "ne mène nulle part", de: "führt noch nirgends hin")
  static let `default` = Phrase("The default centre", fr: "Le centre par défaut", de: "Die Standard-Kostenstelle")
  static let from = Phrase("From month", fr: "Dès le mois", de: "Ab Monat")
  static let fromHint = Phrase(
    "An earlier month corrects it too.", fr: "Un mois antérieur est aussi corrigé.",
    de: "Auch ein früherer Monat wird berichtigt.")
  static let saveTags = Phrase("Save where tags lead", fr: "Enregistrer les étiquettes", de: "Schlagwörter speichern")
  static let saveChoice = Phrase("Save the choice", fr: "Enregistrer le choix", de: "Wahl speichern")
  static let none = Phrase(
    "No record came with a tag yet.", fr: "Aucun relevé n’a encore porté d’étiquette.",
    de: "Noch keine Meldung trug ein Schlagwort.")
  static let nothingMetered = Phrase(
    "This customer has nothing that is billed by use.", fr: "Ce client n’a rien de facturé à la consommation.",
    de: "Dieser Kunde hat nichts, was nach Verbrauch verrechnet wird.")

  static func choice(_ choice: UsageSplitChoice) -> Phrase {
    switch choice {
    case .licences:
      Phrase(
        "By the licences of each day", fr: "Selon les licences de chaque jour", de: "Nach den Lizenzen jedes Tages")
    case .tag: Phrase("By the record’s tag", fr: "Selon l’étiquette du relevé", de: "Nach dem Schlagwort der Meldung")
    }
  }
}
