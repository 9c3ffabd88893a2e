import Core
import FoundationEssentials
import HTTP
import Markup

/// Runs of the bill: what each did for the reader's customers, newest first, and above them what waits for somebody.
enum BillingRunPages {
  private typealias Words = BillingRunWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let records = try BillingRuns.list(paging, in: call.work)
    let next = paging.next(records) { [$0.id.description] }
    let nextHref = next.map { PortalLink.to("/billing-runs", ["cursor": $0]) }
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"), (Words.runs.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.runs.in(language))", subtitle: "\(Words.runsSubtitle.in(language))",
        actions: [buttonLink(label: Words.accounts.in(language), href: "/parked-accounts")]))
      \(try waiting(call))
      \(table(caption: Words.runs.in(language), columns: columns(call),
        rows: records.prefix(paging.limit).map { row($0, call) }, empty: "<p>\(Words.noRuns.in(language))</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.runs.in(language), at: .statements, content)
  }

  /// What finance should look at first; nothing where nothing waits.
  static func waiting(_ call: Call) throws -> HTML {
    guard call.actor.holds(.statementsClose) else { return .empty }
    let count = try ParkedAccounts.waiting(in: call.work)
    if count == 0 { return .empty }
    let language = call.actor.language
    return notice(
      .warning, title: (count == 1 ? Words.oneWaits : Words.someWait).in(language, ["count": "\(count)"]),
      body: "<p><a href=\"/parked-accounts\">\(Words.lookAtThem.in(language))</a></p>")
  }

  private static func columns(_ call: Call) -> [Column] {
    let language = call.actor.language
    return [
      Column(Words.started.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.through.in(language)), Column(Words.cycles.in(language), kind: .number),
      Column(Words.terms.in(language), kind: .number),
    ] + legs(call).map { Column(Words.posted($0, legs(call).count > 1).in(language), kind: .number) } + [
      Column(Words.closed.in(language), kind: .number), Column(Words.parked.in(language), kind: .number),
    ]
  }

  private static func legs(_ call: Call) -> [Leg] { [.price, .cost].filter(call.actor.sees) }

  private static func row(_ record: BillingRuns.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let amounts: [HTML] = legs(call).map { leg in
      let sums = record.sums.filter { $0.leg == leg && $0.charges + $0.usage > 0 }
      if sums.isEmpty { return "–" }
      let lines: [HTML] = sums.map { "<div>\(Money(minor: $0.amount, currency: $0.currency).html)</div>" }
      let charges = sums.reduce(0) { $0 + $1.charges + $1.usage }
      return "\(lines)<small>\(Words.charges.in(language, ["count": "\(charges)"]))</small>"
    }
    let parked: HTML = record.parked == 0 ? "0" : "<a href=\"/parked-accounts\">\(record.parked)</a>"
    let length = record.endedAt.map { Words.length($0.microseconds - record.startedAt.microseconds, language) }
    return [
      "\(Portal.time(record.startedAt))\(length.map { "<small>\($0)</small>" as HTML })",
      Words.badge(record.state, language), "\((record.until ?? record.startedAt.utcDay).description)",
      "\(record.cycles)", "\(record.renewals)",
    ] + amounts + ["\(record.sums.reduce(0) { $0 + $1.statements })", parked]
  }
}
