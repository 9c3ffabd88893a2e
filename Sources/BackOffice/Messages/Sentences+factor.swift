import Core

/// Signing in with a second factor, and what slows down whoever guesses.
extension Sentences {
  package static let factor: [Code: Phrase] = signingIn.merging(enrolling) { first, _ in first }

  private static let signingIn: [Code: Phrase] = [
    "sign_in.too_many": Phrase(
      "Too many attempts to sign in have failed, for this account or from your network. Wait a few minutes, use a "
        + "browser you have signed in with before, or ask your administrator.",
      fr:
        "Trop de tentatives de connexion ont échoué, pour ce compte ou depuis votre réseau. Attendez quelques minutes, "
        + "utilisez un navigateur déjà employé ou adressez-vous à votre administrateur.",
      de: "Zu viele Anmeldeversuche sind gescheitert, für dieses Konto oder aus Ihrem Netz. Warten Sie einige Minuten, "
        + "nehmen Sie einen schon benutzten Browser oder fragen Sie Ihre Administration."),
    "sign_in.second_factor_required": Phrase(
      "The password is right, and this account also asks for a code. Send the one of your authenticator app, or a "
        + "recovery code, in the header X-OTP.",
      fr: "Le mot de passe est juste, et ce compte demande aussi un code. Envoyez celui de votre application "
        + "d’authentification, ou un code de secours, dans l’en-tête X-OTP.",
      de: "Das Passwort stimmt, und dieses Konto verlangt auch einen Code. Senden Sie den Ihrer Authenticator-App oder "
        + "einen Wiederherstellungscode in der Kopfzeile X-OTP."),
    "sign_in.second_factor_wrong": Phrase(
      "This code is wrong, too old or was used already. Wait for the next code of your app and try again.",
      fr: "Ce code est faux, trop ancien ou déjà utilisé. Attendez le prochain code de votre application et réessayez.",
      de: "Dieser Code ist falsch, zu alt oder schon benutzt. Warten Sie auf den nächsten Code Ihrer App und versuchen "
        + "Sie es wieder."),
    "sign_in.step_over": Phrase(
      "Too much time has passed since the password, or too many codes were wrong. Sign in again from the start.",
      fr: "Trop de temps s’est écoulé depuis le mot de passe, ou trop de codes étaient faux. Reprenez depuis le début.",
      de: "Seit dem Passwort ist zu viel Zeit vergangen, oder zu viele Codes waren falsch. Beginnen Sie von vorn."),
    "sign_in_policy.not_yours": Phrase(
      "Only the organization’s own administrators set how its people sign in. Ask one of them.",
      fr: "Seuls les administrateurs de l’organisation fixent la façon dont ses membres se connectent. Adressez-vous à "
        + "l’un d’eux.",
      de: "Nur die eigene Administration der Organisation legt fest, wie sich deren Leute anmelden. Fragen Sie dort."),
    "password.personal": Phrase(
      "This password is little more than your name, your address, your organization or Comptoir. Add words that nobody "
        + "would guess.",
      fr: "Ce mot de passe n’est guère plus que votre nom, votre adresse, votre organisation ou Comptoir. Ajoutez des "
        + "mots que personne ne devinerait.",
      de: "Dieses Passwort ist kaum mehr als Ihr Name, Ihre Adresse, Ihre Organisation oder Comptoir. Fügen Sie Wörter "
        + "hinzu, die niemand errät."),
  ]

  private static let enrolling: [Code: Phrase] = [
    "second_factor.enrolment_required": Phrase(
      "Your organization asks for a second factor, and you have none yet. Set one up in the portal before anything "
        + "else.",
      fr: "Votre organisation exige un second facteur et vous n’en avez pas encore. Configurez-en d’abord un dans le "
        + "portail.",
      de: "Ihre Organisation verlangt einen zweiten Faktor, und Sie haben noch keinen. Richten Sie zuerst im Portal "
        + "einen ein."),
    "second_factor.already_on": Phrase(
      "Your second factor is on already. Turn it off first if you want to use another app or phone.",
      fr: "Votre second facteur est déjà activé. Désactivez-le d’abord pour utiliser une autre application ou un autre "
        + "téléphone.",
      de:
        "Ihr zweiter Faktor ist schon aktiv. Schalten Sie ihn zuerst aus, um eine andere App oder ein anderes Telefon "
        + "zu verwenden."),
    "second_factor.not_on": Phrase(
      "This account has no second factor, so there is nothing to change. Set one up first.",
      fr: "Ce compte n’a pas de second facteur, il n’y a donc rien à changer. Configurez-en d’abord un.",
      de: "Dieses Konto hat keinen zweiten Faktor, es gibt also nichts zu ändern. Richten Sie zuerst einen ein."),
    "second_factor.not_begun": Phrase(
      "No second factor waits to be confirmed. Begin setting one up and scan its QR code.",
      fr: "Aucun second facteur n’attend de confirmation. Commencez la configuration et lisez son code QR.",
      de: "Kein zweiter Faktor wartet auf Bestätigung. Beginnen Sie mit dem Einrichten und lesen Sie den QR-Code ein."),
    "second_factor.code_wrong": Phrase(
      "This code is wrong, too old or was used already. Check the phone’s clock and type the code that is shown now.",
      fr: "Ce code est faux, trop ancien ou déjà utilisé. Vérifiez l’heure du téléphone et tapez le code affiché à "
        + "présent.",
      de: "Dieser Code ist falsch, zu alt oder schon benutzt. Prüfen Sie die Uhr des Telefons und geben Sie den jetzt "
        + "gezeigten ein."),
    "second_factor.own_only": Phrase(
      "Everybody sets up their own second factor. You can only take a lost one off somebody’s account.",
      fr: "Chacun configure son propre second facteur. Vous pouvez seulement retirer d’un compte celui qui est perdu.",
      de:
        "Den zweiten Faktor richtet jede Person selbst ein. Sie können nur einen verlorenen von einem Konto "
        + "entfernen."),
    "second_factor.not_by_oneself": Phrase(
      "Nobody resets their own second factor. Turn it off with password and code, or ask another administrator.",
      fr:
        "Personne ne réinitialise son propre second facteur. Désactivez-le avec mot de passe et code, ou adressez-vous "
        + "à un autre administrateur.",
      de: "Niemand setzt den eigenen zweiten Faktor zurück. Schalten Sie ihn mit Passwort und Code aus oder fragen Sie "
        + "jemand anderen von der Administration."),
    "second_factor.own_first": Phrase(
      "You have no second factor yourself yet. Set up your own in your profile, then require it of everybody.",
      fr:
        "Vous n’avez pas encore de second facteur vous-même. Configurez le vôtre dans votre profil, puis exigez-le de "
        + "tous.",
      de:
        "Sie haben selbst noch keinen zweiten Faktor. Richten Sie in Ihrem Profil einen ein und verlangen Sie ihn dann "
        + "von allen."),
    "second_factor.unreadable": Phrase(
      "This second factor was kept with another key than the service has now. Ask an administrator to reset it.",
      fr:
        "Ce second facteur a été gardé avec une autre clé que celle du service actuel. Demandez à un administrateur de "
        + "le réinitialiser.",
      de: "Dieser zweite Faktor wurde mit einem anderen Schlüssel aufbewahrt, als der Dienst jetzt hat. Bitten Sie die "
        + "Administration, ihn zurückzusetzen."),
  ]
}
