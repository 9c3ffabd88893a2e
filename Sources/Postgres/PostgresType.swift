/// The object identifiers of PostgreSQL's built-in types (pg_type.oid; they never change).
package enum PostgresType {
  package static let bool: UInt32 = 16
  package static let bytea: UInt32 = 17
  package static let char: UInt32 = 18
  package static let name: UInt32 = 19
  package static let int8: UInt32 = 20
  package static let int2: UInt32 = 21
  package static let int4: UInt32 = 23
  package static let text: UInt32 = 25
  package static let json: UInt32 = 114
  package static let float4: UInt32 = 700
  package static let float8: UInt32 = 701
  package static let unknown: UInt32 = 705
  package static let bpchar: UInt32 = 1042
  package static let varchar: UInt32 = 1043
  package static let date: UInt32 = 1082
  package static let timestamp: UInt32 = 1114
  package static let timestamptz: UInt32 = 1184
  package static let numeric: UInt32 = 1700
  package static let uuid: UInt32 = 2950
  package static let jsonb: UInt32 = 3802

  /// The type of an array of `element`, or 0, which lets the server infer it from the statement.
  package static func array(of element: UInt32) -> UInt32 {
    switch element {
    case bool: 1000
    case bytea: 1001
    case char: 1002
    case name: 1003
    case int2: 1005
    case int4: 1007
    case text: 1009
    case bpchar: 1014
    case varchar: 1015
    case int8: 1016
    case float4: 1021
    case float8: 1022
    case timestamp: 1115
    case date: 1182
    case timestamptz: 1185
    case json: 199
    case numeric: 1231
    case uuid: 2951
    case jsonb: 3807
    default: 0
    }
  }
}
