import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

private let heading = "Given name,Family name,E-mail,Notification e-mail,Language,Time zone,Role,Services\n"

extension World {
  fileprivate func post(
    _ table: String, _ helvetia: Helvetia, as person: String = "manager", preview: Bool = false
  ) throws -> Answer {
    try post(Array(table.utf8), helvetia, as: person, preview: preview)
  }

  fileprivate func post(
    _ table: [UInt8], _ helvetia: Helvetia, as person: String = "manager", preview: Bool = false
  ) throws -> Answer {
    let path = "/api/v1/customers/\(helvetia.customer)/users"
    let headers = [
      ("Host", "127.0.0.1"), ("Authorization", "Bearer \(try token(of: person))"),
      ("Content-Type", "text/csv; charset=utf-8"),
    ]
    let request = Request(
      method: .post, path: path, query: preview ? [(name: "preview", value: "true")] : [], headers: Headers(headers),
      body: table)
    return Answer(Dispatcher(office, routes: Routes.all()).answer(request))
  }
}

@Test func `every error of a table is told by row and column, and nobody is invited`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  let rows = [
    "Eva,Neu,eva@x.test,,de,,,", ",Neu,neu@x.test,,,,,", "=1+1,@x,+a@x.test,-b@x.test,,,,",
    "A,B,not an address,also not,it,Europe/Atlantis,,", "A,B,eva@x.test,,,,,", "A,B,rival@comptoir.test,,,,,",
    "A,B,c@x.test,,,,king,", "A,B,d@x.test,,,,reseller,", "A,B,e@x.test,,,,Technical admin,Microsoft 365|Nothing",
    "A,B,f@x.test,,,,finance,Microsoft 365", "A,B,g@x.test,,,,,,surplus", "A,B,,,,,,",
    "\(String(repeating: "x", count: 101)),B,h@x.test,,,,,",
  ]
  let answer = try world.post(heading + rows.joined(separator: "\n"), helvetia)
  #expect(answer.status == 422)
  #expect(
    answer.faults == [
      "/rows/3/givenName field.required", "/rows/4/givenName import.formula", "/rows/4/familyName import.formula",
      "/rows/4/signInEmail import.formula", "/rows/4/notificationEmail import.formula",
      "/rows/5/signInEmail email.malformed", "/rows/5/notificationEmail email.malformed",
      "/rows/5/language import.language_unknown", "/rows/5/timeZone time_zone.unknown",
      "/rows/6/signInEmail import.address_twice", "/rows/7/signInEmail user.email_taken",
      "/rows/8/role import.role_unknown", "/rows/9/role grant.beyond_own_rights", "/rows/10/services service.unknown",
      "/rows/11/services grant.services_not_for_role", "/rows/12 import.cell_without_heading",
      "/rows/13/signInEmail field.required", "/rows/14/givenName field.too_long",
    ], "\(answer.faults)")
  #expect(try world.fingerprint() == untouched)
}

@Test func `what is no table of people is refused with its reason`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  let person = "A,B,a@x.test\n"
  let short = "givenName,familyName,signInEmail\n"
  let cases: [([UInt8], [String])] = [
    ([], [" import.empty"]), (Array(short.utf8), [" import.empty"]),
    (
      Array("\u{FEFF}".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + short.utf16.flatMap { [UInt8($0), 0] }),
      [" import.wide_encoding"]
    ),
    (Array(short.utf8) + [0x4D, 0xFC] + Array("ller,B,a@x.test".utf8), ["/rows/2 import.wrong_encoding"]),
    (Array((short + "\"A,B,a@x.test").utf8), ["/rows/2 import.quote_unclosed"]),
    (Array((short + "A\"x\",B,a@x.test").utf8), ["/rows/2 import.quote_misplaced"]),
    (Array(String(repeating: ",", count: 200).utf8), [" import.too_many_columns"]),
    (Array((short + (0...1000).map { "A,B,p\($0)@x.test\n" }.joined()).utf8), [" import.too_many_rows"]),
    (
      Array(("Vorname,Prénom,Lieblingsfarbe\n" + person).utf8),
      [
        "/rows/1/givenName import.column_twice", "/rows/1 import.column_unknown",
        "/rows/1/familyName import.column_missing", "/rows/1/signInEmail import.column_missing",
      ]
    ),
  ]
  for (bytes, faults) in cases {
    let answer = try world.post(bytes, helvetia)
    #expect(answer.status == 422 && answer.faults == faults, "\(answer.faults)")
  }
  let endless = Array((short + String(repeating: person, count: 70_000)).utf8)
  let start = ContinuousClock.now
  #expect(try world.post(endless, helvetia).faults == [" import.too_many_rows"])
  #expect(ContinuousClock.now - start < .seconds(2), "the limit is found before the rest is read")
  #expect(try world.fingerprint() == untouched)
}

@Test func `a table without faults is shown first, then everybody is invited with their roles`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  let table = """
    \u{FEFF}Vorname;Nachname;E-Mail;Benachrichtigungs-E-Mail;Sprache;Zeitzone;Rolle;Dienste\r
    "Éva; die Zweite";Müller;Eva.Neu@X.test;eva@home.test;Deutsch;Europe/Paris;Technische Administration;microsoft 365\r
    Luc;Favre;luc@x.test;;fr;;Finance;\r
    \r
    Ada;O'Neill-Smith;ada@x.test;;;;Benutzer;
    """
  let preview = try world.post(table, helvetia, preview: true)
  #expect(preview.status == 200, "\(preview.text)")
  #expect(preview.items.map { $0["signInEmail"]?.string } == ["eva.neu@x.test", "luc@x.test", "ada@x.test"])
  #expect(preview.items.map { $0["role"]?.string } == ["technicalAdmin", "finance", nil])
  #expect(preview.items[0]["serviceIds"]?.items.count == 1 && preview.items[0]["timeZone"]?.string == "Europe/Paris")
  #expect(try world.fingerprint() == untouched, "a preview keeps nothing")

  let made = try world.post(table, helvetia)
  #expect(made.status == 201 && made.items.count == 3, "\(made.text)")
  #expect(made.items[0]["givenName"]?.string == "Éva; die Zweite" && made.items[0]["language"]?.string == "de")
  let eva = try #require(made.items[0]["id"]?.string)
  let read = try world.send(.get, "/api/v1/users/\(eva)", as: "manager").json
  #expect(Set(read["roles"]?.items.compactMap(\.string) ?? []) == ["technicalAdmin", "user"])
  #expect(read["status"]?.string == "invited")
  #expect(try world.mailedLink(to: "eva@home.test", "invitation") != nil)
  #expect(try world.post(table, helvetia).faults.count == 3, "the same again: every address is taken")
}

@Test func `a table gives nobody more than its sender may give, and comes only from who may invite`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let table = heading + "A,B,a@x.test,,,,Customer manager,\nC,D,c@x.test,,,,finance,\nE,F,e@x.test,,,,,"
  let faults = try world.post(table, helvetia, as: "tech").faults
  #expect(faults == ["/rows/2/role grant.beyond_own_rights", "/rows/3/role grant.beyond_own_rights"])
  for (person, status) in [("finance", 403), ("user", 403), ("reseller", 403), ("rival", 404)] {
    #expect(try world.post(table, helvetia, as: person).status == status, "\(person)")
  }
  #expect(try world.post(heading + "E,F,e@x.test,,,,,", helvetia, as: "tech").status == 201)
}

@Test func `a thousand people are invited in a few seconds`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let rows = (1...1000).map { "Given \($0),Family \($0),p\($0)@x.test,,,,\($0 % 100 == 0 ? "finance" : ""),\n" }
  let start = ContinuousClock.now
  #expect(try world.post(heading + rows.joined(), helvetia).items.count == 1000)
  #expect(ContinuousClock.now - start < .seconds(20))
  #expect(try world.number("SELECT count(*) FROM outbox WHERE payload->>'to' LIKE 'p%@x.test'") == 1000)
}

// MARK: - The page

extension World {
  fileprivate func upload(_ fields: [(String, String)], file: [UInt8]?, _ session: String) -> Answer {
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--xx\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    if let file {
      body += Array("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n".utf8)
      body += file + Array("\r\n".utf8)
    }
    body += Array("--xx--\r\n".utf8)
    let headers = Headers([
      ("Host", "127.0.0.1"), ("Cookie", session), ("Content-Type", "multipart/form-data; boundary=xx"),
    ])
    let request = Request(method: .post, path: "/people/import", headers: headers, body: body)
    return Answer(Dispatcher(office, routes: Routes.all()).answer(request))
  }
}

@Test func `the page checks an uploaded table, shows it, and invites once it is confirmed`() throws {
  let world = try World()
  let session = try #require(try world.browser("manager", "comptoir-demo"))
  let csrf = ("csrf", try world.csrf(of: "manager"))
  let table = heading + "Eva,<b>Neu</b>,eva@x.test,,,,,\n"
  let before = try world.number("SELECT count(*) FROM person")
  #expect(world.upload([], file: Array(table.utf8), session).status == 403, "without the session's secret")
  let wrong = world.upload([csrf], file: Array((heading + "=1,Neu,eva,,,,,").utf8), session)
  #expect(wrong.status == 422 && wrong.text.contains("<td data-label=\"Where\">Row 2</td>"), "\(wrong.text)")
  #expect(wrong.text.contains("begins like a formula") && wrong.text.contains("=1,Neu,eva"), "with what was sent")
  #expect(world.upload([csrf], file: [0xFF, 0xFE, 0x41, 0x00], session).text.contains("UTF-16"))
  #expect(world.upload([csrf], file: nil, session).text.contains("nobody in this table"))
  let shown = world.upload([csrf], file: Array(table.utf8), session)
  #expect(shown.status == 200 && shown.text.contains("name=\"step\" value=\"confirm\""))
  #expect(shown.text.contains("&lt;b&gt;Neu") && !shown.text.contains("<b>Neu"))
  #expect(try world.number("SELECT count(*) FROM person") == before, "only shown")
  let pasted = world.upload([csrf, ("people", table), ("step", "confirm")], file: nil, session)
  #expect(pasted.status == 303 && pasted.headers["Location"] == "/people?invited=1")
  #expect(try world.number("SELECT count(*) FROM person") == before + 1)
}
