import Core
import FoundationEssentials
import HTTP

/// Statements over HTTP.
enum StatementsAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("buyerId", "Only this buyer's.", format: "uuid"),
      QueryParameter("month", "Only this month's, e.g. `2026-01`."),
      QueryParameter("centreId", "Only those with charges of this centre.", format: "uuid"),
      QueryParameter("status", "`open` or `closed`."),
    ]

  static func list(_ call: Call) throws -> Response {
    var filter = Statements.Filter()
    filter.buyer = try call.queryID("buyerId")
    filter.centre = try call.queryID("centreId")
    if let text = call.query("month") {
      guard let month = Month(text) else { throw HTTPFault.queryMalformed("month", "field.month_malformed") }
      filter.month = month
    }
    if let text = call.query("status") {
      guard text == "open" || text == "closed" else { throw HTTPFault.queryMalformed("status", "field.not_a_choice") }
      filter.isClosed = text == "closed"
    }
    let paging = try Paging(call)
    let records = try Statements.list(filter, paging, in: call.work)
    let documents = try Statements.documents(of: Array(records.prefix(paging.limit)), in: call.work)
    var json = JSONWriter(capacity: 512 * (documents.count + 1))
    json.object {
      $0.array("items", documents) { write(&$0, $1) }
      $0.member("nextCursor", paging.next(records) { [$0.month.description, $0.id.description] })
    }
    return .json(json)
  }

  static func get(_ call: Call) throws -> Response {
    var json = JSONWriter()
    write(&json, try Statements.document(try call.id(), in: call.work))
    return .json(json)
  }

  static func lines(_ call: Call) throws -> Response {
    let record = try Statements.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let lines = try StatementLines.list(
      of: record, after: try paging.afterNumber(), limit: paging.fetched, in: call.work)
    return paging.response(lines, cursor: { [String($0.n)] }) { write(&$0, $1) }
  }

  static func explanation(_ call: Call) throws -> Response {
    let record = try Statements.find(try call.id(), in: call.work)
    guard let n = Int(call.parameters["n"] ?? ""), n > 0 else { throw Refusal.notFound }
    var json = JSONWriter()
    write(&json, try Explanation.of(n, record, in: call.work), call.actor.language)
    return .json(json)
  }

  static func close(_ call: Call) throws -> Response {
    if !call.request.body.isEmpty { try call.fields().check() }
    var json = JSONWriter()
    write(&json, try Closing.close(try call.id(), in: call.work))
    return .json(json)
  }

  static func write(_ json: inout JSONWriter, _ document: Statements.Document) {
    let record = document.record
    json.object {
      $0.member("id", record.id)
      $0.member("number", record.number)
      $0.member("leg", record.leg.rawValue)
      $0.name("seller")
      write(&$0, record.seller)
      $0.name("buyer")
      write(&$0, record.buyer)
      $0.member("month", record.month)
      $0.member("status", record.isClosed ? "closed" : "open")
      $0.member("currency", record.currency.code)
      let isFull = record.form >= StatementForm.current
      $0.array("centres", record.leg == .price ? document.sections : []) { write(&$0, $1, "centreId", isFull) }
      if record.leg == .cost { $0.array("customers", document.sections) { write(&$0, $1, "customerId", isFull) } }
      $0.member("net", document.net)
      if isFull {
        $0.member("effective", document.effective)
        $0.member("deferred", document.deferred)
      }
      $0.array("taxes", document.taxes) { write(&$0, $1, isFull) }
      $0.member("gross", document.gross)
      $0.member("closedAt", record.closedAt)
      $0.member("sha256", record.sha256)
    }
  }

  private static func write(
    _ json: inout JSONWriter, _ section: Statements.Section, _ key: StaticString, _ isFull: Bool
  ) {
    json.object {
      $0.member(key, ID<BillingCentre>(section.id))
      $0.member("name", section.name)
      $0.member("net", section.net)
      if isFull {
        $0.member("effective", section.effective)
        $0.member("deferred", section.deferred)
      }
    }
  }

  static func write(_ json: inout JSONWriter, _ party: Statements.Party) {
    json.object {
      $0.member("id", party.id)
      $0.member("name", party.name)
      $0.member("country", party.country)
      $0.member("vatId", party.vatID)
    }
  }

  /// The note is in English, whoever reads: what is closed is hashed with it.
  private static func write(_ json: inout JSONWriter, _ tax: Statements.Tax, _ isFull: Bool) {
    json.object {
      $0.member("rate", tax.rate)
      $0.member("reverseCharge", tax.reverseCharge)
      if isFull { $0.member("treatment", tax.charge.treatment.rawValue) }
      $0.member("base", tax.base)
      $0.member("amount", tax.amount)
      if isFull { $0.member("note", tax.note?.in(.english)) }
    }
  }

  static func write(_ json: inout JSONWriter, _ line: StatementLines.Line) {
    json.object {
      $0.member("n", line.n)
      $0.member("centreId", line.centre)
      $0.member("centreName", line.sectionName)
      $0.member("subscriptionId", line.subscription)
      $0.member("serviceName", line.serviceName)
      $0.member("planName", line.planName)
      $0.member("reason", line.reason.rawValue)
      $0.member("from", line.from)
      $0.member("to", line.to)
      $0.member("licences", line.licences)
      $0.member("unitPrice", line.unit)
      $0.member("amount", line.amount)
      $0.member("effectiveAmount", line.effective)
      // Only where there is one: what closed statements were hashed from stays as it was.
      if let usage = line.usage { $0.object("usage") { write(&$0, usage) } }
    }
  }

  private static func write(_ json: inout JSONWriter, _ usage: StatementLines.Usage) {
    json.member("meter", usage.name)
    json.member("unit", usage.unit)
    json.member("quantity", usage.quantity.description)
  }

  private static func write(_ json: inout JSONWriter, _ explanation: Explanation, _ language: Language) {
    json.object { json in
      json.name("line")
      write(&json, explanation.line)
      json.object("cycle") {
        $0.member("from", explanation.cycle.from)
        $0.member("to", explanation.cycle.to)
        $0.member("days", explanation.cycle.days)
        $0.member("fullDays", explanation.cycle.fullDays)
      }
      json.array("segments", explanation.segments) { json, segment in
        json.object {
          $0.member("from", segment.from)
          $0.member("to", segment.to)
          $0.member("days", segment.days)
          $0.member("licences", segment.licences)
          $0.member("totalLicences", segment.totalLicences)
          $0.member("billable", segment.billable)
          $0.object("change") {
            $0.member("id", ID<Change>(segment.changeID))
            $0.member("kind", segment.kind.rawValue)
            $0.member("day", segment.changedOn)
            $0.member("actor", segment.actorName)
          }
        }
      }
      json.member("licenceDays", Int(explanation.licenceDays))
      json.member("totalLicenceDays", Int(explanation.totalLicenceDays))
      json.member("unitPrice", explanation.line.unit)
      json.member("owedInAll", explanation.owedInAll)
      json.member("owed", explanation.owed)
      json.member("postedBefore", explanation.postedBefore)
      json.member("amount", explanation.line.amount)
      json.array("earlier", explanation.earlier) { json, earlier in
        json.object {
          $0.member("statementId", earlier.statement)
          $0.member("number", earlier.number)
          $0.member("month", earlier.month)
          $0.member("amount", earlier.amount)
        }
      }
      if let usage = explanation.usage { json.object("usage") { usage.write(to: &$0) } }
      json.array("arithmetic", explanation.sentences(language)) { $0.string($1) }
    }
  }
}
