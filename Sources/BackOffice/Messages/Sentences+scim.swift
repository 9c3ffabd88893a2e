import Core

/// Provisioning by a customer's identity provider.
extension Sentences {
  package static let scim: [Code: Phrase] = [filters, paths, bodies, accounts].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }

  private static let filters: [Code: Phrase] = [
    "scim.filter_malformed": Phrase(
      "The filter cannot be read from its character {position} on. Check its operators, quotes and brackets.",
      fr: "Le filtre est illisible à partir du caractère {position}. Vérifiez opérateurs, guillemets et parenthèses.",
      de:
        "Der Filter ist ab dem Zeichen {position} nicht lesbar. Prüfen Sie Operatoren, Anführungszeichen und Klammern."
    ),
    "scim.filter_too_long": Phrase(
      "The filter is too long. Use at most {maximum} bytes, in several requests if need be.",
      fr: "Le filtre est trop long. Utilisez au plus {maximum} octets, en plusieurs requêtes s’il le faut.",
      de: "Der Filter ist zu lang. Verwenden Sie höchstens {maximum} Bytes, nötigenfalls in mehreren Anfragen."),
    "scim.filter_too_deep": Phrase(
      "The filter has too many brackets within each other. Use at most {maximum}.",
      fr: "Le filtre imbrique trop de parenthèses. Utilisez-en au plus {maximum}.",
      de: "Der Filter verschachtelt zu viele Klammern. Verwenden Sie höchstens {maximum}."),
    "scim.filter_attribute_unknown": Phrase(
      "There is no attribute {attribute} to filter by. The schemas name those there are.",
      fr: "Aucun attribut {attribute} ne peut servir de filtre. Les schémas nomment ceux qui existent.",
      de: "Es gibt kein Attribut {attribute}, nach dem sich filtern liesse. Die Schemas nennen die vorhandenen."),
    "scim.filter_operator_unfit": Phrase(
      "The operator {operator} does not suit the attribute {attribute}. Use eq, ne or pr, or a sub-attribute.",
      fr: "L’opérateur {operator} ne convient pas à l’attribut {attribute}. Utilisez eq, ne, pr ou un sous-attribut.",
      de:
        "Der Operator {operator} passt nicht zum Attribut {attribute}. Verwenden Sie eq, ne, pr oder ein Unterattribut."
    ),
    "scim.filter_value_unfit": Phrase(
      "The attribute {attribute} is compared with a value of another type. Check the quotes and the value.",
      fr: "L’attribut {attribute} est comparé à une valeur d’un autre type. Vérifiez les guillemets et la valeur.",
      de: "Das Attribut {attribute} wird mit einem Wert anderer Art verglichen. Prüfen Sie beide."),
    "scim.sort_unknown": Phrase(
      "Nothing can be sorted by {attribute}. Choose an attribute with one value that the schemas name.",
      fr: "Aucun tri n’est possible par {attribute}. Choisissez un attribut à valeur unique nommé par les schémas.",
      de: "Nach {attribute} lässt sich nicht sortieren. Wählen Sie ein Attribut mit einem Wert, das die Schemas nennen."
    ),
    "scim.parameter_malformed": Phrase(
      "The parameter {name} has a value that means nothing here. Check it.",
      fr: "Le paramètre {name} a une valeur qui ne signifie rien ici. Vérifiez-la.",
      de: "Der Parameter {name} hat einen Wert, der hier nichts bedeutet. Prüfen Sie ihn."),
  ]

  private static let paths: [Code: Phrase] = [
    "scim.path_malformed": Phrase(
      "The path {path} cannot be read. Name an attribute, perhaps with a filter in brackets and a sub-attribute.",
      fr:
        "Le chemin {path} est illisible. Nommez un attribut, au besoin avec filtre entre crochets et sous-attribut.",
      de:
        "Der Pfad {path} ist nicht lesbar. Nennen Sie ein Attribut, evtl. mit Filter in Klammern und Unterattribut."
    ),
    "scim.path_unknown": Phrase(
      "The path {path} names nothing that is stored here. The schemas name what is.",
      fr: "Le chemin {path} ne désigne rien qui soit enregistré ici. Les schémas nomment ce qui l’est.",
      de: "Der Pfad {path} bezeichnet nichts, was hier gespeichert wird. Die Schemas nennen, was gespeichert wird."),
    "scim.path_needed": Phrase(
      "It is not said what to remove, so nothing was. Name the attribute in the path.",
      fr: "Il n’est pas dit quoi supprimer, rien ne l’a donc été. Nommez l’attribut dans le chemin.",
      de: "Was entfernt werden soll, ist nicht gesagt, also wurde nichts entfernt. Nennen Sie das Attribut im Pfad."),
    "scim.no_target": Phrase(
      "No value fits the filter of {path}, so there is nothing to replace. Add the value instead.",
      fr: "Aucune valeur ne correspond au filtre de {path} : rien à remplacer. Ajoutez plutôt la valeur.",
      de:
        "Kein Wert passt zum Filter von {path}, also ist nichts zu ersetzen. Fügen Sie den Wert stattdessen hinzu."),
    "scim.read_only": Phrase(
      "{attribute} is only read: it follows from something else. Leave it out.",
      fr: "{attribute} est en lecture seule : il découle d’autre chose. Omettez-le.",
      de: "{attribute} wird nur gelesen: Es ergibt sich aus anderem. Lassen Sie es weg."),
    "scim.password_elsewhere": Phrase(
      "Passwords are never set by provisioning. People sign in through their provider, or choose their own.",
      fr:
        "Le provisionnement ne définit aucun mot de passe. Chacun passe par son fournisseur ou choisit le sien.",
      de:
        "Passwörter werden nie durch Provisionierung gesetzt. Alle melden sich beim Anbieter an oder wählen eines."
    ),
    "scim.operation_unknown": Phrase(
      "There is no operation called {operation}. Use add, replace or remove.",
      fr: "Aucune opération ne s’appelle {operation}. Utilisez add, replace ou remove.",
      de: "Es gibt keine Operation namens {operation}. Verwenden Sie add, replace oder remove."),
    "scim.operations_too_many": Phrase(
      "There are too many operations at once. Send at most {maximum}, in several requests if need be.",
      fr: "Trop d’opérations à la fois. Envoyez-en au plus {maximum}, en plusieurs requêtes s’il le faut.",
      de: "Es sind zu viele Operationen aufs Mal. Senden Sie höchstens {maximum}, nötigenfalls in mehreren Anfragen."),
  ]

  private static let bodies: [Code: Phrase] = [
    "scim.body_malformed": Phrase(
      "The body does not have the shape that RFC 7644 asks for. Check its members.",
      fr: "Le corps n’a pas la forme que demande la RFC 7644. Vérifiez ses membres.",
      de: "Der Inhalt hat nicht die Form, die RFC 7644 verlangt. Prüfen Sie seine Teile."),
    "scim.schema_missing": Phrase(
      "The body does not say that it follows {schema}. Name it under schemas.",
      fr: "Le corps n’indique pas qu’il suit {schema}. Nommez-le sous schemas.",
      de: "Der Inhalt sagt nicht, dass er {schema} folgt. Nennen Sie es unter schemas."),
    "scim.attribute_twice": Phrase(
      "The attribute {attribute} is there twice, and names do not differ by case. Send it once.",
      fr: "L’attribut {attribute} figure deux fois, et la casse ne distingue pas les noms. Envoyez-le une fois.",
      de:
        "{attribute} kommt zweimal vor, und Gross- oder Kleinschreibung zählt nicht. Senden Sie es nur einmal."),
    "scim.value_unfit": Phrase(
      "The value of {attribute} is of another type, too long, or has characters nobody can see. Check it.",
      fr:
        "La valeur de {attribute} est d’un autre type, trop longue ou contient des caractères invisibles. Vérifiez-la.",
      de: "Der Wert von {attribute} ist von anderer Art, zu lang oder enthält unsichtbare Zeichen. Prüfen Sie ihn."),
    "scim.value_required": Phrase(
      "{attribute} must have a value. Send one, or leave the operation out.",
      fr: "{attribute} doit avoir une valeur. Envoyez-en une ou omettez l’opération.",
      de: "{attribute} muss einen Wert haben. Senden Sie einen oder lassen Sie die Operation weg."),
    "scim.email_malformed": Phrase(
      "{attribute} must be an e-mail address, since people sign in and get mail with it. Map it to one.",
      fr: "{attribute} doit être une adresse e-mail : elle sert à se connecter et à écrire. Associez-lui une adresse.",
      de: "{attribute} muss eine E-Mail-Adresse sein, denn damit wird angemeldet und geschrieben. Ordnen Sie eine zu."),
    "scim.member_unknown": Phrase(
      "{value} is not a person of this customer, so it cannot be a member. Provision the person first.",
      fr: "{value} n’est pas une personne de ce client et ne peut être membre. Provisionnez-la d’abord.",
      de: "{value} ist keine Person dieses Kunden und kann nicht Mitglied sein. Provisionieren Sie die Person zuerst."),
    "scim.members_too_many": Phrase(
      "The group has too many members. Keep at most {maximum} in one.",
      fr: "Le groupe a trop de membres. Gardez-en au plus {maximum} par groupe.",
      de: "Die Gruppe hat zu viele Mitglieder. Führen Sie höchstens {maximum} in einer."),
    "scim.not_offered": Phrase(
      "This part of SCIM is not offered here. The service provider’s configuration says what is.",
      fr: "Cette partie de SCIM n’est pas proposée ici. La configuration du service indique ce qui l’est.",
      de: "Dieser Teil von SCIM wird hier nicht angeboten. Die Konfiguration des Dienstes sagt, was angeboten wird."),
  ]

  private static let accounts: [Code: Phrase] = [
    "scim.user_name_taken": Phrase(
      "Somebody signs in with this address already. Use another as userName.",
      fr: "Quelqu’un se connecte déjà avec cette adresse. Utilisez-en une autre comme userName.",
      de: "Mit dieser Adresse meldet sich schon jemand an. Verwenden Sie eine andere als userName."),
    "scim.external_id_taken": Phrase(
      "Another resource has this externalId already. Each has one of its own.",
      fr: "Une autre ressource a déjà cet externalId. Chacune a le sien.",
      de: "Eine andere Ressource hat diese externalId schon. Jede hat ihre eigene."),
    "scim.protected_account": Phrase(
      "This person manages the customer, or has roles beyond it: provisioning neither disables, renames nor "
        + "re-addresses them. Somebody of the portal has to.",
      fr: "Cette personne gère le client ou a des rôles au-delà : le provisionnement ne la désactive, ne la renomme ni "
        + "ne change ses adresses. Cela se fait dans le portail.",
      de: "Diese Person verwaltet den Kunden oder hat darüber hinaus Rollen: Die Provisionierung deaktiviert sie nicht "
        + "und ändert weder Namen noch Adressen. Das geschieht im Portal."),
    "scim.manager_only": Phrase(
      "Only a manager of this customer connects its identity provider. Ask one of them.",
      fr: "Seul un responsable de ce client connecte son fournisseur d’identité. Adressez-vous à lui.",
      de: "Nur Verantwortliche dieses Kunden verbinden dessen Identitätsanbieter. Fragen Sie jemanden von ihnen."),
    "scim.mapping_one_thing": Phrase(
      "A mapping gives either licences of a subscription or a role. Choose one of the two.",
      fr: "Une association donne soit des licences d’un abonnement, soit un rôle. Choisissez l’un des deux.",
      de: "Eine Zuordnung gibt entweder Lizenzen eines Abonnements oder eine Rolle. Wählen Sie eines von beiden."),
    "scim.mapping_role": Phrase(
      "A group can make its members users or technical admins, nothing higher. Give other roles to people directly.",
      fr: "Un groupe peut donner le rôle d’utilisateur ou d’admin technique, rien de plus. "
        + "Attribuez les autres rôles directement.",
      de: "Eine Gruppe kann Benutzer oder technische Administration ernennen, nichts Höheres. "
        + "Vergeben Sie andere Rollen direkt."),
    "scim.mapping_exists": Phrase(
      "The group gives this already. Nothing needs to be done.",
      fr: "Le groupe donne déjà cela. Il n’y a rien à faire.",
      de: "Die Gruppe gibt das schon. Es ist nichts zu tun."),
  ]
}
