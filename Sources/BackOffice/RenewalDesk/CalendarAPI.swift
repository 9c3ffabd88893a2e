import Core
import FoundationEssentials
import HTTP

/// One's calendar address, and what it answers.
enum CalendarAPI {
  static func get(_ call: Call) throws -> Response {
    let createdAt = try Calendars.createdAt(in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("active", createdAt != nil)
      $0.member("createdAt", createdAt)
    }
    return .json(json)
  }

  static func create(_ call: Call) throws -> Response {
    let issued = try Calendars.create(in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("url", issued.url)
      $0.member("createdAt", issued.createdAt)
    }
    return Response.json(json, status: 201).shownOnce
  }

  static func end(_ call: Call) throws -> Response {
    try Calendars.end(in: call.work)
    return .noContent
  }

  /// `/calendar/SECRET.ics`, for calendar programs: whoever has the address is who is asking.
  static func feed(_ call: OpenCall) throws -> Response {
    let name = call.parameters["secret"] ?? ""
    guard name.hasSuffix(".ics"), name.utf8.count <= 100 else { throw Refusal.notFound }
    let text = try Calendars.file(String(name.dropLast(4)), from: call.request.client, call.office)
    let bytes = Array(text.utf8)
    let tag = "\"\(Secrets.hex(Secrets.sha256(bytes).prefix(16)))\""
    var headers = Headers([
      ("ETag", tag), ("Cache-Control", "private, max-age=\(Bounds.calendarAgeSeconds)"),
      ("X-Robots-Tag", "noindex"),
    ])
    let known = (call.request.headers["If-None-Match"] ?? "").split(separator: ",").map { Text.trimmed($0) }
    if known.contains(where: { $0 == tag || $0 == "W/\(tag)" }) {
      return Response(status: 304, headers: headers, body: .none)
    }
    headers.set("Content-Type", "text/calendar; charset=utf-8")
    headers.set("Content-Disposition", "inline; filename=\"comptoir.ics\"")
    return Response(status: 200, headers: headers, body: .bytes(bytes))
  }
}
