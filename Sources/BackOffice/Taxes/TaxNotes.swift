import Core

/// What the law wants said where no tax is charged.
enum TaxNotes {
  static func note(_ ground: VAT.Ground) -> Phrase {
    switch ground {
    case .reverseChargeInUnion:
      Phrase(
        "Reverse charge: the recipient is liable for the VAT (Article 196 of Directive 2006/112/EC).",
        fr: "Autoliquidation : la TVA est due par le preneur (article 196 de la directive 2006/112/CE).",
        de: "Steuerschuldnerschaft des Leistungsempfängers (Artikel 196 der Richtlinie 2006/112/EG).")
    case .reverseChargeAbroad:
      Phrase(
        "Reverse charge: the recipient is liable for the VAT in its own country.",
        fr: "Autoliquidation : la TVA est due par le preneur dans son pays.",
        de: "Steuerschuldnerschaft des Leistungsempfängers in seinem Land.")
    case .exemptBuyer(let reason, let certificate):
      Phrase(
        "VAT exempt: {reason}, certificate {certificate}.",
        fr: "Exonéré de TVA : {reason}, attestation {certificate}.",
        de: "Von der MWST befreit: {reason}, Bescheinigung {certificate}."
      ).filled(["reason": reason, "certificate": certificate])
    case .unregisteredSeller(let reason):
      Phrase(
        "VAT exempt: the seller is not registered for VAT ({reason}).",
        fr: "TVA non applicable : le vendeur n’est pas assujetti ({reason}).",
        de: "Keine MWST: Der Verkäufer ist nicht steuerpflichtig ({reason})."
      ).filled(["reason": reason])
    case .noTax(let country):
      Phrase(
        "No VAT is charged in {country}.", fr: "Aucune TVA n’est perçue en {country}.",
        de: "In {country} wird keine MWST erhoben."
      ).filled(["country": country])
    }
  }

  /// A tax's name beside its amount: `VAT 8.1 %`, `VAT: reverse charge`, `VAT exempt`.
  static func label(_ charge: VAT.Charge, _ language: Language) -> String {
    switch charge.treatment {
    case .standard: "\(Phrases.Statement.vat.in(language)) \(charge.percent) %"
    case .reverseCharge: Phrases.Statement.reverseCharge.in(language)
    case .exempt: exempt.in(language)
    }
  }

  private static let exempt = Phrase("VAT exempt", fr: "Exonéré de TVA", de: "Von der MWST befreit")
}

extension Phrase {
  /// The phrase with these values in place.
  func filled(_ values: [String: String]) -> Phrase {
    Phrase(self.in(.english, values), fr: self.in(.french, values), de: self.in(.german, values))
  }
}
