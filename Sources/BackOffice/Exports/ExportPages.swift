import Core
import FoundationEssentials
import HTTP
import Markup

/// One's downloads. While any is being made the page comes again by itself, without a script.
enum ExportPages {
  private typealias Words = ExportWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let records = try Exports.list(paging, in: call.work)
    let shown = Array(records.prefix(paging.limit))
    let names = try names(of: shown, in: call.work)
    let columns = [
      Column(Words.what.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.size.in(language), kind: .number), Column(Words.askedAt.in(language)),
      Column(Words.keptUntil.in(language)), Column("", kind: .number),
    ]
    let nextHref = paging.next(records) { [$0.id.description] }.map { PortalLink.to("/exports", ["cursor": $0]) }
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(table(caption: Words.title.in(language), columns: columns, rows: shown.map { row($0, names, call) },
        empty: "<p>\(Words.none.in(language))</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    var response = try Portal.page(call, Words.title.in(language), at: .statements, content)
    if shown.contains(where: \.state.isOpen), call.request.method == .get {
      let here = PortalLink.to("/exports", ["cursor": call.query("cursor")])
      response.headers.set("Refresh", "\(refreshSeconds); url=\(here)")
    }
    return response
  }

  private static let refreshSeconds = 3

  private static func row(
    _ record: Exports.Record, _ names: [ID<Statement>: Statements.Record], _ call: Call
  ) -> [HTML] {
    let language = call.actor.language
    let state = record.state(at: call.work.now)
    let wish = try? ExportWish(record.wish)
    let what: HTML = """
      \(wish.map { title($0, names, language) } ?? "")\
      <small>\(record.fileName ?? wish.map { formats($0, language) } ?? "")</small>
      """
    return [
      what, "\(Words.badge(state, language))\(standing(record, state, language))",
      state == .ready ? "\(Words.size(record.bytes, language))" : "–", Portal.time(record.createdAt),
      record.expiresAt.map { Portal.time($0) } ?? "–", "<div class=\"actions\">\(actions(record, state, call))</div>",
    ]
  }

  private static func standing(_ record: Exports.Record, _ state: ExportState, _ language: Language) -> HTML {
    switch state {
    case .running where record.total > 0:
      let values = ["done": "\(record.done)", "total": "\(record.total)"]
      return """
        <progress class="wide" max="\(record.total)" value="\(min(record.done, record.total))" \
        aria-label="\(Words.state(.running).in(language))"></progress>\
        <small>\(Words.progress.in(language, values))</small>
        """
    case .failed:
      return record.code.map { "<small>\(Messages.sentence($0, record.details, language))</small>" } ?? .empty
    case .waiting, .running, .ready, .expired: return .empty
    }
  }

  private static func actions(_ record: Exports.Record, _ state: ExportState, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let home = "/exports/\(record.id)"
    let removal = actionButton(
      label: (state.isOpen ? Words.cancel : Words.remove).in(language), action: home + "/removal", csrf: csrf)
    let again = actionButton(label: Words.again.in(language), action: home + "/again", csrf: csrf)
    switch state {
    case .waiting, .running: return [removal]
    case .ready:
      return [
        buttonLink(label: Words.fetch.in(language), href: "/api/v1\(home)/file", tone: .primary), removal,
      ]
    case .failed, .expired: return [again, removal]
    }
  }

  // MARK: - What it is of

  /// Of those that are about one statement, in one look.
  private static func names(
    of records: [Exports.Record], in work: Work
  ) throws -> [ID<Statement>: Statements.Record] {
    let ids = records.compactMap { record -> ID<Statement>? in
      guard let ids = record.wish.object["statementIds"]?.list, ids.count == 1 else { return nil }
      return ids[0].text.flatMap { ID<Statement>($0) }
    }
    guard !ids.isEmpty else { return [:] }
    let found = try ExportSelection.records(Array(Set(ids))[...], in: work)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
  }

  private static func title(
    _ wish: ExportWish, _ names: [ID<Statement>: Statements.Record], _ language: Language
  ) -> String {
    switch wish.selection {
    case .named(let ids) where ids.count == 1:
      guard let record = names[ids[0]] else { return Phrases.Statement.statement.in(language) }
      return "\(StatementPages.title(record, language)) · \(record.buyer.name)"
    case .named(let ids): return Words.named.in(language, ["count": "\(ids.count)"])
    case .matching(let filter):
      let status = filter.isClosed.map { isClosed in
        (isClosed ? Phrases.Statement.closed : Phrases.Statement.open).in(language)
      }
      let parts = [Portal.Place.statements.label.in(language), filter.month?.description, status, filter.search]
      return parts.compactMap { $0 }.joined(separator: " · ")
    }
  }

  private static func formats(_ wish: ExportWish, _ language: Language) -> String {
    let names = wish.formats.map(Words.format).joined(separator: ", ")
    return wish.perCentre ? "\(names) · \(Words.perCentre.in(language))" : names
  }

  // MARK: - Doing

  static func create(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    var asked: [String: JSONValue] = [
      "kind": .string(form.text("kind") ?? ExportWish.Kind.statements.rawValue),
      "formats": .array(form.all("formats").map { .string($0) }),
    ]
    if let centre = form.text("centreId") { asked["centreId"] = .string(centre) }
    if form.text("perCentre") != nil { asked["perCentre"] = .bool(true) }
    if form.text("all") != nil {
      var filter: [String: JSONValue] = [:]
      for name in ["month", "status", "buyerId", "search"] { filter[name] = form.text(name).map { .string($0) } }
      asked["filter"] = .object(filter)
    } else {
      asked["statementIds"] = .array(form.all("statementIds").map { .string($0) })
    }
    _ = try Exports.create(try ExportWish(.object(asked)), in: call.work)
    return .seeOther("/exports")
  }

  static func again(_ call: Call) throws -> Response {
    let record = try Exports.find(try call.id(), in: call.work)
    _ = try Exports.create(try ExportWish(record.wish), in: call.work)
    return .seeOther("/exports")
  }

  static func remove(_ call: Call) throws -> Response {
    try Exports.remove(try call.id(), in: call.work)
    return .seeOther("/exports")
  }
}

/// Above a list of statements: what has the ticked ones, or all that match, prepared as files.
struct ExportBar {
  private static let id = "exports"

  let filter: Statements.Filter
  let call: Call

  var html: HTML {
    let language = call.actor.language
    let hidden: [(String, String?)] = [
      (CSRF.field, call.actor.csrf ?? ""), ("kind", ExportWish.Kind.statements.rawValue),
      ("month", filter.month?.description), ("status", filter.isClosed.map { $0 ? "closed" : "open" }),
      ("buyerId", filter.buyer?.description), ("search", filter.search),
    ]
    let fields: [HTML] = hidden.compactMap { name, value in
      value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" }
    }
    let formats: [HTML] = StatementDocuments.Format.allCases.map {
      "<option value=\"\($0.rawValue)\">\(ExportWords.format($0))</option>"
    }
    let isMonth =
      filter.month != nil && filter.isClosed == nil && filter.buyer == nil && filter.search == nil
    let all =
      isMonth
      ? ExportWords.ofMonth.in(language, ["month": filter.month?.description ?? ""])
      : ExportWords.matching.in(language)
    return """
      <form id="\(ExportBar.id)" class="select-bar" action="/exports" method="post">\(fields)\
      <label class="select-all"><input type="checkbox" data-select-all="\(ExportBar.id)">\
      \(ExportWords.allHere.in(language))</label>\
      <label for="f-formats">\(ExportWords.bar.in(language))</label>\
      <select id="f-formats" name="formats">\(formats)</select>\
      <button type="submit" class="plain">\(ExportWords.ticked.in(language))</button>\
      <button type="submit" class="plain" name="all" value="1">\(all)</button></form>

      """
  }

  /// The box of one statement; it belongs to the bar's form wherever it stands.
  static func box(_ record: Statements.Record, _ language: Language) -> HTML {
    """
    <input class="select" type="checkbox" form="\(id)" name="statementIds" value="\(record.id.description)" \
    aria-label="\(BulkBar.select.in(language)): \(record.month.description) \(record.buyer.name)">
    """
  }
}
