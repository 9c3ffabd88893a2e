import Core
import Documents
import FoundationEssentials
import Postgres

/// A price list becoming the catalogue: lines are streamed into a table of the transaction, compared with what there is
/// as one set, and taken over whole or not at all. A dry run is the same without the last step.
package struct CatalogueImport {
  /// For whom the costs are.
  package struct Target: Sendable {
    package let distributor: ID<Organization>
    /// Nil: every reseller.
    package let reseller: ID<Organization>?
    /// The reseller's.
    package let currency: Currency?

    package init(distributor: ID<Organization>, reseller: ID<Organization>? = nil, currency: Currency? = nil) {
      self.distributor = distributor
      self.reseller = reseller
      self.currency = currency
    }
  }

  /// What a list would change, or changed.
  package struct Summary: Hashable, Sendable {
    package var lines = 0
    package var newOffers = 0
    /// Offers that are not to be sold any more from a day on.
    package var endedOffers = 0
    /// Offers whose conditions change.
    package var changedOffers = 0
    package var newPrices = 0
    package var dearer = 0
    package var cheaper = 0
    /// Another recommended price, or other days, at the same cost.
    package var otherwise = 0
    package var unchanged = 0
    /// Running subscriptions of offers that become dearer, and cheaper.
    package var dearerSubscriptions = 0
    package var cheaperSubscriptions = 0

    package init() {}
  }

  package struct Report: Sendable {
    package let summary: Summary
    /// The first things wrong with the file, by line.
    package let faults: [PriceFile.Fault]
    /// How many there are altogether.
    package let faultCount: Int
    /// Whether the catalogue was changed.
    package let isDone: Bool
  }

  private let target: Target
  private let work: Work
  private var faults: [PriceFile.Fault] = []
  private var faultCount = 0
  private var lines = 0

  private init(_ target: Target, in work: Work) {
    self.target = target
    self.work = work
  }

  /// Reads the file in pieces and takes it over unless `dryRun` or anything is wrong with it. Runs with reach of
  /// everything; `progress` is told how many lines were read.
  package static func run(
    _ target: Target, dryRun: Bool, in work: Work, progress: (Int) -> Void = { _ in },
    from source: @escaping () throws -> [UInt8]?
  ) throws -> Report {
    var run = CatalogueImport(target, in: work)
    let stage = ImportStage(target: target, work: work)
    try stage.open()
    try run.read(source, progress)
    guard run.lines > 0 || run.faultCount > 0 else {
      run.note(PriceFile.Fault(line: 1, column: "", "price_list.empty"))
      return run.report(Summary(), isDone: false)
    }
    try stage.compare()
    let (found, count) = try stage.faults()
    run.faults = Array(
      (run.faults + found).sorted { ($0.line, $0.column) < ($1.line, $1.column) }.prefix(Bounds.importFaults))
    run.faultCount += count
    var summary = try stage.summary()
    summary.lines = run.lines
    guard !dryRun, run.faultCount == 0 else { return run.report(summary, isDone: false) }
    try stage.apply()
    try run.audit(summary)
    return run.report(summary, isDone: true)
  }

  private func report(_ summary: Summary, isDone: Bool) -> Report {
    Report(summary: summary, faults: faults, faultCount: faultCount, isDone: isDone)
  }

  private mutating func note(_ fault: PriceFile.Fault) {
    faultCount += 1
    if faults.count < Bounds.importFaults { faults.append(fault) }
  }

  /// Streams the lines that can be read into the table; the others are noted.
  private mutating func read(_ source: @escaping () throws -> [UInt8]?, _ progress: (Int) -> Void) throws {
    var rows = CSV.Stream(source: source)
    var copy = CopyRows()
    var isOver = false
    var places: [PriceFile.Column: Int]?
    try work.tx.copyIn(ImportStage.copy) {
      if isOver { return nil }
      while copy.byteCount < ImportStage.pieceBytes, !isOver {
        isOver = try !readRow(&rows, &places, into: &copy)
        if lines.isMultiple(of: ImportStage.progressLines), lines > 0 { progress(lines) }
      }
      if isOver { copy.end() }
      return try copy.take()
    }
    progress(lines)
  }

  /// Reads one row; false at the end of what can be read.
  private mutating func readRow(
    _ rows: inout CSV.Stream, _ places: inout [PriceFile.Column: Int]?, into copy: inout CopyRows
  ) throws -> Bool {
    do {
      guard let cells = try rows.next() else { return false }
      if cells.allSatisfy(\.isEmpty) { return true }
      guard let known = places else {
        let (found, wrong) = PriceFile.places(of: cells)
        places = found
        wrong.forEach { note($0) }
        return wrong.isEmpty
      }
      guard lines < Bounds.importLines else {
        note(
          PriceFile.Fault(
            line: rows.number, column: "", "price_list.too_many_lines", ["maximum": "\(Bounds.importLines)"]))
        return false
      }
      lines += 1
      let (line, wrong) = PriceFile.line(cells, at: rows.number, places: known, currency: target.currency)
      wrong.forEach { note($0) }
      if let line { ImportStage.append(line, to: &copy) }
      return true
    } catch let fault as CSVFault {
      note(fault.priceFault(at: rows.number))
      return false
    }
  }

  private func audit(_ summary: Summary) throws {
    var json = JSONWriter()
    summary.write(to: &json)
    let path = Path(distributor: target.distributor, reseller: target.reseller, customer: nil)
    try work.audit(
      "distributor.catalogue_imported", AuditObject("distributor", target.distributor), on: path, after: json)
  }
}

extension CatalogueImport.Summary: JSONEncodable {
  /// The names and figures, in the order people read them.
  var figures: [(name: StaticString, count: Int)] {
    [
      ("lines", lines), ("newOffers", newOffers), ("endedOffers", endedOffers), ("changedOffers", changedOffers),
      ("newPrices", newPrices), ("dearer", dearer), ("cheaper", cheaper), ("otherwise", otherwise),
      ("unchanged", unchanged), ("dearerSubscriptions", dearerSubscriptions),
      ("cheaperSubscriptions", cheaperSubscriptions),
    ]
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      for figure in figures { json.member(figure.name, figure.count) }
    }
  }
}

extension CSVFault {
  /// As one of the file's faults.
  func priceFault(at line: Int) -> PriceFile.Fault {
    switch self {
    case .empty: PriceFile.Fault(line: 1, column: "", "price_list.empty")
    case .wideEncoding: PriceFile.Fault(line: 1, column: "", "price_list.not_unicode")
    case .notUTF8(let row): PriceFile.Fault(line: row, column: "", "price_list.not_unicode")
    case .unclosedQuote(let row), .textAfterQuote(let row), .strayQuote(let row):
      PriceFile.Fault(line: row, column: "", "price_list.quotes")
    case .tooManyRows(let maximum):
      PriceFile.Fault(line: line, column: "", "price_list.too_many_lines", ["maximum": "\(maximum)"])
    case .tooManyColumns: PriceFile.Fault(line: line, column: "", "price_list.cells_too_many")
    }
  }
}
