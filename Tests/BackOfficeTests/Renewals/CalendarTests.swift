import Core
import HTTP
import Postgres
import Testing

@testable import BackOffice

extension World {
  /// A fresh calendar address of somebody, as a path.
  fileprivate func calendar(of person: String) throws -> String {
    let answer = try send(.post, "/api/v1/me/calendar", as: person)
    #expect(answer.status == 201, "\(answer.text)")
    let url = try #require(answer.json["url"]?.string)
    return String(url.dropFirst("http://127.0.0.1:8080".count))
  }
}

/// The lines of a calendar, unfolded; checks what every reader relies on.
private func lines(_ answer: Answer) throws -> [String] {
  #expect(answer.status == 200 && answer.headers["Content-Type"] == "text/calendar; charset=utf-8")
  let text = try #require(String(validating: answer.body, as: UTF8.self))
  #expect(text.hasSuffix("\r\n") && !text.replacing("\r\n", with: "").contains { $0.isNewline })
  let raw = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  #expect(raw.allSatisfy { $0.utf8.count <= 75 && !$0.isEmpty })
  let lines = raw.joined(separator: "\n").replacing("\n ", with: "").split(separator: "\n").map(String.init)
  #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "END:VCALENDAR" && lines[1] == "VERSION:2.0")
  #expect(!lines.contains { $0.hasPrefix("METHOD") })
  var open: [String] = []
  for line in lines {
    #expect(line.contains(":"), "\(line)")
    if line.hasPrefix("BEGIN:") { open.append(String(line.dropFirst(6))) }
    if line.hasPrefix("END:") { #expect(open.popLast() == String(line.dropFirst(4))) }
  }
  let uids = lines.filter { $0.hasPrefix("UID:") }
  #expect(open.isEmpty && Set(uids).count == uids.count && uids.count == lines.count { $0 == "BEGIN:VEVENT" })
  #expect(
    lines.count { $0.hasPrefix("DTSTAMP:") } == uids.count && lines.count { $0.hasPrefix("DTSTART") } == uids.count)
  return lines
}

@Test func `a calendar's address is made by those with a desk, for themselves`() throws {
  let world = try World()
  for person in ["tech", "user"] {
    #expect(try world.send(.post, "/api/v1/me/calendar", as: person).code == "permission.missing", "\(person)")
  }
  #expect(world.answer(.post, "/api/v1/me/calendar").status == 401)
  #expect(try world.send(.delete, "/api/v1/me/calendar", as: "manager").status == 404)
  #expect(try world.send(.get, "/api/v1/me/calendar", as: "manager").json["active"]?.bool == false)
  let first = try world.calendar(of: "manager")
  #expect(first.utf8.count > 50 && first.hasPrefix("/calendar/") && first.hasSuffix(".ics"))
  #expect(try world.send(.get, "/api/v1/me/calendar", as: "manager").json["active"]?.bool == true)
  #expect(try world.send(.get, "/api/v1/me/calendar", as: "finance").json["active"]?.bool == false)
  #expect(world.answer(.get, first).status == 200)
  let second = try world.calendar(of: "manager")
  #expect(first != second && world.answer(.get, first).status == 404 && world.answer(.get, second).status == 200)
  #expect(try world.send(.delete, "/api/v1/me/calendar", as: "manager").status == 204)
  #expect(world.answer(.get, second).status == 404)
  let secret = String(second.dropFirst("/calendar/".count).dropLast(4))
  let kept = try world.number(
    """
    SELECT (SELECT count(*) FROM audit_record r WHERE position(\(secret) in r::text) > 0)
      + (SELECT count(*) FROM outbox o WHERE position(\(secret) in o::text) > 0)
      + (SELECT count(*) FROM idempotency i WHERE position(\(secret) in convert_from(i.body, 'UTF8')) > 0)
    """)
  #expect(kept == 0, "it is stored nowhere")
  #expect(try world.number("SELECT count(*) FROM audit_record WHERE action LIKE 'user.calendar%'") == 3)
}

@Test func `an address made with the same key twice is shown once`() throws {
  let world = try World()
  let key = [("Idempotency-Key", "calendar-1")]
  let first = try world.send(.post, "/api/v1/me/calendar", as: "manager", nil, headers: key)
  #expect(first.status == 201 && first.headers["Cache-Control"] == "no-store")
  let second = try world.send(.post, "/api/v1/me/calendar", as: "manager", nil, headers: key)
  #expect(second.json["url"] != first.json["url"], "a secret is never given again")
}

@Test func `a wrong address is not found, and many of them have to wait`() throws {
  let world = try World()
  let right = try world.calendar(of: "manager")
  for wrong in ["/calendar/x.ics", "/calendar/.ics", String(right.dropLast(4)), right + "x", "/calendar/%27.ics"] {
    #expect(world.answer(.get, wrong).status == 404, "\(wrong)")
  }
  #expect(world.answer(.post, right).status == 405)
  let statuses = (0..<12).map { world.answer(.get, "/calendar/wrong-\($0).ics", client: "203.0.113.9").status }
  #expect(statuses.first == 404 && statuses.last == 429)
  let waiting = world.answer(.get, "/calendar/wrong.ics", client: "203.0.113.9")
  #expect(waiting.code == "calendar.too_many" && waiting.headers["Retry-After"] != nil)
  #expect(world.answer(.get, right, client: "203.0.113.9").status == 200, "a right one never waits")
}

@Test func `a calendar shows what its owner may see now`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  let path = try world.calendar(of: "manager")
  #expect(try lines(world.answer(.get, path)).contains { $0.contains(office) })
  let rival = try lines(world.answer(.get, try world.calendar(of: "rival")))
  #expect(!rival.contains { $0.contains(office) || $0.contains("Helvetia") })
  let all = try lines(world.answer(.get, path)).joined(separator: "\n")
  #expect(!all.contains("CHF"), "no amounts where anybody with the address reads")

  let monika = ID<Person>(try world.person("manager"))
  _ = try world.owner("UPDATE person SET must_change_password = true WHERE id = \(monika)") { _ in }
  #expect(world.answer(.get, path).status == 404)
  _ = try world.owner("UPDATE person SET must_change_password = false, status = 'disabled' WHERE id = \(monika)") {
    _ in
  }
  #expect(world.answer(.get, path).status == 404)
  _ = try world.owner("UPDATE person SET status = 'active' WHERE id = \(monika)") { _ in }
  #expect(world.answer(.get, path).status == 200)
  _ = try world.owner("UPDATE organization SET status = 'suspended' WHERE name = 'Helvetia Works AG'") { _ in }
  #expect(world.answer(.get, path).status == 404)
  _ = try world.owner("UPDATE organization SET status = 'active'") { _ in }
  _ = try world.owner(
    "UPDATE role_grant SET role = 'technicalAdmin' WHERE person_id = \(monika) AND ended_at IS NULL"
  ) { _ in }
  #expect(world.answer(.get, path).status == 404, "a role without a desk")
  _ = try world.owner(
    "UPDATE role_grant SET ended_at = comptoir_now(), ended_by_name = 'x' WHERE person_id = \(monika)"
  ) { _ in }
  #expect(world.answer(.get, path).status == 404, "no role at all")
}

@Test func `term ends take a day, windows a moment, and both keep their identity`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = try helvetia.subscription(named: "Head office")
  let new = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5, #","friendlyName":"Büro; Süd, \\ neu""#)
  let path = try world.calendar(of: "manager")
  let answer = world.answer(.get, path)
  let before = try lines(answer)
  #expect(before.contains("DTSTART;VALUE=DATE:20260707") && before.contains { $0.hasPrefix("DTSTART:20260122T08") })
  #expect(before.contains { $0.hasPrefix("SUMMARY:") && $0.contains(#"Büro\; Süd\, \\ neu"#) })
  #expect(before.contains { $0.hasSuffix("/subscriptions/\(new)") })
  #expect(before.contains("X-WR-CALNAME:Renewals · Helvetia Works AG"))
  let tag = try #require(answer.headers["ETag"])
  #expect(answer.headers["Cache-Control"] == "private, max-age=900")
  #expect(world.answer(.get, path, headers: [("If-None-Match", tag)]).status == 304)
  #expect(world.answer(.get, path, headers: [("If-None-Match", "\"other\"")]).status == 200)

  let uid = try #require(before.first { $0.hasPrefix("UID:\(office).term") })
  let patch = "/api/v1/subscriptions/\(office)"
  #expect(try world.send(.patch, patch, as: "reseller", #"{"autoRenew":false}"#).status == 200)
  let after = try lines(world.answer(.get, path, headers: [("If-None-Match", tag)]))
  #expect(after.contains(uid) && after.contains { $0.hasPrefix("SUMMARY:Ends: Head office") })
  let reseller = try lines(world.answer(.get, try world.calendar(of: "reseller")))
  #expect(reseller.contains { $0.hasPrefix("SUMMARY:Ends: Head office") && $0.hasSuffix("· Helvetia Works AG") })
}

@Test(
  arguments: [
    ("", "\r\n"), (String(repeating: "a", count: 75), String(repeating: "a", count: 75) + "\r\n"),
    (String(repeating: "a", count: 76), String(repeating: "a", count: 75) + "\r\n a\r\n"),
    (String(repeating: "ü", count: 38), String(repeating: "ü", count: 37) + "\r\n ü\r\n"),
    (
      String(repeating: "😀", count: 38),
      String(repeating: "😀", count: 18) + "\r\n " + String(repeating: "😀", count: 18) + "\r\n 😀😀\r\n"
    ),
  ])
func `lines are folded at 75 octets, never within a character`(_ line: String, _ folded: String) {
  #expect(CalendarFile.folded(line) == folded)
}

@Test func `text is escaped as calendars want it`() {
  #expect(CalendarFile.escaped("a;b,c\\d\ne\r\u{7}f:g") == #"a\;b\,c\\d\nef:g"#)
}

@Test func `the portal gives, replaces and ends the address`() throws {
  let world = try World()
  #expect(try world.send(.get, "/profile", as: "manager").text.contains("/profile/calendar"))
  #expect(try !world.send(.get, "/profile", as: "tech").text.contains("/profile/calendar"))
  #expect(try world.filledIn("/profile/calendar", "", as: "tech").status == 403)
  let shown = try world.filledIn("/profile/calendar", "", as: "manager")
  #expect(shown.status == 200 && shown.text.contains("/calendar/") && shown.headers["Cache-Control"] == "no-store")
  #expect(try world.send(.get, "/profile", as: "manager").text.contains("You have one since 2026-01-15"))
  #expect(try world.filledIn("/profile/calendar/ending", "", as: "manager").status == 303)
  #expect(try world.filledIn("/profile/calendar/ending", "", as: "manager").status == 404)
}

@Test func `whoever is deleted has no calendar and no digest any more`() throws {
  let world = try World()
  let path = try world.calendar(of: "philippe.rochat")
  let chosen = try world.send(.put, "/api/v1/me/digest", as: "philippe.rochat", #"{"rhythm":"daily"}"#)
  #expect(chosen.status == 200)
  let id = try world.person("philippe.rochat")
  #expect(try world.send(.delete, "/api/v1/users/\(id)", as: "manager").status == 204)
  #expect(world.answer(.get, path).status == 404)
  #expect(try world.number("SELECT (SELECT count(*) FROM calendar_feed) + (SELECT count(*) FROM renewal_digest)") == 0)
}

@Test(
  arguments: [
    (["calendar", Secrets.token() + ".ics"], "/calendar/…"), (["invitation", Secrets.token()], "/invitation/…"),
    (
      ["subscriptions", "0197ee85-41d8-71f2-a642-79d217822ac4", "renewal"],
      "/subscriptions/0197ee85-41d8-71f2-a642-79d217822ac4/renewal"
    ), ([], "/"),
  ] as [([String], String)])
func `a failure is logged without the secret in its address`(_ segments: [String], _ logged: String) {
  let request = Request(
    method: .get, path: "/" + segments.joined(separator: "/"), segments: segments, query: [], headers: Headers([]),
    body: [], client: "127.0.0.1")
  #expect(Log.pathWithoutSecrets(request) == logged)
}
