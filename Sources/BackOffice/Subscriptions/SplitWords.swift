import Core
import Markup

/// The words of splitting licences over billing centres.
enum SplitWords {
  static let title = Phrase(
    "Split over billing centres", fr: "Répartition par centre", de: "Aufteilung auf Kostenstellen")
  static let subtitle = Phrase(
    "{plan}: {quantity} licences to distribute. Cost moves with the licences from today on.",
    fr: "{plan} : {quantity} licences à répartir. Le coût suit les licences dès aujourd’hui.",
    de: "{plan}: {quantity} Lizenzen zu verteilen. Die Kosten wandern ab heute mit den Lizenzen.")
  static let caption = Phrase(
    "Licences per billing centre", fr: "Licences par centre de facturation", de: "Lizenzen je Kostenstelle")
  static let centre = Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
  static let code = Phrase("Code", fr: "Code", de: "Code")
  static let licences = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let total = Phrase("Total", fr: "Total", de: "Total")
  static let change = Phrase("Change split", fr: "Modifier la répartition", de: "Aufteilung ändern")
  static let preview = Phrase("Preview", fr: "Aperçu", de: "Vorschau")
  static let confirm = Phrase("Confirm split", fr: "Confirmer la répartition", de: "Aufteilung bestätigen")
  static let again = Phrase("Change again", fr: "Modifier encore", de: "Nochmals ändern")
  static let nothing = Phrase(
    "The licences are split like this already. Nothing would change.",
    fr: "Les licences sont déjà réparties ainsi. Rien ne changerait.",
    de: "Die Lizenzen sind bereits so verteilt. Es würde sich nichts ändern.")
  static let now = Phrase("Now", fr: "Actuel", de: "Jetzt")
  static let then = Phrase("Then", fr: "Ensuite", de: "Danach")
  static let postedToday = Phrase("Posted today", fr: "Comptabilisé aujourd’hui", de: "Heute verbucht")
  static let today = Phrase("Posted today", fr: "Comptabilisé aujourd’hui", de: "Heute verbucht")
  static let todayHint = Phrase(
    "in all; what moves between centres cancels out", fr: "au total ; les transferts entre centres s’annulent",
    de: "insgesamt; Verschiebungen heben sich auf")
  static let nextInvoice = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
  static let recurring = Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
  static let effective = Phrase("Effective from", fr: "En vigueur dès", de: "Gültig ab")

  static func labels(_ language: Language) -> SplitLabels {
    var labels = SplitLabels()
    labels.caption = caption.in(language)
    labels.centre = centre.in(language)
    labels.code = code.in(language)
    labels.licences = licences.in(language)
    labels.total = total.in(language)
    labels.of = Phrase("of", fr: "sur", de: "von").in(language)
    labels.increase = Phrase("One more for", fr: "Une de plus pour", de: "Eine mehr für").in(language)
    labels.decrease = Phrase("One less for", fr: "Une de moins pour", de: "Eine weniger für").in(language)
    labels.mismatch = Phrase(
      "The licences over all centres must add up to the quantity.",
      fr: "Le total des centres doit correspondre à la quantité.",
      de: "Die Summe über alle Kostenstellen muss der Menge entsprechen."
    ).in(language)
    return labels
  }
}
