/// A function, initializer or subscript with a body.
struct Declaration: Equatable {
  /// Where the keyword stands, counted from 1.
  let line: Int
  /// The function's name; the keyword itself for an initializer, `_` for a raw identifier.
  let name: String
  /// Lines from the keyword to the brace that closes the body.
  let lineCount: Int
  /// Whether `@Test` stands before it.
  let isTest: Bool
  /// What stands between the braces, strings and comments blanked.
  let body: String
}

extension Source {
  /// Every function, initializer and subscript that has a body, outer ones before those inside them.
  var declarations: [Declaration] {
    var found: [Declaration] = []
    var testIsNext = false
    let words = self.words
    for (word, next) in zip(words, words.dropFirst() + [("", 0, 0)]) {
      if word.text == "@Test" { testIsNext = true }
      guard Self.functions.contains(word.text), !isMember(word), let body = body(after: word.end) else { continue }
      let first = line(at: word.end)
      let count = line(at: body.upperBound) - first + 1
      let name = word.text == "func" ? next.text : word.text
      let text = String(decoding: code[body], as: UTF8.self)
      found.append(Declaration(line: first, name: name, lineCount: count, isTest: testIsNext, body: text))
      testIsNext = false
    }
    return found
  }

  private static let functions: Set = ["func", "init", "deinit", "subscript"]

  /// Words that begin another declaration, so that the one before has no body.
  private static let beginnings = functions.union([
    "var", "let", "static", "mutating", "associatedtype", "typealias", "case", "package", "public", "private",
    "internal", "fileprivate", "nonisolated", "borrowing", "consuming", "struct", "enum", "extension", "protocol",
    "final", "class", "actor",
  ])

  typealias Word = (text: String, start: Int, end: Int)

  /// The words of the code; an @ belongs to the word it stands before.
  var words: [Word] {
    var all: [Word] = []
    var at = 0
    while at < code.count {
      let start = at
      if code[at] == UInt8(ascii: "@") { at += 1 }
      while at < code.count, code[at].isPartOfName { at += 1 }
      if at == start { at += 1 } else { all.append((String(decoding: code[start..<at], as: UTF8.self), start, at)) }
    }
    return all
  }

  /// Whether it is a call such as `.init(…)` and no declaration.
  private func isMember(_ word: Word) -> Bool {
    word.start > 0 && code[word.start - 1] == UInt8(ascii: ".")
  }

  /// The inside of the braces after a signature; nil where a protocol only asks for the function.
  private func body(after signature: Int) -> Range<Int>? {
    var at = signature
    while at < code.count, code[at] != UInt8(ascii: "{") {
      if code[at] == UInt8(ascii: "}") || code[at] == UInt8(ascii: "@") { return nil }
      if code[at] == .newline, beginsDeclaration(lineStart: at + 1) { return nil }
      at = isOpening(code[at]) ? closing(at) + 1 : at + 1
    }
    return at < code.count ? (at + 1)..<closing(at) : nil
  }

  private func beginsDeclaration(lineStart: Int) -> Bool {
    let word = code[lineStart...].drop { $0 == .space }.prefix { $0.isPartOfName }
    return Self.beginnings.contains(String(decoding: word, as: UTF8.self))
  }

  /// The bracket that closes the one at `start`, or the end of the text where none does.
  private func closing(_ start: Int) -> Int {
    var depth = 0
    for at in start..<code.count {
      if isOpening(code[at]) { depth += 1 }
      if isClosing(code[at]) { depth -= 1 }
      if depth == 0 { return at }
    }
    return code.count
  }

  private func isOpening(_ byte: UInt8) -> Bool {
    byte == .opening || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{")
  }

  private func isClosing(_ byte: UInt8) -> Bool {
    byte == .closing || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }
}

extension UInt8 {
  fileprivate var isPartOfName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
    default: false
    }
  }
}
