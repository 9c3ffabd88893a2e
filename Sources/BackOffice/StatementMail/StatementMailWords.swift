import Core
import Markup

/// The words of statements by mail: the pages', and the mail's own.
enum StatementMailWords {
  static let title = Phrase("Statements by mail", fr: "Relevés par e-mail", de: "Abrechnungen per E-Mail")
  static let ofCustomer = Phrase(
    "The whole statement of each month, once it is closed. Each centre's part is set at the centre.",
    fr: "Le relevé complet de chaque mois, une fois clôturé. La part d’un centre se règle auprès du centre.",
    de: "Die ganze Abrechnung jedes Monats, sobald sie abgeschlossen ist. Der Teil einer Kostenstelle wird bei ihr "
      + "eingestellt.")
  static let ofCentre = Phrase(
    "The centre's part of each month's statement, to its contact, once it is closed.",
    fr: "La part du centre dans le relevé de chaque mois, à son contact, une fois clôturé.",
    de: "Der Teil dieser Kostenstelle an jeder Monatsabrechnung, an ihren Kontakt, sobald sie abgeschlossen ist.")
  static let mode = Phrase("Send", fr: "Envoyer", de: "Senden")
  static let modeHint = Phrase(
    "Who has no account here gets the document itself, never a link that asks to sign in.",
    fr: "Sans compte ici, on reçoit le document lui-même, jamais un lien demandant de se connecter.",
    de: "Wer hier kein Konto hat, erhält das Dokument selbst, nie einen Link, der eine Anmeldung verlangt.")
  static let address = Phrase("To the address", fr: "À l’adresse", de: "An die Adresse")
  static let contact = Phrase("Goes to", fr: "Destinataire", de: "Geht an")
  static let noContact = Phrase(
    "The centre has no contact yet. Enter one at the centre first.",
    fr: "Le centre n’a pas encore de contact. Saisissez-en d’abord un auprès du centre.",
    de: "Die Kostenstelle hat noch keinen Kontakt. Tragen Sie zuerst bei ihr einen ein.")
  static let language = Phrase("In the language", fr: "Dans la langue", de: "In der Sprache")

  static func mode(_ mode: StatementMailMode) -> Phrase {
    switch mode {
    case .none: Phrase("Nothing", fr: "Rien", de: "Nichts")
    case .link: Phrase("A link", fr: "Un lien", de: "Einen Link")
    case .pdf: Phrase("The PDF", fr: "Le PDF", de: "Das PDF")
    }
  }

  // MARK: - What was sent

  static let deliveries = Phrase("Sent by mail", fr: "Envoyé par e-mail", de: "Per E-Mail versandt")
  static let noneYet = Phrase(
    "Nothing of this statement was mailed.", fr: "Rien de ce relevé n’a été envoyé par e-mail.",
    de: "Nichts von dieser Abrechnung wurde gemailt.")
  static let whole = Phrase("Whole statement", fr: "Relevé complet", de: "Ganze Abrechnung")
  static let part = Phrase("What", fr: "Quoi", de: "Was")
  static let to = Phrase("To", fr: "À", de: "An")
  static let asked = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
  static let by = Phrase("By", fr: "Par", de: "Durch")
  static let byItself = Phrase("at the closing", fr: "à la clôture", de: "beim Abschluss")
  static let send = Phrase("Send by mail", fr: "Envoyer par e-mail", de: "Per E-Mail senden")
  static let sendWhat = Phrase("What to send", fr: "À envoyer", de: "Zu senden")
  static let withFile = Phrase("PDF attached", fr: "PDF joint", de: "PDF angehängt")
  static let withLink = Phrase("with a link", fr: "avec un lien", de: "mit Link")

  static func badge(_ status: StatementDeliveries.Status, _ language: Language) -> HTML {
    switch status {
    case .waiting, .queued:
      Markup.badge(Phrase("On its way", fr: "En route", de: "Unterwegs").in(language), tone: .warning)
    case .sent: Markup.badge(Phrase("Sent", fr: "Envoyé", de: "Gesendet").in(language), tone: .good)
    case .failed: Markup.badge(Phrase("Failed", fr: "Échoué", de: "Fehlgeschlagen").in(language), tone: .bad)
    }
  }

  // MARK: - The mail

  static let subject = Phrase(
    "Statement {number} for {month}: {gross}", fr: "Relevé {number} de {month} : {gross}",
    de: "Abrechnung {number} für {month}: {gross}")
  static let partSubject = Phrase(
    "Statement {number} for {month}, {centre}: {gross}", fr: "Relevé {number} de {month}, {centre} : {gross}",
    de: "Abrechnung {number} für {month}, {centre}: {gross}")
  static let greeting = Phrase("Hello", fr: "Bonjour", de: "Guten Tag")
  static let news = Phrase(
    "{seller} has closed the statement {number} of {buyer} for {month}.",
    fr: "{seller} a clôturé le relevé {number} de {buyer} pour {month}.",
    de: "{seller} hat die Abrechnung {number} von {buyer} für {month} abgeschlossen.")
  static let partNews = Phrase(
    "{seller} has closed the statement {number} of {buyer} for {month}. This is the part of {centre}.",
    fr: "{seller} a clôturé le relevé {number} de {buyer} pour {month}. Voici la part de {centre}.",
    de: "{seller} hat die Abrechnung {number} von {buyer} für {month} abgeschlossen. Dies ist der Teil von {centre}.")
  static let attached = Phrase(
    "The document is attached as PDF.", fr: "Le document est joint en PDF.", de: "Das Dokument liegt als PDF bei.")
  static let tooLarge = Phrase(
    "The document is too large for a mail. Fetch it by the link below.",
    fr: "Le document est trop volumineux pour un e-mail. Récupérez-le par le lien ci-dessous.",
    de: "Das Dokument ist zu gross für eine E-Mail. Rufen Sie es über den Link unten ab.")
  static let tooLargeNoAccount = Phrase(
    "The document is too large for a mail. Ask {buyer} for it, or for an account in Comptoir with which to fetch it.",
    fr:
      "Le document est trop volumineux pour un e-mail. Demandez-le à {buyer}, ou un compte Comptoir pour le récupérer.",
    de: "Das Dokument ist zu gross für eine E-Mail. Bitten Sie {buyer} darum oder um ein Konto in Comptoir, mit dem "
      + "Sie es abrufen können.")
  static let link = Phrase(
    "With every line and how it came about, after signing in:",
    fr: "Avec chaque ligne et son origine, après connexion :",
    de: "Mit jeder Zeile und wie sie zustande kam, nach der Anmeldung:")
  static let why = Phrase(
    "You get this because {buyer} named this address for its statements.",
    fr: "Vous recevez ceci car {buyer} a indiqué cette adresse pour ses relevés.",
    de: "Sie erhalten dies, weil {buyer} diese Adresse für ihre Abrechnungen angegeben hat.")
}
