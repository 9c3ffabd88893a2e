import BackOffice
import Core
import Documents
import Foundation
import Testing

/// 24 × 12 pixels.
private let picture = [UInt8](
  Data(
    base64Encoded: """
      iVBORw0KGgoAAAANSUhEUgAAABgAAAAMAQAAAABQS0DYAAAADElEQVR42mNgIA0AAAAwAAEodEl9AAAAAElFTkSuQmCC
      """) ?? Data())

extension World {
  fileprivate func firm(_ name: String) throws -> String {
    try text("SELECT id::text FROM organization WHERE name = \(name)")
  }

  fileprivate func put(_ logo: [UInt8], of id: String, as person: String, type: String = "image/png") throws -> Answer {
    answer(
      .put, "/api/v1/organizations/\(id)/logo",
      headers: [("Authorization", "Bearer \(try token(of: person))"), ("Content-Type", type)], bytes: logo)
  }

  fileprivate func pdf(_ statement: String, as person: String) throws -> [UInt8] {
    let answer = try send(.get, "/api/v1/statements/\(statement)/document?format=pdf", as: person)
    #expect(answer.status == 200, "\(answer.text.prefix(300))")
    return answer.body
  }

  fileprivate func statement(_ month: Day, of buyer: String) throws -> String {
    try text("SELECT id::text FROM statement WHERE buyer_id = \(ID<Organization>(buyer)) AND month = \(month)")
  }
}

@Test func `what stands on documents is set by the seller's own administrators alone`() throws {
  let world = try World()
  let (alpine, helvetia) = try (world.firm("Alpine Cloud AG"), world.firm("Helvetia Works AG"))
  let body = #"{"street":"Bahnhofstrasse 1"}"#
  for (person, organization, outcome) in [
    ("rival", alpine, "object.not_found"), ("distributor", alpine, "letterhead.not_yours"),
    ("reseller", helvetia, "letterhead.not_yours"), ("manager", helvetia, "permission.missing"),
    ("finance", alpine, "permission.missing"), ("tech", alpine, "permission.missing"),
    ("user", alpine, "permission.missing"), ("reseller", "none", "object.not_found"),
  ] {
    let path = "/api/v1/organizations/\(organization)/"
    #expect(try world.send(.put, path + "letterhead", as: person, body).code == outcome, "\(person)")
    #expect(try world.put(picture, of: organization, as: person).code == outcome, "\(person)")
    #expect(try world.send(.delete, path + "logo", as: person).code == outcome, "\(person)")
  }
  #expect(try world.number("SELECT count(*) FROM letterhead") == 0)
}

@Test func `a logo that is none is refused with its reason`() throws {
  let world = try World()
  let alpine = try world.firm("Alpine Cloud AG")
  var bent = picture
  bent[45] ^= 1
  var many = picture
  // Its header says 4,000 pixels wide; the checksum is of no interest before that is.
  many.replaceSubrange(16..<20, with: [0, 0, 15, 160])
  for (logo, code) in [
    (Array("<svg/>".utf8), "logo.not_png"), ([], "logo.not_png"), (bent, "logo.damaged"), (many, "logo.damaged"),
    (picture + [UInt8](repeating: 0, count: Bounds.logoBytes), "logo.too_large"),
  ] {
    let answer = try world.put(logo, of: alpine, as: "reseller")
    #expect(answer.status == 422 && answer.faults == ["/logo \(code)"], "\(answer.text)")
  }
  #expect(try world.put(wide, of: alpine, as: "reseller").code == "logo.too_many_pixels")
  #expect(try world.put(picture, of: alpine, as: "reseller", type: "image/svg+xml").status == 415)
  let fields = #"{"street":"\#(String(repeating: "x", count: 201))","city":7,"logo":"x"}"#
  let refused = try world.send(.put, "/api/v1/organizations/\(alpine)/letterhead", as: "reseller", fields)
  #expect(refused.status == 422 && refused.faults.count == 3, "\(refused.text)")
  #expect(try world.number("SELECT count(*) FROM letterhead") == 0)
}

@Test func `a logo is seen by whoever buys from its seller, and by nobody else's customers`() throws {
  let world = try World()
  let alpine = try world.firm("Alpine Cloud AG")
  let path = "/api/v1/organizations/\(alpine)/"
  #expect(try world.send(.get, path + "logo", as: "reseller").status == 404, "there is none yet")
  let stale = world.answer(
    .put, path + "logo",
    headers: [
      ("Authorization", "Bearer \(try world.token(of: "reseller"))"), ("Content-Type", "image/png"),
      ("If-Match", "\"7\""),
    ], bytes: picture)
  #expect(stale.status == 412)
  let put = try world.put(picture, of: alpine, as: "reseller")
  #expect(put.status == 200 && put.headers["ETag"] == "\"1\"" && put.json["logo"]?["width"]?.integer == 24)
  for person in ["reseller", "manager", "finance", "carla.meier", "distributor"] {
    let logo = try world.send(.get, path + "logo", as: person)
    #expect(logo.status == 200 && logo.body == picture && logo.headers["Content-Type"] == "image/png", "\(person)")
  }
  for person in ["rival", "jurgen.schmitz.rheinland"] {
    #expect(try world.send(.get, path + "logo", as: person).status == 404, "\(person)")
  }
  #expect(try world.send(.get, path + "logo", as: "tech").status == 403)
  let page = try world.send(.get, "/letterhead", as: "reseller")
  #expect(page.text.contains("src=\"\(path)logo\"") && page.text.contains("logo-removal"))
  #expect(try world.send(.delete, path + "logo", as: "reseller").status == 204)
  #expect(try world.send(.get, path + "logo", as: "reseller").status == 404)
  let told = try world.number("SELECT count(*) FROM audit_record WHERE action = 'reseller.letterhead_changed'")
  #expect(told == 2)
}

@Test func `the document of a closed month keeps the head it was closed with`() throws {
  let world = try World()
  let (alpine, helvetia) = try (world.firm("Alpine Cloud AG"), world.firm("Helvetia Works AG"))
  let path = "/api/v1/organizations/\(alpine)/letterhead"
  func change(_ street: String) throws {
    let body = #"{"street":"\#(street)","postalCode":"8001","city":"Zürich","wording":"Payable within 30 days."}"#
    #expect(try world.send(.put, path, as: "reseller", body).status == 200)
  }
  let december = try world.statement(#require(Day("2025-12-01")), of: helvetia)
  let january = try world.statement(#require(Day("2026-01-01")), of: helvetia)
  let closedBefore = try world.pdf(december, as: "finance")
  let openBefore = try world.pdf(january, as: "finance")
  try change("Bahnhofstrasse 1")
  try change("Bahnhofstrasse 2")
  #expect(try world.put(picture, of: alpine, as: "reseller").status == 200)
  #expect(try world.number("SELECT count(*) FROM letterhead") == 1, "nothing was closed with the first ones")
  #expect(try world.pdf(december, as: "finance") == closedBefore, "closed before there was any")
  #expect(try world.pdf(january, as: "finance") != openBefore)

  try world.pass(hours: 24 * 20)
  _ = try Closing.closeDue(world.office)
  let closed = try world.pdf(january, as: "finance")
  try change("Limmatquai 3")
  #expect(try world.send(.delete, "/api/v1/organizations/\(alpine)/logo", as: "reseller").status == 204)
  #expect(try world.number("SELECT count(*) FROM letterhead") == 2)
  #expect(try world.pdf(january, as: "finance") == closed)
  #expect(try world.pdf(january, as: "reseller") == closed, "the same for both sides in one language")
}

@Test func `a customer's address on documents follows its billing contact, without anybody's name`() throws {
  let world = try World()
  let helvetia = try world.firm("Helvetia Works AG")
  for (street, at) in [("Gasse 1", "2026-01-02"), ("Gasse 1", "2026-01-03"), ("Platz 2", "2026-01-04")] {
    _ = try world.owner(
      """
      INSERT INTO billing_contact (customer_id, distributor_id, reseller_id, contact, email, street, postal_code, city,
        country, changed_at)
      SELECT id, distributor_id, reseller_id, 'Quirina Zbinden', 'a@b.example', \(street), '8001', 'Zürich', 'CH',
        \(at)::timestamptz
      FROM organization WHERE id = \(ID<Organization>(helvetia))
      ON CONFLICT (customer_id) DO UPDATE SET street = excluded.street, changed_at = excluded.changed_at
      """
    ) { _ in }
  }
  let heads = try world.owner("SELECT street || ' ' || since::date FROM letterhead ORDER BY since") {
    try $0[0] as String
  }
  #expect(heads == ["Gasse 1 2026-01-02", "Platz 2 2026-01-04"])
  #expect(try !world.places(of: "Quirina Zbinden").contains { $0.hasPrefix("letterhead") })
}

/// 1,001 × 1,000 pixels, all black.
private let wide = [UInt8](
  Data(
    base64Encoded: """
      iVBORw0KGgoAAAANSUhEUgAAA+kAAAPoAQAAAACKGoJ3AAAAkklEQVR42u3BMQEAAADCoPVPbQhfoAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
      AAAAAAAAAAAAAAAAAAAAAD4D8CcAAbrI9xkAAAAASUVORK5CYII=
      """) ?? Data())
