import Core
import FoundationEssentials
import Outbound
import Postgres

/// Signing in at one's organization's identity provider: the authorization code flow with PKCE (OpenID Connect Core,
/// section 3.1; RFC 7636). A sign-in that was begun is a row with the hash of its state; it is finished once, within
/// ten minutes, by the browser that began it, whose cookie holds the secret that nonce and PKCE verifier are made from.
package enum OrganizationSignIn {
  package struct Started: Sendable {
    /// Where the browser goes.
    package let address: String
    /// The cookie's secret.
    package let secret: String
    /// The provider, as its administrator named it; else by host.
    package let providerName: String
  }

  /// What the provider sent the browser back with.
  package struct Returned: Sendable {
    package var state: String?
    package var code: String?
    package var error: String?
    /// Who answers, where the provider says so (RFC 9207).
    package var issuer: String?
    /// The cookie's secret.
    package var secret: String?
    package var address = ""
    package var device = ""
    package var acceptLanguage: String?

    package init() {}
  }

  /// A provider as a sign-in needs it.
  struct Provider {
    let path: Path
    let issuer: IssuerURL
    let clientID: String
    let sealedSecret: [UInt8]
    let buttonText: String?
    let createsUsers: Bool
  }

  // MARK: Beginning

  /// Finds the provider that speaks for the address and makes the way there.
  package static func begin(email: String, next: String, _ office: Office, requestID: String) throws -> Started {
    guard let address = Text.email(email), let domain = DomainName(ofAddress: address) else {
      throw Refusal.invalid([Issue("/email", "email.malformed")])
    }
    let provider = try office.everything { tx, _ in try self.provider(for: domain, in: tx) }
    guard let provider else { throw Refusal.invalid([Issue("/email", "openid.no_provider")]) }
    let description = try described(provider, office, requestID)
    let secret = Secrets.token()
    let state = Secrets.token()
    try office.everything { tx, now in
      tx.enqueue("DELETE FROM sign_in_request WHERE expires_at <= \(now)")
      tx.enqueue(
        """
        INSERT INTO sign_in_request (state_hash, browser_hash, organization_id, distributor_id, reseller_id,
          customer_id, next_path, expires_at)
        VALUES (\(Secrets.sha256(state)), \(Secrets.sha256(secret)), \(provider.path.organization),
          \(provider.path.distributor), \(provider.path.reseller), \(provider.path.customer), \(next),
          \(now.adding(seconds: Bounds.signInSeconds)))
        """)
    }
    let query: KeyValuePairs<String, String?> = [
      "response_type": "code", "client_id": provider.clientID,
      "redirect_uri": IdentityProviders.redirectURI(of: provider.path.organization, office),
      "scope": "openid email profile", "state": state, "nonce": nonce(of: secret),
      "code_challenge": Base64URL.encoded(Secrets.sha256(verifier(of: secret))), "code_challenge_method": "S256",
      "login_hint": address,
    ]
    let host = String(provider.issuer.description.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" })
    return Started(
      address: PortalLink.to(description.authorizationEndpoint, query), secret: secret,
      providerName: provider.buttonText ?? host)
  }

  /// Known to the browser only, and to the provider once the browser shows it.
  static func nonce(of secret: String) -> String { Base64URL.encoded(Secrets.sha256("nonce \(secret)")) }

  static func verifier(of secret: String) -> String { Base64URL.encoded(Secrets.sha256("verifier \(secret)")) }

  private static let providerColumns: SQL = """
    i.distributor_id, i.reseller_id, i.customer_id, i.issuer, i.client_id, i.sealed_secret, i.button_text,
    i.creates_users
    """

  private static func provider(for domain: DomainName, in tx: Transaction) throws -> Provider? {
    try tx.rows(
      """
      SELECT \(providerColumns) FROM identity_domain d
      JOIN identity_provider i ON i.organization_id = d.organization_id
      JOIN organization o ON o.id = i.organization_id
      WHERE d.domain = \(domain.description) AND d.proven_at IS NOT NULL AND o.status = 'active'
      """
    ).first.flatMap(provider)
  }

  static func provider(
    of organization: ID<Organization>, in tx: Transaction, locking: Bool = false
  ) throws -> Provider? {
    let lock: SQL = locking ? "FOR UPDATE OF i" : ""
    return try tx.rows(
      """
      SELECT \(providerColumns) FROM identity_provider i JOIN organization o ON o.id = i.organization_id
      WHERE i.organization_id = \(organization) AND o.status = 'active' \(lock)
      """
    ).first.flatMap(provider)
  }

  private static func provider(_ row: Row) throws -> Provider? {
    try IssuerURL(row[3]).map {
      Provider(
        path: Path(distributor: try row[0], reseller: try row[1], customer: try row[2]), issuer: $0,
        clientID: try row[4], sealedSecret: try row[5], buttonText: try row[6], createsUsers: try row[7])
    }
  }

  // MARK: Finishing

  /// What a taken state leads to.
  private struct Taken {
    let provider: Provider
    let clientSecret: String
    let next: String
    /// Seconds since 1970 by the world's clock, which providers go by; a sandbox's own may be elsewhere.
    let worldNow: Int64
  }

  /// Whoever the provider vouches for, once everything fits, and where they were going.
  package static func finish(
    _ returned: Returned, for organization: ID<Organization>, _ office: Office, requestID: String
  ) throws -> (admitted: SignIn.Admitted, next: String) {
    guard let taken = try taken(returned, for: organization, office, requestID) else {
      // Some providers forget the state when somebody says no.
      let isCancelled = returned.error == "access_denied" && returned.state == nil
      throw Refusal.denied(isCancelled ? "openid.cancelled" : "openid.state_unknown")
    }
    let provider = taken.provider
    if let error = returned.error {
      if error == "access_denied" { throw Refusal.denied("openid.cancelled") }
      throw refused("provider_error", "openid.provider_error", requestID)
    }
    if let issuer = returned.issuer, issuer != provider.issuer.description {
      throw refused("issuer_parameter", "openid.token_refused", requestID)
    }
    guard let code = returned.code, (1...Bounds.authorizationCodeMaximum).contains(code.utf8.count) else {
      throw refused("code_missing", "openid.provider_error", requestID)
    }
    let description = try described(provider, office, requestID)
    let token = try exchange(code, taken, at: description, returned.secret ?? "", office, requestID)
    let (subject, claims) = try verified(token, taken, at: description, returned.secret ?? "", office, requestID)
    let admitted = try Admission.admit(
      Admission.Proof(provider: provider, subject: subject, claims: claims, returned: returned), office,
      requestID: requestID)
    return (admitted, taken.next)
  }

  /// Uses the state up. Nil when it is unknown, used, expired, another organization's or another browser's.
  private static func taken(
    _ returned: Returned, for organization: ID<Organization>, _ office: Office, _ requestID: String
  ) throws -> Taken? {
    guard let state = returned.state, let secret = returned.secret else { return nil }
    return try office.everything { tx, now in
      let row = try tx.rows(
        """
        DELETE FROM sign_in_request WHERE state_hash = \(Secrets.sha256(state))
          AND browser_hash = \(Secrets.sha256(secret)) AND organization_id = \(organization)
        RETURNING expires_at > \(now), next_path, extract(epoch FROM clock_timestamp())::bigint
        """
      ).first
      guard let row, try row[0] == true, let provider = try provider(of: organization, in: tx) else { return nil }
      let vault = try office.vault(in: tx)
      guard let secret = try? vault.open(provider.sealedSecret, for: IdentityProviders.purpose(organization)) else {
        throw refused("secret_unopened", "openid.exchange_refused", requestID)
      }
      return Taken(
        provider: provider, clientSecret: String(decoding: secret, as: UTF8.self), next: try row[1],
        worldNow: try row[2])
    }
  }

  private static func described(
    _ provider: Provider, _ office: Office, _ requestID: String
  ) throws -> ProviderDescription {
    do {
      return try office.providers.description(
        of: provider.issuer, isRelaxed: office.configuration.isRelaxedWithProviders)
    } catch let fault as ProviderFault {
      throw unusable(fault, requestID)
    }
  }

  /// Hands the code in for an id_token (RFC 6749, section 4.1.3).
  private static func exchange(
    _ code: String, _ taken: Taken, at description: ProviderDescription, _ secret: String, _ office: Office,
    _ requestID: String
  ) throws -> String {
    let provider = taken.provider
    var fields: [(String, String)] = [
      ("grant_type", "authorization_code"), ("code", code),
      ("redirect_uri", IdentityProviders.redirectURI(of: provider.path.organization, office)),
      ("code_verifier", verifier(of: secret)),
    ]
    var headers = [(name: "Content-Type", value: "application/x-www-form-urlencoded")]
    headers.append((name: "Accept", value: "application/json"))
    if description.takesBasic {
      let pair = "\(PortalLink.encoded(provider.clientID)):\(PortalLink.encoded(taken.clientSecret))"
      headers.append((name: "Authorization", value: "Basic \(Data(pair.utf8).base64EncodedString())"))
    } else {
      fields += [("client_id", provider.clientID), ("client_secret", taken.clientSecret)]
    }
    let body = fields.map { "\($0.0)=\(PortalLink.encoded($0.1))" }.joined(separator: "&")
    let request = OutboundRequest(
      method: "POST", url: description.tokenEndpoint, headers: headers, body: Array(body.utf8))
    let answer: OutboundResponse
    do {
      answer = try office.providers.send(request, isRelaxed: office.configuration.isRelaxedWithProviders)
    } catch let fault as ProviderFault {
      throw unusable(fault, requestID)
    }
    if answer.status >= 500 { throw unusable(.away, requestID) }
    guard answer.status == 200, case .object(let members) = JSONValue(parsing: answer.body),
      case .string(let token) = members["id_token"]
    else { throw refused("exchange_\(answer.status)", "openid.exchange_refused", requestID) }
    return token
  }

  private static func verified(
    _ text: String, _ taken: Taken, at description: ProviderDescription, _ secret: String, _ office: Office,
    _ requestID: String
  ) throws -> (subject: String, claims: IdentityClaims) {
    let provider = taken.provider
    do {
      let token = try IdentityToken(text)
      let keys = try office.providers.keys(
        of: provider.issuer, at: description, knowing: token.keyID,
        isRelaxed: office.configuration.isRelaxedWithProviders)
      let claims = try token.claims(signedBy: keys)
      let expectation = IdentityExpectation(
        issuer: provider.issuer.description, clientID: provider.clientID, nonce: nonce(of: secret))
      return (try expectation.checked(claims, now: taken.worldNow), claims)
    } catch let fault as TokenFault {
      throw refused("token_\(fault.rawValue)", "openid.token_refused", requestID)
    } catch let fault as ProviderFault {
      throw unusable(fault, requestID)
    }
  }

  /// The log says why; whoever signs in is told what to do.
  private static func refused(_ reason: String, _ code: Code, _ requestID: String) -> Refusal {
    Log.note("openid.refused", "\(reason) in request \(requestID)")
    return .denied(code)
  }

  private static func unusable(_ fault: ProviderFault, _ requestID: String) -> Refusal {
    Log.note("openid.refused", "provider \(fault.rawValue) in request \(requestID)")
    return .conflict("openid.provider_away")
  }
}
