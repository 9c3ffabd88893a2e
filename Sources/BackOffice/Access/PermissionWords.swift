import Core

/// What each right lets people do, in words.
enum PermissionWords {
  static func name(_ permission: Permission) -> Phrase {
    switch permission {
    case .resellersManage: Phrase("manage resellers", fr: "gérer les revendeurs", de: "Reseller verwalten")
    case .offersAllow: Phrase("allow offers", fr: "autoriser des offres", de: "Angebote freigeben")
    case .customersView: Phrase("see the customer", fr: "voir le client", de: "den Kunden sehen")
    case .customersManage: Phrase("manage the customer", fr: "gérer le client", de: "den Kunden verwalten")
    case .catalogueView: Phrase("see the catalogue", fr: "voir le catalogue", de: "den Katalog sehen")
    case .subscriptionsView: Phrase("see subscriptions", fr: "voir les abonnements", de: "Abonnements sehen")
    case .subscriptionsChange:
      Phrase("order and change subscriptions", fr: "commander et modifier", de: "Abonnements bestellen und ändern")
    case .subscriptionsSuspend:
      Phrase("suspend and activate", fr: "suspendre et réactiver", de: "sperren und entsperren")
    case .licencesAssign: Phrase("assign licences", fr: "attribuer les licences", de: "Lizenzen zuweisen")
    case .usersView: Phrase("see people", fr: "voir les personnes", de: "Personen sehen")
    case .usersManage: Phrase("manage people", fr: "gérer les personnes", de: "Personen verwalten")
    case .grantsView: Phrase("see roles", fr: "voir les rôles", de: "Rollen sehen")
    case .grantsManage: Phrase("give and end roles", fr: "attribuer des rôles", de: "Rollen vergeben")
    case .centresView: Phrase("see billing centres", fr: "voir les centres", de: "Kostenstellen sehen")
    case .centresManage: Phrase("split the bill", fr: "répartir la facture", de: "die Rechnung aufteilen")
    case .statementsView: Phrase("read statements", fr: "lire les relevés", de: "Abrechnungen lesen")
    case .statementsClose: Phrase("close statements", fr: "clôturer les relevés", de: "Abrechnungen abschliessen")
    case .pricesView: Phrase("see prices", fr: "voir les prix", de: "Preise sehen")
    case .costsView: Phrase("see cost prices", fr: "voir les coûts", de: "Einkaufspreise sehen")
    case .ticketsUse: Phrase("use tickets", fr: "utiliser les tickets", de: "Tickets nutzen")
    case .auditView: Phrase("read the audit trail", fr: "lire le journal", de: "das Protokoll lesen")
    case .clientsManage: Phrase("manage API clients", fr: "gérer les clients d’API", de: "API-Clients verwalten")
    case .actAs: Phrase("act as people below", fr: "agir au nom de subordonnés", de: "als andere handeln")
    case .identityManage:
      Phrase(
        "set up sign-in by a provider", fr: "régler la connexion par fournisseur",
        de: "Anmeldung per Anbieter einrichten")
    case .usageManage: Phrase("record usage", fr: "enregistrer l’usage", de: "Nutzung erfassen")
    case .provisioningManage:
      Phrase("run provisioning", fr: "gérer la mise en service", de: "die Bereitstellung führen")
    case .servicesAsk: Phrase("ask for a service", fr: "demander un service", de: "um einen Dienst bitten")
    case .catalogueManage: Phrase("keep the catalogue", fr: "tenir le catalogue", de: "den Katalog pflegen")
    case .pricesManage: Phrase("set selling prices", fr: "fixer les prix de vente", de: "Verkaufspreise setzen")
    case .delegationsView:
      Phrase("see a reseller's access", fr: "voir l’accès du revendeur", de: "den Zugriff des Resellers sehen")
    case .delegationsManage:
      Phrase(
        "decide a reseller's access", fr: "décider de l’accès du revendeur", de: "über Reseller-Zugriff entscheiden")
    }
  }
}
