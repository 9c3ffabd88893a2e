import BackOffice
import Core
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

enum CatalogueCommand {
  static let command = Command(
    name: "catalogue", summary: "Takes in a price list.",
    discussion: """
      comptoir catalogue import FILE checks a CSV price list whole and takes it over: all of it, or nothing. With
      --dry-run it only says what would change. The columns: vendor, service, product, plan, term, frequency, currency,
      cost and valid from are needed; segment, trial, recommended price, valid to, minimum, maximum, decrease window,
      cancel window, suspension stops billing, category, description and sold until may be there. UTF-8, separated by
      commas or semicolons. Costs are for every reseller unless --reseller names one.
      """,
    words: [
      Word(name: "ACTION", summary: "import.", choices: ["import"]), Word(name: "FILE", summary: "The price list."),
    ],
    options: [
      .database, .root, Option(name: "--dry-run", summary: "Only say what would change."),
      Option(name: "--reseller", value: "NAME", summary: "Whose costs they are, by name or id."),
      Option(name: "--distributor", value: "NAME", summary: "Whose catalogue, where there are several."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.word(1) ?? ""
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw Failure(status: .usage, sentence: "The file \(path) cannot be read.") }
    defer { close(file) }
    let office = try Environment.office(arguments) { $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds }
    defer { office.database.close() }
    let started = ContinuousClock.now
    let report = try Operator.importPriceList(
      distributor: arguments.value("--distributor"), reseller: arguments.value("--reseller"),
      dryRun: arguments.has("--dry-run"), office
    ) { try piece(of: file) }
    for fault in report.faults {
      let place = fault.column.isEmpty ? "line \(fault.line)" : "line \(fault.line), \(fault.column)"
      print("\(place): \(Messages.sentence(fault.code, fault.details, .english)) [\(fault.code)]")
    }
    if report.faultCount > report.faults.count { print("… and \(report.faultCount - report.faults.count) more.") }
    let s = report.summary
    print(
      """
      \(s.lines) lines: \(s.newOffers) new offers, \(s.endedOffers) ending, \(s.changedOffers) with other conditions;
      prices: \(s.newPrices) new, \(s.dearer) dearer, \(s.cheaper) cheaper, \(s.otherwise) otherwise, \
      \(s.unchanged) unchanged;
      running subscriptions: \(s.dearerSubscriptions) dearer, \(s.cheaperSubscriptions) cheaper.
      """)
    print("\(report.isDone ? "Taken over" : "Nothing was changed") (\(ContinuousClock.now - started)).")
    if report.faultCount > 0 {
      throw Failure(status: .failed, sentence: "Refused: \(report.faultCount) mistakes in the price list.")
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
