import Documents
import Foundation
import Testing

@Suite struct PageDocumentTests {
  @Test(arguments: [(0, 1), (10, 1), (200, 5), (2000, 50)])
  func `a table takes as many pages as it needs`(_ rows: Int, _ atLeast: Int) throws {
    let pages = pageCount(try statement(rows: rows).pdf())
    #expect(pages >= atLeast && pages <= max(1, atLeast * 2), "\(pages) pages")
  }

  @Test func `the same input gives the same bytes`() throws {
    #expect(try statement(rows: 100).pdf() == statement(rows: 100).pdf())
  }

  @Test func `the title, the author and the time of making are in the metadata`() throws {
    let text = String(decoding: try statement(rows: 1).pdf(), as: UTF8.self)
    for entry in ["/Title (Statement AC-2026-0001)", "/Author (Alpine Cloud)", "/CreationDate (20260201000000Z"] {
      let isThere = text.contains(entry)
      #expect(isThere, "\(entry)")
    }
  }

  @Test(arguments: [
    "Zürich Straßenbau AG", "Ελληνικά Ε.Π.Ε.", "ООО Ромашка", "日本電気株式会社", "شركة الاتصالات", "👩‍👩‍👧", "", "\u{1}\u{7F}",
    "a\u{301}",
    "line one\nline two", String(repeating: "x", count: 20_000), String(repeating: "long words ", count: 5_000),
  ])
  func `names in any script and of any length are laid out`(_ name: String) throws {
    var document = statement(rows: 1)
    document.title = name
    document.lead = [LeadLine(name, name)]
    document.notes = [name]
    document.footer = name
    document.sections = [
      PageSection(heading: name, columns: [PageColumn(name)], rows: [[.text(name)], [.decimal(name)]])
    ]
    #expect((1...4).contains(pageCount(try document.pdf())))
  }

  /// A script that no font is there for would be drawn as boxes of the font that the rest is in.
  @Test(arguments: ["日本電気株式会社", "한국전자", "中国电信"])
  func `names in Chinese, Japanese and Korean have a font of their own`(_ name: String) throws {
    var document = statement(rows: 1)
    let usual = try told("pdffonts", of: document)
    document.footer = name
    #expect(try told("pdffonts", of: document).count == usual.count + 1)
    #expect(try told("pdftotext", of: document).contains { $0.contains(name) })
  }

  /// The lines that one of poppler's programs prints.
  private func told(_ program: String, of document: PageDocument) throws -> [Substring] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).pdf")
    try Data(document.pdf()).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program, file.path] + (program == "pdftotext" ? ["-"] : [])
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n")
  }

  @Test func `a document without anything is one page`() throws {
    #expect(pageCount(try PageDocument(title: "", author: "").pdf()) == 1)
  }

  @Test func `documents are rendered beside each other`() async throws {
    let expected = try statement(rows: 60).pdf()
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 { group.addTask { try statement(rows: 60).pdf() } }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }

  @Test(arguments: [("de-CH", "de-CH"), ("fr", "fr"), ("en)/Evil(", "enEvil")])
  func `it says its language, is tagged and shows its title`(_ language: String, _ said: String) throws {
    var document = statement(rows: 3)
    document.language = language
    let text = String(decoding: try document.pdf(), as: UTF8.self)
    let parts = ["/Lang (\(said))", "/DisplayDocTitle true", "/Marked true", "/StructTreeRoot", "/Outlines"]
    for part in parts {
      let isThere = text.contains(part)
      #expect(isThere, "\(part)")
    }
    // The update's table leads to the catalog, and to the table before it.
    let trailer = try #require(text.components(separatedBy: "startxref\n").last)
    let bytes = try document.pdf()
    let table = try #require(Int(trailer.prefix { $0.isNumber }))
    #expect(bytes[table...].starts(with: "xref\n".utf8))
    let entry = String(decoding: bytes[table...].prefix(60), as: UTF8.self).split(separator: "\n")
    let place = try #require(Int(entry[2].prefix(10)))
    #expect(bytes[place...].starts(with: "\(entry[1].split(separator: " ")[0]) 0 obj\n<< /Type /Catalog".utf8))
  }

  @Test func `a logo is drawn, and the same logo gives the same bytes`() throws {
    var document = statement(rows: 1)
    let plain = try document.pdf()
    document.logo = try PNGImage(Pictures.png(width: 120, height: 40))
    let first = try document.pdf()
    #expect(first == (try document.pdf()) && first.count > plain.count)
    let hasImage = String(decoding: first, as: UTF8.self).contains("/Subtype /Image")
    #expect(hasImage)
  }

  @Test func `where there is no room a document is refused as a whole`() throws {
    let full = open("/dev/full", O_RDWR)
    #expect(throws: DocumentFileError.noRoom) {
      try statement(rows: 400).write(to: DocumentFile(takingOver: full)) { try $0.write(statement(rows: 400).sections) }
    }
  }

  @Test func `what goes wrong between the rows is thrown on`() {
    struct Lost: Error {}
    #expect(throws: Lost.self) {
      try statement(rows: 0).write(to: DocumentFile()) { pages in
        pages.begin(statement(rows: 0).sections[0])
        throw Lost()
      }
    }
  }

  /// The whole size, 3,000 pages, is measured by the bench; here memory is to stay with the size of a page.
  @Test func `memory does not grow with the rows`() throws {
    let rows = statement(rows: 50).sections[0].rows
    let before = residentBytes()
    let file = try DocumentFile()
    try statement(rows: 0).write(to: file) { pages in
      pages.begin(statement(rows: 0).sections[0])
      for _ in 0..<120 { for row in rows { try pages.append(row) } }
      try pages.end()
    }
    let tail = String(decoding: try file.read(at: file.byteCount - 400, count: 400), as: UTF8.self)
    #expect(tail.contains("%%EOF"))
    let grown = (residentBytes() - before) >> 20
    #expect(grown < 64, "\(grown) MB for \(file.byteCount >> 20) MB")
  }

  private func residentBytes() -> Int {
    let parts = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) * 4096
  }

  private func pageCount(_ bytes: [UInt8]) -> Int {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.components(separatedBy: "/Type /Page %").count - 1
  }
}

private func statement(rows: Int) -> PageDocument {
  let columns = [
    PageColumn("Service and plan", share: 4), PageColumn("What happened", share: 1.5), PageColumn("Days", share: 2.2),
    PageColumn("Licences", kind: .number), PageColumn("Unit price", share: 1.2, kind: .number),
    PageColumn("Amount", share: 1.4, kind: .number),
  ]
  let lines: [[Cell]] = (0..<rows).map { index in
    [
      .text(index % 7 == 3 ? "Microsoft 365 Business Premium with a very long friendly name, Zürich" : "Visio Plan 2"),
      .text("Recurring"), .text("2026-01-15 – 2026-02-14"), .integer(10 + index), .decimal("3.90"),
      .decimal(index % 5 == 4 ? "-2.52" : "1239.00"),
    ]
  }
  let total: [Cell] = [.text("Total Marketing"), .empty, .empty, .empty, .empty, .decimal("123456.78")]
  return PageDocument(
    title: "Statement AC-2026-0001", language: "de-CH", author: "Alpine Cloud",
    lead: [
      LeadLine("SELLER", "Alpine Cloud AG\nBahnhofstrasse 1\n8001 Zürich"),
      LeadLine("BUYER", "Helvetia Works AG\nRue de l'Église 3\n1003 Lausanne"),
      LeadLine("NUMBER", "AC-2026-0001"), LeadLine("MONTH", "January 2026"),
    ],
    sections: [
      PageSection(
        heading: "Marketing (4711)", columns: columns, rows: lines,
        totals: [
          [.text("Net"), .empty, .empty, .empty, .empty, .decimal("114206.08")],
          [.text("VAT 8.1 %"), .empty, .empty, .empty, .empty, .decimal("9250.70")], total,
        ])
    ],
    notes: ["Amounts in CHF. Billed days are half-open: the last day named is the last one billed."],
    footer: "Alpine Cloud AG · AC-2026-0001", createdAt: "2026-02-01T00:00:00Z")
}
