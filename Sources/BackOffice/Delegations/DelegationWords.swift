import Core
import Markup

/// The words of the pages about delegations.
enum DelegationWords {
  static func right(_ right: DelegationRight) -> Phrase {
    switch right {
    case .users: Phrase("accounts", fr: "comptes", de: "Konten")
    case .licences: Phrase("licences", fr: "licences", de: "Lizenzen")
    case .actAs: Phrase("acting as somebody", fr: "agir à la place de quelqu’un", de: "in jemandes Namen handeln")
    }
  }

  static func meaning(_ right: DelegationRight) -> Phrase {
    switch right {
    case .users:
      Phrase(
        "See people, invite, edit, disable, unlock them and reset their passwords",
        fr: "Voir les personnes, les inviter, modifier, désactiver, déverrouiller, réinitialiser leurs mots de passe",
        de: "Personen sehen, einladen, bearbeiten, deaktivieren, entsperren, ihre Passwörter zurücksetzen")
    case .licences:
      Phrase(
        "Assign licences to people and take them back", fr: "Attribuer des licences aux personnes et les reprendre",
        de: "Lizenzen an Personen vergeben und zurücknehmen")
    case .actAs:
      Phrase(
        "Act as one of the people, for up to an hour at a time",
        fr: "Agir à la place d’une des personnes, une heure au plus à la fois",
        de: "Im Namen einer Person handeln, jeweils höchstens eine Stunde")
    }
  }

  /// As a sentence begins: `Accounts, licences`.
  static func list(_ rights: [DelegationRight], _ language: Language) -> String {
    let words = rights.map { right($0).in(language) }.joined(separator: ", ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// When it ends, or how long it is to last.
  static func until(_ delegation: Delegation, _ language: Language) -> String {
    if let end = delegation.expiresAt { return Portal.clockText(end) }
    guard case .lasting(let period) = delegation.extent else { return "–" }
    return fromApproval.in(language, ["length": SubscriptionWords.length(period, language)])
  }

  static func status(_ status: Delegation.Status, _ language: Language) -> HTML {
    switch status {
    case .pending:
      badge(Phrase("Waits", fr: "En attente", de: "Wartet").in(language), tone: .warning)
    case .active: badge(Phrase("Active", fr: "Actif", de: "Aktiv").in(language), tone: .good)
    case .refused: badge(event(.refused).in(language), tone: .bad)
    case .withdrawn: badge(event(.withdrawn).in(language))
    case .ended: badge(event(.ended).in(language))
    case .expired: badge(event(.expired).in(language))
    }
  }

  static func event(_ event: Delegation.Event) -> Phrase {
    switch event {
    case .asked: Phrase("Asked for", fr: "Demandé", de: "Angefragt")
    case .approved: Phrase("Approved", fr: "Approuvé", de: "Bewilligt")
    case .narrowed: Phrase("Limited", fr: "Limité", de: "Eingeschränkt")
    case .refused: Phrase("Refused", fr: "Refusé", de: "Abgelehnt")
    case .withdrawn: Phrase("Withdrawn", fr: "Retiré", de: "Zurückgezogen")
    case .ended: Phrase("Ended", fr: "Terminé", de: "Beendet")
    case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
    }
  }

  /// As the audit trail calls it.
  static func audited(_ event: Delegation.Event) -> Phrase {
    switch event {
    case .asked: Phrase("Access asked for", fr: "Accès demandé", de: "Zugang angefragt")
    case .approved: Phrase("Access approved", fr: "Accès approuvé", de: "Zugang bewilligt")
    case .narrowed: Phrase("Access limited", fr: "Accès limité", de: "Zugang eingeschränkt")
    case .refused: Phrase("Access refused", fr: "Accès refusé", de: "Zugang abgelehnt")
    case .withdrawn: Phrase("Request withdrawn", fr: "Demande retirée", de: "Anfrage zurückgezogen")
    case .ended: Phrase("Access ended", fr: "Accès terminé", de: "Zugang beendet")
    case .expired: Phrase("Access expired", fr: "Accès expiré", de: "Zugang abgelaufen")
    }
  }

  static let fromApproval = Phrase(
    "{length}, from the approval", fr: "{length}, dès l’approbation", de: "{length}, ab der Bewilligung")
  static let ofCustomer = Phrase(
    "What your reseller may do with your people: only what you let it, for as long as you let it.",
    fr: "Ce que votre revendeur peut faire avec vos personnes : seulement ce que vous permettez, aussi longtemps que "
      + "vous le permettez.",
    de: "Was Ihr Reseller mit Ihren Personen tun darf: nur was Sie erlauben, und nur solange Sie es erlauben.")
  static let ofSeller = Phrase(
    "Access to customers’ people, which their managers approve, limit and end. To ask, open the customer.",
    fr: "Accès aux personnes des clients, que leurs responsables approuvent, limitent et terminent. Pour demander, "
      + "ouvrez le client.",
    de: "Zugang zu den Personen der Kunden, den deren Verantwortliche bewilligen, einschränken und beenden. Zum "
      + "Anfragen öffnen Sie den Kunden.")
  static let customer = Phrase("Customer", fr: "Client", de: "Kunde")
  static let access = Phrase("Access", fr: "Accès", de: "Zugang")
  static let rights = Phrase("Rights", fr: "Droits", de: "Rechte")
  static let given = Phrase("What is open", fr: "Ce qui est ouvert", de: "Was offen ist")
  static let askedFor = Phrase("Asked for", fr: "Demandé", de: "Angefragt")
  static let until = Phrase("Until", fr: "Jusqu’au", de: "Bis")
  static let askedBy = Phrase("Asked by", fr: "Demandé par", de: "Angefragt von")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let who = Phrase("Who", fr: "Qui", de: "Wer")
  static let byItself = Phrase("by itself", fr: "de lui-même", de: "von selbst")
  static let waiting = Phrase(
    "{reseller} asks for access to your people", fr: "{reseller} demande l’accès à vos personnes",
    de: "{reseller} bittet um Zugang zu Ihren Personen")
  static let look = Phrase("Look at the request", fr: "Voir la demande", de: "Anfrage ansehen")
  static let active = Phrase("Open now", fr: "Ouvert actuellement", de: "Jetzt offen")
  static let noneActive = Phrase(
    "Your reseller has no access to your people.", fr: "Votre revendeur n’a pas accès à vos personnes.",
    de: "Ihr Reseller hat keinen Zugang zu Ihren Personen.")
  static let past = Phrase("Earlier", fr: "Antérieurs", de: "Früher")
  static let all = Phrase("All access", fr: "Tous les accès", de: "Alle Zugänge")
  static let none = Phrase(
    "No access was asked for yet.", fr: "Aucun accès n’a encore été demandé.", de: "Noch wurde kein Zugang angefragt.")
  static let history = Phrase("What happened", fr: "Ce qui s’est passé", de: "Was geschah")
  static let title = Phrase("Access of {reseller}", fr: "Accès de {reseller}", de: "Zugang von {reseller}")
  static let sellersTitle = Phrase(
    "Access to the people of {customer}", fr: "Accès aux personnes de {customer}",
    de: "Zugang zu den Personen von {customer}")
}

/// The words of its forms.
enum DelegationFormWords {
  static let ask = Phrase("Ask for access", fr: "Demander l’accès", de: "Um Zugang bitten")
  static let askAgain = Phrase("Ask for longer", fr: "Demander une prolongation", de: "Um Verlängerung bitten")
  static let askTitle = Phrase(
    "Ask for access to people", fr: "Demander l’accès aux personnes", de: "Um Zugang zu Personen bitten")
  static let askHint = Phrase(
    "The managers of {customer} get a mail and decide. Nothing is open until they approve; what is open goes on.",
    fr: "Les responsables de {customer} reçoivent un e-mail et décident. Rien n’est ouvert avant leur accord ; ce qui "
      + "l’est déjà continue.",
    de: "Die Verantwortlichen von {customer} erhalten eine E-Mail und entscheiden. Nichts ist offen, bis sie "
      + "zustimmen; was schon offen ist, läuft weiter.")
  static let what = Phrase("What do you need?", fr: "De quoi avez-vous besoin ?", de: "Was brauchen Sie?")
  static let whatToGive = Phrase("What do you open?", fr: "Qu’ouvrez-vous ?", de: "Was öffnen Sie?")
  static let howLong = Phrase("For how long?", fr: "Pour combien de temps ?", de: "Wie lange?")
  static let howLongHint = Phrase(
    "Counted from the approval.", fr: "Compté dès l’approbation.", de: "Ab der Bewilligung gezählt.")
  static let why = Phrase("Why?", fr: "Pourquoi ?", de: "Warum?")
  static let whyHint = Phrase(
    "The customer’s managers read it.", fr: "Les responsables du client le liront.",
    de: "Die Verantwortlichen des Kunden lesen es.")
  static let send = Phrase("Send request", fr: "Envoyer la demande", de: "Anfrage senden")
  static let untilHint = Phrase(
    "The last day it is open (UTC). Choose an earlier one to give less time.",
    fr: "Le dernier jour d’ouverture (UTC). Choisissez-en un plus proche pour accorder moins de temps.",
    de: "Der letzte offene Tag (UTC). Wählen Sie einen früheren, um weniger Zeit zu geben.")
  static let lastDay = Phrase("Open until", fr: "Ouvert jusqu’au", de: "Offen bis")
  static let approve = Phrase("Approve", fr: "Approuver", de: "Bewilligen")
  static let approveHint = Phrase(
    "Untick what you do not want to open, or choose an earlier day.",
    fr: "Décochez ce que vous ne voulez pas ouvrir, ou choisissez un jour plus proche.",
    de: "Entfernen Sie, was Sie nicht öffnen wollen, oder wählen Sie einen früheren Tag.")
  static let refuse = Phrase("Refuse", fr: "Refuser", de: "Ablehnen")
  static let refuseHint = Phrase(
    "{reseller} reads the reason and may ask again.", fr: "{reseller} lira le motif et pourra redemander.",
    de: "{reseller} liest den Grund und kann erneut anfragen.")
  static let withdraw = Phrase("Withdraw request", fr: "Retirer la demande", de: "Anfrage zurückziehen")
  static let limit = Phrase("Limit access", fr: "Limiter l’accès", de: "Zugang einschränken")
  static let end = Phrase("End", fr: "Terminer", de: "Beenden")
  static let endAccess = Phrase("End access", fr: "Mettre fin à l’accès", de: "Zugang beenden")
  static let endTitle = Phrase(
    "End the access of {reseller}?", fr: "Mettre fin à l’accès de {reseller} ?",
    de: "Zugang von {reseller} beenden?")
  static let endText = Phrase(
    "It counts from the next click. To be let in again, {reseller} asks anew and a manager of {customer} approves.",
    fr: "Effet dès le prochain clic. Pour y revenir, {reseller} redemande et un responsable de {customer} approuve.",
    de: "Es gilt ab dem nächsten Klick. Für neuen Zugang fragt {reseller} erneut an und {customer} stimmt zu.")
  static let people = Phrase("Access to people", fr: "Accès aux personnes", de: "Zugang zu Personen")
  static let noAccess = Phrase(
    "Accounts and licences of this customer’s people are the customer’s own affair. You may ask to be let in.",
    fr: "Les comptes et licences des personnes de ce client relèvent de lui. Vous pouvez demander l’accès.",
    de: "Konten und Lizenzen der Personen dieses Kunden sind dessen Sache. Sie können um Zugang bitten.")
  static let noManager = Phrase(
    "This customer has no manager yet: until it has, you look after its accounts and licences.",
    fr: "Ce client n’a pas encore de responsable : d’ici là, vous gérez ses comptes et licences.",
    de: "Dieser Kunde hat noch keine Verantwortlichen: bis dahin kümmern Sie sich um Konten und Lizenzen.")
  static let waits = Phrase(
    "A request waits for the customer’s answer.", fr: "Une demande attend la réponse du client.",
    de: "Eine Anfrage wartet auf die Antwort des Kunden.")
}
