import BackOffice
import Core
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

enum UsageCommand {
  static let command = Command(
    name: "usage", summary: "Takes in records of use.",
    discussion: """
      comptoir usage import FILE counts the records of a file, each once however often it is sent: all of the file, or
      nothing when a line is malformed; then every line and column that is wrong is told. What is well formed but cannot
      be counted (an unknown subscription or meter, another currency, a price that is missing) is parked and listed in
      the portal. With --dry-run it only says what would become of the records. CSV has a heading with the names
      externalId, subscriptionId, meter, quantity, at, and tag and currency if wanted; JSON lines are objects of the
      same members. UTF-8, at most 2,000,000 lines.
      """,
    words: [
      Word(name: "ACTION", summary: "import.", choices: ["import"]),
      Word(name: "FILE", summary: "The records; - reads standard input."),
    ],
    options: [
      .database, .root, Option(name: "--dry-run", summary: "Only say what would become of the records."),
      Option(
        name: "--source", value: "NAME",
        summary: "Whose records they are: a distributor or reseller, by name or id (default: the one distributor)."),
      Option(name: "--format", value: "FORMAT", summary: "csv or jsonl (default: by the file's name)."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.word(1) ?? ""
    let named = try arguments.value("--format").map { text in
      guard let format = UsageFile.Format(rawValue: text) else {
        throw Failure(status: .usage, sentence: "--format is csv or jsonl.")
      }
      return format
    }
    let file = path == "-" ? 0 : open(path, O_RDONLY)
    guard file >= 0 else { throw Failure(status: .usage, sentence: "The file \(path) cannot be read.") }
    defer { if file > 0 { close(file) } }
    let office = try Environment.office(arguments) { $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds }
    defer { office.database.close() }
    let started = ContinuousClock.now
    let report = try Operator.importUsage(
      source: arguments.value("--source"), named ?? UsageFile.Format(fileName: path),
      dryRun: arguments.has("--dry-run"), office
    ) { try piece(of: file) }
    try tell(report, in: ContinuousClock.now - started)
  }

  private static func tell(_ report: UsageImport.Report, in time: Duration) throws {
    for fault in report.faults {
      let place = fault.column.isEmpty ? "line \(fault.line)" : "line \(fault.line), \(fault.column)"
      print("\(place): \(Messages.sentence(fault.code, fault.details, .english)) [\(fault.code)]")
    }
    if report.faultCount > report.faults.count { print("… and \(report.faultCount - report.faults.count) more.") }
    let s = report.summary
    print(
      "\(report.lines) lines: \(s.accepted) new, \(s.corrected) corrected, \(s.duplicates) known, \(s.parked) parked.")
    for (reason, count) in report.parked.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      print("  \(count) × \(Messages.sentence(reason.code, [:], .english))")
    }
    print("\(report.isDone ? "Taken over" : "Nothing was changed") (\(time)).")
    if report.faultCount > 0 {
      throw Failure(status: .failed, sentence: "Refused: \(report.faultCount) mistakes in the file.")
    }
  }

  /// The file's next bytes; nil at its end.
  private static func piece(of file: Int32) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 256 << 10)
    let count = read(file, &bytes, bytes.count)
    guard count >= 0 else { throw Failure(status: .failed, sentence: "The file cannot be read to its end.") }
    if count == 0 { return nil }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
