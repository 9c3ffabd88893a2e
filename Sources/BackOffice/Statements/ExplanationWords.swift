/// What a line is for, in one sentence.
enum ExplanationWords {
  static let recurring = Phrase(
    "The cycle from {from} to {to} is billed in advance.",
    fr: "Le cycle du {from} au {to} est facturé d’avance.",
    de: "Der Zyklus vom {from} bis {to} wird im Voraus verrechnet.")
  static let purchase = Phrase(
    "Bought on {day} by {who}: the first cycle, from {from} to {to}, is billed in advance.",
    fr: "Acheté le {day} par {who} : le premier cycle, du {from} au {to}, est facturé d’avance.",
    de: "Am {day} von {who} gekauft: Der erste Zyklus vom {from} bis {to} wird im Voraus verrechnet.")
  static let renewed = Phrase(
    "Renewed on {day}: the first cycle of the new term, from {from} to {to}, is billed at the new term’s price.",
    fr: "Renouvelé le {day} : le premier cycle de la nouvelle durée, du {from} au {to}, est facturé à son prix.",
    de: "Am {day} verlängert: Der erste Zyklus der neuen Laufzeit vom {from} bis {to} wird zu deren Preis verrechnet.")
  static let afterTrial = Phrase(
    "The trial was converted on {day}: the first cycle, from {from} to {to}, is billed in advance.",
    fr: "L’essai a été converti le {day} : le premier cycle, du {from} au {to}, est facturé d’avance.",
    de: "Der Test wurde am {day} umgewandelt: Der erste Zyklus vom {from} bis {to} wird im Voraus verrechnet.")
  static let increase = Phrase(
    "{who} added licences on {day}, {count} of them here; they are billed for the rest of the cycle, to {to}.",
    fr: "{who} a ajouté des licences le {day}, dont {count} ici ; elles sont facturées jusqu’à la fin du cycle, "
      + "le {to}.",
    de: "{who} hat am {day} Lizenzen hinzugefügt, davon {count} hier; sie werden bis zum Ende des Zyklus am {to} "
      + "verrechnet.")
  static let decrease = Phrase(
    "{who} gave licences back on {day}, {count} of them here; the rest of the cycle, to {to}, is refunded by the day.",
    fr: "{who} a rendu des licences le {day}, dont {count} ici ; le reste du cycle, jusqu’au {to}, est remboursé "
      + "au jour près.",
    de: "{who} hat am {day} Lizenzen zurückgegeben, davon {count} hier; der Rest des Zyklus bis {to} wird taggenau "
      + "erstattet.")
  static let refund = Phrase(
    "The subscription ended on {day} ({who}); what was billed for the days after is given back.",
    fr: "L’abonnement a pris fin le {day} ({who}) ; ce qui a été facturé pour les jours suivants est remboursé.",
    de: "Das Abonnement endete am {day} ({who}); was für die Tage danach verrechnet wurde, wird erstattet.")
  static let converted = Phrase(
    "The trial ended on {day}, since it was converted; what was billed for the days after is given back.",
    fr: "L’essai a pris fin le {day} par conversion ; ce qui a été facturé pour les jours suivants est remboursé.",
    de: "Der Test endete am {day} mit der Umwandlung; was für die Tage danach verrechnet wurde, wird erstattet.")
  static let split = Phrase(
    "{who} moved licences between billing centres on {day}; their cost for the rest of the cycle moves with them.",
    fr: "{who} a déplacé des licences entre centres de coûts le {day} ; leur coût pour le reste du cycle les suit.",
    de: "{who} hat am {day} Lizenzen zwischen Kostenstellen verschoben; ihre Kosten für den Rest des Zyklus gehen mit.")
  static let suspended = Phrase(
    "Suspended on {day} by {who}: days without service are not billed.",
    fr: "Suspendu le {day} par {who} : les jours sans service ne sont pas facturés.",
    de: "Am {day} von {who} gesperrt: Tage ohne Dienst werden nicht verrechnet.")
  static let activated = Phrase(
    "Activated on {day} by {who}: from then on days are billed again.",
    fr: "Réactivé le {day} par {who} : dès lors, les jours sont à nouveau facturés.",
    de: "Am {day} von {who} aktiviert: Ab da werden die Tage wieder verrechnet.")
  static let upgradedFrom = Phrase(
    "Upgraded to another plan on {day} by {who}: the days after are given back here and billed on the other line.",
    fr: "Passé à un plan supérieur le {day} par {who} : les jours suivants sont remboursés ici et facturés sur l’autre "
      + "ligne.",
    de: "Am {day} von {who} auf einen anderen Plan gehoben: Die Tage danach werden hier erstattet und auf der anderen "
      + "Zeile verrechnet.")
  static let upgradedTo = Phrase(
    "Upgraded from another plan on {day} by {who}: billed here from that day on.",
    fr: "Venu d’un plan inférieur le {day} par {who} : facturé ici dès ce jour.",
    de: "Am {day} von {who} von einem anderen Plan gehoben: ab diesem Tag hier verrechnet.")
  static let usage = Phrase(
    "What was used in {month} is billed once the month is over.",
    fr: "La consommation de {month} est facturée une fois le mois terminé.",
    de: "Der Verbrauch im {month} wird verrechnet, sobald der Monat vorbei ist.")
  static let correction = Phrase(
    "The vendor refused a change; it counts as if it had not been made, from {from} on.",
    fr: "L’éditeur a refusé une modification ; elle compte comme si elle n’avait pas eu lieu, dès le {from}.",
    de: "Der Hersteller hat eine Änderung abgelehnt; sie gilt ab {from} als nicht erfolgt.")
  static let cost = Phrase(
    "This is cost, between distributor and reseller: it is not split over billing centres.",
    fr: "C’est un coût entre distributeur et revendeur : il n’est pas réparti entre centres de coûts.",
    de: "Das ist Einkauf, zwischen Distributor und Reseller: Er wird nicht auf Kostenstellen aufgeteilt.")
  static let shortCycle = Phrase(
    "The cycle is short: it has {days} days of the {full} that the unit price is for.",
    fr: "Le cycle est raccourci : il compte {days} jours sur les {full} que couvre le prix unitaire.",
    de: "Der Zyklus ist verkürzt: Er hat {days} der {full} Tage, für die der Stückpreis gilt.")
  static let year = Phrase(
    "The unit price is for a whole year of {days} days.", fr: "Le prix unitaire vaut pour une année de {days} jours.",
    de: "Der Stückpreis gilt für ein ganzes Jahr von {days} Tagen.")
  static let corrects = Phrase(
    "This corrects statement {number} of {month}, on which {amount} of it was billed.",
    fr: "Cette ligne corrige le relevé {number} de {month}, où {amount} en avaient été facturés.",
    de: "Das korrigiert die Abrechnung {number} vom {month}, auf der davon {amount} verrechnet wurden.")
  static let billedBefore = Phrase(
    "Statement {number} of {month} billed {amount} of it before.",
    fr: "Le relevé {number} de {month} en a déjà facturé {amount}.",
    de: "Die Abrechnung {number} vom {month} hat davon bereits {amount} verrechnet.")
  static let effective = Phrase(
    "{effective} of this amount is cost of {month}; {later} is for later months.",
    fr: "{effective} de ce montant sont un coût de {month} ; {later} concernent les mois suivants.",
    de: "{effective} dieses Betrags sind Kosten des Monats {month}; {later} gelten für spätere Monate.")
}
