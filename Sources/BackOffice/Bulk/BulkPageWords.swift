import Core

/// What the page of a bulk change says.
enum BulkPageWords {
  static let by = Phrase(
    "prepared by {name}, {at}", fr: "préparée par {name}, {at}", de: "vorbereitet von {name}, {at}")
  static let stoppedBy = Phrase("stopped by {name}", fr: "arrêtée par {name}", de: "angehalten von {name}")
  static let csv = Phrase("Report as CSV", fr: "Rapport en CSV", de: "Bericht als CSV")
  static let excel = Phrase("Report as Excel", fr: "Rapport en Excel", de: "Bericht als Excel")
  static let running = Phrase("Being done.", fr: "En cours.", de: "Wird ausgeführt.")
  static let previewing = Phrase("Being previewed.", fr: "Aperçu en cours.", de: "Vorschau wird berechnet.")
  static let progress = Phrase(
    "{through} of {of}, {rate} a second, about {left} s left.",
    fr: "{through} sur {of}, {rate} par seconde, encore {left} s environ.",
    de: "{through} von {of}, {rate} pro Sekunde, noch etwa {left} s.")
  static let beginning = Phrase("{of} to go.", fr: "{of} à traiter.", de: "{of} stehen an.")
  static let stop = Phrase("Stop", fr: "Arrêter", de: "Anhalten")
  static let empty = Phrase(
    "None of these subscriptions can be changed like this. The reasons are below.",
    fr: "Aucun de ces abonnements ne peut être modifié ainsi. Les motifs figurent ci-dessous.",
    de: "Keines dieser Abonnements lässt sich so ändern. Die Gründe stehen unten.")
  static let stopped = Phrase(
    "Stopped: {count} were done and stay so, the others were left alone.",
    fr: "Arrêtée : {count} ont été faits et le restent, les autres n’ont pas été touchés.",
    de: "Angehalten: {count} wurden erledigt und bleiben so, die anderen blieben unberührt.")
  static let partly = Phrase(
    "Done, but {failed} could not be changed when their turn came. The reasons are below.",
    fr: "Terminé, mais {failed} n’ont pas pu être modifiés à leur tour. Les motifs figurent ci-dessous.",
    de: "Erledigt, doch {failed} liessen sich bei der Ausführung nicht ändern. Die Gründe stehen unten.")
  static let done = Phrase(
    "Done: {count} were changed.", fr: "Terminé : {count} ont été modifiés.", de: "Erledigt: {count} wurden geändert.")
  static let nothingYet = Phrase(
    "Nothing has been changed yet.", fr: "Rien n’a encore été modifié.", de: "Noch ist nichts geändert.")
  static let howItRuns = Phrase(
    "Once you confirm, they are changed one after the other. What no longer costs what is shown here is left alone.",
    fr: "Après votre confirmation, ils sont modifiés l’un après l’autre. Ce qui ne coûte plus ce qui est affiché ici "
      + "n’est pas touché.",
    de:
      "Nach Ihrer Bestätigung werden sie nacheinander geändert. Was nicht mehr so viel kostet, bleibt unberührt."
  )
  static let start = Phrase("Change {count} now", fr: "Modifier {count} maintenant", de: "Jetzt {count} ändern")
  static let discard = Phrase("Discard", fr: "Abandonner", de: "Verwerfen")
  static let posted = Phrase("Posted so far", fr: "Comptabilisé à ce jour", de: "Bisher verbucht")
  static let costs = Phrase("What it costs", fr: "Ce que cela coûte", de: "Was es kostet")
  static let whyNot = Phrase(
    "What is refused, and why", fr: "Ce qui est refusé, et pourquoi", de: "Was abgelehnt ist, und warum")
  static let moreReasons = Phrase(
    "{count} more for other reasons; the report has them all.",
    fr: "{count} de plus pour d’autres motifs ; le rapport les contient tous.",
    de: "{count} weitere aus anderen Gründen; der Bericht enthält alle.")
  static let atRenewal = Phrase("{count} at renewal", fr: "{count} au renouvellement", de: "{count} bei Verlängerung")
  static let noLines = Phrase("None of these.", fr: "Aucun.", de: "Keine davon.")
}
