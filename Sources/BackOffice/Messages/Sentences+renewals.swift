import Core

/// Renewals, and how one is told of them.
extension Sentences {
  package static let renewals: [Code: Phrase] = [
    "renewals.within_not_offered": Phrase(
      "Deadlines are listed for 30, 60 or 90 days ahead. Choose one of these.",
      fr: "Les échéances se listent à 30, 60 ou 90 jours. Choisissez l’une de ces durées.",
      de: "Fristen werden für 30, 60 oder 90 Tage aufgeführt. Wählen Sie eines davon."),
    "renewals.none_selected": Phrase(
      "Nothing is selected. Tick the renewals you want to decide about, then choose again.",
      fr: "Rien n’est sélectionné. Cochez les renouvellements à décider, puis choisissez à nouveau.",
      de: "Nichts ist gewählt. Kreuzen Sie die Verlängerungen an, über die Sie entscheiden, und wählen Sie erneut."),
    "digest.not_offered": Phrase(
      "The digest goes to resellers and customer managers, and here you are neither. Use the calendar instead.",
      fr: "Ce récapitulatif est destiné aux revendeurs et aux responsables client, ce que vous n’êtes pas ici. "
        + "Utilisez plutôt le calendrier.",
      de: "Diese Übersicht erhalten Reseller und Kundenverantwortliche, und hier sind Sie weder noch. "
        + "Verwenden Sie stattdessen den Kalender."),
    "calendar.too_many": Phrase(
      "Too many calendar addresses that do not exist were tried from here. Wait a little and try again.",
      fr: "Trop d’adresses de calendrier inexistantes ont été essayées d’ici. Patientez un peu et réessayez.",
      de: "Von hier wurden zu viele Kalenderadressen versucht, die es nicht gibt. "
        + "Warten Sie ein wenig und versuchen Sie es erneut."),
  ]
}
