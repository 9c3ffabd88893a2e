/// Places a document on pages from top to bottom, part by part as they come.
///
/// Run once to count the pages and once, with the count known, to draw them: a PDF's pages leave as they are done.
final class PageLayout {
  private static let margin = 48.0
  private static let top = 52.0
  private static let bottom = PageSize.height - 64.0
  private static let gap = 8.0
  private static let rowPadding = 3.5
  /// A cell with more text ends in an ellipsis, so that every row fits on a page.
  private static let maximumCellLines = 12
  private static let logo = (width: 170.0, height: 56.0)
  /// In longer documents a row is read as a whole rather than cell by cell: each cell's tag takes memory and bytes.
  static let rowsWithCells = 10_000

  private let document: PageDocument
  private let paper: any Paper
  /// How many pages and rows there are, nil while counting them.
  private let counted: Count?
  private var y = PageLayout.top
  /// The page being placed, from 1.
  private(set) var page = 1
  /// The rows' heights, from when they were counted.
  private var heights: [Float] = []
  private var nextHeight = 0
  /// The table being placed.
  private var table: Table?
  /// Begun, with nothing of it placed yet.
  private var isPending = false

  private let width = PageSize.width - 2 * PageLayout.margin

  /// What the first run finds out.
  struct Count {
    let pages: Int
    let heights: [Float]
  }

  init(document: PageDocument, paper: any Paper, counted: Count?) {
    self.document = document
    self.paper = paper
    self.counted = counted
    heights = counted?.heights ?? []
  }

  private var isDrawing: Bool { counted != nil }

  /// What stands above the first table.
  func begin() throws {
    // Before the first tag: Cairo 1.16 refuses a picture as the first thing within one.
    let logoHeight = placeLogo()
    begin(.document)
    try placeLetterhead(besides: logoHeight)
    try place(document.title, .title, as: .title, maximumLines: 6, after: 14)
    try placeLead()
  }

  /// What stands below the last table.
  func finish() throws -> Count {
    precondition(table == nil, "a table is ended before the document is")
    if !document.notes.isEmpty { y += 6 }
    for note in document.notes { try place(note, .small, as: .paragraph, maximumLines: 40, after: 4) }
    end(.document)
    try endPage()
    return Count(pages: page, heights: heights)
  }

  // MARK: - Text

  private func place(
    _ text: String, _ style: TextStyle, as tag: StructureTag?, maximumLines: Int, after space: Double
  ) throws {
    let height = paper.height(of: text, style, width: width, maximumLines: maximumLines)
    try breakPage(unless: height)
    if isDrawing {
      if let tag { paper.begin(tag) }
      paper.draw(text, style, x: Self.margin, y: y, width: width, maximumLines: maximumLines)
      if let tag { paper.end(tag) }
    }
    y += height + space
  }

  /// The logo at the right; answers how high it is.
  private func placeLogo() -> Double {
    guard let logo = document.logo else { return 0 }
    let (maximumWidth, maximumHeight) = Self.logo
    let scale = min(maximumWidth / Double(logo.width), maximumHeight / Double(logo.height), 0.75)
    let size = (width: Double(logo.width) * scale, height: Double(logo.height) * scale)
    if isDrawing {
      paper.draw(logo, x: Self.margin + width - size.width, y: y, width: size.width, height: size.height)
    }
    return size.height
  }

  /// The seller at the left, beside the logo, then the buyer.
  private func placeLetterhead(besides logoHeight: Double) throws {
    let half = (width - 24) / 2
    let logoBottom = y + logoHeight
    let begun = y
    for (index, line) in document.sender.enumerated() {
      place(line, index == 0 ? .bold : .small, width: half)
    }
    if !document.sender.isEmpty || y < logoBottom { y = max(y, logoBottom) + 22 }
    for (index, line) in document.recipient.enumerated() {
      place(line, index == 0 ? .bold : .body, width: half)
    }
    if y > begun, !document.recipient.isEmpty { y += 26 }
  }

  private func place(_ line: String, _ style: TextStyle, width: Double) {
    if isDrawing {
      paper.begin(.paragraph)
      paper.draw(line, style, x: Self.margin, y: y, width: width, maximumLines: 2)
      paper.end(.paragraph)
    }
    y += paper.height(of: line, style, width: width, maximumLines: 2) + 1.5
  }

  private func placeLead() throws {
    let column = (width - 24) / 2
    for start in stride(from: 0, to: document.lead.count, by: 2) {
      let pair = document.lead[start..<min(start + 2, document.lead.count)]
      let height = pair.map { paper.height(of: $0.text, .body, width: column, maximumLines: 12) }.max() ?? 0
      try breakPage(unless: height + 11)
      if isDrawing {
        for (index, line) in pair.enumerated() {
          let x = Self.margin + Double(index) * (column + 24)
          paper.begin(.paragraph)
          paper.draw(line.label, .label, x: x, y: y, width: column, maximumLines: 1)
          paper.end(.paragraph)
          paper.begin(.paragraph)
          paper.draw(line.text, .body, x: x, y: y + 11, width: column, maximumLines: 12)
          paper.end(.paragraph)
        }
      }
      y += height + 11 + 9
    }
  }

  // MARK: - Pages

  /// Goes to the next page if `height` does not fit on this one; inside a table its headings come again.
  private func breakPage(unless height: Double, repeating table: Table? = nil) throws {
    guard y + height > Self.bottom, y > Self.top else { return }
    try endPage()
    page += 1
    y = Self.top
    guard let table else { return }
    try place(table.section.heading, .label, as: nil, maximumLines: 1, after: 2)
    placeTitles(table, areFirst: false)
  }

  private func endPage() throws {
    guard let counted else { return }
    let label = document.pageLabel.replacing("{pages}", with: "\(counted.pages)").replacing("{page}", with: "\(page)")
    let foot = PageSize.height - 40
    paper.rule(y: foot - 6, from: Self.margin, to: Self.margin + width, grey: 0.8, thickness: 0.5)
    paper.draw(document.footer, .small, x: Self.margin, y: foot, width: width - 120, maximumLines: 1)
    paper.draw(label, .small, x: Self.margin + width - 110, y: foot, width: 110, isRight: true, maximumLines: 1)
    try paper.nextPage()
  }

  private func begin(_ tag: StructureTag) { if isDrawing { paper.begin(tag) } }
  private func end(_ tag: StructureTag) { if isDrawing { paper.end(tag) } }
}

// MARK: - Tables

extension PageLayout {
  /// Begins a table; its heading is placed with its first row, since it is never alone at the foot of a page.
  func begin(_ section: PageSection) {
    precondition(table == nil, "a table is ended before the next one begins")
    table = Table(section, left: Self.margin, width: width, gap: Self.gap)
    isPending = true
  }

  /// Goes to the next page unless the whole table fits on this one; nothing for tables longer than half a page.
  func keepTogether(_ section: PageSection) throws {
    let table = Table(section, left: Self.margin, width: width, gap: Self.gap)
    let rows = section.rows.map { height($0.map(\.printed), .body, table) }
    let totals = section.totals.map { height($0.map(\.printed), .bold, table) }
    let heading = paper.height(of: section.heading, .heading, width: width, maximumLines: 3) + 15
    let titles = height(section.columns.map(\.title), .label, table)
    let all = heading + titles + rows.reduce(0, +) + totals.reduce(0, +)
    if all < (Self.bottom - Self.top) / 2 { try breakPage(unless: all) }
  }

  func append(_ row: [Cell]) throws {
    guard let table else { preconditionFailure("a row belongs to a table") }
    let texts = row.map(\.printed)
    let height = rowHeight(texts, table)
    try placeHeading(table, before: height)
    try breakPage(unless: height, repeating: table)
    placeRow(texts, .body, table, as: .cell, height: height)
    rule(grey: 0.86, thickness: 0.4)
  }

  func end(totals: [[Cell]]) throws {
    guard let table else { preconditionFailure("totals belong to a table") }
    let texts = totals.map { $0.map(\.printed) }
    let heights = texts.map { height($0, .bold, table) }
    try placeHeading(table, before: heights.first ?? 0)
    if !texts.isEmpty {
      let all = heights.reduce(0, +)
      // Together where a page can hold them.
      if all < (Self.bottom - Self.top) / 2 { try breakPage(unless: all, repeating: table) }
      rule(grey: 0.2, thickness: 0.8)
    }
    for (total, height) in zip(texts, heights) {
      try breakPage(unless: height, repeating: table)
      placeRow(total, .bold, table, as: .cell, height: height)
    }
    end(.table)
    end(.section)
    y += 8
    self.table = nil
  }

  /// As it was when the pages were counted; measured then.
  private func rowHeight(_ texts: [String], _ table: Table) -> Double {
    if counted == nil {
      let height = height(texts, .body, table)
      heights.append(Float(height))
      return Double(Float(height))
    }
    defer { nextHeight += 1 }
    return Double(heights[nextHeight])
  }

  private func placeHeading(_ table: Table, before first: Double) throws {
    guard isPending else { return }
    isPending = false
    let heading = table.section.heading
    let headingHeight = paper.height(of: heading, .heading, width: width, maximumLines: 3)
    y += 10
    try breakPage(unless: headingHeight + 5 + height(table.section.columns.map(\.title), .label, table) + first)
    begin(.section)
    if isDrawing { paper.addOutline(heading, page: page, y: y) }
    try place(heading, .heading, as: .heading, maximumLines: 3, after: 5)
    begin(.table)
    placeTitles(table, areFirst: true)
  }

  private func placeTitles(_ table: Table, areFirst: Bool) {
    let titles = table.section.columns.map(\.title)
    let height = height(titles, .label, table)
    placeRow(titles, .label, table, as: areFirst ? .headingCell : nil, height: height)
    rule(grey: 0.35, thickness: 0.7)
  }

  private func placeRow(_ texts: [String], _ style: TextStyle, _ table: Table, as tag: StructureTag?, height: Double) {
    if let counted {
      // A cell without text has no place in the structure, which would shift the others: an empty table cell is begun
      // all the same.
      let cell = counted.heights.count <= Self.rowsWithCells ? tag : nil
      if tag != nil { paper.begin(.row) }
      for (text, column) in zip(texts, table.columns) {
        if let cell { paper.begin(cell) }
        paper.draw(
          text, style, x: column.x, y: y + Self.rowPadding, width: column.width, isRight: column.isNumber,
          maximumLines: Self.maximumCellLines)
        if let cell { paper.end(cell) }
      }
      if tag != nil { paper.end(.row) }
    }
    y += height
  }

  private func height(_ texts: [String], _ style: TextStyle, _ table: Table) -> Double {
    let heights = zip(texts, table.columns).map { text, column in
      paper.height(of: text, style, width: column.width, maximumLines: Self.maximumCellLines)
    }
    return (heights.max() ?? 0) + 2 * Self.rowPadding
  }

  private func rule(grey: Double, thickness: Double) {
    guard isDrawing else { return }
    paper.rule(y: y, from: Self.margin, to: Self.margin + width, grey: grey, thickness: thickness)
  }
}

/// Where the columns of a table are.
private struct Table {
  let section: PageSection
  let columns: [(x: Double, width: Double, isNumber: Bool)]

  init(_ section: PageSection, left: Double, width: Double, gap: Double) {
    self.section = section
    let shares = section.columns.reduce(0) { $0 + $1.share }
    let usable = width - gap * Double(max(0, section.columns.count - 1))
    var x = left
    columns = section.columns.map { column in
      let own = usable * column.share / shares
      defer { x += own + gap }
      return (x, own, column.kind == .number)
    }
  }
}
