/// What an identity provider says of somebody who signed in there: the claims of an id_token (OpenID Connect Core,
/// section 2), as they came. Nothing is believed before `checked`.
package struct IdentityClaims: Hashable, Sendable {
  package var issuer: String?
  package var subject: String?
  package var audiences: [String] = []
  package var authorizedParty: String?
  /// Seconds since 1970.
  package var expiresAt: Int64?
  package var issuedAt: Int64?
  package var notBefore: Int64?
  package var nonce: String?
  /// The directory of Microsoft Entra (`tid`).
  package var tenant: String?
  /// The domain of a Google Workspace (`hd`).
  package var hostedDomain: String?
  package var email: String?
  /// What Microsoft Entra calls somebody, in the form of an address (`preferred_username`).
  package var username: String?
  /// Nil where the provider does not say.
  package var isEmailVerified: Bool?
  package var givenName: String?
  package var familyName: String?
  package var name: String?
  package var locale: String?

  package init() {}

  /// The address the provider vouches for. Entra leaves `email` out for people without a mailbox; its directory's names
  /// are the firm's own, which the tenant in the issuer makes sure of.
  package func address(from issuer: IssuerURL) -> String? {
    email ?? (issuer.entraTenant?.isEmpty == false ? username : nil)
  }
}

/// Why an id_token is not believed. For the log and for tests: whoever signs in is told one sentence for all.
package enum TokenFault: String, Error, Equatable, CaseIterable, Sendable {
  case oversized, malformed, algorithm, keyUnknown, keyUnfit, signature
  case issuer, audience, authorizedParty, expired, issuedInFuture, notYetValid, lifetime, nonce, subject, tenant
}

/// What the answer to one sign-in must say.
package struct IdentityExpectation: Sendable {
  /// Of the clocks of two computers; seconds.
  package static let leeway: Int64 = 60
  /// An id_token is used at once: one that is older was kept by somebody. Seconds.
  package static let maximumAge: Int64 = 600

  package let issuer: String
  package let clientID: String
  package let nonce: String

  package init(issuer: String, clientID: String, nonce: String) {
    self.issuer = issuer
    self.clientID = clientID
    self.nonce = nonce
  }

  /// The subject, once everything the claims say is as expected; `now` in seconds since 1970.
  package func checked(_ claims: IdentityClaims, now: Int64) throws(TokenFault) -> String {
    guard claims.issuer == issuer else { throw .issuer }
    guard claims.audiences.contains(clientID) else { throw .audience }
    if claims.audiences.count > 1, claims.authorizedParty == nil { throw .authorizedParty }
    if let party = claims.authorizedParty, party != clientID { throw .authorizedParty }
    try checkTimes(claims, now: now)
    guard claims.nonce == nonce else { throw .nonce }
    guard let subject = claims.subject, (1...255).contains(subject.utf8.count),
      subject.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else { throw .subject }
    try checkTenant(claims)
    return subject
  }

  private func checkTimes(_ claims: IdentityClaims, now: Int64) throws(TokenFault) {
    let leeway = IdentityExpectation.leeway
    guard let expiry = claims.expiresAt, let issued = claims.issuedAt else { throw .lifetime }
    guard expiry > now - leeway else { throw .expired }
    guard issued <= now + leeway else { throw .issuedInFuture }
    guard issued >= now - IdentityExpectation.maximumAge - leeway, expiry > issued else { throw .lifetime }
    if let start = claims.notBefore, start > now + leeway { throw .notYetValid }
  }

  /// Microsoft's issuers differ by directory; the token names the directory a second time.
  private func checkTenant(_ claims: IdentityClaims) throws(TokenFault) {
    guard let tenant = IssuerURL(issuer)?.entraTenant else { return }
    guard claims.tenant?.lowercased() == tenant else { throw .tenant }
  }
}

/// An issuer's identifier: a URL without query or fragment.
package struct IssuerURL: Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// With the slashes before it.
  private let host: String
  private let path: Substring

  /// Nil when it is none. `https` is demanded elsewhere: tests have providers without it.
  package init?(_ text: String) {
    guard (10...500).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard !authority.isEmpty, !rest.contains(where: { "?#\\@\"<>".contains($0) }) else { return nil }
    description = text
    host = "//" + authority.prefix { $0 != ":" }.lowercased()
    path = rest.dropFirst(authority.count)
  }

  package var isSecure: Bool { description.hasPrefix("https://") }

  /// Where the provider describes itself (OpenID Connect Discovery, section 4).
  package var discovery: String {
    (description.hasSuffix("/") ? String(description.dropLast()) : description) + "/.well-known/openid-configuration"
  }

  /// The directory's id in an issuer of Microsoft Entra; empty where the issuer names none, as for `common`.
  package var entraTenant: String? {
    guard ["//login.microsoftonline.com", "//login.microsoftonline.us", "//sts.windows.net"].contains(host) else {
      return nil
    }
    let first = path.split(separator: "/").first.map { $0.lowercased() } ?? ""
    let isID = first.utf8.count == 36 && first.allSatisfy { $0.isHexDigit || $0 == "-" }
    return isID ? first : ""
  }

  /// Whether everybody's accounts come from this one issuer, so that a token must say which firm it is about.
  package var isGoogle: Bool { host == "//accounts.google.com" }
}
