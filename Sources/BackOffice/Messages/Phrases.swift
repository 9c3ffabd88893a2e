import Core

/// Texts of documents and mail; a page's own words stand beside the page.
package enum Phrases {
  package enum Invitation {
    static let subject = Phrase(
      "Your Comptoir account", fr: "Votre compte Comptoir", de: "Ihr Comptoir-Konto")
    static let text = Phrase(
      """
      Hello {name},

      {inviter} ({organization}) has set up a Comptoir account for you. Choose your password here:

      {link}

      The link is good for {hours} hours. After that, ask {inviter} for a new one.
      """,
      fr: """
        Bonjour {name},

        {inviter} ({organization}) a créé un compte Comptoir pour vous. Choisissez votre mot de passe ici :

        {link}

        Ce lien est valable {hours} heures. Passé ce délai, demandez-en un nouveau à {inviter}.
        """,
      de: """
        Guten Tag {name}

        {inviter} ({organization}) hat ein Comptoir-Konto für Sie eingerichtet. Wählen Sie hier Ihr Passwort:

        {link}

        Der Link gilt {hours} Stunden. Danach bitten Sie {inviter} um einen neuen.
        """)
  }

  package enum Statement {
    static let statement = Phrase("Statement", fr: "Relevé", de: "Abrechnung")
    static let open = Phrase("open", fr: "ouvert", de: "offen")
    static let closed = Phrase("closed", fr: "clôturé", de: "abgeschlossen")
    static let summary = Phrase("Summary", fr: "Résumé", de: "Übersicht")
    static let section = Phrase("Section", fr: "Section", de: "Abschnitt")
    static let seller = Phrase("Seller", fr: "Vendeur", de: "Verkäufer")
    static let buyer = Phrase("Buyer", fr: "Acheteur", de: "Käufer")
    static let month = Phrase("Month", fr: "Mois", de: "Monat")
    static let number = Phrase("Number", fr: "Numéro", de: "Nummer")
    static let plan = Phrase("Plan", fr: "Plan", de: "Plan")
    static let reason = Phrase("What happened", fr: "Motif", de: "Vorgang")
    static let from = Phrase("From", fr: "Du", de: "Von")
    static let to = Phrase("To", fr: "Au", de: "Bis")
    static let licences = Phrase("Licences", fr: "Licences", de: "Lizenzen")
    static let unitPrice = Phrase("Unit price", fr: "Prix unitaire", de: "Stückpreis")
    static let amount = Phrase("Amount", fr: "Montant", de: "Betrag")
    static let effective = Phrase("Effective", fr: "Effectif", de: "Effektiv")
    static let net = Phrase("Net", fr: "Net", de: "Netto")
    static let vat = Phrase("VAT", fr: "TVA", de: "MWST")
    static let reverseCharge = Phrase(
      "VAT: reverse charge", fr: "TVA : autoliquidation", de: "MWST: Steuerschuldnerschaft des Empfängers")
    static let gross = Phrase("Gross", fr: "Brut", de: "Brutto")
    static let total = Phrase("Total", fr: "Total", de: "Total")
  }

  package enum Explaining {
    static let segment = Phrase(
      "{from} to {to}: {licences} licences × {days} days = {product} licence days.",
      fr: "Du {from} au {to} : {licences} licences × {days} jours = {product} jours-licences.",
      de: "{from} bis {to}: {licences} Lizenzen × {days} Tage = {product} Lizenztage.")
    static let unbilledSegment = Phrase(
      "{from} to {to}: {licences} licences, not billed ({days} days).",
      fr: "Du {from} au {to} : {licences} licences, non facturées ({days} jours).",
      de: "{from} bis {to}: {licences} Lizenzen, nicht verrechnet ({days} Tage).")
    static let owedInAll = Phrase(
      "Owed for the cycle: {unit} × {licenceDays} licence days ÷ {days} days = {owed}.",
      fr: "Dû pour le cycle : {unit} × {licenceDays} jours-licences ÷ {days} jours = {owed}.",
      de: "Geschuldet für den Zyklus: {unit} × {licenceDays} Lizenztage ÷ {days} Tage = {owed}.")
    static let share = Phrase(
      "Of that, {centre} owes its share, {own} of {all} licence days: {owed}.",
      fr: "Dont la part de {centre}, {own} jours-licences sur {all} : {owed}.",
      de: "Davon der Anteil von {centre}, {own} von {all} Lizenztagen: {owed}.")
    static let posted = Phrase(
      "{owed} owed − {before} posted before = {amount} on this line.",
      fr: "{owed} dû − {before} déjà comptabilisé = {amount} sur cette ligne.",
      de: "{owed} geschuldet − {before} bereits verbucht = {amount} auf dieser Zeile.")
  }

  package static func reason(_ reason: ChargeReason) -> Phrase {
    switch reason {
    case .recurring: Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
    case .increase: Phrase("Licences added", fr: "Licences ajoutées", de: "Lizenzen hinzugefügt")
    case .decrease: Phrase("Licences given back", fr: "Licences rendues", de: "Lizenzen zurückgegeben")
    case .refund: Phrase("Refund", fr: "Remboursement", de: "Erstattung")
    case .split: Phrase("Moved between centres", fr: "Déplacé entre centres", de: "Umverteilt")
    case .suspension: Phrase("Suspension", fr: "Suspension", de: "Sperrung")
    case .upgrade: Phrase("Upgrade", fr: "Mise à niveau", de: "Upgrade")
    case .usage: Phrase("Usage", fr: "Consommation", de: "Verbrauch")
    case .correction: Phrase("Correction", fr: "Correction", de: "Korrektur")
    }
  }
}
