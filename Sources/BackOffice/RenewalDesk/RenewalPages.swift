import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// The renewal desk: every deadline with what can be decided about it.
enum RenewalPages {
  private typealias Words = RenewalPageWords

  /// What the list is narrowed to besides time, kind and service.
  enum Shown: String, CaseIterable {
    case all, notMonthly, unassigned, prices, undecided, planned

    fileprivate var label: Phrase {
      switch self {
      case .all: Phrase("Everything", fr: "Tout", de: "Alles")
      case .notMonthly: Phrase("Without monthly routine", fr: "Sans routine mensuelle", de: "Ohne Monatsroutine")
      case .unassigned: Phrase("Unassigned licences", fr: "Licences non attribuées", de: "Nicht vergebene Lizenzen")
      case .prices: Phrase("Price changes", fr: "Changements de prix", de: "Preisänderungen")
      case .undecided: Phrase("Renews as it is", fr: "Sans changement prévu", de: "Ohne Planung")
      case .planned: Phrase("Planned", fr: "Planifié", de: "Geplant")
      }
    }
  }

  /// What the reader asks for; whatever is malformed counts as not asked.
  struct Asked {
    var filter = RenewalDesk.Filter()
    let shown: Shown
    let isNarrowed: Bool

    init(_ call: Call) throws {
      let isSeller = call.actor.level != .customer
      filter.search = try SearchText.query(call)
      filter.withinDays =
        call.query("within").flatMap { Int($0) }.flatMap {
          RenewalsAPI.horizons.contains($0) ? $0 : nil
        } ?? RenewalsAPI.horizons[0]
      if let kind = RenewalsAPI.kinds.first(where: { $0.rawValue == call.query("kind") }) { filter.kinds = [kind] }
      filter.service = call.query("service").flatMap { ID<Service>($0) }
      filter.customer = call.query("customer").flatMap { ID<Organization>($0) }
      let usual = isSeller ? Shown.notMonthly : .all
      shown = call.query("show").flatMap { Shown(rawValue: $0) } ?? usual
      filter.leavesOutMonthly = shown == .notMonthly
      filter.isUnassigned = shown == .unassigned
      filter.changesPrice = shown == .prices
      if shown == .undecided || shown == .planned { filter.isPlanned = shown == .planned }
      isNarrowed =
        filter.search != nil || !filter.kinds.isEmpty || filter.service != nil || filter.customer != nil
        || shown != .all
    }

    func address(cursor: String? = nil, select: String? = nil) -> String {
      PortalLink.to(
        "/renewals",
        [
          "search": filter.search, "within": "\(filter.withinDays)", "kind": filter.kinds.first?.rawValue,
          "service": filter.service?.description, "customer": filter.customer?.description, "show": shown.rawValue,
          "select": select, "cursor": cursor,
        ])
    }
  }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let asked = try Asked(call)
    let paging = try Paging(call)
    let items = try RenewalDesk.list(asked.filter, paging, in: call.work)
    let shown = Array(items.prefix(paging.limit))
    let next = paging.next(items, cursor: \.cursor)
    let services = try Catalogue.services(in: call.work)
    let isAllSelected = call.query("select") == "all"
    let cursor = call.query("cursor")
    let listing = RenewalTable(call: call, isSelected: isAllSelected)
    let back = asked.address(cursor: cursor)
    let all = asked.address(cursor: cursor, select: isAllSelected ? nil : "all")
    let reminders = buttonLink(label: Words.reminders.in(language), href: "/profile#reminders")
    let search = call.actor.level == .customer ? Words.search : Words.searchCustomers
    let content: HTML = """
      \(pageHeader(title: "\(RenewalWords.title.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: [reminders]))
      \(try listing.whyNot())
      \(filterForm(action: "/renewals", value: asked.filter.search ?? "", label: search.in(language),
        extra: selects(asked, services, language)))
      \(results("""
        \(listing.form(shown, back: back, selecting: all, empty: empty(asked, language)))
        \(pager(nextHref: next.map { asked.address(cursor: $0) }, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, RenewalWords.title.in(language), at: .renewals, content)
  }

  private static func selects(
    _ asked: Asked, _ services: [Catalogue.ListedService], _ language: Language
  ) -> HTML {
    let option = SubscriptionListPages.option
    let select = SubscriptionListPages.select
    let within = RenewalsAPI.horizons.map { (days: Int) in
      option("\(days)", Words.within.in(language, ["days": "\(days)"]), asked.filter.withinDays == days)
    }
    let kinds = RenewalsAPI.kinds.map {
      option($0.rawValue, RenewalWords.kind($0).in(language), asked.filter.kinds == [$0])
    }
    let shown = Shown.allCases.map { option($0.rawValue, $0.label.in(language), asked.shown == $0) }
    let all = services.map { option($0.id.description, $0.name, asked.filter.service == $0.id) }
    let customer: HTML? = asked.filter.customer.map {
      "<input type=\"hidden\" name=\"customer\" value=\"\($0.description)\">"
    }
    return """
      \(select("within", Words.period.in(language), within))\
      \(select("kind", Words.kind.in(language), [option("", Words.anyKind.in(language), false)] + kinds))\
      \(select("service", DeskWords.service.in(language), [option("", Words.anyService.in(language), false)] + all))\
      \(select("show", Words.show.in(language), shown))\(customer)
      """
  }

  private static func empty(_ asked: Asked, _ language: Language) -> HTML {
    let all: HTML =
      asked.isNarrowed ? "<p><a href=\"/renewals?within=90&amp;show=all\">\(Words.showAll.in(language))</a></p>" : ""
    return "<p>\(Words.none.in(language))</p>\(all)"
  }

  // MARK: - On start pages

  private static let fewest = 5

  /// The next few deadlines, with the way to all of them; nothing for those who have no desk.
  static func nextDeadlines(_ call: Call) throws -> HTML {
    guard call.actor.holds(.statementsView) else { return .empty }
    let language = call.actor.language
    var filter = RenewalDesk.Filter()
    filter.withinDays = RenewalsAPI.horizons[0]
    filter.leavesOutMonthly = call.actor.level != .customer
    let items = try RenewalDesk.first(fewest, filter, in: call.work)
    let nothing = Words.nothingSoon.in(language, ["days": "\(filter.withinDays)"])
    return card(
      title: Words.nextDeadlines.in(language),
      actions: [buttonLink(label: RenewalWords.title.in(language), href: "/renewals")],
      RenewalTable(call: call, isSelected: false).brief(items, empty: "<p>\(nothing)</p>"))
  }
}
