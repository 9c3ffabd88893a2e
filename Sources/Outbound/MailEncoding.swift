import FoundationEssentials

/// Text of a header as RFC 2047 has it: as it is when short and plain, else in base64 words of at most 75 characters.
///
/// `column` is where the text begins on its line. Lines end in LF.
func encodedWords(_ text: String, startingAt column: Int) -> String {
  let isPlain = isPrintableASCII(text) && !text.contains("=?") && text.first != " " && text.last != " "
  if isPlain, text.utf8.count + column <= 76 { return text }
  // 39 bytes are 52 in base64; with "=?UTF-8?B?" and "?=" 64 characters, which leaves room for the field's name.
  var words: [[UInt8]] = [[]]
  for scalar in text.unicodeScalars {
    let bytes = Array(String(scalar).utf8)
    if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
    words[words.count - 1] += bytes
  }
  let encoded = words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }
  return encoded.joined(separator: "\n ")
}

/// Text as RFC 2045, section 6.7, has it: lines of at most 76 characters, ending in LF.
func quotedPrintable(_ text: String) -> String {
  let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
  return lines.map(quotedPrintable(line:)).joined(separator: "\n")
}

private func quotedPrintable(line: Substring) -> String {
  let bytes = Array(line.utf8)
  var result: [UInt8] = []
  var column = 0
  for (index, byte) in bytes.enumerated() {
    let isSpace = byte == 0x20 || byte == 0x09
    let isLast = index == bytes.count - 1
    let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isSpace && !isLast
    let width = isPlain ? 1 : 3
    // The 76th place is for the "=" of a soft line break.
    if column + width > (isLast ? 76 : 75) {
      result += Array("=\n".utf8)
      column = 0
    }
    if isPlain { result.append(byte) } else { result += hexadecimal(byte) }
    column += width
  }
  return String(decoding: result, as: UTF8.self)
}

private func hexadecimal(_ byte: UInt8) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}

/// LF, however it came, becomes CRLF.
func withNetworkLineBreaks(_ text: String) -> String { text.replacing("\n", with: "\r\n") }

/// Bytes as RFC 2045, section 6.8, has them: lines of 76 characters, ending in CRLF.
func appendBase64(_ bytes: [UInt8], to message: inout [UInt8]) {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  message.reserveCapacity(message.count + (bytes.count / 57 + 1) * 78)
  for start in stride(from: 0, to: bytes.count, by: 57) {
    let line = bytes[start..<min(start + 57, bytes.count)]
    for first in stride(from: line.startIndex, to: line.endIndex, by: 3) {
      let group = line[first..<min(first + 3, line.endIndex)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let isPadding = place > group.count
        message.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)])
      }
    }
    message.append(contentsOf: [0x0D, 0x0A])
  }
}
