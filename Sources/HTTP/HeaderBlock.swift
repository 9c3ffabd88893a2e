import CHTTP
import Glibc

/// Reads the headers of a request that libmicrohttpd has taken apart, and refuses what it lets pass: names that are
/// no tokens, folded lines, control bytes (NUL and bare CR included), lines that end in a bare LF, bytes that are
/// no UTF-8. Each of them is read differently by some proxy, which is how requests are smuggled past one.
///
/// This relies on how libmicrohttpd 0.9 leaves the received bytes. A version that leaves them otherwise makes every
/// request be refused, so it cannot go unnoticed.
struct HeaderBlock {
  private var headers = Headers()
  private var isSound = true
  /// Where the next byte of the block must be, and the block's end. The library replaces each separator by NULs but
  /// leaves all else where it was received, so whatever it dropped or moved shows as a gap.
  private var position: UnsafePointer<CChar>
  private let end: UnsafePointer<CChar>

  /// The headers, or nothing if they are malformed.
  /// - Parameters:
  ///   - line: the request line's parts, as received: method, target (with its length), version.
  static func read(
    _ connection: OpaquePointer, method: UnsafePointer<CChar>, target: (start: UnsafePointer<CChar>, count: Int),
    version: UnsafePointer<CChar>
  ) -> Headers? {
    let versionEnd = version + strlen(version)
    guard method + strlen(method) + 1 == target.start, target.start + target.count + 1 == version,
      isLineEnd(versionEnd)
    else { return nil }
    var block = HeaderBlock(position: versionEnd + 2, end: method + chttp_header_bytes(connection))
    withUnsafeMutablePointer(to: &block) { block in
      _ = MHD_get_connection_values_n(connection, .HEADER_KIND, take, block)
    }
    guard block.isSound, isLineEnd(block.position), block.position + 2 == block.end else { return nil }
    return block.headers
  }

  private init(position: UnsafePointer<CChar>, end: UnsafePointer<CChar>) {
    self.position = position
    self.end = end
  }

  private static let take: MHD_KeyValueIteratorN = { context, _, name, nameCount, value, valueCount in
    guard let block = context?.assumingMemoryBound(to: HeaderBlock.self), let name, let value else { return .NO }
    block.pointee.isSound = block.pointee.add(name, nameCount, value, valueCount)
    return block.pointee.isSound ? .YES : .NO
  }

  private mutating func add(
    _ name: UnsafePointer<CChar>, _ nameCount: Int, _ value: UnsafePointer<CChar>, _ valueCount: Int
  ) -> Bool {
    guard name == position else { return false }
    position += nameCount + 1
    while position < value, Self.isBlank(UInt8(bitPattern: position.pointee)) { position += 1 }
    guard position == value, value + valueCount + 2 <= end, Self.isLineEnd(value + valueCount) else { return false }
    position = value + valueCount + 2

    let nameBytes = Self.bytes(name, nameCount)
    var valueBytes = Self.bytes(value, valueCount)[...]
    while let last = valueBytes.last, Self.isBlank(last) { valueBytes.removeLast() }
    guard !nameBytes.isEmpty, nameBytes.allSatisfy(Self.isToken), valueBytes.allSatisfy(Self.isText),
      let text = String(validating: valueBytes, as: UTF8.self)
    else { return false }
    headers.add(String(decoding: nameBytes, as: UTF8.self), text)
    return true
  }

  private static func bytes(_ start: UnsafePointer<CChar>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(start: start, count: count).assumingMemoryBound(to: UInt8.self)
  }

  /// CR LF, as the library leaves it.
  private static func isLineEnd(_ place: UnsafePointer<CChar>) -> Bool { place[0] == 0 && place[1] == 0 }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isText(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

  /// RFC 9110, 5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "!"),
      UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "`"),
      UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
