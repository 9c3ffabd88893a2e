/// What a password must be: long enough, not one of those that are tried first, and not made of what everybody knows of
/// the person. Never composition rules: they make passwords alike.
package struct PasswordPolicy: Sendable {
  package let minimum: Int
  package let maximum: Int
  /// In lower case.
  private let common: Set<String>

  package init(minimum: Int, maximum: Int, common: Set<String>) {
    self.minimum = minimum
    self.maximum = maximum
    self.common = common
  }

  /// Why the password will not do; nil when it will. `known`: names and addresses that are not secret.
  package func objection(to password: String, known: [String] = []) -> (code: Code, details: [String: String])? {
    // Counted in code points, as the forms and the API say.
    let count = password.unicodeScalars.count
    if count < minimum { return ("password.too_short", ["minimum": String(minimum)]) }
    if count > maximum { return ("password.too_long", ["maximum": String(maximum)]) }
    let lower = password.lowercased()
    if isCommon(lower) { return ("password.common", [:]) }
    if PasswordPolicy.isPersonal(lower, known) { return ("password.personal", [:]) }
    return nil
  }

  // MARK: Common ones

  private func isCommon(_ lower: String) -> Bool {
    let unit = PasswordPolicy.repeated(lower)
    let forms = [lower, unit] + PasswordPolicy.words(in: lower) + PasswordPolicy.words(in: unit)
    return Set(lower).count < 4 || PasswordPolicy.isRun(lower) || forms.contains(where: common.contains)
  }

  private static let digits: [Character: Character] = [
    "4": "a", "@": "a", "3": "e", "1": "i", "!": "i", "0": "o", "5": "s", "$": "s",
  ]

  /// The word inside digits and signs, with letters written as digits turned back: `p4ssw0rd!2026` holds `password`.
  private static func words(in lower: String) -> [String] {
    var word = Substring(lower)
    while let last = word.last, !last.isLetter { word.removeLast() }
    return [word, word.drop { !$0.isLetter }].map { String($0.map { digits[$0] ?? $0 }) }
  }

  /// The part that a text repeats to its end: `monkeymonkey` is `monkey`.
  private static func repeated(_ text: String) -> String {
    let characters = Array(text)
    for length in 1..<max(2, characters.count / 2 + 1) where characters.count.isMultiple(of: length) {
      let unit = characters[..<length]
      if stride(from: length, to: characters.count, by: length).allSatisfy({ characters[$0..<($0 + length)] == unit }) {
        return String(unit)
      }
    }
    return text
  }

  /// Whether each character follows the one before: `abcdefghijk`, `9876543210`.
  private static func isRun(_ text: String) -> Bool {
    let values = text.unicodeScalars.map { Int($0.value) }
    let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
    return steps == [1] || steps == [-1]
  }

  // MARK: Personal ones

  /// The fewest characters that must remain once what everybody knows is taken out.
  private static let ownCharacters = 6
  private static let shortestWord = 4

  private static func isPersonal(_ lower: String, _ known: [String]) -> Bool {
    let words = Set((known + ["comptoir"]).flatMap(parts)).sorted { ($0.count, $0) > ($1.count, $1) }
    let rest = words.reduce(lower) { $0.replacing($1, with: "") }
    return rest.count != lower.count && rest.count < ownCharacters
  }

  /// A name or address and its words, in lower case.
  private static func parts(_ text: String) -> [String] {
    let lower = text.lowercased()
    let words = lower.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return ([lower, words.joined()] + words).filter { $0.count >= shortestWord }
  }
}
