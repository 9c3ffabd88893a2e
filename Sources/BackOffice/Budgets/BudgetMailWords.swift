/// What the mail about a share of a budget says.
enum BudgetMailWords {
  static let subject = Phrase(
    "{threshold} % of the budget of {target} reached in {month}",
    fr: "{threshold} % du budget de {target} atteints en {month}",
    de: "{threshold} % des Budgets von {target} erreicht im {month}")
  static let greeting = Phrase("Hello", fr: "Bonjour", de: "Guten Tag")
  static let greetingByName = Phrase("Hello {name}", fr: "Bonjour {name}", de: "Guten Tag {name}")
  static let ofCentre = Phrase(
    "The billing centre {target} of {customer} has come to {spent} in {month}. "
      + "That is {share} % of its budget of {amount}.",
    fr: "Le centre de facturation {target} de {customer} en est à {spent} en {month}, soit {share} % de son budget de "
      + "{amount}.",
    de: "Auf die Kostenstelle {target} von {customer} sind im {month} bisher {spent} entfallen. Das sind {share} % "
      + "ihres Budgets von {amount}.")
  static let ofSubscription = Phrase(
    "The subscription {target} of {customer} has come to {spent} in {month}. "
      + "That is {share} % of its budget of {amount}.",
    fr: "L’abonnement {target} de {customer} en est à {spent} en {month}, soit {share} % de son budget de {amount}.",
    de: "Auf das Abonnement {target} von {customer} sind im {month} bisher {spent} entfallen. Das sind {share} % "
      + "seines Budgets von {amount}.")
  static let coming = Phrase(
    "Another {coming} is known to come this month, {forecast} in all.",
    fr: "On sait que {coming} s’y ajouteront ce mois, soit {forecast} au total.",
    de: "Es ist bekannt, dass diesen Monat noch {coming} dazukommen, zusammen {forecast}.")
  static let nextOfCentre = Phrase(
    "What you can do: look at the charges of the centre, give back licences nobody uses, move licences to another "
      + "centre, or raise the budget.",
    fr: "Ce que vous pouvez faire : regarder les écritures du centre, rendre les licences inutilisées, déplacer des "
      + "licences vers un autre centre ou augmenter le budget.",
    de:
      "Was Sie tun können: die Buchungen der Kostenstelle ansehen, ungenutzte Lizenzen zurückgeben, Lizenzen auf eine "
      + "andere Kostenstelle verschieben oder das Budget erhöhen.")
  static let nextOfSubscription = Phrase(
    "What you can do: look at what was used, give back licences nobody uses, or raise the budget.",
    fr: "Ce que vous pouvez faire : regarder la consommation, rendre les licences inutilisées ou augmenter le budget.",
    de: "Was Sie tun können: den Verbrauch ansehen, ungenutzte Lizenzen zurückgeben oder das Budget erhöhen.")
  static let link = Phrase(
    "The budget and its months, after signing in:\n{link}", fr: "Le budget et ses mois, après connexion :\n{link}",
    de: "Das Budget und seine Monate, nach der Anmeldung:\n{link}")
  static let why = Phrase(
    "You get this because {customer} named this address as the contact of {target}.",
    fr: "Vous recevez ceci car {customer} a indiqué cette adresse comme contact de {target}.",
    de: "Sie erhalten dies, weil {customer} diese Adresse als Kontakt von {target} angegeben hat.")
}
