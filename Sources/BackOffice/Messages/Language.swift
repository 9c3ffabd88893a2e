/// The languages people read Comptoir in.
package enum Language: String, Sendable, CaseIterable, TextColumn {
  case english = "en"
  case french = "fr"
  case german = "de"

  /// The first of `Accept-Language` that is spoken here; English when none is.
  package init(accepting header: String?) {
    for wish in (header ?? "").split(separator: ",") {
      let tag = wish.prefix { $0 != ";" }.drop { $0 == " " }.prefix(2).lowercased()
      if let language = Language(rawValue: tag) {
        self = language
        return
      }
    }
    self = .english
  }
}

/// A text in every language. `{name}` stands for a value.
package struct Phrase: Sendable, Hashable {
  package let english: String
  package let french: String
  package let german: String

  package init(_ english: String, fr: String, de: String) {
    self.english = english
    french = fr
    german = de
  }

  package func `in`(_ language: Language, _ values: [String: String] = [:]) -> String {
    let text =
      switch language {
      case .english: english
      case .french: french
      case .german: german
      }
    return values.isEmpty ? text : Phrase.filled(text, values)
  }

  private static func filled(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += values[name] ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
