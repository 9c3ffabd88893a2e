import CQREncode

/// A QR code (ISO 18004), computed by libqrencode: squares to be drawn in whatever way.
package struct QRCode: Sendable {
  /// Modules along each side, without the quiet zone.
  package let size: Int
  private let dark: [Bool]

  /// Light modules that must surround it.
  package static let quietZone = 4

  /// Nil when the text is empty or too long for any QR code.
  package init?(_ text: String) {
    guard !text.isEmpty, let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    size = width
    dark = (0..<width * width).map { code.pointee.data[$0] & 1 == 1 }
  }

  package func isDark(_ x: Int, _ y: Int) -> Bool { dark[y * size + x] }

  /// The dark modules as an SVG path, one rectangle for each run in a row, the quiet zone included in its coordinates.
  package var path: String {
    var path = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        guard isDark(x, y) else {
          x += 1
          continue
        }
        let start = x
        while x < size, isDark(x, y) { x += 1 }
        path += "M\(start + QRCode.quietZone) \(y + QRCode.quietZone)h\(x - start)v1h-\(x - start)z"
      }
    }
    return path
  }
}
