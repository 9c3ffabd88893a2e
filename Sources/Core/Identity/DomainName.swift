/// A name of the internet's domain name system with at least two labels, in lower case: `helvetia.example`. Names in
/// other scripts come in their ASCII form (`xn--…`).
package struct DomainName: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// Nil when the text is no such name; a name has 253 characters at most, each of its labels 63.
  package init?(_ text: String) {
    guard (3...253).contains(text.utf8.count) else { return nil }
    let name = text.lowercased()
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(DomainName.isLabel) else { return nil }
    // An address such as 192.0.2.1 has a number where a name has its top-level domain.
    guard labels.last?.contains(where: { !DomainName.isDigit($0) }) == true else { return nil }
    description = name
  }

  /// The part of an e-mail address after the last `@`; nil when that is no name.
  package init?(ofAddress address: String) {
    guard let at = address.lastIndex(of: "@") else { return nil }
    self.init(String(address[address.index(after: at)...]))
  }

  private static func isLabel(_ label: Substring.UTF8View.SubSequence) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
    return label.allSatisfy { byte in
      byte == hyphen || isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
