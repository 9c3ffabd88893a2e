import Core
import HTTP
import Markup

/// How a subscription's licences were split so far, beside its split.
enum SplitHistoryPages {
  static func card(of id: ID<Subscription>, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let paging = try Paging(call)
    let entries = try SplitHistory.list(of: id, paging, in: call.work)
    let next = paging.next(entries) { [String($0.number)] }
    let columns = [
      Column(Words.when.in(language)), Column(Words.what.in(language)), Column(SplitWords.centre.in(language)),
      Column(Words.who.in(language)),
    ]
    let rows: [[HTML]] = entries.prefix(paging.limit).map { entry in
      [
        Portal.time(entry.at), "\(ChangeWords.kind(entry.kind).in(language))",
        entry.centres.map(part).joined(separator: "<br>"), "\(entry.actorName)",
      ]
    }
    return Markup.card(
      title: Words.title.in(language),
      """
      \(table(caption: Words.title.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.none.in(language))</p>"))\
      \(pager(nextHref: next.map { PortalLink.to("/subscriptions/\(id)/split", ["cursor": $0]) },
        label: DeskWords.more.in(language)))
      """)
  }

  /// `Sales 3 → 5 · 2.52 CHF`
  private static func part(_ part: SplitHistory.Part) -> HTML {
    let licences = part.before == part.after ? "\(part.after)" : "\(part.before) → \(part.after)"
    let posted: HTML? = part.posted.flatMap { $0.minor == 0 ? nil : " · \($0.html)" }
    return "\(part.name) <b>\(licences)</b>\(posted)"
  }

  private enum Words {
    static let title = Phrase("How it was split", fr: "Répartitions passées", de: "Bisherige Aufteilungen")
    static let when = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
    static let what = Phrase("What", fr: "Quoi", de: "Was")
    static let who = Phrase("Who", fr: "Qui", de: "Wer")
    static let none = Phrase("Nothing yet.", fr: "Rien pour l’instant.", de: "Noch nichts.")
  }
}
