import Testing

@testable import Documents

@Suite struct PageLayoutTests {
  @Test(arguments: [1, 30, 31, 200, 1000])
  func `each page says which one it is and repeats the headings`(_ rows: Int) throws {
    let pages = try laidOut([section("Marketing", rows: rows)])
    for (index, page) in pages.enumerated() {
      #expect(page.contains("Page \(index + 1) of \(pages.count)"))
      #expect(page.filter { $0 == "Plan" }.count == 1, "page \(index + 1)")
      #expect(page.contains("Marketing"))
    }
    #expect(pages.joined().filter { $0.hasPrefix("row ") } == (0..<rows).map { "row \($0)" })
  }

  @Test(arguments: 20...60)
  func `a heading is never without a row, and totals are never apart`(_ rows: Int) throws {
    let pages = try laidOut([section("Marketing", rows: rows), section("Research", rows: 3)])
    let begun = try #require(pages.first { $0.contains("Research") })
    #expect(begun.drop { $0 != "Research" }.contains("row 0"))
    let totals = pages.map { page in page.filter { $0.hasPrefix("total ") }.count }.filter { $0 > 0 }
    #expect(totals.allSatisfy { $0 == 3 || $0 == 6 }, "\(totals)")
  }

  @Test func `a section without rows still has its headings and totals`() throws {
    let pages = try laidOut([section("Marketing", rows: 0)])
    #expect(pages.count == 1)
    #expect(pages[0].starts(with: ["Title", "Marketing", "Plan", "Amount", "total 0"]))
  }

  @Test func `nothing is drawn outside the page`() throws {
    let paper = RecordingPaper()
    try run(PageDocument(title: "Title", author: "", sections: [section("Marketing", rows: 500)]), on: paper)
    #expect(paper.lowest <= PageSize.height - 20)
  }

  @Test func `amounts are grouped by thousands with a real minus sign`() throws {
    let section = PageSection(
      heading: "x", columns: [PageColumn("a", kind: .number)],
      rows: [[.decimal("-1234567.80")], [.integer(1000)], [.id("1000")], [.empty]])
    let texts = try laidOut([section])[0]
    #expect(texts.contains("\u{2212}1\u{2009}234\u{2009}567.80"))
    #expect(texts.contains("1\u{2009}000") && texts.contains("1000"))
  }

  private func section(_ heading: String, rows: Int) -> PageSection {
    PageSection(
      heading: heading, columns: [PageColumn("Plan"), PageColumn("Amount", kind: .number)],
      rows: (0..<rows).map { [.text("row \($0)"), .decimal("1.00")] },
      totals: (0..<3).map { [.text("total \($0)"), .decimal("3.00")] })
  }

  @Test(arguments: [1, 400])
  func `what is read aloud begins and ends in order, and leaves out what is repeated`(_ rows: Int) throws {
    let paper = RecordingPaper()
    var document = PageDocument(
      title: "Title", author: "", lead: [LeadLine("NUMBER", "1")], sections: [section("Marketing", rows: rows)],
      notes: ["note"], footer: "foot")
    document.sender = ["Alpine Cloud AG", "Bahnhofstrasse 1"]
    document.recipient = ["Helvetia Works AG"]
    try run(document, on: paper)
    #expect(paper.isBalanced)
    let rowsRead = paper.tagged.filter { $0.hasSuffix("Table/TR/TH Plan") || $0.hasSuffix("Table/TR/TD row 0") }
    #expect(rowsRead == ["Document/Sect/Table/TR/TH Plan", "Document/Sect/Table/TR/TD row 0"])
    #expect(paper.tagged.contains("Document/P Helvetia Works AG") && paper.tagged.contains("Document/H1 Title"))
    #expect(paper.tagged.contains("Document/Sect/H2 Marketing"))
    #expect(!paper.tagged.contains { $0.contains("foot") || $0.contains("Page ") })
    #expect(paper.outline == ["Marketing 1"])
  }

  @Test(arguments: 20...60)
  func `a short table is not divided`(_ rows: Int) throws {
    let pages = try laidOut([section("Marketing", rows: rows), section("Total", rows: 4)])
    let first = try #require(pages.first { $0.contains("Total") })
    #expect(first.drop { $0 != "Total" }.filter { $0.hasPrefix("row ") || $0.hasPrefix("total ") }.count == 7)
  }

  @Test func `a table of very many rows is read row by row`() throws {
    let paper = RecordingPaper()
    let rows = PageLayout.rowsWithCells + 1
    try run(PageDocument(title: "T", author: "", sections: [section("Marketing", rows: rows)]), on: paper)
    #expect(paper.isBalanced)
    #expect(paper.tagged.contains("Document/Sect/Table/TR row 0") && paper.outline.count == 1)
    #expect(!paper.tagged.contains { $0.contains("/TD") })
  }

  @Test(arguments: [(600, 200, 168.0, 56.0), (40, 20, 30.0, 15.0), (200, 1000, 11.2, 56.0), (1800, 100, 170.0, 9.4)])
  func `a logo keeps its shape within its place at the right`(
    _ width: Int, _ height: Int, _ drawnWidth: Double, _ drawnHeight: Double
  ) throws {
    let paper = RecordingPaper()
    var document = PageDocument(title: "T", author: "")
    document.logo = try PNGImage(Pictures.png(width: width, height: height))
    try run(document, on: paper)
    let drawn = try #require(paper.images.first)
    #expect(abs(drawn.width - drawnWidth) < 0.1 && abs(drawn.height - drawnHeight) < 0.1, "\(drawn)")
    #expect(abs(drawn.x + drawn.width - (PageSize.width - 48)) < 0.1 && paper.images.count == 1)
  }

  /// The texts of each page, in the order they are drawn.
  private func laidOut(_ sections: [PageSection]) throws -> [[String]] {
    let paper = RecordingPaper()
    try run(PageDocument(title: "Title", author: "", sections: sections), on: paper)
    return paper.pages
  }

  private func run(_ document: PageDocument, on paper: RecordingPaper) throws {
    let counted = try lay(document, on: paper, counted: nil)
    #expect(paper.pages.isEmpty && paper.tagged.isEmpty, "counting draws nothing")
    let drawn = try lay(document, on: paper, counted: counted)
    #expect(drawn.pages == counted.pages)
  }

  private func lay(
    _ document: PageDocument, on paper: RecordingPaper, counted: PageLayout.Count?
  ) throws -> PageLayout.Count {
    let layout = PageLayout(document: document, paper: paper, counted: counted)
    try layout.begin()
    try PageWriter(layout).write(document.sections)
    return try layout.finish()
  }
}

/// Paper on which every text is one line of 12 points.
private final class RecordingPaper: Paper {
  private(set) var pages: [[String]] = []
  private(set) var lowest = 0.0
  private var page: [String] = []
  private var open: [StructureTag] = []
  private(set) var isBalanced = true
  /// Each text with the tags it is in.
  private(set) var tagged: [String] = []
  private(set) var outline: [String] = []
  private(set) var images: [(x: Double, width: Double, height: Double)] = []

  func height(of text: String, _ style: TextStyle, width: Double, maximumLines: Int) -> Double { 12 }

  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, isRight: Bool, maximumLines: Int) {
    page.append(text)
    if let last = open.last, [.title, .heading, .paragraph, .row, .headingCell, .cell].contains(last) {
      tagged.append(open.map(\.rawValue).joined(separator: "/") + " " + text)
    }
    lowest = max(lowest, y + 12)
  }

  func draw(_ image: PNGImage, x: Double, y: Double, width: Double, height: Double) {
    images.append((x, width, height))
  }

  func rule(y: Double, from left: Double, to right: Double, grey: Double, thickness: Double) {
    lowest = max(lowest, y)
  }

  func begin(_ tag: StructureTag) { open.append(tag) }

  func end(_ tag: StructureTag) { isBalanced = open.popLast() == tag && isBalanced }

  func addOutline(_ title: String, page: Int, y: Double) { outline.append("\(title) \(page)") }

  func nextPage() {
    pages.append(page)
    page = []
  }
}
