import Core

/// What is told to whoever was overtaken by somebody else.
enum LifecycleRoomWords {
  static let happened = Phrase(
    "{what} by {who}, {when}{fields}", fr: "{what} par {who}, le {when}{fields}", de: "{what} von {who}, {when}{fields}"
  )
  static let licencesMoved = Phrase(
    "licences were given to people or taken back", fr: "des licences ont été attribuées ou reprises",
    de: "Lizenzen wurden vergeben oder zurückgenommen")

  /// ` (licences, billing centres)`, or nothing.
  static func fields(_ names: [String], _ language: Language) -> String {
    let words = names.compactMap { field($0)?.in(language) }
    return words.isEmpty ? "" : " (" + words.joined(separator: ", ") + ")"
  }

  /// A member of what the ledger remembers of a state.
  private static func field(_ name: String) -> Phrase? {
    switch name {
    case "status": Phrase("status", fr: "état", de: "Status")
    case "quantity": Phrase("licences", fr: "licences", de: "Lizenzen")
    case "allocations": Phrase("billing centres", fr: "centres de facturation", de: "Kostenstellen")
    case "friendlyName": Phrase("name", fr: "nom", de: "Name")
    case "autoRenew": Phrase("automatic renewal", fr: "renouvellement", de: "Verlängerung")
    case "renewalQuantity": Phrase("planned renewal", fr: "renouvellement prévu", de: "geplante Verlängerung")
    case "commitmentEndDate": Phrase("term’s end", fr: "échéance", de: "Laufzeitende")
    default: nil
    }
  }
}
