/// Whose account somebody gets who proved to an organization's provider who they are. Decided here, with everything
/// that is known beforehand; never another organization's account, and never by an address nobody has proven.
package enum Linking {
  /// An account of any organization, as far as it matters here.
  package struct Account: Hashable, Sendable {
    package enum State: Sendable { case open, invited, locked, disabled }

    package let person: ID<Person>
    package let organization: ID<Organization>
    package let state: State
    /// Whether it is tied to somebody at the same issuer already.
    package let isLinked: Bool

    package init(person: ID<Person>, organization: ID<Organization>, state: State, isLinked: Bool) {
      self.person = person
      self.organization = organization
      self.state = state
      self.isLinked = isLinked
    }
  }

  /// What the provider said, and what the organization has set up.
  package struct Question: Sendable {
    package let organization: ID<Organization>
    /// In lower case; nil when the provider gave none that is one.
    package let email: String?
    package let isEmailVerified: Bool?
    /// Google's `hd`, where the issuer is Google.
    package let hostedDomain: String?
    package let isGoogle: Bool
    /// The domains the organization has proven.
    package let domains: Set<DomainName>
    package let createsUsers: Bool
    /// Tied to this issuer and subject before.
    package let linked: Account?
    /// Who signs in with the address, wherever they belong.
    package let addressee: Account?

    package init(
      organization: ID<Organization>, claims: IdentityClaims, email: String?, isGoogle: Bool,
      domains: Set<DomainName>, createsUsers: Bool, linked: Account?, addressee: Account?
    ) {
      self.organization = organization
      self.email = email
      isEmailVerified = claims.isEmailVerified
      hostedDomain = claims.hostedDomain
      self.isGoogle = isGoogle
      self.domains = domains
      self.createsUsers = createsUsers
      self.linked = linked
      self.addressee = addressee
    }
  }

  package enum Decision: Hashable, Sendable {
    /// Tied before: this account.
    case enter(ID<Person>)
    /// To be tied now; an invited account becomes active.
    case link(ID<Person>, activating: Bool)
    /// A new account with this address.
    case create(email: String)
  }

  package static func decided(_ question: Question) throws(Refusal) -> Decision {
    if let account = question.linked {
      // Somebody who moved to another organization takes no account along.
      guard account.organization == question.organization else { throw .denied("openid.no_account") }
      try requireOpen(account)
      return account.state == .invited ? .link(account.person, activating: true) : .enter(account.person)
    }
    let email = try provenAddress(question)
    guard let account = question.addressee else {
      guard question.createsUsers else { throw .denied("openid.no_account") }
      return .create(email: email)
    }
    guard account.organization == question.organization else { throw .denied("openid.no_account") }
    // An address that was given to somebody new at the provider does not open the account of who had it before.
    if account.isLinked { throw .denied("openid.account_linked") }
    try requireOpen(account)
    return .link(account.person, activating: account.state == .invited)
  }

  private static func provenAddress(_ question: Question) throws(Refusal) -> String {
    guard let email = question.email, question.isEmailVerified != false, let domain = DomainName(ofAddress: email),
      question.domains.contains(domain)
    else { throw .denied("openid.address_not_proven") }
    if question.isGoogle {
      // Anybody can have a Google account with any address; only a firm's own accounts say whose they are.
      guard question.isEmailVerified == true, let hosted = question.hostedDomain.flatMap({ DomainName($0) }),
        question.domains.contains(hosted)
      else { throw .denied("openid.address_not_proven") }
    }
    return email
  }

  private static func requireOpen(_ account: Account) throws(Refusal) {
    switch account.state {
    case .open, .invited: return
    case .locked, .disabled: throw .denied("openid.account_closed")
    }
  }
}
