import Core
import FoundationEssentials
import HTTP

/// Resellers and customers over HTTP.
enum OrganizationsAPI {
  static let customerParameters =
    QueryParameter.paging + [
      QueryParameter("search", "Part of the name, without regard to case and accents."),
      QueryParameter("resellerId", "Only this reseller's.", format: "uuid"),
    ]
  static let resellerParameters =
    QueryParameter.paging + [QueryParameter("search", "Part of the name, without regard to case and accents.")]

  static func customers(_ call: Call) throws -> Response {
    let reseller: ID<Organization>? = try call.queryID("resellerId")
    let paging = try Paging(call)
    let items = try Organizations.customers(
      search: try SearchText.query(call), reseller: reseller, paging, in: call.work)
    return page(items, paging)
  }

  static func resellers(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    return page(try Organizations.resellers(search: try SearchText.query(call), paging, in: call.work), paging)
  }

  private static func page(_ items: [Organizations.Listed], _ paging: Paging) -> Response {
    paging.response(items, cursor: { [$0.searchName, $0.record.id.description] }) { write(&$0, $1.record) }
  }

  static func get(_ level: Level) -> @Sendable (Call) throws -> Response {
    { call in
      let record = try Organizations.find(try call.id(), kind: level, in: call.work)
      return response(record)
    }
  }

  static func create(_ level: Level) -> @Sendable (Call) throws -> Response {
    { call in
      let draft = try draft(call, creating: true, level)
      let record = try Organizations.create(draft, as: level, in: call.work)
      return response(record, status: 201, location: "/api/v1/\(level.name)s/\(record.id)")
    }
  }

  static func change(_ level: Level) -> @Sendable (Call) throws -> Response {
    { call in
      let draft = try draft(call, creating: false, level)
      let record = try Organizations.change(
        try call.id(), draft, as: level, in: call.work, check: { try call.checkMatch($0.version) })
      return response(record)
    }
  }

  private static func draft(_ call: Call, creating: Bool, _ level: Level) throws -> Organizations.Draft {
    let fields = try call.fields()
    var draft = Organizations.Draft()
    draft.name = fields.text("name", required: creating, upTo: 200)
    if !creating { fields.noteNulls("name", "country", "currency", "timeZone", "selfService", "status") }
    draft.country = fields.parsed("country", required: creating, "country.malformed") { text in
      text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
    }
    if fields.has("vatId") { draft.vatID = .some(fields.text("vatId", upTo: 30)) }
    draft.currency = fields.parsed("currency", required: creating, "currency.unknown") { Currency($0) }
    draft.timeZone = fields.text("timeZone", upTo: 64)
    draft.selfService = fields.choice("selfService")
    if level == .customer, creating { draft.reseller = fields.id("resellerId") }
    if !creating { draft.status = fields.choice("status") }
    try fields.check()
    return draft
  }

  private static func response(_ record: Organizations.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, version: record.version, location: location)
  }

  static func write(_ json: inout JSONWriter, _ record: Organizations.Record) {
    json.object {
      $0.member("id", record.id)
      if record.level == .customer { $0.member("resellerId", record.path.reseller) }
      $0.member("name", record.name)
      $0.member("country", record.country)
      $0.member("vatId", record.vatID)
      $0.member("currency", record.currency.code)
      $0.member("timeZone", record.timeZone)
      if record.level == .customer { $0.member("selfService", record.selfService.rawValue) }
      $0.member("status", record.status.rawValue)
    }
  }
}
