/// A currency of ISO 4217.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// Where it stands among all three-letter words, counted from `AAA`.
  private let index: UInt16

  /// Nil unless it is a known code, in upper case.
  package init?(_ code: some StringProtocol) {
    var index = 0
    var letters = 0
    for byte in String(code).utf8 {
      guard byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z"), letters < 3 else { return nil }
      index = index * 26 + Int(byte - UInt8(ascii: "A"))
      letters += 1
    }
    guard letters == 3, Currency.exponents[index] != Currency.unknown else { return nil }
    self.index = UInt16(index)
  }

  /// Three upper-case letters, e.g. `CHF`.
  package var code: String {
    let (first, second, third) = letters
    return String(unsafeUninitializedCapacity: 3) {
      $0[0] = first
      $0[1] = second
      $0[2] = third
      return 3
    }
  }

  /// The code's letters in ASCII.
  package var letters: (UInt8, UInt8, UInt8) {
    let base = UInt8(ascii: "A")
    return (base + UInt8(index / 676), base + UInt8(index / 26 % 26), base + UInt8(index % 26))
  }

  /// How many decimals amounts have: JPY 0, BHD 3, most 2.
  package var exponent: Int { Int(Currency.exponents[Int(index)]) }

  /// Minor units in one unit: 1, 100 or 1000.
  package var unitsPerMajor: UInt64 {
    switch exponent {
    case 0: 1
    case 3: 1000
    default: 100
    }
  }

  /// The code.
  package var description: String { code }

  private static let withoutDecimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"

  private static let withThreeDecimals = "BHD IQD JOD KWD LYD OMR TND"

  private static let withTwoDecimals =
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC \
    CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD \
    KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO \
    NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
    THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW
    """

  /// The decimals of every three-letter word that is a code, by its index.
  private static let exponents: [UInt8] = {
    var exponents = [UInt8](repeating: unknown, count: 26 * 26 * 26)
    for (codes, decimals) in [(withoutDecimals, 0), (withTwoDecimals, 2), (withThreeDecimals, 3)] as [(String, UInt8)] {
      for code in codes.split(separator: " ") {
        exponents[code.utf8.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) }] = decimals
      }
    }
    return exponents
  }()

  private static let unknown: UInt8 = .max
}
