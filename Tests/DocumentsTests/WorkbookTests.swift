import Documents
import Foundation
import Testing

@Suite struct WorkbookTests {
  private static let columns = [
    SheetColumn("Plan", width: 32), SheetColumn("Day", kind: .day), SheetColumn("Amount", kind: .number),
  ]

  @Test func `cells keep their types`() throws {
    let rows: [[Cell]] = [
      [.text("Visio & Co <Plan>"), .day("2026-01-15"), .decimal("-12.30")],
      [.id("007"), .empty, .integer(1200)],
    ]
    let sheet = try only(Sheet(name: "Lines", titleLines: ["Statement", "January"], columns: Self.columns, rows: rows))
    #expect(sheet.contains("<t>Visio &amp; Co &lt;Plan&gt;</t>"))
    #expect(sheet.contains("<t>007</t>"))
    #expect(sheet.contains("<v>46037</v>"), "2026-01-15 as Excel counts days")
    #expect(sheet.contains("<v>-12.3</v>"))
    #expect(sheet.contains("<v>1200</v>"))
    #expect(!sheet.contains("<f>"))
  }

  @Test func `the heading row stays in sight and filters`() throws {
    let sheet = try only(
      Sheet(name: "Lines", titleLines: ["Statement"], columns: Self.columns, rows: [[.empty, .empty, .empty]]))
    #expect(sheet.contains("ySplit=\"2\""))
    #expect(sheet.contains("state=\"frozen\""))
    #expect(sheet.contains("<autoFilter ref=\"A2:C3\"/>"))
  }

  @Test(arguments: ["=1+1", "+1", "@x", "-1"])
  func `text is never a formula`(_ text: String) throws {
    let sheet = try only(Sheet(name: "x", columns: [SheetColumn("a")], rows: [[.text(text)], [.decimal("=1+1")]]))
    #expect(sheet.contains("<t>\(text)</t>"))
    #expect(!sheet.contains("<f>"))
  }

  @Test(arguments: [
    ("12345678901234567.89", "<t>12345678901234567.89</t>"), ("2026-13-01", "<t>2026-13-01</t>"),
    ("1899-12-31", "<t>1899-12-31</t>"), ("2026-02-29", "<t>2026-02-29</t>"), ("not a day", "<t>not a day</t>"),
  ])
  func `what Excel could not hold exactly is written as text`(_ value: String, _ expected: String) throws {
    let cell: Cell = value.contains(".") ? .decimal(value) : .day(value)
    #expect(try only(Sheet(name: "x", columns: [SheetColumn("a")], rows: [[cell]])).contains(expected))
  }

  @Test func `control characters and NUL leave the file readable`() throws {
    let sheet = try only(Sheet(name: "x", columns: [SheetColumn("a")], rows: [[.text("a\u{0}b\u{1}c\nd")]]))
    #expect(sheet.contains("ab_x0001_c\nd"))
  }

  @Test func `names of sheets are made legal and unique`() throws {
    let wanted = [
      "A/B:C*[1]?\\", "'quoted'", "", "   ", "History", "Marketing", "MARKETING",
      "Research and development, headquarters", "Research and development, headquarters of the south",
      "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧",
    ]
    let bytes = try Workbook.write(
      sheets: wanted.map { Sheet(name: $0, columns: [SheetColumn("a")]) }, title: "Names")
    let workbook = try #require(try Zip(bytes).members["xl/workbook.xml"])
    let names = workbook.split(separator: "<sheet name=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    #expect(names.count == wanted.count)
    #expect(Set(names.map { $0.lowercased() }).count == names.count)
    #expect(names.allSatisfy { $0.utf16.count <= 31 && !$0.isEmpty }, "\(names)")
    #expect(names.contains("A B C  1") && names.contains("Sheet (2)") && names.contains("MARKETING (2)"), "\(names)")
  }

  @Test func `the same input gives the same bytes`() throws {
    let sheet = Sheet(name: "x", columns: [SheetColumn("a")], rows: [[.text("b")]])
    let first = try Workbook.write(sheets: [sheet], title: "T", createdAt: 1_768_435_200)
    #expect(try Workbook.write(sheets: [sheet], title: "T", createdAt: 1_768_435_200) == first)
    let core = try #require(try Zip(first).members["docProps/core.xml"])
    #expect(core.contains("2026-01-15T00:00:00Z") && core.contains("<dc:title>T</dc:title>"))
  }

  @Test func `a text too long for a cell is refused`() throws {
    #expect(throws: WorkbookError.tooLarge) {
      try only(
        Sheet(name: "x", columns: [SheetColumn("a")], rows: [[.text(String(repeating: "x", count: 32_768))]]))
    }
  }

  @Test(arguments: [true, false])
  func `no temporary file is left, whether it works or fails`(_ fails: Bool) throws {
    struct Stop: Error {}
    let scratch = FileManager.default.temporaryDirectory.appending(path: "workbook-test-\(UUID())")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let path = scratch.path(percentEncoded: false)
    let outcome = Result {
      try Workbook.write(title: "x", scratch: path) { writer in
        try writer.begin(Sheet(name: "x", columns: [SheetColumn("a")]))
        try writer.append([.text("b")])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1, "it writes here")
        if fails { throw Stop() }
      }
    }
    #expect((try? outcome.get()) == nil ? fails : !fails)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
  }

  @Test func `a place that cannot be written is an error`() {
    #expect(throws: WorkbookError.temporaryDirectory(2)) {
      try Workbook.write(title: "x", scratch: "/nowhere") { _ in }
    }
  }

  @Test func `rows beyond what a sheet holds go on in the next`() throws {
    let file = try DocumentFile()
    try Workbook.write(to: file, title: "Long", rowsPerSheet: 5) { writer in
      try writer.begin(Sheet(name: "Sales", titleLines: ["Statement"], columns: Self.columns))
      for index in 0..<7 { try writer.append([.text("row \(index)"), .empty, .integer(index)]) }
    }
    let zip = try Zip(try file.bytes())
    let book = try #require(zip.members["xl/workbook.xml"])
    #expect(book.contains("name=\"Sales\"") && book.contains("name=\"Sales (2)\"") && book.contains("Sales (3)"))
    let second = try #require(zip.members["xl/worksheets/sheet2.xml"])
    #expect(second.contains("<t>Statement</t>") && second.contains("<t>row 3</t>") && !second.contains("<t>row 6</t>"))
    #expect(second.contains("<autoFilter ref=\"A2:C5\"/>"))
  }

  @Test func `where there is no room for the file it is refused`() throws {
    let full = open("/dev/full", O_RDWR)
    #expect(throws: DocumentFileError.noRoom) {
      try Workbook.write(to: DocumentFile(takingOver: full), title: "x") { try $0.begin(Sheet(name: "x", columns: [])) }
    }
  }

  @Test func `many rows are streamed`() throws {
    let bytes = try Workbook.write(title: "Long") { writer in
      try writer.begin(Sheet(name: "Lines", columns: Self.columns))
      for index in 0..<20_000 { try writer.append([.text("Row"), .day("2026-01-15"), .integer(index)]) }
    }
    #expect(bytes.starts(with: [0x50, 0x4B]))
    #expect(bytes.count > 100_000)
  }

  @discardableResult
  private func only(_ sheet: Sheet) throws -> String {
    try #require(try Zip(try Workbook.write(sheets: [sheet], title: "T")).members["xl/worksheets/sheet1.xml"])
  }
}
