import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// The resellers of a distributor, with what each may sell and what it costs them. Never with what they ask for it.
enum ResellerPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let search = try SearchText.query(call)
    let paging = try Paging(call)
    let resellers = try Organizations.resellers(search: search, paging, in: call.work)
    let shown = Array(resellers.prefix(paging.limit))
    let counts = try counts(shown.map(\.record.id), in: call.work)
    let next = paging.next(resellers) { [$0.searchName, $0.record.id.description] }
    let rows: [[HTML]] = shown.map { item in
      let record = item.record
      let status: HTML? = record.status == .suspended ? CustomerPages.status(record, language) : nil
      let count = counts[record.id] ?? Counts()
      return [
        "<a href=\"/resellers/\(record.id.description)\">\(record.name)</a> \(status)<small>\(record.country)</small>",
        "\(count.customers)", "\(count.recurring.reduce(0) { $0 + $1.subscriptions })",
        Recurring.html(count.recurring, .cost),
      ]
    }
    let columns = [
      Column(DeskWords.name.in(language)), Column(Portal.Place.customers.label.in(language), kind: .number),
      Column(Portal.Place.subscriptions.label.in(language), kind: .number),
      Column(Words.owes.in(language), kind: .number),
    ]
    let nextHref = next.map { PortalLink.to("/resellers", ["search": search, "cursor": $0]) }
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.resellers.label.in(language))"))
      \(filterForm(action: "/resellers", value: search ?? "", label: Words.search.in(language)))
      \(results("""
        \(table(caption: Portal.Place.resellers.label.in(language), columns: columns, rows: rows,
          empty: "<p>\((search == nil ? Words.none : Words.noMatch).in(language))</p>"))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.resellers.label.in(language), at: .resellers, content)
  }

  private struct Counts {
    var customers = 0
    var recurring: [Recurring] = []
  }

  private static func counts(_ ids: [ID<Organization>], in work: Work) throws -> [ID<Organization>: Counts] {
    let results = try work.tx.pipeline([
      """
      SELECT reseller_id, count(*)::int FROM organization
      WHERE kind = 'customer' AND reseller_id = ANY (\(ids)) GROUP BY reseller_id
      """,
      """
      SELECT s.reseller_id, \(Recurring.columns) FROM subscription s
      WHERE s.reseller_id = ANY (\(ids)) AND s.status IN ('active', 'suspended')
      GROUP BY s.reseller_id, s.currency, s.cost_currency
      """,
    ])
    var counts: [ID<Organization>: Counts] = [:]
    for row in results[0] { counts[try row[0], default: Counts()].customers = try row[1] }
    for row in results[1] { counts[try row[0], default: Counts()].recurring.append(try Recurring(row: row, at: 1)) }
    return counts
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let count = try counts([reseller.id], in: call.work)[reseller.id] ?? Counts()
    let links = [
      buttonLink(
        label: Portal.Place.customers.label.in(language), href: "/customers?reseller=\(reseller.id)", tone: .primary),
      buttonLink(label: PriceWords.costs.in(language), href: "/resellers/\(reseller.id)/costs"),
      buttonLink(label: Portal.Place.statements.label.in(language), href: "/statements?buyer=\(reseller.id)"),
      buttonLink(label: TaxWords.title.in(language), href: "/organizations/\(reseller.id)/vat"),
      buttonLink(label: ReportWords.reports.in(language), href: "/reports?reseller=\(reseller.id)"),
      buttonLink(label: Portal.Place.people.label.in(language), href: "/people?organization=\(reseller.id)"),
    ]
    let vat = reseller.vatID.map { " · \($0)" } ?? ""
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.resellers.label.in(language), "/resellers"), (reseller.name, nil)]))
      \(pageHeader(title: "\(reseller.name) \(CustomerPages.status(reseller, language))",
        subtitle: "\(reseller.country) · \(reseller.currency.code)\(vat)", actions: links))
      \(statTiles([
        statTile(label: Portal.Place.customers.label.in(language), value: "\(count.customers)"),
        statTile(label: CustomerWords.activeSubscriptions.in(language),
          value: "\(count.recurring.reduce(0) { $0 + $1.subscriptions })"),
        statTile(label: Words.owes.in(language), value: Recurring.html(count.recurring, .cost)),
      ]))
      """
    return try Portal.page(call, reseller.name, at: .resellers, content)
  }

  private enum Words {
    static let search = Phrase(
      "Search resellers by name", fr: "Chercher un revendeur par nom", de: "Reseller nach Name suchen")
    static let owes = Phrase("Owes per month", fr: "Doit par mois", de: "Schuldet pro Monat")
    static let none = Phrase("No resellers yet.", fr: "Aucun revendeur.", de: "Noch keine Reseller.")
    static let noMatch = Phrase("No reseller matches.", fr: "Aucun revendeur trouvé.", de: "Kein Reseller gefunden.")
  }
}
