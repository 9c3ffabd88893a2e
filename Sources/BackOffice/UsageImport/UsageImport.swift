import Core
import Documents
import FoundationEssentials
import Postgres

/// A file of records becoming use: its lines are streamed into a table of the transaction and decided on as one set, by
/// the same rules as `UsageIntake`, line after line. All of it or nothing: one malformed line refuses the file, with
/// every line and column that is wrong. What is well formed but cannot be counted is parked. A dry run is the same
/// without the last step. Months that are over are posted by the bill run behind it.
package struct UsageImport {
  package struct Report: Sendable {
    package let lines: Int
    package let summary: UsageIntake.Summary
    /// Records that would be parked, or were, by reason.
    package let parked: [ParkingReason: Int]
    /// The first things wrong with the file, by line.
    package let faults: [UsageFile.Fault]
    /// How many there are altogether.
    package let faultCount: Int
    /// Whether the records were taken over.
    package let isDone: Bool
  }

  private let format: UsageFile.Format
  private let work: Work
  private let latest: Instant
  private var faults: [UsageFile.Fault] = []
  private var faultCount = 0
  private var lines = 0

  private init(_ format: UsageFile.Format, in work: Work) {
    self.format = format
    self.work = work
    latest = work.now.adding(seconds: Bounds.usageAheadSeconds)
  }

  /// Reads the file in pieces and takes it over unless `dryRun` or anything is wrong with it. Runs with reach of
  /// everything; only what is `sender`'s is looked at. `progress` is told how many lines were read.
  package static func run(
    _ format: UsageFile.Format, from sender: Path, dryRun: Bool, in work: Work,
    progress: @escaping (Int) -> Void = { _ in }, content: @escaping () throws -> [UInt8]?
  ) throws -> Report {
    var run = UsageImport(format, in: work)
    let stage = UsageStage(sender: sender, work: work)
    try stage.open()
    try run.read(content, progress)
    guard run.faultCount == 0, run.lines > 0 else {
      if run.faultCount == 0 { run.note(UsageFile.Fault(line: 1, column: "", "usage_file.empty")) }
      return run.report(UsageIntake.Summary(), [:], isDone: false)
    }
    try stage.decide()
    let (found, count) = try stage.faults()
    run.faults = found
    run.faultCount = count
    let (summary, parked) = try stage.summary()
    guard !dryRun, run.faultCount == 0 else { return run.report(summary, parked, isDone: false) }
    try stage.write()
    try run.audit(summary, sender)
    return run.report(summary, parked, isDone: true)
  }

  private func report(
    _ summary: UsageIntake.Summary, _ parked: [ParkingReason: Int], isDone: Bool
  ) -> Report {
    Report(
      lines: lines, summary: summary, parked: parked, faults: faults, faultCount: faultCount, isDone: isDone)
  }

  private mutating func note(_ fault: UsageFile.Fault) {
    faultCount += 1
    if faults.count < Bounds.importFaults { faults.append(fault) }
  }

  // MARK: Reading

  /// Streams the lines that can be read into the table; the others are noted.
  private mutating func read(_ content: @escaping () throws -> [UInt8]?, _ progress: (Int) -> Void) throws {
    var copy = CopyRows()
    var rows = CSV.Stream(source: content)
    var texts = LineReader(source: content)
    var places: [Int?]?
    var isOver = false
    try work.tx.copyIn(UsageStage.copy) {
      if isOver { return nil }
      while copy.byteCount < UsageStage.pieceBytes, !isOver {
        isOver = try !(format == .csv ? readRow(&rows, &places, &copy) : readText(&texts, &copy))
        if lines.isMultiple(of: UsageStage.progressLines), lines > 0 { progress(lines) }
      }
      if isOver { copy.end() }
      return try copy.take()
    }
    progress(lines)
  }

  /// Reads one row; false at the end of what can be read.
  private mutating func readRow(
    _ rows: inout CSV.Stream, _ places: inout [Int?]?, _ copy: inout CopyRows
  ) throws -> Bool {
    do {
      guard let cells = try rows.next() else { return false }
      if cells.allSatisfy(\.isEmpty) { return true }
      guard let known = places else {
        let (found, wrong) = UsageFile.places(of: cells)
        places = found
        wrong.forEach { note($0) }
        return wrong.isEmpty
      }
      var wrong: [UsageFile.Fault] = []
      return take(
        UsageFile.record(cells, at: rows.number, places: known, until: latest, &wrong), wrong, rows.number, &copy)
    } catch let fault as CSVFault {
      note(UsageImport.fault(fault, at: rows.number))
      return false
    }
  }

  private mutating func readText(_ texts: inout LineReader, _ copy: inout CopyRows) throws -> Bool {
    do {
      guard let text = try texts.next() else { return false }
      if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return true }
      var wrong: [UsageFile.Fault] = []
      return take(UsageFile.record(text, at: texts.number, until: latest, &wrong), wrong, texts.number, &copy)
    } catch is LineReader.TooLong {
      note(UsageFile.Fault(line: texts.number + 1, column: "", "usage_file.line_too_long"))
      return false
    }
  }

  /// False where there are too many.
  private mutating func take(
    _ draft: UsageDraft?, _ wrong: [UsageFile.Fault], _ number: Int, _ copy: inout CopyRows
  ) -> Bool {
    guard lines < Bounds.usageImportLines else {
      note(
        UsageFile.Fault(
          line: number, column: "", "usage_file.too_many_lines", ["maximum": "\(Bounds.usageImportLines)"]))
      return false
    }
    lines += 1
    wrong.forEach { note($0) }
    // Nothing is decided on a file that has a fault: the rest is only read to find the others.
    if let draft, faultCount == 0 { UsageStage.append(draft, number, to: &copy) }
    return true
  }

  private static func fault(_ fault: CSVFault, at line: Int) -> UsageFile.Fault {
    switch fault {
    case .empty: UsageFile.Fault(line: 1, column: "", "usage_file.empty")
    case .wideEncoding: UsageFile.Fault(line: 1, column: "", "usage_file.not_unicode")
    case .notUTF8(let row): UsageFile.Fault(line: row, column: "", "usage_file.not_unicode")
    case .unclosedQuote(let row), .textAfterQuote(let row), .strayQuote(let row):
      UsageFile.Fault(line: row, column: "", "usage_file.quotes")
    case .tooManyRows(let maximum):
      UsageFile.Fault(line: line, column: "", "usage_file.too_many_lines", ["maximum": "\(maximum)"])
    case .tooManyColumns: UsageFile.Fault(line: line, column: "", "usage_file.cells_too_many")
    }
  }

  private func audit(_ summary: UsageIntake.Summary, _ sender: Path) throws {
    var facts = JSONWriter()
    UsageAPI.write(&facts, summary)
    try work.audit("usage.imported", AuditObject("usage", sender.organization), on: sender, after: facts)
  }
}
