import Core
import FoundationEssentials
import HTTP

/// Mails over HTTP, without their texts.
enum MailsAPI {
  static let listParameters = QueryParameter.paging + [QueryParameter("status", "`waiting`, `sent` or `failed`.")]

  static func list(_ call: Call) throws -> Response {
    let status = try call.query("status").map { text in
      guard let status = Mails.Status(rawValue: text) else {
        throw HTTPFault.queryMalformed("status", "field.not_a_choice")
      }
      return status
    }
    let paging = try Paging(call)
    let mails = try Mails.list(status, paging, in: call.work)
    return paging.response(mails, cursor: { [String($0.sequence)] }) { json, mail in
      json.object {
        $0.member("id", mail.id)
        $0.member("to", mail.address)
        $0.member("subject", mail.subject)
        $0.member("userId", mail.person)
        $0.member("status", mail.status.rawValue)
        $0.member("attempts", mail.attempts)
        $0.member("createdAt", mail.createdAt)
        $0.member("nextAttemptAt", mail.status == .waiting ? mail.nextAttemptAt : nil)
        $0.member("sentAt", mail.sentAt)
        $0.member("failedAt", mail.failedAt)
        $0.member("error", mail.error)
      }
    }
  }

  static func retry(_ call: Call) throws -> Response {
    try Mails.retry(try call.id(), in: call.work)
    return .noContent
  }

  /// `{"email"}`: where an invitation should have gone.
  static func readdress(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let address = fields.parsed("email", required: true, "email.malformed") { Text.email($0) }
    try fields.check()
    let user = try Invitations.readdress(try call.id(), to: address ?? "", in: call.work)
    var json = JSONWriter()
    UsersAPI.write(&json, user)
    return .json(json, version: user.version)
  }
}
