import CHTTP

/// A body written by a closure while the client reads it.
///
/// The library pulls, the closure pushes. When the library first asks, the headers have been sent and this thread has
/// the socket to itself: the closure runs to its end right there and its pieces go to the socket, framed as chunks;
/// the library then adds the last chunk. So there is no second thread, and memory is one piece.
final class StreamedBody {
  private static let pieceBytes = 32 << 10
  /// A chunk's size in hexadecimal, padded with zeros, and CR LF.
  private static let prefixBytes = 10
  private static let endOfStream = -1
  private static let endWithError = -2

  private let produce: @Sendable (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  private let handle: OpaquePointer
  private let descriptor: Int32
  private let isChunked: Bool
  private let idleSeconds: Int
  private var piece: [UInt8] = []

  init(
    _ produce: @escaping @Sendable (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void,
    handle: OpaquePointer, descriptor: Int32, isChunked: Bool, idleSeconds: Int
  ) {
    self.produce = produce
    self.handle = handle
    self.descriptor = descriptor
    self.isChunked = isChunked
    self.idleSeconds = idleSeconds
  }

  /// The library's response, which keeps this object until it has been sent.
  func response(toHead: Bool) -> OpaquePointer? {
    let kept = Unmanaged.passRetained(self)
    guard
      let response = MHD_create_response_from_callback(
        UInt64.max, Self.pieceBytes, Self.read, kept.toOpaque(), Self.release)
    else {
      kept.release()
      return nil
    }
    // To HEAD the library would send the last chunk although no body may follow.
    if toHead { chttp_forbid_chunks(response) }
    return response
  }

  private static let read: MHD_ContentReaderCallback = { context, _, _, _ in
    guard let context else { return endWithError }
    return Unmanaged<StreamedBody>.fromOpaque(context).takeUnretainedValue().run()
  }

  private static let release: MHD_ContentReaderFreeCallback = { context in
    if let context { Unmanaged<StreamedBody>.fromOpaque(context).release() }
  }

  private func run() -> Int {
    // The library does not see what is sent here and would take the connection for idle.
    chttp_set_idle_seconds(handle, 0)
    defer { chttp_set_idle_seconds(handle, UInt32(idleSeconds)) }
    do {
      beginPiece()
      try produce(write)
      try sendPiece()
      return Self.endOfStream
    } catch {
      return Self.endWithError
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let taken = rest.prefix(Self.pieceBytes - piece.count)
      piece.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      if piece.count == Self.pieceBytes { try sendPiece() }
    }
  }

  private func beginPiece() {
    piece.removeAll(keepingCapacity: true)
    piece.reserveCapacity(Self.pieceBytes + 2)
    if isChunked { piece.append(contentsOf: repeatElement(0, count: Self.prefixBytes)) }
  }

  private func sendPiece() throws {
    let size = piece.count - (isChunked ? Self.prefixBytes : 0)
    guard size > 0 else { return }
    if isChunked {
      let digits = Array(String(size, radix: 16).utf8)
      let padding = [UInt8](repeating: UInt8(ascii: "0"), count: Self.prefixBytes - 2 - digits.count)
      piece.replaceSubrange(..<Self.prefixBytes, with: padding + digits + Array("\r\n".utf8))
      piece.append(contentsOf: "\r\n".utf8)
    }
    try piece.withUnsafeBytes { try Sockets.send($0, to: descriptor, waitSeconds: idleSeconds) }
    beginPiece()
  }
}
