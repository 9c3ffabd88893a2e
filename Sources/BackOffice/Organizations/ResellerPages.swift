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
      buttonLink(label: Portal.Place.statements.label.in(language), href: "/statements?buyer=\(reseller.id)"),
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
      \(card(title: Words.offers.in(language), try offers(of: reseller, call)))
      """
    return try Portal.page(call, reseller.name, at: .resellers, content)
  }

  private static func offers(of reseller: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = try call.tx.rows(
      """
      SELECT p.name, v.name, f.term, f.billing_frequency, f.trial,
        coalesce(cost_on(r.reseller_id, f.id, \(reseller.currency), \(call.work.now.utcDay)), 0), \(reseller.currency),
        r.allowed, f.segment
      FROM reseller_offer r JOIN offer f ON f.id = r.offer_id JOIN plan p ON p.id = f.plan_id
      JOIN service v ON v.id = p.service_id
      WHERE r.reseller_id = \(reseller.id) AND NOT f.ended ORDER BY v.position, p.name, f.term, f.id
      """
    ).map { row in
      let frequency: Frequency = try row[3]
      let cost = Money(minor: try row[5], currency: try row[6])
      let isAllowed: Bool = try row[7]
      let isTrial: Bool = try row[4]
      let state =
        isAllowed ? badge(Words.allowed.in(language), tone: .good) : badge(Words.notAllowed.in(language))
      let trial = isTrial ? badge(SubscriptionWords.trial.in(language)) : .empty
      return [
        "\(try row[0] as String) \(trial)<small>\(try row[1] as String)</small>",
        "\(SubscriptionWords.term(try row[2], frequency, language))",
        "\(SubscriptionWords.segment(try row[8]).in(language))", state,
        "\(cost.html)<small>\(SubscriptionWords.perLicence(frequency).in(language))</small>",
      ]
    }
    let columns = [
      Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.term.in(language)),
      Column(Words.segment.in(language)), Column(Words.maySell.in(language)),
      Column(SubscriptionWords.unitCost.in(language), kind: .number),
    ]
    return table(
      caption: Words.offers.in(language), columns: columns, rows: rows,
      empty: "<p>\(Words.noOffers.in(language))</p>")
  }

  private enum Words {
    static let search = Phrase(
      "Search resellers by name", fr: "Chercher un revendeur par nom", de: "Reseller nach Name suchen")
    static let owes = Phrase("Owes per month", fr: "Doit par mois", de: "Schuldet pro Monat")
    static let offers = Phrase(
      "Offers and cost prices", fr: "Offres et prix d’achat", de: "Angebote und Einkaufspreise")
    static let segment = Phrase("Segment", fr: "Segment", de: "Segment")
    static let maySell = Phrase("May sell", fr: "Peut vendre", de: "Darf verkaufen")
    static let allowed = Phrase("Allowed", fr: "Autorisé", de: "Erlaubt")
    static let notAllowed = Phrase("Not allowed", fr: "Non autorisé", de: "Nicht erlaubt")
    static let noOffers = Phrase(
      "No offers yet. Allow some through the API before this reseller can sell.",
      fr: "Aucune offre. Autorisez-en par l’API avant que ce revendeur puisse vendre.",
      de: "Noch keine Angebote. Erlauben Sie welche über die API, damit dieser Reseller verkaufen kann.")
    static let none = Phrase("No resellers yet.", fr: "Aucun revendeur.", de: "Noch keine Reseller.")
    static let noMatch = Phrase("No reseller matches.", fr: "Aucun revendeur trouvé.", de: "Kein Reseller gefunden.")
  }
}
