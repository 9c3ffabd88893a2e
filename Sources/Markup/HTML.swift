/// Markup that cannot be injected into.
///
/// A literal is markup, an interpolated `String` is text and is escaped, interpolated `HTML` is kept as it is:
///
///     let row: HTML = "<td>\(customer.name)</td>"
///
/// Escaped text is safe between tags and inside double-quoted attribute values. It is not safe in a script, in a
/// style or in an unquoted attribute; the portal has none of these. For addresses in `href` see `checkedHref(_:)`.
package struct HTML: Sendable, Hashable {
  /// The markup in UTF-8.
  package private(set) var bytes: [UInt8]

  /// Nothing at all.
  package static let empty = HTML()

  /// Makes empty markup to append to.
  package init() { bytes = [] }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// The markup as a `String`, for tests and for the few places that cannot take bytes.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Whether there is no markup.
  package var isEmpty: Bool { bytes.isEmpty }

  /// Adds markup at the end, as it is.
  package mutating func append(_ other: HTML) { bytes.append(contentsOf: other.bytes) }

  /// The two pieces one after the other.
  package static func + (a: HTML, b: HTML) -> HTML { HTML(bytes: a.bytes + b.bytes) }

  /// Adds markup at the end, as it is.
  package static func += (a: inout HTML, b: HTML) { a.append(b) }
}

// MARK: - Literals

extension HTML: ExpressibleByStringInterpolation {
  /// Only a literal in the source is a `StaticString`, so no text from outside can take this way in.
  package init(stringLiteral value: StaticString) {
    bytes = value.withUTF8Buffer { Array($0) }
  }

  /// A literal with interpolations: its own text is markup, what is interpolated is escaped unless it is `HTML`.
  package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

  /// Collects a literal and what is interpolated into it.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    /// Makes room for the literal and something for each interpolation.
    package init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
    }

    /// A part of the literal in the source: markup.
    package mutating func appendLiteral(_ literal: StaticString) {
      literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Text, escaped.
    package mutating func appendInterpolation(_ text: String) { bytes.append(escaping: text) }

    /// A whole number, in decimal digits.
    package mutating func appendInterpolation(_ number: some BinaryInteger) {
      bytes.append(contentsOf: String(number).utf8)
    }

    /// Markup, as it is.
    package mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

    /// Markup, or nothing for nil.
    package mutating func appendInterpolation(_ html: HTML?) {
      if let html { bytes.append(contentsOf: html.bytes) }
    }

    /// Pieces of markup, one after the other.
    package mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { bytes.append(contentsOf: piece.bytes) }
    }

    /// Markup that is there only under a condition: `\(when: isNew, "<b>new</b>")`.
    package mutating func appendInterpolation(when condition: Bool, _ html: @autoclosure () -> HTML) {
      if condition { bytes.append(contentsOf: html().bytes) }
    }

    /// ` name="value"` with its leading space, or nothing for nil: `<input\(attribute: "min", minimum)>`.
    package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
      guard let value else { return }
      bytes.append(UInt8(ascii: " "))
      appendLiteral(name)
      appendLiteral("=\"")
      bytes.append(escaping: value)
      bytes.append(UInt8(ascii: "\""))
    }

    /// ` name` with its leading space, or nothing: `<input\(flag: "required", isRequired)>`.
    package mutating func appendInterpolation(flag name: StaticString, _ isSet: Bool) {
      guard isSet else { return }
      bytes.append(UInt8(ascii: " "))
      appendLiteral(name)
    }
  }
}

extension Sequence<HTML> {
  /// The pieces one after the other, with `separator` between them.
  package func joined(separator: HTML = .empty) -> HTML {
    var result = HTML()
    var isFirst = true
    for piece in self {
      if !isFirst { result.append(separator) }
      result.append(piece)
      isFirst = false
    }
    return result
  }
}

// MARK: - Escaping

extension [UInt8] {
  /// Appends text with `& < > " '` replaced, in one pass that copies the runs in between whole.
  fileprivate mutating func append(escaping text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var copied = 0
      for index in utf8.indices {
        guard let entity = entity(for: utf8[index]) else { continue }
        append(contentsOf: UnsafeBufferPointer(rebasing: utf8[copied..<index]))
        entity.withUTF8Buffer { append(contentsOf: $0) }
        copied = index + 1
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: utf8[copied...]))
    }
  }
}

private func entity(for byte: UInt8) -> StaticString? {
  switch byte {
  case UInt8(ascii: "&"): "&amp;"
  case UInt8(ascii: "<"): "&lt;"
  case UInt8(ascii: ">"): "&gt;"
  case UInt8(ascii: "\""): "&quot;"
  case UInt8(ascii: "'"): "&#39;"
  default: nil
  }
}

// MARK: - Addresses

/// The address if a link may go there, else `#`: escaping alone would let `javascript:` through.
///
/// Allowed are paths of this service (`/…`, `?…`, `#…`), `https:`, `http:` and `mailto:`. Browsers drop tabs and line
/// breaks inside an address and read `\` as `/`, so an address with any of these is refused rather than repaired.
package func checkedHref(_ address: String) -> String {
  guard address.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return "#" }
  if address.hasPrefix("/") { return address.hasPrefix("//") ? "#" : address }
  let allowed = ["#", "?", "https://", "http://", "mailto:"]
  return allowed.contains { address.hasPrefix($0) } ? address : "#"
}
