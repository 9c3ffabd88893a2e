import Core
import HTTP
import Markup

/// What is parked, for whoever sends records.
enum UsagePages {
  private typealias Words = UsageWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let records = try ParkedUsage.list(paging, in: call.work)
    let shown = records.prefix(paging.limit)
    let columns = [
      Column(Words.record.in(language)), Column(Words.why.in(language)), Column(Words.subscription.in(language)),
      Column(Words.meter.in(language)), Column(Words.quantity.in(language), kind: .number),
      Column(Words.used.in(language)), Column(Words.parkedAt.in(language)),
    ]
    let rows: [[HTML]] = shown.map { record in
      let draft = record.draft
      return [
        "\(draft.externalID)\(draft.tag.map { "<small>\($0)</small>" as HTML })",
        "\(Messages.sentence(record.reason.code, [:], language))", "<code>\(draft.subscription.description)</code>",
        "\(draft.meter)", "\(grouped(draft.quantity.description))", Portal.time(draft.at), Portal.time(record.parkedAt),
      ]
    }
    let retry = actionButton(label: Words.retry.in(language), action: "/usage/retries", csrf: call.actor.csrf ?? "")
    let next = paging.next(records) { [ID<ParkedUsage>($0.id).description] }
    let content: HTML = """
      \(pageHeader(title: "\(Words.parked.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: shown.isEmpty ? [] : [retry]))
      \(table(caption: Words.parked.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.none.in(language))</p>"))
      \(pager(nextHref: next.map { PortalLink.to("/usage", ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.parked.in(language), at: .usage, content)
  }

  static func retry(_ call: Call) throws -> Response {
    _ = try Usage.retry(in: call.work)
    return .seeOther("/usage")
  }
}
