import CHTTP

/// Bytes sent block by block from where they are, instead of being copied as a whole.
final class LargeBody {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The library's response, which keeps this object until it has been sent.
  func response() -> OpaquePointer? {
    let kept = Unmanaged.passRetained(self)
    let response = MHD_create_response_from_callback(
      UInt64(bytes.count), Limits.blockBytes, Self.read, kept.toOpaque(), Self.release)
    if response == nil { kept.release() }
    return response
  }

  private static let read: MHD_ContentReaderCallback = { context, position, room, capacity in
    guard let context, let room else { return -2 }
    let body = Unmanaged<LargeBody>.fromOpaque(context).takeUnretainedValue()
    let piece = body.bytes[Int(position)...].prefix(capacity)
    UnsafeMutableRawBufferPointer(start: room, count: capacity).copyBytes(from: piece)
    return piece.count
  }

  private static let release: MHD_ContentReaderFreeCallback = { context in
    if let context { Unmanaged<LargeBody>.fromOpaque(context).release() }
  }
}
