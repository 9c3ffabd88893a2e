import CXLSX
import FoundationEssentials
import Glibc

/// Why a workbook could not be written.
package enum WorkbookError: Error, Equatable, Sendable {
  /// No place to write in; the number is `errno`.
  case temporaryDirectory(Int32)
  /// A text of more than 32,767 characters.
  case tooLarge
  /// No room is left where it is written.
  case noRoom
  /// What the library says, e.g. about a full disk.
  case library(String)
}

/// Excel workbooks (xlsx) with typed cells: amounts are numbers one can sum, days are dates one can sort.
package enum Workbook {
  /// The workbook of these sheets. `createdAt` is in seconds since 1970; the same input gives the same bytes.
  package static func write(sheets: [Sheet], title: String, createdAt: Int = 0) throws -> [UInt8] {
    try write(title: title, createdAt: createdAt) { writer in
      for sheet in sheets { try writer.write(sheet) }
    }
  }

  /// A workbook written row by row, holding one row in memory at a time; see `write(to:)`.
  package static func write(
    title: String, createdAt: Int = 0, scratch: String? = nil, _ body: (WorkbookWriter) throws -> Void
  ) throws -> [UInt8] {
    let file = try DocumentFile()
    try write(to: file, title: title, createdAt: createdAt, scratch: scratch, body)
    return try file.bytes()
  }

  /// A workbook written row by row into a file, holding one row in memory at a time.
  ///
  ///     try Workbook.write(to: file, title: "Charges") { writer in
  ///       try writer.begin(Sheet(name: "January", columns: columns))
  ///       try writer.append([.text("Visio Plan 2"), .decimal("39.00")])
  ///     }
  ///
  /// Throws `WorkbookError`, `DocumentFileError`, or what `body` throws. Its temporary files, in a directory of their
  /// own below `scratch` (default: the system's), are gone either way.
  package static func write(
    to file: DocumentFile, title: String, createdAt: Int = 0, scratch: String? = nil,
    rowsPerSheet: Int = WorkbookWriter.maximumRows, _ body: (WorkbookWriter) throws -> Void
  ) throws {
    let directory = try temporaryDirectory(in: scratch)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/workbook.xlsx"
    let writer = try WorkbookWriter(
      path: path, scratch: directory, title: title, createdAt: createdAt, rowsPerSheet: rowsPerSheet)
    try body(writer)
    try writer.close()
    try copy(path, to: file)
  }

  private static func copy(_ path: String, to file: DocumentFile) throws {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw DocumentFileError(errno) }
    defer { close(source) }
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = room.withUnsafeMutableBytes { read(source, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw DocumentFileError(errno) }
      if count == 0 { return try file.flush() }
      try room.withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
  }

  private static func temporaryDirectory(in scratch: String?) throws(WorkbookError) -> String {
    let base = scratch ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var template = Array((base + "/comptoir-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw .temporaryDirectory(errno) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
