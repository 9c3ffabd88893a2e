import Glibc

/// A file that is a body: sent by the kernel from where it is, at the pace of the client, closed when nobody needs it.
package final class FileBody: Sendable {
  /// Open for reading.
  package let descriptor: Int32
  /// How many bytes of it are sent, from its beginning.
  package let byteCount: Int

  /// Takes over the descriptor.
  package init(takingOver descriptor: Int32, byteCount: Int) {
    self.descriptor = descriptor
    self.byteCount = byteCount
  }

  deinit { close(descriptor) }

  /// The whole file, for small ones; nil when it cannot be read.
  package func bytes() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var position = 0
    while position < byteCount {
      let count = bytes.withUnsafeMutableBytes { room in
        pread(descriptor, room.baseAddress?.advanced(by: position), byteCount - position, off_t(position))
      }
      guard count > 0 else { return nil }
      position += count
    }
    return bytes
  }
}
