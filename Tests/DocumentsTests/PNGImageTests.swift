import Documents
import Testing

@Suite struct PNGImageTests {
  @Test(arguments: [
    ("", PNGImage.Fault.notPNG), ("GIF89a", .notPNG), ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", .notPNG),
  ])
  func `other files are no pictures`(_ text: String, _ fault: PNGImage.Fault) {
    #expect(throws: fault) { try PNGImage(Array(text.utf8)) }
  }

  @Test func `a picture that is cut off, bent or goes on is damaged`() throws {
    let whole = Pictures.png(width: 20, height: 10)
    for count in [8, 12, 30, 33, whole.count - 13, whole.count - 1] {
      #expect(throws: PNGImage.Fault.damaged, "\(count)") { try PNGImage(Array(whole.prefix(count))) }
    }
    var bent = whole
    bent[50] ^= 0xFF
    #expect(throws: PNGImage.Fault.damaged) { try PNGImage(bent) }
    // A header that promises what does not come, checksum and all.
    let empty = Array(whole.prefix(33)) + Pictures.chunk("IDAT", [0x78, 0x01]) + Pictures.chunk("IEND", [])
    #expect(throws: PNGImage.Fault.damaged) { try PNGImage(empty) }
    #expect(throws: PNGImage.Fault.damaged) {
      try PNGImage(Pictures.png(width: 9, height: 9, with: Pictures.chunk("IHDR", [])))
    }
  }

  @Test(arguments: [(0, 10), (10, 0)])
  func `a picture without pixels is damaged`(_ width: Int, _ height: Int) {
    #expect(throws: PNGImage.Fault.damaged) { try PNGImage(Pictures.png(width: width, height: height)) }
  }

  @Test(arguments: [(2001, 1), (1, 2001), (1001, 1000)])
  func `a picture of too many pixels is refused before it is unpacked`(_ width: Int, _ height: Int) {
    #expect(throws: PNGImage.Fault.tooManyPixels) { try PNGImage(Pictures.png(width: width, height: height)) }
  }

  @Test func `of the file only what draws the picture is kept`() throws {
    let secret = Pictures.chunk("tEXt", Array("Comment\u{0}taken at home".utf8))
    let image = try PNGImage(Pictures.png(width: 20, height: 10, with: secret) + Array("and more".utf8))
    #expect(image.bytes == Pictures.png(width: 20, height: 10))
    #expect(image.width == 20 && image.height == 10)
    #expect(try PNGImage(image.bytes) == image)
  }
}
