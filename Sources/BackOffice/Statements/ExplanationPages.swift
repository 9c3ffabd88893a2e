import Core
import FoundationEssentials
import HTTP
import Markup

/// Why a line is what it is: in words, then the days it came from.
enum ExplanationPages {
  private typealias Terms = Phrases.Statement

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Statements.find(try call.id(), in: call.work)
    guard let n = Int(call.parameters["n"] ?? ""), n > 0 else { throw Refusal.notFound }
    let explanation = try Explanation.of(n, record, in: call.work)
    let line = explanation.line
    let statement = StatementPages.title(record, language)
    let title = Words.title.in(language, ["n": "\(line.n)"])
    let what = "\(Phrases.reason(line.reason).in(language)) · \(line.sectionName)"
    let steps: [HTML] = explanation.sentences(language).map { "<li>\($0)</li>" }
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"), (statement, "/statements/\(record.id)"),
        (title, nil),
      ]))
      \(pageHeader(title: "\(line.planName)", subtitle: "\(what)", actions: actions(line, call)))
      \(tiles(explanation, language))
      \(card(title: Words.how.in(language), "<ol>\(steps)</ol>"))
      \(card(title: Words.days.in(language), days(explanation, language)))
      """
    return try Portal.page(call, "\(title) · \(statement)", at: .statements, content)
  }

  private static func actions(_ line: StatementLines.Line, _ call: Call) -> [HTML] {
    guard call.actor.holds(.subscriptionsView) else { return [] }
    return [buttonLink(label: Words.subscription.in(call.actor.language), href: "/subscriptions/\(line.subscription)")]
  }

  private static func tiles(_ explanation: Explanation, _ language: Language) -> HTML {
    let cycle = explanation.cycle
    let last = cycle.to.adding(days: -1)
    return statTiles([
      statTile(label: Terms.amount.in(language), value: explanation.line.amount.html),
      statTile(label: Words.owed.in(language), value: explanation.owed.html),
      statTile(label: Words.before.in(language), value: explanation.postedBefore.html),
      explanation.usage.map { statTile(label: $0.meter.name, value: UsageWords.quantity($0.own, $0.meter.unit)) }
        ?? statTile(label: Terms.unitPrice.in(language), value: explanation.line.unit.html),
      statTile(
        label: Words.cycle.in(language), value: "\(Words.dayCount.in(language, ["days": "\(cycle.days)"]))",
        hint: "\(cycle.from) – \(last)"),
    ])
  }

  private static func days(_ explanation: Explanation, _ language: Language) -> HTML {
    explanation.usage.map { counted($0, language) } ?? segments(explanation, language)
  }

  private static func counted(_ usage: MeteredExplanation, _ language: Language) -> HTML {
    let columns = [
      Column(Words.stretch.in(language)), Column(UsageWords.records.in(language), kind: .number),
      Column(UsageWords.quantity.in(language), kind: .number), Column(Terms.licences.in(language), kind: .number),
      Column(Words.ofAll.in(language), kind: .number),
    ]
    let rows: [[HTML]] = usage.days.map { day in
      [
        "\(day.day.description)", "\(day.records)", UsageWords.quantity(day.quantity, usage.meter.unit),
        "\(day.licences)", "\(day.totalLicences)",
      ]
    }
    return table(
      caption: Words.days.in(language), columns: columns, rows: rows,
      empty: "<p>\(UsageWords.nothingCounted.in(language))</p>",
      footer: ["\(Terms.total.in(language))", "", UsageWords.quantity(usage.total, usage.meter.unit), "", ""])
  }

  private static func segments(_ explanation: Explanation, _ language: Language) -> HTML {
    let columns = [
      Column(Words.stretch.in(language)), Column(Words.change.in(language)),
      Column(Words.dayColumn.in(language), kind: .number), Column(Terms.licences.in(language), kind: .number),
      Column(Words.ofAll.in(language), kind: .number), Column(Words.licenceDays.in(language), kind: .number),
    ]
    let rows: [[HTML]] = explanation.segments.map { segment in
      let billed = segment.billable ? segment.days * segment.licences : 0
      let how = ChangeWords.kind(segment.kind).in(language)
      let unbilled = badge(Words.unbilled.in(language), tone: .warning)
      return [
        Portal.days(segment.from, until: segment.to),
        "\(how)<small>\(segment.changedOn.description) · \(segment.actorName)</small>", "\(segment.days)",
        "\(segment.licences)", "\(segment.totalLicences)", segment.billable ? "\(billed)" : unbilled,
      ]
    }
    let days = explanation.segments.reduce(0) { $0 + $1.days }
    return table(
      caption: Words.days.in(language), columns: columns, rows: rows,
      footer: ["\(Terms.total.in(language))", "", "\(days)", "", "", "\(explanation.licenceDays)"])
  }

  private enum Words {
    static let title = Phrase("Line {n}", fr: "Ligne {n}", de: "Zeile {n}")
    static let subscription = Phrase("To the subscription", fr: "Vers l’abonnement", de: "Zum Abonnement")
    static let how = Phrase("How it adds up", fr: "Le calcul", de: "So kommt der Betrag zustande")
    static let days = Phrase("Day by day", fr: "Jour par jour", de: "Tag für Tag")
    static let owed = Phrase("Owed for the cycle", fr: "Dû pour le cycle", de: "Geschuldet im Zyklus")
    static let before = Phrase("Posted before", fr: "Déjà comptabilisé", de: "Bereits verbucht")
    static let cycle = Phrase("Billing cycle", fr: "Cycle de facturation", de: "Abrechnungszyklus")
    static let dayCount = Phrase("{days} days", fr: "{days} jours", de: "{days} Tage")
    static let stretch = Phrase("Days", fr: "Jours", de: "Tage")
    static let change = Phrase("Since", fr: "Depuis", de: "Seit")
    static let dayColumn = Phrase("Number of days", fr: "Nombre de jours", de: "Anzahl Tage")
    static let ofAll = Phrase("Of all", fr: "Sur un total de", de: "Von allen")
    static let licenceDays = Phrase("Licence days", fr: "Jours-licences", de: "Lizenztage")
    static let unbilled = Phrase("not billed", fr: "non facturé", de: "nicht verrechnet")
  }
}

/// What happened to a subscription, in words.
enum ChangeWords {
  static func kind(_ kind: ChangeKind) -> Phrase {
    switch kind {
    case .purchase: Phrase("Purchase", fr: "Achat", de: "Kauf")
    case .increase: Phrase("Licences added", fr: "Licences ajoutées", de: "Lizenzen hinzugefügt")
    case .decrease: Phrase("Licences given back", fr: "Licences rendues", de: "Lizenzen zurückgegeben")
    case .split: Phrase("Split changed", fr: "Répartition modifiée", de: "Aufteilung geändert")
    case .suspend: Phrase("Suspended", fr: "Suspendu", de: "Gesperrt")
    case .activate: Phrase("Activated", fr: "Réactivé", de: "Aktiviert")
    case .rename: Phrase("Renamed", fr: "Renommé", de: "Umbenannt")
    case .autoRenewOff: Phrase("Auto-renewal off", fr: "Renouvellement désactivé", de: "Verlängerung aus")
    case .autoRenewOn: Phrase("Auto-renewal on", fr: "Renouvellement activé", de: "Verlängerung ein")
    case .renewalScheduled: Phrase("Renewal scheduled", fr: "Renouvellement planifié", de: "Verlängerung geplant")
    case .renewed: Phrase("Renewed", fr: "Renouvelé", de: "Verlängert")
    case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
    case .cancelled: Phrase("Cancelled", fr: "Résilié", de: "Gekündigt")
    case .provisioned: Phrase("Provisioned", fr: "Mis en service", de: "Bereitgestellt")
    case .upgradedTo:
      Phrase("Upgraded to another plan", fr: "Passé à un plan supérieur", de: "Auf anderen Plan gehoben")
    case .upgradedFrom:
      Phrase("Upgraded from another plan", fr: "Venu d’un plan inférieur", de: "Von anderem Plan gehoben")
    case .converted: Phrase("Trial converted", fr: "Essai converti", de: "Test umgewandelt")
    case .convertedFrom: Phrase("Bought after a trial", fr: "Acheté après un essai", de: "Nach einem Test gekauft")
    case .parentChanged:
      Phrase("Goes with another subscription", fr: "Rattaché à un autre abonnement", de: "Gehört zu anderem Abonnement")
    case .vendorRefused: Phrase("Refused by the vendor", fr: "Refusé par l’éditeur", de: "Vom Hersteller abgelehnt")
    }
  }
}
