import Core
import Markup

/// What happened to a subscription, and what was posted for it.
struct SubscriptionLedger {
  let view: SubscriptionView
  let actor: Actor

  private var language: Language { actor.language }

  var html: HTML { "\(changes)\(charges)" }

  private var changes: HTML {
    let rows: [[HTML]] = view.changes.map { line in
      [
        Portal.time(line.at), "\(ChangeWords.kind(line.kind).in(language))\(note(line))", "\(quantity(line))",
        "\(line.who)",
      ]
    }
    let columns = [
      Column(Words.when.in(language)), Column(Words.what.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.who.in(language)),
    ]
    return card(
      title: Words.changes.in(language),
      table(
        caption: Words.changes.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noChanges.in(language))</p>"))
  }

  private func note(_ line: SubscriptionView.ChangeLine) -> HTML? {
    line.note.map { "<small>\($0)</small>" }
  }

  /// `10 → 13`, or the quantity alone where it stayed.
  private func quantity(_ line: SubscriptionView.ChangeLine) -> String {
    guard let after = line.after else { return "" }
    guard let before = line.before, before != after else { return "\(after)" }
    return "\(before) → \(after)"
  }

  private var charges: HTML {
    guard actor.seesPrices || actor.seesCosts else { return .empty }
    let hasBoth = actor.seesPrices && actor.seesCosts
    let shown = view.charges.filter { actor.sees($0.leg) }
    var columns = [Column(Words.posted.in(language)), Column(Words.what.in(language)), Column(Words.days.in(language))]
    if hasBoth { columns.append(Column(Words.payer.in(language))) }
    if actor.seesPrices { columns.append(Column(SubscriptionWords.centre.in(language))) }
    columns += [
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.amount.in(language), kind: .number),
    ]
    return card(
      title: Words.charges.in(language),
      actions: actor.holds(.statementsView) ? [buttonLink(label: Words.statements.in(language), href: statements)] : [],
      table(
        caption: Words.charges.in(language), columns: columns, rows: shown.map { row($0, hasBoth) },
        empty: "<p>\(Words.noCharges.in(language))</p>"))
  }

  private var statements: String {
    guard actor.level != .customer else { return "/statements" }
    return actor.seesPrices ? "/statements?buyer=\(view.record.subscription.customer)" : "/statements"
  }

  private func row(_ line: SubscriptionView.ChargeLine, _ hasBoth: Bool) -> [HTML] {
    var cells: [HTML] = [
      "\(line.postedOn.description)",
      "\(Phrases.reason(line.reason).in(language))\(line.meter.map { "<small>\($0.name)</small>" as HTML })",
      "\(line.from.description) – \(line.to.adding(days: -1).description)",
    ]
    if hasBoth { cells.append("\(SubscriptionWords.leg(line.leg, actor).in(language))") }
    if actor.seesPrices { cells.append("\(line.centre ?? "")") }
    return cells + [quantity(line), line.amount.html]
  }

  /// Licences, or how much of a meter.
  private func quantity(_ line: SubscriptionView.ChargeLine) -> HTML {
    guard let meter = line.meter, let usage = line.usage else { return "\(line.licences)" }
    return UsageWords.quantity(usage, meter.unit)
  }

  private enum Words {
    static let changes = Phrase("What happened", fr: "Historique", de: "Verlauf")
    static let charges = Phrase("Charges", fr: "Écritures", de: "Buchungen")
    static let when = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
    static let what = Phrase("What", fr: "Quoi", de: "Was")
    static let who = Phrase("Who", fr: "Qui", de: "Wer")
    static let payer = Phrase("Who pays", fr: "Qui paie", de: "Wer zahlt")
    static let posted = Phrase("Posted", fr: "Comptabilisé", de: "Verbucht")
    static let days = Phrase("Days covered", fr: "Jours couverts", de: "Zeitraum")
    static let amount = Phrase("Amount", fr: "Montant", de: "Betrag")
    static let statements = Phrase("Statements", fr: "Relevés", de: "Abrechnungen")
    static let noChanges = Phrase("Nothing yet.", fr: "Rien pour l’instant.", de: "Noch nichts.")
    static let noCharges = Phrase(
      "Nothing posted yet.", fr: "Rien de comptabilisé pour l’instant.", de: "Noch nichts verbucht.")
  }
}
