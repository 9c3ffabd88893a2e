import Core
import FoundationEssentials
import HTTP

/// Records that wait, over HTTP: looked at, tried again, put aside.
enum ParkedUsageAPI {
  static let parameters =
    QueryParameter.paging + [
      QueryParameter("code", "Only those that wait for this reason, such as `usage.meter_unknown`."),
      QueryParameter("subscriptionId", "Only those sent for this subscription.", format: "uuid"),
      QueryParameter("search", "Part of the source's own id."),
    ]

  static func filter(_ call: Call) throws -> ParkedUsage.Filter {
    var filter = ParkedUsage.Filter()
    filter.reason = try call.query("code").flatMap { text in
      if text.isEmpty { return nil }
      guard let reason = ParkingReason.allCases.first(where: { $0.code.description == text }) else {
        throw HTTPFault.queryMalformed("code", "field.not_a_choice")
      }
      return reason
    }
    filter.subscription = try call.queryID("subscriptionId")
    filter.search = try SearchText.query(call)
    return filter
  }

  /// What is parked, oldest first.
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try ParkedUsage.list(try filter(call), paging, in: call.work)
    return paging.response(records, cursor: { [ID<ParkedUsage>($0.id).description] }) {
      write(&$0, $1, call.actor.language)
    }
  }

  static func get(_ call: Call) throws -> Response {
    answer(try ParkedUsage.find(try id(call), in: call.work), call)
  }

  /// Tries once more to count what is parked.
  static func retry(_ call: Call) throws -> Response { UsageAPI.answer(try Usage.retry(in: call.work)) }

  /// Tries this one once more.
  static func retryOne(_ call: Call) throws -> Response {
    var filter = ParkedUsage.Filter()
    filter.id = try ParkedUsage.find(try id(call), in: call.work).id
    return UsageAPI.answer(try Usage.retry(filter, in: call.work))
  }

  /// `{"reason": "…"}`
  static func dismiss(_ call: Call) throws -> Response {
    let id = try id(call)
    let fields = try call.fields()
    let reason = fields.text("reason", required: true, upTo: 500)
    _ = try ParkedUsage.find(id, in: call.work)
    try fields.check()
    return answer(try ParkedUsage.dismiss(id, because: reason ?? "", in: call.work), call)
  }

  static func id(_ call: Call) throws -> UUID { (try call.id() as ID<ParkedUsage>).raw }

  private static func answer(_ record: ParkedUsage.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    write(&json, record, call.actor.language)
    return .json(json)
  }

  private static func write(_ json: inout JSONWriter, _ record: ParkedUsage.Record, _ language: Language) {
    json.object {
      $0.member("id", ID<ParkedUsage>(record.id))
      $0.member("externalId", record.draft.externalID)
      $0.member("subscriptionId", record.draft.subscription)
      $0.member("meter", record.draft.meter)
      $0.member("quantity", record.draft.quantity.description)
      $0.member("at", record.draft.at)
      $0.member("tag", record.draft.tag)
      $0.member("currency", record.draft.currency?.code)
      $0.member("code", record.reason.code)
      $0.member("reason", Messages.sentence(record.reason.code, [:], language))
      $0.member("parkedAt", record.parkedAt)
    }
  }
}
