/// A document of A4 pages: a title, who and what it is about, and tables with totals. `pdf()` renders it.
package struct PageDocument: Sendable {
  /// The heading of the first page, and the title in the metadata.
  package var title: String
  /// BCP 47, e.g. `de-CH`; it decides how text is shaped.
  package var language: String
  /// Who issues the document, in the metadata.
  package var author: String
  /// Whom it is from, line by line at the head of the first page, the name first.
  package var sender: [String] = []
  /// Whom it goes to, the same way below.
  package var recipient: [String] = []
  /// Beside the sender; decorates, says nothing.
  package var logo: PNGImage?
  /// Facts above the tables in two columns, e.g. seller, buyer, number, month.
  package var lead: [LeadLine]
  /// The tables, in order.
  package var sections: [PageSection]
  /// Paragraphs after the last table.
  package var notes: [String]
  /// At the left of every page's foot, e.g. seller and number.
  package var footer: String
  /// At the right of every page's foot; `{page}` and `{pages}` are replaced.
  package var pageLabel: String
  /// When the document was made, as `2026-01-15T09:30:00Z`; the same input gives the same bytes.
  package var createdAt: String

  /// A document in English unless it says otherwise.
  package init(
    title: String, language: String = "en", author: String, lead: [LeadLine] = [], sections: [PageSection] = [],
    notes: [String] = [], footer: String = "", pageLabel: String = "Page {page} of {pages}",
    createdAt: String = "1970-01-01T00:00:00Z"
  ) {
    self.title = title
    self.language = language
    self.author = author
    self.lead = lead
    self.sections = sections
    self.notes = notes
    self.footer = footer
    self.pageLabel = pageLabel
    self.createdAt = createdAt
  }
}

/// One fact about a document; the text may have several lines.
package struct LeadLine: Sendable, Hashable {
  /// What the fact is, in a word.
  package let label: String
  /// The fact; may have several lines.
  package let text: String

  /// A fact and its name.
  package init(_ label: String, _ text: String) {
    self.label = label
    self.text = text
  }
}

/// A column of a table on paper.
package struct PageColumn: Sendable, Hashable {
  /// What a column holds; numbers stand to the right.
  package enum Kind: Sendable { case text, number }

  /// Its heading.
  package let title: String
  /// Part of the page's width, relative to the table's other columns; positive.
  package let share: Double
  /// What it holds.
  package let kind: Kind

  /// A column of text as wide as its neighbours unless it says otherwise.
  package init(_ title: String, share: Double = 1, kind: Kind = .text) {
    self.title = title
    self.share = share
    self.kind = kind
  }
}

/// A headed table. Its headings are repeated on every page it reaches, its totals stay together.
package struct PageSection: Sendable {
  /// Above the table, and again on each page it reaches.
  package let heading: String
  /// From the left.
  package let columns: [PageColumn]
  /// One cell per column; decimals are grouped by thousands.
  package let rows: [[Cell]]
  /// Rows in bold below a rule.
  package let totals: [[Cell]]

  /// A table; every row and total has one cell per column.
  package init(heading: String, columns: [PageColumn], rows: [[Cell]] = [], totals: [[Cell]] = []) {
    precondition(columns.allSatisfy { $0.share > 0 }, "a column's share is positive")
    precondition((rows + totals).allSatisfy { $0.count == columns.count }, "a row has one cell per column")
    self.heading = heading
    self.columns = columns
    self.rows = rows
    self.totals = totals
  }
}

/// Why a document could not be rendered: what the library says.
package struct PageError: Error, Equatable, Sendable {
  /// For the operator.
  package let reason: String
}

extension PageDocument {
  /// The document as PDF.
  ///
  /// Any number of pages; names in any script the machine has fonts for; tagged, with language and title. A `createdAt`
  /// that is no time is left out. Throws `DocumentFileError` where there is no room, `PageError` when memory runs out.
  package func pdf() throws -> [UInt8] {
    let file = try DocumentFile()
    try write(to: file) { try $0.write(sections) }
    return try file.bytes()
  }

  /// The document as PDF, its tables given row by row instead of by `sections`: memory does not grow with them.
  ///
  ///     try document.write(to: file) { pages in
  ///       try pages.begin(PageSection(heading: "Marketing", columns: columns))
  ///       while let line = try lines.next() { try pages.append(row(line)) }
  ///       try pages.end(totals: totals)
  ///     }
  ///
  /// `tables` runs twice and must give the same both times: once to count the pages, once to draw them.
  package func write(to file: DocumentFile, _ tables: (PageWriter) throws -> Void) throws {
    let canvas = try Canvas(document: self, file: file)
    let count = try laidOut(on: canvas, counted: nil, tables)
    _ = try laidOut(on: canvas, counted: count, tables)
    try canvas.finish()
    try PDFCatalog.complete(file, language: language)
  }

  private func laidOut(
    on paper: any Paper, counted: PageLayout.Count?, _ tables: (PageWriter) throws -> Void
  ) throws -> PageLayout.Count {
    let layout = PageLayout(document: self, paper: paper, counted: counted)
    try layout.begin()
    try tables(PageWriter(layout))
    return try layout.finish()
  }
}

/// Takes a document's tables row by row; given out by `PageDocument.write`.
package struct PageWriter {
  private let layout: PageLayout

  init(_ layout: PageLayout) { self.layout = layout }

  /// Begins a table; its rows and totals are not written, append them.
  package func begin(_ section: PageSection) { layout.begin(section) }

  /// Appends a row with one cell per column to the table begun last.
  package func append(_ row: [Cell]) throws { try layout.append(row) }

  /// Ends the table with rows in bold, or none.
  package func end(totals: [[Cell]] = []) throws { try layout.end(totals: totals) }

  /// Whole tables, for short ones: where it can be, one is all on one page.
  package func write(_ sections: [PageSection]) throws {
    for section in sections {
      try layout.keepTogether(section)
      begin(section)
      for row in section.rows { try append(row) }
      try end(totals: section.totals)
    }
  }
}

extension Cell {
  /// The value as people read it on paper.
  package var printed: String {
    switch content {
    case .text(let text), .day(_, let text): text
    case .number(let text): grouped(text)
    case .nothing: ""
    }
  }

  /// U+2212 as the sign and a thin space between thousands.
  private func grouped(_ number: String) -> String {
    let isNegative = number.hasPrefix("-")
    let parts = number.dropFirst(isNegative ? 1 : 0).split(separator: ".")
    var result = isNegative ? "\u{2212}" : ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index).isMultiple(of: 3) { result.append("\u{2009}") }
      result.append(digit)
    }
    return parts.count == 2 ? result + "." + parts[1] : result
  }
}
