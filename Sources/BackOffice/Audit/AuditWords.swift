import Core

/// The words of the audit trail.
enum AuditWords {
  static let subtitle = Phrase(
    "Every change with who made it, newest first. Nothing here can be changed or removed.",
    fr: "Chaque modification et son auteur, la plus récente d’abord. Rien ici ne peut être modifié ni supprimé.",
    de: "Jede Änderung und wer sie gemacht hat, neueste zuerst. Nichts davon lässt sich ändern oder löschen.")
  static let at = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
  static let who = Phrase("Who", fr: "Qui", de: "Wer")
  static let what = Phrase("What", fr: "Quoi", de: "Was")
  static let object = Phrase("About", fr: "Objet", de: "Betrifft")
  static let changes = Phrase("Before → after", fr: "Avant → après", de: "Vorher → nachher")
  static let history = Phrase("history", fr: "historique", de: "Verlauf")
  static let byItself = Phrase("The service", fr: "Le service", de: "Der Dienst")
  static let really = Phrase("by {name}", fr: "par {name}", de: "durch {name}")
  static let from = Phrase("From", fr: "Du", de: "Von")
  static let to = Phrase("To", fr: "Au", de: "Bis")
  static let clear = Phrase("Show all", fr: "Tout afficher", de: "Alles zeigen")
  static let none = Phrase("Nothing has happened yet.", fr: "Rien pour l’instant.", de: "Noch ist nichts geschehen.")
  static let noMatch = Phrase(
    "Nothing matches. Show all to start again.", fr: "Aucun résultat. Affichez tout pour recommencer.",
    de: "Kein Treffer. Zeigen Sie alles, um neu zu beginnen.")
  static let yes = Phrase("yes", fr: "oui", de: "ja")
  static let no = Phrase("no", fr: "non", de: "nein")

  /// What was done, in words.
  static func action(_ action: String, _ language: Language) -> String {
    let parts = action.split(separator: ".").map(String.init)
    guard parts.count == 2 else { return action }
    if parts[0] == "subscription", let kind = ChangeKind(rawValue: parts[1]) {
      return ChangeWords.kind(kind).in(language)
    }
    return actions[parts[0]]?[parts[1]]?.in(language) ?? action
  }

  /// By what it was done to, then what was done.
  private static let actions: [String: [String: Phrase]] = [
    "centre": [
      "changed": Phrase("Centre changed", fr: "Centre modifié", de: "Kostenstelle geändert"),
      "created": Phrase("Centre created", fr: "Centre créé", de: "Kostenstelle angelegt"),
    ],
    "customer": [
      "changed": Phrase("Customer changed", fr: "Client modifié", de: "Kunde geändert"),
      "created": Phrase("Customer created", fr: "Client créé", de: "Kunde angelegt"),
    ],
    "grant": [
      "created": Phrase("Role given", fr: "Rôle attribué", de: "Rolle vergeben"),
      "ended": Phrase("Role ended", fr: "Rôle retiré", de: "Rolle beendet"),
    ],
    "licence": [
      "assigned": Phrase("Licence assigned", fr: "Licence attribuée", de: "Lizenz zugewiesen"),
      "unassigned": Phrase("Licence taken back", fr: "Licence reprise", de: "Lizenz zurückgenommen"),
    ],
    "order": [
      "cancelled": Phrase("Order cancelled", fr: "Commande annulée", de: "Bestellung storniert"),
      "completed": Phrase("Order carried out", fr: "Commande exécutée", de: "Bestellung ausgeführt"),
      "placed": Phrase("Order placed", fr: "Commande passée", de: "Bestellung aufgegeben"),
      "rejected": Phrase("Order rejected", fr: "Commande refusée", de: "Bestellung abgelehnt"),
    ],
    "reseller": [
      "changed": Phrase("Reseller changed", fr: "Revendeur modifié", de: "Reseller geändert"),
      "created": Phrase("Reseller created", fr: "Revendeur créé", de: "Reseller angelegt"),
      "offers_changed": Phrase("Offers changed", fr: "Offres modifiées", de: "Angebote geändert"),
    ],
    "statement": [
      "closed": Phrase("Statement closed", fr: "Relevé clôturé", de: "Abrechnung abgeschlossen")
    ],
    "ticket": [
      "escalated": Phrase("Ticket escalated", fr: "Ticket escaladé", de: "Ticket eskaliert"),
      "open": Phrase("Ticket reopened", fr: "Ticket rouvert", de: "Ticket wieder geöffnet"),
      "opened": Phrase("Ticket opened", fr: "Ticket ouvert", de: "Ticket eröffnet"),
      "replied": Phrase("Ticket answered", fr: "Réponse au ticket", de: "Ticket beantwortet"),
      "resolved": Phrase("Ticket resolved", fr: "Ticket résolu", de: "Ticket gelöst"),
    ],
    "token": [
      "created": Phrase("Token created", fr: "Jeton créé", de: "Token erstellt"),
      "revoked": Phrase("Token revoked", fr: "Jeton révoqué", de: "Token widerrufen"),
    ],
    "usage": ["recorded": Phrase("Usage recorded", fr: "Consommation enregistrée", de: "Verbrauch erfasst")],
    "user": [
      "activated": Phrase("Account activated", fr: "Compte activé", de: "Konto aktiviert"),
      "changed": Phrase("Person changed", fr: "Personne modifiée", de: "Person geändert"),
      "created": Phrase("Person added", fr: "Personne ajoutée", de: "Person hinzugefügt"),
      "invited": Phrase("Invitation sent", fr: "Invitation envoyée", de: "Einladung gesendet"),
      "locked": Phrase("Account locked", fr: "Compte verrouillé", de: "Konto gesperrt"),
      "password_changed": Phrase("Password changed", fr: "Mot de passe modifié", de: "Passwort geändert"),
      "password_reset": Phrase("Password reset", fr: "Mot de passe réinitialisé", de: "Passwort zurückgesetzt"),
      "unlocked": Phrase("Account unlocked", fr: "Compte déverrouillé", de: "Konto entsperrt"),
    ],
  ]

  static func kind(_ kind: String) -> Phrase {
    switch kind {
    case "user": DeskWords.person
    case "subscription": Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
    case "customer": Phrase("Customer", fr: "Client", de: "Kunde")
    case "reseller": Phrase("Reseller", fr: "Revendeur", de: "Reseller")
    case "billingCentre": Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
    case "statement": Phrase("Statement", fr: "Relevé", de: "Abrechnung")
    case "grant": DeskWords.role
    case "order": Phrase("Order", fr: "Commande", de: "Bestellung")
    case "usage": Phrase("Usage", fr: "Consommation", de: "Verbrauch")
    case "token": Phrase("Token", fr: "Jeton", de: "Token")
    default: Phrase("Ticket", fr: "Ticket", de: "Ticket")
    }
  }

  /// A fact's name; the API's own where people have no other word for it.
  static func fact(_ name: String) -> Phrase { facts[name] ?? Phrase(name, fr: name, de: name) }

  private static let facts: [String: Phrase] = [
    "accepted": Phrase("Records counted", fr: "Relevés comptés", de: "Gezählte Meldungen"),
    "allocations": Phrase("Split", fr: "Répartition", de: "Aufteilung"),
    "autoRenew": Phrase("Auto-renewal", fr: "Renouvellement automatique", de: "Automatische Verlängerung"),
    "centreIds": Phrase("Billing centres", fr: "Centres de facturation", de: "Kostenstellen"),
    "closed": Phrase("Closed", fr: "Fermé", de: "Geschlossen"), "code": Phrase("Code", fr: "Code", de: "Code"),
    "commitmentEndDate": Phrase("Committed until", fr: "Engagé jusqu’au", de: "Gebunden bis"),
    "contactEmail": Phrase("Contact", fr: "Contact", de: "Kontakt"),
    "corrected": Phrase("Records corrected", fr: "Relevés corrigés", de: "Korrigierte Meldungen"),
    "country": Phrase("Country", fr: "Pays", de: "Land"), "currency": Phrase("Currency", fr: "Monnaie", de: "Währung"),
    "default": Phrase("Default", fr: "Par défaut", de: "Standard"),
    "expiresAt": Phrase("Until", fr: "Jusqu’au", de: "Bis"),
    "familyName": DeskWords.familyName, "friendlyName": Phrase("Name", fr: "Nom", de: "Name"),
    "givenName": DeskWords.givenName, "language": DeskWords.language, "month": Phrase("Month", fr: "Mois", de: "Monat"),
    "name": DeskWords.name, "note": DeskWords.note,
    "notificationEmail": Phrase("Notified at", fr: "Notifications à", de: "Benachrichtigt unter"),
    "number": Phrase("Number", fr: "Numéro", de: "Nummer"),
    "parked": Phrase("Records parked", fr: "Relevés mis de côté", de: "Zurückgestellte Meldungen"),
    "planName": Phrase("Plan", fr: "Plan", de: "Plan"),
    "lines": Phrase("Lines", fr: "Lignes", de: "Zeilen"), "reason": Phrase("Reason", fr: "Motif", de: "Grund"),
    "termsAcceptedBy": Phrase("Terms accepted by", fr: "Conditions acceptées par", de: "Bedingungen akzeptiert von"),
    "quantity": Phrase("Licences", fr: "Licences", de: "Lizenzen"),
    "renewalQuantity": Phrase("Licences at renewal", fr: "Licences au renouvellement", de: "Lizenzen bei Verlängerung"),
    "role": DeskWords.role, "roles": DeskWords.roles,
    "selfService": Phrase("Self-service", fr: "Libre-service", de: "Selbstbedienung"),
    "serviceIds": Phrase("Services", fr: "Services", de: "Dienste"),
    "signInEmail": Phrase("Signs in with", fr: "Se connecte avec", de: "Meldet sich an mit"),
    "status": DeskWords.status, "timeZone": DeskWords.timeZone, "userId": DeskWords.person,
    "vatId": Phrase("VAT id", fr: "N° TVA", de: "MWST-Nr."),
  ]

  /// What a stored word reads like; nil when it is not one of ours.
  static func value(_ text: String) -> Phrase? { values[text] }

  private static let values: [String: Phrase] = [
    "active": Phrase("active", fr: "actif", de: "aktiv"),
    "cancelled": Phrase("cancelled", fr: "résilié", de: "gekündigt"),
    "completed": Phrase("completed", fr: "exécuté", de: "ausgeführt"),
    "rejected": Phrase("rejected", fr: "refusé", de: "abgelehnt"),
    "waiting": Phrase("waiting for approval", fr: "en attente d’approbation", de: "wartet auf Genehmigung"),
    "disabled": Phrase("disabled", fr: "désactivé", de: "deaktiviert"),
    "expired": Phrase("expired", fr: "expiré", de: "abgelaufen"),
    "full": Phrase("everything", fr: "tout", de: "alles"),
    "invited": Phrase("invited", fr: "invité", de: "eingeladen"),
    "locked": Phrase("locked", fr: "verrouillé", de: "gesperrt"),
    "pending": Phrase("pending", fr: "en attente", de: "ausstehend"),
    "request": Phrase("on approval", fr: "sur approbation", de: "mit Genehmigung"),
    "suspended": Phrase("suspended", fr: "suspendu", de: "gesperrt"),
    "view": Phrase("view only", fr: "lecture seule", de: "nur ansehen"),
  ]
}
