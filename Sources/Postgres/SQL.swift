/// A statement that cannot be injected: its literals are text, each `\(value)` becomes a parameter.
///
///     let open: SQL = "status = \("open")"
///     try tx.rows("SELECT id FROM ticket WHERE customer_id = \(customer) AND \(open) LIMIT \(50)")
///
/// sends `SELECT id FROM ticket WHERE customer_id = $1 AND status = $2 LIMIT $3`. There is no way to turn a `String`
/// made at run time into SQL; a choice of columns or an order is a `switch` over literals.
package struct SQL: Sendable {
  /// A parameter: its type, where its `$n` stands in the text and where its value in the writer's bytes.
  struct Parameter: Sendable {
    let type: UInt32
    var textOffset: Int
    var textLength: Int
    var start: Int
    /// Of the value in bytes; -1 for NULL.
    let length: Int
  }

  var text: [UInt8] = []
  var parameters: [Parameter] = []
  var values = PostgresWriter()

  private init() {}

  /// Whether there is no text at all.
  package var isEmpty: Bool { text.isEmpty }

  /// One statement after the other, their parameters renumbered.
  package static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum.append(right)
    return sum
  }

  mutating func append(literal: StaticString) {
    literal.withUTF8Buffer { text.append(contentsOf: $0) }
  }

  mutating func append<Value: PostgresEncodable>(value: Value?) {
    let start = values.bytes.count
    value?.encode(into: &values)
    let length = value == nil ? -1 : values.bytes.count - start
    appendPlaceholder(type: Value.postgresType, start: start, length: length)
  }

  mutating func append(_ other: SQL) {
    if text.isEmpty {
      self = other
      return
    }
    var copied = 0
    let base = values.bytes.count
    for parameter in other.parameters {
      text.append(contentsOf: other.text[copied..<parameter.textOffset])
      appendPlaceholder(type: parameter.type, start: base + parameter.start, length: parameter.length)
      copied = parameter.textOffset + parameter.textLength
    }
    text.append(contentsOf: other.text[copied...])
    values.write(bytes: other.values.bytes)
    if let failure = other.values.failure { values.fail(failure) }
  }

  private mutating func appendPlaceholder(type: UInt32, start: Int, length: Int) {
    let offset = text.count
    text.append(UInt8(ascii: "$"))
    let number = parameters.count + 1
    if number < 10 {
      text.append(UInt8(ascii: "0") + UInt8(number))
    } else {
      text.append(contentsOf: String(number).utf8)
    }
    parameters.append(
      Parameter(type: type, textOffset: offset, textLength: text.count - offset, start: start, length: length))
  }
}

extension SQL: ExpressibleByStringInterpolation {
  /// Text of the program, never of its input: `StaticString` keeps run-time strings out.
  package init(stringLiteral value: StaticString) {
    self.init()
    append(literal: value)
  }

  /// Text and parameters of one literal.
  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

  /// Collects the text and the parameters of an interpolated literal.
  package struct StringInterpolation: StringInterpolationProtocol {
    var sql: SQL = ""

    /// Called by the compiler for each literal.
    package init(literalCapacity: Int, interpolationCount: Int) {
      sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      sql.parameters.reserveCapacity(interpolationCount)
      sql.values.bytes.reserveCapacity(16 * interpolationCount)
    }

    /// A stretch of text.
    package mutating func appendLiteral(_ literal: StaticString) { sql.append(literal: literal) }

    /// A parameter.
    package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
      sql.append(value: value)
    }

    /// A parameter that may be NULL.
    package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
      sql.append(value: value)
    }

    /// A part of the statement, with its own parameters.
    package mutating func appendInterpolation(_ part: SQL) { sql.append(part) }
  }

}

extension SQL: CustomStringConvertible {
  /// The text as the server gets it, without the values: fit for a log.
  package var description: String { String(decoding: text, as: UTF8.self) }
}

extension Sequence<SQL> {
  /// The parts with `separator` between them: `conditions.joined(separator: " AND ")`.
  package func joined(separator: SQL) -> SQL {
    var all: SQL = ""
    var isFirst = true
    for part in self {
      if !isFirst { all.append(separator) }
      all.append(part)
      isFirst = false
    }
    return all
  }
}
