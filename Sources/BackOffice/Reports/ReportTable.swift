import Core
import FoundationEssentials

/// The figures of one report in one currency (or none, where licences are counted). Of a margin the first figures are
/// prices and the second costs; of licences those bought and those people hold; else there are no second ones.
package struct ReportTable: Sendable {
  /// A service, a customer, …: its figures, one per month of the table.
  package struct Line: Sendable {
    /// Nil for what remains.
    package let id: UUID?
    package let name: String
    /// How many are added up in what remains; else 1.
    package let count: Int
    package fileprivate(set) var first: [Int64]
    package fileprivate(set) var second: [Int64]

    package var firstSum: Int64 { first.reduce(0, +) }
    package var secondSum: Int64 { second.reduce(0, +) }
  }

  /// Of the first figures; nil: they are no money.
  package let currency: Currency?
  /// Of the second ones.
  package let secondCurrency: Currency?
  /// One without meaning where licences are counted, which are those of now.
  package let months: [Month]
  /// Months to which charges may still be added.
  package let openMonths: Set<Month>
  /// Largest first, what remains last.
  package fileprivate(set) var lines: [Line] = []

  /// Both figures are in one currency, so that their difference means something.
  package var isComparable: Bool { currency == secondCurrency }
  /// Of each month.
  package var first: [Int64] { months.indices.map { month in lines.reduce(0) { $0 + $1.first[month] } } }
  package var second: [Int64] { months.indices.map { month in lines.reduce(0) { $0 + $1.second[month] } } }
  package var firstSum: Int64 { first.reduce(0, +) }
  package var secondSum: Int64 { second.reduce(0, +) }

  init(currency: Currency?, secondCurrency: Currency?, months: [Month], openMonths: Set<Month>) {
    self.currency = currency
    self.secondCurrency = secondCurrency
    self.months = months
    self.openMonths = openMonths
  }

  /// Without so many of its first months.
  func dropping(_ count: Int) -> ReportTable {
    var shorter = ReportTable(
      currency: currency, secondCurrency: secondCurrency, months: Array(months.dropFirst(count)),
      openMonths: openMonths)
    shorter.lines = lines.map { line in
      var line = line
      line.first.removeFirst(count)
      line.second.removeFirst(count)
      return line
    }
    return shorter
  }

  /// Price less cost in tenths of a percent of the price; nil where there is no price.
  package static func marginTenths(price: Int64, cost: Int64) -> Int? {
    guard price > 0 else { return nil }
    return Rounding.halfAwayFromZero((Int128(price) - Int128(cost)) * 1000, over: Int128(price)).map { Int($0) }
  }
}

extension ReportTable {
  /// One row of a report's query.
  struct Cell {
    let currency: Currency?
    let secondCurrency: Currency?
    let key: UUID?
    let name: String?
    let month: Month
    let first: Int64
    let second: Int64
    /// The last place among those added up here.
    let place: Int
  }

  /// The tables of these rows, which come by currency and place.
  static func tables(_ cells: [Cell], months: [Month], openMonths: Set<Month>, top: Int) -> [ReportTable] {
    let places = Dictionary(uniqueKeysWithValues: zip(months, months.indices))
    let nothing = [Int64](repeating: 0, count: months.count)
    var tables: [ReportTable] = []
    for cell in cells {
      if tables.last.map({ $0.currency != cell.currency || $0.secondCurrency != cell.secondCurrency }) ?? true {
        tables.append(
          ReportTable(
            currency: cell.currency, secondCurrency: cell.secondCurrency, months: months, openMonths: openMonths))
      }
      let table = tables.count - 1
      if tables[table].lines.isEmpty || tables[table].lines.last?.id != cell.key {
        let count = cell.key == nil ? remaining(of: cell, in: cells, top: top) : 1
        tables[table].lines.append(
          Line(id: cell.key, name: cell.name ?? "–", count: count, first: nothing, second: nothing))
      }
      guard let month = places[cell.month] else { continue }
      let line = tables[table].lines.count - 1
      tables[table].lines[line].first[month] += cell.first
      tables[table].lines[line].second[month] += cell.second
    }
    return tables
  }

  /// Every key has its row in some month, so the last place of all is how many there are.
  private static func remaining(of cell: Cell, in cells: [Cell], top: Int) -> Int {
    cells.reduce(1) { most, other in
      let isAdded = other.key == nil && other.currency == cell.currency && other.secondCurrency == cell.secondCurrency
      return isAdded ? max(most, other.place - top) : most
    }
  }
}
