import BackOffice
import Core
import Foundation
import Postgres
import Testing

private let chf = Currency("CHF")!

/// Helvetia Works with a metered subscription and budgets to be set.
private struct Budgeting {
  let world: World
  let helvetia: Helvetia
  var path: String { "/api/v1/customers/\(helvetia.customer)/budgets" }

  init(_ world: World) throws {
    self.world = world
    helvetia = try Helvetia(world)
  }

  func centre(_ code: String) throws -> String { try #require(helvetia.centres[code]) }

  func body(_ code: String, _ amount: String, _ more: String = "") throws -> String {
    #"{"centreId":"\#(try centre(code))","amount":{"amount":"\#(amount)","currency":"CHF"}\#(more)}"#
  }

  func create(_ body: String, as person: String = "manager", preview: Bool = false) throws -> Answer {
    try world.send(.post, path + (preview ? "?preview=true" : ""), as: person, body)
  }

  /// A budget of a centre; its id.
  func set(_ code: String, _ amount: String, _ more: String = "") throws -> String {
    let answer = try create(body(code, amount, more))
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  func spent(_ id: String) throws -> String? {
    try world.send(.get, "/api/v1/budgets/\(id)", as: "manager").json["standing"]?["spent"]?.money
  }

  /// `to: subject` of the mails about budgets, by address.
  func mails() throws -> [String] {
    try world.owner(
      """
      SELECT payload->>'to' || ': ' || (payload->>'subject') FROM outbox
      WHERE kind = 'mail' AND payload->>'text' LIKE '%/budgets/%' OR payload->>'subject' LIKE '%udget%'
      ORDER BY 1
      """
    ) { try $0[0] as String }
  }

  func warnings() throws -> [String] {
    try world.owner(
      """
      SELECT to_char(month, 'YYYY-MM') || ' ' || share || CASE WHEN told THEN ' told' ELSE '' END
      FROM budget_warning ORDER BY month, share
      """
    ) { try $0[0] as String }
  }
}

@Test func `only who manages centres sets budgets, for what is the customer's, once`() throws {
  let budgeting = try Budgeting(World())
  let world = budgeting.world
  let sales = try budgeting.body("SAL", "500.00")
  for (person, status) in [
    ("finance", 403), ("carla.meier", 403), ("tech", 403), ("user", 403), ("distributor", 403), ("rival", 404),
  ] {
    #expect(try budgeting.create(sales, as: person).status == status, "\(person)")
  }
  let money = #""amount":{"amount":"5.00","currency":"CHF"}"#
  let foreign = try world.text(
    """
    SELECT b.id::text FROM billing_centre b JOIN organization o ON o.id = b.customer_id
    WHERE o.name LIKE 'Rheinland%' LIMIT 1
    """
  )
  let centre = #""centreId":"\#(try budgeting.centre("SAL"))""#
  let subscription = try budgeting.helvetia.buy("Exchange Online (Plan 1)", "P1M", 1)
  let cases: [(String, [String])] = [
    ("{}", ["/amount field.required", "/centreId field.required"]),
    (#"{"centreId":"\#(foreign)",\#(money)}"#, ["/centreId centre.unknown"]),
    (#"{"subscriptionId":"\#(foreign)",\#(money)}"#, ["/subscriptionId budget.subscription_unknown"]),
    (#"{\#(centre),"subscriptionId":"\#(subscription)",\#(money)}"#, ["/subscriptionId budget.of_two_things"]),
    (#"{\#(centre),"amount":{"amount":"5.00","currency":"EUR"}}"#, ["/amount/currency budget.other_currency"]),
    (#"{\#(centre),"amount":{"amount":"0.00","currency":"CHF"}}"#, ["/amount/amount budget.not_above_zero"]),
    (#"{\#(centre),\#(money),"fromMonth":"2025-12"}"#, ["/fromMonth budget.month_over"]),
    (#"{\#(centre),\#(money),"shares":[80,50]}"#, ["/shares/1 budget.shares_not_rising"]),
    (
      #"{\#(centre),\#(money),"shares":[0.5,"x"]}"#,
      ["/shares/0 field.whole_number_expected", "/shares/1 field.whole_number_expected"]
    ),
    (#"{\#(centre),\#(money),"shares":[1,2,3,4,5,6]}"#, ["/shares budget.too_many_shares"]),
    (#"{\#(centre),\#(money),"tells":[]}"#, ["/tells budget.nobody_told"]),
    (#"{\#(centre),\#(money),"tells":["managers","managers"]}"#, ["/tells budget.reader_twice"]),
    (#"{\#(centre),\#(money),"tells":["reseller"]}"#, ["/tells/0 field.not_a_choice"]),
    (#"{\#(centre),\#(money),"tells":["contact"]}"#, ["/tells budget.no_contact"]),
    (#"{"subscriptionId":"\#(subscription)",\#(money),"tells":["contact"]}"#, ["/tells budget.contact_of_centre"]),
  ]
  for (body, faults) in cases {
    let answer = try budgeting.create(body)
    #expect(answer.status == 422 && answer.faults.sorted() == faults, "\(body): \(answer.text)")
  }
  #expect(try world.number("SELECT count(*) FROM budget") == 0)
  #expect(try budgeting.create(sales, preview: true).status == 200)
  #expect(try world.number("SELECT count(*) FROM budget") == 0, "a preview keeps nothing")
  #expect(try budgeting.create(sales).status == 201)
  #expect(try budgeting.create(sales, as: "reseller").code == "budget.exists")
}

@Test func `a budget is read by whoever reads those accounts, and changed under its version`() throws {
  let budgeting = try Budgeting(World())
  let world = budgeting.world
  let sales = try budgeting.set("SAL", "500.00")
  let production = try budgeting.set("PRO", "500.00")
  let subscription = try budgeting.helvetia.buy("Exchange Online (Plan 1)", "P1M", 2)
  let third = try budgeting.create(
    #"{"subscriptionId":"\#(subscription)","amount":{"amount":"5.00","currency":"CHF"}}"#, as: "reseller")
  let ofSubscription = try #require(third.json["id"]?.string, "\(third.text)")
  #expect(third.json["standing"]?["spent"]?.money == "CHF 7.80")
  let cases: [(String, String, Int)] = [
    (sales, "carla.meier", 200), (production, "carla.meier", 404), (ofSubscription, "carla.meier", 404),
    (sales, "finance", 200), (ofSubscription, "finance", 200), (sales, "reseller", 200), (sales, "rival", 404),
    (sales, "tech", 403), (sales, "user", 403), (sales, "distributor", 403),
  ]
  for (id, person, status) in cases {
    for part in ["", "/months"] {
      #expect(try world.send(.get, "/api/v1/budgets/\(id)\(part)", as: person).status == status, "\(person) \(part)")
    }
    let patch = try world.send(
      .patch, "/api/v1/budgets/\(id)", as: person, #"{"shares":[90]}"#, headers: [("If-Match", "\"9\"")])
    #expect(patch.status == (person == "reseller" ? 412 : person == "rival" ? 404 : 403), "\(person)")
  }
  #expect(try world.send(.get, budgeting.path, as: "carla.meier").items.count == 1)
  #expect(try world.send(.get, budgeting.path, as: "finance").items.count == 3)
  let one = "/api/v1/budgets/\(sales)"
  let next = try world.send(
    .patch, one, as: "reseller", #"{"amount":{"amount":"700.00","currency":"CHF"},"fromMonth":"2026-03","shares":[90]}"#
  )
  #expect(next.status == 200 && next.json["amounts"]?.items.count == 2, "\(next.text)")
  #expect(next.json["standing"]?["amount"]?.money == "CHF 500.00", "the present month is measured as before")
  let stale = try world.send(.delete, one, as: "manager", headers: [("If-Match", "\"1\"")])
  #expect(stale.status == 412)
  #expect(try world.send(.delete, one, as: "manager").status == 204)
  #expect(try world.send(.delete, one, as: "manager").code == "budget.ended")
  #expect(try world.send(.patch, one, as: "manager", #"{"shares":[90]}"#).code == "budget.ended")
  #expect(try world.send(.get, one, as: "manager").json["standing"] == .null)
  #expect(try world.send(.get, budgeting.path + "?ended=true", as: "manager").items.count == 1)
  #expect(try budgeting.create(budgeting.body("SAL", "1.00")).status == 201, "a new one after the old")
  #expect(
    try world.owner("SELECT action FROM audit_record WHERE object_kind = 'budget' ORDER BY sequence") {
      try $0[0] as String
    } == ["budget.set", "budget.set", "budget.set", "budget.changed", "budget.ended", "budget.set"])
  let reach = try world.actor(.distributor).reach
  let seen = try world.asService([reach], "SELECT action FROM audit_record WHERE object_kind = 'budget'") {
    try $0[0] as String
  }
  #expect(seen.isEmpty, "what customers may pay is nothing to the distributor")
}

@Test func `posted charges and unposted use count, by the centre they land on`() throws {
  let world = try World()
  let budgeting = try Budgeting(world)
  let before = try budgeting.create(budgeting.body("RND", "1000.00"), preview: true)
  let metered = try Metered(world)
  let research = try budgeting.set("RND", "1000.00")
  let bought = try #require(try budgeting.spent(research))
  _ = try metered.counts([metered.record("a", "\"4000\"")])
  let used = try #require(try budgeting.spent(research))
  #expect(before.json["standing"]?["amount"]?.money == "CHF 1000.00")
  #expect(used != bought, "use counts before it is posted")
  try advance(world, to: "2026-02-01T03:00:00Z")
  let months = try world.send(.get, "/api/v1/budgets/\(research)/months", as: "carla.meier").items
  #expect(months.count == 2)
  let posted = try world.text(
    """
    SELECT to_char(coalesce(sum(amount), 0) / 100.0, 'FM999990.00') FROM charge
    WHERE leg = 'price' AND month = '2026-01-01' AND centre_id = \(budgeting.centre("RND"))::uuid
    """)
  #expect(months.last?["spent"]?.money == used, "what was said to come was posted")
  #expect(used == "CHF \(posted)", "to the last rappen")
  #expect(months.last?["month"]?.string == "2026-01" && months.first?["month"]?.string == "2026-02")
}

@Test func `each share is told once to each, by however many instances, and not to whom it is not for`() throws {
  let world = try World()
  let budgeting = try Budgeting(world)
  let sales = try budgeting.centre("SAL")
  _ = try world.send(.patch, "/api/v1/billing-centres/\(sales)", as: "manager", #"{"contactEmail":"sales@works.test"}"#)
  let spent = try #require(
    try budgeting.create(budgeting.body("SAL", "1000000.00"), preview: true).json["standing"]?["spent"]?["amount"]?
      .string)
  let minor = try #require(Money(spent, currency: chf)).minor
  #expect(minor > 0, "January has charges of Sales")
  let amount = Money(minor: minor * 100 / 85, currency: chf).amount
  let id = try budgeting.set("SAL", amount, #","shares":[50,80,100],"tells":["managers","finance","contact"]"#)
  let others = [world.instance(), world.instance()]
  defer { for other in others { other.database.close() } }
  let counts = try atOnce(4) { try BudgetWarnings.send($0 < 2 ? others[$0] : world.office) }
  #expect(counts.reduce(0, +) == 2)
  #expect(try budgeting.warnings() == ["2026-01 50", "2026-01 80 told"])
  let mails = try budgeting.mails()
  let addresses = mails.map { $0.split(separator: ":")[0] }
  #expect(Set(addresses).count == addresses.count, "each once: \(mails)")
  for address in ["manager@comptoir.test", "finance@comptoir.test", "carla.meier@comptoir.test", "sales@works.test"] {
    #expect(addresses.contains { $0 == address }, "\(address) in \(mails)")
  }
  #expect(mails.contains { $0.hasPrefix("carla.meier@comptoir.test: 80 % des Budgets") }, "in her language: \(mails)")
  #expect(
    try world.number(
      "SELECT count(*) FROM outbox WHERE payload->>'to' = 'sales@works.test' AND payload->>'text' LIKE '%/budgets/%'")
      == 0)

  // Down and up again, and a higher budget: nothing new is told of what was.
  let patch = { (amount: String) in
    try world.send(
      .patch, "/api/v1/budgets/\(id)", as: "manager", #"{"amount":{"amount":"\#(amount)","currency":"CHF"}}"#)
  }
  #expect(try patch("999999.00").status == 200)
  #expect(try BudgetWarnings.send(world.office) == 0)
  #expect(try patch(amount).status == 200)
  #expect(try BudgetWarnings.send(world.office) == 0)
  // Less money: the next share is told, and not to those who lost their role meanwhile.
  _ = try world.owner(
    """
    UPDATE role_grant SET ended_at = now() WHERE person_id = (
      SELECT id FROM person WHERE sign_in_email = 'carla.meier@comptoir.test')
    """
  ) { _ in }
  #expect(try patch(spent).status == 200)
  #expect(try BudgetWarnings.send(world.office) == 1)
  #expect(
    try budgeting.warnings()
      == ["2026-01 50", "2026-01 80 told", "2026-01 100 told"])
  let hundred = try budgeting.mails().filter { $0.contains("100 %") }
  #expect(hundred.count == mails.count - 1 && !hundred.contains { $0.hasPrefix("carla") }, "\(hundred)")
  let page = try world.send(.get, "/", as: "manager").text
  #expect(page.contains("/budgets/\(id)") && page.contains("100 %"))
  for (path, person) in [("/centres/\(sales)", "manager"), ("/", "finance"), ("/budgets", "finance")] {
    #expect(try world.send(.get, path, as: person).text.contains("/budgets/\(id)"), "\(path) \(person)")
  }
  #expect(try !world.send(.get, "/", as: "tech").text.contains("/budgets/"))
}

@Test(arguments: [("Pacific/Pago_Pago", "2026-01", "2026-01"), ("Pacific/Kiritimati", "2026-02", "2026-02")])
func `a month is the customer's own`(_ zone: String, _ month: String, _ warned: String) throws {
  let world = try World()
  let budgeting = try Budgeting(world)
  _ = try world.owner("UPDATE organization SET time_zone = \(zone) WHERE id = \(budgeting.helvetia.customer)::uuid") {
    _ in
  }
  // The thirty-first in Pago Pago, the first in Kiritimati.
  try advance(world, to: "2026-01-31T10:30:00Z")
  let set = try budgeting.create(budgeting.body("SAL", "0.01"))
  #expect(set.json["month"]?.string == month, "\(set.text)")
  _ = try BudgetWarnings.send(world.office)
  #expect(try budgeting.warnings().allSatisfy { $0.hasPrefix(warned) })
}

@Test func `the forms show what a budget does before it is kept`() throws {
  let world = try World()
  let budgeting = try Budgeting(world)
  let id = try budgeting.set("SAL", "500.00")
  let page = try world.send(.get, "/budgets/\(id)", as: "manager").text
  #expect(page.contains("Budget of Sales") && page.contains("/budgets/\(id)/edit") && page.contains("2026-01"))
  let read = try world.send(.get, "/budgets/\(id)", as: "finance").text
  #expect(!read.contains("/budgets/\(id)/edit"))
  let form = try world.send(.get, "/customers/\(budgeting.helvetia.customer)/budgets/new", as: "reseller").text
  let (sales, production) = (try budgeting.centre("SAL"), try budgeting.centre("PRO"))
  #expect(form.contains("centre:\(production)") && !form.contains("centre:\(sales)"))
  for person in ["finance", "carla.meier", "tech", "user"] {
    #expect(try world.send(.get, "/budgets/\(id)/edit", as: person).status == 403, "\(person)")
  }
  #expect(try world.send(.get, "/budgets", as: "reseller").status == 404)
  #expect(try world.send(.get, "/budgets/\(id)/ending", as: "manager").text.contains("Nobody is warned any more"))
}
