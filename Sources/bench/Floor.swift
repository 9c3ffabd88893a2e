import BackOffice
import Core
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// The database alone, by pgbench: a superuser, whom row-level security does not bind, on the tables with their keys
/// and checks but without our triggers.
struct Floor {
  let program: String
  let database: DatabaseURL

  /// Transactions per second of this script.
  func rate(_ script: String, seconds: Int) throws -> Double {
    let path = "/tmp/bench-\(getpid()).sql"
    guard FileManager.default.createFile(atPath: path, contents: Data(script.utf8)) else {
      throw Failure(sentence: "\(path) cannot be written.")
    }
    defer { try? FileManager.default.removeItem(atPath: path) }
    try triggers("DISABLE")
    defer { try? triggers("ENABLE") }
    let child = try Child(
      program,
      [
        "-n", "-c", String(Load.connections), "-j", String(Load.threads), "-M", "prepared", "-T", String(seconds), "-f",
        path, database.text,
      ], isCaptured: true)
    let end = child.end()
    let line = end.text.split(separator: "\n").first { $0.hasPrefix("tps = ") }
    guard end.status == 0, let rate = line?.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
      throw Failure(sentence: "pgbench failed: \(end.text)")
    }
    return rate
  }

  private func triggers(_ verb: String) throws {
    let connection = try database.connect()
    defer { connection.close() }
    for table in ["subscription", "subscription_change", "charge"] {
      try connection.executeUnsafeScript("ALTER TABLE \(table) \(verb) TRIGGER USER")
    }
  }

  /// The rows and columns that the service reads for one customer's list.
  static let read: String = {
    let columns = SubscriptionRecord.columns(at: Instant(microseconds: 0)).description
      .replacing("$1", with: "timestamptz '2026-01-31'")
    return """
      SELECT \(columns) FROM subscription s
      WHERE s.customer_id = '\(World.id(.customer, 0))' ORDER BY s.id LIMIT 51;
      """
  }()

  /// One update and two inserts, with the columns that the service writes.
  static func change(_ world: World) -> String {
    let customer = "mod(:n, \(world.size.customers))"
    let path =
      "\(World.idSQL(.distributor, "0")), \(World.idSQL(.reseller, "0")), \(World.idSQL(.customer, customer))"
    let subscription = World.idSQL(.subscription, ":n")
    let centres = [1, 2].map { World.idSQL(.centre, "\(customer) * 10 + \($0)") }
    let charge = { (leg: String, centre: String) in
      """
      (gen_random_uuid(), \(path), \(subscription), '\(leg)', \(centre), date '2026-01-15', date '2026-02-15', 31,
       date '2026-01-31', date '2026-01-01', 'increase', date '2026-01-31', date '2026-02-15', 1, 390, 1, 'CHF',
       :number)
      """
    }
    return """
      \\set n \(world.size.resellers) * (4 * random(0, \(world.pairs - 1)) + 1)
      BEGIN;
      UPDATE subscription SET status = status, suspended_by = suspended_by, suspension_reason = suspension_reason,
        quantity = quantity, centre_ids = centre_ids, centre_quantities = centre_quantities, lot_times = lot_times,
        lot_quantities = lot_quantities, friendly_name = friendly_name, anchor_day = anchor_day,
        term_start = term_start, term_end = term_end, term = term, billing_frequency = billing_frequency,
        cycle_from = cycle_from, cycle_to = cycle_to, purchased_at = purchased_at, auto_renew = auto_renew,
        renewal_quantity = renewal_quantity, renewal_term = renewal_term, renewal_frequency = renewal_frequency,
        renewal_align_to = renewal_align_to,
        unit_price = unit_price, unit_cost = unit_cost, changes = changes + 1, version = version + 1
      WHERE id = \(subscription) RETURNING changes AS number \\gset
      INSERT INTO subscription_change (subscription_id, number, id, distributor_id, reseller_id, customer_id, at, day,
        kind, actor_name, billable, centre_ids, centre_quantities, before, after)
      VALUES (\(subscription), :number, gen_random_uuid(), \(path), now(), date '2026-01-31', 'increase', 'Bench', true,
        ARRAY[\(centres.joined(separator: ", "))], ARRAY[5, 5], '{"quantity" : 9}', '{"quantity" : 10}');
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      VALUES \(charge("price", centres[0])),
        \(charge("price", centres[1])),
        \(charge("cost", "NULL::uuid"));
      END;
      """
  }
}
