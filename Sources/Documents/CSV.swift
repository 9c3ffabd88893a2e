/// Comma-separated values as RFC 4180 has them: CRLF, quotes where needed, UTF-8 without a byte order mark.
package enum CSV {
  /// How much is gathered before the sink is called.
  private static let chunkBytes = 64 * 1024

  /// Writes a heading row and the rows, handing the bytes to `sink` in chunks.
  ///
  /// Text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or a line break first) gets a leading
  /// apostrophe; numbers never do. `separator` is one ASCII character other than a quote or a line break. Throws only
  /// what the sink throws.
  package static func write<Failure: Error>(
    columns: [String], rows: some Sequence<[Cell]>, separator: Character = ",", decimalSign: Character = ".",
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var writer = Writer(Style(separator: separator, decimalSign: decimalSign))
    writer.append(row: columns.map(Cell.text))
    for row in rows {
      writer.append(row: row)
      if writer.byteCount >= chunkBytes { try sink(writer.take()) }
    }
    try sink(writer.take())
  }

  /// The whole table as bytes, for small ones.
  package static func bytes(
    columns: [String], rows: some Sequence<[Cell]>, separator: Character = ",", decimalSign: Character = "."
  ) -> [UInt8] {
    var all: [UInt8] = []
    write(columns: columns, rows: rows, separator: separator, decimalSign: decimalSign) { all.append(contentsOf: $0) }
    return all
  }

  /// How a table is written, for the program that is to read it.
  package struct Style: Hashable, Sendable {
    /// One ASCII character other than a quote or a line break.
    package var separator: Character
    /// Of numbers: a point or a comma.
    package var decimalSign: Character
    /// Some spreadsheets take a file for UTF-8 only if it begins with this mark.
    package var hasByteOrderMark: Bool

    /// As programs expect it.
    package init(separator: Character = ",", decimalSign: Character = ".", hasByteOrderMark: Bool = false) {
      self.separator = separator
      self.decimalSign = decimalSign
      self.hasByteOrderMark = hasByteOrderMark
    }
  }

  /// Writes rows one after the other into bytes that are taken now and then.
  ///
  ///     var writer = CSV.Writer(style)
  ///     writer.append(row: columns.map(Cell.text))
  ///     try file.write(writer.take())
  package struct Writer {
    private var bytes: [UInt8] = []
    private let separator: UInt8
    private let decimalSign: Character

    /// The last four are as wide as Chinese and Japanese characters; spreadsheets there take them for the others.
    private static let formulaStarts: Set<Unicode.Scalar> = [
      "=", "+", "-", "@", "\t", "\n", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// How many bytes wait to be taken.
    package var byteCount: Int { bytes.count }

    /// Begins with the byte order mark if the style has one.
    package init(_ style: Style) {
      guard let byte = style.separator.asciiValue, ![0x0A, 0x0D, 0x22].contains(byte) else {
        preconditionFailure("a separator is one ASCII character other than a quote or a line break")
      }
      separator = byte
      decimalSign = style.decimalSign
      if style.hasByteOrderMark { bytes = [0xEF, 0xBB, 0xBF] }
    }

    /// Hands over what was written since the last time.
    package mutating func take() -> [UInt8] {
      defer { bytes.removeAll(keepingCapacity: true) }
      return bytes
    }

    /// Adds a row; the first is the headings'.
    package mutating func append(row: [Cell]) {
      let begun = bytes.count
      for (index, cell) in row.enumerated() {
        if index > 0 { bytes.append(separator) }
        switch cell.content {
        case .text(let text): append(field: startsFormula(text) ? "'" + text : text)
        case .number(let text): append(field: decimalSign == "." ? text : localized(text))
        case .day(_, let text): append(field: text)
        case .nothing: break
        }
      }
      // One empty field alone would be an empty line, which readers skip.
      if row.count == 1, bytes.count == begun { bytes.append(contentsOf: "\"\"".utf8) }
      bytes.append(contentsOf: "\r\n".utf8)
    }

    private mutating func append(field: String) {
      var field = field
      field.withUTF8 { utf8 in
        guard utf8.contains(where: { $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == separator }) else {
          return bytes.append(contentsOf: utf8)
        }
        bytes.append(0x22)
        for byte in utf8 {
          if byte == 0x22 { bytes.append(0x22) }
          bytes.append(byte)
        }
        bytes.append(0x22)
      }
    }

    private func localized(_ number: String) -> String { String(number.map { $0 == "." ? decimalSign : $0 }) }

    private func startsFormula(_ text: String) -> Bool {
      guard let first = text.unicodeScalars.first else { return false }
      return Self.formulaStarts.contains(first)
    }
  }
}
