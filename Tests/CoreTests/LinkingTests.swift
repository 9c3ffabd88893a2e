import Core
import Testing

private func id<Entity>(_ number: Int) -> ID<Entity> {
  ID("00000000-0000-4000-8000-00000000000\(number)") ?? { preconditionFailure("no id") }()
}

private let helvetia: ID<Organization> = id(1)
private let rheinland: ID<Organization> = id(2)
private let anna: ID<Person> = id(3)
private let address = "anna@helvetia.example"

private func account(
  _ state: Linking.Account.State = .open, of organization: ID<Organization> = helvetia, isLinked: Bool = false
) -> Linking.Account { Linking.Account(person: anna, organization: organization, state: state, isLinked: isLinked) }

private func outcome(
  email: String? = address, isVerified: Bool? = nil, hosted: String? = nil, isGoogle: Bool = false,
  domains: [String] = ["helvetia.example"], creates: Bool = false, linked: Linking.Account? = nil,
  addressee: Linking.Account? = nil
) -> Result<Linking.Decision, Refusal> {
  var claims = IdentityClaims()
  claims.isEmailVerified = isVerified
  claims.hostedDomain = hosted
  let question = Linking.Question(
    organization: helvetia, claims: claims, email: email, isGoogle: isGoogle,
    domains: Set(domains.compactMap { DomainName($0) }), createsUsers: creates, linked: linked, addressee: addressee)
  do throws(Refusal) { return .success(try Linking.decided(question)) } catch { return .failure(error) }
}

private func refused(_ code: Code) -> Result<Linking.Decision, Refusal> { .failure(.denied(code)) }

@Suite struct LinkingTests {
  @Test(
    arguments: [
      (nil, nil, ["helvetia.example"]), ("anna@helvetia.example", false, ["helvetia.example"]),
      ("anna@helvetia.example", nil, []), ("anna@helvetia.example", true, ["rheinland.example"]),
      ("anna@mail.helvetia.example", true, ["helvetia.example"]),
      ("anna@evilhelvetia.example", true, ["helvetia.example"]),
      ("anna@helvetia.example.evil.test", true, ["helvetia.example"]), ("anna", true, ["helvetia.example"]),
    ] as [(String?, Bool?, [String])])
  func `only a confirmed address in a proven domain links`(_ email: String?, _ isVerified: Bool?, _ domains: [String]) {
    for addressee in [account(), nil] {
      let outcome = outcome(
        email: email, isVerified: isVerified, domains: domains, creates: true, addressee: addressee)
      #expect(outcome == refused("openid.address_not_proven"))
    }
  }

  @Test(
    arguments: [
      (true, nil), (true, "gmail.com"), (true, ""), (nil, "helvetia.example"), (false, "helvetia.example"),
    ] as [(Bool?, String?)])
  func `an account of Google's counts only as the firm's own`(_ isVerified: Bool?, _ hosted: String?) {
    let outcome = outcome(isVerified: isVerified, hosted: hosted, isGoogle: true, creates: true, addressee: account())
    #expect(outcome == refused("openid.address_not_proven"))
  }

  @Test func `another organization's account is never reached`() {
    let foreign = account(of: rheinland)
    #expect(outcome(creates: true, addressee: foreign) == refused("openid.no_account"))
    #expect(outcome(creates: true, linked: foreign) == refused("openid.no_account"))
    #expect(outcome(creates: true, linked: foreign, addressee: account()) == refused("openid.no_account"))
  }

  @Test func `an address given to somebody new does not open the old account`() {
    #expect(outcome(addressee: account(isLinked: true)) == refused("openid.account_linked"))
  }

  @Test(arguments: [Linking.Account.State.locked, .disabled])
  func `a closed account stays closed`(_ state: Linking.Account.State) {
    #expect(outcome(linked: account(state, isLinked: true)) == refused("openid.account_closed"))
    #expect(outcome(addressee: account(state)) == refused("openid.account_closed"))
  }

  @Test func `nobody unknown gets in unless the organization wants it`() {
    #expect(outcome(creates: false) == refused("openid.no_account"))
    #expect(outcome(creates: true) == .success(.create(email: address)))
  }

  @Test func `a known address is tied, and an invited account becomes active`() {
    #expect(outcome(addressee: account()) == .success(.link(anna, activating: false)))
    #expect(outcome(addressee: account(.invited)) == .success(.link(anna, activating: true)))
    #expect(outcome(isVerified: true, addressee: account()) == .success(.link(anna, activating: false)))
    let google = outcome(isVerified: true, hosted: "helvetia.example", isGoogle: true, addressee: account())
    #expect(google == .success(.link(anna, activating: false)))
  }

  @Test(arguments: [nil, "new@helvetia.example", "new@elsewhere.example"])
  func `whoever is tied stays so whatever their address becomes`(_ email: String?) {
    #expect(outcome(email: email, isVerified: false, linked: account(isLinked: true)) == .success(.enter(anna)))
  }
}
