import Core

/// Who somebody is, what they may do, and whom they may let do it.
extension Sentences {
  package static let access: [Code: Phrase] = identity.merging(permissions) { first, _ in first }
    .merging(grants) { first, _ in first }

  private static let identity: [Code: Phrase] = [
    "credentials.missing": Phrase(
      "Nobody is signed in: what was shown is missing, wrong or no longer valid. Sign in or send a valid token.",
      fr: "Personne n’est connecté : l’accès présenté manque, est faux ou n’est plus valable. "
        + "Connectez-vous ou envoyez un jeton valable.",
      de: "Niemand ist angemeldet: Der Nachweis fehlt, ist falsch oder gilt nicht mehr. "
        + "Melden Sie sich an oder senden Sie ein gültiges Token."),
    "credentials.wrong": Phrase(
      "The e-mail address or the password is wrong, or the account is locked for a while. "
        + "Try again later or ask your administrator.",
      fr: "L’adresse e-mail ou le mot de passe est faux, ou le compte est bloqué pour un moment. "
        + "Réessayez plus tard ou adressez-vous à votre administrateur.",
      de: "Die E-Mail-Adresse oder das Passwort ist falsch, oder das Konto ist vorübergehend gesperrt. "
        + "Versuchen Sie es später erneut oder fragen Sie Ihren Administrator."),
    "csrf.token_wrong": Phrase(
      "The request does not prove that it comes from the portal. Reload the page and try again.",
      fr: "La requête ne prouve pas qu’elle vient du portail. Rechargez la page et réessayez.",
      de: "Die Anfrage belegt nicht, dass sie vom Portal kommt. Laden Sie die Seite neu und versuchen Sie es wieder."),
    "token.read_only": Phrase(
      "This token may read only. Use one with the scope write to change anything.",
      fr: "Ce jeton ne permet que de lire. Utilisez-en un avec la portée write pour modifier.",
      de: "Dieses Token darf nur lesen. Verwenden Sie für Änderungen eines mit dem Bereich write."),
    "token.scope_unknown": Phrase(
      "A token can have the scopes read and write, at least one of them. Choose among these.",
      fr: "Un jeton peut avoir les portées read et write, au moins l’une d’elles. Choisissez parmi celles-ci.",
      de: "Ein Token kann die Bereiche read und write haben, mindestens einen davon. Wählen Sie unter diesen."),
  ]

  private static let permissions: [Code: Phrase] = [
    "permission.missing": Phrase(
      "Your role does not include this ({permission}). Ask an administrator of your organization.",
      fr: "Votre rôle ne comprend pas cela ({permission}). Adressez-vous à un administrateur de votre organisation.",
      de: "Ihre Rolle umfasst das nicht ({permission}). Fragen Sie einen Administrator Ihrer Organisation."),
    "permission.not_yours": Phrase(
      "Your role does not include this. Ask an administrator of your organization.",
      fr: "Votre rôle ne comprend pas cela. Adressez-vous à un administrateur de votre organisation.",
      de: "Ihre Rolle umfasst das nicht. Fragen Sie einen Administrator Ihrer Organisation."),
    "self_service.view_only": Phrase(
      "Your reseller manages the subscriptions of your organization. Open a ticket to have something changed.",
      fr: "Votre revendeur gère les abonnements de votre organisation. Ouvrez un ticket pour demander un changement.",
      de: "Ihr Reseller verwaltet die Abonnements Ihrer Organisation. Eröffnen Sie für Änderungen ein Ticket."),
    "self_service.request_only": Phrase(
      "This needs your reseller’s approval in your organization. Place an order, or ask for the change; it then waits.",
      fr: "Dans votre organisation, cela demande l’accord de votre revendeur. "
        + "Commandez, ou demandez le changement ; il attendra.",
      de: "Das braucht in Ihrer Organisation die Zustimmung Ihres Resellers. "
        + "Bestellen Sie, oder fragen Sie die Änderung an; sie wartet dann."),
    "delegation.required": Phrase(
      "A customer’s people are the customer’s own affair. Ask its manager for a delegation first.",
      fr: "Les personnes d’un client relèvent du client lui-même. Demandez d’abord une délégation à son responsable.",
      de: "Die Leute eines Kunden sind dessen Sache. Bitten Sie zuerst dessen Verantwortliche um eine Delegation."),
    "organization.no_grant": Phrase(
      "You hold no role in this organization, or it no longer counts. Choose another or ask for a role there.",
      fr: "Vous n’avez pas ou plus de rôle dans cette organisation. Choisissez-en une autre ou demandez un rôle.",
      de: "Sie haben in dieser Organisation keine Rolle (mehr). Wählen Sie eine andere oder bitten Sie um eine Rolle."),
    "organization.suspended": Phrase(
      "This organization is suspended, so nothing can be done in it. Ask whoever it buys from to activate it again.",
      fr: "Cette organisation est suspendue, rien n’y est possible. Demandez à son fournisseur de la réactiver.",
      de: "Diese Organisation ist gesperrt, darin ist nichts möglich. Bitten Sie ihren Verkäufer, sie zu entsperren."),
    "object.not_found": Phrase(
      "This does not exist, or it is not yours to see. Check the address or start from a list.",
      fr: "Cet objet n’existe pas ou ne vous est pas visible. Vérifiez l’adresse ou partez d’une liste.",
      de: "Das gibt es nicht, oder es ist für Sie nicht sichtbar. "
        + "Prüfen Sie die Adresse oder beginnen Sie bei einer Liste."),
    "object.changed_meanwhile": Phrase(
      "Somebody else has changed this meanwhile, so your change was not made. Look at it again and repeat yours.",
      fr: "Quelqu’un d’autre l’a modifié entre-temps, votre changement n’a pas été fait. Rechargez et recommencez.",
      de: "Jemand anders hat das inzwischen geändert, Ihre Änderung fand nicht statt. "
        + "Sehen Sie nach und wiederholen Sie sie."
    ),
  ]

  private static let grants: [Code: Phrase] = [
    "grant.beyond_own_rights": Phrase(
      "Nobody grants or ends a role beyond their own rights. Ask somebody who holds more than this role.",
      fr: "Personne n’accorde ni ne retire un rôle au-delà de ses propres droits. Adressez-vous à un niveau supérieur.",
      de: "Niemand vergibt oder beendet eine Rolle über die eigenen Rechte hinaus. "
        + "Fragen Sie jemanden mit mehr Rechten."),
    "grant.exists": Phrase(
      "This person holds this very role here already. There is nothing to do, or choose another extent.",
      fr: "Cette personne a déjà exactement ce rôle ici. Il n’y a rien à faire, ou choisissez une autre étendue.",
      de: "Diese Person hat genau diese Rolle hier schon. Es ist nichts zu tun, oder wählen Sie einen anderen Umfang."),
    "grant.expiry_past": Phrase(
      "The role would have expired already. Choose a later end or none.",
      fr: "Le rôle aurait déjà expiré. Choisissez une fin plus tardive ou aucune.",
      de: "Die Rolle wäre schon abgelaufen. Wählen Sie ein späteres Ende oder keines."),
    "grant.last_administrator": Phrase(
      "This is the organization’s last administrator, and it cannot be left without one. Appoint another first.",
      fr: "C’est le dernier administrateur de l’organisation, qui ne peut rester sans. Nommez-en d’abord un autre.",
      de: "Das ist der letzte Administrator, und ganz ohne geht es nicht. Ernennen Sie zuerst jemand anderen."),
    "grant.services_not_for_role": Phrase(
      "Only technical admins are limited to services. Leave the services out for this role.",
      fr: "Seuls les admins techniques sont limités à des services. Omettez les services pour ce rôle.",
      de: "Nur technische Admins sind auf Dienste beschränkt. Lassen Sie die Dienste bei dieser Rolle weg."),
    "grant.centres_not_for_role": Phrase(
      "Only finance is limited to billing centres. Leave the centres out for this role.",
      fr: "Seul le rôle finances est limité à des centres de coûts. Omettez les centres pour ce rôle.",
      de: "Nur die Rolle Finanzen ist auf Kostenstellen beschränkt. "
        + "Lassen Sie die Kostenstellen bei dieser Rolle weg."),
  ]
}
