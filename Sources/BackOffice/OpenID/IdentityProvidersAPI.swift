import Core
import FoundationEssentials
import HTTP

/// Identity providers over HTTP.
enum IdentityProvidersAPI {
  static func get(_ call: Call) throws -> Response {
    response(try IdentityProviders.find(try call.id(), in: call.work), call)
  }

  static func put(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let enforced = fields.bool("enforced") ?? false
    let creates = fields.bool("createsUsers") ?? false
    let names = fields.texts("domains", upTo: Bounds.identityDomains)
    let isMissing = !fields.has("domains") || fields.isNull("domains")
    if isMissing || names?.isEmpty == true { fields.note("domains", "field.required") }
    var draft = try draft(fields, domains: names ?? [], pointer: { "domains/\($0)" })
    draft.isEnforced = enforced
    draft.createsUsers = creates
    let record = try IdentityProviders.put(
      draft, for: try call.id(), in: call.work, check: { if let before = $0 { try call.checkMatch(before.version) } })
    return response(record, call)
  }

  /// What the API and the page read alike; throws with everything that is wrong.
  static func draft(
    _ fields: Fields, domains: [String], pointer: (Int) -> String
  ) throws -> IdentityProviders.Draft {
    let issuer = fields.parsed("issuer", required: true, "openid.issuer_malformed") { IssuerURL(Text.trimmed($0)) }
    let clientID = fields.text("clientId", required: true, upTo: 200)
    let secret = fields.text("clientSecret", upTo: Bounds.clientSecretMaximum)
    let buttonText = fields.text("buttonText", upTo: 60)
    var names: [DomainName] = []
    for (index, text) in domains.enumerated() {
      if let name = DomainName(Text.trimmed(text)) {
        if !names.contains(name) { names.append(name) }
      } else {
        fields.note(pointer(index), "domain.malformed")
      }
    }
    try fields.check()
    guard let issuer, let clientID else { throw Refusal.invalid([Issue("/issuer", "field.required")]) }
    var draft = IdentityProviders.Draft(issuer: issuer, clientID: clientID, domains: names)
    draft.clientSecret = secret
    draft.buttonText = buttonText
    return draft
  }

  static func remove(_ call: Call) throws -> Response {
    try IdentityProviders.remove(try call.id(), in: call.work, check: { try call.checkMatch($0.version) })
    return .noContent
  }

  static func checkAgain(_ call: Call) throws -> Response {
    try IdentityProviders.checkAgain(try call.id(), in: call.work)
    return Response(status: 202, body: .bytes([]))
  }

  static func untie(_ call: Call) throws -> Response {
    try IdentityLinks.untie(try call.id(), in: call.work)
    return .noContent
  }

  private static func response(_ record: IdentityProviders.Record, _ call: Call) -> Response {
    let organization = record.path.organization
    var json = JSONWriter()
    json.object {
      $0.member("organizationId", organization)
      $0.member("issuer", record.issuer.description)
      $0.member("clientId", record.clientID)
      $0.member("buttonText", record.buttonText)
      $0.member("createsUsers", record.createsUsers)
      $0.member("enforced", record.isEnforced)
      $0.member("redirectUri", IdentityProviders.redirectURI(of: organization, call.work.office))
      $0.member("linkedUsers", record.linkedUsers)
      write("check", record.check, &$0, call.actor.language)
      $0.array("domains", record.domains) { json, domain in
        json.object {
          $0.member("domain", domain.name.description)
          $0.member("status", domain.provenAt == nil ? "pending" : "proven")
          $0.member("provenAt", domain.provenAt)
          $0.member("recordName", domain.recordName)
          $0.member("recordValue", domain.recordValue)
          write("check", domain.check, &$0, call.actor.language)
        }
      }
    }
    return .json(json, version: record.version)
  }

  private static func write(
    _ name: StaticString, _ check: IdentityProviders.Check, _ json: inout JSONWriter, _ language: Language
  ) {
    json.object(name) {
      $0.member("at", check.at)
      $0.member("pending", check.isDue)
      $0.member("code", check.fault?.text)
      $0.member("detail", check.fault.map { Messages.sentence($0, [:], language) })
    }
  }
}
