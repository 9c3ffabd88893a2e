import Core
import FoundationEssentials
import HTTP
import Markup

/// One bulk change: its preview to confirm, its progress, its result. While a job is at work the page comes again by
/// itself, without a script.
enum BulkPages {
  static func show(_ call: Call) throws -> Response {
    let record = try BulkChanges.find(try call.id(), in: call.work)
    let page = BulkPage(call: call, record: record, summary: try BulkLines.summary(of: record, in: call.work))
    let outcome = call.query("result").flatMap(BulkChange.Outcome.init(rawValue:))
    let paging = try Paging(call)
    let lines = try BulkLines.list(of: record, outcome, paging, in: call.work)
    let next = paging.next(lines) { [String($0.number)] }
    let listing = BulkLineTable(actor: call.actor, record: record)
    let content: HTML = """
      \(page.head)
      \(page.progress)\(page.figures)
      \(page.standing)
      \(page.centres)\(page.totals)\(page.reasons)
      \(listing.html(Array(lines.prefix(paging.limit)), of: outcome, next: next))
      """
    var response = try Portal.page(call, page.title, at: .subscriptions, content)
    if record.change.progress != nil {
      let here = PortalLink.to(page.home, ["result": outcome?.rawValue, "cursor": call.query("cursor")])
      response.headers.set("Refresh", "\(refreshSeconds); url=\(here)")
    }
    return response
  }

  private static let refreshSeconds = 2

  static func start(_ call: Call) throws -> Response {
    let record = try BulkChanges.start(try call.id(), in: call.work)
    return .seeOther("/bulk-changes/\(record.id)")
  }

  static func stop(_ call: Call) throws -> Response {
    let record = try BulkChanges.stop(try call.id(), in: call.work)
    return .seeOther("/bulk-changes/\(record.id)")
  }
}

/// The parts of the page, from the top.
struct BulkPage {
  let call: Call
  let record: BulkChanges.Record
  let summary: BulkLines.Summary

  private typealias Words = BulkPageWords
  private var language: Language { call.actor.language }
  private var change: BulkChange { record.change }
  private var csrf: String { call.actor.csrf ?? "" }
  var home: String { "/bulk-changes/\(record.id)" }
  var title: String { BulkWords.describe(record.kind, record.body, language) }

  var head: HTML {
    let what = BulkWords.subscriptions.in(
      language, ["count": "\(change.lines)", "customers": "\(summary.customers)"])
    let by = Words.by.in(language, ["name": record.makerName, "at": Portal.clockText(record.createdAt)])
    let stopped = record.stoppedByName.map { Words.stoppedBy.in(language, ["name": $0]) }
    return """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"),
        (BulkWords.plural.in(language), "/bulk-changes"), (title, nil),
      ]))
      \(pageHeader(
        title: "\(title) \(BulkWords.badge(change.state, language))",
        subtitle: "\(what) · \(by)\(stopped.map { " · \($0)" as HTML })", actions: downloads))
      """
  }

  private var downloads: [HTML] {
    let report = "/api/v1\(home)/report"
    return [
      buttonLink(label: Words.csv.in(language), href: report + "?format=csv"),
      buttonLink(label: Words.excel.in(language), href: report + "?format=xlsx"),
    ]
  }

  var progress: HTML {
    guard let progress = BulkProgress(record, at: call.work.now) else { return .empty }
    let values = [
      "through": "\(progress.through)", "of": "\(progress.of)", "rate": "\(progress.linesPerSecond)",
      "left": "\(progress.secondsLeft ?? 0)",
    ]
    let far = progress.through == 0 ? Words.beginning : Words.progress
    let doing = change.state == .running ? Words.running : Words.previewing
    return card(
      """
      <p><b>\(doing.in(language))</b> \(far.in(language, values))</p>
      <progress class="wide" max="\(progress.of)" value="\(progress.through)" \
      aria-label="\(doing.in(language))"></progress>
      <p>\(actionButton(label: Words.stop.in(language), action: home + "/stop", csrf: csrf))</p>
      """)
  }

  var figures: HTML {
    let shown = BulkChange.Outcome.allCases.filter { change.count(of: $0) > 0 }
    return statTiles(
      shown.map { statTile(label: BulkWords.outcome($0).in(language), value: "\(change.count(of: $0))") })
  }

  /// What is to be decided now, or what the reader should know.
  var standing: HTML {
    switch change.state {
    case .ready: confirmation
    case .empty: notice(.warning, title: Words.empty.in(language))
    case .stopped: notice(.neutral, title: Words.stopped.in(language, ["count": "\(change.done)"]))
    case .done where change.failed > 0:
      notice(.warning, title: Words.partly.in(language, ["failed": "\(change.failed)"]))
    case .done: notice(.good, title: Words.done.in(language, ["count": "\(change.done)"]))
    case .previewing, .running: .empty
    }
  }

  private var confirmation: HTML {
    let isMaker =
      call.actor.person == record.maker.person && call.actor.real?.person == record.maker.real?.person
    let label = Words.start.in(language, ["count": "\(change.allowed)"])
    let start =
      isMaker
      ? actionButton(
        label: label, action: home + "/start", csrf: csrf, tone: record.kind == .cancellation ? .danger : .primary)
      : disabledButton(label: label, reason: Messages.sentence("bulk.other_person", [:], language))
    let discard = actionButton(label: Words.discard.in(language), action: home + "/stop", csrf: csrf)
    return card(
      """
      <p><b>\(Words.nothingYet.in(language))</b> \(Words.howItRuns.in(language))</p>
      <div class="form-actions">\(start)\(discard)</div>
      """)
  }

  var totals: HTML {
    guard !summary.totals.isEmpty else { return .empty }
    var columns = [
      Column(""), Column(Portal.Place.subscriptions.label.in(language), kind: .number),
      Column(BulkWords.today.in(language), kind: .number), Column(BulkWords.next.in(language), kind: .number),
      Column(BulkWords.recurring.in(language), kind: .number),
    ]
    let hasPosted = record.startedAt != nil
    if hasPosted { columns.append(Column(Words.posted.in(language), kind: .number)) }
    let rows: [[HTML]] = summary.totals.map { total in
      let leg = SubscriptionWords.leg(total.leg, call.actor).in(language)
      var cells: [HTML] = [
        "\(leg)<small>\(SubscriptionWords.frequency(total.frequency).in(language))</small>", "\(total.lines)",
        total.today.html, total.nextInvoice.html,
        "\(total.recurring.html)<small>\(SubscriptionWords.perCycle(total.frequency).in(language))</small>",
      ]
      if hasPosted { cells.append(total.posted.html) }
      return cells
    }
    return card(
      title: Words.costs.in(language),
      table(caption: Words.costs.in(language), columns: columns, rows: rows))
  }

  var reasons: HTML {
    guard !summary.reasons.isEmpty else { return .empty }
    let rows: [[HTML]] = summary.reasons.map { reason in
      [
        "\(reason.count)", BulkWords.badge(reason.outcome, language),
        "\(Messages.sentence(reason.code, reason.details, language))",
      ]
    }
    let told = summary.reasons.reduce(0) { $0 + $1.count }
    let more = change.refused + change.failed - told
    let rest: HTML = "<p class=\"subtle\">\(Words.moreReasons.in(language, ["count": "\(more)"]))</p>"
    return card(
      title: Words.whyNot.in(language),
      """
      \(table(caption: Words.whyNot.in(language), columns: [
        Column(Portal.Place.subscriptions.label.in(language), kind: .number), Column(BulkWords.result.in(language)),
        Column(BulkWords.reason.in(language)),
      ], rows: rows))\(when: more > 0, rest)
      """)
  }
}

/// The lines, all or of one result.
struct BulkLineTable {
  let actor: Actor
  let record: BulkChanges.Record

  private var language: Language { actor.language }

  func html(_ lines: [BulkLine], of outcome: BulkChange.Outcome?, next: String?) -> HTML {
    let home = "/bulk-changes/\(record.id)"
    let shown = BulkChange.Outcome.allCases.filter { record.change.count(of: $0) > 0 }
    let all = NavItem(
      label: "\(DeskWords.all.in(language)) \(record.change.lines)", href: home, current: outcome == nil)
    let each = shown.map {
      NavItem(
        label: "\(BulkWords.outcome($0).in(language)) \(record.change.count(of: $0))",
        href: home + "?result=\($0.rawValue)", current: outcome == $0)
    }
    let nextHref = next.map { PortalLink.to(home, ["result": outcome?.rawValue, "cursor": $0]) }
    let caption = Portal.Place.subscriptions.label.in(language)
    return card(
      title: caption,
      """
      \(tabs(label: BulkWords.result.in(language), [all] + each))\
      \(table(caption: caption, columns: columns, rows: lines.map(row),
        empty: "<p>\(BulkPageWords.noLines.in(language))</p>"))\
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """)
  }

  private var legs: [Leg] { [.price, .cost].filter(actor.sees) }

  private var columns: [Column] {
    [
      Column(SubscriptionWords.subscription.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number),
    ]
      + legs.map {
        Column(
          "\(SubscriptionWords.leg($0, actor).in(language)): \(BulkWords.today.in(language))", kind: .number)
      } + [Column(BulkWords.result.in(language))]
  }

  private func row(_ line: BulkLine) -> [HTML] {
    let result = line.result
    let name = line.friendlyName ?? line.planName
    let second = line.friendlyName == nil ? line.customerName : "\(line.planName) · \(line.customerName)"
    let figures = result.figures
    let licences: HTML? = figures.map { (figures) -> HTML in
      let renewal = figures.renewalQuantity.map { BulkPageWords.atRenewal.in(language, ["count": "\($0)"]) }
      let now: HTML =
        figures.quantityBefore == figures.quantityAfter
        ? "\(figures.quantityAfter)" : "<span>\(figures.quantityBefore) → <b>\(figures.quantityAfter)</b></span>"
      return "\(now)\(renewal.map { "<small>\($0)</small>" as HTML })"
    }
    let reason: HTML? = result.code.map { "<small>\(Messages.sentence($0, result.details, language))</small>" }
    let warnings: [HTML] = result.warnings.map { "<small>\(Messages.sentence($0, [:], language))</small>" }
    let amounts: [HTML] = legs.map { leg in
      guard result.outcome != .refused else { return "–" }
      return figures?.totals.first { $0.leg == leg }?.today.html ?? "–"
    }
    return [
      "<a href=\"/subscriptions/\(line.subscription.description)\">\(name)</a><small>\(second)</small>",
      licences ?? "–",
    ] + amounts + ["\(BulkWords.badge(result.outcome, language))\(reason)\(warnings)"]
  }
}
