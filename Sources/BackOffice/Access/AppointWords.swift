import Core

/// The words of appointing.
enum AppointWords {
  static let title = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle vergeben")
  static let which = Phrase("Which role?", fr: "Quel rôle ?", de: "Welche Rolle?")
  static let what = Phrase("What it allows", fr: "Ce qu’il permet", de: "Was sie erlaubt")
  static let choose = Phrase("Choose", fr: "Choisir", de: "Wählen")
  static let noRoles = Phrase(
    "You cannot give roles here. Ask an administrator of the organization.",
    fr: "Vous ne pouvez pas attribuer de rôles ici. Adressez-vous à l’administration de l’organisation.",
    de: "Sie können hier keine Rollen vergeben. Wenden Sie sich an die Administration der Organisation.")
  static let who = Phrase("Who?", fr: "Qui ?", de: "Wer?")
  static let somebodyNew = Phrase(
    "Choose a person, or invite somebody new below", fr: "Choisissez une personne, ou invitez-en une ci-dessous",
    de: "Person wählen oder unten jemanden einladen")
  static let inviteNew = Phrase("Invite somebody new", fr: "Inviter une nouvelle personne", de: "Neue Person einladen")
  static let nobody = Phrase(
    "Choose a person, or invite somebody new.", fr: "Choisissez une personne ou invitez-en une nouvelle.",
    de: "Wählen Sie eine Person oder laden Sie jemanden ein.")
  static let eitherOr = Phrase(
    "Choose a person here or name somebody new below, not both.",
    fr: "Choisissez une personne ici ou nommez-en une nouvelle ci-dessous, pas les deux.",
    de: "Wählen Sie hier eine Person oder nennen Sie unten eine neue, nicht beides.")
  static let whichServices = Phrase("For which services?", fr: "Pour quels services ?", de: "Für welche Dienste?")
  static let otherServices = Phrase(
    "Services not in use yet", fr: "Services pas encore utilisés", de: "Noch nicht genutzte Dienste")
  static let tickService = Phrase(
    "Tick at least one service.", fr: "Cochez au moins un service.", de: "Kreuzen Sie mindestens einen Dienst an.")
  static let allServices = Phrase("All services", fr: "Tous les services", de: "Alle Dienste")
  static let whichCentres = Phrase(
    "For which billing centres?", fr: "Pour quels centres de facturation ?", de: "Für welche Kostenstellen?")
  static let tickCentre = Phrase(
    "Tick at least one billing centre.", fr: "Cochez au moins un centre de facturation.",
    de: "Kreuzen Sie mindestens eine Kostenstelle an.")
  static let allCentres = Phrase(
    "All billing centres", fr: "Tous les centres de facturation", de: "Alle Kostenstellen")
  static let allHint = Phrase(
    "Those of today and those to come.", fr: "Ceux d’aujourd’hui et ceux à venir.",
    de: "Die heutigen und alle künftigen.")
  static let howLong = Phrase("For how long?", fr: "Pour combien de temps ?", de: "Wie lange?")
  static let untilHint = Phrase(
    "The last day; empty for no end.", fr: "Le dernier jour ; vide : sans fin.",
    de: "Der letzte Tag; leer: unbefristet.")
  static let noteHint = Phrase(
    "Why, for those who read it later.", fr: "Pourquoi, pour qui le lira plus tard.",
    de: "Warum, für alle, die es später lesen.")

  static func appoint(_ role: Role) -> Phrase {
    switch role {
    case .distributor: Phrase("Appoint a distributor", fr: "Nommer un distributeur", de: "Distributor ernennen")
    case .reseller:
      Phrase(
        "Appoint a reseller’s administrator", fr: "Nommer un responsable revendeur", de: "Reseller-Leitung ernennen")
    case .customerManager:
      Phrase("Appoint a customer manager", fr: "Nommer un responsable client", de: "Kundenverantwortliche ernennen")
    case .technicalAdmin:
      Phrase("Appoint a technical admin", fr: "Nommer un admin technique", de: "Technische Administration ernennen")
    case .finance: Phrase("Appoint for finance", fr: "Nommer pour la finance", de: "Für Finanzen ernennen")
    case .user: Phrase("Add a user", fr: "Ajouter un utilisateur", de: "Benutzer hinzufügen")
    }
  }

  static func duty(of role: Role) -> Phrase {
    switch role {
    case .distributor:
      Phrase(
        "Brings resellers on board and decides what each may sell.",
        fr: "Accueille les revendeurs et décide de ce que chacun peut vendre.",
        de: "Nimmt Reseller auf und entscheidet, was sie verkaufen dürfen.")
    case .reseller:
      Phrase(
        "Runs customers, subscriptions, prices and statements of the reseller.",
        fr: "Gère clients, abonnements, prix et relevés du revendeur.",
        de: "Führt Kunden, Abonnements, Preise und Abrechnungen des Resellers.")
    case .customerManager:
      Phrase(
        "Orders licences, manages people and roles, splits the bill over billing centres.",
        fr: "Commande des licences, gère personnes et rôles, répartit la facture sur les centres de facturation.",
        de: "Bestellt Lizenzen, verwaltet Personen und Rollen, verteilt die Rechnung auf Kostenstellen.")
    case .technicalAdmin:
      Phrase(
        "Assigns licences, invites users and opens incidents for the services you name. Sees no prices.",
        fr: "Attribue les licences, invite les utilisateurs et signale les incidents des services choisis. Ne voit "
          + "aucun prix.",
        de: "Weist Lizenzen zu, lädt Benutzer ein und meldet Störungen für die gewählten Dienste. Sieht keine Preise.")
    case .finance:
      Phrase(
        "Reads statements and charges; changes nothing.", fr: "Consulte relevés et débits ; ne modifie rien.",
        de: "Liest Abrechnungen und Buchungen; ändert nichts.")
    case .user:
      Phrase(
        "Uses services, keeps their own profile, opens tickets.",
        fr: "Utilise les services, gère son profil, ouvre des tickets.",
        de: "Nutzt Dienste, pflegt das eigene Profil, eröffnet Tickets.")
    }
  }
}
