import Core
import FoundationEssentials
import HTTP
import Markup

/// Acting as somebody in the portal: asking with a reason, the banner meanwhile, the way back.
enum ActingPages {
  static func ask(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try ActingAs.allowed(try call.id(), in: call.work)
    let refill = Refill(call)
    let choices = [15, 30, 60].map {
      (value: "\($0)", label: "\($0) min", selected: refill.has("minutes", "\($0)", $0 == 60), disabled: false)
    }
    let fields: HTML = """
      \(textArea(label: Words.reason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
        hint: Words.reasonHint.in(language), error: refill.error("reason"), required: true))
      \(selectField(label: Words.howLong.in(language), name: "minutes", options: choices,
        error: refill.error("minutes")))
      """
    let path = "/users/\(user.id)"
    let title = Words.title.in(language, ["name": user.name])
    let content: HTML = """
      \(breadcrumbs([(user.name, path), (Words.actAs.in(language), nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(user.signInEmail)"))
      \(notice(.neutral, title: Words.rules.in(language)))
      \(card(form(action: path + "/impersonation", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.actAs.in(language), cancel: (DeskWords.cancel.in(language), path))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func begin(_ call: Call) throws -> Response {
    let fields = try call.form()
    let minutes = fields.parsed("minutes", "field.whole_number_expected") { Int($0) }
    let wish = try ActingAs.wish(fields, minutes: minutes)
    try ActingAs.begin(try call.id(), wish, in: call.work)
    return .seeOther("/")
  }

  static func end(_ call: Call) throws -> Response {
    let person = call.actor.person
    guard call.actor.real != nil else { return .seeOther("/") }
    try ActingAs.end(in: call.work)
    return .seeOther("/users/\(person)")
  }

  static let endPath = "/acting/end"

  /// What remains open while acting as somebody: going back, and signing out.
  static func isReachable(_ request: Request) -> Bool { request.path == endPath || request.path == "/sign-out" }

  /// Above every page: whose name one acts in, until when, and the way back.
  static func banner(_ actor: Actor) -> HTML? {
    guard let real = actor.real else { return nil }
    let language = actor.language
    let until = Portal.clockText(real.until)
    let text = Words.banner.in(language, ["real": real.name, "name": actor.name, "until": until])
    let back = actionButton(label: Words.end.in(language), action: endPath, csrf: actor.csrf ?? "", tone: .plain)
    return "<span>\(text)</span> \(back)"
  }

  private enum Words {
    static let actAs = Phrase("Act as", fr: "Agir en son nom", de: "Handeln als")
    static let title = Phrase("Act as {name}", fr: "Agir au nom de {name}", de: "Als {name} handeln")
    static let reason = Phrase("Why?", fr: "Pourquoi ?", de: "Warum?")
    static let reasonHint = Phrase(
      "The audit trail shows it to you and to them.", fr: "Le journal vous le montre, ainsi qu’à l’autre partie.",
      de: "Das Protokoll zeigt es Ihnen und der anderen Seite.")
    static let howLong = Phrase("For how long?", fr: "Combien de temps ?", de: "Wie lange?")
    static let rules = Phrase(
      "You will see and do what they can. Accounts, roles and secrets cannot be changed meanwhile, and every record "
        + "names you both.",
      fr: "Vous verrez et ferez ce que cette personne peut. Comptes, rôles et secrets ne peuvent pas être modifiés "
        + "pendant ce temps, et chaque trace vous nomme tous deux.",
      de: "Sie sehen und tun, was diese Person kann. Konten, Rollen und Geheimnisse lassen sich währenddessen nicht "
        + "ändern, und jeder Eintrag nennt Sie beide.")
    static let banner = Phrase(
      "{real}, you are acting as {name} until {until}.",
      fr: "{real}, vous agissez au nom de {name} jusqu’au {until}.",
      de: "{real}, Sie handeln als {name} bis {until}.")
    static let end = Phrase("Back to myself", fr: "Redevenir moi-même", de: "Zurück zu mir")
  }
}
