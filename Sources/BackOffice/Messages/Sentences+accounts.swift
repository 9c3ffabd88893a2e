import Core

/// Ending accounts, choosing passwords anew, and tables of people.
extension Sentences {
  static let accountChanges: [Code: Phrase] = ends.merging(tables) { first, _ in first }
    .merging(cells) { first, _ in first }

  private static let ends: [Code: Phrase] = [
    "link.not_valid": Phrase(
      "This link was used already, replaced by a newer one, or is too old. Ask for a new one where you began.",
      fr: "Ce lien a déjà servi, a été remplacé ou est trop ancien. Demandez-en un nouveau là où vous avez commencé.",
      de: "Dieser Link wurde schon benutzt, ersetzt oder ist zu alt. Verlangen Sie einen neuen."),
    "password_request.too_many": Phrase(
      "Too many links for a new password were asked for from your network. Try again in an hour or ask your "
        + "administrator.",
      fr: "Trop de liens pour un nouveau mot de passe ont été demandés depuis votre réseau. Réessayez dans une heure "
        + "ou adressez-vous à votre administrateur.",
      de: "Aus Ihrem Netz wurden zu viele Links für ein neues Passwort verlangt. Versuchen Sie es in einer Stunde "
        + "wieder oder fragen Sie Ihren Administrator."),
    "password.chosen_already": Phrase(
      "A password that you choose is neither shown nor mailed. Send either newPassword or delivery.",
      fr: "Un mot de passe que vous choisissez n’est ni affiché ni envoyé. Envoyez soit newPassword, soit delivery.",
      de: "Ein von Ihnen gewähltes Passwort wird weder gezeigt noch gesendet. Senden Sie newPassword oder delivery."),
    "idempotency.secret_shown_once": Phrase(
      "This was done already, and its answer held a secret that is shown only once. To get another, use a new "
        + "Idempotency-Key.",
      fr: "C’est déjà fait, et la réponse contenait un secret qui n’est montré qu’une fois. Pour en obtenir un autre, "
        + "prenez une nouvelle Idempotency-Key.",
      de: "Das ist schon geschehen, und die Antwort enthielt ein Geheimnis, das nur einmal gezeigt wird. Für ein "
        + "anderes nehmen Sie einen neuen Idempotency-Key."),
    "user.invite_instead": Phrase(
      "This person has not accepted the invitation yet, so there is no password to reset by mail. "
        + "Send the invitation again.",
      fr: "Cette personne n’a pas encore accepté l’invitation, il n’y a pas de mot de passe à réinitialiser par mail. "
        + "Renvoyez l’invitation.",
      de: "Diese Person hat die Einladung noch nicht angenommen, es gibt kein Passwort, das per Mail zurückzusetzen "
        + "wäre. Senden Sie die Einladung erneut."),
    "user.enable_first": Phrase(
      "This account is disabled, so a link for a new password would lead nowhere. Enable the account first.",
      fr: "Ce compte est désactivé, un lien pour un nouveau mot de passe ne mènerait nulle part. Réactivez-le d’abord.",
      de: "Dieses Konto ist deaktiviert, ein Link für ein neues Passwort führte ins Leere. Aktivieren Sie es zuerst."),
    "user.not_deleting_oneself": Phrase(
      "Nobody deletes their own account. Ask another administrator to do it.",
      fr: "Personne ne supprime son propre compte. Demandez à un autre administrateur de le faire.",
      de: "Niemand löscht das eigene Konto. Bitten Sie einen anderen Administrator darum."),
    "user.deletion_by_administrator": Phrase(
      "Deleting cannot be taken back, so only administrators of the organization do it. Disable it, or ask one.",
      fr: "Une suppression est définitive, seuls les administrateurs de l’organisation la font. "
        + "Désactivez le compte ou adressez-vous à l’un d’eux.",
      de: "Löschen ist endgültig, darum tun es nur Administratoren der Organisation. "
        + "Deaktivieren Sie das Konto oder fragen Sie jemanden von ihnen."),
    "user.holds_licences": Phrase(
      "This person holds licences that are not yours to take back: {licences}. Have them taken back first.",
      fr: "Cette personne a des licences que vous ne pouvez pas reprendre : {licences}. Faites-les d’abord reprendre.",
      de: "Diese Person hat Lizenzen, die Sie nicht zurücknehmen dürfen: {licences}. "
        + "Lassen Sie sie zuerst zurücknehmen."),
  ]

  private static let tables: [Code: Phrase] = [
    "import.empty": Phrase(
      "There is nobody in this table. Put a heading in the first row and one person in each row below.",
      fr: "Ce tableau ne contient personne. Mettez un titre dans la première ligne et une personne par ligne ensuite.",
      de: "In dieser Tabelle ist niemand. Setzen Sie Titel in die erste Zeile und darunter je Zeile eine Person."),
    "import.wide_encoding": Phrase(
      "This file is saved as UTF-16 (“Unicode text”) or is no text at all. Save it as “CSV UTF-8” and try again.",
      fr: "Ce fichier est en UTF-16 (« texte Unicode ») ou n’est pas du texte. Enregistrez-le en « CSV UTF-8 ».",
      de: "Diese Datei ist in UTF-16 («Unicode-Text») oder gar kein Text. Speichern Sie sie als «CSV UTF-8»."),
    "import.wrong_encoding": Phrase(
      "Row {row} has characters that are not UTF-8, as in files saved as Latin-1 or Windows-1252. Save the file as "
        + "“CSV UTF-8” and try again.",
      fr: "La ligne {row} a des caractères qui ne sont pas en UTF-8, comme en Latin-1 ou Windows-1252. Enregistrez le "
        + "fichier en « CSV UTF-8 » et réessayez.",
      de: "Zeile {row} hat Zeichen, die nicht UTF-8 sind, wie in Latin-1 oder Windows-1252. Speichern Sie die Datei "
        + "als «CSV UTF-8» und versuchen Sie es wieder."),
    "import.quote_unclosed": Phrase(
      "A quotation mark opens in row {row} and is never closed. Close it, or double it if it belongs to the text.",
      fr: "Un guillemet s’ouvre à la ligne {row} et n’est jamais fermé. Fermez-le, ou doublez-le s’il fait partie du "
        + "texte.",
      de: "In Zeile {row} öffnet ein Anführungszeichen, das nie schliesst. Schliessen Sie es, oder verdoppeln Sie es, "
        + "wenn es zum Text gehört."),
    "import.quote_misplaced": Phrase(
      "A quotation mark stands in the middle of a cell in row {row}. Put the whole cell in quotation marks and double "
        + "those inside.",
      fr: "Un guillemet est au milieu d’une cellule à la ligne {row}. Mettez toute la cellule entre guillemets et "
        + "doublez ceux de l’intérieur.",
      de: "In Zeile {row} steht ein Anführungszeichen mitten in einer Zelle. Setzen Sie die ganze Zelle in "
        + "Anführungszeichen und verdoppeln Sie die inneren."),
    "import.too_many_rows": Phrase(
      "At most {maximum} people are taken at once, and this table has more. Divide it.",
      fr: "{maximum} personnes au plus à la fois, et ce tableau en a davantage. Divisez-le.",
      de: "Höchstens {maximum} Personen auf einmal, und diese Tabelle hat mehr. Teilen Sie sie auf."),
    "import.too_many_columns": Phrase(
      "A row has more than {maximum} cells. Remove the columns that are not about people.",
      fr: "Une ligne a plus de {maximum} cellules. Supprimez les colonnes qui ne concernent pas les personnes.",
      de: "Eine Zeile hat mehr als {maximum} Zellen. Entfernen Sie die Spalten, die nicht von Personen handeln."),
    "import.column_unknown": Phrase(
      "No column here is called “{column}”. Use one of the headings listed, or remove the column.",
      fr: "Aucune colonne ne s’appelle « {column} » ici. Prenez l’un des titres indiqués ou supprimez la colonne.",
      de: "Hier heisst keine Spalte «{column}». Verwenden Sie einen der genannten Titel, oder entfernen Sie die Spalte."
    ),
    "import.column_twice": Phrase(
      "Two columns mean the same, the second is called “{column}”. Keep one of them.",
      fr: "Deux colonnes désignent la même chose, la seconde s’appelle « {column} ». Gardez-en une.",
      de: "Zwei Spalten bedeuten dasselbe, die zweite heisst «{column}». Behalten Sie eine davon."),
    "import.column_missing": Phrase(
      "The column “{column}” is needed and missing. Add it to the heading in the first row.",
      fr: "La colonne « {column} » est nécessaire et manque. Ajoutez-la aux titres de la première ligne.",
      de: "Die Spalte «{column}» ist nötig und fehlt. Ergänzen Sie sie bei den Titeln der ersten Zeile."),
  ]

  private static let cells: [Code: Phrase] = [
    "import.cell_without_heading": Phrase(
      "This row has a cell where the heading has none. Check for a separator too many.",
      fr: "Cette ligne a une cellule sans titre de colonne. Vérifiez s’il y a un séparateur de trop.",
      de: "Diese Zeile hat eine Zelle, über der kein Titel steht. Prüfen Sie, ob ein Trennzeichen zu viel ist."),
    "import.formula": Phrase(
      "This begins like a formula, with =, +, - or @, which no name or address does. Write the plain text.",
      fr: "Cela commence comme une formule, par =, +, - ou @, ce que ne fait aucun nom ni adresse. "
        + "Écrivez le texte simple.",
      de: "Das beginnt wie eine Formel mit =, +, - oder @, was kein Name und keine Adresse tut. "
        + "Schreiben Sie den blossen Text."),
    "import.language_unknown": Phrase(
      "This language is not spoken here. Write en, fr or de.",
      fr: "Cette langue n’est pas parlée ici. Écrivez en, fr ou de.",
      de: "Diese Sprache gibt es hier nicht. Schreiben Sie en, fr oder de."),
    "import.role_unknown": Phrase(
      "There is no such role. Write customer manager, technical admin, finance or user, or leave it empty.",
      fr: "Ce rôle n’existe pas. Écrivez responsable client, admin technique, finance ou utilisateur, ou laissez vide.",
      de: "Diese Rolle gibt es nicht. Schreiben Sie Kundenverantwortliche, technische Administration, Finanzen oder "
        + "Benutzer, oder lassen Sie sie leer."),
    "import.address_twice": Phrase(
      "Row {row} already has this e-mail address. Each person needs their own.",
      fr: "La ligne {row} a déjà cette adresse e-mail. Chaque personne a besoin de la sienne.",
      de: "Zeile {row} hat diese E-Mail-Adresse schon. Jede Person braucht ihre eigene."),
  ]
}
