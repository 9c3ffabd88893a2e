import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Customers: finding one among thousands, and everything about it.
enum CustomerPages {
  private typealias Words = CustomerWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let search = try SearchText.query(call)
    let reseller = call.query("reseller").flatMap { ID<Organization>($0) }
    let paging = try Paging(call)
    let customers = try Organizations.customers(
      search: search, reseller: reseller, counting: true, paging, in: call.work)
    let next = paging.next(customers) { [$0.searchName, $0.record.id.description] }
    let nextHref = next.map {
      PortalLink.to("/customers", ["search": search, "reseller": reseller?.description, "cursor": $0])
    }
    let field: HTML? = reseller.map { "<input type=\"hidden\" name=\"reseller\" value=\"\($0.description)\">" }
    let new = buttonLink(label: Words.new.in(language), href: "/customers/new", tone: .primary)
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.customers.label.in(language))",
        actions: call.actor.holds(.customersManage) ? [new] : []))
      \(filterForm(action: "/customers", value: search ?? "", label: Words.search.in(language), extra: "\(field)"))
      \(results("""
        \(try listing(Array(customers.prefix(paging.limit)), isSearch: search != nil, call))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.customers.label.in(language), at: .customers, content)
  }

  private static func listing(_ customers: [Organizations.Listed], isSearch: Bool, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let recurring = try Recurring.ofCustomers(customers.map(\.record.id), in: call.work)
    let sellers = call.actor.level == .distributor ? try sellerNames(customers, in: call.work) : [:]
    var columns = [Column(DeskWords.name.in(language))]
    if call.actor.level == .distributor { columns.append(Column(Words.reseller.in(language))) }
    columns.append(Column(Words.selfService.in(language)))
    columns.append(Column(Portal.Place.subscriptions.label.in(language), kind: .number))
    for leg in Recurring.legs(call.actor) {
      columns.append(Column(Recurring.label(leg, call.actor).in(language), kind: .number))
    }
    let rows: [[HTML]] = customers.map { item in
      let record = item.record
      var cells: [HTML] = [
        """
        <a href="/customers/\(record.id.description)">\(record.name)</a>\
        \(when: record.status == .suspended, " \(status(record, language))")<small>\(record.country)</small>
        """
      ]
      if call.actor.level == .distributor { cells.append("\(record.path.reseller.flatMap { sellers[$0] } ?? "")") }
      cells += ["\(Words.level(record.selfService).in(language))", "\(item.subscriptions)"]
      for leg in Recurring.legs(call.actor) { cells.append(Recurring.html(recurring[record.id] ?? [], leg)) }
      return cells
    }
    let empty = isSearch ? Words.noMatch : Words.none
    return table(
      caption: Portal.Place.customers.label.in(language), columns: columns, rows: rows,
      empty: "<p>\(empty.in(language))</p>")
  }

  private static func sellerNames(_ customers: [Organizations.Listed], in work: Work) throws -> [ID<Organization>:
    String]
  {
    let ids = Set(customers.compactMap(\.record.path.reseller))
    let rows = try work.tx.rows("SELECT id, name FROM organization WHERE id = ANY (\(Array(ids)))")
    return try rows.reduce(into: [:]) { $0[try $1[0]] = try $1[1] as String }
  }

  static func status(_ record: Organizations.Record, _ language: Language) -> HTML {
    record.status == .active
      ? badge(Words.active.in(language), tone: .good) : badge(Words.suspended.in(language), tone: .warning)
  }

  // MARK: - One customer

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let isSubscriptionsSeen = call.actor.holds(.subscriptionsView)
    let subscriptions = isSubscriptionsSeen ? try subscriptions(of: customer, call) : .empty
    let trail = (Portal.Place.customers.label.in(language), "/customers" as String?)
    let content: HTML = """
      \(when: call.actor.level != .customer, breadcrumbs([trail, (customer.name, nil)]))
      \(pageHeader(title: "\(customer.name) \(status(customer, language))", subtitle: subtitle(customer, language),
        actions: actions(customer, call)))
      \(try figures(customer, call))
      \(subscriptions)
      \(try DelegationSection.ofCustomer(customer, call))
      \(card(title: Words.facts.in(language), facts(customer, language)))
      """
    return try Portal.page(call, customer.name, at: .customers, content)
  }

  private static func subtitle(_ customer: Organizations.Record, _ language: Language) -> HTML {
    let vat = customer.vatID.map { " · \($0)" } ?? ""
    return "\(customer.country) · \(customer.currency.code)\(vat)"
  }

  private static func actions(_ customer: Organizations.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let actor = call.actor
    var actions: [HTML] = []
    let links: [(isOpen: Bool, label: Phrase, href: String)] = [
      (actor.rights.holds(.subscriptionsChange), ShopWords.shop, "/customers/\(customer.id)/shop"),
      (actor.holds(.centresView), Portal.Place.centres.label, "/customers/\(customer.id)/centres"),
      (
        actor.holds(.statementsView) && actor.seesPrices, Portal.Place.statements.label,
        "/statements?buyer=\(customer.id)"
      ),
      (actor.holds(.statementsView), ReportWords.reports, "/reports?customer=\(customer.id)"),
      (actor.holds(.usersView), Portal.Place.people.label, "/people?organization=\(customer.id)"),
      (actor.holds(.statementsView) && actor.seesPrices, TaxWords.title, "/organizations/\(customer.id)/vat"),
      (actor.holds(.customersManage), Words.edit, "/customers/\(customer.id)/edit"),
    ]
    for link in links where link.isOpen { actions.append(buttonLink(label: link.label.in(language), href: link.href)) }
    actions += RightsPages.link(.customer, customer.id, call)
    if actor.rights.holds(.subscriptionsChange) {
      actions.append(
        customer.status == .active
          ? SubscriptionListPages.addButton(for: customer.id, call)
          : disabledButton(
            label: Words.add.in(language), reason: Messages.sentence("organization.suspended", [:], language)))
    }
    return actions
  }

  private static func figures(_ customer: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let sums = try Recurring.ofCustomers([customer.id], in: call.work)[customer.id] ?? []
    var tiles = [
      statTile(
        label: Words.activeSubscriptions.in(language), value: "\(sums.reduce(0) { $0 + $1.subscriptions })"),
      statTile(label: SubscriptionWords.licences.in(language), value: "\(sums.reduce(0) { $0 + $1.licences })"),
    ]
    tiles += Recurring.legs(call.actor).map {
      statTile(label: Recurring.label($0, call.actor).in(language), value: Recurring.html(sums, $0))
    }
    tiles.append(
      statTile(
        label: Words.selfService.in(language), value: "\(Words.level(customer.selfService).in(language))",
        hint: Words.levelHint(customer.selfService).in(language)))
    return statTiles(tiles)
  }

  private static func facts(_ customer: Organizations.Record, _ language: Language) -> HTML {
    definitionList([
      (Words.country.in(language), "\(customer.country)"),
      (Words.vatID.in(language), "\(customer.vatID ?? "–")"),
      (Words.currency.in(language), "\(customer.currency.code)"),
      (DeskWords.timeZone.in(language), "\(customer.timeZone)"),
    ])
  }

  /// Running ones first; all of them, since nobody has more than fits a page or goes on in the list.
  private static func subscriptions(of customer: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let limit = 100
    let items = try call.tx.rows(
      """
      SELECT \(ListedSubscription.columns(at: call.work.now)) FROM \(ListedSubscription.source)
      WHERE s.customer_id = \(customer.id)
      ORDER BY s.status IN ('expired', 'cancelled'), s.service_name, s.plan_name, s.id LIMIT \(limit)
      """
    ).map(ListedSubscription.init(row:))
    var listing = SubscriptionTable(actor: call.actor, showsCustomer: false, work: call.work)
    var filter = Subscriptions.Filter()
    filter.customer = customer.id
    let bar = BulkBar(call.actor, among: items.count, of: filter, endsWithinDays: nil)
    listing.isSelectable = bar != nil
    return card(
      title: Portal.Place.subscriptions.label.in(language),
      actions: [
        buttonLink(label: Words.filterThem.in(language), href: "/subscriptions?customer=\(customer.id)")
      ],
      """
      \(bar?.html)\
      \(listing.html(items, caption: Portal.Place.subscriptions.label.in(language),
        empty: "<p>\(Words.noSubscriptions.in(language))</p>"))
      """)
  }
}
