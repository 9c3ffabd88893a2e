/// A column of an Excel sheet.
package struct SheetColumn: Sendable, Hashable {
  /// What a column holds; headings of numbers stand to the right.
  package enum Kind: Sendable { case text, number, day }

  /// Its heading.
  package let title: String
  /// In characters of the default font.
  package let width: Double
  /// What it holds.
  package let kind: Kind

  /// A column of text unless it says otherwise.
  package init(_ title: String, width: Double = 16, kind: Kind = .text) {
    self.title = title
    self.width = width
    self.kind = kind
  }
}

/// A sheet: lines of title, a heading row that stays in sight, and rows below it.
package struct Sheet: Sendable {
  /// On the sheet's tab; made legal and unique when written.
  package let name: String
  /// Lines above the table, e.g. who, what and which month.
  package let titleLines: [String]
  /// From the left.
  package let columns: [SheetColumn]
  /// One cell per column.
  package let rows: [[Cell]]

  /// A sheet; leave `rows` out where they are appended one by one.
  package init(name: String, titleLines: [String] = [], columns: [SheetColumn], rows: [[Cell]] = []) {
    self.name = name
    self.titleLines = titleLines
    self.columns = columns
    self.rows = rows
  }
}

/// Excel's own rules for the names of sheets.
struct SheetNames {
  private static let maximumLength = 31
  private var taken: Set<String> = ["history"]

  /// The nearest legal name not given out before; names that differ only in case count as the same.
  mutating func unique(_ wanted: String) -> String {
    var base = String(wanted.map { "[]:*?/\\".contains($0) || $0.isNewline || $0 == "\0" ? " " : $0 })
    base = trimmed(base)
    if base.isEmpty { base = "Sheet" }
    var name = shortened(base, to: Self.maximumLength)
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      let suffix = " (\(number))"
      name = shortened(base, to: Self.maximumLength - suffix.utf16.count) + suffix
      number += 1
    }
    return name
  }

  private func trimmed(_ name: String) -> String {
    let isEdge = { (character: Character) in character == "'" || character.isWhitespace }
    return String(name.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
  }

  /// Excel counts UTF-16 units.
  private func shortened(_ name: String, to units: Int) -> String {
    var short = name
    while short.utf16.count > units { short.removeLast() }
    return trimmed(short)
  }
}
