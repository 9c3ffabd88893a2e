import Core
import FoundationEssentials
import HTTP

/// Requests to vendors over HTTP.
enum FulfilmentsAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("state", "`waiting`, `sent`, `accepted`, `asking`, `done`, `refused`, `parked` or `withdrawn`."),
      QueryParameter("connectorId", "Only this connector's.", format: "uuid"),
      QueryParameter("subscriptionId", "Only this subscription's.", format: "uuid"),
      QueryParameter("forPeople", "`true`: only what waits for the operations team, oldest first.", format: "boolean"),
    ]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try Fulfilments.list(try filter(call), paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1, call.actor) }
  }

  private static func filter(_ call: Call) throws -> Fulfilments.Filter {
    var filter = Fulfilments.Filter()
    if let text = call.query("state") {
      guard let state = FulfilmentState(rawValue: text) else {
        throw HTTPFault.queryMalformed("state", "field.not_a_choice")
      }
      filter.state = state
    }
    filter.connector = try call.queryID("connectorId")
    filter.subscription = try call.queryID("subscriptionId")
    switch call.query("forPeople") {
    case nil, "false": break
    case "true": filter.isForPeople = true
    default: throw HTTPFault.queryMalformed("forPeople", "query.boolean_expected")
    }
    return filter
  }

  static func get(_ call: Call) throws -> Response {
    response(try Fulfilments.find(try call.id(), in: call.work), call)
  }

  /// `{"state": "waiting" | "done" | "refused" | "asking" | "withdrawn"}` with its members, or `{"taken": true}`.
  static func change(_ call: Call) throws -> Response {
    let verdict = try verdict(try call.fields())
    let decided = try Fulfilments.decide(
      try call.id(), verdict, in: call.work, preview: call.isPreview, check: { try call.checkMatch($0.version) })
    guard call.isPreview else { return response(decided.record, call) }
    guard let outcome = decided.outcome else { return unchanged(call) }
    return SubscriptionsAPI.preview(outcome, call.work)
  }

  /// The preview of what leaves the subscription alone.
  private static func unchanged(_ call: Call) -> Response {
    var json = JSONWriter()
    json.object {
      $0.array("today", [String]()) { $0.string($1) }
      $0.array("totals", [String]()) { $0.string($1) }
      $0.member("effectiveFrom", call.work.now.utcDay)
      $0.array("warnings", [String]()) { $0.string($1) }
    }
    return .json(json)
  }

  static func verdict(_ fields: Fields) throws -> FulfilmentVerdict {
    let known = [FulfilmentState.waiting, .done, .refused, .asking, .withdrawn]
    let takes = fields.bool("taken") ?? false
    let state = fields.parsed("state", required: !takes, "field.not_a_choice") { text in
      known.first { $0.rawValue == text }
    }
    let reference = state == .done ? fields.text("reference", upTo: 200) : nil
    let needsReason = state == .refused || state == .withdrawn
    let reason = needsReason ? fields.text("reason", required: true, upTo: 500, lines: true) : nil
    let asked = state == .asking ? VendorData.asked(fields, "fields", required: true) : nil
    if takes, state != nil { fields.note("taken", "field.unknown") }
    try fields.check()
    switch state {
    case nil: return .take
    case .done: return .done(reference: reference)
    case .refused: return .refused(reason: reason ?? "")
    case .withdrawn: return .close(reason: reason ?? "")
    case .asking: return .ask(asked ?? [])
    default: return .retry
    }
  }

  /// POST `{"values": {name: text}}`: what the vendor asked for.
  static func answer(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let record = try Fulfilments.find(try call.id(), in: call.work)
    var values: [String: String] = [:]
    if !fields.has("values") { fields.note("values", "field.required") }
    if let given = fields.object("values") {
      for asked in record.asked { values[asked.name] = given.text(asked.name, required: true, upTo: 500) }
      given.noteUnknown()
    }
    if record.state == .asking { try fields.check() }
    return response(
      try Fulfilments.answer(
        record.id, with: values, in: call.work, check: { try call.checkMatch($0.version) }), call)
  }

  private static func response(_ record: Fulfilments.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor)
    return .json(json, version: record.version)
  }

  static func write(_ json: inout JSONWriter, _ record: Fulfilments.Record, _ actor: Actor) {
    json.object { json in
      json.member("id", record.id)
      json.member("subscriptionId", record.subscription)
      json.member("subscriptionName", record.subscriptionName)
      json.member("customerId", record.path.customer)
      json.member("customerName", record.customerName)
      json.member("connectorId", record.connector)
      json.member("connectorKind", record.connectorKind.rawValue)
      json.member("serviceName", record.serviceName)
      json.member("vendor", record.vendor)
      json.member("changeNumber", record.changeNumber)
      json.member("operation", record.operation.rawValue)
      json.member("quantity", record.quantity)
      json.member("state", record.state.rawValue)
      json.member("attempts", record.attempts)
      json.member("nextAttemptAt", record.nextAttemptAt)
      json.member("createdAt", record.createdAt)
      json.member("sentAt", record.sentAt)
      json.member("settledAt", record.settledAt)
      json.member("reference", record.reference)
      json.member("reason", record.reason)
      json.member("fault", record.fault?.code)
      json.member("faultDetail", record.fault.map { Messages.sentence($0.code, [:], actor.language) })
      json.array("asked", record.asked) { json, field in
        json.object {
          $0.member("name", field.name)
          $0.member("label", field.label)
        }
      }
      json.member("takenByName", record.takenByName)
      json.member("settledByName", record.settledByName)
      json.member("next", record.isNext)
    }
  }
}
