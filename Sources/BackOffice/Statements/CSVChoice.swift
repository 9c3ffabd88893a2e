import Documents
import HTTP

/// How somebody wants CSV: by name, as parameters and cookies carry it.
struct CSVChoice: Hashable {
  static let separators: KeyValuePairs<String, Character> = ["comma": ",", "semicolon": ";", "tab": "\t"]
  static let decimals: KeyValuePairs<String, Character> = ["point": ".", "comma": ","]

  private(set) var separator = "comma"
  private(set) var decimal = "point"
  private(set) var hasMark = false

  init() {}

  /// What a request's parameters say; a name that is none is refused.
  init(_ call: Call) throws {
    if let name = call.query("separator") {
      guard Self.separators.contains(where: { $0.key == name }) else {
        throw HTTPFault.queryMalformed("separator", "field.not_a_choice")
      }
      separator = name
    }
    if let name = call.query("decimal") {
      guard Self.decimals.contains(where: { $0.key == name }) else {
        throw HTTPFault.queryMalformed("decimal", "field.not_a_choice")
      }
      decimal = name
    }
    hasMark = try call.queryFlag("mark")
  }

  /// What a form says; nil where a name is none.
  init?(separator: String, decimal: String, hasMark: Bool) {
    guard Self.separators.contains(where: { $0.key == separator }),
      Self.decimals.contains(where: { $0.key == decimal })
    else { return nil }
    self.separator = separator
    self.decimal = decimal
    self.hasMark = hasMark
  }

  var style: CSV.Style {
    CSV.Style(
      separator: Self.separators.first { $0.key == separator }?.value ?? ",",
      decimalSign: Self.decimals.first { $0.key == decimal }?.value ?? ".", hasByteOrderMark: hasMark)
  }

  /// The parameters that ask for it.
  var query: String { "separator=\(separator)&decimal=\(decimal)&mark=\(hasMark)" }
}
