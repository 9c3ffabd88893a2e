import Core
import FoundationEssentials
import HTTP
import Markup

/// Closing a billing centre: what still lands there, with the way to each, and moving it all elsewhere.
enum CentreClosingPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let centre = try BillingCentres.find(try call.id(), in: call.work)
    let use = try CentreClosing.use(of: centre.id, in: call.work)
    let customer = try Organizations.find(centre.path.organization, kind: .customer, in: call.work)
    let title = Words.title.in(language, ["centre": centre.name])
    let others = try BillingCentres.all(of: customer.id, in: call.work).filter { $0.id != centre.id && !$0.closed }
    let content: HTML = """
      \(CentrePages.trail(customer, title, above: (centre.name, "/centres/\(centre.id)"), call))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.subtitle.in(language))"))
      \(use.issues.isEmpty ? closing(centre, use, call) : reasons(centre, use, others, call))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  private static func closing(_ centre: BillingCentres.Record, _ use: CentreUse, _ call: Call) -> HTML {
    let language = call.actor.language
    if centre.closed { return notice(.neutral, title: Words.closedAlready.in(language)) }
    let back = CentrePages.listHref(of: centre.path.organization, call)
    let carts: HTML? =
      use.carts > 0 ? "<p>\(Words.carts.in(language, ["count": "\(use.carts)"]))</p>" : nil
    return card(
      """
      <p>\(Words.free.in(language))</p>\(carts)
      <div class="form-actions">\(actionButton(label: Words.close.in(language), action: "/centres/\(centre.id)/closing",
        csrf: call.actor.csrf ?? "", tone: .danger))\
      \(buttonLink(label: DeskWords.cancel.in(language), href: back))\
      </div>
      """)
  }

  private static func reasons(
    _ centre: BillingCentres.Record, _ use: CentreUse, _ others: [BillingCentres.Record], _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = CentreUse.Reason.allCases.compactMap { reason in
      guard let count = use.counts[reason] else { return nil }
      let sentence = Messages.sentence(reason.code, ["count": "\(count)"], language)
      return [
        "\(sentence)",
        buttonLink(label: Words.look(reason).in(language), href: href(reason, centre, call)),
      ]
    }
    let list = table(
      caption: Words.subtitle.in(language), columns: [Column(Words.why.in(language)), Column("")], rows: rows)
    guard use.counts[.subscriptions] != nil, !others.isEmpty else { return list }
    return list + move(centre, others, call)
  }

  /// All licences to another centre, one click away.
  private static func move(
    _ centre: BillingCentres.Record, _ others: [BillingCentres.Record], _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let id = centre.id.description
    let target = selectField(
      label: ResplitWords.to.in(language), name: "to",
      options: others.map {
        (value: $0.id.description, label: "\($0.name) (\($0.code))", selected: $0.isDefault, disabled: false)
      })
    return card(
      title: Words.move.in(language),
      form(
        action: ResplitPages.path(centre.path.organization), csrf: call.actor.csrf ?? "",
        hidden: [("how", "move"), ("from", id), ("which", "centre:\(id)")], content: target,
        submit: ResplitWords.preview.in(language)))
  }

  private static func href(_ reason: CentreUse.Reason, _ centre: BillingCentres.Record, _ call: Call) -> String {
    let customer = centre.path.organization
    return switch reason {
    case .default: CentrePages.listHref(of: customer, call)
    case .subscriptions:
      PortalLink.to("/subscriptions", ["customer": customer.description, "centre": centre.id.description])
    case .rules: StandingRulePages.path(customer)
    case .tags: "/customers/\(customer)/usage-tags"
    case .orders: "/orders"
    case .requests: "/requests"
    }
  }

  private enum Words {
    static let title = Phrase("Close {centre}", fr: "Fermer {centre}", de: "{centre} schliessen")
    static let subtitle = Phrase(
      "A centre closes once nothing lands on it any more. It stays readable on every statement.",
      fr: "Un centre se ferme quand plus rien n’y atterrit. Il reste lisible sur tous les relevés.",
      de: "Eine Kostenstelle schliesst, sobald nichts mehr darauf landet. Auf Abrechnungen bleibt sie lesbar.")
    static let free = Phrase(
      "Nothing lands here any more. Corrections of earlier charges still come here. You can open it again.",
      fr: "Plus rien n’atterrit ici. Les corrections d’écritures passées y viendront encore. Vous pourrez le rouvrir.",
      de: "Hier landet nichts mehr. Korrekturen früherer Buchungen kommen weiterhin hierher. "
        + "Sie können sie wieder öffnen.")
    static let carts = Phrase(
      "Open carts that name it: {count}. Whoever orders is asked for another centre.",
      fr: "Paniers ouverts qui l’indiquent : {count}. À la commande, un autre centre sera demandé.",
      de: "Offene Warenkörbe, die sie nennen: {count}. Wer bestellt, wird nach einer anderen gefragt.")
    static let closedAlready = Phrase(
      "This centre is closed.", fr: "Ce centre est fermé.", de: "Diese Kostenstelle ist geschlossen.")
    static let close = Phrase("Close centre", fr: "Fermer le centre", de: "Kostenstelle schliessen")
    static let why = Phrase("What keeps it open", fr: "Ce qui le garde ouvert", de: "Was sie offen hält")
    static let move = Phrase("Move everything to…", fr: "Tout déplacer vers…", de: "Alles verschieben auf…")

    static func look(_ reason: CentreUse.Reason) -> Phrase {
      switch reason {
      case .default: Phrase("Choose another", fr: "En choisir un autre", de: "Andere wählen")
      case .subscriptions: Phrase("See subscriptions", fr: "Voir les abonnements", de: "Abonnements ansehen")
      case .tags: Phrase("See tags", fr: "Voir les étiquettes", de: "Schlagwörter ansehen")
      case .rules: Phrase("See rules", fr: "Voir les règles", de: "Regeln ansehen")
      case .orders: Phrase("See orders", fr: "Voir les commandes", de: "Bestellungen ansehen")
      case .requests: Phrase("See requests", fr: "Voir les demandes", de: "Anfragen ansehen")
      }
    }
  }
}
