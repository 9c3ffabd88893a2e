import FoundationEssentials
import Glibc

/// Why a document could not be kept.
package enum DocumentFileError: Error, Equatable, Sendable {
  /// No room is left where it is written.
  case noRoom
  /// What the system says, as `errno`.
  case system(Int32)

  init(_ number: Int32) {
    self = [ENOSPC, EDQUOT, EFBIG].contains(number) ? .noRoom : .system(number)
  }
}

/// A file that a document is written into, piece by piece.
///
///     let file = try DocumentFile()
///     try file.write(bytes)
///     let descriptor = try file.descriptorForReading()
///
/// Used by one thread at a time; closed with the object.
package final class DocumentFile {
  /// How much is gathered before the system is called.
  private static let bufferBytes = 64 << 10

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// What the system has taken.
  private var written = 0

  /// A file without a name in `directory` (default: the system's for such): it is gone with its last reader.
  package init(in directory: String? = nil) throws(DocumentFileError) {
    let base = directory ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var template = Array((base + "/comptoir-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw DocumentFileError(errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  /// A new file of this name, readable by its owner only; one that is there already is an error.
  package init(path: String) throws(DocumentFileError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DocumentFileError(errno) }
  }

  /// Takes over a descriptor that is open for reading and writing, empty.
  package init(takingOver descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// How many bytes were written.
  package var byteCount: Int { written + buffer.count }

  /// Adds bytes at the end.
  package func write(_ bytes: [UInt8]) throws(DocumentFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Adds bytes at the end.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(DocumentFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Hands everything to the system.
  package func flush() throws(DocumentFileError) {
    var position = 0
    while position < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        pwrite(
          descriptor, bytes.baseAddress?.advanced(by: position), bytes.count - position, off_t(written + position))
      }
      if count > 0 {
        position += count
      } else if errno != EINTR {
        throw DocumentFileError(errno)
      }
    }
    written += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  /// Begins anew: nothing is left of what was written.
  package func clear() throws(DocumentFileError) {
    buffer.removeAll(keepingCapacity: true)
    written = 0
    guard ftruncate(descriptor, 0) == 0 else { throw DocumentFileError(errno) }
  }

  /// Up to `count` bytes from `position` on.
  package func read(at position: Int, count: Int) throws(DocumentFileError) -> [UInt8] {
    try flush()
    let wanted = max(0, min(count, written - position))
    var bytes = [UInt8](repeating: 0, count: wanted)
    var taken = 0
    while taken < wanted {
      let count = bytes.withUnsafeMutableBytes { room in
        pread(descriptor, room.baseAddress?.advanced(by: taken), wanted - taken, off_t(position + taken))
      }
      guard count > 0 else { throw DocumentFileError(count < 0 ? errno : EIO) }
      taken += count
    }
    return bytes
  }

  /// Everything, for small files.
  package func bytes() throws(DocumentFileError) -> [UInt8] { try read(at: 0, count: byteCount) }

  /// Another descriptor of the complete file, for the caller to close.
  package func descriptorForReading() throws(DocumentFileError) -> Int32 {
    try flush()
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw DocumentFileError(errno) }
    return copy
  }
}
