import Documents
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    (Cell.text("Visio Plan 2"), "Visio Plan 2"),
    (.text("Müller, Söhne"), "\"Müller, Söhne\""),
    (.text("6\" screen"), "\"6\"\" screen\""),
    (.text("two\nlines"), "\"two\nlines\""),
    (.text("two\r\nlines"), "\"two\r\nlines\""),
    (.text("日本 👩‍👩‍👧"), "日本 👩‍👩‍👧"),
    (.id("007"), "007"),
    (.decimal("-12.30"), "-12.30"),
    (.decimal("0"), "0"),
    (.integer(-3), "-3"),
    (.day("2026-01-15"), "2026-01-15"),
  ])
  func `values are written as they are, quoted where needed`(_ cell: Cell, _ field: String) {
    #expect(line(cell) == "\(field),end\r\n")
  }

  @Test(arguments: [
    Cell.text("=1+1"), .text("=cmd|' /C calc'!A0"), .text("+41 44 000 00 00"), .text("-1+1"), .text("@SUM(A1)"),
    .text("\t=1"), .text("\r=1"), .text("\n=1"), .id("=1"), .decimal("=1+1"), .decimal("-1+1"), .decimal("-"),
    .decimal("+1"), .day("=2026-01-15"),
  ])
  func `text never becomes a formula`(_ cell: Cell) {
    let written = line(cell)
    #expect(written.hasPrefix("'") || written.hasPrefix("\"'"), "\(written)")
  }

  @Test(arguments: [",", ";", "\t", "|"] as [Character])
  func `the separator is quoted inside a field`(_ separator: Character) {
    let bytes = CSV.bytes(columns: ["a", "b"], rows: [[.text("x\(separator)y"), .empty]], separator: separator)
    #expect(text(bytes) == "a\(separator)b\r\n\"x\(separator)y\"\(separator)\r\n")
  }

  @Test func `a decimal comma is quoted when the comma also separates`() {
    #expect(text(CSV.bytes(columns: ["a"], rows: [[.decimal("-1.5")]], decimalSign: ",")) == "a\r\n\"-1,5\"\r\n")
    #expect(
      text(CSV.bytes(columns: ["a"], rows: [[.decimal("-1.5")]], separator: ";", decimalSign: ",")) == "a\r\n-1,5\r\n")
  }

  @Test func `a heading that looks like a formula is made harmless`() {
    #expect(text(CSV.bytes(columns: ["=A1"], rows: [])) == "'=A1\r\n")
  }

  @Test func `one empty field is not an empty line`() {
    #expect(text(CSV.bytes(columns: [""], rows: [[.empty], [.text("")]])) == "\"\"\r\n\"\"\r\n\"\"\r\n")
  }

  @Test func `there is no byte order mark`() {
    #expect(CSV.bytes(columns: ["é"], rows: []).first == 0xC3)
  }

  @Test func `a long export arrives in chunks of bounded size`() {
    var sizes: [Int] = []
    let rows = (0..<50_000).lazy.map { [Cell.integer($0), .text("Microsoft 365 Business Standard")] }
    CSV.write(columns: ["n", "plan"], rows: rows) { sizes.append($0.count) }
    #expect(sizes.count > 20)
    #expect(sizes.allSatisfy { $0 < 70_000 })
  }

  @Test func `a sink that fails stops the export with its own error`() {
    struct Full: Error {}
    var calls = 0
    let rows = (0..<100_000).lazy.map { [Cell.integer($0)] }
    #expect(throws: Full.self) {
      try CSV.write(columns: ["n"], rows: rows) { (_: [UInt8]) throws(Full) in
        calls += 1
        throw Full()
      }
    }
    #expect(calls == 1)
  }

  private func line(_ cell: Cell) -> String {
    String(text(CSV.bytes(columns: [], rows: [[cell, .text("end")]])).dropFirst(1))
  }

  @Test func `a byte order mark comes first if wanted, and once`() {
    var writer = CSV.Writer(CSV.Style(hasByteOrderMark: true))
    writer.append(row: [.text("")])
    #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("\"\"\r\n".utf8))
    writer.append(row: [.empty])
    #expect(writer.take() == Array("\"\"\r\n".utf8))
  }

  @Test(arguments: ["\u{FF1D}1+1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}x"])
  func `wide signs begin formulas as well`(_ text: String) {
    #expect(String(decoding: CSV.bytes(columns: ["a"], rows: [[.text(text)]]), as: UTF8.self) == "a\r\n'\(text)\r\n")
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
