import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// What somebody with the keys to the database could do, past triggers and foreign keys.
  fileprivate func tamper(_ script: String) throws {
    let connection = try Connection(url: World.url, overrides: ["dbname": name])
    defer { connection.close() }
    try connection.executeUnsafeScript("SET session_replication_role = replica; " + script)
  }

  /// The kinds of what the audit finds, each once, in alphabetical order.
  fileprivate func kinds() throws -> [String] {
    Set(try auditLedger().differences.map(\.kind.rawValue)).sorted()
  }
}

/// A charge of the price leg for licences, in an open month and in a closed one.
private let charge = "(SELECT max(sequence) FROM charge WHERE leg = 'price' AND meter_id IS NULL)"
private let closedCharge = "(SELECT min(sequence) FROM charge WHERE leg = 'price' AND meter_id IS NULL)"
/// A statement of the price leg with more than one line.
private let statement = """
  (SELECT statement_id FROM statement_line WHERE leg = 'price' GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1)
  """
private let line = "statement_id = \(statement) AND n = 2"
/// A billed subscription with two centres or more of different sizes, and its last change.
private let divided = """
  (SELECT id FROM subscription WHERE cardinality(centre_ids) > 1 AND centre_quantities[1] <> centre_quantities[2]
    AND unit_price > 0 AND status = 'active' AND NOT direct ORDER BY id LIMIT 1)
  """
private let lastChange = """
  subscription_id = \(divided) AND number = (SELECT changes FROM subscription WHERE id = \(divided))
  """
private let swapped = "ARRAY[centre_quantities[2], centre_quantities[1]] || centre_quantities[3:]"
private let seller = "(SELECT seller_id FROM statement_sequence ORDER BY last DESC LIMIT 1)"
private let lastNumber =
  "seller_id = \(seller) AND number = (SELECT max(number) FROM statement WHERE seller_id = \(seller))"

/// What keeps a charge from standing before its cycle, taken away.
private let unbound = "ALTER TABLE charge DROP CONSTRAINT charge_within_cycle; "

/// A copy of a charge under another number, with other columns.
private func another(_ columns: String = "cycle_from, cycle_to", of sequence: String = charge) -> String {
  """
  INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
    cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
    change_number)
  SELECT gen_random_uuid(), distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, \(columns),
    full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency, change_number
  FROM charge WHERE sequence = \(sequence)
  """
}

@Suite struct LedgerAuditTests {
  @Test func `the demo world holds, however many look at once`() throws {
    let world = try World()
    let (differences, seen) = try world.auditLedger()
    #expect(differences.map(\.description) == [])
    #expect(seen.subscriptions > 50 && seen.changes > seen.subscriptions && seen.cycles > seen.subscriptions)
    #expect(seen.charges == (try world.number("SELECT count(*) FROM charge")))
    #expect(seen.lines == (try world.number("SELECT count(*) FROM statement_line")))
    #expect(seen.statements == (try world.number("SELECT count(*) FROM statement WHERE status = 'closed'")))
    #expect(try world.auditLedger(workers: 3).seen == seen)
  }

  @Test func `one customer is looked at alone`() throws {
    let world = try World()
    let own = try #require(ID<Organization>(try Helvetia(world).customer))
    let other = try world.text(
      "SELECT id::text FROM organization WHERE kind = 'customer' AND id <> \(own) ORDER BY name LIMIT 1")
    let theirs = "customer_id = '\(own)' AND meter_id IS NULL"
    try world.tamper(
      "UPDATE charge SET amount = amount + 1 WHERE sequence = (SELECT max(sequence) FROM charge WHERE \(theirs))")
    #expect(try world.auditLedger(customer: own).differences.map(\.kind) == [.charge])
    #expect(try world.auditLedger(customer: ID(other)).differences == [])
    #expect(try world.auditLedger(customer: own).seen.subscriptions < world.auditLedger().seen.subscriptions)
  }

  @Test(arguments: [
    ("a charge's amount", "UPDATE charge SET amount = amount + 1 WHERE sequence = \(charge)", ["charge"]),
    ("a charge's centre", "UPDATE charge SET centre_id = gen_random_uuid() WHERE sequence = \(charge)", ["charge"]),
    ("a charge's price", "UPDATE charge SET unit_minor = unit_minor + 1 WHERE sequence = \(charge)", ["price"]),
    ("a charge's currency", "UPDATE charge SET currency = 'JPY' WHERE sequence = \(charge)", ["price"]),
    ("a charge too many", another(), ["charge"]),
    ("a charge ahead of time", unbound + another("cycle_to + 40, cycle_to + 70"), ["charge"]),
    ("a charge of no cycle", unbound + another("cycle_from + 1, cycle_to - 5"), ["charge"]),
    ("a charge for days that end before they begin", another("cycle_from, cycle_from"), ["charge"]),
    ("a charge missing", "DELETE FROM charge WHERE sequence = \(charge)", ["charge"]),
    ("a charge of a closed month missing", "DELETE FROM charge WHERE sequence = \(closedCharge)", ["charge", "line"]),
    (
      "a charge of another subscription",
      "UPDATE charge SET subscription_id = gen_random_uuid() WHERE sequence = \(charge)", ["charge", "orphan"]
    ),
  ])
  func `what is done to charges shows`(_ what: String, _ deed: String, _ shows: [String]) throws {
    let world = try World()
    try world.tamper(deed)
    #expect(try world.kinds() == shows, "\(what)")
  }

  @Test(arguments: [
    (
      "a change's split", "UPDATE subscription_change SET centre_quantities = \(swapped) WHERE \(lastChange)",
      ["change", "charge"]
    ),
    (
      "a change's sum",
      "UPDATE subscription_change SET centre_quantities[1] = centre_quantities[1] + 1 WHERE \(lastChange)",
      ["change", "charge"]
    ),
    (
      "licences below none", "UPDATE subscription_change SET centre_quantities[1] = -5 WHERE \(lastChange)",
      ["change", "charge"]
    ),
    ("a change's day", "UPDATE subscription_change SET day = day + 400 WHERE \(lastChange)", ["charge"]),
    (
      "whether days are billed", "UPDATE subscription_change SET billable = NOT billable WHERE \(lastChange)",
      ["charge"]
    ),
    ("a change missing", "DELETE FROM subscription_change WHERE \(lastChange)", ["change", "charge"]),
    (
      "a subscription's split", "UPDATE subscription SET centre_quantities = \(swapped) WHERE id = \(divided)",
      ["change"]
    ),
    ("a subscription's licences", "UPDATE subscription SET quantity = quantity + 1 WHERE id = \(divided)", ["change"]),
    ("a subscription's price", "UPDATE subscription SET unit_price = unit_price + 1 WHERE id = \(divided)", ["term"]),
    (
      "a term's price", "UPDATE subscription_term SET unit_price = unit_price * 2 WHERE subscription_id = \(divided)",
      ["charge", "price", "term"]
    ),
    ("a term missing", "DELETE FROM subscription_term WHERE subscription_id = \(divided)", ["charge", "term"]),
    (
      "a cycle that was never billed",
      """
      UPDATE subscription SET term_end = term_end + 40, cycle_from = cycle_to, cycle_to = cycle_to + 28
      WHERE id = \(divided)
      """,
      ["charge"]
    ),
  ])
  func `what is done to changes, terms and subscriptions shows`(_ what: String, _ deed: String, _ shows: [String])
    throws
  {
    let world = try World()
    try world.tamper(deed)
    let found = try world.kinds()
    #expect(
      Set(found).isSuperset(of: shows) && found.allSatisfy { $0 != "core" && $0 != "number" }, "\(what): \(found)")
  }

  @Test(arguments: [
    ("a line's amount", "UPDATE statement_line SET amount = amount + 1 WHERE \(line)", ["hash", "line", "statement"]),
    ("a line's words", "UPDATE statement_line SET plan_name = 'Something dear' WHERE \(line)", ["hash"]),
    ("a line missing", "DELETE FROM statement_line WHERE \(line)", ["hash", "line", "statement"]),
    (
      "two lines' amounts exchanged",
      """
      UPDATE statement_line l SET amount = l.amount + CASE n WHEN 1 THEN 100 ELSE -100 END
      WHERE statement_id = \(statement) AND n < 3
      """, ["hash", "line"]
    ),
    ("the net", "UPDATE statement SET net = net + 1 WHERE id = \(statement)", ["statement"]),
    ("the gross", "UPDATE statement SET gross = gross - 1 WHERE id = \(statement)", ["statement"]),
    (
      "the rate", "UPDATE statement SET taxes = jsonb_set(taxes, '{0,perMille}', '770') WHERE id = \(statement)",
      ["hash", "statement"]
    ),
    (
      "the buyer's name", "UPDATE statement SET buyer = jsonb_set(buyer, '{name}', '\"Else\"') WHERE id = \(statement)",
      ["hash"]
    ),
    ("the hash", "UPDATE statement SET sha256 = encode(sha256('x'), 'hex') WHERE id = \(statement)", ["hash"]),
    ("a number", "UPDATE statement SET number = left(number, 5) || '700000' WHERE \(lastNumber)", ["hash", "number"]),
    (
      "a number's year", "UPDATE statement SET number = '1999' || substr(number, 5) WHERE \(lastNumber)",
      ["hash", "number"]
    ),
    ("a number that is none", "UPDATE statement SET number = 'X-1' WHERE \(lastNumber)", ["hash", "number"]),
    (
      "a whole statement",
      """
      CREATE TEMP TABLE gone AS SELECT id FROM statement WHERE \(lastNumber);
      DELETE FROM statement_line WHERE statement_id IN (SELECT id FROM gone);
      DELETE FROM statement WHERE id IN (SELECT id FROM gone)
      """, ["number", "orphan"]
    ),
    ("the last number given", "UPDATE statement_sequence SET last = last + 3 WHERE seller_id = \(seller)", ["number"]),
    ("the numbers' keeper", "DELETE FROM statement_sequence WHERE seller_id = \(seller)", ["number"]),
  ])
  func `what is done to closed statements and their numbers shows`(
    _ what: String, _ deed: String, _ shows: [String]
  ) throws {
    let world = try World()
    try world.tamper(deed)
    #expect(try world.kinds() == shows, "\(what)")
  }

  @Test(arguments: [
    ("a record's quantity", "UPDATE usage_record SET quantity = quantity + 1000000", ["usage"]),
    ("a month's quantity", "UPDATE usage_month SET quantity = quantity + 1", ["usage"]),
    ("a charge for usage", "UPDATE charge SET amount = amount - 1 WHERE meter_id IS NOT NULL", ["line", "usage"]),
    (
      "how much it was for",
      "UPDATE charge SET usage_quantity = usage_quantity - 1 WHERE meter_id IS NOT NULL", ["usage"]
    ),
    (
      "a charge for usage missing", "DELETE FROM charge WHERE meter_id IS NOT NULL AND leg = 'cost'", ["line", "usage"]
    ),
    (
      "the meter's price", "UPDATE meter_price SET tier_rates = ARRAY(SELECT r + 1000000 FROM unnest(tier_rates) r)",
      ["usage"]
    ),
    ("no price at all", "DELETE FROM meter_price", ["usage"]),
  ])
  func `what is done to usage and its prices shows`(_ what: String, _ deed: String, _ shows: [String]) throws {
    let world = try World()
    let metered = try Metered(world)
    #expect(
      try metered.counts([metered.record("a", "1000"), metered.record("b", "0.5", "2026-01-20T08:00:00Z")]) != "")
    try Clock.advance(to: #require(Instant("2026-02-10T00:00:00Z")), world.office)
    #expect(try world.ledgerDifferences() == [])
    let months = try world.auditLedger(customer: ID(metered.customer)).seen.usageMonths
    #expect(months > 0)
    try world.tamper(deed)
    #expect(try world.kinds() == shows, "\(what)")
  }

  @Test func `a difference is one line that says where, what is owed and what was posted`() throws {
    let world = try World()
    let parts = try #require(
      try world.owner(
        """
        SELECT c.subscription_id::text, c.cycle_from::text, (c.cycle_to - 1)::text, c.centre_id::text, c.currency
        FROM charge c WHERE c.sequence = (
          SELECT max(sequence) FROM charge WHERE leg = 'price' AND meter_id IS NULL)
        """
      ) { row in try (0..<5).map { try row[$0] as String } }.first)
    try world.tamper("UPDATE charge SET amount = amount + 1 WHERE sequence = \(charge)")
    let text = try #require(try world.ledgerDifferences().first)
    let place = "charge: subscription \(parts[0]), cycle \(parts[1]) to \(parts[2]), price, centre \(parts[3]): owed "
    #expect(text.hasPrefix(place + parts[4]) && text.contains(", posted \(parts[4]) "))
    #expect(!text.contains("\n"))
  }
}
