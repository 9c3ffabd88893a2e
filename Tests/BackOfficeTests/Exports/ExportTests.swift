import BackOffice
import Core
import Postgres
import Testing

@Test func `one document comes as it is, in any format`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let statement = try exporting.december()
  for (format, type, start) in [
    ("pdf", "application/pdf", "%PDF"), ("xlsx", "application/vnd.openxmlformats", "PK"),
    ("csv", "text/csv", "n,centre"), ("json", "application/json", #"{"statement""#),
  ] {
    let file = try exporting.made(Exporting.one(statement, format), as: "finance")
    #expect(file.status == 200 && file.headers["Content-Type"]?.hasPrefix(type) == true)
    #expect(file.text.hasPrefix(start))
    #expect(file.headers["Content-Disposition"]?.contains("statement-2025-12-helvetia-works-ag-2025-") == true)
    let direct = try world.send(.get, "/api/v1/statements/\(statement)/document?format=\(format)", as: "finance")
    if format == "csv" || format == "json" { #expect(file.body == direct.body, "the same as answered directly") }
  }
}

@Test func `an export says where it stands, and asked for twice it is one`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let body = Exporting.one(try exporting.december(), "csv", #","separator":"semicolon","decimal":"comma""#)
  let answer = try exporting.ask(body, as: "manager")
  let id = try #require(answer.json["id"]?.string)
  #expect(answer.status == 202 && answer.headers["Location"] == "/api/v1/exports/\(id)")
  #expect(answer.json["state"]?.string == "waiting" && answer.json["link"] == .null)
  #expect(try exporting.asked(body, as: "manager") == id)
  #expect(try world.number("SELECT count(*) FROM export") == 1)
  #expect(try ExportJob.runDue(world.office) == 1)
  let ready = try exporting.show(id, as: "manager")
  #expect(ready["state"]?.string == "ready" && ready["link"]?.string == "/api/v1/exports/\(id)/file")
  let lines = try #require(ready["progress"]?["total"]?.integer)
  let file = try exporting.file(id, as: "manager")
  #expect(ready["bytes"]?.integer == file.body.count && ready["progress"]?["done"]?.integer == lines)
  #expect(file.text.split(separator: "\r\n").count == lines + 1 && file.text.hasPrefix("n;centre;"))
  #expect(try exporting.asked(body, as: "manager") != id, "what is made already is made anew")
  let page = try world.send(.get, "/exports", as: "manager")
  #expect(page.text.contains("/api/v1/exports/\(id)/file") && page.headers["Refresh"] != nil)
  let trail = try world.send(.get, "/api/v1/audit-records", as: "manager")
  let actions = trail.items.compactMap { $0["action"]?.string }
  #expect(actions.contains("export.requested") && actions.contains("export.ready"))
}

@Test func `a month of all customers is one archive with an index`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let file = try exporting.made(
    #"{"kind":"statements","filter":{"month":"2025-12"},"formats":["csv","pdf"]}"#, as: "reseller")
  #expect(file.headers["Content-Type"] == "application/zip")
  let members = try Exporting.unzip(file.body)
  let count = try world.number(
    """
    SELECT count(*) FROM statement t JOIN organization o ON o.id = t.reseller_id
    WHERE o.name = 'Alpine Cloud AG' AND t.month = '2025-12-01'
    """)
  #expect(count > 5 && members.count == 2 * count + 1)
  let index = try #require(members["index.csv"]).split(separator: "\r\n").map { $0.split(separator: ",") }
  #expect(index.count == 2 * count + 1 && Set(index.dropFirst().map { $0[0] }).count == 2 * count)
  #expect(index.dropFirst().allSatisfy { members[String($0[0])]?.isEmpty == false })
  #expect(members.keys.contains { $0.hasPrefix("2025-12/statement-2025-12-zuerich-architekten-gmbh-") })
}

@Test func `what is in it is what its reader may see`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let everything = #"{"kind":"statements","filter":{"month":"2025-12"},"formats":["json"]}"#
  let distributor = try Exporting.unzip(try exporting.made(everything, as: "distributor").body)
  #expect(distributor.count > 1)
  #expect(distributor.values.allSatisfy { !$0.contains(#""leg":"price""#) }, "a reseller's prices")
  let manager = try Exporting.unzip(try exporting.made(everything, as: "manager").body)
  #expect(manager.count == 2 && manager.values.allSatisfy { !$0.contains(#""leg":"cost""#) })
  let carla = try Exporting.unzip(try exporting.made(everything, as: "carla.meier").body)
  let text = carla.values.joined()
  #expect(text.contains("Sales") && !text.contains("Production") && !text.contains("Administration"))
}

@Test func `each centre's part can be a file of its own, or one centre's alone`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let statement = try exporting.december()
  let parts = try Exporting.unzip(
    try exporting.made(
      #"{"kind":"statements","statementIds":["\#(statement)"],"formats":["csv"],"perCentre":true}"#, as: "finance"
    ).body)
  #expect(parts.count == 5 && parts.keys.contains { $0.contains("-research-") })
  let sales = try #require(try Helvetia(world).centres["SAL"])
  for body in [
    #"{"kind":"centre","statementIds":["\#(statement)"],"centreId":"\#(sales)","formats":["csv"],"zip":true}"#,
    #"{"kind":"statements","filter":{"month":"2025-12","centreId":"\#(sales)"},"formats":["csv"]}"#,
  ] {
    let one = try Exporting.unzip(try exporting.made(body, as: "finance").body)
    let file = try #require(one.first { $0.key != "index.csv" })
    #expect(one.count == 2 && file.key.contains("-sales-"))
    #expect(file.value.split(separator: "\r\n").dropFirst().allSatisfy { $0.split(separator: ",")[1] == "Sales" })
  }
}

@Test func `ticked on the page, or all that the filter shows`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let statement = try exporting.december()
  let form = [("Content-Type", "application/x-www-form-urlencoded")]
  let list = try world.send(.get, "/statements?month=2025-12", as: "reseller").text
  #expect(list.contains("name=\"statementIds\"") && list.contains("Prepare all of 2025-12"))
  let ticked = try world.send(
    .post, "/exports", as: "reseller", "kind=statements&statementIds=\(statement)&formats=pdf", headers: form)
  #expect(ticked.status == 303 && ticked.headers["Location"] == "/exports")
  let all = try world.send(
    .post, "/exports", as: "reseller", "kind=statements&month=2025-12&formats=csv&all=1", headers: form)
  #expect(all.status == 303)
  let none = try world.send(.post, "/exports", as: "reseller", "kind=statements&formats=csv", headers: form)
  #expect(none.status == 422 && none.text.contains("tick them in their list"))
  #expect(try ExportJob.runDue(world.office) == 2)
  let id = try #require(try world.send(.get, "/api/v1/exports", as: "reseller").items.last?["id"]?.string)
  let page = try world.send(.get, "/exports", as: "reseller")
  #expect(page.headers["Refresh"] == nil && page.text.contains("Helvetia Works AG") && page.text.contains("2025-12"))
  #expect(try world.send(.post, "/exports/\(id)/again", as: "reseller", "", headers: form).status == 303)
  #expect(try world.send(.post, "/exports/\(id)/removal", as: "reseller", "", headers: form).status == 303)
  #expect(try world.send(.get, "/api/v1/exports", as: "reseller").items.count == 2)
}

@Test func `a short document is answered at once even to who would wait`() throws {
  let world = try World()
  let statement = try Exporting(world).december()
  let path = "/api/v1/statements/\(statement)/document?format=csv"
  let answer = try world.send(.get, path, as: "finance", headers: [("Prefer", "respond-async")])
  #expect(answer.status == 200 && answer.headers["Content-Type"]?.hasPrefix("text/csv") == true)
  _ = try world.owner(
    """
    INSERT INTO statement_line
    SELECT (jsonb_populate_record(l, jsonb_build_object('n', l.n + 10000 * g))).*
    FROM statement_line l, generate_series(1, 600) g WHERE l.statement_id = \(ID<Statement>(statement))
    """
  ) { _ in }
  let long = try world.send(.get, path, as: "finance", headers: [("Prefer", "respond-async, wait=10")])
  #expect(long.status == 202 && long.headers["Preference-Applied"] == "respond-async")
  #expect(try world.send(.get, path, as: "finance").status == 200, "who waits gets it")
  let page = try world.send(.get, "/statements/\(statement)", as: "finance")
  #expect(page.text.contains("have them prepared"))
  #expect(try ExportJob.runDue(world.office) == 1)
  let id = try #require(long.json["id"]?.string)
  let shown = try Exporting(world).show(id, as: "finance")
  #expect(shown["state"]?.string == "ready" && (shown["bytes"]?.integer ?? 0) > Bounds.exportChunkBytes)
  #expect(try Exporting(world).file(id, as: "finance").body.count == shown["bytes"]?.integer)
}
