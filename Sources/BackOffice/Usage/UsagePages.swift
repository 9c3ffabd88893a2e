import Core
import HTTP
import Markup

/// What is parked, for whoever sends records.
enum UsagePages {
  private typealias Words = UsageWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let filter = try ParkedUsageAPI.filter(call)
    let records = try ParkedUsage.list(filter, paging, in: call.work)
    let shown = records.prefix(paging.limit)
    let columns = [
      Column(Words.record.in(language)), Column(Words.why.in(language)), Column(Words.subscription.in(language)),
      Column(Words.meter.in(language)), Column(Words.quantity.in(language), kind: .number),
      Column(Words.used.in(language)), Column(Words.parkedAt.in(language)),
    ]
    let rows: [[HTML]] = shown.map { record in
      let draft = record.draft
      return [
        """
        <a href="/usage/parked/\(ID<ParkedUsage>(record.id).description)">\(draft.externalID)</a>\
        \(draft.tag.map { "<small>\($0)</small>" as HTML })
        """,
        "\(Messages.sentence(record.reason.code, [:], language))", "<code>\(draft.subscription.description)</code>",
        "\(draft.meter)", "\(grouped(draft.quantity.description))", Portal.time(draft.at), Portal.time(record.parkedAt),
      ]
    }
    let retry = actionButton(label: Words.retry.in(language), action: "/usage/retries", csrf: call.actor.csrf ?? "")
    let importing = buttonLink(label: UsageImportWords.title.in(language), href: "/usage/import")
    let next = paging.next(records) { [ID<ParkedUsage>($0.id).description] }
    let isFiltered = filter.reason != nil || filter.search != nil || filter.subscription != nil
    let content: HTML = """
      \(pageHeader(title: "\(Words.parked.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: shown.isEmpty ? [importing] : [retry, importing]))
      \(shown.isEmpty && !isFiltered ? nil : try search(filter, call))
      \(table(caption: Words.parked.in(language), columns: columns, rows: rows,
        empty: "<p>\((isFiltered ? Words.nothingFits : Words.none).in(language))</p>"))
      \(pager(nextHref: next.map { nextHref(filter, $0) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.parked.in(language), at: .usage, content)
  }

  private static func nextHref(_ filter: ParkedUsage.Filter, _ cursor: String) -> String {
    PortalLink.to(
      "/usage",
      [
        "code": filter.reason?.code.description, "search": filter.search,
        "subscriptionId": filter.subscription?.description, "cursor": cursor,
      ])
  }

  /// By reason, each with how many wait for it, and by the source's own id.
  private static func search(_ filter: ParkedUsage.Filter, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let counts = try ParkedUsage.counts(in: call.work)
    let options: [HTML] = counts.map { reason, count in
      """
      <option value="\(reason.code.description)"\(flag: "selected", reason == filter.reason)>\
      \(Words.short(reason).in(language)) (\(count))</option>
      """
    }
    let choice: HTML = """
      <select name="code" aria-label="\(Words.why.in(language))">\
      <option value="">\(Words.anyReason.in(language))</option>\(options)</select>
      """
    return filterForm(
      action: "/usage", value: filter.search ?? "", label: Words.find.in(language), extra: choice)
  }

  static func retry(_ call: Call) throws -> Response {
    _ = try Usage.retry(in: call.work)
    return .seeOther("/usage")
  }
}
