import Core
import FoundationEssentials
import HTTP
import Markup

/// The programs of one's organization: made, given a new secret, ended.
enum ClientPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let clients = try Clients.list(of: call.actor.organization, Paging(limit: Bounds.clients), in: call.work)
    let columns = [
      Column(DeskWords.name.in(language)), Column(Words.may.in(language)), Column(Words.madeBy.in(language)),
      Column(Words.secretOf.in(language)), Column("", kind: .number),
    ]
    let rows: [[HTML]] = clients.map { row($0, call) }
    let hint: HTML = "<p>\(Words.none.in(language))</p>"
    let programs = table(caption: Words.title.in(language), columns: columns, rows: rows, empty: hint)
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.access.label.in(language), "/access"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(programs))
      \(card(title: Words.new.in(language), newForm(call)))
      """
    return try Portal.page(call, Words.title.in(language), at: .access, content)
  }

  private static func row(_ client: Clients.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/clients/\(client.id)"
    let scope = client.scopes.contains("write") ? Words.readWrite : Words.readOnly
    let renew = actionButton(label: Words.renew.in(language), action: path + "/secret", csrf: csrf)
    let revoke = actionButton(
      label: Words.revoke.in(language), action: path + "/revocation", csrf: csrf, tone: .danger)
    return [
      "\(client.name)<br><small class=\"subtle\">\(client.id.description)</small>", "\(scope.in(language))",
      "\(client.createdByName)", Portal.time(client.secretAt),
      "<div class=\"actions\">\(renew)\(revoke)</div>",
    ]
  }

  private static func newForm(_ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    return form(
      action: "/clients", csrf: call.actor.csrf ?? "",
      content: """
        \(field(label: Words.purpose.in(language), name: "name", value: refill.value("name"),
          hint: Words.bounded.in(language), error: refill.error("name"), required: true,
          attributes: ["maxlength": "100"]))
        \(checkbox(label: "\(Words.mayWrite.in(language))", name: "write"))
        """, submit: Words.create.in(language))
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.form()
    let name = fields.text("name", required: true, upTo: 100)
    let scopes = fields.has("write") ? Credentials.scopes : ["read"]
    try fields.check()
    let made = try Clients.create(in: call.actor.organization, name: name ?? "", scopes: scopes, call.work)
    return try show(made, call)
  }

  static func renewSecret(_ call: Call) throws -> Response {
    try show(try Clients.renewSecret(try call.id(), in: call.work), call)
  }

  static func revoke(_ call: Call) throws -> Response {
    try Clients.revoke(try call.id(), in: call.work)
    return .seeOther("/clients")
  }

  /// Answered with a page: the secret is shown this once and stored nowhere.
  private static func show(_ made: (record: Clients.Record, secret: String), _ call: Call) throws -> Response {
    let language = call.actor.language
    let (copy, copied) = (DeskWords.copy.in(language), DeskWords.copied.in(language))
    let id = made.record.id.description
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/clients"), (made.record.name, nil)]))
      \(pageHeader(title: "\(made.record.name)"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.keepIt.in(language))</p>"))
      \(card(title: "client_id", copyable(id, label: "client_id", copyLabel: copy, copiedLabel: copied)))
      \(card(title: "client_secret",
        copyable(made.secret, label: "client_secret", copyLabel: copy, copiedLabel: copied)))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/clients"))</p>
      """
    return try Portal.page(call, made.record.name, at: .access, content).shownOnce
  }

  /// The way here from the page of roles.
  static func link(_ call: Call) -> HTML? {
    guard call.actor.holds(.clientsManage) else { return nil }
    return buttonLink(label: Words.title.in(call.actor.language), href: "/clients")
  }

  private enum Words {
    static let title = Phrase("API clients", fr: "Clients d’API", de: "API-Clients")
    static let subtitle = Phrase(
      "Programs that get tokens at /oauth2/token with their id and secret.",
      fr: "Programmes qui obtiennent des jetons à /oauth2/token avec leur identifiant et leur secret.",
      de: "Programme, die mit Kennung und Geheimnis an /oauth2/token Tokens bekommen.")
    static let none = Phrase(
      "No program yet. Make one for each, so that each can be ended alone.",
      fr: "Aucun programme. Créez-en un pour chacun, afin de pouvoir les arrêter séparément.",
      de: "Noch kein Programm. Legen Sie für jedes eines an, damit sich jedes einzeln beenden lässt.")
    static let new = Phrase("New program", fr: "Nouveau programme", de: "Neues Programm")
    static let purpose = Phrase("What is it?", fr: "Qu’est-ce que c’est ?", de: "Was ist es?")
    static let bounded = Phrase(
      "It may do what you may do at the moment, and ends when your account does.",
      fr: "Il peut ce que vous pouvez à ce moment-là et s’arrête avec votre compte.",
      de: "Es darf, was Sie im jeweiligen Moment dürfen, und endet mit Ihrem Konto.")
    static let mayWrite = Phrase(
      "May change things, not only read", fr: "Peut modifier, pas seulement lire", de: "Darf ändern, nicht nur lesen")
    static let create = Phrase("Create program", fr: "Créer le programme", de: "Programm anlegen")
    static let may = Phrase("May", fr: "Peut", de: "Darf")
    static let readOnly = Phrase("read", fr: "lire", de: "lesen")
    static let readWrite = Phrase("read and change", fr: "lire et modifier", de: "lesen und ändern")
    static let madeBy = Phrase("Acts for", fr: "Agit pour", de: "Handelt für")
    static let secretOf = Phrase("Secret of (UTC)", fr: "Secret du (UTC)", de: "Geheimnis vom (UTC)")
    static let renew = Phrase("New secret", fr: "Nouveau secret", de: "Neues Geheimnis")
    static let revoke = Phrase("Revoke", fr: "Révoquer", de: "Widerrufen")
    static let shownOnce = Phrase(
      "Shown only this once.", fr: "Affiché une seule fois.", de: "Wird nur dieses eine Mal gezeigt.")
    static let keepIt = Phrase(
      "Put both where the program finds them. If the secret is lost, make a new one.",
      fr: "Placez les deux là où le programme les trouve. Si le secret est perdu, créez-en un nouveau.",
      de: "Legen Sie beides dorthin, wo das Programm es findet. Geht das Geheimnis verloren, machen Sie ein neues.")
  }
}
