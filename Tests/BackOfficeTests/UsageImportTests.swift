import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Testing

/// Files of records taken in for Alpine Cloud.
struct RecordFile: Sendable {
  static let heading = "externalId,subscriptionId,meter,quantity,at,tag,currency"

  let metered: Metered
  let sender: Path

  init(_ world: World, as person: Persona = .reseller) throws {
    metered = try Metered(world)
    sender = try world.actor(person).path
  }

  func row(
    _ id: String, _ quantity: String, _ at: String = "2026-01-15T08:00:00Z", meter: String = "storage",
    of subscription: String? = nil, tag: String = "", currency: String = ""
  ) -> String {
    "\(id),\(subscription ?? metered.subscription),\(meter),\(quantity),\(at),\(tag),\(currency)"
  }

  func take(_ text: String, _ format: UsageFile.Format = .csv, dryRun: Bool = false) throws -> UsageImport.Report {
    try metered.world.office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "test", office: metered.world.office)
      var rest = Array(text.utf8)[...]
      return try UsageImport.run(format, from: sender, dryRun: dryRun, in: work) {
        // Small pieces, cut anywhere.
        let piece = Array(rest.prefix(61))
        rest = rest.dropFirst(61)
        return piece.isEmpty ? nil : piece
      }
    }
  }

  func take(_ rows: [String], dryRun: Bool = false) throws -> UsageImport.Report {
    try take(([RecordFile.heading] + rows).joined(separator: "\n"), dryRun: dryRun)
  }

  /// `accepted duplicates corrected parked`, or the faults as `line column code`.
  func outcome(_ rows: [String], dryRun: Bool = false) throws -> String { try take(rows, dryRun: dryRun).outcome }
}

extension UsageImport.Report {
  var outcome: String {
    guard faultCount == 0 else { return faults.map { "\($0.line) \($0.column) \($0.code)" }.joined(separator: "; ") }
    return "\(summary.accepted) \(summary.duplicates) \(summary.corrected) \(summary.parked)"
  }
}

@Suite struct UsageImportTests {
  @Test func `one malformed line refuses the file, and every wrong line is told`() throws {
    let file = try RecordFile(World())
    let before = try file.metered.kept()
    let wrong = [
      file.row("good", "1"), file.row("", "1"), file.row("é", "1"), file.row("a", "-1"), file.row("a", "1e3"),
      file.row("a", "1", "yesterday"), file.row("a", "1", "2026-01-15T23:20:00Z"), file.row("a", "1", of: "none"),
      file.row("a", "1", meter: ""), file.row("a", "1", currency: "XXQ"), file.row("a", "1") + ",more",
    ]
    let report = try file.take(wrong)
    #expect(
      report.outcome
        == [
          "3 externalId field.required", "4 externalId usage.external_id_malformed",
          "5 quantity usage.quantity_malformed", "6 quantity usage.quantity_malformed", "7 at field.instant_malformed",
          "8 at usage.in_future", "9 subscriptionId field.id_malformed", "10 meter field.required",
          "11 currency currency.unknown", "12  usage_file.cells_too_many",
        ].joined(separator: "; "))
    #expect(!report.isDone && report.lines == wrong.count)
    #expect(try file.metered.kept() == before)
  }

  @Test(arguments: [
    ("", "1  usage_file.empty"), (RecordFile.heading, "1  usage_file.empty"),
    (
      "externalId,meter,price,meter",
      "1 price usage_file.column_unknown; 1 meter usage_file.column_twice; "
        + "1 subscriptionId usage_file.column_missing; 1 quantity usage_file.column_missing; "
        + "1 at usage_file.column_missing"
    ),
    (RecordFile.heading + "\n\"a,b", "2  usage_file.quotes"), ("\u{0}\u{0}", "1  usage_file.not_unicode"),
  ])
  func `a table that is none is refused`(_ text: String, _ faults: String) throws {
    #expect(try RecordFile(World()).take(text).outcome == faults)
  }

  @Test func `JSON lines are read like the API's records, and refused line by line`() throws {
    let file = try RecordFile(World())
    let m = file.metered
    let good = [
      m.record("a", "1"), " " + m.record("b", #""2.5""#, more: #","tag":"b\u00fcro \ud83d\ude80","currency":"CHF""#),
      "", m.record("c", "3", more: #","tag":null"#) + "\r",
    ].joined(separator: "\n")
    #expect(try file.take(good, .jsonl).outcome == "3 0 0 0")
    #expect(try m.quantity() == "6.5")
    #expect(try m.world.text("SELECT tag FROM usage_record WHERE external_id = 'b'") == "büro 🚀")
    #expect(try m.counts([m.record("a", "1"), m.record("c", "3")]) == "0 2 0 0", "the same by the API")
    let bad = [
      "{}", "[]", #"{"externalId":"x""#, m.record("d", "1.5"), m.record("d", "1", more: #","price":1"#),
      m.record("d", "true"), m.record("d", "1", more: #","tag":{"a":["}"]}"#), "nothing",
    ].joined(separator: "\n")
    #expect(
      try file.take(bad, .jsonl).outcome
        == [
          "1 externalId field.required", "1 subscriptionId field.required", "1 meter field.required",
          "1 quantity field.required", "1 at field.required", "2  usage_file.not_an_object",
          "3  usage_file.not_an_object", "5 price field.unknown", "6 quantity usage.quantity_malformed",
          "7 tag field.text_expected", "8  usage_file.not_an_object",
        ].joined(separator: "; "))
  }

  @Test func `a dry run says what a run does and changes nothing, a run does it, the same again changes nothing`()
    throws
  {
    let file = try RecordFile(World())
    let before = try file.metered.kept()
    let rows = [file.row("a", "5"), file.row("b", "1.5"), file.row("b", "1.5"), file.row("c", "1", meter: "none")]
    #expect(try file.outcome(rows, dryRun: true) == "2 1 0 1")
    #expect(try file.metered.kept() == before)
    #expect(try file.outcome(rows) == "2 1 0 1")
    #expect(try file.metered.quantity() == "6.5")
    let after = try file.metered.kept()
    #expect(try file.outcome(rows) == "0 3 0 1")
    #expect(try file.metered.kept().dropLast(2) == after.dropLast(2), "but for the audit record")
  }

  @Test func `what cannot be counted is parked for its reason`() throws {
    let file = try RecordFile(World())
    let world = file.metered.world
    let foreign = try world.text(
      """
      SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
      WHERE o.name = 'Rheinland Maschinenbau GmbH' AND s.friendly_name = 'Konstruktionsdaten'
      """)
    let report = try file.take([
      file.row("foreign", "1", of: foreign), file.row("code", "1", meter: "snapshots"),
      file.row("early", "1", "2026-01-14T08:00:00Z"), file.row("euro", "1", currency: "EUR"),
      file.row("franc", "1", currency: "CHF"),
    ])
    #expect(report.outcome == "1 0 0 4")
    #expect(
      report.parked == [.subscriptionUnknown: 1, .meterUnknown: 1, .beforeStart: 1, .currencyDiffers: 1])
    let ids = try file.metered.parked().suffix(4).compactMap { $0["externalId"]?.string }
    #expect(ids == ["foreign", "code", "early", "euro"], "in the order of the lines")
  }

  @Test func `more than a month can be billed for refuses the file, with its lines`() throws {
    let file = try RecordFile(World())
    #expect(try file.outcome([file.row("a", "999999999.5")]) == "1 0 0 0")
    let before = try file.metered.kept()
    let outcome = try file.outcome([file.row("b", "7", meter: "egress"), file.row("c", "0.4"), file.row("d", "0.2")])
    #expect(outcome == "3 quantity usage.month_too_large; 4 quantity usage.month_too_large")
    #expect(try file.metered.kept() == before)
  }

  @Test func `a distributor's file is billed to both legs and compared with its costs' currency`() throws {
    let file = try RecordFile(World(), as: .distributor)
    #expect(
      try file.outcome([file.row("a", "1000", currency: "CHF"), file.row("b", "1", currency: "USD")]) == "1 0 0 1")
    #expect(try file.outcome([file.row("a", "1000", currency: "CHF")]) == "0 1 0 0")
    try advance(file.metered.world, to: "2026-02-03T06:00:00Z")
    #expect(try file.metered.posted()["2026-01 storage price"]?[0] == 2328)
    #expect(try file.metered.posted()["2026-01 storage cost"] != nil)
  }

  @Test func `what was counted in a month that is put away is parked, never counted twice`() throws {
    let file = try RecordFile(World())
    #expect(try file.outcome([file.row("a", "5")]) == "1 0 0 0")
    for statement: SQL in [
      "ALTER TABLE usage_record DETACH PARTITION usage_record_2026_01", "DROP TABLE usage_record_2026_01",
    ] {
      _ = try file.metered.world.owner(statement) { _ in }
    }
    #expect(try file.take([file.row("a", "6"), file.row("b", "1")]).parked == [.monthArchived: 1])
    #expect(try file.metered.counts([file.metered.record("a", "7")]) == "0 0 0 1")
    #expect(try file.metered.quantity() == "6")
  }
}

/// Everything that batches leave, without ids and times of writing.
private func left(_ world: World, _ metered: Metered) throws -> [[String]] {
  try
    ([
      """
      SELECT external_id || ' ' || version || ' ' || m.code || ' ' || month || ' ' || day || ' ' || quantity || ' '
        || coalesce(tag, '-') || ' ' || coalesce(currency, '-') || ' ' || revision
      FROM usage_record r JOIN meter m ON m.id = r.meter_id WHERE external_id LIKE 'z%' ORDER BY 1
      """,
      "SELECT external_id || ' ' || version || ' ' || month FROM usage_key WHERE external_id LIKE 'z%' ORDER BY 1",
      """
      SELECT m.code || ' ' || month || ' ' || quantity || ' ' || revision FROM usage_month u
      JOIN meter m ON m.id = u.meter_id WHERE subscription_id = \(ID<Subscription>(metered.subscription)) ORDER BY 1
      """,
      """
      SELECT external_id || ' ' || meter || ' ' || quantity || ' ' || at || ' ' || coalesce(tag, '-') || ' ' || reason
        || ' ' || (settled_at IS NOT NULL)
      FROM parked_usage_record WHERE external_id LIKE 'z%' ORDER BY 1
      """,
      "SELECT tag FROM usage_tag ORDER BY 1",
    ] as [SQL]).map { query in try world.owner(query) { try $0[0] as String } }
}

@Test(arguments: 1...4)
func `a file is decided on like the same records sent to the API`(_ seed: Int) throws {
  let file = try RecordFile(World())
  let other = try RecordFile(World())
  var dice = Dice(state: UInt64(seed))
  for step in 0..<4 {
    var rows: [String] = []
    var records: [(RecordFile) -> String] = []
    for _ in 0..<60 {
      let id = "z\(Int.random(in: 0..<25, using: &dice))"
      let meter = ["storage", "storage", "egress", "none"][Int.random(in: 0..<4, using: &dice)]
      let quantity = "\(Int.random(in: 0...3, using: &dice))"
      let days = ["2026-01-14T09:00:00Z", "2026-01-15T08:00:00Z", "2026-01-15T07:00:00Z", "2026-02-01T08:00:00Z"]
      let day = days[Int.random(in: 0..<(step < 2 ? 3 : 4), using: &dice)]
      let tag = ["", "", "a", "b"][Int.random(in: 0..<4, using: &dice)]
      let currency = ["", "", "", "EUR", "CHF"][Int.random(in: 0..<5, using: &dice)]
      rows.append(file.row(id, quantity, day, meter: meter, tag: tag, currency: currency))
      let more =
        (tag.isEmpty ? "" : #","tag":"\#(tag)""#) + (currency.isEmpty ? "" : #","currency":"\#(currency)""#)
      records.append { $0.metered.record(id, quantity, day, meter: meter, more: more) }
    }
    let sent = try other.metered.send(records.map { $0(other) })
    #expect(sent.status == 200, "\(sent.text)")
    #expect(try file.outcome(rows, dryRun: true) == sent.counts)
    #expect(try file.outcome(rows) == sent.counts)
    for (a, b) in zip(try left(file.metered.world, file.metered), try left(other.metered.world, other.metered)) {
      #expect(a == b, "\(a.difference(from: b))")
    }
    try file.metered.world.pass(hours: 400)
    try other.metered.world.pass(hours: 400)
  }
}
