import Core
import FoundationEssentials
import Postgres

// How the domain's values travel as parameters and columns.

extension ID: PostgresEncodable, PostgresDecodable {
  package static var postgresType: UInt32 { PostgresType.uuid }
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.uuid }
  package func encode(into writer: inout PostgresWriter) { raw.encode(into: &writer) }
  package init(postgres reader: PostgresReader) throws { self.init(try UUID(postgres: reader)) }
}

private let daysTo2000: Int32 = 10957
private let microsecondsTo2000: Int64 = 946_684_800_000_000

extension Day: PostgresEncodable, PostgresDecodable {
  package static var postgresType: UInt32 { PostgresType.date }
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.date }
  package func encode(into writer: inout PostgresWriter) { writer.write(number - daysTo2000) }
  package init(postgres reader: PostgresReader) throws { self.init(number: try reader.integer() + daysTo2000) }
}

extension Instant: PostgresEncodable, PostgresDecodable {
  package static var postgresType: UInt32 { PostgresType.timestamptz }
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.timestamptz }
  package func encode(into writer: inout PostgresWriter) { writer.write(microseconds - microsecondsTo2000) }
  package init(postgres reader: PostgresReader) throws {
    self.init(microseconds: try reader.integer() + microsecondsTo2000)
  }
}

/// A column that holds a value's text form.
package protocol TextColumn: PostgresEncodable, PostgresDecodable {
  var columnText: String { get }
  static func parse(column text: String) -> Self?
}

extension TextColumn {
  package static var postgresType: UInt32 { PostgresType.text }
  package static func isReadable(from type: UInt32) -> Bool { String.isReadable(from: type) }
  package func encode(into writer: inout PostgresWriter) { columnText.encode(into: &writer) }
  package init(postgres reader: PostgresReader) throws {
    let text = try String(postgres: reader)
    guard let value = Self.parse(column: text) else { throw PostgresMismatch("'\(text)' is no \(Self.self)") }
    self = value
  }
}

extension TextColumn where Self: RawRepresentable<String> {
  package var columnText: String { rawValue }
  package static func parse(column text: String) -> Self? { Self(rawValue: text) }
}

extension Role: TextColumn {}
extension Leg: TextColumn {}
extension Frequency: TextColumn {}
extension SubscriptionStatus: TextColumn {}
extension ChangeKind: TextColumn {}
extension Following: TextColumn {}
extension DelegationRight: TextColumn {}
extension Delegation.Status: TextColumn {}
extension Delegation.Event: TextColumn {}

extension Level: TextColumn {
  package var columnText: String { name }
  package static func parse(column text: String) -> Level? { Level(name: text) }
}

extension Period: TextColumn {
  package var columnText: String { description }
  package static func parse(column text: String) -> Period? { Period(text) }
}

extension Window: TextColumn {
  package var columnText: String { description }
  package static func parse(column text: String) -> Window? { Window(text) }
}

extension Currency: TextColumn {
  package var columnText: String { code }
  package static func parse(column text: String) -> Currency? { Currency(text) }
}
