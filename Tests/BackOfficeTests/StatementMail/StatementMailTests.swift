import BackOffice
import Core
import Foundation
import Outbound
import Postgres
import Testing

/// Helvetia's closed December, and how it goes out by mail.
private struct Mailing {
  let world: World
  let helvetia: Helvetia
  let december: String

  init(_ world: World) throws {
    self.world = world
    helvetia = try Helvetia(world)
    december = try Exporting(world).december()
    try world.clearOutbox()
  }

  var customerPath: String { "/api/v1/customers/\(helvetia.customer)/statement-mail" }

  func centrePath(_ code: String) throws -> String {
    "/api/v1/billing-centres/\(try #require(helvetia.centres[code]))/statement-mail"
  }

  func setContact(_ code: String, _ address: String?) throws {
    let centre = try #require(helvetia.centres[code])
    let value = address.map { "\"\($0)\"" } ?? "null"
    let answer = try world.send(
      .patch, "/api/v1/billing-centres/\(centre)", as: "manager", #"{"contactEmail":\#(value)}"#)
    #expect(answer.status == 200, "\(answer.text)")
  }

  func set(_ path: String, _ body: String, as person: String = "manager") throws -> Answer {
    try world.send(.put, path, as: person, body)
  }

  func send(_ centre: String? = nil, as person: String = "manager") throws -> Answer {
    let body = try centre.map { #"{"centreId":"\#(try #require(helvetia.centres[$0]))"}"# } ?? "{}"
    return try world.send(.post, "/api/v1/statements/\(december)/deliveries", as: person, body)
  }

  func deliveries(as person: String = "manager") throws -> [JSONValue] {
    try world.send(.get, "/api/v1/statements/\(december)/deliveries", as: person).items
  }

  /// Lets the jobs make and send what waits; answers what a real server took.
  func delivered() throws -> [JSONValue] {
    let server = try MailServer(tls: "starttls")
    let office = world.mailing(through: server.address())
    defer { office.database.close() }
    try StatementMailJob.runDue(office)
    _ = try Outbox.send(office)
    return try server.mails()
  }
}

@Test func `who may not manage centres sets nothing, and what is set goes somewhere`() throws {
  let mailing = try Mailing(World())
  let path = mailing.customerPath
  let sales = try mailing.centrePath("SAL")
  let cases: [(String, String, String, Int, [String])] = [
    ("finance", path, #"{"mode":"pdf","address":"a@b.test"}"#, 403, []),
    ("tech", sales, #"{"mode":"pdf"}"#, 403, []), ("user", sales, #"{"mode":"pdf"}"#, 403, []),
    ("distributor", path, #"{"mode":"pdf","address":"a@b.test"}"#, 403, []),
    ("rival", path, #"{"mode":"pdf","address":"a@b.test"}"#, 404, []), ("rival", sales, #"{"mode":"pdf"}"#, 404, []),
    ("manager", path, "{}", 422, ["/mode field.required"]),
    ("manager", path, #"{"mode":"pdf"}"#, 422, ["/address statement_mail.address_missing"]),
    (
      "manager", path, #"{"mode":"fax","address":"x","language":"it"}"#, 422,
      [
        "/address email.malformed", "/language field.not_a_choice", "/mode field.not_a_choice",
      ]
    ),
    ("manager", sales, #"{"mode":"pdf","address":"a@b.test"}"#, 422, ["/address field.unknown"]),
    ("manager", sales, #"{"mode":"link"}"#, 422, ["/mode statement_mail.no_contact"]),
  ]
  for (person, path, body, status, faults) in cases {
    let answer = try mailing.set(path, body, as: person)
    #expect(answer.status == status && answer.faults.sorted() == faults, "\(person) \(body): \(answer.text)")
  }
  #expect(try mailing.world.number("SELECT count(*) FROM statement_mail") == 0)
  for person in ["tech", "user", "rival", "distributor"] {
    #expect(try mailing.world.send(.get, path, as: person).status >= 403, "\(person)")
  }
}

@Test func `a setting is kept, and a stale copy overwrites nothing`() throws {
  let mailing = try Mailing(World())
  try mailing.setContact("SAL", "sales@works.test")
  let path = try mailing.centrePath("SAL")
  let first = try mailing.world.send(.get, path, as: "manager")
  #expect(first.json["mode"]?.string == "none" && first.json["address"]?.string == "sales@works.test")
  let tag = try #require(first.headers["ETag"])
  let set = try mailing.world.send(
    .put, path, as: "manager", #"{"mode":"link","language":"fr"}"#, headers: [("If-Match", tag)])
  #expect(set.status == 200 && set.json["mode"]?.string == "link" && set.json["language"]?.string == "fr")
  let stale = try mailing.world.send(
    .put, path, as: "reseller", #"{"mode":"none"}"#, headers: [("If-Match", tag)])
  #expect(stale.status == 412)
  #expect(try mailing.world.send(.get, path, as: "carla.meier").json["mode"]?.string == "link", "her own centre")
  let own = try mailing.set(mailing.customerPath, #"{"mode":"pdf","address":"Finance@Works.test"}"#, as: "reseller")
  #expect(own.json["address"]?.string == "finance@works.test" && own.json["centreId"] == .null)
  let page = try mailing.world.send(.get, "/customers/\(mailing.helvetia.customer)/statement-mail", as: "manager").text
  #expect(page.contains("finance@works.test") && page.contains("<option value=\"pdf\" selected>"))
}

@Test func `what is open, one's own cost, foreign, or without an address is not mailed`() throws {
  let mailing = try Mailing(World())
  let world = mailing.world
  #expect(try mailing.send().code == "delivery.no_address")
  #expect(try mailing.send("SAL").code == "delivery.no_contact")
  for (person, status) in [("finance", 403), ("tech", 403), ("rival", 404), ("distributor", 403)] {
    #expect(try mailing.send(as: person).status == status, "\(person)")
  }
  let open = try world.send(
    .get, "/api/v1/statements?buyerId=\(mailing.helvetia.customer)&status=open", as: "manager")
  let id = try #require(open.items.first?["id"]?.string)
  let early = try world.send(.post, "/api/v1/statements/\(id)/deliveries", as: "manager", "{}")
  #expect(early.code == "delivery.statement_open")
  let cost = try world.text(
    """
    SELECT s.id::text FROM statement s JOIN organization o ON o.id = s.buyer_id
    WHERE o.name = 'Alpine Cloud AG' AND s.month = '2025-12-01'
    """)
  let own = try world.send(.post, "/api/v1/statements/\(cost)/deliveries", as: "reseller", "{}")
  #expect(own.code == "delivery.own_cost")
  let stranger = try world.text(
    """
    SELECT b.id::text FROM billing_centre b JOIN organization o ON o.id = b.customer_id
    WHERE o.name = 'Rheinland Maschinenbau GmbH' LIMIT 1
    """)
  let foreign = try world.send(
    .post, "/api/v1/statements/\(mailing.december)/deliveries", as: "manager", #"{"centreId":"\#(stranger)"}"#)
  #expect(foreign.faults == ["/centreId export.centre_unknown"])
  #expect(try world.number("SELECT count(*) FROM statement_delivery") == 0)
}

@Test func `who has no account gets the document, in the customer's language, and no link`() throws {
  let mailing = try Mailing(World())
  let set = try mailing.set(
    mailing.customerPath, #"{"mode":"link","address":"treuhand@extern.test","language":"de"}"#)
  #expect(set.status == 200)
  let sent = try mailing.send()
  #expect(sent.status == 201 && sent.json["status"]?.string == "waiting")
  let mail = try #require(try mailing.delivered().first)
  let text = mail["text"]?.string ?? ""
  #expect(mail["to"]?.items == [.string("treuhand@extern.test")] && mail["language"]?.string == "de")
  #expect(mail["subject"]?.string?.hasPrefix("Abrechnung 2025-") == true)
  #expect(text.contains("Alpine Cloud AG") && text.contains("MWST") && text.contains("Brutto: CHF"))
  #expect(!text.contains("http") && text.contains("liegt als PDF bei"))
  let file = try #require(mail["attachments"]?.items.first)
  #expect(file["type"]?.string == "application/pdf" && file["start"]?.string?.hasPrefix("%PDF") == true)
  #expect(file["name"]?.string?.hasPrefix("abrechnung-2025-12-helvetia-works-ag-2025-") == true)
  let delivery = try #require(try mailing.deliveries().first)
  #expect(delivery["status"]?.string == "sent" && delivery["attached"]?.bool == true)
  #expect(delivery["linked"]?.bool == false && delivery["requestedByName"]?.string?.isEmpty == false)
  #expect(try mailing.world.number("SELECT count(*) FROM outbox_attachment") == 0, "sent, and forgotten")
}

@Test func `who may sign in and see it gets a link, and the document only if wished`() throws {
  let mailing = try Mailing(World())
  try mailing.setContact("SAL", "carla.meier@comptoir.test")
  #expect(try mailing.set(mailing.centrePath("SAL"), #"{"mode":"link","language":"en"}"#).status == 200)
  #expect(try mailing.set(mailing.customerPath, #"{"mode":"pdf","address":"carla.meier@comptoir.test"}"#).status == 200)
  #expect(try mailing.send("SAL").status == 201 && mailing.send().status == 201)
  let mails = try mailing.delivered()
  let part = try #require(mails.first { $0["subject"]?.string?.contains("Sales") == true })
  #expect(part["attachments"]?.items == [])
  let sales = try #require(mailing.helvetia.centres["SAL"])
  #expect(part["text"]?.string?.contains("/statements/\(mailing.december)/centres/\(sales)") == true)
  // The whole statement is more than she may see: she gets what was sent to her address, but no link she cannot follow.
  let whole = try #require(mails.first { $0["subject"]?.string?.contains("Sales") == false })
  #expect(whole["text"]?.string?.contains("/statements/") == false && whole["attachments"]?.items.count == 1)
}

@Test func `a closing sends what is wanted, each once, and says where nobody was to be reached`() throws {
  let mailing = try Mailing(World())
  let world = mailing.world
  for code in ["SAL", "PRO", "ADM"] { try mailing.setContact(code, "\(code.lowercased())@works.test") }
  for code in ["SAL", "PRO"] { #expect(try mailing.set(mailing.centrePath(code), #"{"mode":"pdf"}"#).status == 200) }
  #expect(try mailing.set(mailing.centrePath("ADM"), #"{"mode":"none"}"#).status == 200)
  try mailing.setContact("PRO", nil)
  try world.pass(hours: 24 * 20)
  let january = try #require(
    try world.send(
      .get, "/api/v1/statements?buyerId=\(mailing.helvetia.customer)&month=2026-01&status=closed", as: "manager"
    ).items.first?["id"]?.string)
  let log = try world.send(.get, "/api/v1/statements/\(january)/deliveries", as: "reseller").items
  #expect(log.map { $0["status"]?.string }.sorted { $0 ?? "" < $1 ?? "" } == ["failed", "waiting"])
  #expect(log.first { $0["status"]?.string == "failed" }?["code"]?.string == "delivery.no_contact")
  try world.clearOutbox()
  let mails = try mailing.delivered()
  #expect(mails.count == 1 && mails.first?["to"]?.items == [.string("sal@works.test")])
  #expect(try StatementMailJob.runDue(world.office) == 0)
  let page = try world.send(.get, "/statements/\(january)", as: "manager").text
  #expect(page.contains("sal@works.test") && page.contains("at the closing"))
  #expect(page.contains("Enter one at the centre"))
  let carla = try world.send(.get, "/api/v1/statements/\(january)/deliveries", as: "carla.meier").items
  #expect(carla.map { $0["to"]?.string } == ["sal@works.test"], "of her centres only")
}

@Test func `many workers make each mail once, and a refused address is shown and can be tried again`() throws {
  let mailing = try Mailing(World())
  let world = mailing.world
  #expect(try mailing.set(mailing.customerPath, #"{"mode":"pdf","address":"nobody@works.test"}"#).status == 200)
  for _ in 0..<3 { #expect(try mailing.send().status == 201) }
  let made = try atOnce(3) { _ in try StatementMailJob.runDue(world.office) }
  #expect(made.reduce(0, +) == 3)
  #expect(try world.number("SELECT count(*) FROM outbox_attachment") == 3)
  #expect(try mailing.delivered().isEmpty)
  let delivery = try #require(try mailing.deliveries().first)
  #expect(delivery["status"]?.string == "failed" && delivery["error"]?.string?.contains("no such user") == true)
  let failed = try world.send(.get, "/api/v1/mails?status=failed", as: "manager").items
  #expect(failed.count == 3)
  let id = try #require(failed.first?["id"]?.string)
  #expect(try world.send(.post, "/api/v1/mails/\(id)/delivery", as: "manager").status == 204)
  _ = try world.owner(
    """
    UPDATE outbox SET payload = jsonb_set(payload, '{to}', '"somebody@works.test"') WHERE id = \(ID<QueuedMail>(id))
    """
  ) { _ in }
  #expect(try mailing.delivered().first?["attachments"]?.items.count == 1, "the document still goes with it")
}

@Test func `what is too long for a mail is not attached`() throws {
  let mailing = try Mailing(World())
  let world = mailing.world
  _ = try world.owner(
    """
    INSERT INTO statement_line
    SELECT (jsonb_populate_record(l, jsonb_build_object('n', l.n + 10000 * g))).*
    FROM statement_line l, generate_series(1, 2500) g WHERE l.statement_id = \(ID<Statement>(mailing.december))
    """
  ) { _ in }
  for address in ["finance@comptoir.test", "extern@works.test"] {
    #expect(
      try mailing.set(mailing.customerPath, #"{"mode":"pdf","address":"\#(address)","language":"en"}"#).status == 200)
    #expect(try mailing.send().status == 201)
  }
  let mails = try mailing.delivered()
  #expect(mails.count == 2 && mails.allSatisfy { $0["attachments"]?.items == [] })
  #expect(mails[0]["text"]?.string?.contains("Fetch it by the link below") == true)
  #expect(mails[1]["text"]?.string?.contains("http") == false)
  #expect(mails[1]["text"]?.string?.contains("Ask Helvetia Works AG for it") == true)
}

@Test func `nobody's mailbox is filled by a double click gone wild`() throws {
  let mailing = try Mailing(World())
  #expect(try mailing.set(mailing.customerPath, #"{"mode":"pdf","address":"a@works.test"}"#).status == 200)
  for _ in 0..<Bounds.deliveriesPerHour { #expect(try mailing.send().status == 201) }
  #expect(try mailing.send().code == "delivery.too_many")
  let form = [("Content-Type", "application/x-www-form-urlencoded")]
  let page = try mailing.world.send(
    .post, "/statements/\(mailing.december)/deliveries", as: "manager", "centreId=", headers: form)
  #expect(page.status == 409 && page.text.contains("within an hour"))
}
