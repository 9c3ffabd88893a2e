/// Mail about roles.
enum GrantMail {
  static let appointment = Phrase(
    "{organization}: a role for you", fr: "{organization} : un rôle pour vous",
    de: "{organization}: eine Rolle für Sie")
  static let appointmentText = Phrase(
    """
    Hello {name},

    {inviter} wants to give you the role “{role}” at {organization} in Comptoir. See what it is about, and accept it \
    if you agree:

    {link}

    The link is good for {days} days. If you do not expect this, do nothing: without your consent you get no role.
    """,
    fr: """
      Bonjour {name},

      {inviter} souhaite vous confier le rôle « {role} » chez {organization} dans Comptoir. Voyez de quoi il s’agit, \
      et acceptez-le si vous êtes d’accord :

      {link}

      Ce lien est valable {days} jours. Si vous n’attendez rien de tel, ne faites rien : sans votre accord, vous ne \
      recevez aucun rôle.
      """,
    de: """
      Guten Tag {name}

      {inviter} möchte Ihnen bei {organization} in Comptoir die Rolle «{role}» geben. Sehen Sie, worum es geht, und \
      nehmen Sie sie an, wenn Sie einverstanden sind:

      {link}

      Der Link gilt {days} Tage. Wenn Sie das nicht erwarten, tun Sie nichts: Ohne Ihre Zustimmung erhalten Sie keine \
      Rolle.
      """)

  static let end = Phrase(
    "“{role}” at {organization} ends soon", fr: "« {role} » chez {organization} prend bientôt fin",
    de: "«{role}» bei {organization} endet bald")
  static let ownEnd = Phrase(
    """
    Hello {name},

    Your role “{role}” at {organization} ({scope}) ends on {until}. From then on you cannot use it any more.

    If you still need it, ask {giver} to extend it.
    """,
    fr: """
      Bonjour {name},

      Votre rôle « {role} » chez {organization} ({scope}) prend fin le {until}. Vous ne pourrez alors plus l’utiliser.

      S’il vous est encore nécessaire, demandez à {giver} de le prolonger.
      """,
    de: """
      Guten Tag {name}

      Ihre Rolle «{role}» bei {organization} ({scope}) endet am {until}. Danach können Sie sie nicht mehr nutzen.

      Wenn Sie sie weiter brauchen, bitten Sie {giver}, sie zu verlängern.
      """)
  static let givenEnd = Phrase(
    """
    Hello {name},

    The role “{role}” that you gave {holder} at {organization} ({scope}) ends on {until}.

    To extend it, change its end here:

    {link}
    """,
    fr: """
      Bonjour {name},

      Le rôle « {role} » que vous avez attribué à {holder} chez {organization} ({scope}) prend fin le {until}.

      Pour le prolonger, modifiez sa fin ici :

      {link}
      """,
    de: """
      Guten Tag {name}

      Die Rolle «{role}», die Sie {holder} bei {organization} ({scope}) gegeben haben, endet am {until}.

      Um sie zu verlängern, ändern Sie hier ihr Ende:

      {link}
      """)
}
