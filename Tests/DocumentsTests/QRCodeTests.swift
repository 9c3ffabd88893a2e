import Documents
import Testing

@Suite struct QRCodeTests {
  @Test(arguments: ["", String(repeating: "x", count: 3_000)])
  func `no text and too much text make no code`(_ text: String) {
    #expect(QRCode(text) == nil)
  }

  @Test func `a code has its three corners, and its path draws just the dark modules`() throws {
    let code = try #require(QRCode("otpauth://totp/Comptoir:lea%40comptoir.test?secret=GEZDGNBVGY3TQOJQ"))
    #expect((code.size - 17).isMultiple(of: 4) && code.size >= 21)
    for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
      let ring = (0..<7).map { code.isDark(x + $0, y) && code.isDark(x, y + $0) }
      #expect(ring.allSatisfy(\.self) && code.isDark(x + 3, y + 3) && !code.isDark(x + 1, y + 1))
    }
    let rows = code.path.split(separator: "M").map { $0.split { !$0.isNumber }.compactMap { Int($0) } }
    var drawn = 0
    for row in rows {
      let (x, y, width) = (row[0] - QRCode.quietZone, row[1] - QRCode.quietZone, row[2])
      #expect((x..<x + width).allSatisfy { code.isDark($0, y) })
      drawn += width
    }
    let dark = (0..<code.size * code.size).count { code.isDark($0 % code.size, $0 / code.size) }
    #expect(drawn == dark)
  }

  @Test func `the same text is the same picture, another text another`() throws {
    #expect(try #require(QRCode("one")).path == #require(QRCode("one")).path)
    #expect(try #require(QRCode("one")).path != #require(QRCode("two")).path)
  }
}
