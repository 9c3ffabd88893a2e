import Core
import FoundationEssentials
import HTTP
import Postgres

/// What a month cost one buyer, whenever it was billed: of every amount the part for the month's days.
///
/// It is asked for by buyer and month, not by statement: a year paid in advance is cost of eleven months that may have
/// no statement at all. What is posted later for days of this month counts in the month it is posted in, so that a
/// month's cost is as final as its statement.
package enum EffectiveCosts {
  package struct Section: Sendable {
    package let id: UUID
    package let name: String
    /// Billed in this month.
    package let billed: Money
    /// Of that, cost of later months.
    package let deferred: Money
    /// Billed in earlier months, cost of this one.
    package let earlier: Money

    /// Cost of this month.
    package var effective: Money { billed - deferred + earlier }
  }

  package struct Record: Sendable {
    package let buyer: ID<Organization>
    package let buyerName: String
    package let leg: Leg
    package let month: Month
    package let currency: Currency
    /// As far as the reader may see them.
    package let sections: [Section]

    package func sum(_ figure: (Section) -> Money) -> Money {
      sections.reduce(.zero(currency)) { $0 + figure($1) }
    }
  }

  /// Of a buyer within reach, on the leg it buys on.
  package static func find(_ buyer: ID<Organization>, _ month: Month, in work: Work) throws -> Record {
    try work.actor.require(.statementsView)
    let organization = try Organizations.find(buyer, in: work)
    let leg: Leg = organization.level == .customer ? .price : .cost
    guard organization.level != .distributor, work.actor.sees(leg) else { throw Refusal.notFound }
    let currency = organization.currency
    let rows = try work.tx.rows(
      """
      SELECT coalesce(x.centre_id, x.customer_id), coalesce(b.name, o.name), x.billed, x.own, x.earlier
      FROM (
        SELECT c.centre_id, c.customer_id, coalesce(sum(c.amount) FILTER (WHERE c.month = \(month.first)), 0)::bigint
            AS billed,
          coalesce(sum(\(share(month))) FILTER (WHERE c.month = \(month.first)), 0)::bigint AS own,
          coalesce(sum(\(share(month))) FILTER (WHERE c.month < \(month.first)), 0)::bigint AS earlier
        FROM charge c WHERE \(concerning(buyer, leg, month)) GROUP BY c.centre_id, c.customer_id) x
      JOIN organization o ON o.id = x.customer_id
      LEFT JOIN billing_centre b ON b.id = x.centre_id
      ORDER BY coalesce(b.position, 0), o.search_name, 1
      """)
    let sections = try rows.map { row -> Section in
      let (billed, own): (Int64, Int64) = (try row[2], try row[3])
      return Section(
        id: try row[0], name: try row[1], billed: Money(minor: billed, currency: currency),
        deferred: Money(minor: billed - own, currency: currency), earlier: Money(minor: try row[4], currency: currency))
    }
    return Record(
      buyer: buyer, buyerName: organization.name, leg: leg, month: month, currency: currency, sections: sections)
  }

  /// The part of a charge that is cost of a month.
  static func share(_ month: Month) -> SQL {
    "effective_share(c.amount, c.covers_from, c.covers_to, c.month, \(month.first))"
  }

  /// The charges of a buyer that are billed in a month or, billed before, still cover days of it.
  static func concerning(_ buyer: ID<Organization>, _ leg: Leg, _ month: Month) -> SQL {
    let first = month.first.adding(months: -Bounds.effectiveMonths)
    let isBuyers: SQL =
      leg == .price ? "c.customer_id = \(buyer) AND c.leg = 'price'" : "c.reseller_id = \(buyer) AND c.leg = 'cost'"
    return """
      \(isBuyers) AND c.month BETWEEN \(first) AND \(month.first)
      AND (c.month = \(month.first) OR c.covers_to > \(month.first))
      """
  }
}

/// The same over HTTP.
enum EffectiveCostsAPI {
  static let parameters = [
    QueryParameter("month", "The month, e.g. `2026-01`. Required."),
    QueryParameter(
      "buyerId", "The customer or reseller; one's own organization unless said.", format: "uuid"),
  ]

  static func get(_ call: Call) throws -> Response {
    guard let text = call.query("month"), let month = Month(text) else {
      throw HTTPFault.queryMalformed("month", "field.month_malformed")
    }
    let buyer: ID<Organization> = try call.queryID("buyerId") ?? call.actor.organization
    var json = JSONWriter()
    write(&json, try EffectiveCosts.find(buyer, month, in: call.work))
    return .json(json)
  }

  static func write(_ json: inout JSONWriter, _ record: EffectiveCosts.Record) {
    json.object { json in
      json.member("buyerId", record.buyer)
      json.member("buyerName", record.buyerName)
      json.member("leg", record.leg.rawValue)
      json.member("month", record.month)
      json.member("billed", record.sum(\.billed))
      json.member("deferred", record.sum(\.deferred))
      json.member("earlier", record.sum(\.earlier))
      json.member("effective", record.sum(\.effective))
      json.array("sections", record.sections) { json, section in
        json.object {
          $0.member("id", ID<BillingCentre>(section.id))
          $0.member("name", section.name)
          $0.member("billed", section.billed)
          $0.member("deferred", section.deferred)
          $0.member("earlier", section.earlier)
          $0.member("effective", section.effective)
        }
      }
    }
  }
}
