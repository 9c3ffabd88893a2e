/// Swift source with comments, string literals and raw identifiers blanked out: the same length and lines, so that
/// rules look at code only. Code inside `\(…)` stays.
struct Source {
  /// The blanked text, UTF-8.
  let code: [UInt8]

  init(_ text: String) {
    var scanner = Scanner(text)
    scanner.scanCode(inInterpolation: false)
    code = scanner.output
  }

  /// The blanked lines, in order.
  var lines: [String] {
    code.split(separator: .newline, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The line of an index into `code`, counted from 1.
  func line(at index: Int) -> Int {
    1 + code[..<index].count { $0 == .newline }
  }
}

extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let pound = UInt8(ascii: "#")
  static let backtick = UInt8(ascii: "`")
  static let opening = UInt8(ascii: "(")
  static let closing = UInt8(ascii: ")")
}

private struct Scanner {
  private let input: [UInt8]
  private var at = 0
  private(set) var output: [UInt8] = []

  init(_ text: String) {
    input = Array(text.utf8)
    output.reserveCapacity(input.count)
  }

  /// Keeps code up to the parenthesis that closes an interpolation, or to the end of the text.
  mutating func scanCode(inInterpolation: Bool) {
    var depth = 0
    while at < input.count {
      if starts("//") {
        blankLine(until: .newline)
      } else if starts("/*") {
        blankComment()
      } else if let pounds = poundsOfString() {
        blankString(pounds: pounds)
      } else if input[at] == .backtick {
        blankIdentifier()
      } else {
        if input[at] == .opening { depth += 1 }
        if input[at] == .closing { depth -= 1 }
        if inInterpolation, depth < 0 { return }
        output.append(input[at])
        at += 1
      }
    }
  }

  private func starts(_ text: String) -> Bool {
    input[at...].starts(with: text.utf8)
  }

  private mutating func blank(_ count: Int) {
    for _ in 0..<count where at < input.count {
      output.append(input[at] == .newline ? .newline : .space)
      at += 1
    }
  }

  /// Blanks up to a byte, or to the end of the line.
  private mutating func blankLine(until end: UInt8) {
    while at < input.count, input[at] != end, input[at] != .newline { blank(1) }
  }

  private mutating func blankComment() {
    var depth = 0
    repeat {
      let opens = starts("/*")
      let closes = starts("*/")
      depth += opens ? 1 : closes ? -1 : 0
      blank(opens || closes ? 2 : 1)
    } while depth > 0 && at < input.count
  }

  /// A raw identifier becomes `_` and spaces: still a name.
  private mutating func blankIdentifier() {
    blank(1)
    output[output.count - 1] = UInt8(ascii: "_")
    blankLine(until: .backtick)
    blank(1)
  }

  /// How many # stand before the quote of a string that starts here; nil where none does.
  private func poundsOfString() -> Int? {
    guard input[at] == .quote || input[at] == .pound else { return nil }
    let pounds = input[at...].prefix { $0 == .pound }.count
    return at + pounds < input.count && input[at + pounds] == .quote ? pounds : nil
  }

  private mutating func blankString(pounds: Int) {
    let fence = String(repeating: "#", count: pounds)
    blank(pounds)
    let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.count)
    while at < input.count, !starts(quotes + fence), quotes.count > 1 || input[at] != .newline {
      if starts("\\" + fence + "(") {
        blank(2 + pounds)
        scanCode(inInterpolation: true)
        blank(1)
      } else {
        blank(starts("\\" + fence) ? 2 + pounds : 1)
      }
    }
    if starts(quotes + fence) { blank(quotes.count + pounds) }
  }
}
