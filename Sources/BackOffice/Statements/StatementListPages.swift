import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// The statements of one's reach, newest month first.
enum StatementListPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let search = try SearchText.query(call)
    var filter = filter(call)
    filter.search = search
    let records = try Statements.list(filter, paging, in: call.work)
    let shown = Array(records.prefix(paging.limit))
    let nets = try nets(of: shown, in: call.work)
    let next = paging.next(records) { [$0.month.description, $0.id.description] }
    let nextHref = next.map {
      PortalLink.to(
        "/statements",
        [
          "search": search, "month": filter.month?.description, "buyer": filter.buyer?.description,
          "status": call.query("status"), "cursor": $0,
        ])
    }
    let rows = shown.map { row($0, net: nets[$0.id] ?? .zero($0.currency), call) }
    let isFiltered = search != nil || filter.month != nil || filter.isClosed != nil
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.statements.label.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: actions(call)))
      \(try BillingRunPages.waiting(call))
      \(filterBar(call, search, filter))
      \(results("""
        \(when: !rows.isEmpty, ExportBar(filter: filter, call: call).html)\
        \(table(caption: Words.caption.in(language), columns: columns(call), rows: rows,
          empty: "<p>\((isFiltered ? Words.noMatch : Words.none).in(language))</p>"))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.statements.label.in(language), at: .statements, content)
  }

  private static func actions(_ call: Call) -> [HTML] {
    let language = call.actor.language
    let downloads = buttonLink(label: ExportWords.title.in(language), href: "/exports")
    guard call.actor.holds(.statementsClose) else { return [downloads] }
    return [
      buttonLink(label: ClosingWords.title.in(language), href: "/statement-closings", tone: .primary), downloads,
      buttonLink(label: BillingRunWords.runs.in(language), href: "/billing-runs"),
      buttonLink(label: TaxWords.title.in(language), href: "/organizations/\(call.actor.organization)/vat"),
      buttonLink(label: LetterheadWords.link.in(language), href: LetterheadPages.path),
    ]
  }

  /// Malformed filters count as none: they come from a form, and the form shows what counts.
  private static func filter(_ call: Call) -> Statements.Filter {
    var filter = Statements.Filter()
    filter.month = call.query("month").flatMap { Month($0) }
    filter.buyer = call.query("buyer").flatMap { ID<Organization>($0) }
    switch call.query("status") {
    case "open": filter.isClosed = false
    case "closed": filter.isClosed = true
    default: break
    }
    return filter
  }

  private static func filterBar(_ call: Call, _ search: String?, _ filter: Statements.Filter) -> HTML {
    let language = call.actor.language
    let states = [
      (value: "", label: Words.anyStatus.in(language), selected: filter.isClosed == nil, disabled: false),
      (value: "open", label: Phrases.Statement.open.in(language), selected: filter.isClosed == false, disabled: false),
      (
        value: "closed", label: Phrases.Statement.closed.in(language), selected: filter.isClosed == true,
        disabled: false
      ),
    ]
    let buyer: HTML? = filter.buyer.map { "<input type=\"hidden\" name=\"buyer\" value=\"\($0.description)\">" }
    let fields: HTML = """
      \(selectField(label: Phrases.Statement.month.in(language), name: "month", options: months(call, filter.month)))
      \(selectField(label: DeskWords.status.in(language), name: "status", options: states))\(buyer)
      """
    if call.actor.level == .customer {
      return """
        <form class="filter" role="search" action="/statements" method="get" data-autosubmit>\(fields)\
        <button type="submit" class="plain">\(DeskWords.filter.in(language))</button></form>
        """
    }
    return filterForm(
      action: "/statements", value: search ?? "", label: Words.searchBuyer.in(language), extra: fields)
  }

  /// The last two years, and the month asked for.
  private static func months(
    _ call: Call, _ chosen: Month?
  ) -> [(value: String, label: String, selected: Bool, disabled: Bool)] {
    let present = Month(containing: call.work.now.utcDay)
    var months = (0..<24).map { Month(containing: present.first.adding(months: -$0)) }
    if let chosen, !months.contains(chosen) { months.append(chosen) }
    return [(value: "", label: Words.anyMonth.in(call.actor.language), selected: chosen == nil, disabled: false)]
      + months.map { (value: $0.description, label: $0.description, selected: $0 == chosen, disabled: false) }
  }

  private static func columns(_ call: Call) -> [Column] {
    let language = call.actor.language
    let parties =
      call.actor.level == .customer
      ? [Column(Phrases.Statement.seller.in(language))]
      : [Column(Phrases.Statement.buyer.in(language)), Column(Phrases.Statement.seller.in(language))]
    return [Column(Phrases.Statement.month.in(language))] + parties + [
      Column(Phrases.Statement.number.in(language)), Column(DeskWords.status.in(language)),
      Column(Phrases.Statement.net.in(language), kind: .number),
    ]
  }

  private static func row(_ record: Statements.Record, net: Money, _ call: Call) -> [HTML] {
    let month: HTML = """
      <span>\(ExportBar.box(record, call.actor.language))</span> <a href="/statements/\(record.id.description)">\
      \(record.month.description)</a>
      """
    let parties: [HTML] =
      call.actor.level == .customer
      ? ["\(record.seller.name)"] : ["\(record.buyer.name)", "\(record.seller.name)"]
    return [month] + parties + [
      "\(record.number ?? "–")", status(record, call.actor.language), net.html,
    ]
  }

  static func status(_ record: Statements.Record, _ language: Language) -> HTML {
    record.isClosed
      ? badge(Phrases.Statement.closed.in(language), tone: .good)
      : badge(Phrases.Statement.open.in(language), tone: .warning)
  }

  /// The net of each as far as the reader sees its charges, in one query.
  private static func nets(of records: [Statements.Record], in work: Work) throws -> [ID<Statement>: Money] {
    guard !records.isEmpty else { return [:] }
    let currencies = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.currency) })
    // What was frozen counts for whoever reads all of it; those of some centres have sums of their own.
    let readsAll = work.actor.rights.readsAllAccounts
    let rows = try work.tx.rows(
      """
      SELECT t.id, coalesce(CASE WHEN t.status = 'closed' AND \(readsAll) THEN t.net
        WHEN t.leg = 'price' THEN (SELECT sum(c.amount) FROM charge c
          WHERE c.customer_id = t.buyer_id AND c.month = t.month AND c.leg = 'price')
        ELSE (SELECT sum(c.amount) FROM charge c
          WHERE c.reseller_id = t.buyer_id AND c.month = t.month AND c.leg = 'cost') END, 0)::bigint
      FROM statement t WHERE t.id = ANY (\(records.map(\.id)))
      """)
    var nets: [ID<Statement>: Money] = [:]
    for row in rows {
      let id: ID<Statement> = try row[0]
      nets[id] = try currencies[id].map { Money(minor: try row[1], currency: $0) }
    }
    return nets
  }

  private enum Words {
    static let subtitle = Phrase(
      "One per buyer and month. Open months show the amounts so far.",
      fr: "Un par acheteur et par mois. Les mois ouverts montrent les montants à ce jour.",
      de: "Eine je Käufer und Monat. Offene Monate zeigen die Beträge bis heute.")
    static let caption = Phrase("Statements", fr: "Relevés", de: "Abrechnungen")
    static let none = Phrase(
      "No statement yet. The first appears with the first charge.",
      fr: "Aucun relevé. Le premier apparaît avec le premier débit.",
      de: "Noch keine Abrechnung. Die erste erscheint mit der ersten Buchung.")
    static let noMatch = Phrase(
      "Nothing matches. Clear a filter to see more.", fr: "Aucun résultat. Retirez un filtre pour en voir plus.",
      de: "Kein Treffer. Entfernen Sie einen Filter, um mehr zu sehen.")
    static let searchBuyer = Phrase("Search buyer", fr: "Chercher un acheteur", de: "Käufer suchen")
    static let anyMonth = Phrase("Any month", fr: "Tous les mois", de: "Jeder Monat")
    static let anyStatus = Phrase("Any status", fr: "Tous statuts", de: "Jeder Status")
  }
}
