import BackOffice
import Core
import Documents
import Foundation
import HTTP
import Postgres
import Testing

extension World {
  fileprivate func statement(_ month: String) throws -> String {
    try text(
      """
      SELECT s.id::text FROM statement s JOIN organization o ON o.id = s.buyer_id
      WHERE o.name = 'Helvetia Works AG' AND s.month = \(month)::date
      """)
  }

  /// So many more lines in an open month, of two centres.
  fileprivate func add(lines count: Int, to month: String) throws {
    _ = try owner(
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      SELECT gen_random_uuid(), c.distributor_id, c.reseller_id, c.customer_id, c.subscription_id, c.leg, c.centre_id,
        c.cycle_from, c.cycle_to, c.full_days, c.posted_on, c.month, c.reason, c.covers_from, c.covers_to, c.licences,
        c.unit_minor, CASE WHEN n % 5 = 0 THEN -n ELSE n END, c.currency, c.change_number
      FROM (SELECT c.* FROM charge c JOIN organization o ON o.id = c.customer_id
        WHERE o.name = 'Helvetia Works AG' AND c.leg = 'price' AND c.month = \(month)::date AND c.reason <> 'usage'
        ORDER BY c.centre_id, c.sequence LIMIT 2) c, generate_series(1, \(count / 2)) n
      """
    ) { _ in }
  }

  fileprivate func document(_ id: String, _ query: String, as person: String = "finance") throws -> Answer {
    try send(.get, "/api/v1/statements/\(id)/document?\(query)", as: person)
  }
}

@Suite struct StatementDocumentTests {
  private let world: World
  private let closed: String
  private let open: String

  init() throws {
    world = try World()
    closed = try world.statement("2025-12-01")
    open = try world.statement("2026-01-01")
  }

  @Test(arguments: [
    ("format=docx", "field.not_a_choice"), ("format=", "field.not_a_choice"), ("format=PDF", "field.not_a_choice"),
    ("format=csv&separator=pipe", "field.not_a_choice"), ("format=csv&decimal=semicolon", "field.not_a_choice"),
    ("format=csv&mark=yes", "query.boolean_expected"), ("format=csv&language=de", "query.unknown"),
  ])
  func `a wish that is none is refused`(_ query: String, _ code: String) throws {
    let answer = try world.document(closed, query)
    #expect(answer.status == 422 && answer.code == code, "\(answer.text)")
  }

  @Test(arguments: StatementDocuments.Format.allCases)
  func `a document is nobody else's, nor another section's`(_ format: StatementDocuments.Format) throws {
    let query = "format=\(format)"
    for (person, status) in [
      ("rival", 404), ("distributor", 404), ("jurgen.schmitz.rheinland", 404), ("tech", 403), ("user", 403),
    ] {
      #expect(try world.document(closed, query, as: person).status == status, "\(person)")
    }
    #expect(try world.send(.get, "/api/v1/statements/\(closed)/document?\(query)").status == 401)
    #expect(try world.document(UUID().uuidString.lowercased(), query).status == 404)
    let helvetia = try Helvetia(world)
    let elsewhere = try world.text(
      """
      SELECT b.id::text FROM billing_centre b JOIN organization o ON o.id = b.customer_id
      WHERE o.name = 'Rheinland Maschinenbau GmbH' LIMIT 1
      """)
    let sales = try #require(helvetia.centres["SAL"])
    let production = try #require(helvetia.centres.first { !["SAL", "RND"].contains($0.key) }?.value)
    func part(_ centre: String, as person: String) throws -> Answer {
      try world.send(.get, "/api/v1/statements/\(closed)/centres/\(centre)/document?\(query)", as: person)
    }
    #expect(try part(elsewhere, as: "finance").status == 404)
    #expect(try part(UUID().uuidString.lowercased(), as: "finance").status == 404)
    #expect(try part(production, as: "carla.meier").status == 404)
    let own = try part(sales, as: "carla.meier")
    #expect(own.status == 200 && own.headers["Content-Type"] == format.mediaType)
    let name = own.headers["Content-Disposition"] ?? ""
    let stem = format.stem("statement-2025-12-helvetia-works-ag-sales")
    #expect(name == "attachment; filename=\"\(stem).\(format.ending)\"")
  }

  @Test(arguments: StatementDocuments.Format.allCases)
  func `the same statement gives the same bytes`(_ format: StatementDocuments.Format) throws {
    for id in [closed, open] {
      let first = try world.document(id, "format=\(format)")
      #expect(first.status == 200 && first.body.count > 500)
      #expect(try world.document(id, "format=\(format)").body == first.body)
    }
  }

  @Test func `the JSON of a closed month is what its hash was taken of`() throws {
    let answer = try world.document(closed, "format=json")
    let hash = try #require(answer.json["statement"]?["sha256"]?.string)
    let before = answer.text.replacingOccurrences(of: "\"sha256\":\"\(hash)\"", with: "\"sha256\":null")
    #expect(Secrets.hex(Secrets.sha256(Array(before.utf8))) == hash)
  }

  @Test func `many lines come whole in every format`() throws {
    try world.add(lines: 5_200, to: "2026-01-01")
    let json = try world.document(open, "format=json").json
    let lines = try #require(json["lines"]?.items)
    #expect(lines.count > 5_200 && lines.enumerated().allSatisfy { $1["n"]?.integer == $0 + 1 })
    let csv = try world.document(open, "format=csv&separator=semicolon&decimal=comma&mark=true").body
    #expect(csv.starts(with: [0xEF, 0xBB, 0xBF]))
    let table = try CSV.table(csv, rows: 10_000)
    let amount = try #require(table.heading.firstIndex(of: "amount"))
    #expect(table.separator == ";" && table.rows.count == lines.count)
    let sum = table.rows.reduce(Decimal(0)) { sum, row in
      sum + (Decimal(string: row.cells[amount].replacingOccurrences(of: ",", with: ".")) ?? 0)
    }
    #expect("CHF \(sum)" == json["statement"]?["net"]?.money)
    for format in ["xlsx", "pdf"] {
      let document = try world.document(open, "format=\(format)")
      #expect(document.status == 200 && document.body.count > 200_000)
    }
    // As many as may, and one more.
    for _ in 0..<3 { #expect(world.office.longDocuments.enter()) }
    #expect(!world.office.longDocuments.enter())
    let busy = try world.document(open, "format=csv")
    #expect(busy.status == 503 && busy.code == "document.busy" && busy.headers["Retry-After"] == "5")
    #expect(try world.document(closed, "format=csv").status == 200, "short ones are written all the same")
    for _ in 0..<3 { world.office.longDocuments.leave() }
    #expect(try world.document(open, "format=csv").status == 200)
  }

  @Test func `progress is heard from the first line to the last, and what it throws ends the writing`() throws {
    struct Stopped: Error {}
    try world.add(lines: 2_600, to: "2026-01-01")
    let id = ID<Statement>(try #require(UUID(uuidString: open)))
    let written = try world.office.everything { tx, now in
      let work = Work(tx: tx, actor: try reader(in: tx), now: now, requestID: "test", office: world.office)
      var heard: [Int] = []
      let file = try DocumentFile()
      let written = try StatementDocuments.write(
        id, format: .pdf, language: .german, to: file, progress: { done, _ in heard.append(done) }, in: work)
      #expect(heard.first == 0 && heard.filter { $0 == written.lines }.count == 2 && heard.count > 6)
      #expect(throws: Stopped.self) {
        try StatementDocuments.write(
          id, format: .json, language: .german, to: DocumentFile(),
          progress: { done, _ in if done > 0 { throw Stopped() } }, in: work)
      }
      return written
    }
    #expect(written.fileName == "statement-2026-01-helvetia-works-ag.pdf" && written.mediaType == "application/pdf")
  }

  private func reader(in tx: Transaction) throws -> Actor {
    let credential = Credential(.token, secret: try world.token(of: "finance"))
    let rows = try tx.rows(Authentication.statement(credential, organization: nil))
    return try #require(try Authentication.actor(rows, kind: .token, asked: false))
  }

  @Test func `no room is told as such, for whatever is written`() {
    let request = Request()
    for error: any Error in [DocumentFileError.noRoom, WorkbookError.noRoom] {
      let problem = Problem(error, request)
      #expect(problem.status == 503 && problem.code == "document.no_room")
      #expect(problem.headers.contains { $0 == ("Retry-After", "60") })
    }
    #expect(Problem(DocumentFileError.system(5), request).status == 500)
  }

  @Test func `the browser remembers how CSV is wanted, and is led nowhere else`() throws {
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    func remember(_ body: String) throws -> Answer {
      try world.send(.post, "/document-options", as: "finance", body, headers: form)
    }
    #expect(try remember("separator=pipe&decimal=point").status == 422)
    #expect(try remember("separator=tab").status == 422)
    for back in ["https://evil.example/", "//evil.example", "/statements/\\evil.example", ""] {
      let answer = try remember("separator=tab&decimal=point&back=\(back)")
      #expect(answer.headers["Location"] == "/statements", "\(back)")
    }
    let answer = try remember("separator=semicolon&decimal=comma&mark=true&back=/statements/\(closed)")
    #expect(answer.status == 303 && answer.headers["Location"] == "/statements/\(closed)")
    let page = try world.send(
      .get, "/statements/\(closed)", as: "finance", headers: [("Cookie", answer.cookies.joined(separator: "; "))])
    #expect(page.text.contains("document?format=csv&amp;separator=semicolon&amp;decimal=comma&amp;mark=true"))
    let bare = try world.send(.get, "/statements/\(closed)", as: "finance", headers: [("Cookie", "comptoir_csv=a.b.c")])
    #expect(bare.status == 200 && bare.text.contains("document?format=csv\""))
  }
}
