import Core
import Markup

/// The words of standing rules.
enum StandingRuleWords {
  /// Licences of the purchase that the list shows.
  static let exampleLicences = 12

  static let title = Phrase("Standing rules", fr: "Règles permanentes", de: "Feste Regeln")
  static let subtitle = Phrase(
    "Where licences go when nobody names a billing centre: with an order, an increase or a renewal.",
    fr: "Où vont les licences quand personne n’indique de centre : commande, ajout ou renouvellement.",
    de: "Wohin Lizenzen gehen, wenn niemand eine Kostenstelle nennt: bei Bestellung, Zukauf oder Verlängerung.")
  static let none = Phrase(
    "No rule yet: what is bought goes to {centre}, the default centre.",
    fr: "Pas encore de règle : ce qui est acheté va à {centre}, le centre par défaut.",
    de: "Noch keine Regel: Was gekauft wird, geht auf {centre}, die Standard-Kostenstelle.")
  static let holds = Phrase("Holds for", fr: "Vaut pour", de: "Gilt für")
  static let holdsHint = Phrase(
    "The rule of a service goes before the one for everything else.",
    fr: "La règle d’un service prime celle qui vaut pour tout le reste.",
    de: "Die Regel eines Dienstes geht jener für alles Übrige vor.")
  static let everything = Phrase("Everything else", fr: "Tout le reste", de: "Alles Übrige")
  static let goes = Phrase("Licences go to", fr: "Les licences vont à", de: "Lizenzen gehen auf")
  static let example = Phrase("12 new ones", fr: "12 nouvelles", de: "12 neue")
  static let setBy = Phrase("Set by", fr: "Fixée par", de: "Festgelegt von")
  static let new = Phrase("New rule", fr: "Nouvelle règle", de: "Neue Regel")
  static let again = Phrase("Split subscriptions anew", fr: "Répartir à nouveau", de: "Abonnements neu aufteilen")
  static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
  static let set = Phrase("Set a standing rule", fr: "Fixer une règle permanente", de: "Feste Regel festlegen")
  static let setSubtitle = Phrase(
    "It decides for what is bought from now on. Licences that are there stay where they are.",
    fr: "Elle décide de ce qui sera acheté désormais. Les licences existantes restent où elles sont.",
    de: "Sie entscheidet über künftige Käufe. Vorhandene Lizenzen bleiben, wo sie sind.")
  static let byShares = Phrase(
    "Several centres in shares", fr: "Plusieurs centres, par parts", de: "Mehrere Kostenstellen, nach Anteilen")
  static let hundred = Phrase(
    "Together 100 %, two decimals at most. New licences go where most is missing of a subscription’s shares.",
    fr: "Au total 100 %, deux décimales au plus. Les nouvelles licences vont là où il manque le plus.",
    de: "Zusammen 100 %, höchstens zwei Nachkommastellen. Neue Lizenzen gehen dorthin, wo am meisten fehlt.")
  static let toCentre = Phrase("One centre", fr: "Un seul centre", de: "Eine Kostenstelle")
  static let toCentreHint = Phrase(
    "All new licences go there.", fr: "Toutes les nouvelles licences y vont.", de: "Alle neuen Lizenzen gehen dorthin.")
  static let check = Phrase("Check and confirm", fr: "Vérifier et confirmer", de: "Prüfen und bestätigen")
  static let bought = Phrase("New licences", fr: "Nouvelles licences", de: "Neue Lizenzen")
  static let wouldGo = Phrase(
    "Where new licences would go", fr: "Où iraient de nouvelles licences", de: "Wohin neue Lizenzen gingen")
  static let onlyNew = Phrase(
    "Nothing is moved and nothing is posted now.", fr: "Rien n’est déplacé ni comptabilisé maintenant.",
    de: "Jetzt wird nichts verschoben und nichts verbucht.")
  static let confirm = Phrase("Set this rule", fr: "Fixer cette règle", de: "Diese Regel festlegen")
  static let remove = Phrase("Remove this rule", fr: "Supprimer cette règle", de: "Diese Regel entfernen")
  static let removed = Phrase(
    "Without it, what is bought from now on goes to: {instead}. Nothing that is there is moved.",
    fr: "Sans elle, ce qui sera acheté désormais ira à : {instead}. Rien d’existant n’est déplacé.",
    de: "Ohne sie geht künftig Gekauftes auf: {instead}. Vorhandenes wird nicht verschoben.")
  static let byRule = Phrase(
    "By the standing rule: {rule}", fr: "Selon la règle permanente : {rule}", de: "Nach der festen Regel: {rule}")
  static let otherwise = Phrase("Otherwise", fr: "Autrement", de: "Anders")
  private static let newTo = Phrase("new ones to {centre}", fr: "nouvelles à {centre}", de: "neue auf {centre}")

  /// `Administration 50 %, Production 50 %`, or `new ones to Production`.
  static func describe(_ rule: SplitRule, _ centres: [BillingCentres.Record], _ language: Language) -> String {
    func name(_ id: ID<BillingCentre>) -> String { centres.first { $0.id == id }?.name ?? "–" }
    guard rule.kind == .shares else {
      return newTo.in(language, ["centre": rule.shares.first.map { name($0.centre) } ?? "–"])
    }
    return rule.shares.map { "\(name($0.centre)) \($0.percent)\u{A0}%" }.joined(separator: ", ")
  }

  /// `Administration 6, Production 4`.
  static func places(_ split: [Allocation], _ centres: [BillingCentres.Record]) -> String {
    split.map { part in "\(centres.first { $0.id == part.centre }?.name ?? "–") \(part.quantity)" }
      .joined(separator: ", ")
  }
}
