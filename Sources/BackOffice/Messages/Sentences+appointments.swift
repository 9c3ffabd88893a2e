import Core

/// Giving roles for a while, by mail, many at once; asking who may do what.
extension Sentences {
  package static let appointments: [Code: Phrase] = [
    "grant.longer_than_own": Phrase(
      "Nobody gives a role for longer than they hold their own, which ends at {until}. Choose an end until then.",
      fr: "Personne n’accorde un rôle pour plus longtemps que le sien, qui prend fin à {until}. "
        + "Choisissez une fin d’ici là.",
      de: "Niemand vergibt eine Rolle für länger als die eigene, die um {until} endet. "
        + "Wählen Sie ein Ende bis dahin."),
    "grant.administrator_must_last": Phrase(
      "The organization has no administrator without an end yet, and must not be left without one some day. "
        + "Appoint this one without an end, or another one first.",
      fr: "L’organisation n’a pas encore d’administrateur sans fin et ne doit pas se retrouver sans. "
        + "Nommez celui-ci sans fin, ou d’abord un autre.",
      de: "Die Organisation hat noch keinen unbefristeten Administrator und darf nicht eines Tages ohne dastehen. "
        + "Ernennen Sie diesen unbefristet, oder zuerst einen anderen."),
    "grant.unknown": Phrase(
      "No such role counts here now, or it is named twice. Load the list again and choose from it.",
      fr: "Aucun rôle de ce genre n’est en vigueur ici, ou il est cité deux fois. Rechargez la liste et choisissez.",
      de: "Eine solche Rolle gilt hier nicht, oder sie ist doppelt genannt. "
        + "Laden Sie die Liste neu und wählen Sie daraus."),
    "grant.state_or_instant": Phrase(
      "A state and an instant do not go together: at an instant, what counted then is shown. Leave one of them out.",
      fr: "Un état et un instant ne vont pas ensemble : à un instant, on montre ce qui valait alors. Omettez l’un.",
      de: "Ein Zustand und ein Zeitpunkt passen nicht zusammen: Gezeigt wird, was zu einem Zeitpunkt galt. "
        + "Lassen Sie eines weg."),
    "appointment.known_here": Phrase(
      "Somebody of this organization signs in with this address already. Choose that person from the list instead.",
      fr: "Quelqu’un de cette organisation se connecte déjà avec cette adresse. Choisissez plutôt cette personne.",
      de: "Mit dieser Adresse meldet sich schon jemand dieser Organisation an. "
        + "Wählen Sie stattdessen diese Person aus der Liste."),
    "appointment.waiting_already": Phrase(
      "This role is offered to this address already. Send that invitation again, or withdraw it first.",
      fr: "Ce rôle est déjà proposé à cette adresse. Renvoyez cette invitation ou annulez-la d’abord.",
      de: "Diese Rolle ist dieser Adresse schon angeboten. Senden Sie jene Einladung erneut oder ziehen Sie sie zurück."
    ),
    "appointment.over": Phrase(
      "The offer was accepted or withdrawn meanwhile. Look at the list of roles again.",
      fr: "L’offre a été acceptée ou annulée entre-temps. Consultez à nouveau la liste des rôles.",
      de: "Das Angebot wurde inzwischen angenommen oder zurückgezogen. Sehen Sie die Liste der Rollen erneut an."),
    "appointment.not_valid": Phrase(
      "This link is unknown, used, withdrawn or too old. Ask whoever sent it for a new one.",
      fr: "Ce lien est inconnu, utilisé, annulé ou trop ancien. Demandez-en un nouveau à qui l’a envoyé.",
      de: "Dieser Link ist unbekannt, benutzt, zurückgezogen oder zu alt. Bitten Sie den Absender um einen neuen."),
    "appointment.inviter_may_not": Phrase(
      "Whoever offered you this role may not give it any more. Ask the organization for a new invitation.",
      fr: "La personne qui vous a proposé ce rôle ne peut plus l’accorder. "
        + "Demandez une nouvelle invitation à l’organisation.",
      de: "Wer Ihnen diese Rolle angeboten hat, darf sie nicht mehr vergeben. "
        + "Bitten Sie die Organisation um eine neue Einladung."),
    "rights.object_malformed": Phrase(
      "What is meant is named as customer:, subscription:, centre: or service: and its id. Correct the parameter.",
      fr: "L’objet se désigne par customer:, subscription:, centre: ou service: suivi de son identifiant. "
        + "Corrigez le paramètre.",
      de: "Gemeint wird etwas mit customer:, subscription:, centre: oder service: und seiner Kennung. "
        + "Berichtigen Sie den Parameter."),
  ]
}
