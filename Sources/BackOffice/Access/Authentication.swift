import Core
import FoundationEssentials
import HTTP
import Postgres

/// What a request shows to prove who sent it.
package struct Credential: Sendable {
  package let kind: CredentialKind
  package let hash: [UInt8]

  package init(_ kind: CredentialKind, secret: String) {
    self.kind = kind
    hash = Secrets.sha256(secret)
  }

  package static let cookie = "comptoir_session"

  /// The bearer token, else the portal's cookie; nil when there is neither.
  package init?(of request: Request) {
    if let header = request.headers["Authorization"] {
      guard let space = header.firstIndex(of: " "), header[..<space].lowercased() == "bearer" else { return nil }
      self.init(.token, secret: Text.trimmed(header[header.index(after: space)...]))
      return
    }
    guard let secret = Credential.cookie(Credential.cookie, in: request) else { return nil }
    self.init(.session, secret: secret)
  }

  /// The value of the request's first cookie of this name.
  static func cookie(_ name: String, in request: Request) -> String? {
    for pair in (request.headers["Cookie"] ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      if parts.count == 2, Text.trimmed(parts[0]) == name { return Text.trimmed(parts[1]) }
    }
    return nil
  }
}

/// Finds who a credential stands for and what they may do; one statement, sent along with BEGIN.
package enum Authentication {
  /// `organization`: the one to act in, from the header; nil: the one the credential was made for.
  package static func statement(_ credential: Credential, organization: ID<Organization>?) -> SQL {
    "SELECT * FROM authenticate(\(credential.hash), \(credential.kind.rawValue), \(organization?.raw))"
  }

  /// The person with this address, acting at home; for seeding, which signs nobody in.
  static func statement(email: String) -> SQL {
    """
    SELECT comptoir_now(), NULL::uuid, ARRAY['read', 'write'], NULL::text, p.id, p.given_name, p.family_name,
      p.sign_in_email, p.language, p.must_change_password, o.distributor_id, o.reseller_id, o.customer_id, o.name,
      o.self_service, o.status, g.role, g.service_ids, g.centre_ids, NULL::text,
      NULL::uuid, NULL::text, NULL::timestamptz
    FROM person p
    JOIN organization o ON o.id = p.organization_id
    LEFT JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
    WHERE p.sign_in_email = \(email)
    """
  }

  /// Nil when the credential is unknown, expired or revoked, or its person disabled.
  package static func actor(_ rows: Rows, kind: CredentialKind, asked: Bool) throws -> Actor? {
    guard let first = rows.first else { return nil }
    // An organization that does not exist is refused like one without a grant: the two are not to be told apart.
    if first.isNull(10) { throw Refusal.denied("organization.no_grant") }
    let path = Path(distributor: try first[10], reseller: try first[11], customer: try first[12])
    var grants: [HeldGrant] = []
    for row in rows {
      guard let role: Role = try row[16] else { continue }
      let services: [ID<Service>]? = try row[17]
      let centres: [ID<BillingCentre>]? = try row[18]
      grants.append(HeldGrant(role: role, services: services.map { Set($0) }, centres: centres.map { Set($0) }))
    }
    if asked, grants.isEmpty { throw Refusal.denied("organization.no_grant") }
    if try first[15] == "suspended" { throw Refusal.denied("organization.suspended") }
    let given: String = try first[5]
    let family: String = try first[6]
    let client: String? = try first[19]
    let rights = Rights(level: path.level, grants: grants)
    return Actor(
      person: try first[4], name: client ?? "\(given) \(family)", email: try first[7], language: try first[8],
      path: path, organizationName: try first[13], selfService: try first[14], rights: rights,
      credential: kind, credentialID: try first[1], scopes: try first[2], csrf: try first[3],
      mustChangePassword: try first[9], client: client, real: try real(first))
  }

  private static func real(_ row: Row) throws -> RealActor? {
    guard let person: ID<Person> = try row[20] else { return nil }
    return RealActor(person: person, name: try row[21], until: try row[22])
  }
}
