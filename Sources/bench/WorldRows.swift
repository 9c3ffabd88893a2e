import BackOffice
import Core
import FoundationEssentials
import Postgres

/// The many rows of a world, streamed by COPY while they are made: memory holds a chunk of them.
struct WorldRows {
  let size: World.Size
  let connection: Connection
  private static let chunkBytes = 1 << 20
  private let distributor = World.uuid(.distributor, 0)

  func customers() throws {
    let created: Instant = WorldRows.midnight(WorldRows.founded)
    try copy(
      """
      COPY organization (id, kind, distributor_id, reseller_id, customer_id, name, country, currency, time_zone,
        created_at) FROM STDIN (FORMAT binary)
      """, columns: 10, 0..<size.customers
    ) { c, row in
      row.append(World.uuid(.customer, c))
      row.append("customer")
      appendPath(of: c, to: &row)
      row.append(WorldRows.name(c))
      row.append("CH")
      row.append("CHF")
      row.append("Europe/Zurich")
      row.append(created)
    }
  }

  func centres() throws {
    try copy(
      """
      COPY billing_centre (id, distributor_id, reseller_id, customer_id, code, name, is_default, position)
      FROM STDIN (FORMAT binary)
      """, columns: 8, 0..<size.customers * 4
    ) { number, row in
      let (c, k) = (number / 4, number % 4 + 1)
      row.append(World.uuid(.centre, c * 10 + k))
      appendPath(of: c, to: &row)
      row.append("CC-\(k)")
      row.append("Centre \(k)")
      row.append(k == 1)
      row.append(Int32(k))
    }
  }

  func subscriptions() throws {
    try copy(
      """
      COPY subscription (id, distributor_id, reseller_id, customer_id, service_id, plan_id, offer_id, plan_name,
        service_name, friendly_name, status, quantity, centre_ids, centre_quantities, lot_times, lot_quantities,
        time_zone, term, billing_frequency, start_day, anchor_day, term_start, term_end, cycle_from, cycle_to,
        purchased_at, currency, unit_price, cost_currency, unit_cost, minimum, maximum, decrease_window, cancel_window,
        suspension_stops_billing, changes) FROM STDIN (FORMAT binary)
      """, columns: 36, 0..<size.subscriptions
    ) { n, row in
      let sold = Sold(n, size)
      appendWhat(sold, to: &row)
      appendLicences(sold, to: &row)
      appendTerm(sold, to: &row)
    }
  }

  func changes() throws {
    try copy(
      """
      COPY subscription_change (subscription_id, number, id, distributor_id, reseller_id, customer_id, at, day, kind,
        actor_name, billable, centre_ids, centre_quantities, after) FROM STDIN (FORMAT binary)
      """, columns: 14, 0..<size.subscriptions
    ) { n, row in
      let sold = Sold(n, size)
      row.append(World.uuid(.subscription, n))
      row.append(Int32(1))
      row.append(World.uuid(.change, n))
      appendPath(of: sold.customer, to: &row)
      row.append(WorldRows.midnight(sold.start))
      row.append(sold.start)
      row.append("purchase")
      row.append("Bench")
      row.append(true)
      row.append(sold.centres)
      row.append(sold.parts)
      row.append(JSONB(text: #"{"status":"active","quantity":\#(sold.quantity),"autoRenew":true}"#))
    }
  }

  // MARK: - Rows

  private func appendPath(of customer: Int, to row: inout CopyRows) {
    row.append(distributor)
    row.append(World.uuid(.reseller, customer % size.resellers))
    row.append(World.uuid(.customer, customer))
  }

  private func appendWhat(_ sold: Sold, to row: inout CopyRows) {
    let n = sold.number
    row.append(World.uuid(.subscription, n))
    appendPath(of: sold.customer, to: &row)
    row.append(World.uuid(.service, n % 4))
    row.append(World.uuid(.plan, n % 8))
    row.append(World.uuid(.offer, n % 8))
    row.append(WorldRows.planNames[n % 8])
    row.append("Service \(n % 4)")
    if n % 3 > 0 { row.append("Team \(n % 1000)") } else { row.appendNull() }
    row.append("active")
  }

  private func appendLicences(_ sold: Sold, to row: inout CopyRows) {
    row.append(sold.quantity)
    row.append(sold.centres)
    row.append(sold.parts)
    row.append([WorldRows.midnight(sold.start)])
    row.append([sold.quantity])
  }

  private func appendTerm(_ sold: Sold, to row: inout CopyRows) {
    row.append("Europe/Zurich")
    row.append("P1Y")
    row.append("monthly")
    row.append(sold.start)
    row.append(sold.start)
    row.append(sold.start)
    row.append(sold.start.adding(months: 12))
    row.append(sold.cycle)
    row.append(sold.cycle.adding(months: 1))
    row.append(WorldRows.midnight(sold.start))
    row.append("CHF")
    row.append(sold.price)
    row.append("CHF")
    row.append(sold.price * 4 / 5)
    row.append(Int32(1))
    row.append(Int32(100_000_000))
    row.append("P7D")
    row.append("P7D")
    row.append(false)
    row.append(Int32(1))
  }

  /// Streams one row for each number.
  private func copy(
    _ sql: SQL, columns: Int, _ numbers: Range<Int>, _ row: (Int, inout CopyRows) -> Void
  ) throws {
    var rows = CopyRows()
    var rest = numbers
    var isOver = false
    _ = try connection.copyIn(sql) {
      if isOver { return nil }
      while rows.byteCount < WorldRows.chunkBytes, let number = rest.popFirst() {
        rows.beginRow(columns: columns)
        row(number, &rows)
      }
      if rest.isEmpty {
        rows.end()
        isOver = true
      }
      return try rows.take()
    }
  }

  // MARK: - Facts

  /// Monthly cycles, all begun in January 2026 and ending in February: subscription `n` on day `1 + n % 28`. One in
  /// `subscriptions / 40` belongs to customer 0, besides its ten.
  private struct Sold {
    let number: Int
    let customer: Int
    let start: Day
    let cycle: Day
    let quantity: Int32
    let price: Int64
    let centres: [UUID]
    let parts: [Int32]

    init(_ n: Int, _ size: World.Size) {
      number = n
      customer = n % (size.subscriptions / 40) == 7 ? 0 : n % size.customers
      start = WorldRows.firstPurchase.adding(days: n % 28).adding(months: n % 11)
      cycle = WorldRows.firstCycle.adding(days: n % 28)
      quantity = Int32(4 + n % 17)
      price = Int64(390 + n % 97 * 13)
      let count = 1 + n / size.resellers % 4
      let part = quantity / Int32(count)
      let customer = customer
      centres = (1...count).map { World.uuid(.centre, customer * 10 + $0) }
      parts = [quantity - Int32(count - 1) * part] + Array(repeating: part, count: count - 1)
    }
  }

  private static let founded = day(2025, 1, 1)
  private static let firstPurchase = day(2025, 3, 1)
  private static let firstCycle = day(2026, 1, 1)

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let day = Day(year: year, month: month, day: day) else { preconditionFailure("there is no such day") }
    return day
  }

  private static func midnight(_ day: Day) -> Instant {
    Instant(microseconds: Int64(day.number) * 86_400_000_000)
  }

  private static let planNames = (0..<8).map { "\(["Basic", "Standard", "Premium"][$0 % 3]) Plan \($0)" }

  private static func name(_ c: Int) -> String {
    let word = [c * 7, c / 40, c / 1600].map { World.syllables[$0 % 40] }.joined()
    return word.prefix(1).uppercased() + word.dropFirst() + " " + ["AG", "GmbH", "SA", "Sàrl"][c % 4]
  }
}
