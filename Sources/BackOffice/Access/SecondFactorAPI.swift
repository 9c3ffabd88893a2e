import Core
import FoundationEssentials
import HTTP

/// The second factor and the rules of signing in, over HTTP. What is shown once is answered to PUT, whose answers are
/// not kept under an idempotency key.
enum SecondFactorAPI {
  static func get(_ call: Call) throws -> Response {
    let status = try SecondFactor.status(of: try call.id(), in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("enabled", status.since != nil)
      $0.member("since", status.since)
      $0.member("required", status.isRequired)
      if let left = status.recoveryCodes { $0.member("recoveryCodesLeft", left) }
    }
    return .json(json)
  }

  static func begin(_ call: Call) throws -> Response {
    let fields = try call.fields()
    try fields.check()
    let enrolment = try SecondFactor.begin(try call.id(), in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("secret", enrolment.secret)
      $0.member("uri", enrolment.uri)
    }
    return .json(json)
  }

  static func confirm(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let code = fields.text("code", required: true, upTo: 20)
    try fields.check()
    return codes(try SecondFactor.confirm(try call.id(), code: code ?? "", in: call.work))
  }

  static func replaceCodes(_ call: Call) throws -> Response {
    let (password, code) = try proof(call)
    return codes(
      try SecondFactor.replaceRecoveryCodes(try call.id(), password: password, code: code, in: call.work))
  }

  static func remove(_ call: Call) throws -> Response {
    let (password, code) = try proof(call)
    try SecondFactor.remove(try call.id(), password: password, code: code, in: call.work)
    return .noContent
  }

  static func reset(_ call: Call) throws -> Response {
    try SecondFactor.reset(try call.id(), in: call.work)
    return .noContent
  }

  private static func proof(_ call: Call) throws -> (password: String, code: String) {
    let fields = try call.fields()
    let password = fields.parsed("password", required: true) { $0 }
    let code = fields.text("code", required: true, upTo: 40)
    try fields.check()
    return (password ?? "", code ?? "")
  }

  private static func codes(_ codes: [String]) -> Response {
    var json = JSONWriter()
    json.object { $0.member("recoveryCodes", codes) }
    return .json(json)
  }

  // MARK: The organization's rules

  static func policy(_ call: Call) throws -> Response {
    response(try SignInPolicy.find(try call.id(), in: call.work))
  }

  static func changePolicy(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let isRequired = fields.bool("secondFactorRequired", required: true)
    try fields.check()
    return response(
      try SignInPolicy.change(
        try call.id(), requiresSecondFactor: isRequired ?? false, in: call.work,
        check: { try call.checkMatch($0.version) }))
  }

  private static func response(_ record: SignInPolicy.Record) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("organizationId", record.organization)
      $0.member("secondFactorRequired", record.requiresSecondFactor)
      $0.member("people", record.people)
      $0.member("peopleWithSecondFactor", record.enrolled)
    }
    return .json(json, version: record.version)
  }
}
