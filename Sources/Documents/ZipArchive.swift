import CZip
import Glibc

/// Why an archive could not be written.
package enum ZipError: Error, Equatable, Sendable {
  /// What the library says.
  case library(String)
}

/// Writes a zip archive entry by entry to a sink, holding one block of it in memory; entries and archives of more than
/// 4 GB become zip64 by themselves.
///
///     let zip = try ZipArchive { try file.write($0) }
///     try zip.begin("2026-01/statement.pdf", at: seconds)
///     try zip.write(bytes)
///     try zip.finish()
package final class ZipArchive {
  private let archive: OpaquePointer
  private let sink: Sink
  private var isEntryOpen = false
  private var isFinished = false

  /// The library calls back without throwing, so an error waits here until the call returns.
  fileprivate final class Sink {
    let write: (UnsafeRawBufferPointer) throws -> Void
    var failure: (any Error)?

    init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }
  }

  /// `sink` gets the archive's bytes in order; what it throws is thrown by the call that wrote.
  package init(to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let archive = archive_write_new() else { throw ZipError.library("no memory for an archive") }
    self.archive = archive
    self.sink = Sink(sink)
    try check(archive_write_set_format_zip(archive))
    // What is written reaches the sink at once, without padding at the end.
    try check(archive_write_set_bytes_per_block(archive, 0))
    try check(archive_write_open(archive, Unmanaged.passUnretained(self.sink).toOpaque(), nil, receive, nil))
  }

  deinit {
    // Freed unfinished, the library would finish it.
    if !isFinished { archive_write_fail(archive) }
    archive_write_free(archive)
  }

  /// Begins a file; the one before is over. `name`: plain ASCII, folders apart by `/`. `at`: seconds since 1970.
  package func begin(_ name: String, at seconds: Int64) throws {
    try endEntry()
    guard let entry = archive_entry_new() else { throw ZipError.library("no memory for an entry") }
    defer { archive_entry_free(entry) }
    archive_entry_set_pathname(entry, name)
    archive_entry_set_filetype(entry, 0o100000)
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_mtime(entry, time_t(seconds), 0)
    try check(archive_write_header(archive, entry))
    isEntryOpen = true
  }

  /// Adds to the file begun last.
  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    precondition(isEntryOpen, "a file is begun before it is written")
    var rest = bytes[...]
    while !rest.isEmpty {
      let block = UnsafeRawBufferPointer(rebasing: rest)
      let written = archive_write_data(archive, block.baseAddress, block.count)
      guard written > 0 else { throw failure() }
      rest = rest.dropFirst(written)
    }
  }

  /// Adds to the file begun last.
  package func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  /// Writes the directory. Without it the archive is none; nothing follows.
  package func finish() throws {
    try endEntry()
    isFinished = true
    try check(archive_write_close(archive))
  }

  private func endEntry() throws {
    precondition(!isFinished, "the archive is finished")
    if isEntryOpen { try check(archive_write_finish_entry(archive)) }
    isEntryOpen = false
  }

  private func check(_ result: Int32) throws {
    // A warning is no failure.
    guard result == ARCHIVE_OK || result == ARCHIVE_WARN else { throw failure() }
  }

  private func failure() -> any Error {
    if let failure = sink.failure { return failure }
    return ZipError.library(archive_error_string(archive).map { String(cString: $0) } ?? "unknown")
  }
}

private func receive(
  _: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
  guard let context, let bytes else { return count == 0 ? 0 : -1 }
  let sink = Unmanaged<ZipArchive.Sink>.fromOpaque(context).takeUnretainedValue()
  if sink.failure != nil { return -1 }
  do {
    try sink.write(UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  } catch {
    sink.failure = error
    return -1
  }
}
