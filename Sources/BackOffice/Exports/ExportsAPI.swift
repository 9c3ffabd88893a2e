import Core
import FoundationEssentials
import HTTP

/// Exports over HTTP.
enum ExportsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try Exports.list(paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }) { write(&$0, $1, call) }
  }

  static func create(_ call: Call) throws -> Response {
    accepted(try Exports.create(try ExportWish(try call.json()), in: call.work), call)
  }

  /// 202 with where to look.
  static func accepted(_ record: Exports.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    write(&json, record, call)
    return .json(json, status: 202, version: record.version, location: "/api/v1/exports/\(record.id)")
  }

  static func get(_ call: Call) throws -> Response {
    let record = try Exports.find(try call.id(), in: call.work)
    var json = JSONWriter()
    write(&json, record, call)
    return .json(json, version: record.version)
  }

  static func file(_ call: Call) throws -> Response { try Exports.file(try call.id(), in: call.work) }

  static func remove(_ call: Call) throws -> Response {
    try Exports.remove(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return .noContent
  }

  private static func write(_ json: inout JSONWriter, _ record: Exports.Record, _ call: Call) {
    let state = record.state(at: call.work.now)
    json.object { json in
      json.member("id", record.id)
      json.member("asked", record.wish)
      json.member("state", state.rawValue)
      json.object("progress") {
        $0.member("done", record.done)
        $0.member("total", record.total)
      }
      json.member("fileName", record.fileName)
      json.member("mediaType", record.mediaType)
      json.member("bytes", record.bytes)
      json.member("link", state == .ready ? "/api/v1/exports/\(record.id)/file" : nil)
      json.member("code", record.code)
      json.member("detail", record.code.map { Messages.sentence($0, record.details, call.actor.language) })
      json.member("createdAt", record.createdAt)
      json.member("startedAt", record.startedAt)
      json.member("endedAt", record.endedAt)
      json.member("expiresAt", record.expiresAt)
    }
  }
}
