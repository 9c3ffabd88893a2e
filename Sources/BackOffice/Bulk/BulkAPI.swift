import Core
import FoundationEssentials
import HTTP

/// Bulk changes over HTTP.
enum BulkAPI {
  static let lineParameters =
    QueryParameter.paging + [
      QueryParameter("result", "Only `waiting`, `allowed`, `unchanged`, `refused`, `done` or `failed` ones.")
    ]
  static let reportParameters = [QueryParameter("format", "`csv` or `xlsx`; else by `Accept`, `csv` unless told.")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try BulkChanges.list(paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }) { json, record in
      json.object { writeHead(&$0, record, at: call.work.now) }
    }
  }

  static func get(_ call: Call) throws -> Response {
    try response(try BulkChanges.find(try call.id(), in: call.work), call)
  }

  static func create(_ call: Call) throws -> Response {
    let wish = try wish(try call.fields())
    let record = try BulkChanges.create(wish, in: call.work)
    return try response(record, call, status: 201)
  }

  /// `{"subscriptionIds": […] | "filter": {…}, "kind": "change", "body": {…}}`.
  static func wish(_ fields: Fields) throws -> BulkChanges.Wish {
    let selection = BulkSelection.read(fields)
    let kind = fields.choice("kind", required: true, of: AskedChange.Kind.self)
    let body = fields.json("body", required: true)
    var issues: [Issue] = []
    do { try fields.check() } catch Refusal.invalid(let found) { issues = found }
    var command: BulkCommand?
    if let kind, let body {
      do { command = try BulkCommand(kind, body, at: "/body") } catch Refusal.invalid(let found) { issues += found }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    guard let selection, let command else { throw Refusal.notFound }
    return BulkChanges.Wish(selection, command)
  }

  static func start(_ call: Call) throws -> Response {
    try empty(call)
    let record = try BulkChanges.start(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return try response(record, call)
  }

  static func stop(_ call: Call) throws -> Response {
    try empty(call)
    let record = try BulkChanges.stop(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return try response(record, call)
  }

  /// Nothing is said in these bodies; what is there all the same is refused.
  private static func empty(_ call: Call) throws {
    if !call.request.body.isEmpty { try call.fields().check() }
  }

  static func lines(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let record = try BulkChanges.find(try call.id(), in: call.work)
    let lines = try BulkLines.list(of: record, try outcome(call), paging, in: call.work)
    let language = call.actor.language
    return paging.response(lines, cursor: { [String($0.number)] }) { write(&$0, $1, language) }
  }

  private static func outcome(_ call: Call) throws -> BulkChange.Outcome? {
    guard let text = call.query("result") else { return nil }
    guard let outcome = BulkChange.Outcome(rawValue: text) else {
      throw HTTPFault.queryMalformed("result", "field.not_a_choice")
    }
    return outcome
  }

  static func report(_ call: Call) throws -> Response {
    let record = try BulkChanges.find(try call.id(), in: call.work)
    return try BulkReport.response(record, call)
  }

  private static func response(_ record: BulkChanges.Record, _ call: Call, status: Int = 200) throws -> Response {
    let summary = try BulkLines.summary(of: record, in: call.work)
    var json = JSONWriter(capacity: 2000)
    json.object { json in
      writeHead(&json, record, at: call.work.now)
      json.member("customers", summary.customers)
      json.array("totals", summary.totals, writeTotal)
      json.array("centres", summary.centres, BulkSplit.write)
      json.array("reasons", summary.reasons) { json, reason in
        json.object {
          $0.member("result", reason.outcome.rawValue)
          $0.member("code", reason.code)
          $0.member("detail", Messages.sentence(reason.code, reason.details, call.actor.language))
          $0.member("lines", reason.count)
        }
      }
    }
    return .json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/bulk-changes/\(record.id)" : nil)
  }

  private static func writeHead(_ json: inout JSONWriter, _ record: BulkChanges.Record, at now: Instant) {
    json.member("id", record.id)
    json.member("kind", record.kind.rawValue)
    json.member("body", record.body)
    json.member("filter", record.filter)
    json.member("state", record.change.state.rawValue)
    json.member("lines", record.change.lines)
    json.object("results") { json in
      for outcome in BulkChange.Outcome.allCases {
        json.member(dynamic: outcome.rawValue, record.change.count(of: outcome))
      }
    }
    json.name("progress")
    if let progress = BulkProgress(record, at: now) {
      json.object {
        $0.member("through", progress.through)
        $0.member("of", progress.of)
        $0.member("linesPerSecond", progress.linesPerSecond)
        $0.member("secondsLeft", progress.secondsLeft)
      }
    } else {
      json.null()
    }
    json.member("createdBy", record.maker.person)
    json.member("createdByName", record.makerName)
    json.member("createdAt", record.createdAt)
    json.member("previewedAt", record.previewedAt)
    json.member("startedAt", record.startedAt)
    json.member("endedAt", record.endedAt)
    json.member("stoppedBy", record.stoppedBy)
    json.member("stoppedByName", record.stoppedByName)
  }

  private static func writeTotal(_ json: inout JSONWriter, _ total: BulkLines.Total) {
    json.object {
      $0.member("leg", total.leg.rawValue)
      $0.member("billingFrequency", total.frequency.rawValue)
      $0.member("lines", total.lines)
      $0.member("today", total.today)
      $0.member("nextInvoice", total.nextInvoice)
      $0.member("recurring", total.recurring)
      $0.member("posted", total.posted)
    }
  }

  static func write(_ json: inout JSONWriter, _ line: BulkLine, _ language: Language) {
    let result = line.result
    json.object { json in
      json.member("number", line.number)
      json.member("subscriptionId", line.subscription)
      json.member("customerId", line.customer)
      json.member("customerName", line.customerName)
      json.member("planName", line.planName)
      json.member("friendlyName", line.friendlyName)
      json.member("result", result.outcome.rawValue)
      json.member("code", result.code)
      json.member("detail", result.code.map { Messages.sentence($0, result.details, language) })
      json.member("quantityBefore", result.figures?.quantityBefore)
      json.member("quantityAfter", result.figures?.quantityAfter)
      json.member("renewalQuantity", result.figures?.renewalQuantity)
      json.array("totals", result.figures?.totals ?? []) { json, totals in
        json.object {
          $0.member("leg", totals.leg.rawValue)
          $0.member("today", totals.today)
          $0.member("nextInvoice", totals.nextInvoice)
          $0.member("recurring", totals.recurring)
        }
      }
      if let split = result.figures?.split, !split.isEmpty { json.array("centres", split, BulkSplit.write) }
      json.array("warnings", result.warnings) { json, code in
        json.object {
          $0.member("code", code)
          $0.member("detail", Messages.sentence(code, [:], language))
        }
      }
    }
  }
}

/// How far the step under way has come, and how long the rest will take if it goes on like this.
struct BulkProgress {
  let through: Int
  let of: Int
  let linesPerSecond: Int
  /// Nil before anything is through.
  let secondsLeft: Int?

  /// Nil where nothing is under way.
  init?(_ record: BulkChanges.Record, at now: Instant) {
    guard let progress = record.change.progress else { return nil }
    (through, of) = progress
    let since = record.change.state == .running ? record.startedAt ?? record.createdAt : record.createdAt
    let microseconds = max(1, Int(now.microseconds - since.microseconds))
    linesPerSecond = through * 1_000_000 / microseconds
    secondsLeft = through == 0 ? nil : ((of - through) * (microseconds / 1000) / through + 999) / 1000
  }
}
