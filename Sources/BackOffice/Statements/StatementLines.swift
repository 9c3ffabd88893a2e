import Core
import FoundationEssentials
import Postgres

/// The lines of a statement: of an open one from the charges as they stand, of a closed one as they were frozen.
package enum StatementLines {
  package struct Line: Sendable {
    package let n: Int
    package let centre: ID<BillingCentre>?
    package let section: UUID
    package let sectionName: String
    package let subscription: ID<Subscription>
    package let serviceName: String
    package let planName: String
    package let reason: ChargeReason
    package let from: Day
    package let to: Day
    package let licences: Int
    package let unit: Money
    package let amount: Money
    /// The part that covers days of the statement's own month.
    package let effective: Money
    package let cycleFrom: Day
    package let chargeSequence: Int64
    /// Of a line for usage.
    package var usage: Usage?
    /// The number of its tax among the statement's.
    package var tax = 0
    /// The customer it is about.
    package var customer: ID<Organization>?
    /// What was sold; unknown of lines that were frozen before it was kept.
    package var offer: ID<Offer>?
  }

  /// How much of which meter a line is for; below zero where it is given back.
  package struct Usage: Sendable {
    package let meter: ID<Meter>
    package let name: String
    package let unit: String
    package let quantity: MeteredQuantity
  }

  /// A query of all lines with their columns, sections and order.
  static func source(of record: Statements.Record) -> SQL { StatementSource.lines(of: [record]) }

  /// Those of one section, or all of them.
  static func isOf(_ section: UUID?) -> SQL { section.map { "l.section_id = \($0)" } ?? "true" }

  /// How many columns those are.
  static let columnCount = 23

  static let columns: SQL = """
    l.n, l.centre_id, l.section_id, l.section_name, l.subscription_id, l.service_name, l.plan_name, l.reason,
    l.covers_from, l.covers_to, l.licences, l.unit_minor, l.amount, l.effective, l.cycle_from, l.charge_sequence,
    l.meter_id, l.meter_name, l.usage_unit, l.usage_quantity, l.tax::int, l.customer_id, l.offer_id
    """

  static func line(_ row: Row, _ currency: Currency) throws -> Line {
    Line(
      n: try row[0], centre: try row[1], section: try row[2], sectionName: try row[3], subscription: try row[4],
      serviceName: try row[5], planName: try row[6], reason: try row[7], from: try row[8], to: try row[9],
      licences: try row[10], unit: Money(minor: try row[11], currency: currency),
      amount: Money(minor: try row[12], currency: currency), effective: Money(minor: try row[13], currency: currency),
      cycleFrom: try row[14], chargeSequence: try row[15],
      usage: try row[16].map { Usage(meter: $0, name: try row[17], unit: try row[18], quantity: try row[19]) },
      tax: try row[20], customer: try row[21], offer: try row[22])
  }

  /// The lines in order, optionally of one section only.
  package static func list(
    of record: Statements.Record, section: UUID? = nil, after: Int? = nil, limit: Int? = nil, in work: Work
  ) throws -> [Line] {
    var conditions: [SQL] = ["true"]
    if let section { conditions.append("l.section_id = \(section)") }
    if let after { conditions.append("l.n > \(after)") }
    let rows = try work.tx.rows(
      """
      SELECT \(columns) FROM (\(source(of: record))) l WHERE \(conditions.joined(separator: " AND "))
      ORDER BY l.n LIMIT \(limit)
      """)
    return try rows.map { try line($0, record.currency) }
  }

  package static func find(_ n: Int, of record: Statements.Record, in work: Work) throws -> Line {
    let rows = try work.tx.rows("SELECT \(columns) FROM (\(source(of: record))) l WHERE l.n = \(n)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try line(row, record.currency)
  }
}
