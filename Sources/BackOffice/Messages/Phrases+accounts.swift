import Core

/// Mail about accounts.
extension Phrases {
  enum EmailChange {
    static let confirm = Phrase(
      "Confirm your new Comptoir address", fr: "Confirmez votre nouvelle adresse Comptoir",
      de: "Bestätigen Sie Ihre neue Comptoir-Adresse")
    static let confirmText = Phrase(
      """
      Hello {name},

      from now on you are to sign in to Comptoir with {email}. Confirm that this address is yours:

      {link}

      The link is good for {hours} hours. Until then your present address stays. If you do not know of this, do nothing.
      """,
      fr: """
        Bonjour {name},

        désormais, vous devez vous connecter à Comptoir avec {email}. Confirmez que cette adresse est la vôtre :

        {link}

        Ce lien est valable {hours} heures. D’ici là, votre adresse actuelle reste. Si vous n’en savez rien, ne faites \
        rien.
        """,
      de: """
        Guten Tag {name}

        Künftig sollen Sie sich bei Comptoir mit {email} anmelden. Bestätigen Sie, dass diese Adresse Ihnen gehört:

        {link}

        Der Link gilt {hours} Stunden. Bis dahin bleibt Ihre jetzige Adresse. Wissen Sie nichts davon, so tun Sie \
        nichts.
        """)

    static let inUse = Phrase(
      "Your address is in use at Comptoir already", fr: "Votre adresse est déjà utilisée sur Comptoir",
      de: "Ihre Adresse wird bei Comptoir schon verwendet")
    static let inUseText = Phrase(
      """
      Hello,

      somebody asked to sign in to Comptoir with {email} from now on. There is an account with this address already, \
      so nothing was changed.

      If it was you, sign in with that account, or choose another address. If not, do nothing.
      """,
      fr: """
        Bonjour,

        quelqu’un a demandé à se connecter désormais à Comptoir avec {email}. Il existe déjà un compte avec cette \
        adresse, rien n’a donc été changé.

        Si c’était vous, connectez-vous avec ce compte ou choisissez une autre adresse. Sinon, ne faites rien.
        """,
      de: """
        Guten Tag

        Jemand wollte sich bei Comptoir künftig mit {email} anmelden. Mit dieser Adresse gibt es schon ein Konto, \
        darum wurde nichts geändert.

        Waren Sie es, so melden Sie sich mit jenem Konto an oder wählen eine andere Adresse. Sonst tun Sie nichts.
        """)

    static let asked = Phrase(
      "Your sign-in address is to change", fr: "Votre adresse de connexion doit changer",
      de: "Ihre Anmeldeadresse soll sich ändern")
    static let askedText = Phrase(
      """
      Hello {name},

      {actor} asked that you sign in to Comptoir with {email} from now on. It counts once it is confirmed there.

      If you do not know of this, sign in, change your password and tell your administrator.
      """,
      fr: """
        Bonjour {name},

        {actor} a demandé que vous vous connectiez désormais à Comptoir avec {email}. Cela vaut dès confirmation à \
        cette adresse.

        Si vous n’en savez rien, connectez-vous, changez votre mot de passe et avertissez votre administrateur.
        """,
      de: """
        Guten Tag {name}

        {actor} möchte, dass Sie sich bei Comptoir künftig mit {email} anmelden. Das gilt, sobald es dort bestätigt ist.

        Wissen Sie nichts davon, so melden Sie sich an, ändern Ihr Passwort und sagen es Ihrem Administrator.
        """)

    static let done = Phrase(
      "Your sign-in address has changed", fr: "Votre adresse de connexion a changé",
      de: "Ihre Anmeldeadresse hat sich geändert")
    static let doneText = Phrase(
      """
      Hello {name},

      you now sign in to Comptoir with {email}. This address here no longer counts.

      If you do not know of this, tell your administrator at once.
      """,
      fr: """
        Bonjour {name},

        vous vous connectez maintenant à Comptoir avec {email}. La présente adresse ne compte plus.

        Si vous n’en savez rien, avertissez tout de suite votre administrateur.
        """,
      de: """
        Guten Tag {name}

        Sie melden sich jetzt bei Comptoir mit {email} an. Diese Adresse hier gilt nicht mehr.

        Wissen Sie nichts davon, so sagen Sie es sofort Ihrem Administrator.
        """)
  }

  enum PasswordReset {
    static let subject = Phrase(
      "Your Comptoir password", fr: "Votre mot de passe Comptoir", de: "Ihr Comptoir-Passwort")
    static let forgotten = Phrase(
      """
      Hello {name},

      somebody, most likely you, has forgotten the password of this account. Choose a new one here:

      {link}

      The link is good for {hours} hour. If it was not you, do nothing: your password stays.
      """,
      fr: """
        Bonjour {name},

        quelqu’un, sans doute vous, a oublié le mot de passe de ce compte. Choisissez-en un nouveau ici :

        {link}

        Ce lien est valable {hours} heure. Si ce n’était pas vous, ne faites rien : votre mot de passe reste.
        """,
      de: """
        Guten Tag {name}

        Jemand, wohl Sie, hat das Passwort dieses Kontos vergessen. Wählen Sie hier ein neues:

        {link}

        Der Link gilt {hours} Stunde. Waren Sie es nicht, so tun Sie nichts: Ihr Passwort bleibt.
        """)
    static let byAdministrator = Phrase(
      """
      Hello {name},

      {actor} has reset the password of your Comptoir account; the one before no longer works. Choose a new one here:

      {link}

      The link is good for {hours} hours.
      """,
      fr: """
        Bonjour {name},

        {actor} a réinitialisé le mot de passe de votre compte Comptoir ; l’ancien ne vaut plus. Choisissez-en un \
        nouveau ici :

        {link}

        Ce lien est valable {hours} heures.
        """,
      de: """
        Guten Tag {name}

        {actor} hat das Passwort Ihres Comptoir-Kontos zurückgesetzt; das alte gilt nicht mehr. Wählen Sie hier ein \
        neues:

        {link}

        Der Link gilt {hours} Stunden.
        """)
    static let wasReset = Phrase(
      """
      Hello {name},

      {actor} has set a new password for your Comptoir account and will give it to you. Choose your own when you sign \
      in.

      If you do not know of this, ask {actor} or your administrator.
      """,
      fr: """
        Bonjour {name},

        {actor} a défini un nouveau mot de passe pour votre compte Comptoir et vous le remettra. Choisissez le vôtre à \
        la connexion.

        Si vous n’en savez rien, adressez-vous à {actor} ou à votre administrateur.
        """,
      de: """
        Guten Tag {name}

        {actor} hat für Ihr Comptoir-Konto ein neues Passwort gesetzt und gibt es Ihnen. Wählen Sie beim Anmelden ein \
        eigenes.

        Wissen Sie nichts davon, so fragen Sie {actor} oder Ihren Administrator.
        """)
    static let wasChosen = Phrase(
      """
      Hello {name},

      the password of your Comptoir account was changed by a link sent to this address. Every session before has ended.

      If it was not you, ask for a new link at once and tell your administrator.
      """,
      fr: """
        Bonjour {name},

        le mot de passe de votre compte Comptoir a été changé par un lien envoyé à cette adresse. Toutes les sessions \
        d’avant ont pris fin.

        Si ce n’était pas vous, demandez aussitôt un nouveau lien et avertissez votre administrateur.
        """,
      de: """
        Guten Tag {name}

        Das Passwort Ihres Comptoir-Kontos wurde über einen Link an diese Adresse geändert. Alle früheren Sitzungen \
        sind beendet.

        Waren Sie es nicht, so verlangen Sie sofort einen neuen Link und sagen es Ihrem Administrator.
        """)
  }
}
