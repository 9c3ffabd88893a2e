import Core
import FoundationEssentials
import Postgres

/// Meters' months as parameters of a statement: the table `k`.
struct UsageKeyColumns {
  private let keys: [UsageKey]

  init(_ keys: [UsageKey]) { self.keys = keys }

  var table: SQL {
    """
    unnest(\(keys.map(\.subscription)), \(keys.map(\.meter)), \(keys.map(\.month.first)))
      AS k (subscription_id, meter_id, month)
    """
  }

  /// Where `table` has the key of `k`.
  static func same(as table: SQL) -> SQL {
    "(\(table).subscription_id, \(table).meter_id, \(table).month) = (k.subscription_id, k.meter_id, k.month)"
  }

  /// The key in a row's first three columns.
  static func key(_ row: Row) throws -> UsageKey {
    let month: Day = try row[2]
    return UsageKey(subscription: try row[0], meter: try row[1], month: Month(containing: month))
  }
}

extension MeteredQuantity: PostgresEncodable, PostgresDecodable {
  package static var postgresType: UInt32 { PostgresType.int8 }
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.int8 }
  package func encode(into writer: inout PostgresWriter) { writer.write(millionths) }
  package init(postgres reader: PostgresReader) throws { self.init(millionths: try reader.integer()) }
}

extension MeterRate: PostgresEncodable, PostgresDecodable {
  package static var postgresType: UInt32 { PostgresType.int8 }
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.int8 }
  package func encode(into writer: inout PostgresWriter) { writer.write(minorMillionths) }
  package init(postgres reader: PostgresReader) throws { self.init(minorMillionths: try reader.integer()) }
}

extension MeterPrice.Model: TextColumn {}
extension UsageSplitChoice: TextColumn {}
