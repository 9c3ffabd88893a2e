/// The forms of VAT ids. Whether one is registered only its country's register knows; a form catches slips.
package enum VATID {
  /// Whether a VAT id has the form of a country's. Spaces, dots and hyphens do not count, nor do small letters; where
  /// the country's form is not known here, any letters and digits will do.
  package static func fits(_ text: String, country: String) -> Bool {
    let compact = text.utf8.filter { $0 != 0x20 && $0 != 0x2E && $0 != 0x2D }.map { byte in
      (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    }
    let isPlain = compact.allSatisfy { isDigit($0) || isLetter($0) || $0 == 0x2B || $0 == 0x2A }
    guard isPlain, (2...30).contains(compact.count) else { return false }
    guard let forms = forms[country] else { return compact.allSatisfy { isDigit($0) || isLetter($0) } }
    return forms.contains { matches(compact[...], $0.utf8) }
  }

  /// `9`: a digit, `A`: a letter, `*`: either; letters in quotes stand for themselves, as all else does.
  private static func matches(_ text: ArraySlice<UInt8>, _ form: String.UTF8View) -> Bool {
    var rest = text
    var isLiteral = false
    for sign in form {
      if sign == UInt8(ascii: "'") {
        isLiteral.toggle()
        continue
      }
      guard let byte = rest.popFirst() else { return false }
      let fits =
        switch sign {
        case _ where isLiteral: byte == sign
        case UInt8(ascii: "9"): isDigit(byte)
        case UInt8(ascii: "A"): isLetter(byte)
        case UInt8(ascii: "*"): isDigit(byte) || isLetter(byte)
        default: byte == sign
        }
      if !fits { return false }
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  private static let swiss = ["'CHE'999999999", "'CHE'999999999'MWST'", "'CHE'999999999'TVA'", "'CHE'999999999'IVA'"]
  private static let french = ["'FR'**999999999"]

  private static let forms: [String: [String]] = [
    "AT": ["'ATU'99999999"], "BE": ["'BE0'999999999", "'BE1'999999999"], "BG": ["'BG'999999999", "'BG'9999999999"],
    "CH": swiss, "CY": ["'CY'99999999A"], "CZ": ["'CZ'99999999", "'CZ'999999999", "'CZ'9999999999"],
    "DE": ["'DE'999999999"], "DK": ["'DK'99999999"], "EE": ["'EE'999999999"], "ES": ["'ES'*9999999*"],
    "FI": ["'FI'99999999"], "FR": french,
    "GB": ["'GB'999999999", "'GB'999999999999", "'GBGD'999", "'GBHA'999", "'XI'999999999", "'XI'999999999999"],
    "GR": ["'EL'999999999"], "HR": ["'HR'99999999999"], "HU": ["'HU'99999999"],
    "IE": ["'IE'9999999A", "'IE'9999999AA", "'IE'9*99999A"], "IT": ["'IT'99999999999"], "LI": swiss + ["99999"],
    "LT": ["'LT'999999999", "'LT'999999999999"], "LU": ["'LU'99999999"], "LV": ["'LV'99999999999"], "MC": french,
    "MT": ["'MT'99999999"], "NL": ["'NL'999999999'B'99"], "NO": ["999999999", "999999999'MVA'", "'NO'999999999'MVA'"],
    "PL": ["'PL'9999999999"], "PT": ["'PT'999999999"],
    "RO": ["'RO'9999999999", "'RO'999999999", "'RO'99999999", "'RO'9999999", "'RO'999999"],
    "SE": ["'SE'999999999999"], "SI": ["'SI'99999999"], "SK": ["'SK'9999999999"],
  ]
}
