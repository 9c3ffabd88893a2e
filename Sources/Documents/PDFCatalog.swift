/// What a PDF says of itself as a whole. Cairo leaves out the language and that readers show the title rather than the
/// file's name; both are added by an incremental update (ISO 32000-1, 7.5.6): the catalog once more, at the end.
enum PDFCatalog {
  /// Enough for the trailer and for a catalog.
  private static let partBytes = 2048
  /// An entry of the cross-reference table.
  private static let entryBytes = 20

  /// Adds the language, e.g. `de-CH`, and the title's display to a document as Cairo writes it.
  static func complete(_ file: DocumentFile, language: String) throws {
    let end = file.byteCount
    let tail = String(decoding: try file.read(at: max(0, end - partBytes), count: partBytes), as: UTF8.self)
    guard let table = number(after: "startxref\n", in: tail), let size = number(after: "/Size ", in: tail),
      let root = number(after: "/Root ", in: tail), let info = number(after: "/Info ", in: tail)
    else { throw PageError(reason: "the PDF has no trailer as expected") }
    let heading = "xref\n0 \(size)\n".utf8.count
    let entry = try file.read(at: table + heading + root * entryBytes, count: 10)
    guard let place = Int(String(decoding: entry, as: UTF8.self)) else {
      throw PageError(reason: "the PDF has no table as expected")
    }
    let object = String(decoding: try file.read(at: place, count: partBytes), as: UTF8.self)
    guard object.hasPrefix("\(root) 0 obj\n<<"), let close = object.firstRange(of: "\n>>\nendobj") else {
      throw PageError(reason: "the PDF has no catalog as expected")
    }
    let tag = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    let entries = "\n   /Lang (\(tag))\n   /ViewerPreferences << /DisplayDocTitle true >>"
    let catalog = String(object[..<close.lowerBound]) + entries + "\n>>\nendobj\n"
    let digits = String(end)
    let offset = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    let update = """
      \(catalog)xref
      \(root) 1
      \(offset) 00000 n\u{20}
      trailer
      << /Size \(size)
         /Root \(root) 0 R
         /Info \(info) 0 R
         /Prev \(table)
      >>
      startxref
      \(end + catalog.utf8.count)
      %%EOF

      """
    try file.write(Array(update.utf8))
  }

  /// The number that follows the last such word.
  private static func number(after word: String, in text: String) -> Int? {
    guard let start = text.ranges(of: word).last?.upperBound else { return nil }
    return Int(text[start...].prefix { $0.isASCII && $0.isNumber })
  }
}
