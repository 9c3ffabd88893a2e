import Core
import Postgres

/// What somebody is told of their second factor, so that nobody else changes it unnoticed.
enum SecondFactorMail {
  enum Event { case enabled, removed, reset, recoveryCodeUsed }

  /// Within the reach of the person or of signing in.
  static func queue(_ event: Event, to person: ID<Person>, in work: Work) throws {
    let rows = try work.tx.rows(
      """
      SELECT given_name || ' ' || family_name, coalesce(notification_email, sign_in_email), language, distributor_id,
        reseller_id, customer_id
      FROM person WHERE id = \(person)
      """)
    guard let row = rows.first else { return }
    let name: String = try row[0]
    let email: String = try row[1]
    let language: Language = try row[2]
    let words = words(event)
    let values = ["name": name, "actor": work.actor.name, "link": work.office.configuration.publicURL]
    var mail = JSONWriter()
    mail.object {
      $0.member("to", email)
      $0.member("language", language.rawValue)
      $0.member("subject", words.subject.in(language))
      $0.member("text", words.text.in(language, values) + "\n\n" + closing.in(language, values))
    }
    try work.queue(.mail, mail, on: Path(distributor: try row[3], reseller: try row[4], customer: try row[5]))
  }

  private static func words(_ event: Event) -> (subject: Phrase, text: Phrase) {
    switch event {
    case .enabled: enabled
    case .removed: removed
    case .reset: reset
    case .recoveryCodeUsed: recoveryCodeUsed
    }
  }

  private static let enabled = (
    subject: Phrase("Second factor is on", fr: "Second facteur activé", de: "Zweiter Faktor ist aktiv"),
    text: Phrase(
      "Hello {name},\n\nfrom now on, signing in to Comptoir asks for a code of your authenticator app as well.",
      fr: "Bonjour {name},\n\nDésormais, la connexion à Comptoir demande aussi un code de votre application "
        + "d’authentification.",
      de: "Guten Tag {name}\n\nAb jetzt verlangt die Anmeldung bei Comptoir auch einen Code Ihrer Authenticator-App.")
  )

  private static let removed = (
    subject: Phrase("Second factor is off", fr: "Second facteur désactivé", de: "Zweiter Faktor ist ausgeschaltet"),
    text: Phrase(
      "Hello {name},\n\nyour second factor was turned off with your password and a code. Your password alone signs you "
        + "in again.",
      fr: "Bonjour {name},\n\nVotre second facteur a été désactivé avec votre mot de passe et un code. Votre mot de "
        + "passe seul suffit à nouveau pour vous connecter.",
      de: "Guten Tag {name}\n\nIhr zweiter Faktor wurde mit Ihrem Passwort und einem Code ausgeschaltet. Zum Anmelden "
        + "genügt wieder Ihr Passwort.")
  )

  private static let reset = (
    subject: Phrase(
      "Your second factor was reset", fr: "Votre second facteur a été réinitialisé",
      de: "Ihr zweiter Faktor wurde zurückgesetzt"),
    text: Phrase(
      "Hello {name},\n\n{actor} has taken the second factor off your account, with its recovery codes. Your password "
        + "alone signs you in; set up a new second factor in your profile.",
      fr: "Bonjour {name},\n\n{actor} a retiré le second facteur de votre compte et ses codes de secours. Votre mot de "
        + "passe seul suffit pour vous connecter ; configurez un nouveau second facteur dans votre profil.",
      de: "Guten Tag {name}\n\n{actor} hat den zweiten Faktor samt Wiederherstellungscodes von Ihrem Konto entfernt. "
        + "Zum Anmelden genügt Ihr Passwort; richten Sie in Ihrem Profil einen neuen zweiten Faktor ein.")
  )

  private static let recoveryCodeUsed = (
    subject: Phrase(
      "A recovery code was used", fr: "Un code de secours a été utilisé",
      de: "Ein Wiederherstellungscode wurde verwendet"),
    text: Phrase(
      "Hello {name},\n\nsomebody used one of your recovery codes in place of a code of your app. It does not work "
        + "again.",
      fr:
        "Bonjour {name},\n\nUn de vos codes de secours a été utilisé à la place d’un code de votre application. Il ne "
        + "fonctionnera plus.",
      de: "Guten Tag {name}\n\nEiner Ihrer Wiederherstellungscodes wurde anstelle eines Codes Ihrer App verwendet. Er "
        + "gilt nicht noch einmal.")
  )

  private static let closing = Phrase(
    "If that was not you or not meant to be, tell your administrator at once.\n\n{link}",
    fr: "Si cela ne vient pas de vous ou n’était pas voulu, avertissez aussitôt votre administrateur.\n\n{link}",
    de: "Wenn das nicht Sie waren oder nicht so gedacht war, melden Sie es sofort Ihrer Administration.\n\n{link}")
}
