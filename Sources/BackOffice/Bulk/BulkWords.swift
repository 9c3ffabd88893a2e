import Core
import Markup

/// The words of bulk changes.
enum BulkWords {
  static let title = Phrase("Bulk change", fr: "Modification groupée", de: "Sammeländerung")
  static let plural = Phrase("Bulk changes", fr: "Modifications groupées", de: "Sammeländerungen")
  static let line = Phrase("Line", fr: "Ligne", de: "Zeile")
  static let plan = SubscriptionWords.plan
  static let subscriptionID = Phrase("Subscription id", fr: "Id de l’abonnement", de: "Abonnement-Id")
  static let result = Phrase("Result", fr: "Résultat", de: "Ergebnis")
  static let reasonCode = Phrase("Code", fr: "Code", de: "Code")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let currency = Phrase("Currency", fr: "Monnaie", de: "Währung")
  static let licencesBefore = Phrase("Licences before", fr: "Licences avant", de: "Lizenzen vorher")
  static let licencesAfter = Phrase("Licences after", fr: "Licences après", de: "Lizenzen nachher")
  static let licencesRenewed = Phrase(
    "Licences at renewal", fr: "Licences au renouvellement", de: "Lizenzen bei Verlängerung")
  static let today = Phrase("Posted today", fr: "Comptabilisé aujourd’hui", de: "Heute verbucht")
  static let next = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
  static let recurring = Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
  static let subscriptions = Phrase(
    "Subscriptions: {count} · Customers: {customers}", fr: "Abonnements : {count} · Clients : {customers}",
    de: "Abonnements: {count} · Kunden: {customers}")

  static func state(_ state: BulkChange.State) -> Phrase {
    switch state {
    case .previewing: Phrase("Being previewed", fr: "Aperçu en cours", de: "Vorschau läuft")
    case .ready: Phrase("To be confirmed", fr: "À confirmer", de: "Zu bestätigen")
    case .empty: Phrase("Nothing to do", fr: "Rien à faire", de: "Nichts zu tun")
    case .running: Phrase("Running", fr: "En cours", de: "Läuft")
    case .done: Phrase("Done", fr: "Terminée", de: "Erledigt")
    case .stopped: Phrase("Stopped", fr: "Arrêtée", de: "Angehalten")
    }
  }

  static func badge(_ state: BulkChange.State, _ language: Language) -> HTML {
    let tone: Tone =
      switch state {
      case .previewing, .ready, .running: .warning
      case .done: .good
      case .empty, .stopped: .neutral
      }
    return Markup.badge(self.state(state).in(language), tone: tone)
  }

  static func outcome(_ outcome: BulkChange.Outcome) -> Phrase {
    switch outcome {
    case .waiting: Phrase("Waits for preview", fr: "Attend l’aperçu", de: "Wartet auf Vorschau")
    case .allowed: Phrase("To be done", fr: "À faire", de: "Zu erledigen")
    case .unchanged: Phrase("Already so", fr: "Déjà ainsi", de: "Bereits so")
    case .refused: Phrase("Not possible", fr: "Impossible", de: "Nicht möglich")
    case .done: Phrase("Done", fr: "Fait", de: "Erledigt")
    case .failed: Phrase("Refused in its turn", fr: "Refusé à son tour", de: "Bei der Ausführung abgelehnt")
    }
  }

  static func badge(_ outcome: BulkChange.Outcome, _ language: Language) -> HTML {
    let tone: Tone =
      switch outcome {
      case .waiting, .unchanged, .allowed: .neutral
      case .done: .good
      case .refused: .warning
      case .failed: .bad
      }
    return Markup.badge(self.outcome(outcome).in(language), tone: tone)
  }

  // MARK: - What is asked

  /// What is done to each subscription, in a line: `Licences: +2`.
  static func describe(_ kind: AskedChange.Kind, _ body: JSONValue, _ language: Language) -> String {
    let members = body.object
    if kind == .cancellation { return (members["when"]?.text == "later" ? endLater : endNow).in(language) }
    if kind == .split { return split(members).in(language) }
    let parts = changes(members, language)
    return parts.isEmpty ? title.in(language) : parts.joined(separator: " · ")
  }

  private static func split(_ members: [String: JSONValue]) -> Phrase {
    if members["move"] != nil { return ResplitWords.moved }
    if members["shares"] != nil { return ResplitWords.byShares }
    return members["standing"] != nil ? ResplitWords.byRules : split
  }

  private static func changes(_ members: [String: JSONValue], _ language: Language) -> [String] {
    var parts: [String] = []
    if let quantity = members["quantity"] { parts.append(licences.in(language, ["to": amount(quantity, language)])) }
    if members["allocations"] != nil { parts.append(split.in(language)) }
    switch members["status"]?.text {
    case "suspended": parts.append(suspend.in(language, ["reason": members["reason"]?.text ?? ""]))
    case "active": parts.append(activate.in(language))
    default: break
    }
    if members["friendlyName"] != nil {
      parts.append(rename.in(language, ["name": members["friendlyName"]?.text ?? "–"]))
    }
    if case .bool(let isOn) = members["autoRenew"] { parts.append((isOn ? autoRenewOn : autoRenewOff).in(language)) }
    if let renewal = members["renewal"] {
      let quantity = renewal.object["quantity"]
      parts.append(
        renewal == .null
          ? renewAsIs.in(language)
          : renew.in(language, ["to": quantity.map { amount($0, language) } ?? sameQuantity.in(language)]))
    }
    return parts
  }

  private static func amount(_ value: JSONValue, _ language: Language) -> String {
    if case .integer(let number) = value { return String(number) }
    if case .integer(let more) = value.object["add"] { return more < 0 ? "\u{2212}\(more.magnitude)" : "+\(more)" }
    return asAssigned.in(language)
  }

  private static let licences = Phrase("Licences: {to}", fr: "Licences : {to}", de: "Lizenzen: {to}")
  private static let renew = Phrase(
    "Licences at renewal: {to}", fr: "Licences au renouvellement : {to}", de: "Lizenzen bei Verlängerung: {to}")
  private static let renewAsIs = Phrase(
    "Renew as it is", fr: "Renouveler à l’identique", de: "Unverändert verlängern")
  private static let sameQuantity = Phrase("as many as now", fr: "autant que maintenant", de: "so viele wie jetzt")
  static let asAssigned = Phrase("as many as assigned", fr: "autant qu’attribuées", de: "so viele wie vergeben")
  static let suspend = Phrase("Suspend: {reason}", fr: "Suspendre : {reason}", de: "Sperren: {reason}")
  static let activate = Phrase("Activate", fr: "Réactiver", de: "Aktivieren")
  private static let rename = Phrase("Name: {name}", fr: "Nom : {name}", de: "Name: {name}")
  static let autoRenewOn = Phrase(
    "Auto-renewal on", fr: "Renouvellement automatique activé", de: "Automatische Verlängerung ein")
  static let autoRenewOff = Phrase(
    "Auto-renewal off", fr: "Renouvellement automatique désactivé", de: "Automatische Verlängerung aus")
  static let endNow = Phrase(
    "End now, with refund", fr: "Arrêter maintenant, avec remboursement", de: "Sofort beenden, mit Erstattung")
  static let endLater = Phrase("End with the term", fr: "Arrêter à l’échéance", de: "Auf Laufzeitende beenden")
  private static let split = Phrase(
    "Split over billing centres", fr: "Répartir sur les centres", de: "Auf Kostenstellen aufteilen")
}
