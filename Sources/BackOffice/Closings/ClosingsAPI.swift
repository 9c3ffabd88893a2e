import Core
import FoundationEssentials
import HTTP

/// Closing months over HTTP.
enum ClosingsAPI {
  static let itemParameters =
    QueryParameter.paging + [QueryParameter("result", "Only `waiting`, `closed` or `refused` ones.")]

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let month = fields.parsed("month", required: true, "field.month_malformed") { Month($0) }
    let buyers: [ID<Organization>]? = fields.ids("buyerIds", upTo: Bounds.closingBuyersNamed)
    try fields.check()
    guard let month else { throw Refusal.notFound }
    if call.isPreview { call.tx.enqueue("SAVEPOINT preview") }
    let record = try StatementClosings.create(month, buyers: buyers, isPreview: call.isPreview, in: call.work)
    let response = try response(record, call, status: 201)
    if call.isPreview { call.tx.enqueue("ROLLBACK TO SAVEPOINT preview") }
    return response
  }

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try StatementClosings.list(paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }) { json, record in
      json.object { write(&$0, record) }
    }
  }

  static func get(_ call: Call) throws -> Response {
    try response(try StatementClosings.find(try call.id(), in: call.work), call)
  }

  static func items(_ call: Call) throws -> Response {
    let record = try StatementClosings.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let items = try ClosingItems.list(of: record, try outcome(call), paging, in: call.work)
    let language = call.actor.language
    return paging.response(items, cursor: { [$0.statement.description] }) { json, item in
      json.object {
        $0.member("statementId", item.statement)
        $0.member("buyerId", item.buyer)
        $0.member("buyerName", item.buyerName)
        $0.member("result", item.outcome.rawValue)
        $0.member("number", item.number)
        $0.member("code", item.code)
        $0.member("detail", item.code.map { Messages.sentence($0, [:], language) })
      }
    }
  }

  static func outcome(_ call: Call) throws -> StatementClosings.Outcome? {
    guard let text = call.query("result") else { return nil }
    guard let outcome = StatementClosings.Outcome(rawValue: text) else {
      throw HTTPFault.queryMalformed("result", "field.not_a_choice")
    }
    return outcome
  }

  private static func response(_ record: StatementClosings.Record, _ call: Call, status: Int = 200) throws -> Response {
    let reasons = try StatementClosings.reasons(of: record, in: call.work)
    var json = JSONWriter()
    json.object { json in
      write(&json, record)
      json.array("reasons", reasons) { json, reason in
        json.object {
          $0.member("code", reason.code)
          $0.member("detail", Messages.sentence(reason.code, [:], call.actor.language))
          $0.member("statements", reason.statements)
        }
      }
    }
    if call.isPreview { return .json(json) }
    return .json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/statement-closings/\(record.id)" : nil)
  }

  private static func write(_ json: inout JSONWriter, _ record: StatementClosings.Record) {
    json.member("id", record.id)
    json.member("month", record.month)
    json.member("state", record.state.rawValue)
    json.member("statements", record.statements)
    json.member("closed", record.closed)
    json.member("refused", record.refused)
    json.member("waiting", record.waiting)
    json.member("createdBy", record.maker.person)
    json.member("createdByName", record.makerName)
    json.member("createdAt", record.createdAt)
    json.member("endedAt", record.endedAt)
  }

  static func settings(_ call: Call) throws -> Response {
    let settings = try ClosingSettings.current(in: call.work)
    return .json(settings.json, version: settings.version)
  }

  static func changeSettings(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let automatic = fields.bool("automatic", required: true)
    let days = fields.integer("daysAfter", required: true)
    try fields.check()
    guard let automatic, let days else { throw Refusal.notFound }
    let settings = try ClosingSettings.change(
      to: ClosingSettings(automatic: automatic, daysAfter: days), in: call.work,
      check: { try call.checkMatch($0.version) })
    return .json(settings.json, version: settings.version)
  }
}
