import Core
import FoundationEssentials
import HTTP
import Postgres

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

  /// One person as an object, or many as `{"users": […]}` or as a table (`text/csv`): all of them or none.
  static func create(_ call: Call) throws -> Response {
    if let table = call.body(of: "text/csv") { return try importing(table, call) }
    let fields = try call.fields()
    let isMany = fields.has("users")
    let many = fields.objects("users", required: isMany, upTo: Bounds.usersAtOnce) ?? []
    let drafts =
      isMany
      ? many.enumerated().map { (draft: draft($1, creating: true), at: "/users/\($0)") }
      : [(draft: draft(fields, creating: true), at: "")]
    for item in many { item.noteUnknown() }
    try fields.check()
    let organization: ID<Organization> = try call.id()
    if call.isPreview {
      let owner = try Users.maker(of: organization, in: call.work)
      try Users.check(drafts, for: owner, in: call.work)
      return preview(drafts.map { UserImport.Line(row: 0, draft: $0.draft) }, owner, call)
    }
    let users = try Users.create(drafts, in: organization, call.work)
    guard isMany else { return response(users[0], status: 201, location: "/api/v1/users/\(users[0].id)") }
    return created(users)
  }

  private static func importing(_ table: [UInt8], _ call: Call) throws -> Response {
    let plan = try UserImport.plan(table, for: try call.id(), in: call.work)
    if call.isPreview { return preview(plan.lines, plan.owner, call) }
    return created(try UserImport.carryOut(plan, in: call.work))
  }

  private static func created(_ users: [Users.Record]) -> Response {
    var json = JSONWriter()
    json.object { $0.array("items", users) { write(&$0, $1) } }
    return .json(json, status: 201)
  }

  /// Who would be invited.
  private static func preview(_ lines: [UserImport.Line], _ owner: Organizations.Record, _ call: Call) -> Response {
    var json = JSONWriter()
    json.object {
      $0.array("items", lines) { json, line in
        json.object {
          $0.member("givenName", line.draft.givenName)
          $0.member("familyName", line.draft.familyName)
          $0.member("signInEmail", line.draft.signInEmail)
          $0.member("notificationEmail", line.draft.notificationEmail ?? nil)
          $0.member("language", (line.draft.language ?? call.actor.language).rawValue)
          $0.member("timeZone", line.draft.timeZone ?? owner.timeZone)
          $0.member("role", line.role?.rawValue)
          $0.member("serviceIds", line.services?.map(\.id))
          $0.member("subscriptionIds", line.draft.subscriptions)
        }
      }
    }
    return .json(json)
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
    draft.signInEmail = fields.parsed("signInEmail", required: creating, "email.malformed") { Text.email($0) }
    if fields.has("notificationEmail") {
      draft.notificationEmail = .some(fields.parsed("notificationEmail", "email.malformed") { Text.email($0) })
    }
    draft.language = fields.choice("language")
    draft.timeZone = fields.text("timeZone", upTo: 64)
    draft.address = PostalAddress.change(fields)
    if creating {
      draft.subscriptions =
        fields.ids("subscriptionIds", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self) ?? []
    } else {
      draft.status = fields.parsed("status", "field.not_a_choice") { text in
        text == "deleted" ? nil : Users.Status(rawValue: text)
      }
      draft.freesLicences = fields.parsed("licences", "field.not_a_choice") {
        ["keep", "free"].contains($0) ? $0 == "free" : nil
      }
      draft.password = fields.parsed("password") { $0 }
      fields.noteNulls("givenName", "familyName", "signInEmail", "language", "timeZone", "status")
    }
    return draft
  }

  static func delete(_ call: Call) throws -> Response {
    try Deletion.delete(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return .noContent
  }

  static func invite(_ call: Call) throws -> Response {
    try Invitations.resend(try call.id(), in: call.work)
    return .noContent
  }

  static func unlock(_ call: Call) throws -> Response {
    try Users.unlock(try call.id(), in: call.work)
    return .noContent
  }

  /// One's own: `{"password", "newPassword"}`. Another's: `{}`, answered with a generated password, shown this once;
  /// `{"newPassword"}`; or `{"delivery": "mailed"}`, by which they choose it themselves.
  static func password(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    let fields = try call.fields()
    guard id == call.actor.person else { return try resetting(id, fields, call) }
    let old = fields.parsed("password", required: true) { $0 }
    let new = fields.parsed("newPassword", required: true) { $0 }
    try fields.check()
    try Passwords.change(from: old ?? "", to: new ?? "", in: call.work)
    return .noContent
  }

  private enum Delivery: String { case shown, mailed }

  private static func resetting(_ id: ID<Person>, _ fields: Fields, _ call: Call) throws -> Response {
    let chosen = fields.parsed("newPassword") { $0 }
    let delivery: Delivery? = fields.choice("delivery")
    if chosen != nil, delivery != nil { fields.note("delivery", "password.chosen_already") }
    try fields.check()
    let way: PasswordResets.Way = chosen.map { .chosen($0) } ?? (delivery == .mailed ? .mailed : .shown)
    guard let password = try PasswordResets.reset(id, way, in: call.work) else { return .noContent }
    var json = JSONWriter()
    json.object { $0.member("password", password) }
    return Response.json(json).shownOnce
  }

  static func signIns(_ call: Call) throws -> Response {
    let user = try Users.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let rows = try signInRows(of: user.id, paging, in: call.work)
    return try paging.response(rows, cursor: { [(try $0[5] as ID<SignInEvent>).description] }) { json, row in
      try json.object {
        $0.member("at", try row[0] as Instant)
        $0.member("succeeded", try row[1] as Bool)
        $0.member("address", try row[2] as String)
        $0.member("device", try row[3] as String)
        $0.member("method", try row[4] as String)
      }
    }
  }

  private enum SignInEvent {}

  /// Newest first: at, succeeded, address, device, method, id.
  static func signInRows(of id: ID<Person>, _ paging: Paging, in work: Work) throws -> Rows {
    let after = try paging.afterID(SignInEvent.self)
    return try work.tx.rows(
      """
      SELECT at, succeeded, address, device, method, id FROM sign_in
      WHERE person_id = \(id) AND (\(after)::uuid IS NULL OR id < \(after)) ORDER BY id DESC LIMIT \(paging.fetched)
      """)
  }

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
      $0.member("pendingSignInEmail", record.pendingEmail?.email)
      $0.member("notificationEmail", record.notificationEmail)
      $0.member("status", record.state.name)
      $0.member("lockedUntil", record.state.lockedUntil)
      $0.member("invitedUntil", record.status == .invited ? record.invitedUntil : nil)
      $0.member("language", record.language.rawValue)
      $0.member("timeZone", record.timeZone)
      $0.address("address", record.address)
      $0.member("lastSignInAt", record.lastSignInAt)
      $0.member("roles", record.roles.map(\.rawValue))
    }
  }
}
