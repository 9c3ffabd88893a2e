import Core

/// How taxes are kept with a closed statement.
enum FrozenTaxes {
  static func json(_ spans: [VAT.Span]) -> JSONWriter {
    var json = JSONWriter()
    json.array(spans) { json, span in
      json.object { json in
        json.member("perMille", span.charge.ratePerMille)
        json.member("treatment", span.charge.treatment.rawValue)
        if let ground = span.charge.ground { json.object("ground") { write(&$0, ground) } }
      }
    }
    return json
  }

  private static func write(_ json: inout JSONWriter, _ ground: VAT.Ground) {
    switch ground {
    case .reverseChargeInUnion: json.member("kind", "reverseChargeInUnion")
    case .reverseChargeAbroad: json.member("kind", "reverseChargeAbroad")
    case .exemptBuyer(let reason, let certificate):
      json.member("kind", "exemptBuyer")
      json.member("reason", reason)
      json.member("certificate", certificate)
    case .unregisteredSeller(let reason):
      json.member("kind", "unregisteredSeller")
      json.member("reason", reason)
    case .noTax(let country):
      json.member("kind", "noTax")
      json.member("country", country)
    }
  }

  /// What was kept, by number; what was closed before treatments were kept has a rate and perhaps a reverse charge.
  static func read(_ text: String, month: Month) -> [VAT.Span] {
    (JSONValue(parsing: Array(text.utf8))?.list ?? []).map { VAT.Span(from: month.first, charge: charge($0.object)) }
  }

  private static func charge(_ members: [String: JSONValue]) -> VAT.Charge {
    if let treatment = VAT.Treatment(rawValue: text(members["treatment"])) {
      guard case .integer(let perMille)? = members["perMille"] else { return VAT.Charge(ratePerMille: 0) }
      return VAT.Charge(ratePerMille: Int(perMille), treatment: treatment, ground: ground(members["ground"]))
    }
    if case .bool(true)? = members["reverseCharge"] {
      return VAT.Charge(ratePerMille: 0, treatment: .reverseCharge, ground: nil)
    }
    return VAT.Charge(ratePerMille: perMille(text(members["rate"])))
  }

  private static func perMille(_ percent: String) -> Int {
    let parts = percent.split(separator: ".")
    return (parts.first.flatMap { Int($0) } ?? 0) * 10 + (parts.dropFirst().first.flatMap { Int($0) } ?? 0)
  }

  private static func ground(_ value: JSONValue?) -> VAT.Ground? {
    guard let members = value?.object else { return nil }
    let reason = text(members["reason"])
    return switch text(members["kind"]) {
    case "reverseChargeInUnion": .reverseChargeInUnion
    case "reverseChargeAbroad": .reverseChargeAbroad
    case "exemptBuyer": .exemptBuyer(reason: reason, certificate: text(members["certificate"]))
    case "unregisteredSeller": .unregisteredSeller(reason: reason)
    case "noTax": .noTax(country: text(members["country"]))
    default: nil
    }
  }

  private static func text(_ value: JSONValue?) -> String { value?.text ?? "" }
}
