import Core
import FoundationEssentials
import HTTP

/// Closed statements by mail, over HTTP.
enum StatementMailAPI {
  static func ofCustomer(_ call: Call) throws -> Response {
    response(try StatementMails.find(.customer(try call.id()), in: call.work))
  }

  static func ofCentre(_ call: Call) throws -> Response {
    response(try StatementMails.find(.centre(try call.id()), in: call.work))
  }

  static func setOfCustomer(_ call: Call) throws -> Response {
    try set(.customer(try call.id()), try draft(try call.fields(), takesAddress: true), call)
  }

  static func setOfCentre(_ call: Call) throws -> Response {
    try set(.centre(try call.id()), try draft(try call.fields(), takesAddress: false), call)
  }

  private static func set(_ place: StatementMails.Place, _ draft: StatementMails.Draft, _ call: Call) throws -> Response
  {
    response(try StatementMails.set(place, draft, in: call.work) { try call.checkMatch($0.version) })
  }

  static func draft(_ fields: Fields, takesAddress: Bool) throws -> StatementMails.Draft {
    let mode = fields.choice("mode", required: true, of: StatementMailMode.self)
    let address = takesAddress ? fields.parsed("address", "email.malformed") { Text.email($0) } : nil
    let language = fields.choice("language", of: Language.self)
    try fields.check()
    return StatementMails.Draft(mode: mode ?? .none, address: address, language: language)
  }

  private static func response(_ setting: StatementMails.Setting) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("customerId", setting.path.customer)
      $0.member("centreId", setting.centre)
      $0.member("mode", setting.mode.rawValue)
      $0.member("address", setting.address)
      $0.member("language", setting.language.rawValue)
    }
    return .json(json, version: setting.version)
  }

  // MARK: - What was sent

  static func deliveries(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try StatementDeliveries.list(of: try call.id(), paging, in: call.work)
    return paging.response(records, cursor: { [String($0.sequence)] }, write)
  }

  /// `{"centreId"?}`.
  static func send(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let centre: ID<BillingCentre>? = fields.id("centreId")
    try fields.check()
    let record = try StatementDeliveries.send(try call.id(), centre: centre, in: call.work)
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: 201)
  }

  private static func write(_ json: inout JSONWriter, _ record: StatementDeliveries.Record) {
    json.object {
      $0.member("id", record.id)
      $0.member("statementId", record.statement)
      $0.member("centreId", record.centre)
      $0.member("to", record.address)
      $0.member("mode", record.mode.rawValue)
      $0.member("status", record.status.rawValue)
      $0.member("attached", record.attached)
      $0.member("linked", record.linked)
      $0.member("code", record.code)
      $0.member("error", record.error)
      $0.member("requestedByName", record.requestedByName)
      $0.member("createdAt", record.createdAt)
      $0.member("sentAt", record.sentAt)
    }
  }
}
