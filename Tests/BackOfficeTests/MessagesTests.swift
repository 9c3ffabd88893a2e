import Core
import Foundation
import Testing

@testable import BackOffice

/// The codes the program's text holds, each with a sentence in every language.
@Suite struct MessagesTests {
  /// Searched for once for all tests.
  private static let found = Result { try UsedCode.all() }

  private let used: [UsedCode]

  init() throws { used = try Self.found.get() }

  @Test func `the search for codes finds those it should`() {
    let texts = Set(used.map(\.text))
    let known = ["field.required", "cancel.window_closed", "request.timeout", "internal", "self_service.view_only"]
    #expect(texts.isSuperset(of: known))
    #expect(texts.isDisjoint(with: ["user.password_reset", "licence.assigned", "o.search_name", "job.failed"]))
  }

  @Test func `every code has a sentence`() {
    let known = Set(Messages.sentences.keys.map(\.text))
    let silent = used.filter { !known.contains($0.text) }
    #expect(silent.map(\.description) == [])
  }

  @Test func `no sentence is for a code nobody uses`() {
    let texts = Set(used.map(\.text))
    let idle = Messages.sentences.keys.map(\.text).filter { !texts.contains($0) }
    #expect(idle.sorted() == [])
  }

  @Test func `no code has two sentences`() {
    let parts = [
      Sentences.fields, Sentences.access, Sentences.people, Sentences.subscriptions, Sentences.billing,
      Sentences.server, Sentences.usage,
    ]
    #expect(parts.reduce(0) { $0 + $1.count } == Messages.sentences.count)
  }

  @Test func `every language says something of its own`() {
    for (code, phrase) in Messages.sentences {
      let texts = Language.allCases.map { phrase.in($0) }
      #expect(Set(texts).count == texts.count, "\(code) says the same in two languages")
      #expect(texts.allSatisfy { $0.count > 20 && $0.hasSuffix(".") }, "\(code) is no whole sentence")
    }
  }

  @Test func `German is spelt as in Switzerland`() {
    let sharp = Messages.sentences.filter { $0.value.german.contains("ß") }
    #expect(sharp.keys.map(\.text) == [])
  }

  @Test func `every language mentions the same values`() {
    for (code, phrase) in Messages.sentences {
      let mentioned = Language.allCases.map { placeholders(phrase.in($0)) }
      #expect(Set(mentioned).count == 1, "\(code) mentions \(mentioned)")
    }
  }

  @Test func `a sentence mentions only values that its place passes`() {
    for (code, phrase) in Messages.sentences {
      let places = used.filter { $0.text == code.text }
      for name in placeholders(phrase.english) {
        #expect(places.contains { $0.passes(name) }, "nobody passes {\(name)} with \(code)")
      }
    }
  }

  @Test func `what can be done now is told without figures`() {
    let told = Set(used.filter { $0.path.hasSuffix("Core/Subscriptions/Actions.swift") }.map(\.text))
    #expect(told.contains("quantity.above_maximum"))
    for (code, phrase) in Messages.sentences where told.contains(code.text) {
      #expect(placeholders(phrase.english) == [], "the actions of a subscription pass no values to \(code)")
    }
  }

  @Test(arguments: Language.allCases)
  func `signing in does not tell whether the account exists or is locked`(_ language: Language) {
    let sentence = Messages.sentence("credentials.wrong", language)
    let alternatives = [Language.english: " or ", .french: " ou ", .german: " oder "]
    #expect(sentence.ranges(of: alternatives[language] ?? "").count >= 2)
  }

  @Test(arguments: [
    (["maximum": "200"], "at most 200 items"), (["maximum": "{x}"], "at most {x} items"), ([:], "{maximum}"),
    (["other": "1"], "{maximum}"),
  ])
  func `values take the place of their names`(_ details: [String: String], _ part: String) {
    #expect(Messages.sentence("field.too_many", details, .english).contains(part))
  }

  @Test(arguments: [
    (nil, Language.english), ("", .english), ("it, pt;q=0.5", .english), ("fr-CH, en;q=0.8", .french),
    ("it-CH, de;q=0.8", .german), ("EN", .english),
  ])
  func `a reader gets the first language that is spoken here`(_ header: String?, _ language: Language) {
    #expect(Language(accepting: header) == language)
  }

  private func placeholders(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{([a-zA-Z]+)\}/).map { String($0.output.1) })
  }
}

extension Messages {
  fileprivate static func sentence(_ code: Code, _ language: Language) -> String { sentence(code, [:], language) }
}

/// A place in the sources where a code stands.
private struct UsedCode: CustomStringConvertible {
  let text: String
  let path: String
  /// The file it stands in.
  let source: String

  var description: String { "\(text) in \(path)" }

  /// Whether the file makes a detail of this name; what is wrong with a query parameter always comes with its name.
  func passes(_ name: String) -> Bool {
    source.contains("\"\(name)\":") || name == "name" && source.contains("queryMalformed(")
  }

  static func all() throws -> [UsedCode] {
    let top = URL(filePath: #filePath).appending(path: "../../../Sources").standardized
    let files = try #require(FileManager.default.enumerator(at: top, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter(isSearched).flatMap { url in
      let source = try String(contentsOf: url, encoding: .utf8)
      return codes(in: source).map { UsedCode(text: $0, path: url.path(percentEncoded: false), source: source) }
    }
  }

  /// Neither the sentences themselves nor examples of documents use a code.
  private static func isSearched(_ file: URL) -> Bool {
    let name = file.lastPathComponent
    return name.hasSuffix(".swift") && !name.hasPrefix("Sentences") && !name.hasPrefix("OpenAPI")
  }

  /// Dotted literals, without those that name an audited action, a column or a line of the log; and what HTTP refuses.
  private static func codes(in source: String) -> [String] {
    let dotted = source.matches(of: /"([a-z_]{2,}(?:\.[a-z_]+)+)"(?!,\s*(?:AuditObject|in: work))/)
      .filter { !source[..<$0.range.lowerBound].hasSuffix("Log.note(") }
    let refused = source.matches(of: /Problem\(status: \d+, code: "([a-z_.]+)"\)/)
    return Set(dotted.map { String($0.output.1) } + refused.map { String($0.output.1) }).sorted()
  }
}
