import Core
import FoundationEssentials
import HTTP
import Markup

/// Asks before a person is deleted, and says what goes, what stays and what stands in the way.
enum DeletionPages {
  static func ask(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    try Deletion.authorize(user, in: call.work)
    let licences = try Deletion.licences(of: user.id, in: call.work)
    let home = "/users/\(user.id)"
    let values = ["name": user.name]
    let isFree = licences.allSatisfy(\.isTakeable)
    let asking = form(
      action: home + "/deletion", csrf: call.actor.csrf ?? "",
      content: """
        <ul><li>\(Words.goes.in(language))</li><li>\(Words.stays.in(language))</li>\
        <li>\(Words.disableInstead.in(language, values))</li></ul>
        """, submit: Words.delete.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), home))
    let inTheWay = notice(.warning, title: Words.inTheWay.in(language))
    let content: HTML = """
      \(AccountPages.trail(user, Words.title, language))
      \(pageHeader(title: "\(Words.title.in(language, values))", subtitle: "\(user.signInEmail)"))
      \(when: !licences.isEmpty, card(title: Words.licences.in(language), list(licences, language)))
      \(isFree ? card(asking) : inTheWay)
      """
    return try Portal.page(call, Words.title.in(language, values), at: .people, content)
  }

  private static func list(_ licences: [Deletion.Licence], _ language: Language) -> HTML {
    let rows: [[HTML]] = licences.map { licence in
      let href = "/subscriptions/\(licence.subscription)"
      let fate =
        licence.isTakeable
        ? badge(Words.takenBack.in(language)) : badge(Words.notYours.in(language), tone: .warning)
      return ["<a href=\"\(checkedHref(href))\">\(licence.name)</a>", fate]
    }
    return table(
      caption: Words.licences.in(language),
      columns: [Column(Words.subscription.in(language)), Column("", kind: .number)], rows: rows)
  }

  static func delete(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    let user = try Users.find(id, in: call.work)
    try Deletion.delete(id, in: call.work)
    let isElsewhere = user.path.organization != call.actor.organization
    let organization = isElsewhere ? user.path.organization.description : nil
    return .seeOther(PortalLink.to("/people", ["organization": organization]))
  }

  private enum Words {
    static let title = Phrase("Delete {name}?", fr: "Supprimer {name} ?", de: "{name} löschen?")
    static let delete = Phrase("Delete for ever", fr: "Supprimer définitivement", de: "Endgültig löschen")
    static let goes = Phrase(
      "Name, addresses, password, sessions, tokens and sign-ins are deleted; roles end. This cannot be taken back.",
      fr: "Nom, adresses, mot de passe, sessions, jetons et connexions sont supprimés ; les rôles prennent fin. "
        + "C’est irréversible.",
      de: "Name, Adressen, Passwort, Sitzungen, Tokens und Anmeldungen werden gelöscht; Rollen enden. "
        + "Das lässt sich nicht rückgängig machen.")
    static let stays = Phrase(
      "What they did stays in orders, tickets and the audit trail, under “Deleted person” instead of their name.",
      fr: "Ce que la personne a fait reste dans les commandes, tickets et journaux, sous « Deleted person » au lieu de "
        + "son nom.",
      de: "Was die Person getan hat, bleibt in Bestellungen, Tickets und Protokoll, unter «Deleted person» statt "
        + "ihrem Namen.")
    static let disableInstead = Phrase(
      "To keep {name} out for a while, disable the account instead.",
      fr: "Pour écarter {name} un moment, désactivez plutôt le compte.",
      de: "Um {name} nur eine Weile auszuschliessen, deaktivieren Sie das Konto.")
    static let licences = Phrase("Licences held", fr: "Licences détenues", de: "Gehaltene Lizenzen")
    static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
    static let takenBack = Phrase("Will be taken back", fr: "Sera reprise", de: "Wird zurückgenommen")
    static let notYours = Phrase("Not yours to take back", fr: "Pas à vous de reprendre", de: "Nicht Ihre Sache")
    static let inTheWay = Phrase(
      "Somebody who assigns these licences has to take them back first.",
      fr: "Quelqu’un qui attribue ces licences doit d’abord les reprendre.",
      de: "Wer diese Lizenzen vergibt, muss sie zuerst zurücknehmen.")
  }
}
