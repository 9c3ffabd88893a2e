import Documents
import Testing

private func read(_ text: String, rows: Int = 10) throws(CSVFault) -> CSVTable {
  try CSV.table(Array(text.utf8), rows: rows)
}

@Suite struct CSVReaderTests {
  @Test(arguments: [
    ([], CSVFault.empty), (Array("\r\n\n,,\n".utf8), .empty), ([0xEF, 0xBB, 0xBF], .empty),
    ([0xFF, 0xFE, 0x61, 0x00], .wideEncoding), ([0xFE, 0xFF, 0x00, 0x61], .wideEncoding),
    ([0x61, 0x00, 0x2C, 0x00], .wideEncoding), (Array("a,b\nM".utf8) + [0xFC, 0x6C], .notUTF8(row: 2)),
    ([0x4D, 0xFC], .notUTF8(row: 1)), (Array("a,b\nc,d\n\"e,f\ng,h".utf8), .unclosedQuote(row: 3)),
    (Array("a,b\n\"c\"d,e".utf8), .textAfterQuote(row: 2)), (Array("a,b\nc\"d,e".utf8), .strayQuote(row: 2)),
    (Array("a,b\n\"c\" ,e".utf8), .textAfterQuote(row: 2)),
    (Array(String(repeating: ",", count: 100).utf8), .tooManyColumns(maximum: 100)),
  ])
  func `what is no table is refused with its reason`(_ bytes: [UInt8], _ fault: CSVFault) {
    #expect(throws: fault) { try CSV.table(bytes, rows: 10) }
  }

  @Test func `rows too many are refused before the rest is read`() throws {
    let exact = "a,b\n" + String(repeating: "c,d\n", count: 10)
    #expect(try read(exact).rows.count == 10)
    #expect(throws: CSVFault.tooManyRows(maximum: 10)) { try read(exact + "c,d") }
    let rest = String(repeating: "\"", count: 3)
    #expect(throws: CSVFault.tooManyRows(maximum: 10)) { try read(exact + "c,d\n" + rest) }
    let endless = Array(("a" + String(repeating: "\nb", count: 1_000_000)).utf8)
    let took = ContinuousClock().measure {
      #expect(throws: CSVFault.tooManyRows(maximum: 1000)) { try CSV.table(endless, rows: 1000) }
    }
    #expect(took < .seconds(1))
  }

  @Test(arguments: [
    ("a,b\nc,d", ","), ("a;b\r\nc;d\r\n", ";"), ("a\tb\rc\td\r", "\t"), ("\u{FEFF}a;b\nc;d", ";"),
    ("\"a\";\"b\"\n\"c\";\"d\"", ";"), (" a , b \n c , d ", ","), ("\n\na,b\n\nc,d\n\n", ","), ("a,b\nc,d\n,\n", ","),
  ])
  func `separators and line ends are found by looking`(_ text: String, _ separator: Character) throws {
    let table = try read(text)
    #expect(table.separator == separator)
    #expect(table.heading == ["a", "b"])
    #expect(table.rows.map(\.cells) == [["c", "d"]])
  }

  @Test(arguments: [
    ("h,i\n\"a,b\",c", ["a,b", "c"]), ("h,i\n\"a\"\"b\",\"\"", ["a\"b", ""]), ("h,i\n\"a\nb\",c", ["a\nb", "c"]),
    ("h,i\na", ["a"]), ("h,i\na,b,c", ["a", "b", "c"]), ("h,i\nMüller,日本 👩‍👩‍👧", ["Müller", "日本 👩‍👩‍👧"]),
    ("h,i\n=1+1,@x", ["=1+1", "@x"]), ("h;i\na,b;c", ["a,b", "c"]), ("\"x;y\",i\na,b", ["a", "b"]),
  ])
  func `cells are read as they were written`(_ text: String, _ cells: [String]) throws {
    #expect(try read(text).rows.map(\.cells) == [cells])
  }

  @Test func `rows keep the numbers a spreadsheet shows`() throws {
    #expect(try read("h,i\n\n\"a\nb\",c\n,\nd,e").rows.map(\.number) == [3, 5])
  }

  @Test func `what is written is read back`() throws {
    let rows = [["Müller, Söhne", "6\" screen"], ["two\r\nlines", "ü;\t"], ["", "x"]]
    for separator: Character in [",", ";", "\t"] {
      let bytes = CSV.bytes(
        columns: ["one", "two"], rows: rows.map { $0.map(Cell.text) }, separator: separator)
      #expect(try CSV.table(bytes, rows: 10).rows.map(\.cells) == rows)
    }
  }
}
