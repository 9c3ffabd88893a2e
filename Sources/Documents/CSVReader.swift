/// Why bytes are no table that can be read. Positions count as a spreadsheet shows them: the first row is 1.
package enum CSVFault: Error, Hashable, Sendable {
  case empty
  /// UTF-16 or UTF-32, as "Unicode text" is saved by some programs.
  case wideEncoding
  /// Not UTF-8: Windows-1252 or Latin-1 most likely.
  case notUTF8(row: Int)
  case unclosedQuote(row: Int)
  /// Something other than a separator follows a closing quote.
  case textAfterQuote(row: Int)
  /// A quotation mark in the middle of a cell that is not quoted.
  case strayQuote(row: Int)
  case tooManyRows(maximum: Int)
  case tooManyColumns(maximum: Int)
}

/// A table read from text: a heading row, then rows.
package struct CSVTable: Sendable {
  package struct Row: Sendable {
    /// As a spreadsheet counts; the heading is row 1.
    package let number: Int
    package let cells: [String]
  }

  package let separator: Character
  package let heading: [String]
  /// Without those that are empty.
  package let rows: [Row]
}

extension CSV {
  package static let columnsAtMost = 100

  /// Reads a table of at most `rows` rows beside its heading: RFC 4180, also with LF or CR as line ends, a byte order
  /// mark, and semicolons or tabs for commas, whichever the heading has most of. Stops at the first row too many.
  package static func table(_ bytes: [UInt8], rows limit: Int) throws(CSVFault) -> CSVTable {
    let content = try withoutMark(bytes)
    let separator = separator(of: content)
    var reader = Reader(content: content, separator: separator)
    var heading: [String]?
    var rows: [CSVTable.Row] = []
    while let cells = try reader.next() {
      if cells.allSatisfy(\.isEmpty) { continue }
      guard heading != nil else {
        heading = cells
        continue
      }
      if rows.count == limit { throw .tooManyRows(maximum: limit) }
      rows.append(CSVTable.Row(number: reader.row, cells: cells))
    }
    guard let heading else { throw .empty }
    return CSVTable(separator: Character(Unicode.Scalar(separator)), heading: heading, rows: rows)
  }

  private static func withoutMark(_ bytes: [UInt8]) throws(CSVFault) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(64).contains(0) {
      throw .wideEncoding
    }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// Of the three, the one that separates most cells of the first line; a comma where none does.
  private static func separator(of content: ArraySlice<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in content.drop(while: { $0 == 0x0A || $0 == 0x0D }) {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D { break }
      counts[byte, default: 0] += 1
    }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    return candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
  }

  private static let quote = UInt8(ascii: "\"")

  private struct Reader {
    let content: ArraySlice<UInt8>
    let separator: UInt8
    var position: Int
    /// The number of the row read last.
    var row = 0

    init(content: ArraySlice<UInt8>, separator: UInt8) {
      self.content = content
      self.separator = separator
      position = content.startIndex
    }

    /// The next row's cells, blanks around them removed; nil at the end.
    mutating func next() throws(CSVFault) -> [String]? {
      if position == content.endIndex { return nil }
      row += 1
      var cells: [String] = []
      while true {
        if cells.count == CSV.columnsAtMost { throw .tooManyColumns(maximum: CSV.columnsAtMost) }
        cells.append(try cell())
        guard position < content.endIndex else { return cells }
        let byte = content[position]
        position += 1
        if byte == separator { continue }
        if byte == 0x0D, position < content.endIndex, content[position] == 0x0A { position += 1 }
        return cells
      }
    }

    private mutating func cell() throws(CSVFault) -> String {
      var bytes: [UInt8] = []
      if position < content.endIndex, content[position] == quote {
        position += 1
        try quoted(&bytes)
        if position < content.endIndex, !isEnd(content[position]) { throw .textAfterQuote(row: row) }
      } else {
        while position < content.endIndex, !isEnd(content[position]) {
          if content[position] == quote { throw .strayQuote(row: row) }
          bytes.append(content[position])
          position += 1
        }
      }
      guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8(row: row) }
      return trimmed(text)
    }

    private mutating func quoted(_ bytes: inout [UInt8]) throws(CSVFault) {
      while position < content.endIndex {
        let byte = content[position]
        position += 1
        if byte != quote {
          bytes.append(byte)
        } else if position < content.endIndex, content[position] == quote {
          bytes.append(quote)
          position += 1
        } else {
          return
        }
      }
      throw .unclosedQuote(row: row)
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

    private func trimmed(_ text: String) -> String {
      var rest = Substring(text)
      while rest.first == " " || rest.first == "\u{A0}" { rest.removeFirst() }
      while rest.last == " " || rest.last == "\u{A0}" { rest.removeLast() }
      return String(rest)
    }
  }
}
