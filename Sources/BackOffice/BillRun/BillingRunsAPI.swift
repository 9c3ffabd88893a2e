import Core
import FoundationEssentials
import HTTP

/// Runs of the bill, and the accounts they leave alone, over HTTP.
enum BillingRunsAPI {
  static let accountParameters = QueryParameter.paging + [QueryParameter("status", "`parked` or `released`.")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try BillingRuns.list(paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }) { write(&$0, $1, call.actor) }
  }

  static func get(_ call: Call) throws -> Response {
    var json = JSONWriter()
    write(&json, try BillingRuns.find(try call.id(), in: call.work), call.actor)
    return .json(json)
  }

  static func accounts(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try ParkedAccounts.list(isParked: try isParked(call), paging, in: call.work)
    let language = call.actor.language
    return paging.response(records, cursor: { [$0.id.description] }) { write(&$0, $1, language) }
  }

  static func isParked(_ call: Call) throws -> Bool? {
    guard let text = call.query("status") else { return nil }
    guard text == "parked" || text == "released" else { throw HTTPFault.queryMalformed("status", "field.not_a_choice") }
    return text == "parked"
  }

  static func account(_ call: Call) throws -> Response {
    response(try ParkedAccounts.find(try call.id(), in: call.work), call)
  }

  /// POST `{"reason": "…"}`.
  static func release(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    guard let reason else { throw Refusal.notFound }
    let record = try ParkedAccounts.release(
      try call.id(), reason: reason, isPreview: call.isPreview, in: call.work
    ) { try call.checkMatch($0.version) }
    return response(record, call)
  }

  private static func response(_ record: ParkedAccounts.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor.language)
    return .json(json, version: record.version)
  }

  private static func write(_ json: inout JSONWriter, _ record: BillingRuns.Record, _ actor: Actor) {
    json.object { json in
      json.member("id", record.id)
      json.member("state", record.state.rawValue)
      json.member("until", record.until)
      json.member("startedAt", record.startedAt)
      json.member("endedAt", record.endedAt)
      json.member("cycles", record.cycles)
      json.member("renewals", record.renewals)
      json.member("parked", record.parked)
      json.array("sums", record.sums) { json, sum in
        json.object {
          $0.member("leg", sum.leg.rawValue)
          $0.member("charges", sum.charges)
          $0.member("usageCharges", sum.usage)
          $0.member("statements", sum.statements)
          $0.member("amount", Money(minor: sum.amount, currency: sum.currency))
        }
      }
      // Where it ran is the affair of whoever runs the service.
      if actor.level == .distributor {
        json.object("process") {
          $0.member("host", record.host)
          $0.member("pid", record.pid)
          $0.member("workers", record.workers)
        }
      }
    }
  }

  private static func write(_ json: inout JSONWriter, _ record: ParkedAccounts.Record, _ language: Language) {
    json.object { json in
      json.member("id", record.id)
      json.member("customerId", record.path.customer)
      json.member("customerName", record.customerName)
      json.member("resellerId", record.path.reseller)
      json.member("status", record.isParked ? "parked" : "released")
      json.member("code", record.code)
      json.member("detail", Messages.sentence(record.code, record.details, language))
      json.member("subscriptionId", record.subscription)
      json.member("parkedAt", record.parkedAt)
      json.object("waiting") {
        $0.member("subscriptions", record.waiting)
        $0.member("since", record.waitingSince)
      }
      json.member("releasedAt", record.releasedAt)
      json.member("releasedBy", record.releasedBy)
      json.member("releasedByName", record.releasedByName)
      json.member("releaseReason", record.releaseReason)
    }
  }
}
