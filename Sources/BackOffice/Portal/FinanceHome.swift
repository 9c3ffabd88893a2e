import Core
import FoundationEssentials
import Markup
import Postgres

/// What finance sees first: the month so far, section by section, and the latest statements.
struct FinanceHome {
  private let call: Call
  private var language: Language { call.actor.language }
  private static let shownRows = 8

  init(_ call: Call) { self.call = call }

  func html() throws -> HTML {
    let records = try Statements.list(Statements.Filter(), Paging(limit: FinanceHome.shownRows), in: call.work)
    let latest = Array(records.prefix(FinanceHome.shownRows))
    let own = latest.first { !$0.isClosed && $0.buyer.id == call.actor.organization }
    return "\(try own.map(openMonth) ?? .empty)\(statements(latest))"
  }

  private func openMonth(_ record: Statements.Record) throws -> HTML {
    let document = try Statements.document(of: record, in: call.work)
    let rows: [[HTML]] = document.sections.map { section in
      let href = "/statements/\(record.id)/centres/\(ID<BillingCentre>(section.id))"
      let name: HTML = record.leg == .price ? "<a href=\"\(checkedHref(href))\">\(section.name)</a>" : "\(section.name)"
      return [name, section.net.html]
    }
    let first = record.leg == .price ? SubscriptionWords.centre : SubscriptionWords.customer
    let title = Words.soFar.in(language, ["month": record.month.description])
    return """
      \(statTiles([
        statTile(label: Words.month.in(language), value: "\(record.month.description)",
          hint: Phrases.Statement.open.in(language)),
        statTile(label: Phrases.Statement.net.in(language), value: document.net.html),
        statTile(label: Phrases.Statement.gross.in(language), value: document.gross.html),
      ]))\
      \(card(title: title,
        actions: [buttonLink(label: Words.open.in(language), href: "/statements/\(record.id)", tone: .primary)],
        table(caption: title,
          columns: [Column(first.in(language)), Column(Phrases.Statement.net.in(language), kind: .number)],
          rows: rows, empty: "<p>\(Words.nothingYet.in(language))</p>",
          footer: ["\(SubscriptionWords.total.in(language))", document.net.html])))
      """
  }

  private func statements(_ records: [Statements.Record]) -> HTML {
    let rows: [[HTML]] = records.map { record in
      [
        "<a href=\"/statements/\(record.id.description)\">\(record.month.description)</a>", "\(record.buyer.name)",
        record.isClosed
          ? badge(Phrases.Statement.closed.in(language), tone: .good) : badge(Phrases.Statement.open.in(language)),
        "\(record.number ?? "")",
      ]
    }
    let columns = [
      Column(Words.month.in(language)), Column(Phrases.Statement.buyer.in(language)),
      Column(DeskWords.status.in(language)), Column(Phrases.Statement.number.in(language)),
    ]
    return card(
      title: Words.latest.in(language),
      actions: [buttonLink(label: Words.all.in(language), href: "/statements")],
      table(
        caption: Words.latest.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noStatements.in(language))</p>"))
  }

  private enum Words {
    static let month = Phrase("Month", fr: "Mois", de: "Monat")
    static let soFar = Phrase("{month} so far", fr: "{month} à ce jour", de: "{month} bis heute")
    static let open = Phrase("Open statement", fr: "Ouvrir le relevé", de: "Abrechnung öffnen")
    static let latest = Phrase("Latest statements", fr: "Derniers relevés", de: "Letzte Abrechnungen")
    static let all = Phrase("Show all", fr: "Tout afficher", de: "Alle zeigen")
    static let nothingYet = Phrase(
      "Nothing posted this month yet.", fr: "Rien de comptabilisé ce mois.", de: "Diesen Monat noch nichts verbucht.")
    static let noStatements = Phrase("No statements yet.", fr: "Aucun relevé.", de: "Noch keine Abrechnungen.")
  }
}
