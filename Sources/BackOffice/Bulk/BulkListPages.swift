import Core
import HTTP
import Markup

/// The organization's bulk changes.
enum BulkListPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let records = try BulkChanges.list(paging, in: call.work)
    let next = paging.next(records) { [$0.id.description] }
    let columns = [
      Column(DeskWords.when.in(language)), Column(Words.change.in(language)), Column(DeskWords.status.in(language)),
      Column(Portal.Place.subscriptions.label.in(language), kind: .number),
      Column(BulkWords.outcome(.done).in(language), kind: .number), Column(Words.notDone.in(language), kind: .number),
      Column(Words.by.in(language)),
    ]
    let rows: [[HTML]] = records.prefix(paging.limit).map { record in
      let change = record.change
      return [
        Portal.time(record.createdAt),
        """
        <a href="/bulk-changes/\(record.id.description)">\(BulkWords.describe(record.kind, record.body, language))</a>
        """, BulkWords.badge(change.state, language), "\(change.lines)", "\(change.done)",
        "\(change.refused + change.failed)", "\(record.makerName)",
      ]
    }
    let empty = Words.none.in(language)
    let nextHref = next.map { PortalLink.to("/bulk-changes", ["cursor": $0]) }
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (BulkWords.plural.in(language), nil),
      ]))
      \(pageHeader(title: "\(BulkWords.plural.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(table(caption: BulkWords.plural.in(language), columns: columns, rows: rows, empty: "<p>\(empty)</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, BulkWords.plural.in(language), at: .subscriptions, content)
  }

  private enum Words {
    static let change = Phrase("Change", fr: "Modification", de: "Änderung")
    static let by = Phrase("By", fr: "Par", de: "Durch")
    static let notDone = Phrase("Refused", fr: "Refusé", de: "Abgelehnt")
    static let subtitle = Phrase(
      "One change for many subscriptions, with its result for each of them.",
      fr: "Une modification pour de nombreux abonnements, avec son résultat pour chacun.",
      de: "Eine Änderung für viele Abonnements, mit dem Ergebnis für jedes davon.")
    static let none = Phrase(
      "No bulk changes yet. Tick subscriptions in the list to begin one.",
      fr: "Pas encore de modification groupée. Cochez des abonnements dans la liste pour commencer.",
      de: "Noch keine Sammeländerungen. Kreuzen Sie in der Liste Abonnements an, um zu beginnen.")
  }
}
