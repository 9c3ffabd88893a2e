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

  private static let signInPolicyChanged = Phrase(
    "Sign-in rules changed", fr: "Règles de connexion modifiées", de: "Anmelderegeln geändert")

  private static let statementMailChanged = Phrase(
    "Statements by mail changed", fr: "Relevés par e-mail modifiés", de: "Abrechnungen per E-Mail geändert")

  /// By what it was done to, then what was done.
  private static let actions: [String: [String: Phrase]] = [
    "cart": [
      "emptied": Phrase("Cart emptied", fr: "Panier vidé", de: "Warenkorb geleert"),
      "line_added": Phrase("Put into the cart", fr: "Mis au panier", de: "In den Warenkorb gelegt"),
      "line_changed": Phrase("Cart changed", fr: "Panier modifié", de: "Warenkorb geändert"),
      "line_removed": Phrase("Taken out of the cart", fr: "Retiré du panier", de: "Aus dem Warenkorb genommen"),
    ],
    "bulkChange": [
      "created": Phrase("Bulk change prepared", fr: "Modification groupée préparée", de: "Sammeländerung vorbereitet"),
      "done": Phrase("Bulk change done", fr: "Modification groupée terminée", de: "Sammeländerung erledigt"),
      "started": Phrase("Bulk change started", fr: "Modification groupée lancée", de: "Sammeländerung gestartet"),
      "stopped": Phrase("Bulk change stopped", fr: "Modification groupée arrêtée", de: "Sammeländerung angehalten"),
    ],
    "parkedAccount": [
      "parked": Phrase("Account parked", fr: "Compte mis de côté", de: "Konto zurückgestellt"),
      "released": Phrase("Account released", fr: "Compte libéré", de: "Konto freigegeben"),
    ],
    "category": named("Category", "Catégorie", "Kategorie"), "service": named("Service", "Service", "Dienst"),
    "product": named("Product", "Produit", "Produkt"), "plan": named("Plan", "Plan", "Plan"),
    "offer": named("Offer", "Offre", "Angebot").merging([
      "cost_ended": Phrase("Cost ended", fr: "Coût terminé", de: "Einkaufspreis beendet"),
      "cost_set": Phrase("Cost set", fr: "Coût fixé", de: "Einkaufspreis gesetzt"),
      "meter_added": Phrase("Meter added", fr: "Compteur ajouté", de: "Zähler hinzugefügt"),
      "meter_priced": Phrase("Meter priced", fr: "Compteur tarifé", de: "Zählerpreis festgelegt"),
      "visibility_changed": Phrase("Visibility changed", fr: "Visibilité modifiée", de: "Sichtbarkeit geändert"),
    ]) { first, _ in first },
    "price_list": [
      "approved": Phrase("Price list approved", fr: "Liste de prix approuvée", de: "Preisliste freigegeben"),
      "sent": Phrase("Price list sent in", fr: "Liste de prix envoyée", de: "Preisliste gesendet"),
      "withdrawn": Phrase("Price list withdrawn", fr: "Liste de prix retirée", de: "Preisliste zurückgezogen"),
    ],
    "budget": [
      "changed": Phrase("Budget changed", fr: "Budget modifié", de: "Budget geändert"),
      "ended": Phrase("Budget ended", fr: "Budget terminé", de: "Budget beendet"),
      "reached": Phrase("Share of a budget reached", fr: "Part d’un budget atteinte", de: "Budgetanteil erreicht"),
      "set": Phrase("Budget set", fr: "Budget fixé", de: "Budget festgelegt"),
    ],
    "splitRule": [
      "removed": Phrase("Standing rule removed", fr: "Règle permanente supprimée", de: "Feste Regel entfernt"),
      "set": Phrase("Standing rule set", fr: "Règle permanente fixée", de: "Feste Regel festgelegt"),
    ],
    "centre": [
      "statement_mail_changed": statementMailChanged,
      "changed": Phrase("Centre changed", fr: "Centre modifié", de: "Kostenstelle geändert"),
      "created": Phrase("Centre created", fr: "Centre créé", de: "Kostenstelle angelegt"),
    ],
    "customer": [
      "vat_changed": vatChanged,
      "statement_mail_changed": statementMailChanged,
      "changed": Phrase("Customer changed", fr: "Client modifié", de: "Kunde geändert"),
      "created": Phrase("Customer created", fr: "Client créé", de: "Kunde angelegt"),
      "sign_in_policy_changed": signInPolicyChanged,
      "tags_led": Phrase("Tags led to centres", fr: "Étiquettes affectées", de: "Schlagwörter zugeordnet"),
      "usage_split": Phrase("Split of use chosen", fr: "Répartition choisie", de: "Verbrauch neu aufgeteilt"),
    ],
    "client": [
      "created": Phrase("API client created", fr: "Client d’API créé", de: "API-Client angelegt"),
      "revoked": Phrase("API client revoked", fr: "Client d’API révoqué", de: "API-Client widerrufen"),
      "secret_renewed": Phrase("Secret renewed", fr: "Secret renouvelé", de: "Geheimnis erneuert"),
    ],
    "appointment": [
      "accepted": Phrase("Role accepted", fr: "Rôle accepté", de: "Rolle angenommen"),
      "created": Phrase("Role offered", fr: "Rôle proposé", de: "Rolle angeboten"),
      "sent": Phrase("Offer sent again", fr: "Offre renvoyée", de: "Angebot erneut gesendet"),
      "withdrawn": Phrase("Offer withdrawn", fr: "Offre annulée", de: "Angebot zurückgezogen"),
    ],
    "delegation": Delegation.Event.allCases.reduce(into: [:]) { $0[$1.rawValue] = DelegationWords.audited($1) },
    "distributor": [
      "vat_changed": vatChanged,
      "letterhead_changed": LetterheadWords.audited,
      "sign_in_policy_changed": signInPolicyChanged,
      "catalogue_imported": Phrase("Price list taken in", fr: "Liste de prix reprise", de: "Preisliste übernommen"),
      "costs_changed": Phrase("Costs set", fr: "Coûts fixés", de: "Einkaufspreise gesetzt"),
    ],
    "grant": [
      "changed": Phrase("Role changed", fr: "Rôle modifié", de: "Rolle geändert"),
      "created": Phrase("Role given", fr: "Rôle attribué", de: "Rolle vergeben"),
      "ended": Phrase("Role ended", fr: "Rôle retiré", de: "Rolle beendet"),
    ],
    "identity_provider": [
      "changed": Phrase("Provider changed", fr: "Fournisseur d’identité modifié", de: "Anmeldedienst geändert"),
      "created": Phrase("Provider set up", fr: "Fournisseur d’identité configuré", de: "Anmeldedienst eingerichtet"),
      "domain_proven": Phrase("Domain proven", fr: "Domaine prouvé", de: "Domain nachgewiesen"),
      "removed": Phrase("Provider removed", fr: "Fournisseur d’identité retiré", de: "Anmeldedienst entfernt"),
    ],
    "group": [
      "changed": Phrase("Group changed", fr: "Groupe modifié", de: "Gruppe geändert"),
      "created": Phrase("Group created", fr: "Groupe créé", de: "Gruppe angelegt"),
      "deleted": Phrase("Group deleted", fr: "Groupe supprimé", de: "Gruppe gelöscht"),
      "mapped": Phrase("Group gives", fr: "Le groupe donne", de: "Gruppe gibt"),
      "unmapped": Phrase("Group gives no more", fr: "Le groupe ne donne plus", de: "Gruppe gibt nicht mehr"),
    ],
    "licence": [
      "short": Phrase("No licence left", fr: "Plus de licence libre", de: "Keine Lizenz frei"),
      "moved": Phrase("Licence handed over", fr: "Licence transmise", de: "Lizenz übergeben"),
      "assigned": Phrase("Licence assigned", fr: "Licence attribuée", de: "Lizenz zugewiesen"),
      "unassigned": Phrase("Licence taken back", fr: "Licence reprise", de: "Lizenz zurückgenommen"),
    ],
    "connector": [
      "changed": Phrase("Connector changed", fr: "Connecteur modifié", de: "Konnektor geändert"),
      "created": Phrase("Connector set up", fr: "Connecteur créé", de: "Konnektor angelegt"),
      "ended": Phrase("Connector ended", fr: "Connecteur terminé", de: "Konnektor beendet"),
      "secret_renewed": Phrase("Secret renewed", fr: "Secret renouvelé", de: "Geheimnis erneuert"),
      "compared": Phrase("Inventory compared", fr: "Inventaire comparé", de: "Inventar verglichen"),
      "comparison_wanted": Phrase("Comparison wanted", fr: "Comparaison demandée", de: "Vergleich verlangt"),
    ],
    "difference": [
      "settled": Phrase("Difference settled", fr: "Différence réglée", de: "Unterschied erledigt"),
      "pushed": Phrase("Vendor told again", fr: "Éditeur informé à nouveau", de: "Hersteller erneut informiert"),
    ],
    "fulfilment": [
      "done": Phrase("Done by the vendor", fr: "Exécuté par l’éditeur", de: "Vom Hersteller ausgeführt"),
      "refused": Phrase("Refused by the vendor", fr: "Refusé par l’éditeur", de: "Vom Hersteller abgelehnt"),
      "asking": Phrase("Vendor asks", fr: "L’éditeur demande", de: "Hersteller fragt"),
      "answered": Phrase("Vendor answered", fr: "Réponse à l’éditeur", de: "Hersteller geantwortet"),
      "parked": Phrase("Request given up", fr: "Demande mise de côté", de: "Anfrage zurückgestellt"),
      "withdrawn": Phrase("Request closed", fr: "Demande classée", de: "Anfrage geschlossen"),
      "taken": Phrase("Task taken", fr: "Tâche prise en charge", de: "Aufgabe übernommen"),
      "retried": Phrase("Request tried again", fr: "Demande répétée", de: "Anfrage wiederholt"),
      "noted": Phrase("Late callback noted", fr: "Rappel tardif noté", de: "Später Rückruf vermerkt"),
    ],
    "mail": ["retried": Phrase("Mail sent again", fr: "E-mail renvoyé", de: "E-Mail erneut gesendet")],
    "order": [
      "changed": Phrase("Order changed", fr: "Commande modifiée", de: "Bestellung geändert"),
      "cancelled": Phrase("Order cancelled", fr: "Commande annulée", de: "Bestellung storniert"),
      "completed": Phrase("Order carried out", fr: "Commande exécutée", de: "Bestellung ausgeführt"),
      "placed": Phrase("Order placed", fr: "Commande passée", de: "Bestellung aufgegeben"),
      "rejected": Phrase("Order rejected", fr: "Commande refusée", de: "Bestellung abgelehnt"),
    ],
    "provisioning": [
      "changed": Phrase("Provisioning changed", fr: "Provisionnement modifié", de: "Provisionierung geändert"),
      "token_created": Phrase("SCIM token created", fr: "Jeton SCIM créé", de: "SCIM-Token erstellt"),
      "token_ended": Phrase("SCIM token ended", fr: "Jeton SCIM terminé", de: "SCIM-Token beendet"),
    ],
    "request": CustomerRequest.Event.allCases.reduce(into: [:]) { $0[$1.rawValue] = RequestWords.audited($1) },
    "reseller": [
      "vat_changed": vatChanged,
      "changed": Phrase("Reseller changed", fr: "Revendeur modifié", de: "Reseller geändert"),
      "created": Phrase("Reseller created", fr: "Revendeur créé", de: "Reseller angelegt"),
      "letterhead_changed": LetterheadWords.audited,
      "sign_in_policy_changed": signInPolicyChanged,
      "price_ended": Phrase("Price ended", fr: "Prix terminé", de: "Preis beendet"),
      "prices_changed": Phrase("Prices set", fr: "Prix fixés", de: "Preise gesetzt"),
      "offers_changed": Phrase("Offers changed", fr: "Offres modifiées", de: "Angebote geändert"),
    ],
    "export": [
      "failed": Phrase("Download failed", fr: "Téléchargement échoué", de: "Download fehlgeschlagen"),
      "ready": Phrase("Download ready", fr: "Téléchargement prêt", de: "Download bereit"),
      "removed": Phrase("Download deleted", fr: "Téléchargement supprimé", de: "Download gelöscht"),
      "requested": Phrase("Download asked for", fr: "Téléchargement demandé", de: "Download angefordert"),
    ],
    "statement": [
      "closed": Phrase("Statement closed", fr: "Relevé clôturé", de: "Abrechnung abgeschlossen"),
      "mailed": Phrase("Statement mailed", fr: "Relevé envoyé par e-mail", de: "Abrechnung gemailt"),
    ],
    "statementClosing": ClosingWords.audited,
    "terms": ["published": Phrase("Terms published", fr: "Conditions publiées", de: "Bedingungen veröffentlicht")],
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
    "usage": [
      "dismissed": Phrase("Parked record put aside", fr: "Relevé écarté", de: "Zurückgestellte Meldung weggelegt"),
      "imported": Phrase("Usage imported", fr: "Consommation importée", de: "Verbrauch importiert"),
      "recorded": Phrase("Usage recorded", fr: "Consommation enregistrée", de: "Verbrauch erfasst"),
    ],
    "usageFile": [
      "approved": Phrase("File of records approved", fr: "Fichier de relevés approuvé", de: "Meldedatei freigegeben"),
      "sent": Phrase("File of records sent in", fr: "Fichier de relevés envoyé", de: "Meldedatei gesendet"),
      "withdrawn": Phrase("File of records withdrawn", fr: "Fichier de relevés retiré", de: "Meldedatei zurückgezogen"),
    ],
    "user": [
      "activated": Phrase("Account activated", fr: "Compte activé", de: "Konto aktiviert"),
      "calendar_created": Phrase(
        "Calendar address made", fr: "Adresse de calendrier créée", de: "Kalenderadresse erstellt"),
      "calendar_ended": Phrase(
        "Calendar address ended", fr: "Adresse de calendrier désactivée", de: "Kalenderadresse beendet"),
      "changed": Phrase("Person changed", fr: "Personne modifiée", de: "Person geändert"),
      "created": Phrase("Person added", fr: "Personne ajoutée", de: "Person hinzugefügt"),
      "impersonated": Phrase("Acted as", fr: "Action en son nom", de: "Handeln als begonnen"),
      "impersonation_ended": Phrase(
        "Acting as ended", fr: "Fin d’action en son nom", de: "Handeln als beendet"),
      "digest_chosen": Phrase("Digest chosen", fr: "Récapitulatif choisi", de: "Übersicht gewählt"),
      "deleted": Phrase("Person deleted", fr: "Personne supprimée", de: "Person gelöscht"),
      "email_changed": Phrase(
        "Sign-in address confirmed", fr: "Adresse de connexion confirmée", de: "Anmeldeadresse bestätigt"),
      "deprovisioned": Phrase("Person removed by provider", fr: "Personne retirée", de: "Person vom Anbieter entfernt"),
      "invited": Phrase("Invitation sent", fr: "Invitation envoyée", de: "Einladung gesendet"),
      "linked": Phrase("Tied to the provider", fr: "Lié au fournisseur", de: "Mit Anmeldedienst verknüpft"),
      "locked": Phrase("Account locked", fr: "Compte verrouillé", de: "Konto gesperrt"),
      "password_changed": Phrase("Password changed", fr: "Mot de passe modifié", de: "Passwort geändert"),
      "password_removed": Phrase("Password removed", fr: "Mot de passe supprimé", de: "Passwort entfernt"),
      "password_reset": Phrase("Password reset", fr: "Mot de passe réinitialisé", de: "Passwort zurückgesetzt"),
      "password_link_sent": Phrase(
        "Link for a forgotten password sent", fr: "Lien pour mot de passe oublié envoyé",
        de: "Link für vergessenes Passwort gesendet"),
      "signed_out": Phrase("Sessions ended", fr: "Sessions terminées", de: "Sitzungen beendet"),
      "recovery_code_used": Phrase(
        "Recovery code used", fr: "Code de secours utilisé", de: "Wiederherstellungscode verwendet"),
      "recovery_codes_replaced": Phrase(
        "Recovery codes replaced", fr: "Codes de secours remplacés", de: "Wiederherstellungscodes ersetzt"),
      "second_factor_enabled": Phrase(
        "Second factor turned on", fr: "Second facteur activé", de: "Zweiter Faktor eingeschaltet"),
      "second_factor_removed": Phrase(
        "Second factor turned off", fr: "Second facteur désactivé", de: "Zweiter Faktor ausgeschaltet"),
      "second_factor_reset": Phrase(
        "Second factor reset", fr: "Second facteur réinitialisé", de: "Zweiter Faktor zurückgesetzt"),
      "untied": Phrase("Untied from the provider", fr: "Délié du fournisseur", de: "Vom Anmeldedienst gelöst"),
      "unlocked": Phrase("Account unlocked", fr: "Compte déverrouillé", de: "Konto entsperrt"),
    ],
  ]

  private static let vatChanged = Phrase("VAT settings changed", fr: "Réglages de TVA modifiés", de: "MWST geändert")

  /// Made and changed, of something in the catalogue.
  private static func named(_ english: String, _ french: String, _ german: String) -> [String: Phrase] {
    [
      "created": Phrase("\(english) added", fr: "\(french) : ajout", de: "\(german) angelegt"),
      "changed": Phrase("\(english) changed", fr: "\(french) : modification", de: "\(german) geändert"),
    ]
  }

  static func kind(_ kind: String) -> Phrase {
    switch kind {
    case "service": DeskWords.service
    case "product": Phrase("Product", fr: "Produit", de: "Produkt")
    case "plan": SubscriptionWords.plan
    case "offer": Phrase("Offer", fr: "Offre", de: "Angebot")
    case "category": KeepingWords.category
    case "priceList": ImportFileWords.title
    case "user": DeskWords.person
    case "subscription": Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
    case "customer": Phrase("Customer", fr: "Client", de: "Kunde")
    case "distributor": Phrase("Distributor", fr: "Distributeur", de: "Distributor")
    case "reseller": Phrase("Reseller", fr: "Revendeur", de: "Reseller")
    case "billingCentre": Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
    case "statement": Phrase("Statement", fr: "Relevé", de: "Abrechnung")
    case "statementClosing", "closingSetting": ClosingWords.title
    case "grant": DeskWords.role
    case "appointment": Phrase("Offered role", fr: "Rôle proposé", de: "Angebotene Rolle")
    case "request", "serviceRequest": Phrase("Request", fr: "Demande", de: "Anfrage")
    case "order": Phrase("Order", fr: "Commande", de: "Bestellung")
    case "client": Phrase("API client", fr: "Client d’API", de: "API-Client")
    case "mail": Phrase("Mail", fr: "E-mail", de: "E-Mail")
    case "delegation": Portal.Place.delegations.label
    case "identityProvider": Phrase("Identity provider", fr: "Fournisseur d’identité", de: "Anmeldedienst")
    case "token", "scimToken": Phrase("Token", fr: "Jeton", de: "Token")
    case "scimGroup", "group": GroupWords.group
    case "bulkChange": BulkWords.title
    case "splitRule": StandingRuleWords.title
    case "budget": Phrase("Budget", fr: "Budget", de: "Budget")
    case "usageFile": Phrase("File of records", fr: "Fichier de relevés", de: "Meldedatei")
    case "export": ExportWords.export
    case "usage": Phrase("Usage", fr: "Consommation", de: "Verbrauch")
    case "cart": CartWords.cart
    case "terms": TermsWords.terms
    default: Phrase("Ticket", fr: "Ticket", de: "Ticket")
    }
  }
}
