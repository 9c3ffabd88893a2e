import Core
import FoundationEssentials
import HTTP
import Markup

/// What an administrator changes about a person.
enum UserFormPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    let home = "/users/\(user.id)"
    if user.id == call.actor.person { return .seeOther("/profile") }
    try Users.requireAuthority(over: user, in: call.work)
    let refill = Refill(call)
    let hint = user.status == .invited ? Words.invitedHint : Words.emailHint
    let fields: HTML = """
      \(AccountFields.names(user, refill, language))
      \(field(label: AccountFields.signsInWith.in(language), name: "signInEmail", type: "email",
        value: refill.value("signInEmail", user.signInEmail), hint: hint.in(language),
        error: refill.error("signInEmail"), required: true, attributes: ["autocomplete": "off"]))
      \(AccountFields.notification(user, refill, language))
      \(try AccountFields.locale(user, refill, in: call.work))
      \(AccountFields.address(user, refill, language))
      """
    let content: HTML = """
      \(AccountPages.trail(user, Words.title, language))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(user.name)"))
      \(card(form(action: home + "/edit", csrf: call.actor.csrf ?? "", content: fields,
        submit: DeskWords.save.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.title.in(language), at: .people, content)
  }

  static func change(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    let user = try Users.find(id, in: call.work)
    if id != call.actor.person { try Users.requireAuthority(over: user, in: call.work) }
    let fields = try call.form()
    var draft = AccountFields.draft(fields)
    let email = fields.parsed("signInEmail", required: true, "email.malformed") { Text.email($0) }
    // The form shows the present address also while another waits; leaving it does not withdraw that.
    draft.signInEmail = email == user.signInEmail ? nil : email
    try fields.check()
    _ = try Users.change(id, draft, in: call.work)
    return .seeOther("/users/\(id)")
  }

  private enum Words {
    static let title = Phrase("Edit person", fr: "Modifier la personne", de: "Person bearbeiten")
    static let emailHint = Phrase(
      "A new address counts once it is confirmed by a link sent there; the present one is told.",
      fr: "Une nouvelle adresse vaut dès sa confirmation par un lien qui y est envoyé ; l’actuelle en est avertie.",
      de: "Eine neue Adresse gilt, sobald sie über einen Link dorthin bestätigt ist; die jetzige erfährt davon.")
    static let invitedHint = Phrase(
      "A new address gets a new invitation, and the link before ends.",
      fr: "Une nouvelle adresse reçoit une nouvelle invitation, et le lien précédent prend fin.",
      de: "Eine neue Adresse erhält eine neue Einladung, und der frühere Link endet.")
  }
}
