/// The object identifiers of PostgreSQL's built-in types (pg_type.oid; they never change).
@usableFromInline
package enum PostgresType {
  @usableFromInline package static var bool: UInt32 { 16 }
  @usableFromInline package static var bytea: UInt32 { 17 }
  @usableFromInline package static var char: UInt32 { 18 }
  @usableFromInline package static var name: UInt32 { 19 }
  @usableFromInline package static var int8: UInt32 { 20 }
  @usableFromInline package static var int2: UInt32 { 21 }
  @usableFromInline package static var int4: UInt32 { 23 }
  @usableFromInline package static var text: UInt32 { 25 }
  @usableFromInline package static var json: UInt32 { 114 }
  @usableFromInline package static var float4: UInt32 { 700 }
  @usableFromInline package static var float8: UInt32 { 701 }
  @usableFromInline package static var unknown: UInt32 { 705 }
  @usableFromInline package static var bpchar: UInt32 { 1042 }
  @usableFromInline package static var varchar: UInt32 { 1043 }
  @usableFromInline package static var date: UInt32 { 1082 }
  @usableFromInline package static var timestamp: UInt32 { 1114 }
  @usableFromInline package static var timestamptz: UInt32 { 1184 }
  @usableFromInline package static var numeric: UInt32 { 1700 }
  @usableFromInline package static var uuid: UInt32 { 2950 }
  @usableFromInline package static var jsonb: UInt32 { 3802 }

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

  /// The type of an array's elements; nil when the type is no array known here.
  @usableFromInline
  package static func element(of array: UInt32) -> UInt32? {
    switch array {
    case 1000: bool
    case 1001: bytea
    case 1002: char
    case 1003: name
    case 1005: int2
    case 1007: int4
    case 1009: text
    case 1014: bpchar
    case 1015: varchar
    case 1016: int8
    case 1021: float4
    case 1022: float8
    case 1115: timestamp
    case 1182: date
    case 1185: timestamptz
    case 199: json
    case 1231: numeric
    case 2951: uuid
    case 3807: jsonb
    default: nil
    }
  }
}
