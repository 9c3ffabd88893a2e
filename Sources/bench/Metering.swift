import BackOffice
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// Records of use taken in from a file, against COPY and one INSERT … SELECT … ON CONFLICT of the same rows: what it
/// costs to decide on them, to count them by month and to remember them.
struct Metering {
  let program: String
  let copies: Copies
  let world: World

  /// A million of them where there are as many subscriptions, ten for each of a tenth of these.
  private var records: Int { min(1_000_000, world.size.subscriptions) }
  private var subscriptions: Int { max(1, records / 10) }

  func measure(_ report: inout Report) throws {
    let path = "/tmp/bench-usage-\(getpid()).csv"
    try write(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let database = try copies.copy("usage", at: World.serving)
    try Metering.meter(database)
    let started = ContinuousClock.now
    let child = try Child(
      program, ["usage", "import", path, "--database", database.text, "--source", World.id(.distributor, 0)],
      isCaptured: true)
    let end = child.end()
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    guard end.status == 0, end.text.contains("\(records) new") else {
      throw Failure(sentence: "The records were not taken in: \(end.text)")
    }
    let bare = try floor(path, database)
    try copies.drop(database)
    let count = Double(records)
    Bench.note("\(records) records: \(seconds) s (\(Int(count / seconds))/s), the floor \(bare) s")
    report.add("take in \(records) records of use", ours: seconds, floor: bare, "s", atMost: 6)
    if records == 1_000_000 { report.add("a million records of use", ours: seconds, "s", atMost: 30) }
    report.add("taking in records, peak memory", ours: Double(end.peakBytes) / 1e6, "MB", atMost: 200)
  }

  private func write(to path: String) throws {
    guard let file = fopen(path, "w") else { throw Failure(sentence: "\(path) cannot be written.") }
    defer { fclose(file) }
    fputs("externalId,subscriptionId,meter,quantity,at,tag\n", file)
    for number in 0..<records {
      let hour = number % 24
      fputs(
        "bench-2026-01-30-\(number),\(World.id(.subscription, number % subscriptions)),storage,\(number % 90 + 1).5,"
          + "2026-01-30T\(hour < 10 ? "0" : "")\(hour):00:00Z,\(number % 3 == 0 ? "backup" : "")\n", file)
    }
  }

  /// Every offer is counted by one meter, at one price.
  private static func meter(_ database: DatabaseURL) throws {
    let connection = try database.connect()
    defer { connection.close() }
    try connection.executeUnsafeScript(
      """
      INSERT INTO meter (id, distributor_id, offer_id, code, name, unit, position)
      SELECT gen_random_uuid(), distributor_id, id, 'storage', 'Storage', 'GB', 1 FROM offer;
      INSERT INTO meter_price (meter_id, reseller_id, distributor_id, leg, currency, from_month, model, tier_rates)
      SELECT m.id, r.id, m.distributor_id, l.leg, 'CHF', '2024-01-01', 'flat', '{2450000}'
      FROM meter m, organization r, (VALUES ('cost'), ('price')) l (leg) WHERE r.kind = 'reseller';
      ANALYZE meter, meter_price
      """)
  }

  /// What a table that only remembers each record once would cost.
  private func floor(_ path: String, _ database: DatabaseURL) throws -> Double {
    let connection = try database.connect()
    defer { connection.close() }
    try connection.executeUnsafeScript(
      """
      CREATE TABLE bare (source_id uuid NOT NULL, external_id text COLLATE "C" NOT NULL, subscription_id uuid NOT NULL,
        meter text NOT NULL, quantity numeric NOT NULL, at timestamptz NOT NULL, tag text,
        PRIMARY KEY (source_id, external_id));
      CHECKPOINT
      """)
    let started = ContinuousClock.now
    try connection.executeUnsafeScript(
      """
      CREATE TEMP TABLE line (external_id text COLLATE "C", subscription_id uuid, meter text, quantity numeric,
        at timestamptz, tag text);
      COPY line FROM '\(path)' (FORMAT csv, HEADER);
      INSERT INTO bare SELECT '\(World.id(.distributor, 0))', l.* FROM line l ON CONFLICT DO NOTHING
      """)
    return (ContinuousClock.now - started) / .seconds(1)
  }
}
