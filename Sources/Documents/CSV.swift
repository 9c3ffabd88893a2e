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
    var writer = Writer(separator: separator, decimalSign: decimalSign)
    writer.append(row: columns.map(Cell.text))
    for row in rows {
      writer.append(row: row)
      if writer.bytes.count >= chunkBytes {
        try sink(writer.bytes)
        writer.bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink(writer.bytes)
  }

  /// The whole table as bytes, for small ones.
  package static func bytes(
    columns: [String], rows: some Sequence<[Cell]>, separator: Character = ",", decimalSign: Character = "."
  ) -> [UInt8] {
    var all: [UInt8] = []
    write(columns: columns, rows: rows, separator: separator, decimalSign: decimalSign) { all.append(contentsOf: $0) }
    return all
  }

  private struct Writer {
    var bytes: [UInt8] = []
    let separator: UInt8
    let decimalSign: Character

    init(separator: Character, decimalSign: Character) {
      guard let byte = separator.asciiValue, ![0x0A, 0x0D, 0x22].contains(byte) else {
        preconditionFailure("a separator is one ASCII character other than a quote or a line break")
      }
      self.separator = byte
      self.decimalSign = decimalSign
    }

    mutating func append(row: [Cell]) {
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
      if row.count == 1, bytes.isEmpty || bytes.last == 0x0A { bytes.append(contentsOf: "\"\"".utf8) }
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
      guard let first = text.utf8.first else { return false }
      return [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D]
        .contains(first)
    }
  }
}
