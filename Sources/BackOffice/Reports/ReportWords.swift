import Core

/// How reports are spoken of.
enum ReportWords {
  static let reports = Phrase("Reports", fr: "Rapports", de: "Auswertungen")
  static let soFar = Phrase("so far", fr: "à ce jour", de: "bis heute")
  static let star = Phrase("* so far", fr: "* à ce jour", de: "* bis heute")
  static let total = Phrase("Total", fr: "Total", de: "Total")
  static let share = Phrase("Share", fr: "Part", de: "Anteil")
  static let price = Phrase("Price", fr: "Prix", de: "Preis")
  static let cost = Phrase("Cost", fr: "Coût", de: "Einkauf")
  static let margin = Phrase("Margin", fr: "Marge", de: "Marge")
  static let marginPercent = Phrase("Margin in %", fr: "Marge en %", de: "Marge in %")
  static let bought = Phrase("Bought", fr: "Achetées", de: "Gekauft")
  static let assigned = Phrase("Assigned", fr: "Attribuées", de: "Vergeben")
  static let unassigned = Phrase("Not assigned", fr: "Non attribuées", de: "Nicht vergeben")
  private static let manyOthers = Phrase("{count} others", fr: "{count} autres", de: "{count} weitere")
  private static let other = Phrase("1 other", fr: "1 autre", de: "1 weitere")

  static func kind(_ kind: ReportKind) -> Phrase {
    switch kind {
    case .consumption: Phrase("Consumption", fr: "Consommation", de: "Verbrauch")
    case .licences: Phrase("Licences", fr: "Licences", de: "Lizenzen")
    case .margin: Phrase("Margin", fr: "Marge", de: "Marge")
    case .revenue: Phrase("Revenue", fr: "Chiffre d’affaires", de: "Umsatz")
    }
  }

  /// What the figures are, in a sentence below the heading.
  static func meaning(_ question: ReportQuestion, at level: Level) -> Phrase {
    switch (question.kind, level) {
    case (.licences, _):
      Phrase(
        "Licences of running subscriptions today, and how many of them people hold.",
        fr: "Les licences des abonnements en cours aujourd’hui, et combien sont attribuées à des personnes.",
        de: "Lizenzen laufender Abonnements heute, und wie viele davon an Personen vergeben sind.")
    case (.margin, _):
      Phrase(
        "What customers owe less what it costs you, by month of posting, before VAT.",
        fr: "Ce que doivent les clients moins ce qu’il vous en coûte, par mois de comptabilisation, hors TVA.",
        de: "Was Kunden schulden, abzüglich Ihres Einkaufs, nach Buchungsmonat, ohne MWST.")
    case (.revenue, .distributor):
      Phrase(
        "What resellers owe you, by month of posting, before VAT.",
        fr: "Ce que vous doivent les revendeurs, par mois de comptabilisation, hors TVA.",
        de: "Was Reseller Ihnen schulden, nach Buchungsmonat, ohne MWST.")
    case (.revenue, _):
      Phrase(
        "What customers owe you, by month of posting, before VAT.",
        fr: "Ce que vous doivent les clients, par mois de comptabilisation, hors TVA.",
        de: "Was Kunden Ihnen schulden, nach Buchungsmonat, ohne MWST.")
    case (.consumption, _): question.figure == .billed ? billed : spread
    }
  }

  private static let billed = Phrase(
    "What was charged, in the month it was posted, as on statements, before VAT.",
    fr: "Ce qui a été facturé, dans le mois de comptabilisation, comme sur les relevés, hors TVA.",
    de: "Was berechnet wurde, im Monat der Buchung wie auf Abrechnungen, ohne MWST.")
  private static let spread = Phrase(
    "What was charged, spread over the days it covers, before VAT.",
    fr: "Ce qui a été facturé, réparti sur les jours couverts, hors TVA.",
    de: "Was berechnet wurde, verteilt auf die Tage, für die es gilt, ohne MWST.")

  static func breakdown(_ by: ReportBreakdown) -> Phrase {
    switch by {
    case .month: Phrase("By month", fr: "Par mois", de: "Nach Monat")
    case .service: Phrase("By service", fr: "Par service", de: "Nach Dienst")
    case .plan: Phrase("By plan", fr: "Par offre", de: "Nach Plan")
    case .centre: Phrase("By billing centre", fr: "Par centre de facturation", de: "Nach Kostenstelle")
    case .customer: Phrase("By customer", fr: "Par client", de: "Nach Kunde")
    case .reseller: Phrase("By reseller", fr: "Par revendeur", de: "Nach Reseller")
    }
  }

  /// Over the column of names.
  static func heading(_ by: ReportBreakdown) -> Phrase {
    switch by {
    case .month: Phrase("Month", fr: "Mois", de: "Monat")
    case .service: Phrase("Service", fr: "Service", de: "Dienst")
    case .plan: Phrase("Plan", fr: "Offre", de: "Plan")
    case .centre: Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
    case .customer: Phrase("Customer", fr: "Client", de: "Kunde")
    case .reseller: Phrase("Reseller", fr: "Revendeur", de: "Reseller")
    }
  }

  static func leg(_ leg: Leg) -> Phrase {
    switch leg {
    case .price: Phrase("What customers owe", fr: "Ce que doivent les clients", de: "Was Kunden schulden")
    case .cost: Phrase("What you owe", fr: "Ce que vous devez", de: "Was Sie schulden")
    }
  }

  static func figure(_ figure: ReportFigure) -> Phrase {
    switch figure {
    case .billed: Phrase("As billed", fr: "Tel que facturé", de: "Wie berechnet")
    case .effective: Phrase("Spread over days", fr: "Réparti sur les jours", de: "Auf Tage verteilt")
    }
  }

  /// A line's name, also of what remains.
  static func name(_ line: ReportTable.Line, _ language: Language) -> String {
    guard line.id == nil else { return line.name }
    return others(line.count, language)
  }

  /// `7 others`.
  static func others(_ count: Int, _ language: Language) -> String {
    (count == 1 ? other : manyOthers).in(language, ["count": "\(count)"])
  }

  /// `Jan`; January is 1.
  static func shortMonth(_ month: Month, _ language: Language) -> String {
    let names =
      switch language {
      case .english: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
      case .french: "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."
      case .german: "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."
      }
    return String(names.split(separator: " ")[month.first.month - 1])
  }
}

/// The words of the page around a report.
enum ReportPageWords {
  static let from = Phrase("From", fr: "De", de: "Von")
  static let to = Phrase("To", fr: "À", de: "Bis")
  static let breakdown = Phrase("Broken down", fr: "Ventilation", de: "Aufgeteilt")
  static let leg = Phrase("Whose bill", fr: "Facture de qui", de: "Wessen Rechnung")
  static let figure = Phrase("Amounts", fr: "Montants", de: "Beträge")
  static let show = Phrase("Show", fr: "Afficher", de: "Anzeigen")
  static let anyService = Phrase("Every service", fr: "Tous les services", de: "Alle Dienste")
  static let anyCentre = Phrase("Every billing centre", fr: "Tous les centres", de: "Alle Kostenstellen")
  static let anyCustomer = Phrase("Every customer", fr: "Tous les clients", de: "Alle Kunden")
  static let anyReseller = Phrase("Every reseller", fr: "Tous les revendeurs", de: "Alle Reseller")
  static let kinds = Phrase("Kinds of report", fr: "Types de rapport", de: "Arten der Auswertung")
  static let picture = Phrase("Picture", fr: "Image", de: "Bild")
  static let figures = Phrase("Figures", fr: "Chiffres", de: "Zahlen")
  static let everyMonth = Phrase(
    "Figures of every month", fr: "Chiffres de chaque mois", de: "Zahlen jedes Monats")
  static let development = Phrase("Month by month", fr: "Mois par mois", de: "Monat für Monat")
  static let chooseCustomer = Phrase(
    "Open a customer and choose “Reports” there to see its centres and amounts spread over days.",
    fr: "Ouvrez un client et choisissez-y « Rapports » pour voir ses centres et les montants répartis sur les jours.",
    de: "Öffnen Sie einen Kunden und wählen Sie dort «Auswertungen», um seine Kostenstellen und auf Tage verteilte "
      + "Beträge zu sehen.")
  static let nothing = Phrase(
    "Nothing was charged in these months.", fr: "Rien n’a été facturé pendant ces mois.",
    de: "In diesen Monaten wurde nichts berechnet.")
  static let noLicences = Phrase(
    "No running subscription, so there are no licences to count.",
    fr: "Aucun abonnement en cours, donc aucune licence à compter.",
    de: "Kein laufendes Abonnement, also keine Lizenzen zu zählen.")
  static let otherCurrencies = Phrase(
    "Price in {price}, cost in {cost}: shown side by side. Amounts of two currencies are never taken from one another.",
    fr: "Prix en {price}, coût en {cost} : présentés côte à côte. Deux monnaies ne se soustraient jamais.",
    de: "Preis in {price}, Einkauf in {cost}: nebeneinander gezeigt. Beträge zweier Währungen werden nie verrechnet.")
  static let barsOfMonths = Phrase(
    "{report} per month from {from} to {to} in {currency}, as bars. The table below has every figure.",
    fr:
      "{report} par mois de {from} à {to} en {currency}, en barres. Le tableau ci-dessous contient tous les chiffres.",
    de: "{report} je Monat von {from} bis {to} in {currency}, als Balken. Die Tabelle darunter enthält alle Zahlen.")
  static let barsOfLines = Phrase(
    "{report}, largest first, as bars with their amounts. The table below has every figure.",
    fr: "{report}, par ordre décroissant, en barres avec leurs montants. Le tableau ci-dessous contient tous les "
      + "chiffres.",
    de: "{report}, Grösstes zuerst, als Balken mit ihren Beträgen. Die Tabelle darunter enthält alle Zahlen.")
  static let linesOfMonths = Phrase(
    "Price, cost and margin per month from {from} to {to} in {currency}, as lines. The table below has every figure.",
    fr: "Prix, coût et marge par mois de {from} à {to} en {currency}, en courbes. Le tableau ci-dessous contient tous "
      + "les chiffres.",
    de: "Preis, Einkauf und Marge je Monat von {from} bis {to} in {currency}, als Linien. Die Tabelle darunter "
      + "enthält alle Zahlen.")
}
