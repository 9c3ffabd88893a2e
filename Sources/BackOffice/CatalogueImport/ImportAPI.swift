import Core
import FoundationEssentials
import HTTP

/// Price lists over HTTP: sent as they are, checked by a job, carried out when told to.
enum ImportAPI {
  static let parameters = [
    QueryParameter("resellerId", "The costs are this reseller's own; everybody's unless told.", format: "uuid"),
    QueryParameter("name", "What the file is called."),
  ]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try CatalogueImports.list(paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1, call.actor.language) }
  }

  static func get(_ call: Call) throws -> Response {
    answer(try CatalogueImports.find(try call.id(), in: call.work), call)
  }

  /// The body is the table itself.
  static func send(_ call: Call) throws -> Response {
    guard let content = call.body(of: "text/csv") else { throw HTTPFault.unsupportedMedia }
    let name = try SearchText.query(call, "name") ?? "price-list.csv"
    let record = try CatalogueImports.ask(
      content, named: name, reseller: try call.queryID("resellerId"), in: call.work)
    return answer(record, call, status: 201)
  }

  /// `{"status": "approved" | "withdrawn"}`
  static func decide(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let carryOut = fields.parsed("status", required: true, "field.not_a_choice") { text in
      ["approved": true, "withdrawn": false][text]
    }
    try fields.check()
    let record = try CatalogueImports.decide(
      try call.id(), carryOut: carryOut ?? false, in: call.work, check: call.checkMatch)
    return answer(record, call)
  }

  private static func answer(_ record: CatalogueImports.Record, _ call: Call, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor.language)
    return .json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/catalogue-imports/\(record.id)" : nil)
  }

  private static func write(_ json: inout JSONWriter, _ record: CatalogueImports.Record, _ language: Language) {
    json.object {
      $0.member("id", record.id)
      $0.member("resellerId", record.reseller)
      $0.member("name", record.fileName)
      $0.member("status", record.status.rawValue)
      $0.member("linesRead", record.linesRead)
      $0.member("summary", record.summary)
      $0.member("faultCount", record.faultCount)
      $0.array("faults", record.faults) { json, fault in
        json.object {
          $0.member("line", fault.line)
          $0.member("column", fault.column)
          $0.member("code", fault.code)
          $0.member("detail", Messages.sentence(fault.code, fault.details, language))
        }
      }
      $0.member("askedAt", record.askedAt)
      $0.member("askedByName", record.askedByName)
      $0.member("finishedAt", record.finishedAt)
    }
  }
}
