import Core
import FoundationEssentials
import HTTP
import Markup

/// What the link in the mail leads to: the role that is offered, and accepting it.
enum AppointmentPages {
  static func show(_ call: OpenCall) throws -> Response { try offer(call, refusal: nil) }

  private static func offer(_ call: OpenCall, refusal: Refusal?) throws -> Response {
    let secret = call.parameters["secret"] ?? ""
    let offer = try Appointments.offer(secret, call.office)
    let draft = offer.record.draft
    let language = draft.language
    let names = try Appointments.names(of: offer.record, call.office)
    let role = Portal.roleName(draft.grant.role).in(language)
    let values = ["inviter": offer.record.invitedByName, "organization": offer.organizationName]
    let facts = definitionList([
      (
        DeskWords.role.in(language),
        "\(role)<br><small>\(AppointWords.duty(of: draft.grant.role).in(language))</small>"
      ),
      (
        GrantWords.scope.in(language),
        "\(names.scope(of: draft.grant.held, at: offer.record.path.level, language))"
      ),
      (
        DeskWords.until.in(language),
        "\(draft.grant.expiresAt.map(Portal.clockText) ?? GrantWords.unlimited.in(language))"
      ),
      (DeskWords.email.in(language), "\(draft.email)"),
    ])
    let password = field(
      label: Words.password.in(language), name: "newPassword", type: "password",
      hint: Words.passwordHint.in(language, ["minimum": String(Bounds.passwordMinimum)]), required: true,
      attributes: ["autocomplete": "new-password"])
    let explanation = offer.hasAccount ? Words.hasAccount : Words.hasNone
    let problem = refusal.map { notice(.bad, title: Portal.sentence($0, language)) }
    let content: HTML = """
      <h1>\(Words.title.in(language, values))</h1>
      <p>\(Words.offers.in(language, values))</p>\(problem)
      \(facts)
      <p>\(explanation.in(language, ["email": draft.email]))</p>
      \(form(action: "/appointment/\(secret)", csrf: "", content: offer.hasAccount ? .empty : password,
        submit: Words.accept.in(language)))
      """
    return Portal.html(
      barePage(
        title: Words.title.in(language, values), language: language.rawValue, assetVersion: Portal.assetVersion,
        content: content), status: refusal?.status ?? 200)
  }

  static func accept(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    do {
      try Appointments.accept(
        call.parameters["secret"] ?? "", password: Form(call.request)?.first("newPassword"), call.office,
        requestID: call.request.id)
      return .seeOther("/sign-in")
    } catch let refusal as Refusal {
      switch refusal {
      case .invalid, .conflict: return try offer(call, refusal: refusal)
      default: throw refusal
      }
    }
  }

  private enum Words {
    static let title = Phrase(
      "A role at {organization}", fr: "Un rôle chez {organization}", de: "Eine Rolle bei {organization}")
    static let offers = Phrase(
      "{inviter} offers you this role at {organization}.", fr: "{inviter} vous propose ce rôle chez {organization}.",
      de: "{inviter} bietet Ihnen bei {organization} diese Rolle an.")
    static let hasAccount = Phrase(
      "You keep signing in as {email}, with the password you have. "
        + "In the portal you switch between your organizations.",
      fr: "Vous continuez à vous connecter avec {email} et votre mot de passe. "
        + "Dans le portail, vous passez d’une organisation à l’autre.",
      de: "Sie melden sich weiter als {email} mit Ihrem Passwort an. Im Portal wechseln Sie zwischen Ihren "
        + "Organisationen.")
    static let hasNone = Phrase(
      "You will sign in as {email}. Choose a password for it.",
      fr: "Vous vous connecterez avec {email}. Choisissez un mot de passe.",
      de: "Sie melden sich dann als {email} an. Wählen Sie ein Passwort dafür.")
    static let password = Phrase("Password", fr: "Mot de passe", de: "Passwort")
    static let passwordHint = Phrase(
      "At least {minimum} characters; a sentence is fine.",
      fr: "Au moins {minimum} caractères ; une phrase convient.",
      de: "Mindestens {minimum} Zeichen; ein Satz ist gut.")
    static let accept = Phrase("Accept the role", fr: "Accepter le rôle", de: "Rolle annehmen")
  }
}
