import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// A metered subscription of Helvetia Works, bought on the world's first day: PRO has one bucket, RND three.
struct Metered: Sendable {
  static let plan = "Acronis Object Storage"

  let world: World
  let customer: String
  let subscription: String

  init(_ world: World) throws {
    self.world = world
    let helvetia = try Helvetia(world)
    customer = helvetia.customer
    let split = try helvetia.allocations([("PRO", 1), ("RND", 3)])
    subscription = try helvetia.buy(Metered.plan, "P1M", 4, #","allocations":\#(split)"#)
  }

  /// A record's JSON.
  func record(
    _ id: String, _ quantity: String, _ at: String = "2026-01-15T08:00:00Z", meter: String = "storage",
    of subscription: String? = nil, more: String = ""
  ) -> String {
    #"{"externalId":"\#(id)","subscriptionId":"\#(subscription ?? self.subscription)","meter":"\#(meter)","#
      + #""quantity":\#(quantity),"at":"\#(at)"\#(more)}"#
  }

  func send(
    _ records: [String], as person: String = "reseller", headers: [(String, String)] = []
  ) throws -> Answer {
    try world.send(
      .post, "/api/v1/usage-records", as: person, #"{"records":[\#(records.joined(separator: ","))]}"#,
      headers: headers)
  }

  /// `accepted duplicates corrected parked`, or the refusal.
  func counts(_ records: [String], as person: String = "reseller") throws -> String {
    try send(records, as: person).counts
  }

  func parked(as person: String = "reseller") throws -> [JSONValue] {
    try world.send(.get, "/api/v1/usage-records/parked", as: person).items
  }

  /// The month's quantity of a meter.
  func quantity(_ meter: String = "storage", _ month: String = "2026-01", as person: String = "reseller") throws
    -> String?
  {
    try months(as: person).first { $0["meter"]?.string == meter && $0["month"]?.string == month }?["quantity"]?.string
  }

  func months(as person: String = "reseller") throws -> [JSONValue] {
    try world.send(.get, "/api/v1/subscriptions/\(subscription)/usage?limit=200", as: person).items
  }

  /// What was posted for usage, by month, meter and leg: the amount and the quantity in millionths.
  func posted() throws -> [String: [Int]] {
    let rows = try world.owner(
      """
      SELECT to_char(c.cycle_from, 'YYYY-MM') || ' ' || m.code || ' ' || c.leg, sum(c.amount)::bigint,
        sum(c.usage_quantity)::bigint
      FROM charge c JOIN meter m ON m.id = c.meter_id WHERE c.subscription_id = \(subscription)::uuid GROUP BY 1
      """
    ) { (try $0[0] as String, [try $0[1] as Int, try $0[2] as Int]) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// How much there is of everything that usage writes.
  func kept() throws -> [Int] {
    try world.owner(
      """
      SELECT (SELECT count(*) FROM usage_record), (SELECT count(*) FROM usage_month),
        (SELECT sum(revision) FROM usage_month), (SELECT sum(quantity)::bigint FROM usage_month),
        (SELECT count(*) FROM parked_usage_record), (SELECT count(settled_at) FROM parked_usage_record),
        (SELECT count(*) FROM charge), (SELECT count(*) FROM audit_record), (SELECT count(*) FROM statement)
      """
    ) { row in try (0..<9).map { try row[$0] as Int } }[0]
  }
}

extension World {
  /// Makes writing usage take long, so that those who do it at once meet.
  func slowUsage() throws {
    let statements: [SQL] = [
      """
      CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(0.4); RETURN NULL; END $$
      """,
      "CREATE TRIGGER slow BEFORE INSERT ON usage_record EXECUTE FUNCTION take_long()",
      "CREATE TRIGGER slow BEFORE INSERT ON charge EXECUTE FUNCTION take_long()",
    ]
    for statement in statements { _ = try owner(statement) { _ in } }
  }
}

extension Answer {
  /// What became of a batch of records: `accepted duplicates corrected parked`, or the refusal.
  var counts: String {
    guard status == 200 else { return outcome }
    return ["accepted", "duplicates", "corrected", "parked"].map { json[$0]?.integer.map(String.init) ?? "?" }
      .joined(separator: " ")
  }
}
