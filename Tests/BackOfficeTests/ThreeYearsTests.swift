import BackOffice
import Core
import Testing

// Three years of Helvetia Works, day by day through the API, with every charge of both legs compared with a table that
// was worked out from the rules alone.

@Test func `three years of a customer are charged to the cent, as worked out by hand`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let story = try Story(world)
  try firstYear(story)
  try secondYear(story, vendor)
  try leapYear(story)
  try story.on("2029-03-31")

  for (name, expected) in ThreeYearsTable.rows {
    let posted = try story.posted(name)
    #expect(posted == expected, "\(name): \(posted.difference(from: expected))")
  }
  #expect(Set(story.lines.keys) == Set(ThreeYearsTable.rows.keys))
  #expect(ThreeYearsTable.rows.values.reduce(0) { $0 + $1.count } == 131)
  #expect(try world.checkEverythingOwedIsPosted() > 1000)
  #expect(try world.ledgerDifferences() == [])
  try checkStatements(world)
}

/// 2026: purchase, growth, a cut inside and one after the window, suspensions, alignments, upgrades.
private func firstYear(_ story: Story) throws {
  try story.on("2026-01-15") {
    try story.buy("mail", "Exchange Online (Plan 1)", for: ["ADM": 5, "PRO": 3, "SAL": 2])
  }
  try story.on("2026-01-31") {
    try story.change("mail", #"{"quantity":13,"addTo":"\#(story.centres["SAL"] ?? "")"}"#)
    try story.buy("backup", "Acronis Cyber Protect Standard", "P1M", for: ["RND": 4])
  }
  try story.on("2026-02-05") { try story.split("mail", ["ADM": 3, "PRO": 5, "SAL": 5]) }
  try story.on("2026-02-06") {
    try story.change("mail", #"{"quantity":12,"takeFrom":"\#(story.centres["PRO"] ?? "")"}"#)
  }
  // The three of 31 January could be given back for seven days.
  try story.at("2026-02-07T09:00:02Z") {
    try story.refused("mail", #"{"quantity":11}"#, "quantity.decrease_window_closed")
  }
  try story.on("2026-03-10") { try story.change("backup", #"{"status":"suspended","reason":"Works closed"}"#) }
  try story.on("2026-03-20") { try story.change("backup", #"{"status":"active"}"#) }
  try story.on("2026-04-20") {
    try story.buy("studio", "Microsoft 365 Business Premium", for: ["ADM": 5], until: "2027-01-15")
  }
  try story.on("2026-05-05") {
    try story.buy("prepaid", "Microsoft 365 Business Basic", "P1Y", "annual", for: ["SAL": 3], until: "2027-01-01")
  }
  // Mail is billed while it is suspended.
  try story.on("2026-06-10") { try story.change("mail", #"{"status":"suspended","reason":"Unpaid"}"#) }
  try story.on("2026-06-20") { try story.change("mail", #"{"status":"active"}"#) }
  try story.on("2026-07-01") { try story.command("studio", "cancellation", #"{"when":"later"}"#) }
  try story.on("2026-09-01") { try story.upgrade("mail", to: "Exchange Online (Plan 2)", as: "archive") }
  try story.on("2026-10-01") { try story.upgrade("studio", to: "Microsoft 365 E3", as: "enterprise", 2) }
  try story.on("2026-12-01") {
    try story.change("archive", #"{"renewal":{"quantity":9,"term":"P1Y","billingFrequency":"monthly"}}"#)
  }
}

/// 2027: a renewal with fewer licences, and a vendor that is away for seven weeks and then refuses an increase.
private func secondYear(_ story: Story, _ vendor: ScriptedVendor) throws {
  try story.on("2027-01-15") {
    let (archive, studio) = (try story.line("archive"), try story.line("studio"))
    #expect(try story.world.subscription(archive)["quantity"]?.integer == 9)
    #expect(try story.world.subscription(studio)["status"]?.string == "expired")
  }
  try story.on("2027-05-30")
  let intune = "Microsoft Intune Plan 1"
  let provisioned = try Provisioned(story.world, vendor, plan: intune)
  vendor.answers(503, "")
  try story.on("2027-05-31") { try story.buy("devices", intune, for: ["ADM": 4, "RND": 3]) }
  let devices = try story.line("devices")
  // Asked day after day in vain, it is parked where a person sees it.
  try story.world.pass(hours: 24 * 21)
  #expect(try provisioned.requests(devices) == ["purchase 7 parked"])
  try story.on("2027-07-20") {
    #expect(try provisioned.status(devices) == "pending")
    #expect(try story.posted("devices").isEmpty)
    vendor.answers(200, #"{"status":"approved","reference":"IN-1"}"#)
    let again = try provisioned.settle(provisioned.request(devices), #"{"state":"waiting"}"#)
    #expect(again.status == 200, "\(again.text)")
    try provisioned.run()
    #expect(try provisioned.status(devices) == "active")
  }
  try story.on("2027-08-05") {
    vendor.answers(202, "")
    try story.change("devices", #"{"quantity":12,"addTo":"\#(story.centres["RND"] ?? "")"}"#)
    try provisioned.run()
  }
  try story.on("2027-08-10") {
    let refusal = provisioned.callBack(
      try provisioned.request(devices), "refused", more: #","reason":"No licences left""#)
    #expect(refusal.json["code"]?.string == "callback.applied", "\(refusal.text)")
    vendor.answers(200, #"{"status":"approved","reference":"IN-1"}"#)
  }
  try story.on("2027-11-02") {
    try story.change(
      "prepaid",
      #"{"renewal":{"quantity":3,"term":"P1Y","billingFrequency":"annual","alignTo":"2028-07-01"}}"#)
  }
}

/// 2028: a day more in February, something bought on it, and something that is paused over it.
private func leapYear(_ story: Story) throws {
  try story.on("2028-02-28") { try story.change("backup", #"{"status":"suspended","reason":"Moving"}"#) }
  try story.on("2028-02-29") { try story.buy("reports", "Power BI Pro", for: ["PRO": 1, "RND": 2]) }
  try story.on("2028-03-01") {
    try story.change("backup", #"{"status":"active"}"#)
    try story.change("prepaid", #"{"quantity":4}"#)
  }
  try story.on("2028-03-15") {
    try story.change("reports", #"{"quantity":5,"addTo":"\#(story.centres["RND"] ?? "")"}"#)
  }
  try story.on("2028-04-10") { try story.command("backup", "cancellation", #"{"when":"now"}"#) }
  try story.on("2028-06-01") { try story.change("archive", #"{"autoRenew":false}"#) }
  try story.on("2028-12-01")
}

/// Statements are the sums of their charges, and those that are closed are numbered without gaps.
private func checkStatements(_ world: World) throws {
  let wrong = try world.number(
    """
    SELECT count(*) FROM statement s WHERE s.status = 'closed' AND (
      SELECT coalesce(sum(l.amount), 0) FROM statement_line l WHERE l.statement_id = s.id) <> (
      SELECT coalesce(sum(c.amount), 0) FROM charge c WHERE c.leg = s.leg
        AND c.month = s.month AND s.buyer_id = CASE c.leg WHEN 'price' THEN c.customer_id ELSE c.reseller_id END)
    """)
  #expect(wrong == 0)
  let gaps = try world.number(
    """
    SELECT count(*) FROM (SELECT seller_id, left(number, 4), count(*) AS n, max(right(number, 6)::int) AS last
      FROM statement WHERE number IS NOT NULL GROUP BY 1, 2) s WHERE n <> last
    """)
  #expect(gaps == 0)
  let missing = try world.number(
    """
    SELECT count(*) FROM charge c WHERE c.month < date '2029-03-01' AND NOT EXISTS (
      SELECT FROM statement_line l JOIN statement s ON s.id = l.statement_id AND s.status = 'closed'
      WHERE l.charge_sequence = c.sequence AND l.amount = c.amount)
    """)
  #expect(missing == 0)
  #expect(try world.number("SELECT count(*) FROM statement WHERE status = 'closed'") > 100)
}
