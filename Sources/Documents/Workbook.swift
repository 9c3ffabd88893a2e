import CXLSX
import FoundationEssentials
import Glibc

/// Why a workbook could not be written.
package enum WorkbookError: Error, Equatable, Sendable {
  /// No place to write in; the number is `errno`.
  case temporaryDirectory(Int32)
  /// More rows than a sheet holds (1,048,576), or a text of more than 32,767 characters.
  case tooLarge
  /// What the library says, e.g. about a full disk.
  case library(String)
}

/// Excel workbooks (xlsx) with typed cells: amounts are numbers one can sum, days are dates one can sort.
package enum Workbook {
  /// The workbook of these sheets. `createdAt` is in seconds since 1970; the same input gives the same bytes.
  package static func write(sheets: [Sheet], title: String, createdAt: Int = 0) throws -> [UInt8] {
    try write(title: title, createdAt: createdAt) { writer in
      for sheet in sheets {
        try writer.begin(sheet)
        for row in sheet.rows { try writer.append(row) }
      }
    }
  }

  /// A workbook written row by row, holding one row in memory at a time.
  ///
  ///     try Workbook.write(title: "Charges") { writer in
  ///       try writer.begin(Sheet(name: "January", columns: columns))
  ///       try writer.append([.text("Visio Plan 2"), .decimal("39.00")])
  ///     }
  ///
  /// Throws `WorkbookError`, or what `body` throws. Its temporary files, in a directory of their own below
  /// `scratch` (default: the system's), are gone either way.
  package static func write(
    title: String, createdAt: Int = 0, scratch: String? = nil, _ body: (WorkbookWriter) throws -> Void
  ) throws -> [UInt8] {
    let directory = try temporaryDirectory(in: scratch)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/workbook.xlsx"
    let writer = try WorkbookWriter(path: path, scratch: directory, title: title, createdAt: createdAt)
    try body(writer)
    try writer.close()
    return try Array(Data(contentsOf: URL(filePath: path)))
  }

  private static func temporaryDirectory(in scratch: String?) throws(WorkbookError) -> String {
    let base = scratch ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var template = Array((base + "/comptoir-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw .temporaryDirectory(errno) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
