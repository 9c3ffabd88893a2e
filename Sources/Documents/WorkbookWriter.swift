import CXLSX
import Glibc

/// Writes the rows of a workbook one after the other; given out by `Workbook.write`.
package final class WorkbookWriter {
  /// Excel keeps 15 significant digits; a longer number is written as text so that nothing is lost.
  private static let exactDigits = 15
  /// Rows of a sheet, its titles and headings among them.
  package static let maximumRows = Int(LXW_ROW_MAX)

  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private var worksheet: UnsafeMutablePointer<lxw_worksheet>?
  private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]
  private var names = SheetNames()
  private var columns: [SheetColumn] = []
  private var sheet: Sheet?
  private let rowsPerSheet: Int
  private var headingRow: lxw_row_t = 0
  private var nextRow: lxw_row_t = 0

  init(
    path: String, scratch: String, title: String, createdAt: Int, rowsPerSheet: Int
  ) throws(WorkbookError) {
    self.rowsPerSheet = rowsPerSheet
    var scratch = Array(scratch.utf8CString)
    workbook = scratch.withUnsafeMutableBufferPointer { scratch in
      var options = lxw_workbook_options(constant_memory: 1, tmpdir: scratch.baseAddress, use_zip64: 0)
      return workbook_new_opt(path, &options)
    }
    guard let workbook else { throw .library("no memory for a workbook") }
    var title = Array(title.utf8CString)
    title.withUnsafeMutableBufferPointer { title in
      var properties = lxw_doc_properties()
      properties.title = title.baseAddress
      // The library reads the clock for 0.
      properties.created = max(1, createdAt)
      workbook_set_properties(workbook, &properties)
    }
  }

  deinit {
    if let workbook { lxw_workbook_free(workbook) }
  }

  /// Begins the next sheet with its titles and headings; its `rows` are not written, append them. Where they are more
  /// than a sheet holds (1,048,576), they go on in a further one of the same name, numbered.
  package func begin(_ sheet: Sheet) throws(WorkbookError) {
    finishSheet()
    self.sheet = sheet
    guard let added = workbook_add_worksheet(workbook, names.unique(sheet.name)) else {
      throw .library("a sheet could not be added")
    }
    worksheet = added
    columns = sheet.columns
    nextRow = 0
    for (index, column) in sheet.columns.enumerated() {
      try check(worksheet_set_column(added, UInt16(index), UInt16(index), column.width, nil))
    }
    for (index, line) in sheet.titleLines.enumerated() {
      try write(line, at: 0, format: index == 0 ? format("title") : nil)
      nextRow += 1
    }
    headingRow = nextRow
    for (index, column) in sheet.columns.enumerated() {
      try write(column.title, at: index, format: format(column.kind != .text ? "heading right" : "heading"))
    }
    nextRow += 1
    setUpPrinting(added)
  }

  /// Appends one row with one cell per column to the sheet begun last.
  package func append(_ row: [Cell]) throws(WorkbookError) {
    precondition(row.count == columns.count, "a row has one cell per column")
    if nextRow == rowsPerSheet, let sheet { try begin(sheet) }
    for (index, cell) in row.enumerated() {
      switch cell.content {
      case .text(let text): try write(text, at: index, format: nil)
      case .number(let text): try write(number: text, at: index)
      case .day(let day, let text):
        guard day.year >= 1900 else {
          try write(text, at: index, format: nil)
          continue
        }
        var date = lxw_datetime(year: day.year, month: day.month, day: day.day, hour: 0, min: 0, sec: 0)
        try check(worksheet_write_datetime(worksheet, nextRow, UInt16(index), &date, format("yyyy-mm-dd")))
      case .nothing: break
      }
    }
    nextRow += 1
  }

  /// A whole sheet, for short ones.
  package func write(_ sheet: Sheet) throws(WorkbookError) {
    try begin(sheet)
    for row in sheet.rows { try append(row) }
  }

  /// Writes the file; the writer cannot be used afterwards.
  func close() throws(WorkbookError) {
    finishSheet()
    defer { workbook = nil }
    try check(workbook_close(workbook))
  }

  // MARK: -

  private func write(_ text: String, at column: Int, format: UnsafeMutablePointer<lxw_format>?) throws(WorkbookError) {
    // C strings end at the first NUL.
    let text = text.utf8.contains(0) ? text.filter { $0 != "\0" } : text
    if text.isEmpty { return }
    try check(worksheet_write_string(worksheet, nextRow, UInt16(column), text, format))
  }

  private func write(number text: String, at column: Int) throws(WorkbookError) {
    let digits = text.utf8.filter(isDigit).count
    guard digits <= Self.exactDigits, let value = Double(text) else {
      return try write(text, at: column, format: format("right"))
    }
    let fraction = text.split(separator: ".").dropFirst().first?.count ?? 0
    let isWhole = columns[column].kind != .number && fraction == 0
    let pattern = isWhole ? "0" : fraction == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: fraction)
    try check(worksheet_write_number(worksheet, nextRow, UInt16(column), value, format(pattern)))
  }

  private func finishSheet() {
    guard let worksheet, !columns.isEmpty, nextRow > headingRow + 1 else { return }
    worksheet_autofilter(worksheet, headingRow, 0, nextRow - 1, UInt16(columns.count - 1))
  }

  private func setUpPrinting(_ worksheet: UnsafeMutablePointer<lxw_worksheet>) {
    worksheet_freeze_panes(worksheet, headingRow + 1, 0)
    worksheet_repeat_rows(worksheet, headingRow, headingRow)
    worksheet_set_landscape(worksheet)
    worksheet_set_paper(worksheet, 9)  // A4
    worksheet_fit_to_pages(worksheet, 1, 0)
  }

  /// A cell format by its number pattern, or one of the named ones; each is made once per workbook.
  private func format(_ name: String) -> UnsafeMutablePointer<lxw_format>? {
    if let known = formats[name] { return known }
    let format = workbook_add_format(workbook)
    switch name {
    case "title":
      format_set_bold(format)
      format_set_font_size(format, 14)
    case "heading", "heading right":
      format_set_bold(format)
      format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      if name == "heading right" { format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue)) }
    case "right": format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    default: format_set_num_format(format, name)
    }
    formats[name] = format
    return format
  }

  private func check(_ error: lxw_error) throws(WorkbookError) {
    switch error {
    case LXW_NO_ERROR: return
    case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE, LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED: throw .tooLarge
    case LXW_ERROR_CREATING_TMPFILE, LXW_ERROR_ZIP_FILE_OPERATION, LXW_ERROR_ZIP_CLOSE,
      LXW_ERROR_CREATING_XLSX_FILE:
      throw errno == ENOSPC ? .noRoom : .library(String(cString: lxw_strerror(error)))
    default: throw .library(String(cString: lxw_strerror(error)))
    }
  }
}
