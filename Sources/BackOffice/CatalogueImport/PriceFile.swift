import Core
import FoundationEssentials

/// A vendor's price list as a table: what its columns are called and what a line of it says.
package enum PriceFile {
  package enum Column: String, CaseIterable, Sendable {
    case vendor, service, product, plan, segment, term, frequency, trial, currency, cost
    case recommendedPrice = "recommended price"
    case validFrom = "valid from"
    case validTo = "valid to"
    case minimum, maximum
    case decreaseWindow = "decrease window"
    case cancelWindow = "cancel window"
    case suspensionStopsBilling = "suspension stops billing"
    case category, description
    case soldUntil = "sold until"

    /// Without these there is no line.
    package static let required: Set<Column> = [
      .vendor, .service, .product, .plan, .term, .frequency, .currency, .cost, .validFrom,
    ]

    /// As headings are compared: no case, no blanks, no dashes.
    init?(heading: String) {
      let wanted = Column.plain(heading)
      guard let column = Column.allCases.first(where: { Column.plain($0.rawValue) == wanted }) else { return nil }
      self = column
    }

    private static func plain(_ text: String) -> String {
      text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    }
  }

  /// One thing wrong with the file, where it stands.
  package struct Fault: Hashable, Sendable {
    /// As a spreadsheet counts; the heading is line 1.
    package let line: Int
    /// The heading; empty where it is about the whole line.
    package let column: String
    package let code: Code
    package let details: [String: String]

    package init(line: Int, column: String, _ code: Code, _ details: [String: String] = [:]) {
      self.line = line
      self.column = column
      self.code = code
      self.details = details
    }
  }

  /// What one line says.
  package struct Line: Hashable, Sendable {
    package let number: Int
    package let vendor: String
    package let service: String
    package let product: String
    package let plan: String
    package let segment: String
    package let term: Period
    package let frequency: Frequency
    package let trial: Bool
    package let cost: Money
    package let list: Money?
    package let from: Day
    package let until: Day?
    /// Nil where the cell is empty: as it is, or as new offers are.
    package let minimum: Int?
    package let maximum: Int?
    package let decreaseWindow: Window?
    package let cancelWindow: Window?
    package let suspensionStopsBilling: Bool?
    package let category: String?
    package let description: String?
    package let soldUntil: Day?
  }

  /// Which column stands where. Refuses headings that are missing, unknown or there twice.
  package static func places(of heading: [String]) -> (places: [Column: Int], faults: [Fault]) {
    var places: [Column: Int] = [:]
    var faults: [Fault] = []
    for (index, title) in heading.enumerated() {
      guard let column = Column(heading: title) else {
        faults.append(Fault(line: 1, column: title, "price_list.column_unknown", ["column": title]))
        continue
      }
      if places.updateValue(index, forKey: column) != nil {
        faults.append(Fault(line: 1, column: title, "price_list.column_twice", ["column": title]))
      }
    }
    for column in Column.allCases where Column.required.contains(column) && places[column] == nil {
      faults.append(Fault(line: 1, column: column.rawValue, "price_list.column_missing", ["column": column.rawValue]))
    }
    return (places, faults)
  }

  /// Reads one row; nil with everything that is wrong with it. `currency`: the only one there may be.
  package static func line(
    _ cells: [String], at number: Int, places: [Column: Int], currency wanted: Currency?
  ) -> (line: Line?, faults: [Fault]) {
    var row = Row(cells: cells, number: number, places: places)
    let vendor = row.name(.vendor)
    let service = row.name(.service)
    let product = row.name(.product)
    let plan = row.name(.plan)
    let segment = row.segment()
    let term = row.read(.term, "field.malformed") { Period($0) }
    let frequency = row.read(.frequency, "field.not_a_choice") { Frequency(rawValue: $0.lowercased()) }
    let trial = row.flag(.trial) ?? false
    let currency = row.read(.currency, "currency.unknown") { Currency($0) }
    if let currency, let wanted, currency != wanted { row.note(.currency, "currency.not_the_resellers") }
    let cost = row.money(.cost, currency)
    let list = row.money(.recommendedPrice, currency)
    let from = row.read(.validFrom, "field.day_malformed") { Day($0) }
    let until = row.read(.validTo, "field.day_malformed") { Day($0) }
    if let from, let until, until <= from { row.note(.validTo, "price.ends_first") }
    let minimum = row.read(.minimum, "field.whole_number_expected") { Int32($0).map(Int.init) }
    let maximum = row.read(.maximum, "field.whole_number_expected") { Int32($0).map(Int.init) }
    if let minimum, minimum < 1 { row.note(.minimum, "offer.minimum_too_low") }
    if let maximum, maximum < minimum ?? 1 { row.note(.maximum, "offer.maximum_too_low") }
    let decrease = row.read(.decreaseWindow, "window.malformed") { Window($0) }
    let cancel = row.read(.cancelWindow, "window.malformed") { Window($0) }
    let stops = row.flag(.suspensionStopsBilling)
    let category = row.text(.category, upTo: 100)
    let description = row.text(.description, upTo: 1000)
    let soldUntil = row.read(.soldUntil, "field.day_malformed") { Day($0) }
    if let term, let frequency, !OfferTerms.canBeSold(term, frequency) { row.note(.term, "renewal.term_invalid") }
    guard row.faults.isEmpty, let vendor, let service, let product, let plan, let segment, let term, let frequency,
      let cost, let from
    else { return (nil, row.faults) }
    let line = Line(
      number: number, vendor: vendor, service: service, product: product, plan: plan, segment: segment, term: term,
      frequency: frequency, trial: trial, cost: cost, list: list, from: from, until: until, minimum: minimum,
      maximum: maximum, decreaseWindow: decrease, cancelWindow: cancel, suspensionStopsBilling: stops,
      category: category, description: description, soldUntil: soldUntil)
    return (line, [])
  }

  /// The cells of one row by column.
  private struct Row {
    let cells: [String]
    let number: Int
    let places: [Column: Int]
    private(set) var faults: [Fault] = []

    init(cells: [String], number: Int, places: [Column: Int]) {
      self.cells = cells
      self.number = number
      self.places = places
      if cells.count > places.count { faults.append(Fault(line: number, column: "", "price_list.cells_too_many")) }
    }

    mutating func note(_ column: Column, _ code: Code, _ details: [String: String] = [:]) {
      faults.append(Fault(line: number, column: column.rawValue, code, details))
    }

    /// What stands in a cell; nil where nothing does, which is noted of those that are needed.
    private mutating func cell(_ column: Column) -> String? {
      guard let index = places[column], index < cells.count, !cells[index].isEmpty else {
        if Column.required.contains(column) { note(column, "field.required") }
        return nil
      }
      return cells[index]
    }

    mutating func read<Value>(_ column: Column, _ fault: Code, _ parse: (String) -> Value?) -> Value? {
      guard let text = cell(column) else { return nil }
      guard let value = parse(text) else {
        note(column, fault)
        return nil
      }
      return value
    }

    mutating func name(_ column: Column) -> String? { text(column, upTo: 100) }

    mutating func text(_ column: Column, upTo limit: Int) -> String? {
      guard let text = cell(column) else { return nil }
      switch Text.checked(text, upTo: limit) {
      case .success(let checked): return checked
      case .failure(let fault):
        note(column, fault.code, ["maximum": String(limit)])
        return nil
      }
    }

    mutating func segment() -> String? {
      guard let text = cell(.segment) else { return CatalogueKeeping.segments[0] }
      guard let segment = CatalogueKeeping.segments.first(where: { $0 == text.lowercased() }) else {
        note(.segment, "field.not_a_choice")
        return nil
      }
      return segment
    }

    mutating func flag(_ column: Column) -> Bool? {
      read(column, "field.boolean_expected") { text in
        switch text.lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
      }
    }

    mutating func money(_ column: Column, _ currency: Currency?) -> Money? {
      guard let currency, let text = cell(column) else { return nil }
      guard let money = Money(text, currency: currency) else {
        note(column, "price_list.amount_malformed", ["currency": currency.code, "decimals": "\(currency.exponent)"])
        return nil
      }
      if money.minor < 0 { note(column, "money.negative") }
      return money
    }
  }
}
