import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Who changed what, when, and what it was before.
enum AuditPages {
  private typealias Words = AuditWords

  /// What the trail is narrowed to.
  private struct Filter {
    let actor: ID<Person>?
    let object: ID<Change>?
    let from: Day?
    let to: Day?

    init(_ call: Call) {
      actor = call.query("actor").flatMap { ID($0) }
      object = call.query("object").flatMap { ID($0) }
      from = call.query("from").flatMap { Day($0) }
      to = call.query("to").flatMap { Day($0) }
    }

    var isEmpty: Bool { actor == nil && object == nil && from == nil && to == nil }

    var conditions: [SQL] {
      var conditions: [SQL] = []
      if let actor { conditions.append("actor_id = \(actor)") }
      if let object { conditions.append("object_id = \(object)") }
      if let from { conditions.append("at >= \(from)::date") }
      if let to { conditions.append("at < \(to.adding(days: 1))::date") }
      return conditions
    }

    func href(cursor: String) -> String {
      PortalLink.to(
        "/audit",
        [
          "actor": actor?.description, "object": object?.description, "from": from?.description,
          "to": to?.description, "cursor": cursor,
        ])
    }
  }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let filter = Filter(call)
    let paging = try Paging(call)
    let records = try Audit.list(filter.conditions, paging, in: call.work)
    let entries = records.prefix(paging.limit).map { AuditEntry($0) }
    let names = try AuditNames(entries, also: [filter.actor?.raw, filter.object?.raw], in: call.work)
    let next = paging.next(records) { [String($0.sequence)] }
    let columns = [
      Column(Words.at.in(language)), Column(Words.who.in(language)), Column(Words.what.in(language)),
      Column(Words.object.in(language)), Column(Words.changes.in(language)),
    ]
    let empty = filter.isEmpty ? Words.none : Words.noMatch
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.audit.label.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(filterBar(filter, names, language))
      \(results("""
        \(table(caption: Portal.Place.audit.label.in(language), columns: columns,
          rows: entries.map { row($0, names, language) }, empty: "<p>\(empty.in(language))</p>"))
        \(pager(nextHref: next.map { filter.href(cursor: $0) }, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.audit.label.in(language), at: .audit, content)
  }

  private static func filterBar(_ filter: Filter, _ names: AuditNames, _ language: Language) -> HTML {
    let actor = filter.actor.map { names[$0.raw] ?? $0.description }
    let object = filter.object.map { names[$0.raw] ?? $0.description }
    let narrowed = [(Words.who, actor), (Words.object, object)]
    let chips: [HTML] = narrowed.compactMap { word, name in name.map { badge("\(word.in(language)): \($0)") } }
    let kept: [HTML] = [("actor", filter.actor?.description), ("object", filter.object?.description)].compactMap {
      guard let value = $0.1 else { return nil }
      return "<input type=\"hidden\" name=\"\($0.0)\" value=\"\(value)\">"
    }
    let clear: HTML? =
      filter.isEmpty ? nil : "<a class=\"button quiet\" href=\"/audit\">\(Words.clear.in(language))</a>"
    return """
      <form class="filter" action="/audit" method="get" data-autosubmit>\(kept)\(chips)\
      \(field(label: Words.from.in(language), name: "from", type: "date", value: filter.from?.description ?? ""))\
      \(field(label: Words.to.in(language), name: "to", type: "date", value: filter.to?.description ?? ""))\
      <button type="submit" class="plain">\(DeskWords.filter.in(language))</button>\(clear)</form>
      """
  }

  private static func row(_ entry: AuditEntry, _ names: AuditNames, _ language: Language) -> [HTML] {
    let record = entry.record
    let object = names[record.objectID] ?? ""
    let history = PortalLink.to("/audit", ["object": ID<Change>(record.objectID).description])
    let page = names.isGone(record.objectID) ? nil : entry.objectHref
    let about: HTML = """
      \(page.map { "<a href=\"\($0)\">\(object)</a>" as HTML } ?? "\(object)")\
      <small>\(AuditWords.kind(record.objectKind).in(language)) · \
      <a href="\(history)">\(Words.history.in(language))</a></small>
      """
    return [
      Portal.time(record.at), who(record, names, language), "\(AuditWords.action(record.action, language))", about,
      changes(entry, names, language),
    ]
  }

  private static func who(_ record: Audit.Record, _ names: AuditNames, _ language: Language) -> HTML {
    guard let actor = record.actor else { return "\(Words.byItself.in(language))" }
    let href = PortalLink.to("/audit", ["actor": actor.description])
    let real = record.realActorName.map { Words.really.in(language, ["name": $0]) }
    return "<a href=\"\(href)\">\(record.actorName)</a>\(real.map { "<small>\($0)</small>" as HTML })"
  }

  /// What differs, a line each; the facts of something new or gone in a row.
  private static func changes(_ entry: AuditEntry, _ names: AuditNames, _ language: Language) -> HTML {
    let differences = entry.differences
    let parts: [HTML] = differences.map { difference in
      let name = AuditWords.fact(difference.name).in(language)
      let before = AuditValues.text(difference.before, of: difference.name, names, language)
      let after = AuditValues.text(difference.after, of: difference.name, names, language)
      guard entry.hasBefore, entry.hasAfter else { return "\(name): \(entry.hasAfter ? after : before)" }
      return "<div>\(name): <s>\(before)</s> → <b>\(after)</b></div>"
    }
    return entry.hasBefore && entry.hasAfter ? parts.joined() : parts.joined(separator: " · ")
  }
}
