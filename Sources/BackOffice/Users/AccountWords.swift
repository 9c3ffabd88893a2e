import Core
import Markup

/// How an account stands, in words and at a glance.
enum AccountWords {
  static func badge(_ state: AccountState, _ language: Language) -> HTML {
    let (word, tone): (Phrase, Tone) =
      switch state {
      case .ready: (ready, .good)
      case .locked: (locked, .warning)
      case .notActivated: (notActivated, .neutral)
      case .invitationExpired: (notActivated, .warning)
      case .disabled: (disabled, .bad)
      case .deleted: (deleted, .bad)
      }
    return Markup.badge(word.in(language), tone: tone)
  }

  /// What the badge leaves out: why, and until when; nil where it says everything.
  static func more(_ state: AccountState, _ language: Language) -> String? {
    switch state {
    case .ready, .disabled, .deleted: nil
    case .locked(let until): lockedUntil.in(language, ["until": Portal.clockText(until)])
    case .notActivated(let until): invitedUntil.in(language, ["until": Portal.clockText(until)])
    case .invitationExpired: invitationOver.in(language)
    }
  }

  private static let ready = Phrase("Ready", fr: "Prêt", de: "Bereit")
  private static let locked = Phrase("Locked", fr: "Verrouillé", de: "Gesperrt")
  private static let notActivated = Phrase("Not activated", fr: "Non activé", de: "Nicht aktiviert")
  private static let disabled = Phrase("Disabled", fr: "Désactivé", de: "Deaktiviert")
  private static let deleted = Phrase("Deleted", fr: "Supprimé", de: "Gelöscht")
  private static let lockedUntil = Phrase(
    "After too many failed sign-ins, until {until}.", fr: "Après trop d’échecs de connexion, jusqu’au {until}.",
    de: "Nach zu vielen Fehlversuchen, bis {until}.")
  private static let invitedUntil = Phrase(
    "The invitation’s link is good until {until}.", fr: "Le lien de l’invitation est valable jusqu’au {until}.",
    de: "Der Link der Einladung gilt bis {until}.")
  private static let invitationOver = Phrase(
    "The invitation’s link is too old. Send it again.", fr: "Le lien de l’invitation est trop ancien. Renvoyez-la.",
    de: "Der Link der Einladung ist zu alt. Senden Sie sie erneut.")
}

/// The fields of a person that their own page and an administrator's form share.
enum AccountFields {
  static func names(_ user: Users.Record, _ refill: Refill, _ language: Language) -> HTML {
    """
    \(field(label: DeskWords.givenName.in(language), name: "givenName",
      value: refill.value("givenName", user.givenName), error: refill.error("givenName"), required: true,
      attributes: ["autocomplete": "given-name"]))
    \(field(label: DeskWords.familyName.in(language), name: "familyName",
      value: refill.value("familyName", user.familyName), error: refill.error("familyName"), required: true,
      attributes: ["autocomplete": "family-name"]))
    """
  }

  static func notification(_ user: Users.Record, _ refill: Refill, _ language: Language) -> HTML {
    field(
      label: notifyAt.in(language), name: "notificationEmail", type: "email",
      value: refill.value("notificationEmail", user.notificationEmail),
      hint: notifyHint.in(language, ["email": user.signInEmail]), error: refill.error("notificationEmail"),
      attributes: ["autocomplete": "email"])
  }

  static func locale(_ user: Users.Record, _ refill: Refill, in work: Work) throws -> HTML {
    let language = work.actor.language
    let zones: [String] = try work.tx.rows(
      """
      SELECT name FROM pg_timezone_names WHERE name ~ '^(Europe|America|Asia|Africa|Australia|Pacific)/' ORDER BY name
      """
    ).map { try $0[0] }
    let known = zones.contains(user.timeZone) ? zones : [user.timeZone] + zones
    let options = known.map {
      (value: $0, label: $0, selected: refill.has("timeZone", $0, $0 == user.timeZone), disabled: false)
    }
    return """
      \(selectField(label: DeskWords.language.in(language), name: "language",
        options: PeoplePages.languages(refill, user.language), required: true))
      \(selectField(label: DeskWords.timeZone.in(language), name: "timeZone", options: options, required: true))
      """
  }

  static func address(_ user: Users.Record, _ refill: Refill, _ language: Language) -> HTML {
    let stored = user.address
    return """
      \(field(label: street.in(language), name: "street", value: refill.value("street", stored.street),
        error: refill.error("street"), attributes: ["autocomplete": "street-address", "maxlength": "200"]))
      \(field(label: postalCode.in(language), name: "postalCode", value: refill.value("postalCode", stored.postalCode),
        error: refill.error("postalCode"), attributes: ["autocomplete": "postal-code", "maxlength": "20"]))
      \(field(label: city.in(language), name: "city", value: refill.value("city", stored.city),
        error: refill.error("city"), attributes: ["autocomplete": "address-level2", "maxlength": "100"]))
      \(field(label: country.in(language), name: "country", value: refill.value("country", stored.country),
        hint: countryHint.in(language), error: refill.error("country"),
        attributes: ["autocomplete": "country", "maxlength": "2"]))
      """
  }

  /// Reads what the fields above send: one left empty is removed.
  static func draft(_ fields: Fields) -> Users.Draft {
    var draft = Users.Draft()
    draft.givenName = fields.text("givenName", required: true, upTo: 100)
    draft.familyName = fields.text("familyName", required: true, upTo: 100)
    draft.notificationEmail = .some(fields.parsed("notificationEmail", "email.malformed") { Text.email($0) })
    draft.language = fields.choice("language", required: true)
    draft.timeZone = fields.text("timeZone", required: true, upTo: 64)
    let given = PostalAddress.parts(fields)
    var address = PostalAddress.Change.removal
    address.street = given.street ?? address.street
    address.postalCode = given.postalCode ?? address.postalCode
    address.city = given.city ?? address.city
    address.country = given.country ?? address.country
    draft.address = address
    return draft
  }

  static let signsInWith = Phrase("Signs in with", fr: "Se connecte avec", de: "Meldet sich an mit")
  static let postalAddress = Phrase("Postal address", fr: "Adresse postale", de: "Postadresse")
  private static let notifyAt = Phrase("Notifications to", fr: "Notifications à", de: "Benachrichtigungen an")
  private static let notifyHint = Phrase(
    "Empty: {email}, the address to sign in with.", fr: "Vide : {email}, l’adresse de connexion.",
    de: "Leer: {email}, die Anmeldeadresse.")
  private static let street = Phrase("Street and number", fr: "Rue et numéro", de: "Strasse und Nummer")
  private static let postalCode = Phrase("Postal code", fr: "Code postal", de: "Postleitzahl")
  private static let city = Phrase("Town", fr: "Localité", de: "Ort")
  private static let country = Phrase("Country", fr: "Pays", de: "Land")
  private static let countryHint = Phrase(
    "Two letters, like CH.", fr: "Deux lettres, comme CH.", de: "Zwei Buchstaben, wie CH.")
}
