import Core
import FoundationEssentials
import HTTP

/// People over HTTP.
enum UsersAPI {
  static let listParameters =
    QueryParameter.paging + [QueryParameter("search", "Part of the name or the e-mail address.")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let users = try Users.list(of: try call.id(), search: try SearchText.query(call), paging, in: call.work)
    return paging.response(users, cursor: { [$0.familyName, $0.id.description] }) { write(&$0, $1) }
  }

  static func get(_ call: Call) throws -> Response { response(try Users.find(try call.id(), in: call.work)) }

  /// One person as an object, or many as `{"users": […]}`: all of them or none.
  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let isMany = fields.has("users")
    let many = fields.objects("users", required: isMany, upTo: Bounds.usersAtOnce) ?? []
    let drafts =
      isMany
      ? many.enumerated().map { (draft: draft($1, creating: true), at: "/users/\($0)") }
      : [(draft: draft(fields, creating: true), at: "")]
    for item in many { item.noteUnknown() }
    try fields.check()
    let users = try Users.create(drafts, in: try call.id(), call.work)
    guard isMany else { return response(users[0], status: 201, location: "/api/v1/users/\(users[0].id)") }
    var json = JSONWriter()
    json.object { $0.array("items", users) { write(&$0, $1) } }
    return .json(json, status: 201)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let draft = draft(fields, creating: false)
    try fields.check()
    return response(
      try Users.change(try call.id(), draft, in: call.work, check: { try call.checkMatch($0.version) }))
  }

  private static func draft(_ fields: Fields, creating: Bool) -> Users.Draft {
    var draft = Users.Draft()
    draft.givenName = fields.text("givenName", required: creating, upTo: 100)
    draft.familyName = fields.text("familyName", required: creating, upTo: 100)
    if creating {
      draft.signInEmail = fields.parsed("signInEmail", required: true, "email.malformed") { Text.email($0) }
    }
    if fields.has("notificationEmail") {
      draft.notificationEmail = .some(fields.parsed("notificationEmail", "email.malformed") { Text.email($0) })
    }
    draft.language = fields.choice("language")
    draft.timeZone = fields.text("timeZone", upTo: 64)
    if !creating {
      draft.status = fields.choice("status")
      fields.noteNulls("givenName", "familyName", "language", "timeZone", "status")
    }
    return draft
  }

  static func invite(_ call: Call) throws -> Response {
    try Invitations.resend(try call.id(), in: call.work)
    return .noContent
  }

  static func unlock(_ call: Call) throws -> Response {
    try Users.unlock(try call.id(), in: call.work)
    return .noContent
  }

  /// One's own: `{"password", "newPassword"}`; another's: `{}`, answered with a generated password, shown this once.
  static func password(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    let fields = try call.fields()
    guard id == call.actor.person else {
      try fields.check()
      let password = try Passwords.reset(id, in: call.work)
      var json = JSONWriter()
      json.object { $0.member("password", password) }
      return .json(json)
    }
    let old = fields.parsed("password", required: true) { $0 }
    let new = fields.parsed("newPassword", required: true) { $0 }
    try fields.check()
    try Passwords.change(from: old ?? "", to: new ?? "", in: call.work)
    return .noContent
  }

  static func signIns(_ call: Call) throws -> Response {
    let user = try Users.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let after = try paging.afterID(SignInEvent.self)
    let rows = try call.tx.rows(
      """
      SELECT id, at, succeeded, address, device, method FROM sign_in
      WHERE person_id = \(user.id) AND (\(after)::uuid IS NULL OR id < \(after)) ORDER BY id DESC
      LIMIT \(paging.fetched)
      """)
    return try paging.response(rows, cursor: { [(try $0[0] as ID<SignInEvent>).description] }) { json, row in
      try json.object {
        $0.member("at", try row[1] as Instant)
        $0.member("succeeded", try row[2] as Bool)
        $0.member("address", try row[3] as String)
        $0.member("device", try row[4] as String)
        $0.member("method", try row[5] as String)
      }
    }
  }

  private enum SignInEvent {}

  private static func response(_ record: Users.Record, status: Int = 200, location: String? = nil) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, status: status, version: record.version, location: location)
  }

  static func write(_ json: inout JSONWriter, _ record: Users.Record) {
    json.object {
      $0.member("id", record.id)
      $0.member("organizationId", record.path.organization)
      $0.member("givenName", record.givenName)
      $0.member("familyName", record.familyName)
      $0.member("signInEmail", record.signInEmail)
      $0.member("notificationEmail", record.notificationEmail)
      $0.member("status", record.apiStatus)
      $0.member("language", record.language.rawValue)
      $0.member("timeZone", record.timeZone)
      $0.member("lastSignInAt", record.lastSignInAt)
      $0.member("roles", record.roles.map(\.rawValue))
    }
  }
}

extension Users.Record {
  /// `active`, `locked`, `invited` (not activated yet) or `disabled`.
  var apiStatus: String { status == .active && isLocked ? "locked" : status.rawValue }
}
