import Core
import FoundationEssentials
import HTTP
import Markup

/// Where somebody is signed in, on their own page and on an administrator's.
enum SessionPages {
  /// The sessions of a browser, and the way out of all of them.
  static func section(_ user: Users.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/users/\(user.id)/sessions"
    let isSelf = user.id == call.actor.person
    // One's own tokens have a list of their own.
    let shown = try Sessions.list(of: user.id, in: call.work).filter { !isSelf || $0.kind == .session }
    let rows: [[HTML]] = shown.map { session in
      let end = actionButton(
        label: Words.end.in(language), action: "\(path)/\(session.id)/ending", csrf: csrf, tone: .danger)
      let here = badge(Words.here.in(language), tone: .good)
      return [
        about(session, language), "\(session.address ?? "–")", Portal.time(session.createdAt),
        Portal.time(session.expiresAt), session.isCurrent ? here : end,
      ]
    }
    let columns = [
      Column(Words.device.in(language)), Column(Words.address.in(language)), Column(Words.since.in(language)),
      Column(DeskWords.until.in(language)), Column("", kind: .number),
    ]
    let all = actionButton(
      label: (isSelf ? Words.endOthers : Words.endAll).in(language), action: "\(path)/ending", csrf: csrf,
      hidden: isSelf ? [] : [("tokens", "true")], tone: .danger)
    let isWorthIt = shown.contains { !$0.isCurrent }
    return card(
      title: (isSelf ? Words.yours : Words.title).in(language), actions: isWorthIt ? [all] : [],
      table(
        caption: Words.title.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.none.in(language))</p>"))
  }

  private static func about(_ session: Sessions.Record, _ language: Language) -> HTML {
    switch session.kind {
    case .session: "\(session.device.map(UserPages.browser) ?? Words.browser.in(language))"
    case .token: "\(session.name ?? "–")<small>\(Words.token.in(language))</small>"
    }
  }

  static func end(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try Sessions.end(try call.id("sid"), of: id, in: call.work)
    return .seeOther(home(of: id, call))
  }

  static func endAll(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try Sessions.endAll(of: id, tokens: Form(call.request)?.first("tokens") == "true", in: call.work)
    return .seeOther(home(of: id, call))
  }

  private static func home(of id: ID<Person>, _ call: Call) -> String {
    id == call.actor.person ? "/profile" : "/users/\(id)"
  }

  private enum Words {
    static let title = Phrase("Sessions and tokens", fr: "Sessions et jetons", de: "Sitzungen und Tokens")
    static let yours = Phrase("Where you are signed in", fr: "Où vous êtes connecté", de: "Wo Sie angemeldet sind")
    static let none = Phrase("Not signed in anywhere.", fr: "Connecté nulle part.", de: "Nirgends angemeldet.")
    static let device = Phrase("What", fr: "Quoi", de: "Was")
    static let browser = Phrase("Browser", fr: "Navigateur", de: "Browser")
    static let token = Phrase("API token", fr: "Jeton d’API", de: "API-Token")
    static let address = Phrase("Address", fr: "Adresse", de: "Adresse")
    static let since = Phrase("Since (UTC)", fr: "Depuis (UTC)", de: "Seit (UTC)")
    static let here = Phrase("This one", fr: "Celle-ci", de: "Diese hier")
    static let end = Phrase("End", fr: "Terminer", de: "Beenden")
    static let endOthers = Phrase(
      "Sign out everywhere else", fr: "Se déconnecter partout ailleurs", de: "Überall sonst abmelden")
    static let endAll = Phrase("End all of them", fr: "Tout terminer", de: "Alle beenden")
  }
}
