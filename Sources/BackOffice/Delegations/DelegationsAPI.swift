import Core
import FoundationEssentials
import HTTP

/// Delegations over HTTP.
enum DelegationsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let now = call.work.now
    let found = try Delegations.list(of: try call.id(), paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1, at: now) }
  }

  static func get(_ call: Call) throws -> Response {
    response(try Delegations.find(try call.id(), in: call.work), call)
  }

  static func ask(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let rights = rights(fields) ?? []
    let draft = draft(fields, rights)
    try fields.check()
    guard let draft else { throw Refusal.notFound }
    let record = try Delegations.ask(draft, of: try call.id(), in: call.work)
    return response(record, call, status: 201)
  }

  /// A request as fields say it: `duration` or `expiresAt`, one of them. Nil only where the fields note why.
  static func draft(_ fields: Fields, _ rights: [DelegationRight]) -> Delegations.Draft? {
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    let lasts = fields.has("duration")
    let ends = fields.has("expiresAt")
    if lasts, ends { fields.note("expiresAt", "delegation.time_twice") }
    let duration = fields.parsed("duration", required: !ends) { Period($0) }
    let until = fields.parsed("expiresAt", required: ends, "field.instant_malformed") { Instant($0) }
    guard let reason, let extent = duration.map({ .lasting($0) }) ?? until.map({ Delegation.Extent.until($0) })
    else { return nil }
    return Delegations.Draft(rights: rights, extent: extent, reason: reason)
  }

  /// Nil where the member is not there.
  static func rights(_ fields: Fields) -> [DelegationRight]? {
    guard let names = fields.texts("rights", upTo: 10) else { return nil }
    return names.enumerated().compactMap { index, name in
      if let right = DelegationRight(rawValue: name) { return right }
      fields.note("rights/\(index)", "field.not_a_choice")
      return nil
    }
  }

  static func change(_ call: Call) throws -> Response {
    let verdict = try verdict(try call.fields())
    let record = try Delegations.decide(
      try call.id(), verdict, in: call.work, check: { try call.checkMatch($0.version) })
    return response(record, call)
  }

  /// `{"status": "active" | "refused" | "ended" | "withdrawn"}` with what belongs to it; without a status, what is left
  /// of one that counts.
  private static func verdict(_ fields: Fields) throws -> Delegation.Verdict {
    let known = [Delegation.Status.active, .refused, .ended, .withdrawn]
    let status = fields.parsed("status", "field.not_a_choice") { text in known.first { $0.rawValue == text } }
    let rights = rights(fields)
    let until = fields.parsed("expiresAt", "field.instant_malformed") { Instant($0) }
    let reason = fields.text("reason", required: status == .refused, upTo: 500, lines: true)
    fields.noteNulls("status", "rights", "expiresAt")
    let givesLess = rights != nil || until != nil
    if status == nil, !givesLess, !fields.has("status") { fields.note("status", "field.required") }
    if status == nil || status == .active {
      if reason != nil { fields.note("reason", "field.unknown") }
    } else {
      if rights != nil { fields.note("rights", "field.unknown") }
      if until != nil { fields.note("expiresAt", "field.unknown") }
    }
    try fields.check()
    switch status {
    case .active: return .approve(rights: rights, until: until)
    case .refused: return .refuse(reason: reason ?? "")
    case .ended: return .end(reason: reason)
    case .withdrawn: return .withdraw(reason: reason)
    default: return .narrow(rights: rights, until: until)
    }
  }

  private static func response(_ record: Delegations.Record, _ call: Call, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, record, at: call.work.now)
    return .json(
      json, status: status, version: record.version,
      location: status == 201 ? "/api/v1/delegations/\(record.id)" : nil)
  }

  static func write(_ json: inout JSONWriter, _ record: Delegations.Record, at now: Instant) {
    let delegation = record.delegation
    let duration: Period? = if case .lasting(let period) = delegation.extent { period } else { nil }
    json.object { json in
      json.member("id", record.id)
      json.member("customerId", record.path.customer)
      json.member("customerName", record.customerName)
      json.member("resellerId", record.path.reseller)
      json.member("resellerName", record.resellerName)
      json.member("status", delegation.status(at: now).rawValue)
      json.member("rights", delegation.rights.map(\.rawValue))
      json.member("askedRights", delegation.askedRights.map(\.rawValue))
      json.member("reason", record.reason)
      json.member("duration", duration)
      json.member("expiresAt", delegation.expiresAt)
      json.member("askedBy", record.askedBy)
      json.member("askedByName", record.askedByName)
      json.member("askedAt", record.askedAt)
      json.array("history", record.history) { json, entry in
        json.object {
          $0.member("at", entry.at)
          $0.member("event", entry.event.rawValue)
          $0.member("actorId", entry.actor)
          $0.member("actorName", entry.actorName)
          $0.member("rights", entry.rights.map(\.rawValue))
          $0.member("expiresAt", entry.expiresAt)
          $0.member("reason", entry.reason)
        }
      }
    }
  }
}
