/// A currency of ISO 4217.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// Three upper-case letters, e.g. `CHF`.
  package let code: String

  /// Nil unless it is a known code, in upper case.
  package init?(_ code: some StringProtocol) {
    let code = String(code)
    guard Currency.known.contains(code) else { return nil }
    self.code = code
  }

  /// How many decimals amounts have: JPY 0, BHD 3, most 2.
  package var exponent: Int {
    if Currency.withoutDecimals.contains(code) { return 0 }
    return Currency.withThreeDecimals.contains(code) ? 3 : 2
  }

  /// Minor units in one unit: 1, 100 or 1000.
  var unitsPerMajor: UInt64 {
    switch exponent {
    case 0: 1
    case 3: 1000
    default: 100
    }
  }

  /// The code.
  package var description: String { code }

  private static let withoutDecimals: Set<String> = words(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")

  private static let withThreeDecimals: Set<String> = words("BHD IQD JOD KWD LYD OMR TND")

  private static let withTwoDecimals: Set<String> = words(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD \
    KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO \
    NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW
    """)

  private static let known = withTwoDecimals.union(withoutDecimals).union(withThreeDecimals)

  private static func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
}
