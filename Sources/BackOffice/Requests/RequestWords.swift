import Core
import Markup

/// The words of requests: on pages, in mail and in the audit trail.
enum RequestWords {
  static func status(_ status: CustomerRequest.Status) -> Phrase {
    switch status {
    case .waiting: Phrase("Waiting", fr: "En attente", de: "Wartet")
    case .approved: Phrase("Approved", fr: "Acceptée", de: "Genehmigt")
    case .refused: Phrase("Refused", fr: "Refusée", de: "Abgelehnt")
    case .cancelled: Phrase("Taken back", fr: "Retirée", de: "Zurückgezogen")
    case .expired: Phrase("Expired", fr: "Expirée", de: "Abgelaufen")
    }
  }

  static func badge(_ status: CustomerRequest.Status, _ language: Language) -> HTML {
    let tone: Tone =
      switch status {
      case .waiting: .warning
      case .approved: .good
      case .refused: .bad
      case .cancelled, .expired: .neutral
      }
    return Markup.badge(self.status(status).in(language), tone: tone)
  }

  static func event(_ event: CustomerRequest.Event) -> Phrase {
    switch event {
    case .asked: Phrase("Asked", fr: "Demandé", de: "Angefragt")
    case .changed: Phrase("Changed", fr: "Modifié", de: "Geändert")
    case .approved: Phrase("Approved", fr: "Accepté", de: "Genehmigt")
    case .refused: Phrase("Refused", fr: "Refusé", de: "Abgelehnt")
    case .cancelled: Phrase("Taken back", fr: "Retiré", de: "Zurückgezogen")
    case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
    }
  }

  /// As the audit trail calls it.
  static func audited(_ event: CustomerRequest.Event) -> Phrase {
    switch event {
    case .asked: Phrase("Request made", fr: "Demande faite", de: "Anfrage gestellt")
    case .changed: Phrase("Request changed", fr: "Demande modifiée", de: "Anfrage geändert")
    case .approved: Phrase("Request approved", fr: "Demande acceptée", de: "Anfrage genehmigt")
    case .refused: Phrase("Request refused", fr: "Demande refusée", de: "Anfrage abgelehnt")
    case .cancelled: Phrase("Request taken back", fr: "Demande retirée", de: "Anfrage zurückgezogen")
    case .expired: Phrase("Request expired", fr: "Demande expirée", de: "Anfrage abgelaufen")
    }
  }

  static func kind(_ kind: Requests.Kind) -> Phrase {
    switch kind {
    case .service: Phrase("Service", fr: "Service", de: "Dienst")
    case .of(.cancellation): Phrase("Cancellation", fr: "Résiliation", de: "Kündigung")
    case .of: Phrase("Change", fr: "Modification", de: "Änderung")
    }
  }

  /// What is asked for: `From 23 to 25 licences`.
  static func wish(_ record: Requests.Record, _ body: JSONValue?, _ language: Language) -> String {
    let parts: [String]
    switch record.kind {
    case .service:
      let count = record.wanted.map { Words.licences.in(language, ["count": "\($0)"]) }
      parts = [count ?? Words.oneLicence.in(language, ["name": record.askedByName])]
    case .of(.cancellation): parts = [cancelling(body?.object["when"]?.text != "later").in(language)]
    case .of: parts = changes(record, body?.object ?? [:], language)
    }
    let text = parts.isEmpty ? kind(record.kind).in(language) : parts.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func changes(
    _ record: Requests.Record, _ body: [String: JSONValue], _ language: Language
  ) -> [String] {
    var parts: [String] = []
    if case .integer(let quantity) = body["quantity"] {
      let values = ["before": "\(record.subject.held ?? 0)", "after": "\(quantity)"]
      parts.append(Words.quantity.in(language, values))
    }
    if body["allocations"] != nil || body["addTo"] != nil || body["takeFrom"] != nil {
      parts.append(Words.split.in(language))
    }
    if let status = body["status"]?.text {
      parts.append((status == "active" ? Words.activate : Words.suspend).in(language))
    }
    if case .bool(let renews) = body["autoRenew"] {
      parts.append(renews ? Words.renews.in(language) : cancelling(false).in(language))
    }
    if let renewal = body["renewal"] {
      guard case .integer(let quantity) = renewal.object["quantity"] else {
        return parts + [Words.renewsUnchanged.in(language)]
      }
      parts.append(Words.renewsWith.in(language, ["count": "\(quantity)"]))
    }
    if let name = body["friendlyName"] { parts.append(Words.rename.in(language, ["name": name.text ?? "–"])) }
    return parts
  }

  private static func cancelling(_ now: Bool) -> Phrase { now ? Words.cancelNow : Words.cancelLater }

  private enum Words {
    static let quantity = Phrase(
      "from {before} to {after} licences", fr: "de {before} à {after} licences", de: "von {before} auf {after} Lizenzen"
    )
    static let split = Phrase(
      "with a split of its own", fr: "avec sa propre répartition", de: "mit eigener Aufteilung")
    static let suspend = Phrase("suspend", fr: "suspendre", de: "sperren")
    static let activate = Phrase("activate", fr: "réactiver", de: "aktivieren")
    static let renews = Phrase("renew automatically", fr: "renouveler automatiquement", de: "automatisch verlängern")
    static let renewsUnchanged = Phrase("renew unchanged", fr: "renouveler à l’identique", de: "unverändert verlängern")
    static let renewsWith = Phrase(
      "renew with {count} licences", fr: "renouveler avec {count} licences", de: "mit {count} Lizenzen verlängern")
    static let rename = Phrase("rename to {name}", fr: "renommer en {name}", de: "umbenennen in {name}")
    static let cancelNow = Phrase(
      "cancel at once, with refund", fr: "résilier aussitôt, avec remboursement", de: "sofort kündigen, mit Erstattung")
    static let cancelLater = Phrase("end with the term", fr: "arrêter à l’échéance", de: "auf Laufzeitende kündigen")
    static let oneLicence = Phrase(
      "a licence for {name}", fr: "une licence pour {name}", de: "eine Lizenz für {name}")
    static let licences = Phrase(
      "{count} licences for the team", fr: "{count} licences pour l’équipe", de: "{count} Lizenzen für das Team")
  }
}
