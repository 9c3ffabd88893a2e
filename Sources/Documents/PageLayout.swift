/// Places a document on pages from top to bottom.
///
/// Run once to count the pages and once, with the count known, to draw them: a PDF's pages leave as they are done.
struct PageLayout {
  private static let margin = 48.0
  private static let top = 52.0
  private static let bottom = PageSize.height - 64.0
  private static let gap = 8.0
  private static let rowPadding = 3.5
  /// A cell with more text ends in an ellipsis, so that every row fits on a page.
  private static let maximumCellLines = 12

  private let document: PageDocument
  private let paper: any Paper
  /// How many pages there are, nil while counting them.
  private let pages: Int?
  private var y = PageLayout.top
  /// The page being placed, from 1.
  private(set) var page = 1

  private let width = PageSize.width - 2 * PageLayout.margin

  init(document: PageDocument, paper: any Paper, pages: Int?) {
    self.document = document
    self.paper = paper
    self.pages = pages
  }

  mutating func run() {
    place(document.title, .title, maximumLines: 6, after: 14)
    placeLead()
    for section in document.sections { place(section) }
    if !document.notes.isEmpty { y += 6 }
    for note in document.notes { place(note, .small, maximumLines: 40, after: 4) }
    endPage()
  }

  // MARK: - Text

  private mutating func place(_ text: String, _ style: TextStyle, maximumLines: Int, after space: Double) {
    let height = paper.height(of: text, style, width: width, maximumLines: maximumLines)
    breakPage(unless: height)
    if pages != nil { paper.draw(text, style, x: Self.margin, y: y, width: width, maximumLines: maximumLines) }
    y += height + space
  }

  private mutating func placeLead() {
    let column = (width - 24) / 2
    for start in stride(from: 0, to: document.lead.count, by: 2) {
      let pair = document.lead[start..<min(start + 2, document.lead.count)]
      let height = pair.map { paper.height(of: $0.text, .body, width: column, maximumLines: 12) }.max() ?? 0
      breakPage(unless: height + 11)
      if pages != nil {
        for (index, line) in pair.enumerated() {
          let x = Self.margin + Double(index) * (column + 24)
          paper.draw(line.label, .label, x: x, y: y, width: column, maximumLines: 1)
          paper.draw(line.text, .body, x: x, y: y + 11, width: column, maximumLines: 12)
        }
      }
      y += height + 11 + 9
    }
  }

  // MARK: - Tables

  private mutating func place(_ section: PageSection) {
    let table = Table(section, left: Self.margin, width: width, gap: Self.gap)
    let headingHeight = paper.height(of: section.heading, .heading, width: width, maximumLines: 3)
    let first = section.rows.first ?? section.totals.first
    let firstHeight = first.map { height($0.map(\.printed), .body, table) } ?? 0
    y += 10
    // A heading is never alone at the foot of a page.
    breakPage(unless: headingHeight + 5 + height(section.columns.map(\.title), .label, table) + firstHeight)
    place(section.heading, .heading, maximumLines: 3, after: 5)
    placeTitles(section, table)
    for row in section.rows {
      let texts = row.map(\.printed)
      let height = height(texts, .body, table)
      breakPage(unless: height, repeating: section, table)
      placeRow(texts, .body, table, height: height)
      rule(grey: 0.86, thickness: 0.4)
    }
    placeTotals(section, table)
    y += 8
  }

  private mutating func placeTotals(_ section: PageSection, _ table: Table) {
    let totals = section.totals.map { $0.map(\.printed) }
    if totals.isEmpty { return }
    let heights = totals.map { height($0, .bold, table) }
    let all = heights.reduce(0, +)
    // Together where a page can hold them.
    if all < (Self.bottom - Self.top) / 2 { breakPage(unless: all, repeating: section, table) }
    rule(grey: 0.2, thickness: 0.8)
    for (total, height) in zip(totals, heights) {
      breakPage(unless: height, repeating: section, table)
      placeRow(total, .bold, table, height: height)
    }
  }

  private mutating func placeTitles(_ section: PageSection, _ table: Table) {
    let titles = section.columns.map(\.title)
    placeRow(titles, .label, table, height: height(titles, .label, table))
    rule(grey: 0.35, thickness: 0.7)
  }

  private mutating func placeRow(_ texts: [String], _ style: TextStyle, _ table: Table, height: Double) {
    if pages != nil {
      for (text, column) in zip(texts, table.columns) {
        paper.draw(
          text, style, x: column.x, y: y + Self.rowPadding, width: column.width, isRight: column.isNumber,
          maximumLines: Self.maximumCellLines)
      }
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
    guard pages != nil else { return }
    paper.rule(y: y, from: Self.margin, to: Self.margin + width, grey: grey, thickness: thickness)
  }

  // MARK: - Pages

  /// Goes to the next page if `height` does not fit on this one; inside a table its headings come again.
  private mutating func breakPage(unless height: Double, repeating section: PageSection? = nil, _ table: Table? = nil) {
    guard y + height > Self.bottom, y > Self.top else { return }
    endPage()
    page += 1
    y = Self.top
    guard let section, let table else { return }
    place(section.heading, .label, maximumLines: 1, after: 2)
    placeTitles(section, table)
  }

  private func endPage() {
    guard let pages else { return }
    let label = document.pageLabel.replacing("{pages}", with: "\(pages)").replacing("{page}", with: "\(page)")
    let foot = PageSize.height - 40
    paper.rule(y: foot - 6, from: Self.margin, to: Self.margin + width, grey: 0.8, thickness: 0.5)
    paper.draw(document.footer, .small, x: Self.margin, y: foot, width: width - 120, maximumLines: 1)
    paper.draw(label, .small, x: Self.margin + width - 110, y: foot, width: 110, isRight: true, maximumLines: 1)
    paper.nextPage()
  }
}

/// Where the columns of a table are.
private struct Table {
  let columns: [(x: Double, width: Double, isNumber: Bool)]

  init(_ section: PageSection, left: Double, width: Double, gap: Double) {
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
