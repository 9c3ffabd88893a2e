import Core
import FoundationEssentials
import HTTP
import Postgres

/// A subscription's ledger over HTTP: its changes and its charges.
enum LedgerAPI {
  static func changes(_ call: Call) throws -> Response {
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let rows = try call.tx.rows(
      """
      SELECT id, at, day, kind, actor_id, actor_name, on_behalf_of, before::text, after::text, note, number
      FROM subscription_change WHERE subscription_id = \(record.id) AND number > \(try paging.afterNumber() ?? 0)
      ORDER BY number LIMIT \(paging.fetched)
      """)
    return try paging.response(rows, cursor: { [String(try $0[10] as Int)] }) { json, row in
      try json.object { try writeChange(&$0, row) }
    }
  }

  private static func writeChange(_ json: inout JSONWriter, _ row: Row) throws {
    json.member("id", ID<Change>(try row[0]))
    json.member("at", try row[1] as Instant)
    json.member("day", try row[2] as Day)
    json.member("kind", try row[3] as String)
    let actor: ID<Person>? = try row[4]
    let name: String = try row[5]
    json.object("actor") {
      $0.member("id", actor)
      $0.member("name", name)
    }
    json.member("onBehalfOf", try row[6] as ID<Person>?)
    for (index, key) in ["before", "after"].enumerated() {
      json.name(dynamic: key)
      if let facts: String = try row[7 + index] { json.embedded(facts) } else { json.null() }
    }
    json.member("note", try row[9] as String?)
  }

  static let chargeParameters =
    QueryParameter.paging + [
      QueryParameter("month", "Posted in this month, e.g. `2026-01`."),
      QueryParameter("leg", "`price` or `cost`."),
    ]

  static func charges(_ call: Call) throws -> Response {
    let record = try Subscriptions.find(try call.id(), in: call.work)
    guard call.actor.seesPrices || call.actor.seesCosts else { throw Refusal.forbidden(.pricesView) }
    let paging = try Paging(call)
    var conditions: [SQL] = ["c.subscription_id = \(record.id)", "c.sequence > \(try paging.afterNumber() ?? 0)"]
    if let text = call.query("month") {
      guard let month = Month(text) else { throw HTTPFault.queryMalformed("month", "field.month_malformed") }
      conditions.append("c.month = \(month.first)")
    }
    if let text = call.query("leg") {
      guard let leg = Leg(rawValue: text) else { throw HTTPFault.queryMalformed("leg", "field.not_a_choice") }
      conditions.append("c.leg = \(leg)")
    }
    let rows = try call.tx.rows(
      """
      SELECT c.id, c.leg, c.centre_id, c.cycle_from, c.cycle_to, c.posted_on, c.reason, c.amount, c.currency, h.id,
        c.sequence, m.code, m.unit, c.usage_quantity
      FROM charge c LEFT JOIN subscription_change h
        ON h.subscription_id = c.subscription_id AND h.number = c.change_number
      LEFT JOIN meter m ON m.id = c.meter_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY c.sequence LIMIT \(paging.fetched)
      """)
    return try paging.response(rows, cursor: { [String(try $0[10] as Int)] }, writeCharge)
  }

  private static func writeCharge(_ json: inout JSONWriter, _ row: Row) throws {
    try json.object {
      $0.member("id", try row[0] as ID<Charge>)
      $0.member("leg", try row[1] as String)
      $0.member("centreId", try row[2] as ID<BillingCentre>?)
      let from: Day = try row[3]
      let to: Day = try row[4]
      $0.object("cycle") {
        $0.member("from", from)
        $0.member("to", to)
      }
      $0.member("postedOn", try row[5] as Day)
      $0.member("reason", try row[6] as String)
      $0.member("amount", Money(minor: try row[7], currency: try row[8]))
      $0.member("changeId", try row[9] as ID<Change>?)
      if let quantity: MeteredQuantity = try row[13] {
        let (meter, unit): (String, String) = (try row[11], try row[12])
        $0.object("usage") {
          $0.member("meter", meter)
          $0.member("unit", unit)
          $0.member("quantity", quantity.description)
        }
      }
    }
  }
}
