import Core
import Postgres

/// What the attributes of a resource are in the database, for filters and sorting.
struct SCIMColumns {
  enum Column {
    /// Text that compares with or without regard to case.
    case text(SQL, isCaseExact: Bool)
    /// Text stored in lower case, under an index.
    case lowered(SQL)
    case id(SQL)
    case flag(SQL)
    case instant(SQL)
    /// Made of parts, and always there.
    case whole
  }

  /// Values that are rows of their own: whether there is one for which a condition holds, and its columns.
  struct Collection {
    let exists: @Sendable (SQL) -> SQL
    let columns: [String: Column]
  }

  /// By attribute.
  let columns: [String: Column]
  /// By attribute, then sub-attribute.
  var parts: [String: [String: Column]] = [:]
  var collections: [String: Collection] = [:]

  /// The condition that holds for the rows the filter, checked before, holds for.
  func condition(_ filter: SCIMFilter) -> SQL {
    switch filter {
    case .all(let parts): return "(\(parts.map(condition).joined(separator: " AND ")))"
    case .any(let parts): return "(\(parts.map(condition).joined(separator: " OR ")))"
    case .not(let inner): return "(NOT \(condition(inner)))"
    case .within(let path, let inner):
      if let collection = collections[path.name] {
        return collection.exists(SCIMColumns(columns: collection.columns).condition(inner))
      }
      return SCIMColumns(columns: parts[path.name] ?? [:]).condition(inner)
    case .present(let path): return leaf(path) { $0.isPresent }
    case .compare(let path, .ne, let value): return "(NOT \(condition(.compare(path, .eq, value))))"
    case .compare(let path, _, .null): return "(NOT \(condition(.present(path))))"
    case .compare(let path, let comparison, let value): return leaf(path) { $0.compared(comparison, value) }
    }
  }

  private func leaf(_ path: SCIMAttributePath, _ condition: (Column) -> SQL) -> SQL {
    if let collection = collections[path.name] {
      guard let sub = path.sub else { return collection.exists("true") }
      return collection.exists(collection.columns[sub].map(condition) ?? "false")
    }
    return column(path).map(condition) ?? "false"
  }

  private func column(_ path: SCIMAttributePath) -> Column? {
    path.sub.map { parts[path.name]?[$0] } ?? columns[path.name]
  }

  /// What to sort by, nil where there is no order.
  func order(_ path: SCIMAttributePath) -> SQL? {
    switch column(path) {
    case .text(let column, let isCaseExact): isCaseExact ? "\(column) COLLATE \"C\"" : "lower(\(column)) COLLATE \"C\""
    case .lowered(let column), .id(let column), .flag(let column), .instant(let column): column
    case .whole, nil: nil
    }
  }
}

extension SCIMColumns.Column {
  fileprivate var isPresent: SQL {
    switch self {
    case .text(let column, _): "coalesce(\(column) <> '', false)"
    case .lowered(let column), .id(let column), .flag(let column), .instant(let column): "(\(column) IS NOT NULL)"
    case .whole: "true"
    }
  }

  fileprivate func compared(_ comparison: SCIMFilter.Comparison, _ value: JSONValue) -> SQL {
    switch (self, value) {
    case (.flag(let column), .bool(let wanted)): return "(\(column) = \(wanted))"
    case (.id(let column), .string(let text)):
      guard comparison == .eq else { return Self.compared("\(column)::text", comparison, text) }
      guard let id = ID<Person>(text), id.description == text else { return "false" }
      return "(\(column) = \(id))"
    case (.instant(let column), .string(let text)): return Self.compared(column, comparison, Instant(text))
    case (.lowered(let column), .string(let text)): return Self.compared(column, comparison, text.lowercased())
    case (.text(let column, true), .string(let text)): return Self.compared(column, comparison, text)
    case (.text(let column, false), .string(let text)):
      return Self.compared("lower(\(column))", comparison, text.lowercased())
    default: return "false"
    }
  }

  /// In the order of the bytes, as matching in memory has it.
  private static func compared(_ column: SQL, _ comparison: SCIMFilter.Comparison, _ text: String) -> SQL {
    switch comparison {
    case .eq, .ne: "coalesce(\(column) = \(text), false)"
    case .co: "coalesce(strpos(\(column), \(text)) > 0, false)"
    case .sw: "coalesce(starts_with(\(column), \(text)), false)"
    case .ew: "coalesce(right(\(column), length(\(text))) = \(text), false)"
    case .gt: "coalesce(\(column) COLLATE \"C\" > \(text), false)"
    case .ge: "coalesce(\(column) COLLATE \"C\" >= \(text), false)"
    case .lt: "coalesce(\(column) COLLATE \"C\" < \(text), false)"
    case .le: "coalesce(\(column) COLLATE \"C\" <= \(text), false)"
    }
  }

  private static func compared(_ column: SQL, _ comparison: SCIMFilter.Comparison, _ wanted: Instant?) -> SQL {
    switch comparison {
    case .gt: "coalesce(\(column) > \(wanted), false)"
    case .ge: "coalesce(\(column) >= \(wanted), false)"
    case .lt: "coalesce(\(column) < \(wanted), false)"
    case .le: "coalesce(\(column) <= \(wanted), false)"
    case .eq, .ne, .co, .sw, .ew: "coalesce(\(column) = \(wanted), false)"
    }
  }
}
