import BackOffice
import Core
import FoundationEssentials
import HTTP
import Outbound
import Postgres
import Testing

private let text = "Grüezi Élodie\n\nYour link:\n\nhttps://comptoir.test/invitation/abc"

private func mail(to address: String = "elodie@helvetia.test") -> Mail {
  Mail(
    from: "Alpine Cloud <billing@alpine.test>", to: address, subject: "Ihr Konto für Élodie", text: text,
    html: "<p>Grüezi Élodie</p>", messageID: "<1@alpine.test>", date: "Thu, 15 Jan 2026 09:30:00 +0000",
    language: "de")
}

private func isTemporary(_ error: any Error) -> Bool {
  if case MailError.temporary(let reason) = error { return !reason.isEmpty }
  return false
}

@Test(arguments: ["starttls", "implicit"])
func `a real server takes a mail over TLS from whoever signs in`(_ tls: String) throws {
  let server = try MailServer(tls: tls, user: "comptoir:s3cret word")
  try SMTP.send(mail(), server: server.address(user: "comptoir", password: "s3cret word"))
  let taken = try server.mails()
  #expect(taken.count == 1)
  let found = try #require(taken.first)
  #expect(found["user"]?.string == "comptoir" && found["encrypted"]?.bool == true)
  #expect(found["sender"]?.string == "billing@alpine.test" && found["to"]?.items == [.string("elodie@helvetia.test")])
  #expect(found["subject"]?.string == "Ihr Konto für Élodie" && found["language"]?.string == "de")
  #expect(found["text"]?.string?.replacing("\r\n", with: "\n").hasPrefix(text) == true)
  #expect(found["html"]?.string?.hasPrefix("<p>Grüezi Élodie</p>") == true)
}

@Test func `a wrong password, a missing one, or no encryption sends nothing`() throws {
  for (tls, user, password) in [
    ("starttls", "comptoir", "wrong"), ("implicit", "comptoir", "wrong"), ("starttls", nil, nil),
    ("none", "comptoir", "right"),
  ] as [(String, String?, String?)] {
    let server = try MailServer(tls: tls, user: "comptoir:right")
    #expect { try SMTP.send(mail(), server: server.address(user: user, password: password)) } throws: {
      isTemporary($0)
    }
    #expect(try server.mails().isEmpty, "\(tls) \(user ?? "nobody")")
  }
}

@Test(arguments: ["starttls", "implicit"])
func `a server that cannot prove who it is gets neither the password nor the mail`(_ tls: String) throws {
  let unknown = try MailServer(tls: tls, user: "comptoir:right")
  #expect {
    try SMTP.send(mail(), server: unknown.address(user: "comptoir", password: "right", trusted: false))
  } throws: {
    isTemporary($0)
  }
  #expect(try unknown.mails().isEmpty)
  let other = try MailServer(tls: tls, user: "comptoir:right", name: "elsewhere.test")
  #expect { try SMTP.send(mail(), server: other.address(user: "comptoir", password: "right")) } throws: {
    isTemporary($0)
  }
  #expect(try other.mails().isEmpty)
}

// MARK: - From the outbox

extension Helvetia {
  /// Invites somebody and answers their id.
  fileprivate func invite(_ address: String, _ language: String = "en", as person: String = "manager") throws -> String
  {
    let body = """
      {"givenName":"Élodie","familyName":"Favre","signInEmail":"\(address)","language":"\(language)"}
      """
    let answer = try world.send(.post, "/api/v1/customers/\(customer)/users", as: person, body)
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  fileprivate func failures(as person: String) throws -> [String] {
    let answer = try world.send(.get, "/api/v1/mails?status=failed", as: person)
    #expect(answer.status == 200, "\(answer.text)")
    return answer.items.map { "\($0["to"]?.string ?? "") \($0["error"]?.string ?? "")" }
  }
}

@Test func `an invitation arrives in its reader's language, as text and as a page`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  for (address, language) in [("a@x.test", "en"), ("b@x.test", "fr"), ("c@x.test", "de")] {
    _ = try helvetia.invite(address, language)
  }
  let server = try MailServer(tls: "starttls")
  let office = world.mailing(through: server.address())
  #expect(try Outbox.send(office) == 3)
  #expect(try Outbox.send(office) == 0, "each once")
  office.database.close()
  let taken = try server.mails()
  #expect(
    taken.compactMap { $0["subject"]?.string } == [
      "Your Comptoir account", "Votre compte Comptoir", "Ihr Comptoir-Konto",
    ])
  for (mail, (language, open)) in zip(taken, [("en", "Open in"), ("fr", "Ouvrir dans"), ("de", "In Comptoir")]) {
    let html = mail["html"]?.string ?? ""
    #expect(mail["language"]?.string == language && html.contains("<html lang=\"\(language)\">"))
    #expect(html.contains(open) && html.contains("Élodie Favre") && html.contains("href=\"http"))
    #expect(mail["text"]?.string?.contains("/invitation/") == true)
  }
}

@Test func `what a name holds cannot add a header, a recipient or markup`() throws {
  let world = try World()
  try world.clearOutbox()
  let biel = try Letting(world)
  let injected = "Evil\\r\\nBcc: eve@evil.test"
  let renamed = try world.send(
    .patch, "/api/v1/customers/\(biel.customer)", as: "reseller", #"{"name":"\#(injected)"}"#)
  #expect(renamed.faults == ["/name field.text_has_control_characters"])
  _ = try world.owner(
    "UPDATE organization SET name = '<b>Evil</b> \"x\" & Söhne, <eve@evil.test>' WHERE name LIKE 'Uhren%'"
  ) { _ in }
  let id = try biel.asked()
  _ = try biel.say(#"{"status":"refused","reason":"Line\nBcc: eve@evil.test\n\n<script>alert(1)</script>"}"#, to: id)
  _ = try world.owner(
    """
    INSERT INTO outbox (id, distributor_id, kind, payload, created_at, next_attempt_at)
    SELECT gen_random_uuid(), distributor_id, 'mail', jsonb_build_object('to', 'a@x.test', 'language', 'en', 'subject',
      E'Hi\\r\\nBcc: eve@evil.test', 'text', 'x'), created_at, created_at FROM outbox LIMIT 1
    """
  ) { _ in }
  let server = try MailServer()
  let office = world.mailing(through: server.address(requireTLS: false))
  #expect(try Outbox.send(office) == 2)
  office.database.close()
  let taken = try server.mails()
  #expect(taken.count == 2 && taken.allSatisfy { $0["to"]?.items.count == 1 })
  for mail in taken {
    #expect(mail["headers"]?.items.contains(.string("Bcc")) == false)
    #expect(mail["html"]?.string?.contains("<script") == false && mail["html"]?.string?.contains("<b>") == false)
  }
  let parked = try world.text("SELECT last_error FROM outbox WHERE parked_at IS NOT NULL")
  #expect(parked == "not a mail that can be sent (subject)")
}

@Test func `who invited somebody unreachable sees why, corrects the address, and the mail goes`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  let id = try helvetia.invite("nobody@x.test", as: "tech")
  let server = try MailServer()
  let office = world.mailing(through: server.address(requireTLS: false))
  #expect(try Outbox.send(office) == 0)
  let reply = "nobody@x.test 550 5.1.1 no such user"
  #expect(try helvetia.failures(as: "tech") == [reply] && helvetia.failures(as: "manager") == [reply])
  for person in ["reseller", "rival"] { #expect(try helvetia.failures(as: person).isEmpty, "\(person)") }
  #expect(try world.send(.get, "/api/v1/mails", as: "finance").code == "permission.missing")
  let page = try world.send(.get, "/users/\(id)", as: "tech").text
  #expect(page.contains("could not be delivered: 550 5.1.1 no such user") && page.contains("/users/\(id)/address"))
  #expect(try world.send(.get, "/", as: "manager").text.contains("href=\"/mail\""))
  #expect(try world.send(.get, "/mail", as: "manager").text.contains("no such user"))

  let path = "/api/v1/users/\(id)/address"
  for (person, body, outcome) in [
    ("manager", "{}", "422 field.required"), ("manager", #"{"email":"x"}"#, "422 email.malformed"),
    ("manager", #"{"email":"user@comptoir.test"}"#, "422 user.email_taken"),
    ("user", #"{"email":"e@x.test"}"#, "403 permission.missing"),
    ("rival", #"{"email":"e@x.test"}"#, "404 object.not_found"),
  ] {
    let answer = try world.send(.put, path, as: person, body)
    #expect("\(answer.status) \(answer.code ?? "")" == outcome, "\(person) \(body): \(answer.text)")
  }
  let corrected = try world.send(.put, path, as: "tech", #"{"email":"Elodie@X.test"}"#)
  #expect(corrected.status == 200 && corrected.json["signInEmail"]?.string == "elodie@x.test", "\(corrected.text)")
  #expect(try helvetia.failures(as: "manager").isEmpty, "written to again since")
  #expect(try Outbox.send(office) == 1)
  office.database.close()
  #expect(try server.mails().compactMap { $0["to"]?.items.first?.string } == ["elodie@x.test"])
  let active = try helvetia.user("lea.hofer")
  let late = try world.send(.put, "/api/v1/users/\(active)/address", as: "manager", #"{"email":"e@x.test"}"#)
  #expect(late.code == "user.already_active")
}

@Test func `a mail given up is tried again by who may, and no other`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  _ = try helvetia.invite("nobody@x.test")
  let list = try world.send(.get, "/api/v1/mails?status=waiting", as: "manager")
  let mail = try #require(list.items.first?["id"]?.string)
  #expect(list.items.count == 1 && list.items[0]["text"] == nil)
  let path = "/api/v1/mails/\(mail)/delivery"
  #expect(try world.send(.post, path, as: "manager").code == "mail.not_failed")
  let server = try MailServer()
  let office = world.mailing(through: server.address(requireTLS: false))
  #expect(try Outbox.send(office) == 0)
  for (person, status) in [("rival", 404), ("reseller", 404), ("tech", 404), ("user", 403), ("manager", 204)] {
    #expect(try world.send(.post, path, as: person).status == status, "\(person)")
  }
  #expect(try helvetia.failures(as: "manager").isEmpty)
  #expect(try Outbox.send(office) == 0)
  office.database.close()
  #expect(try helvetia.failures(as: "manager").count == 1, "tried and refused again")
  #expect(try world.send(.get, "/api/v1/mails?status=lost", as: "manager").code == "field.not_a_choice")
}

@Test func `a server that asks to come back is asked ever later, then given up`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  let id = try helvetia.invite("later@x.test")
  let server = try MailServer()
  let office = world.mailing(through: server.address(requireTLS: false))
  var waits: [Int] = []
  for _ in 0..<11 {
    #expect(try Outbox.send(office) == 0)
    waits.append(
      try world.number(
        """
        SELECT extract(epoch FROM next_attempt_at - comptoir_now())::bigint FROM outbox
        WHERE payload->>'to' = 'later@x.test' AND parked_at IS NULL
        """))
    #expect(try Outbox.send(office) == 0, "not before its time")
    _ = try world.owner("UPDATE outbox SET next_attempt_at = comptoir_now() WHERE parked_at IS NULL") { _ in }
  }
  #expect(waits[0] <= 75 && waits[5] > 20 * 60 && waits[10] > 4 * 3600, "\(waits)")
  #expect(try world.send(.get, "/users/\(id)", as: "manager").text.contains("come back later"))
  #expect(try helvetia.failures(as: "manager").isEmpty)
  #expect(try Outbox.send(office) == 0)
  office.database.close()
  #expect(try helvetia.failures(as: "manager").count == 1)
}

@Test func `a server that is away is left alone after a few attempts`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  for index in 0..<6 { _ = try helvetia.invite("p\(index)@x.test") }
  let office = world.mailing(through: SMTPServer(url: "smtp://127.0.0.1:1", requireTLS: false, timeoutSeconds: 2))
  #expect(try Outbox.send(office) == 0)
  office.database.close()
  #expect(try world.number("SELECT count(*) FROM outbox WHERE attempts > 0 AND sent_at IS NULL") == 3)
}

@Test func `two senders at once send each mail once`() throws {
  let world = try World()
  try world.clearOutbox()
  let helvetia = try Helvetia(world)
  for index in 0..<12 { _ = try helvetia.invite("p\(index)@x.test") }
  let server = try MailServer()
  let address = server.address(requireTLS: false)
  let sent = try atOnce(2) { _ in
    let office = world.mailing(through: address)
    defer { office.database.close() }
    return try Outbox.send(office)
  }
  #expect(sent.reduce(0, +) == 12)
  let ids = try server.mails().compactMap { $0["id"]?.string }
  #expect(ids.count == 12 && Set(ids).count == 12)
}

@Test func `outside a sandbox a link is forgotten once it was sent`() throws {
  let world = try World()
  try world.clearOutbox()
  _ = try Helvetia(world).invite("a@x.test")
  let server = try MailServer()
  var configuration = world.mailing(through: server.address(requireTLS: false)).configuration
  configuration.sandbox = false
  let office = Office(configuration)
  #expect(try Outbox.send(office) == 1)
  office.database.close()
  #expect(try world.number("SELECT count(*) FROM outbox WHERE payload->>'to' = 'a@x.test' AND payload ? 'text'") == 0)
}
