import Core
import FoundationEssentials
import HTTP
import Markup

/// One question over everything in reach, its answers by kind.
enum SearchPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let text = try SearchText.query(call, "q")
    let hits = try text.map { try Search.hits($0, in: call.work) } ?? []
    let kinds = ["customer", "subscription", "user", "plan", "service"]
    let cards: [HTML] = kinds.compactMap { kind in
      let own = hits.filter { $0.kind == kind }
      return own.isEmpty ? nil : card(title: title(kind).in(language), list(own, kind, language))
    }
    let subtitle = text.map { Words.found.in(language, ["count": "\(hits.count)", "text": $0]) }
    let empty: HTML = "<div class=\"empty\"><p>\((text == nil ? Words.ask : Words.none).in(language))</p></div>"
    let content: HTML = """
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(subtitle ?? "")"))
      \(filterForm(action: "/search", name: "q", value: text ?? "", label: Words.hint.in(language)))
      \(results(cards.isEmpty ? empty : cards.joined()))
      """
    return try Portal.page(call, Words.title.in(language), at: nil, content)
  }

  private static func list(_ hits: [Search.Hit], _ kind: String, _ language: Language) -> HTML {
    table(
      caption: title(kind).in(language), columns: [Column(DeskWords.name.in(language))],
      rows: hits.map { ["<a href=\"\(checkedHref($0.href))\">\($0.title)</a><small>\($0.subtitle)</small>"] })
  }

  private static func title(_ kind: String) -> Phrase {
    switch kind {
    case "customer": Portal.Place.customers.label
    case "subscription": Portal.Place.subscriptions.label
    case "user": Portal.Place.people.label
    case "plan": Phrase("Plans", fr: "Plans", de: "Pläne")
    default: Phrase("Services", fr: "Services", de: "Dienste")
    }
  }

  private enum Words {
    static let title = Phrase("Search", fr: "Recherche", de: "Suche")
    static let hint = Phrase("Search everything", fr: "Chercher partout", de: "Alles durchsuchen")
    static let found = Phrase(
      "{count} found for “{text}”", fr: "{count} résultats pour « {text} »", de: "{count} Treffer für «{text}»")
    static let ask = Phrase(
      "Type part of a name: a customer, a subscription, a person or a plan.",
      fr: "Saisissez une partie d’un nom : client, abonnement, personne ou plan.",
      de: "Geben Sie einen Teil eines Namens ein: Kunde, Abonnement, Person oder Plan.")
    static let none = Phrase(
      "Nothing found. Try fewer letters or another word.",
      fr: "Aucun résultat. Essayez moins de lettres ou un autre mot.",
      de: "Nichts gefunden. Versuchen Sie weniger Buchstaben oder ein anderes Wort.")
  }
}
