/// Value added tax between two countries. Rates as of 2026, of the standard rate of each country.
package enum VAT {
  /// How a sale is taxed.
  package struct Treatment: Hashable, Sendable {
    /// Per mille, e.g. 81 for 8.1 %.
    package let ratePerMille: Int
    /// The buyer owes the tax itself, abroad.
    package let reverseCharge: Bool

    package init(ratePerMille: Int, reverseCharge: Bool) {
      self.ratePerMille = ratePerMille
      self.reverseCharge = reverseCharge
    }

    /// The rate in percent as it is written: `8.1`, `19`.
    package var percent: String {
      ratePerMille.isMultiple(of: 10) ? "\(ratePerMille / 10)" : "\(ratePerMille / 10).\(ratePerMille % 10)"
    }
  }

  /// Between countries (ISO 3166) a business with a VAT id owes the tax itself; at home the seller charges it.
  package static func treatment(seller: String, buyer: String, buyerVATID: String?) -> Treatment {
    // Liechtenstein shares Switzerland's VAT territory.
    let seller = seller == "LI" ? "CH" : seller
    let buyer = buyer == "LI" ? "CH" : buyer
    if seller != buyer, buyerVATID != nil { return Treatment(ratePerMille: 0, reverseCharge: true) }
    return Treatment(ratePerMille: rate(of: seller == buyer ? seller : buyer), reverseCharge: false)
  }

  private static func rate(of country: String) -> Int {
    switch country {
    case "CH": 81
    case "LU": 170
    case "DE": 190
    case "AT", "FR", "GB": 200
    case "BE", "CZ", "ES", "NL": 210
    case "IT": 220
    case "IE", "PL": 230
    case "DK", "SE": 250
    default: 0
    }
  }
}
