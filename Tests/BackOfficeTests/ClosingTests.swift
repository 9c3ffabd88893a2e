import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// Numbers taken, and how far they go, of the seller and year where they differ most.
  fileprivate var gaps: Int {
    get throws {
      try number(
        """
        SELECT count(*) FROM (SELECT seller_id, left(number, 4), count(*) AS n, max(right(number, 6)::int) AS last
          FROM statement WHERE number IS NOT NULL GROUP BY 1, 2) s WHERE n <> last
        """)
    }
  }

  fileprivate func open(_ month: String) throws -> Int {
    try number(
      "SELECT count(*) FROM statement WHERE status = 'open' AND leg = 'price' AND to_char(month, 'YYYY-MM') = \(month)")
  }

  fileprivate func close(_ month: String, as person: String, preview: Bool = false) throws -> Answer {
    try send(
      .post, "/api/v1/statement-closings\(preview ? "?preview=true" : "")", as: person, #"{"month":"\#(month)"}"#)
  }

  /// January is over and billed, but closed by nobody.
  fileprivate func januaryOver() throws {
    let byHand = #"{"automatic":false,"daysAfter":0}"#
    for person in ["reseller", "rival"] {
      #expect(try send(.put, "/api/v1/closing-settings", as: person, byHand).status == 200)
    }
    try pass(hours: 24 * 20)
  }
}

@Suite struct ClosingTests {
  @Test func `what is not over, not one's own or malformed is not closed`() throws {
    let world = try World()
    let foreign = try #require(
      try world.send(.get, "/api/v1/customers?limit=1", as: "rival").items.first?["id"]?.string)
    let path = "/api/v1/statement-closings"
    #expect(try world.close("2026-01", as: "reseller").code == "statement.month_not_over")
    #expect(try world.close("2026-13", as: "reseller").faults == ["/month field.month_malformed"])
    #expect(try world.close("2026-01", as: "manager").status == 403)
    #expect(try world.close("2026-01", as: "finance").status == 403)
    #expect(try world.close("2020-01", as: "reseller").code == "closing.nothing_there")
    #expect(try world.close("2025-12", as: "reseller").code == "closing.already_closed")
    let body = #"{"month":"2025-12","buyerIds":["\#(foreign)"]}"#
    #expect(try world.send(.post, path, as: "reseller", body).faults == ["/buyerIds/0 closing.buyer_unknown"])
    let unknown = #"{"month":"2025-12","year":1}"#
    #expect(try world.send(.post, path, as: "reseller", unknown).faults == ["/year field.unknown"])
    #expect(try world.send(.get, "\(path)/00000000-0000-4000-8000-000000000001", as: "reseller").status == 404)
    for days in [-1, 28] {
      let body = #"{"automatic":true,"daysAfter":\#(days)}"#
      #expect(
        try world.send(.put, "/api/v1/closing-settings", as: "reseller", body).faults
          == ["/daysAfter closing.days_out_of_range"])
    }
  }

  @Test func `by hand nothing is closed by itself, on a day after the month nothing before it`() throws {
    let world = try World()
    try world.januaryOver()
    let open = try world.open("2026-01")
    #expect(open > 10)
    let later = #"{"automatic":true,"daysAfter":10}"#
    #expect(try world.send(.put, "/api/v1/closing-settings", as: "reseller", later).json["daysAfter"]?.integer == 10)
    _ = try Closing.closeDue(world.office)
    #expect(try world.open("2026-01") == open)
    try world.pass(hours: 24 * 8)
    #expect(try world.open("2026-01") < open, "Alpine's day has come, Rhein closes by hand")
    #expect(try world.open("2026-01") > 0)
  }

  @Test func `a month is closed at once, told from a preview, and not a second time`() throws {
    let world = try World()
    try world.januaryOver()
    let before = try world.open("2026-01")
    let preview = try world.close("2026-01", as: "reseller", preview: true)
    #expect(preview.status == 200 && preview.json["closed"]?.integer == 0, "\(preview.text)")
    #expect(try world.open("2026-01") == before)
    let closing = try world.close("2026-01", as: "reseller")
    #expect(closing.status == 201 && closing.json["state"]?.string == "done", "\(closing.text)")
    let statements = try #require(closing.json["statements"]?.integer)
    #expect(closing.json["closed"]?.integer == statements && statements == preview.json["waiting"]?.integer)
    #expect(try world.open("2026-01") == before - statements)
    #expect(try world.close("2026-01", as: "reseller").code == "closing.already_closed")
    #expect(try world.gaps == 0)

    let id = try #require(closing.json["id"]?.string)
    let items = try world.send(.get, "/api/v1/statement-closings/\(id)/statements?limit=200", as: "reseller").items
    #expect(items.count == statements && items.allSatisfy { $0["number"]?.string?.hasPrefix("2026-") == true })
    for person in ["rival", "distributor"] {
      #expect(try world.send(.get, "/api/v1/statement-closings/\(id)", as: person).status == 404)
      #expect(try world.send(.get, "/api/v1/statement-closings/\(id)/statements", as: person).status == 404)
    }
    #expect(try world.send(.get, "/statement-closings/\(id)", as: "reseller").status == 200)
    let trail = try world.number(
      "SELECT count(*) FROM audit_record WHERE action = 'statement.closed' AND request_id <> 'closing'")
    #expect(trail >= statements)
  }

  @Test func `what is not posted yet is left, with the reason, and the rest closed`() throws {
    let world = try World()
    let helvetia = try Helvetia(world).customer
    try world.januaryOver()
    _ = try world.owner(
      """
      UPDATE subscription SET cycle_from = '2026-01-01', cycle_to = '2026-01-20'
      WHERE id = (SELECT id FROM subscription WHERE customer_id::text = \(helvetia) AND status = 'active' AND NOT direct
        LIMIT 1)
      """
    ) { _ in }
    let closing = try world.close("2026-01", as: "reseller").json
    #expect(closing["refused"]?.integer == 1 && closing["state"]?.string == "done")
    #expect(closing["reasons"]?[0]?["code"]?.string == "statement.cycle_not_posted")
    let id = try #require(closing["id"]?.string)
    let left = try world.send(.get, "/api/v1/statement-closings/\(id)/statements?result=refused", as: "reseller").items
    #expect(left.count == 1 && left[0]["buyerId"]?.string == helvetia && left[0]["number"] == .null)
    #expect(try world.gaps == 0)
  }

  @Test func `two at once, a job among them: one wins, and no number is missing`() throws {
    let world = try World()
    try world.januaryOver()
    let automatic = #"{"automatic":true,"daysAfter":0}"#
    #expect(try world.send(.put, "/api/v1/closing-settings", as: "reseller", automatic).status == 200)
    let answers = try atOnce(4) { number -> String in
      if number == 0 { return "\(try Closing.closeDue(world.office))" }
      let answer = try world.close("2026-01", as: "reseller")
      return answer.code ?? "\(answer.json["closed"]?.integer ?? -1)"
    }
    #expect(try world.gaps == 0)
    let closed = try world.number(
      "SELECT count(*) FROM statement WHERE status = 'closed' AND month = '2026-01-01' AND leg = 'price'")
    #expect(answers.compactMap(Int.init).max().map { $0 >= closed } == true, "\(answers)")
    let refusals = answers.filter { Int($0) == nil }
    #expect(refusals.allSatisfy { ["closing.running", "closing.already_closed"].contains($0) }, "\(answers)")
  }

  @Test func `many are closed by the job, with the rights its maker has then`() throws {
    let world = try World()
    try world.januaryOver()
    let many = Bounds.closedAtOnce + 10
    _ = try world.owner(
      """
      WITH firm AS (
        INSERT INTO organization (id, kind, distributor_id, reseller_id, customer_id, name, country, currency,
          time_zone, self_service, created_at)
        SELECT x.id, 'customer', r.distributor_id, r.id, x.id, 'Firm ' || x.n, 'CH', 'CHF', r.time_zone, 'full', now()
        FROM organization r, (SELECT n, gen_random_uuid() AS id FROM generate_series(1, \(many)) n) x
        WHERE r.name = 'Alpine Cloud AG' RETURNING id, distributor_id, reseller_id)
      INSERT INTO statement (distributor_id, reseller_id, customer_id, leg, seller_id, buyer_id, month, currency)
      SELECT distributor_id, reseller_id, id, 'price', reseller_id, id, '2025-11-01', 'CHF' FROM firm
      """
    ) { _ in }
    let closing = try world.close("2025-11", as: "reseller").json
    #expect(closing["state"]?.string == "running" && closing["waiting"]?.integer == many)
    let id = try #require(closing["id"]?.string)
    #expect(try world.close("2025-11", as: "reseller").code == "closing.running")
    #expect(try world.send(.get, "/statement-closings/\(id)", as: "reseller").headers["Refresh"] != nil)
    _ = try atOnce(2) { _ in try ClosingJob.round(world.office) }
    let done = try world.send(.get, "/api/v1/statement-closings/\(id)", as: "reseller").json
    #expect(done["state"]?.string == "done" && done["closed"]?.integer == many, "\(done)")
    #expect(try world.gaps == 0)
    let names = try world.owner(
      "SELECT DISTINCT actor_name FROM audit_record WHERE request_id LIKE 'statement-closing/%'"
    ) { try $0[0] as String }
    #expect(names.count == 1 && names != ["Comptoir"])
  }

  @Test func `the job closes nothing for whoever may no longer`() throws {
    let world = try World()
    try world.januaryOver()
    let many = Bounds.closedAtOnce + 1
    _ = try world.owner(
      """
      WITH firm AS (
        INSERT INTO organization (id, kind, distributor_id, reseller_id, customer_id, name, country, currency,
          time_zone, self_service, created_at)
        SELECT x.id, 'customer', r.distributor_id, r.id, x.id, 'Firm ' || x.n, 'CH', 'CHF', r.time_zone, 'full', now()
        FROM organization r, (SELECT n, gen_random_uuid() AS id FROM generate_series(1, \(many)) n) x
        WHERE r.name = 'Alpine Cloud AG' RETURNING id, distributor_id, reseller_id)
      INSERT INTO statement (distributor_id, reseller_id, customer_id, leg, seller_id, buyer_id, month, currency)
      SELECT distributor_id, reseller_id, id, 'price', reseller_id, id, '2025-11-01', 'CHF' FROM firm
      """
    ) { _ in }
    let closing = try world.close("2025-11", as: "reseller").json
    let id = try #require(closing["id"]?.string)
    _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'reseller@comptoir.test'") { _ in }
    _ = try ClosingJob.round(world.office)
    let outcomes = try world.owner(
      "SELECT outcome || ' ' || code FROM statement_closing_item WHERE closing_id::text = \(id) GROUP BY 1"
    ) { try $0[0] as String }
    #expect(outcomes == ["refused user.disabled"])
    #expect(try world.number("SELECT count(*) FROM statement WHERE month = '2025-11-01' AND status = 'open'") == many)
  }
}
