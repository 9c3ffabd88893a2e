import Core
import FoundationEssentials
import HTTP
import Markup

/// What a month really cost, beside what it billed.
enum EffectiveCostPages {
  private typealias Words = EffectiveCostWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let month = call.query("month").flatMap { Month($0) } ?? Month(containing: call.work.now.utcDay)
    let buyer = call.query("buyer").flatMap { ID<Organization>($0) } ?? call.actor.organization
    let record = try EffectiveCosts.find(buyer, month, in: call.work)
    let title = Words.title.in(language, ["month": month.description])
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(record.buyerName)", actions: [
        step(record, month.previous, language), step(record, month.next, language),
      ]))
      \(tiles(record, language))
      \(card("""
        <p class="subtle">\(Words.how.in(language))</p>
        \(table(caption: title, columns: columns(record, language), rows: record.sections.map(row),
          empty: "<p>\(Words.none.in(language))</p>",
          footer: ["\(Phrases.Statement.total.in(language))"]
            + [record.sum(\.billed), record.sum(\.deferred), record.sum(\.earlier), record.sum(\.effective)]
              .map(\.html)))
        """))
      """
    return try Portal.page(call, title, at: .statements, content)
  }

  private static func step(_ record: EffectiveCosts.Record, _ month: Month, _ language: Language) -> HTML {
    buttonLink(
      label: month.description,
      href: PortalLink.to("/effective-costs", ["month": month.description, "buyer": record.buyer.description]))
  }

  private static func tiles(_ record: EffectiveCosts.Record, _ language: Language) -> HTML {
    statTiles([
      statTile(label: Words.billed.in(language), value: record.sum(\.billed).html),
      statTile(label: Words.deferred.in(language), value: (-record.sum(\.deferred)).html),
      statTile(label: Words.earlier.in(language), value: record.sum(\.earlier).html),
      statTile(label: Words.effective.in(language), value: record.sum(\.effective).html),
    ])
  }

  private static func columns(_ record: EffectiveCosts.Record, _ language: Language) -> [Column] {
    let first = record.leg == .price ? SubscriptionWords.centre : SubscriptionWords.customer
    return [Column(first.in(language))]
      + [Words.billed, Words.deferred, Words.earlier, Words.effective].map { Column($0.in(language), kind: .number) }
  }

  private static func row(_ section: EffectiveCosts.Section) -> [HTML] {
    [
      "\(section.name)", section.billed.html, section.deferred.html, section.earlier.html, section.effective.html,
    ]
  }
}

/// The words for billed and effective cost.
enum EffectiveCostWords {
  static let title = Phrase("Cost of {month}", fr: "Coût de {month}", de: "Kosten {month}")
  static let how = Phrase(
    "What is billed covers days, often of several months. Cost of a month is the part for its days, whenever it was "
      + "billed: billed − for later months + billed earlier.",
    fr: "Ce qui est facturé couvre des jours, souvent de plusieurs mois. Le coût d’un mois est la part de ses jours, "
      + "quelle que soit la date de facturation : facturé − mois suivants + facturé avant.",
    de: "Verrechnetes deckt Tage ab, oft mehrerer Monate. Kosten eines Monats sind der Anteil seiner Tage, wann immer "
      + "er verrechnet wurde: verrechnet − für spätere Monate + früher verrechnet.")
  static let billed = Phrase("Billed", fr: "Facturé", de: "Verrechnet")
  static let deferred = Phrase("For later months", fr: "Pour les mois suivants", de: "Für spätere Monate")
  static let earlier = Phrase("Billed earlier", fr: "Facturé avant", de: "Früher verrechnet")
  static let effective = Phrase("Cost of the month", fr: "Coût du mois", de: "Kosten des Monats")
  static let none = Phrase(
    "Nothing was billed for days of this month.", fr: "Rien n’a été facturé pour des jours de ce mois.",
    de: "Für Tage dieses Monats wurde nichts verrechnet.")
  static let link = Phrase("Cost of the month", fr: "Coût du mois", de: "Kosten des Monats")
}
