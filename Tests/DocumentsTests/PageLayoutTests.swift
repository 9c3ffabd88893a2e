import Testing

@testable import Documents

@Suite struct PageLayoutTests {
  @Test(arguments: [1, 30, 31, 200, 1000])
  func `each page says which one it is and repeats the headings`(_ rows: Int) {
    let pages = laidOut([section("Marketing", rows: rows)])
    for (index, page) in pages.enumerated() {
      #expect(page.contains("Page \(index + 1) of \(pages.count)"))
      #expect(page.filter { $0 == "Plan" }.count == 1, "page \(index + 1)")
      #expect(page.contains("Marketing"))
    }
    #expect(pages.joined().filter { $0.hasPrefix("row ") } == (0..<rows).map { "row \($0)" })
  }

  @Test(arguments: 20...60)
  func `a heading is never without a row, and totals are never apart`(_ rows: Int) throws {
    let pages = laidOut([section("Marketing", rows: rows), section("Research", rows: 3)])
    let begun = try #require(pages.first { $0.contains("Research") })
    #expect(begun.drop { $0 != "Research" }.contains("row 0"))
    let totals = pages.map { page in page.filter { $0.hasPrefix("total ") }.count }.filter { $0 > 0 }
    #expect(totals.allSatisfy { $0 == 3 || $0 == 6 }, "\(totals)")
  }

  @Test func `a section without rows still has its headings and totals`() {
    let pages = laidOut([section("Marketing", rows: 0)])
    #expect(pages.count == 1)
    #expect(pages[0].starts(with: ["Title", "Marketing", "Plan", "Amount", "total 0"]))
  }

  @Test func `nothing is drawn outside the page`() {
    let paper = RecordingPaper()
    run(PageDocument(title: "Title", author: "", sections: [section("Marketing", rows: 500)]), on: paper)
    #expect(paper.lowest <= PageSize.height - 20)
  }

  @Test func `amounts are grouped by thousands with a real minus sign`() {
    let section = PageSection(
      heading: "x", columns: [PageColumn("a", kind: .number)],
      rows: [[.decimal("-1234567.80")], [.integer(1000)], [.id("1000")], [.empty]])
    let texts = laidOut([section])[0]
    #expect(texts.contains("\u{2212}1\u{2009}234\u{2009}567.80"))
    #expect(texts.contains("1\u{2009}000") && texts.contains("1000"))
  }

  private func section(_ heading: String, rows: Int) -> PageSection {
    PageSection(
      heading: heading, columns: [PageColumn("Plan"), PageColumn("Amount", kind: .number)],
      rows: (0..<rows).map { [.text("row \($0)"), .decimal("1.00")] },
      totals: (0..<3).map { [.text("total \($0)"), .decimal("3.00")] })
  }

  /// The texts of each page, in the order they are drawn.
  private func laidOut(_ sections: [PageSection]) -> [[String]] {
    let paper = RecordingPaper()
    run(PageDocument(title: "Title", author: "", sections: sections), on: paper)
    return paper.pages
  }

  private func run(_ document: PageDocument, on paper: RecordingPaper) {
    var counting = PageLayout(document: document, paper: paper, pages: nil)
    counting.run()
    #expect(paper.pages.isEmpty, "counting draws nothing")
    var drawing = PageLayout(document: document, paper: paper, pages: counting.page)
    drawing.run()
  }
}

/// Paper on which every text is one line of 12 points.
private final class RecordingPaper: Paper {
  private(set) var pages: [[String]] = []
  private(set) var lowest = 0.0
  private var page: [String] = []

  func height(of text: String, _ style: TextStyle, width: Double, maximumLines: Int) -> Double { 12 }

  func draw(_ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, isRight: Bool, maximumLines: Int) {
    page.append(text)
    lowest = max(lowest, y + 12)
  }

  func rule(y: Double, from left: Double, to right: Double, grey: Double, thickness: Double) {
    lowest = max(lowest, y)
  }

  func nextPage() {
    pages.append(page)
    page = []
  }
}
