import Core
import Documents
import FoundationEssentials
import HTTP

/// Comparisons of inventories over HTTP.
enum ReconciliationsAPI {
  static let listParameters =
    QueryParameter.paging + [QueryParameter("connectorId", "Only this connector's.", format: "uuid")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try Reconciliations.list(of: try call.queryID("connectorId"), paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1, call.actor) }
  }

  static func get(_ call: Call) throws -> Response {
    let record = try Reconciliations.find(try call.id(), in: call.work)
    try call.actor.require(.provisioningManage)
    return response(record, call)
  }

  /// POST: with a CSV body compares it now; without one has the inventory fetched by a job (202).
  static func start(_ call: Call) throws -> Response {
    if let table = call.body(of: "text/csv") {
      return response(try Reconciliations.bring(table, for: try call.id(), in: call.work), call)
    }
    try call.fields().check()
    try Reconciliations.want(try call.id(), in: call.work)
    return Response(status: 202, body: .bytes([]))
  }

  static func differences(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try Reconciliations.lines(of: try call.id(), paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let state = fields.parsed("state", required: true, "field.not_a_choice") {
      Reconciliations.State(rawValue: $0).flatMap { $0 == .open ? nil : $0 }
    }
    let note = fields.text("note", upTo: 500, lines: true)
    try fields.check()
    guard let state else { throw Refusal.notFound }
    let line = try Reconciliations.decide(
      try call.id(), as: state, note: note, in: call.work, check: { try call.checkMatch($0.version) })
    var json = JSONWriter()
    write(&json, line)
    return .json(json, version: line.version)
  }

  /// All differences as CSV, in pages of the database's but one file.
  static func document(_ call: Call) throws -> Response {
    let record = try Reconciliations.find(try call.id(), in: call.work)
    let language = call.actor.language
    let lines = try Reconciliations.lines(of: record.id, Paging(limit: Bounds.inventoryItems), in: call.work)
    let rows = lines.map { line -> [Cell] in
      [
        .text(VendorWords.difference(line.kind).in(language)), .text(line.subscription?.description ?? ""),
        .text(line.subscriptionName ?? ""), .text(line.customerName ?? ""), .text(line.reference ?? ""),
        .text(line.ourQuantity.map(String.init) ?? ""), .text(line.theirQuantity.map(String.init) ?? ""),
        .text(line.ourStatus?.rawValue ?? ""), .text(line.theirStatus ?? ""), .text(line.state.rawValue),
        .text(line.note ?? ""),
      ]
    }
    let columns = [
      "difference", "subscriptionId", "subscription", "customer", "reference", "ourQuantity", "theirQuantity",
      "ourStatus", "theirStatus", "state", "note",
    ]
    let name = "differences-\(record.at.utcDay).csv"
    let headers = Headers([
      ("Content-Type", "text/csv; charset=utf-8"), ("Content-Disposition", "attachment; filename=\"\(name)\""),
    ])
    return Response(status: 200, headers: headers, body: .bytes(CSV.bytes(columns: columns, rows: rows)))
  }

  private static func response(_ record: Reconciliations.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor)
    return .json(json)
  }

  private static func write(_ json: inout JSONWriter, _ record: Reconciliations.Record, _ actor: Actor) {
    json.object {
      $0.member("id", record.id)
      $0.member("connectorId", record.connector)
      $0.member("serviceName", record.serviceName)
      $0.member("vendor", record.vendor)
      $0.member("at", record.at)
      $0.member("status", record.fault == nil ? "done" : "failed")
      $0.member("fault", record.fault?.code)
      $0.member("ours", record.ours)
      $0.member("theirs", record.theirs)
      $0.member("moving", record.moving)
      $0.member("differences", record.differences)
      $0.member("open", record.open)
    }
  }

  private static func write(_ json: inout JSONWriter, _ line: Reconciliations.Line) {
    json.object {
      $0.member("id", line.id)
      $0.member("kind", line.kind.rawValue)
      $0.member("subscriptionId", line.subscription)
      $0.member("subscriptionName", line.subscriptionName)
      $0.member("customerName", line.customerName)
      $0.member("reference", line.reference)
      $0.member("ourQuantity", line.ourQuantity)
      $0.member("theirQuantity", line.theirQuantity)
      $0.member("ourStatus", line.ourStatus?.rawValue)
      $0.member("theirStatus", line.theirStatus)
      $0.member("state", line.state.rawValue)
      $0.member("note", line.note)
      $0.member("settledAt", line.settledAt)
      $0.member("settledByName", line.settledByName)
    }
  }
}
