import Core
import Outbound
import Postgres
import Synchronization
import Testing

@testable import BackOffice

/// Looking whether domains are proven and providers answer.
@Suite struct IdentityCheckTests {
  private let world: World

  init() throws { world = try World() }

  private func setUp(_ person: String, _ domain: String, issuer: String = "http://127.0.0.1:1") throws -> String {
    let me = try world.send(.get, "/api/v1/me", as: person).json
    let path = "/api/v1/organizations/\(try #require(me["reach"]?["organizationId"]?.string))/identity-provider"
    let body = #"{"issuer":"\#(issuer)","clientId":"c","clientSecret":"s","domains":["\#(domain)"]}"#
    let answer = try world.send(.put, path, as: person, body)
    #expect(answer.status == 200, "\(answer.text)")
    return path
  }

  private func domain(_ path: String, as person: String) throws -> String {
    let domain = try world.send(.get, path, as: person).json["domains"]?[0]
    return "\(domain?["status"]?.string ?? "") \(domain?["check"]?["code"]?.string ?? "fine")"
  }

  private func record(_ path: String, as person: String) throws -> String {
    try #require(try world.send(.get, path, as: person).json["domains"]?[0]?["recordValue"]?.string)
  }

  @Test func `a domain is proven by its own record only`() throws {
    let path = try setUp("manager", "helvetia.example")
    let value = try record(path, as: "manager")
    for texts in [[], ["v=spf1"], [value + "x"], [value.uppercased()], [" " + value]] {
      try world.send(.post, path + "/check", as: "manager").expect(202)
      _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in texts }
      #expect(try domain(path, as: "manager") == "pending domain.no_record")
    }
    try world.send(.post, path + "/check", as: "manager").expect(202)
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in throw .noAnswer }
    #expect(try domain(path, as: "manager") == "pending domain.no_answer")
    try world.send(.post, path + "/check", as: "manager").expect(202)
    _ = try IdentityChecks.runDue(world.office) { name throws(NameError) in
      name == "_comptoir.helvetia.example" ? ["v=spf1", value] : []
    }
    #expect(try domain(path, as: "manager") == "proven fine")
    let audited = try world.number("SELECT count(*) FROM audit_record WHERE action = 'identity_provider.domain_proven'")
    #expect(audited == 1)
  }

  @Test func `a proven domain stays so when its record is gone, and that is told`() throws {
    let path = try setUp("manager", "helvetia.example")
    let value = try record(path, as: "manager")
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in [value] }
    try world.send(.post, path + "/check", as: "manager").expect(202)
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in [] }
    #expect(try domain(path, as: "manager") == "proven domain.no_record")
  }

  @Test func `a domain belongs to one organization`() throws {
    let first = try setUp("manager", "shared.example")
    let second = try setUp("reseller", "shared.example")
    let values = [try record(first, as: "manager"), try record(second, as: "reseller")]
    #expect(values[0] != values[1], "one's record proves nothing for the other")
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in [values[1]] }
    #expect(try domain(first, as: "manager") == "pending domain.no_record")
    #expect(try domain(second, as: "reseller") == "proven fine")
    try world.send(.post, first + "/check", as: "manager").expect(202)
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in values }
    #expect(try domain(first, as: "manager") == "pending domain.taken")
    #expect(try domain(second, as: "reseller") == "proven fine")
    #expect(try world.send(.delete, second, as: "reseller").status == 204)
    try world.send(.post, first + "/check", as: "manager").expect(202)
    _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in values }
    #expect(try domain(first, as: "manager") == "proven fine")
  }

  @Test func `a claimed domain is looked at for a week, ever more rarely`() throws {
    _ = try setUp("manager", "helvetia.example")
    let looks = Looks()
    func look() throws {
      _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in
        looks.count.add(1, ordering: .relaxed)
        return []
      }
    }
    var looked: Int { looks.count.load(ordering: .relaxed) }
    try look()
    try look()
    #expect(looked == 1, "not twice at once")
    for hours in [1, 1, 24, 24, 120] {
      try world.pass(hours: hours)
      try look()
    }
    #expect(looked == 6)
    // A week and two hours are over.
    for _ in 0..<3 {
      try world.pass(hours: 24)
      try look()
    }
    #expect(looked == 6, "then no more, unless asked")
  }

  @Test func `two that look at once look once`() throws {
    _ = try setUp("manager", "helvetia.example")
    let done = try atOnce(3) { [world] _ in
      try IdentityChecks.runDue(world.office) { _ throws(NameError) in [] }
    }
    #expect(done.reduce(0, +) == 2, "the provider and the domain")
  }

  @Test func `what is wrong with a provider is told to its administrator`() throws {
    let provider = try ScriptedProvider()
    let path = try setUp("manager", "helvetia.example", issuer: provider.issuer)
    func code() throws -> String {
      try world.send(.post, path + "/check", as: "manager").expect(202)
      _ = try IdentityChecks.runDue(world.office) { _ throws(NameError) in [] }
      return try world.send(.get, path, as: "manager").json["check"]?["code"]?.string ?? "fine"
    }
    #expect(try code() == "fine")
    let cases: [(String, String?, String)] = [
      ("issuer", provider.issuer + "/", "openid.issuer_differs"), ("issuer", nil, "openid.issuer_differs"),
      ("token_endpoint", nil, "openid.endpoint_unfit"), ("jwks_uri", "ftp://x", "openid.endpoint_unfit"),
      ("authorization_endpoint", "https://a@b.example/", "openid.endpoint_unfit"),
      ("authorization_endpoint", "javascript:alert(1)", "openid.endpoint_unfit"),
      ("token_endpoint", "https://a.example/#x", "openid.endpoint_unfit"),
      ("jwks_uri", provider.issuer + "/nowhere", "openid.provider_away"),
      ("jwks_uri", provider.issuer + "/.well-known/openid-configuration", "openid.provider_unreadable"),
    ]
    for (member, value, expected) in cases {
      provider.script.withLock { $0.description = [member: value] }
      #expect(try code() == expected, "\(member) \(value ?? "missing")")
    }
    provider.script.withLock { $0.description = [:] }
    provider.script.withLock { $0.keys = [] }
    #expect(try code() == "openid.no_keys")
    provider.script.withLock { $0.status = 500 }
    #expect(try code() == "openid.provider_away")
  }

  @Test func `a provider without TLS, or with other algorithms only, is not worked with`() throws {
    let issuer = try #require(IssuerURL("https://login.example"))
    func fault(_ more: String, isRelaxed: Bool = false) throws -> ProviderFault? {
      let text =
        #"{"issuer":"https://login.example","authorization_endpoint":"https://login.example/a","#
        + #""token_endpoint":"https://login.example/t","jwks_uri":"https://login.example/k"\#(more)}"#
      let document = try #require(JSONValue(parsing: Array(text.utf8)))
      do throws(ProviderFault) {
        _ = try ProviderDescription(document, of: issuer, isRelaxed: isRelaxed)
        return nil
      } catch { return error }
    }
    #expect(try fault("") == nil)
    #expect(try fault(#","id_token_signing_alg_values_supported":["HS256","none"]"#) == .noKeys)
    #expect(try fault(#","id_token_signing_alg_values_supported":["ES256"]"#) == nil)
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
      let plain =
        #"{"issuer":"https://login.example","authorization_endpoint":"https://login.example/a","#
        + #""token_endpoint":"https://login.example/t","jwks_uri":"https://login.example/k"}"#
      let bent = plain.replacing("\"\(name)\":\"https", with: "\"\(name)\":\"http")
      let document = try #require(JSONValue(parsing: Array(bent.utf8)))
      #expect(throws: ProviderFault.endpointUnfit) {
        _ = try ProviderDescription(document, of: issuer, isRelaxed: false)
      }
    }
  }
}

/// How often somebody looked.
private final class Looks: Sendable {
  let count = Atomic<Int>(0)
}

extension Answer {
  /// The status, as a step on the way to what a test is about.
  fileprivate func expect(_ status: Int) { #expect(self.status == status) }
}
