import CPango

/// A picture that can be put on documents, checked before any of it is unpacked.
package struct PNGImage: Sendable, Hashable {
  /// Why bytes are no such picture.
  package enum Fault: Error, Equatable, Sendable {
    case notPNG
    /// It says it is PNG, and cannot be read.
    case damaged
    case tooManyPixels
  }

  package static let maximumSide = 2_000
  package static let maximumPixels = 1_000_000

  /// Only what is needed to draw it: no comments, places or second pictures that the file may have had.
  package let bytes: [UInt8]
  /// In pixels.
  package let width: Int
  /// In pixels.
  package let height: Int

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let kept: Set = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]

  /// Reads the file's parts, then, if its size allows, the picture itself.
  package init(_ file: [UInt8]) throws(Fault) {
    guard file.starts(with: Self.signature) else { throw .notPNG }
    var parts: [UInt8] = Self.signature
    var rest = file.dropFirst(Self.signature.count)
    var size: (width: Int, height: Int)?
    var isEnded = false
    while !isEnded {
      guard let chunk = Chunk(rest) else { throw .damaged }
      if size == nil {
        guard chunk.kind == "IHDR", chunk.content.count == 13 else { throw .damaged }
        let found = (width: chunk.content.bigEndian(at: 0), height: chunk.content.bigEndian(at: 4))
        guard found.width > 0, found.height > 0 else { throw .damaged }
        guard max(found.width, found.height) <= Self.maximumSide, found.width * found.height <= Self.maximumPixels
        else { throw .tooManyPixels }
        size = found
      } else if chunk.kind == "IHDR" {
        throw .damaged
      }
      if Self.kept.contains(chunk.kind) { parts += rest.prefix(chunk.byteCount) }
      rest = rest.dropFirst(chunk.byteCount)
      isEnded = chunk.kind == "IEND"
    }
    guard let size else { throw .damaged }
    bytes = parts
    (width, height) = size
    guard let surface = decoded() else { throw .damaged }
    cairo_surface_destroy(surface)
  }

  /// The picture, for the caller to destroy; nil where it cannot be read.
  func decoded() -> OpaquePointer? {
    let read: cairo_read_func_t = { source, room, count in
      guard let source, let room else { return CAIRO_STATUS_READ_ERROR }
      return Unmanaged<Source>.fromOpaque(source).takeUnretainedValue().copy(to: room, Int(count))
        ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
    }
    let source = Source(bytes)
    let surface = withExtendedLifetime(source) {
      cairo_image_surface_create_from_png_stream(read, Unmanaged.passUnretained(source).toOpaque())
    }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      cairo_surface_destroy(surface)
      return nil
    }
    return surface
  }

  private final class Source {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func copy(to room: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
      guard count <= bytes.count - position else { return false }
      bytes.withUnsafeBufferPointer { all in
        if let start = all.baseAddress { room.update(from: start + position, count: count) }
      }
      position += count
      return true
    }
  }
}

/// A part of a PNG file: its length, four letters, content and a checksum.
private struct Chunk {
  let kind: String
  let content: ArraySlice<UInt8>

  var byteCount: Int { content.count + 12 }

  /// The part that the bytes begin with; nil when it is cut off or not what its checksum says.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 12 else { return nil }
    let length = bytes.bigEndian(at: 0)
    guard length <= bytes.count - 12 else { return nil }
    let name = bytes.dropFirst(4).prefix(4)
    guard name.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else { return nil }
    kind = String(decoding: name, as: UTF8.self)
    content = bytes.dropFirst(8).prefix(length)
    guard Int(Chunk.checksum(bytes.dropFirst(4).prefix(length + 4))) == bytes.bigEndian(at: 8 + length) else {
      return nil
    }
  }

  /// CRC-32 as in ISO 3309.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}

extension ArraySlice<UInt8> {
  /// The 32-bit number so many bytes from the start.
  fileprivate func bigEndian(at offset: Int) -> Int {
    self[(startIndex + offset)..<(startIndex + offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
