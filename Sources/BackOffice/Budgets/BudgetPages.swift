import Core
import FoundationEssentials
import HTTP
import Markup

/// A customer's budgets, and one with its months.
enum BudgetPages {
  private typealias Words = BudgetWords

  static func path(_ customer: ID<Organization>) -> String { "/customers/\(customer)/budgets" }

  static func listHref(of customer: ID<Organization>, _ actor: Actor) -> String {
    actor.level == .customer ? "/budgets" : path(customer)
  }

  static func own(_ call: Call) throws -> Response {
    guard call.actor.level == .customer else { throw Refusal.notFound }
    return try list(of: Organizations.find(call.actor.organization, kind: .customer, in: call.work), call)
  }

  static func ofCustomer(_ call: Call) throws -> Response {
    try list(of: Organizations.find(try call.id(), kind: .customer, in: call.work), call)
  }

  private static func list(of customer: Organizations.Record, _ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let ended = try call.queryFlag("ended")
    let found = try Budgets.list(of: customer.id, ended: ended, paging, in: call.work)
    let next = paging.next(found) { [$0.record.id.description] }
    let here = listHref(of: customer.id, call.actor)
    var actions = [
      buttonLink(
        label: (ended ? Words.current : Words.ended).in(language), href: ended ? here : here + "?ended=true")
    ]
    if call.actor.holds(.centresManage), !ended {
      actions.append(buttonLink(label: Words.new.in(language), href: path(customer.id) + "/new", tone: .primary))
    }
    let columns = [
      Column(Words.of.in(language)), Column(Words.spentShare.in(language)),
      Column(Words.spent.in(language), kind: .number), Column(Words.amount.in(language), kind: .number),
      Column(Words.forecast.in(language), kind: .number),
    ]
    let title = Words.title.in(language)
    let content: HTML = """
      \(CentrePages.trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.subtitle.in(language))", actions: actions))
      \(table(caption: (ended ? Words.ended : Words.title).in(language), columns: columns,
        rows: found.prefix(paging.limit).map { row($0, language) },
        empty: "<p>\((ended ? Words.noneEnded : Words.none).in(language))</p>"))
      \(pager(nextHref: next.map { PortalLink.to(here, ["cursor": $0, "ended": ended ? "true" : nil]) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  private static func row(_ listed: Budgets.Listed, _ language: Language) -> [HTML] {
    let record = listed.record
    let kind = record.target.centre == nil ? Words.subscription : Words.centre
    let name: HTML =
      "<a href=\"/budgets/\(record.id.description)\">\(record.name)</a><small>\(kind.in(language))</small>"
    guard let standing = listed.standing else {
      let state =
        record.endedAt.map { "\(Words.endedOn.in(language)) \(Portal.time($0))" as HTML }
        ?? "\(Words.begins.in(language, ["month": record.amounts.map(\.from).min()?.description ?? ""]))"
      let amount = record.next?.amount ?? record.amounts.last?.amount
      return [name, state, "–", amount?.html ?? "–", "–"]
    }
    return [
      name, bar(standing, record.shares, language), standing.spent.html, standing.amount.html,
      "\(standing.forecast.html)<small>\(standing.forecastShare) %</small>",
    ]
  }

  /// A bar with its percents in words, and the highest share reached.
  static func bar(_ standing: BudgetStanding, _ shares: BudgetShares, _ language: Language) -> HTML {
    let label = "\(standing.share) %"
    let reached: HTML? = standing.reached(shares).last.map {
      " "
        + badge(
          Words.reached.in(language, ["share": "\($0)"]), tone: $0 >= 100 ? .bad : .warning)
    }
    let gauge = gauge(max(0, min(standing.share, 100)), of: 100, label: label, warning: shares.percents.first)
    return "\(gauge)\(reached)"
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let listed = try Budgets.find(try call.id(), in: call.work)
    let record = listed.record
    let customer = try Organizations.find(record.path.organization, kind: .customer, in: call.work)
    let title = Words.ofTarget.in(language, ["name": record.name])
    let content: HTML = """
      \(trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: subtitle(record, call), actions: actions(record, call)))
      \(state(listed, language))
      \(try months(record, call))
      \(facts(record, language))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  static func trail(_ customer: Organizations.Record, _ title: String, _ call: Call) -> HTML {
    let list = (Words.title.in(call.actor.language), listHref(of: customer.id, call.actor))
    return CentrePages.trail(customer, title, above: list, call)
  }

  /// The way to what it is of.
  private static func subtitle(_ record: Budgets.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    switch record.target {
    case .centre(let id):
      guard call.actor.seesPrices else { return "\(Words.centre.in(language)) \(record.name)" }
      return "\(Words.centre.in(language)): <a href=\"/centres/\(id.description)/charges\">\(record.name)</a>"
    case .subscription(let id):
      return "\(Words.subscription.in(language)): <a href=\"/subscriptions/\(id.description)\">\(record.name)</a>"
    }
  }

  private static func actions(_ record: Budgets.Record, _ call: Call) -> [HTML] {
    guard call.actor.holds(.centresManage), record.endedAt == nil else { return [] }
    let language = call.actor.language
    return [
      buttonLink(label: Words.end.in(language), href: "/budgets/\(record.id)/ending"),
      buttonLink(label: Words.change.in(language), href: "/budgets/\(record.id)/edit", tone: .primary),
    ]
  }

  private static func state(_ listed: Budgets.Listed, _ language: Language) -> HTML {
    let record = listed.record
    if let ended = record.endedAt {
      return notice(.neutral, title: Words.isEnded.in(language), body: "<p>\(Portal.time(ended))</p>")
    }
    guard let standing = listed.standing else {
      let month = record.amounts.map(\.from).min()?.description ?? ""
      return notice(.neutral, title: Words.begins.in(language, ["month": month]))
    }
    return tiles(standing, record.shares, record.present, language)
  }

  /// What a month stands at.
  static func tiles(
    _ standing: BudgetStanding, _ shares: BudgetShares, _ month: Month, _ language: Language
  ) -> HTML {
    statTiles([
      statTile(label: Words.amount.in(language), value: standing.amount.html, hint: Words.aMonth.in(language)),
      statTile(
        label: Words.spentIn.in(language, ["month": month.description]), value: standing.spent.html,
        hint: Words.soFar.in(language)),
      statTile(label: Words.spentShare.in(language), value: bar(standing, shares, language)),
      statTile(
        label: Words.forecast.in(language), value: standing.forecast.html,
        hint: Words.forecastHint.in(language, ["share": "\(standing.forecastShare)"])),
    ])
  }

  private static func months(_ record: Budgets.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let paging = call.query("cursor") == nil ? Paging(limit: 12) : try Paging(call)
    let months = try BudgetMonths.list(of: record.id, paging, in: call.work)
    let next = paging.next(months) { [$0.month.description] }
    let columns = [
      Column(Words.month.in(language)), Column(Words.spentShare.in(language)),
      Column(Words.spent.in(language), kind: .number), Column(Words.amount.in(language), kind: .number),
      Column(Words.warnings.in(language)),
    ]
    let rows: [[HTML]] = months.prefix(paging.limit).map { month in
      let closed: HTML? = month.isFinal ? "<small>\(Words.closed.in(language))</small>" : nil
      let warned: [HTML] = month.warnings.filter(\.told).map {
        "\($0.share) % <small>\(Portal.time($0.at)) UTC</small>"
      }
      return [
        "\(month.month.description)\(closed)", bar(month.standing, record.shares, language), month.standing.spent.html,
        month.standing.amount.html, warned.isEmpty ? "–" : warned.joined(separator: "<br>"),
      ]
    }
    return card(
      title: Words.months.in(language),
      """
      \(table(caption: Words.months.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noMonths.in(language))</p>"))\
      \(pager(nextHref: next.map { PortalLink.to("/budgets/\(record.id)", ["cursor": $0]) },
        label: DeskWords.more.in(language)))
      """)
  }

  private static func facts(_ record: Budgets.Record, _ language: Language) -> HTML {
    let amounts: [HTML] = record.amounts.reversed().map {
      "\($0.amount.html) \(Words.from.in(language, ["month": $0.from.description]))"
    }
    return card(
      title: Words.rules.in(language),
      definitionList([
        (Words.amounts.in(language), amounts.joined(separator: "<br>")),
        (Words.shares.in(language), "\(Words.percents(record.shares))"),
        (Words.tells.in(language), "\(record.tells.map { Words.reader($0).in(language) }.joined(separator: ", "))"),
        (Words.setBy.in(language), "\(record.setByName) <small>\(Portal.time(record.setAt)) UTC</small>"),
      ]))
  }
}
