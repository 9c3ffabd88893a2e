import Core
import FoundationEssentials

/// A file of records of use: what its columns are called and what a line of it says. The columns are the members of
/// the API's records; of JSON lines each is an object with them.
package enum UsageFile {
  /// How the file is written.
  package enum Format: String, CaseIterable, Sendable, TextColumn {
    case csv, jsonl

    /// What a file's name suggests; CSV unless it tells otherwise.
    package init(fileName: String) {
      let name = fileName.lowercased()
      self = [".jsonl", ".ndjson", ".json"].contains { name.hasSuffix($0) } ? .jsonl : .csv
    }
  }

  /// One thing wrong with the file, where it stands.
  package typealias Fault = PriceFile.Fault

  package enum Column: String, CaseIterable, Sendable {
    case externalID = "externalId"
    case subscriptionID = "subscriptionId"
    case meter, quantity, at, tag, currency

    /// Without these there is no record.
    package static let required: Set<Column> = [.externalID, .subscriptionID, .meter, .quantity, .at]

    /// As headings are compared: no case, no blanks, no dashes.
    init?(heading: String) {
      let wanted = Column.plain(heading)
      guard let column = Column.allCases.first(where: { Column.plain($0.rawValue) == wanted }) else { return nil }
      self = column
    }

    private static func plain(_ text: String) -> String {
      text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    }

    var index: Int {
      switch self {
      case .externalID: 0
      case .subscriptionID: 1
      case .meter: 2
      case .quantity: 3
      case .at: 4
      case .tag: 5
      case .currency: 6
      }
    }
  }

  /// Which column stands where. Refuses headings that are missing, unknown or there twice.
  package static func places(of heading: [String]) -> (places: [Int?], faults: [Fault]) {
    var places = [Int?](repeating: nil, count: Column.allCases.count)
    var faults: [Fault] = []
    for (index, title) in heading.enumerated() {
      guard let column = Column(heading: title) else {
        faults.append(Fault(line: 1, column: title, "usage_file.column_unknown", ["column": title]))
        continue
      }
      if places[column.index] != nil {
        faults.append(Fault(line: 1, column: title, "usage_file.column_twice", ["column": title]))
      }
      places[column.index] = index
    }
    for column in Column.allCases where Column.required.contains(column) && places[column.index] == nil {
      let name = column.rawValue
      faults.append(Fault(line: 1, column: name, "usage_file.column_missing", ["column": name]))
    }
    return (places, faults)
  }

  /// Reads one row; nil with everything that is wrong with it in `faults`.
  static func record(
    _ cells: [String], at number: Int, places: [Int?], until latest: Instant, _ faults: inout [Fault]
  ) -> UsageDraft? {
    guard cells.count <= places.reduce(0, { $1 == nil ? $0 : $0 + 1 }) else {
      faults.append(Fault(line: number, column: "", "usage_file.cells_too_many"))
      return nil
    }
    return record(at: number, until: latest, &faults) { column in
      guard let index = places[column.index], index < cells.count, !cells[index].isEmpty else { return nil }
      return cells[index]
    }
  }

  /// Reads one line of JSON.
  static func record(
    _ line: [UInt8], at number: Int, until latest: Instant, _ faults: inout [Fault]
  ) -> UsageDraft? {
    guard let members = FlatJSON.members(of: line) else {
      faults.append(Fault(line: number, column: "", "usage_file.not_an_object"))
      return nil
    }
    var values = [String?](repeating: nil, count: Column.allCases.count)
    let before = faults.count
    for (name, value) in members {
      guard let column = Column(rawValue: name) else {
        faults.append(Fault(line: number, column: name, "field.unknown"))
        continue
      }
      switch value {
      case .null: continue
      case .text(let text): values[column.index] = text
      case .number(let text) where column == .quantity: values[column.index] = text
      case .number, .other:
        let code: Code = column == .quantity ? "usage.quantity_malformed" : "field.text_expected"
        faults.append(Fault(line: number, column: name, code))
      }
    }
    guard faults.count == before else { return nil }
    return record(at: number, until: latest, &faults) { values[$0.index] }
  }

  /// The same of a row and a line: the rules of `UsageAPI`.
  private static func record(
    at number: Int, until latest: Instant, _ faults: inout [Fault], _ value: (Column) -> String?
  ) -> UsageDraft? {
    let before = faults.count
    func note(_ column: Column, _ code: Code, _ details: [String: String] = [:]) {
      faults.append(Fault(line: number, column: column.rawValue, code, details))
    }
    func read<Value>(_ column: Column, _ code: Code, _ parse: (String) -> Value?) -> Value? {
      guard let text = value(column) else {
        if Column.required.contains(column) { note(column, "field.required") }
        return nil
      }
      let parsed = parse(text)
      if parsed == nil { note(column, code) }
      return parsed
    }
    func text(_ column: Column, upTo limit: Int) -> String? {
      guard let raw = value(column) else {
        if Column.required.contains(column) { note(column, "field.required") }
        return nil
      }
      switch Text.checked(raw, upTo: limit) {
      case .success(let text): return text.isEmpty ? nil : text
      case .failure(let fault):
        note(column, fault.code, ["maximum": String(limit)])
        return nil
      }
    }
    let externalID = read(.externalID, "usage.external_id_malformed", UsageAPI.externalID)
    let subscription = read(.subscriptionID, "field.id_malformed") { ID<Subscription>($0) }
    let meter = text(.meter, upTo: 60)
    let quantity = read(.quantity, "usage.quantity_malformed") { MeteredQuantity($0) }
    let at = read(.at, "field.instant_malformed") { Instant($0) }
    let tag = text(.tag, upTo: 100)
    let currency = read(.currency, "currency.unknown") { Currency($0) }
    if let at, at > latest { note(.at, "usage.in_future") }
    guard faults.count == before, let externalID, let subscription, let meter, let quantity, let at else { return nil }
    return UsageDraft(
      externalID: externalID, subscription: subscription, meter: meter, quantity: quantity, at: at, tag: tag,
      currency: currency)
  }
}
