import Core
import FoundationEssentials
import HTTP
import Markup

/// Closing a month: what is open, what stands in the way, how far it is, what became of it.
enum ClosingPages {
  private typealias Words = ClosingWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let records = try StatementClosings.list(paging, in: call.work)
    let next = paging.next(records) { [$0.id.description] }
    let months = try StatementClosings.openMonths(in: call.work)
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(title: Words.open.in(language), openMonths(months, call)))
      \(card(title: Words.when.in(language), try settings(call)))
      \(card(title: Words.past.in(language), """
        \(table(caption: Words.past.in(language), columns: columns(language),
          rows: records.prefix(paging.limit).map { row($0, language) }, empty: "<p>\(Words.none.in(language))</p>"))
        \(pager(nextHref: next.map { PortalLink.to("/statement-closings", ["cursor": $0]) },
          label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Words.title.in(language), at: .statements, content)
  }

  private static func openMonths(_ months: [(month: Month, statements: Int)], _ call: Call) -> HTML {
    let language = call.actor.language
    let today = call.work.now.adding(seconds: 14 * 3600).utcDay
    let rows: [[HTML]] = months.map { open in
      let isOver = open.month.next.first <= today
      let action =
        isOver
        ? buttonLink(
          label: Words.check.in(language), href: "/statement-closings/new?month=\(open.month)", tone: .primary)
        : disabledButton(
          label: Words.check.in(language),
          reason: StatementWords.closableFrom.in(language, ["day": open.month.next.first.description]))
      let href = PortalLink.to("/statements", ["month": open.month.description, "status": "open"])
      return [
        "<a href=\"\(checkedHref(href))\">\(open.month.description)</a>", "\(open.statements)", action,
      ]
    }
    return table(
      caption: Words.open.in(language),
      columns: [
        Column(Phrases.Statement.month.in(language)), Column(Words.statements.in(language), kind: .number), Column(""),
      ], rows: rows, empty: "<p>\(Words.allClosed.in(language))</p>")
  }

  private static func columns(_ language: Language) -> [Column] {
    [
      Column(Phrases.Statement.month.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.closed.in(language), kind: .number), Column(Words.refused.in(language), kind: .number),
      Column(Words.by.in(language)), Column(DeskWords.when.in(language)),
    ]
  }

  private static func row(_ record: StatementClosings.Record, _ language: Language) -> [HTML] {
    [
      "<a href=\"/statement-closings/\(record.id.description)\">\(record.month.description)</a>",
      status(record, language), "\(record.closed)", "\(record.refused)", "\(record.makerName)",
      Portal.time(record.createdAt),
    ]
  }

  private static func status(_ record: StatementClosings.Record, _ language: Language) -> HTML {
    switch record.state {
    case .running: badge(Words.running.in(language))
    case .done where record.refused > 0: badge(Words.partly.in(language), tone: .warning)
    case .done: badge(Words.done.in(language), tone: .good)
    }
  }

  // MARK: - When months are closed

  private static func settings(_ call: Call) throws -> HTML {
    let language = call.actor.language
    let settings = try ClosingSettings.current(in: call.work)
    let refill = Refill(call)
    let ways = [("true", Words.byItself), ("false", Words.byHand)]
    return form(
      action: "/statement-closings/settings", csrf: call.actor.csrf ?? "",
      content: """
        \(selectField(label: Words.way.in(language), name: "automatic", options: ways.map { value, label in
          (
            value: value, label: label.in(language),
            selected: refill.has("automatic", value, (value == "true") == settings.automatic), disabled: false
          )
        }))
        \(field(label: Words.daysAfter.in(language), name: "daysAfter", type: "number",
          value: refill.value("daysAfter", "\(settings.daysAfter)"), hint: Words.daysHint.in(language),
          error: refill.error("daysAfter"), required: true,
          attributes: ["min": "0", "max": "\(ClosingSettings.daysAfterAtMost)", "inputmode": "numeric"]))
        """, submit: DeskWords.save.in(language), tone: .plain)
  }

  static func setting(_ call: Call) throws -> Response {
    let fields = try call.form()
    let automatic = fields.parsed("automatic", required: true, "field.not_a_choice") { Bool($0) }
    let days = fields.parsed("daysAfter", required: true, "field.whole_number_expected") { Int($0) }
    try fields.check()
    guard let automatic, let days else { throw Refusal.notFound }
    _ = try ClosingSettings.change(to: ClosingSettings(automatic: automatic, daysAfter: days), in: call.work)
    return .seeOther("/statement-closings")
  }

  // MARK: - Closing one

  /// What will be closed and what cannot be, before anything is.
  static func confirm(_ call: Call) throws -> Response {
    let language = call.actor.language
    guard let month = call.query("month").flatMap({ Month($0) }) else { throw Refusal.notFound }
    let readiness = try StatementClosings.readiness(of: month, in: call.work)
    let ready = readiness.open - readiness.blocked.count
    let title = Words.closeMonth.in(language, ["month": month.description])
    let label = Words.closeThese.in(language, ["count": "\(ready)"])
    let button =
      ready > 0
      ? actionButton(
        label: label, action: "/statement-closings", csrf: call.actor.csrf ?? "",
        hidden: [("month", month.description)], tone: .primary)
      : disabledButton(label: label, reason: Words.nothingReady.in(language))
    let cancel = buttonLink(label: DeskWords.cancel.in(language), href: "/statement-closings")
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"),
        (Words.title.in(language), "/statement-closings"), (title, nil),
      ]))
      \(pageHeader(title: "\(title)"))
      \(statTiles([
        statTile(label: Words.ready.in(language), value: "\(ready)"),
        statTile(label: Words.notYet.in(language), value: "\(readiness.blocked.count)"),
      ]))
      \(card("<p>\(Words.forEver.in(language))</p><div class=\"form-actions\">\(button)\(cancel)</div>"))
      \(when: !readiness.blocked.isEmpty, card(title: Words.whyNot.in(language), blocked(readiness, language)))
      """
    return try Portal.page(call, title, at: .statements, content)
  }

  private static func blocked(_ readiness: StatementClosings.Readiness, _ language: Language) -> HTML {
    let shown = readiness.blocked.prefix(Bounds.pageMaximum)
    let rows: [[HTML]] = shown.map { blocked in
      [
        "<a href=\"/statements/\(blocked.statement.id.description)\">\(blocked.statement.buyer.name)</a>",
        "\(Messages.sentence(blocked.code, [:], language))",
      ]
    }
    let more = readiness.blocked.count - shown.count
    return """
      \(table(caption: Words.whyNot.in(language), columns: [
        Column(Phrases.Statement.buyer.in(language)), Column(Words.reason.in(language)),
      ], rows: rows))\(when: more > 0, "<p class=\"subtle\">\(Words.andMore.in(language, ["count": "\(more)"]))</p>")
      """
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.form()
    let month = fields.parsed("month", required: true, "field.month_malformed") { Month($0) }
    try fields.check()
    guard let month else { throw Refusal.notFound }
    let record = try StatementClosings.create(month, in: call.work)
    return .seeOther("/statement-closings/\(record.id)")
  }

  /// While a job is at work the page comes again by itself, without a script.
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try StatementClosings.find(try call.id(), in: call.work)
    let reasons = try StatementClosings.reasons(of: record, in: call.work)
    let paging = try Paging(call)
    let items = try ClosingItems.list(of: record, .refused, paging, in: call.work)
    let home = "/statement-closings/\(record.id)"
    let next = paging.next(items) { [$0.statement.description] }
    let title = Words.closingOf.in(language, ["month": record.month.description])
    let closedHref = PortalLink.to("/statements", ["month": record.month.description, "status": "closed"])
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"),
        (Words.title.in(language), "/statement-closings"), (title, nil),
      ]))
      \(pageHeader(title: "\(title) \(status(record, language))", subtitle: "\(record.makerName)",
        actions: [buttonLink(label: Words.toClosed.in(language), href: closedHref)]))
      \(progress(record, language))
      \(statTiles([
        statTile(label: Words.statements.in(language), value: "\(record.statements)"),
        statTile(label: Words.closed.in(language), value: "\(record.closed)"),
        statTile(label: Words.refused.in(language), value: "\(record.refused)"),
      ]))
      \(when: !reasons.isEmpty, card(title: Words.whyNot.in(language), """
        \(self.reasons(reasons, language))\(refused(Array(items.prefix(paging.limit)), language))
        \(pager(nextHref: next.map { PortalLink.to(home, ["cursor": $0]) }, label: DeskWords.more.in(language)))
        """))
      """
    var response = try Portal.page(call, title, at: .statements, content)
    if record.state == .running { response.headers.set("Refresh", "\(refreshSeconds); url=\(home)") }
    return response
  }

  private static let refreshSeconds = 2

  private static func progress(_ record: StatementClosings.Record, _ language: Language) -> HTML {
    guard record.state == .running else { return .empty }
    let through = record.statements - record.waiting
    let words = Words.progress.in(language, ["through": "\(through)", "of": "\(record.statements)"])
    return card(
      """
      <p><b>\(Words.running.in(language))</b> \(words)</p>
      <progress class="wide" max="\(record.statements)" value="\(through)" \
      aria-label="\(Words.running.in(language))"></progress>
      """)
  }

  private static func reasons(_ reasons: [StatementClosings.Reason], _ language: Language) -> HTML {
    let entries: [HTML] = reasons.map {
      "<li><b>\($0.statements)</b> \(Messages.sentence($0.code, [:], language))</li>"
    }
    return "<ul>\(entries)</ul>"
  }

  private static func refused(_ items: [ClosingItems.Item], _ language: Language) -> HTML {
    let rows: [[HTML]] = items.map { item in
      [
        "<a href=\"/statements/\(item.statement.description)\">\(item.buyerName)</a>",
        "\(item.code.map { Messages.sentence($0, [:], language) } ?? "")",
      ]
    }
    return table(
      caption: Words.refused.in(language),
      columns: [Column(Phrases.Statement.buyer.in(language)), Column(Words.reason.in(language))], rows: rows)
  }
}
