extension CSV {
  /// A table read row by row from pieces of a file, so that a file of any length takes the memory of its longest row:
  /// RFC 4180, also with LF as line ends, a byte order mark, and semicolons or tabs for commas, whichever the heading
  /// has most of.
  ///
  ///     var rows = CSV.Stream { try file.next() }
  ///     while let cells = try rows.next() { … rows.number … }
  package struct Stream {
    /// The row read last, as a spreadsheet counts; the heading is row 1.
    package private(set) var number = 0

    private let source: () throws -> [UInt8]?
    private var piece: [UInt8] = []
    private var position = 0
    private var separator = UInt8(ascii: ",")
    private var cell: [UInt8] = []

    /// The longest row there may be, in bytes.
    package static let rowBytes = 64 << 10

    /// Pieces may be cut anywhere and end with nil. What the source throws is thrown on.
    package init(source: @escaping () throws -> [UInt8]?) { self.source = source }

    /// The next row's cells, blanks around them removed; nil at the end. Throws `CSVFault`, and what the source throws.
    package mutating func next() throws -> [String]? {
      if number == 0, position == piece.count { try begin() }
      guard try peek() != nil else { return nil }
      number += 1
      var cells: [String] = []
      cells.reserveCapacity(24)
      var bytes = 0
      while true {
        if cells.count == CSV.columnsAtMost { throw CSVFault.tooManyColumns(maximum: CSV.columnsAtMost) }
        let end = try readCell()
        bytes += cell.count
        if bytes > Stream.rowBytes { throw CSVFault.unclosedQuote(row: number) }
        guard let text = String(validating: cell, as: UTF8.self) else { throw CSVFault.notUTF8(row: number) }
        cells.append(trimmed(text))
        if end != separator { return cells }
      }
    }

    /// Skips a byte order mark and finds the separator in the first line.
    private mutating func begin() throws {
      _ = try peek()
      if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) || piece.prefix(64).contains(0) {
        throw CSVFault.wideEncoding
      }
      if piece.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
      var counts: [UInt8: Int] = [:]
      for byte in piece[position...] {
        if byte == 0x0A { break }
        counts[byte, default: 0] += 1
      }
      let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
      separator = candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }

    /// The byte that comes next; nil at the end.
    private mutating func peek() throws -> UInt8? {
      while position == piece.count {
        guard let more = try source() else { return nil }
        piece = more
        position = 0
      }
      return piece[position]
    }

    /// Reads one cell into `cell` and answers what ended it: the separator, or a line feed, which also the end is.
    private mutating func readCell() throws -> UInt8 {
      cell.removeAll(keepingCapacity: true)
      if try peek() == quote {
        position += 1
        try readQuoted()
        guard let byte = try peek() else { return 0x0A }
        return try end(byte, or: CSVFault.textAfterQuote(row: number))
      }
      while let byte = try peek() {
        if byte == separator || byte == 0x0A || byte == 0x0D { return try end(byte, or: nil) }
        if byte == quote { throw CSVFault.strayQuote(row: number) }
        try take(byte)
      }
      return 0x0A
    }

    /// Steps over what ends a cell.
    private mutating func end(_ byte: UInt8, or fault: CSVFault?) throws -> UInt8 {
      if byte == separator || byte == 0x0A {
        position += 1
        return byte
      }
      if byte == 0x0D {
        position += 1
        if try peek() == 0x0A { position += 1 }
        return 0x0A
      }
      throw fault ?? CSVFault.strayQuote(row: number)
    }

    private mutating func readQuoted() throws {
      while let byte = try peek() {
        if byte != quote {
          try take(byte)
          continue
        }
        position += 1
        guard try peek() == quote else { return }
        try take(quote)
      }
      throw CSVFault.unclosedQuote(row: number)
    }

    private mutating func take(_ byte: UInt8) throws {
      if cell.count == Stream.rowBytes { throw CSVFault.unclosedQuote(row: number) }
      cell.append(byte)
      position += 1
    }

    private func trimmed(_ text: String) -> String {
      guard text.utf8.first == 0x20 || text.utf8.last == 0x20 || text.utf8.contains(0xC2) else { return text }
      var rest = Substring(text)
      while rest.first == " " || rest.first == "\u{A0}" { rest.removeFirst() }
      while rest.last == " " || rest.last == "\u{A0}" { rest.removeLast() }
      return String(rest)
    }
  }
}

private let quote = UInt8(ascii: "\"")
