import Core
import FoundationEssentials
import HTTP
import Markup

/// Everything about one subscription.
enum SubscriptionPages {
  private typealias Words = SubscriptionPageWords
  private typealias Shared = SubscriptionWords

  static func show(_ call: Call) throws -> Response {
    let view = try SubscriptionView(try call.id(), in: call.work)
    let language = call.actor.language
    let record = view.record
    let name = record.subscription.friendlyName ?? record.planName
    let actions = SubscriptionActions(record: record, call: call)
    let content: HTML = """
      \(breadcrumbs(trail(to: record, view.customerName, call) + [(name, nil)]))
      \(pageHeader(title: "\(name) \(Shared.badges(record.subscription, language))", subtitle: subtitle(view, call),
        actions: try actions.mostUsed
          + BudgetNotices.link(.subscription(record.id), of: record.subscription.customer, call)
          + RightsPages.link(.subscription, record.id, call)))
      \(try BudgetNotices.of(.subscription(record.id), call))
      \(suspension(record, language))\(SuccessionNotice(view: view, language: language).html)
      \(try RequestSection.waiting(on: record.id, call))\(try RenewalWarnings.html(record, call))
      \(try ProvisioningCard([record.id], call).html)
      \(tiles(record, call.actor))
      \(grid([card(title: Words.facts.in(language), facts(view, call)), actions.card]))
      \(centres(view, call))
      \(try UsageCard(record, in: call.work).html)
      \(holders(view, call))
      \(SubscriptionLedger(view: view, actor: call.actor).html)
      """
    return try Portal.page(call, name, at: .subscriptions, content)
  }

  /// The way to a subscription: by its customer for those who sell, by the list for those who use it.
  static func trail(to record: SubscriptionRecord, _ customerName: String, _ call: Call) -> [(
    label: String, href: String?
  )] {
    let language = call.actor.language
    guard call.actor.level != .customer else {
      return [(Portal.Place.subscriptions.label.in(language), "/subscriptions")]
    }
    return [
      (Portal.Place.customers.label.in(language), "/customers"),
      (customerName, "/customers/\(record.subscription.customer)"),
    ]
  }

  private static func subtitle(_ view: SubscriptionView, _ call: Call) -> HTML {
    let record = view.record
    let plan = record.subscription.friendlyName == nil ? "" : "\(record.planName) · "
    let customer = call.actor.level == .customer ? "" : " · \(view.customerName)"
    return "\(plan)\(record.serviceName)\(customer)"
  }

  private static func suspension(_ record: SubscriptionRecord, _ language: Language) -> HTML {
    guard record.subscription.status == .suspended else { return .empty }
    let by = record.subscription.suspendedBy.map { Words.level($0).in(language) } ?? ""
    return notice(
      .warning, title: Words.suspendedBy.in(language, ["by": by]),
      body: record.suspensionReason.map { "<p>\($0)</p>" })
  }

  private static func tiles(_ record: SubscriptionRecord, _ actor: Actor) -> HTML {
    let language = actor.language
    let s = record.subscription
    let use = Shared.assigned.in(language, ["count": "\(s.assigned)"])
    let free = Shared.free.in(language, ["count": "\(s.quantity - s.assigned)"])
    var tiles = [statTile(label: Shared.licences.in(language), value: "\(s.quantity)", hint: "\(use), \(free)")]
    for (leg, unit) in [(Leg.price, s.unitPrice), (.cost, s.unitCost)] where actor.sees(leg) {
      let label = leg == .price ? Words.recurringPrice : Words.recurringCost
      let isBilled = s.isBillable
      let amount = Money(minor: isBilled ? unit.minor * Int64(s.quantity) : 0, currency: unit.currency)
      tiles.append(
        statTile(
          label: label.in(language), value: amount.html,
          hint: isBilled ? Shared.perCycle(s.frequency).in(language) : Words.notBilled.in(language)))
    }
    if actor.seesPrices || actor.seesCosts {
      let day = record.nextInvoiceDay.map(\.description) ?? Words.none.in(language)
      tiles.append(statTile(label: Words.nextInvoice.in(language), value: "\(day)"))
    }
    let isOver = s.status == .expired || s.status == .cancelled
    tiles.append(
      statTile(
        label: Shared.termEnd.in(language), value: "\(s.termEnd.description)",
        hint: isOver ? Shared.status(s.status).in(language) : Shared.atTermEnd(s).in(language)))
    return statTiles(tiles)
  }

  private static func facts(_ view: SubscriptionView, _ call: Call) -> HTML {
    let language = call.actor.language
    let record = view.record
    let s = record.subscription
    var facts: [(String, HTML)] = [
      (Shared.plan.in(language), "\(record.planName)"),
      (Shared.term.in(language), "\(Shared.term(s.term, s.frequency, language))"),
      (Words.started.in(language), "\(s.start.description)"),
    ]
    let unit = Shared.perLicence(s.frequency).in(language)
    if call.actor.seesPrices { facts.append((Shared.unitPrice.in(language), "\(s.unitPrice.html) \(unit)")) }
    if call.actor.seesCosts { facts.append((Shared.unitCost.in(language), "\(s.unitCost.html) \(unit)")) }
    if call.actor.seesPrices || call.actor.seesCosts {
      facts.append((Words.protected.in(language), "\(s.termEnd.description)"))
    }
    facts.append((Words.renewal.in(language), renewal(s, view.renewalPlan, language)))
    if let parent = view.parent {
      let link: HTML = "<a href=\"/subscriptions/\(parent.id.description)\">\(parent.name)</a>"
      facts.append((Words.addOnTo.in(language), link))
    }
    if !view.addOns.isEmpty {
      let links: [HTML] = view.addOns.map { "<a href=\"/subscriptions/\($0.id.description)\">\($0.name)</a>" }
      facts.append((Words.addOns.in(language), links.joined(separator: ", ")))
    }
    return definitionList(facts)
  }

  private static func renewal(_ s: Subscription, _ plan: String?, _ language: Language) -> HTML {
    guard s.autoRenew else { return "\(Words.renewsNot.in(language))" }
    guard let renewal = s.renewal else { return "\(Words.renewsSame.in(language))" }
    let term = Shared.term(renewal.term, renewal.billingFrequency, language)
    let what = plan.map { "\($0), \(term)" } ?? term
    let aligned: HTML? = renewal.alignTo.map { " \(Words.renewsUntil.in(language, ["day": $0.description]))" }
    return "\(Words.renewsAs.in(language, ["quantity": "\(renewal.quantity)", "term": what]))\(aligned)"
  }

  private static func centres(_ view: SubscriptionView, _ call: Call) -> HTML {
    guard call.actor.holds(.centresView) else { return .empty }
    let language = call.actor.language
    let rows: [[HTML]] = view.centres.map { ["\($0.name)<small>\($0.code)</small>", "\($0.quantity)"] }
    let label = call.actor.holds(.centresManage) ? Words.changeSplit : Words.seeSplit
    return card(
      title: Words.split.in(language),
      actions: [buttonLink(label: label.in(language), href: "/subscriptions/\(view.record.id)/split")],
      table(
        caption: Words.split.in(language),
        columns: [Column(Shared.centre.in(language)), Column(Shared.licences.in(language), kind: .number)],
        rows: rows, empty: "<p>\(Words.noSplit.in(language))</p>"))
  }

  private static func holders(_ view: SubscriptionView, _ call: Call) -> HTML {
    guard call.actor.holds(.licencesAssign) else { return .empty }
    let language = call.actor.language
    let s = view.record.subscription
    guard let holders = view.holders else {
      return card(
        title: Words.holders.in(language),
        "<p>\(Messages.sentence("delegation.required", [:], language))</p>"
          + DelegationSection.asking(customer: nil, subscription: s.id.description, language))
    }
    let rows: [[HTML]] = holders.map { ["\($0.name)", "\($0.email)"] }
    let columns = [Column(DeskWords.person.in(language)), Column(DeskWords.email.in(language))]
    let hidden = s.assigned - holders.count
    let others: HTML? =
      hidden > 0 ? "<p class=\"subtle\">\(Words.moreHolders.in(language, ["count": "\(hidden)"]))</p>" : nil
    return card(
      title: Words.holders.in(language),
      actions: [
        buttonLink(label: Words.assign.in(language), href: "/subscriptions/\(view.record.id)/assignments")
      ],
      """
      <p>\(gauge(s.assigned, of: s.quantity, label: LicenceWords.count(s, language)))</p>
      \(table(caption: Words.holders.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noHolders.in(language))</p>"))\(others)
      """)
  }
}

/// The words of a subscription's page.
enum SubscriptionPageWords {
  static func level(_ level: Level) -> Phrase {
    switch level {
    case .distributor: Phrase("the distributor", fr: "le distributeur", de: "dem Distributor")
    case .reseller: Phrase("the reseller", fr: "le revendeur", de: "dem Reseller")
    case .customer: Phrase("the customer", fr: "le client", de: "dem Kunden")
    }
  }

  static let facts = Phrase("Facts", fr: "En bref", de: "Angaben")
  static let suspendedBy = Phrase("Suspended by {by}", fr: "Suspendu par {by}", de: "Gesperrt von {by}")
  static let recurringPrice = Phrase("Recurring price", fr: "Prix récurrent", de: "Wiederkehrender Preis")
  static let recurringCost = Phrase("Recurring cost", fr: "Coût récurrent", de: "Wiederkehrender Einkauf")
  static let notBilled = Phrase("not billed now", fr: "non facturé actuellement", de: "derzeit nicht verrechnet")
  static let nextInvoice = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
  static let none = Phrase("none", fr: "aucune", de: "keine")
  static let started = Phrase("Started", fr: "Début", de: "Beginn")
  static let protected = Phrase("Price fixed until", fr: "Prix fixe jusqu’au", de: "Preis fest bis")
  static let renewal = Phrase("At the term’s end", fr: "À l’échéance", de: "Am Laufzeitende")
  static let renewsNot = Phrase(
    "Ends; nothing is billed after.", fr: "Prend fin ; rien n’est facturé ensuite.",
    de: "Endet; danach wird nichts verrechnet.")
  static let renewsSame = Phrase(
    "Renews unchanged.", fr: "Se renouvelle à l’identique.", de: "Verlängert sich unverändert.")
  static let renewsAs = Phrase(
    "Renews with {quantity} licences: {term}.", fr: "Se renouvelle avec {quantity} licences : {term}.",
    de: "Verlängert sich mit {quantity} Lizenzen: {term}.")
  static let renewsUntil = Phrase("Until {day}.", fr: "Jusqu’au {day}.", de: "Bis {day}.")
  static let addOnTo = Phrase("Add-on to", fr: "Option de", de: "Zusatz zu")
  static let addOns = Phrase("Add-ons", fr: "Options", de: "Zusätze")
  static let split = Phrase(
    "Split over billing centres", fr: "Répartition par centre", de: "Aufteilung auf Kostenstellen")
  static let changeSplit = Phrase("Change split", fr: "Modifier la répartition", de: "Aufteilung ändern")
  static let seeSplit = Phrase("Open", fr: "Ouvrir", de: "Öffnen")
  static let noSplit = Phrase(
    "No licences, so nothing to split.", fr: "Aucune licence à répartir.",
    de: "Keine Lizenzen, also nichts aufzuteilen.")
  static let holders = Phrase("Who has a licence", fr: "Qui a une licence", de: "Wer eine Lizenz hat")
  static let assign = Phrase("Assign licences", fr: "Attribuer des licences", de: "Lizenzen vergeben")
  static let moreHolders = Phrase("and {count} more", fr: "et {count} autres", de: "und {count} weitere")
  static let noHolders = Phrase(
    "Nobody has a licence yet. Assign the first one.", fr: "Personne n’a encore de licence. Attribuez la première.",
    de: "Noch hat niemand eine Lizenz. Vergeben Sie die erste.")
}
