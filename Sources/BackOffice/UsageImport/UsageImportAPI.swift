import Core
import FoundationEssentials
import HTTP

/// Files of records over HTTP: sent as they are, checked by a job, taken over when told to.
enum UsageImportAPI {
  static let parameters = [QueryParameter("name", "What the file is called.")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try UsageImports.list(paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1, call.actor.language) }
  }

  static func get(_ call: Call) throws -> Response {
    answer(try UsageImports.find(try call.id(), in: call.work), call)
  }

  /// The body is the file itself: CSV, or JSON lines.
  static func send(_ call: Call) throws -> Response {
    let name = try SearchText.query(call, "name")
    if let content = call.body(of: "text/csv") {
      return answer(
        try UsageImports.ask(content, named: name ?? "use-records.csv", .csv, in: call.work), call, status: 201)
    }
    guard let content = call.body(of: "application/jsonl") ?? call.body(of: "application/x-ndjson") else {
      throw HTTPFault.unsupportedMedia
    }
    return answer(
      try UsageImports.ask(content, named: name ?? "use-records.jsonl", .jsonl, in: call.work), call, status: 201)
  }

  /// `{"status": "approved" | "withdrawn"}`
  static func decide(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let carryOut = fields.parsed("status", required: true, "field.not_a_choice") { text in
      ["approved": true, "withdrawn": false][text]
    }
    try fields.check()
    let record = try UsageImports.decide(
      try call.id(), carryOut: carryOut ?? false, in: call.work, check: call.checkMatch)
    return answer(record, call)
  }

  private static func answer(_ record: UsageImports.Record, _ call: Call, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor.language)
    return .json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/usage-imports/\(record.id)" : nil)
  }

  private static func write(_ json: inout JSONWriter, _ record: UsageImports.Record, _ language: Language) {
    json.object {
      $0.member("id", record.id)
      $0.member("name", record.fileName)
      $0.member("format", record.format.rawValue)
      $0.member("status", record.status.rawValue)
      $0.member("linesRead", record.linesRead)
      if let outcome = record.outcome {
        $0.object("summary") { UsageImportJSON.write(&$0, outcome.summary, outcome.parked) }
      } else {
        $0.member("summary", nil as String?)
      }
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
