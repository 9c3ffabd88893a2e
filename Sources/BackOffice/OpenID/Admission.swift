import Core
import FoundationEssentials
import Postgres

/// Lets somebody in whom a provider vouches for: finds or makes the account, ties it, and writes it all down.
enum Admission {
  struct Proof {
    let provider: OrganizationSignIn.Provider
    let subject: String
    let claims: IdentityClaims
    let returned: OrganizationSignIn.Returned

    var organization: ID<Organization> { provider.path.organization }

    /// Of ASCII only: beyond it two different letters can be the same in lower case.
    var email: String? {
      guard let address = claims.address(from: provider.issuer), address.utf8.allSatisfy({ $0 < 0x80 }) else {
        return nil
      }
      return Text.email(address)
    }
  }

  /// In a transaction of its own, in which everything is read anew: what was set up may have changed meanwhile.
  /// Somebody turned away leaves a trace as well.
  static func admit(_ proof: Proof, _ office: Office, requestID: String) throws -> SignIn.Admitted {
    do {
      return try office.everything { tx, now in
        try outcome(proof, in: Work(tx: tx, actor: .system, now: now, requestID: requestID, office: office))
      }.get()
    } catch let error as DatabaseError where error.isUniqueViolation(constraint: "person_sign_in_email_key") {
      // Somebody invited the person at this very moment.
      throw Refusal.conflict("object.changed_meanwhile")
    }
  }

  private static func outcome(_ proof: Proof, in work: Work) throws -> Result<SignIn.Admitted, Refusal> {
    let current = try OrganizationSignIn.provider(of: proof.organization, in: work.tx, locking: true)
    guard let current, current.issuer == proof.provider.issuer, current.clientID == proof.provider.clientID else {
      return .failure(.denied("openid.state_unknown"))
    }
    let question = try question(proof, current, in: work)
    let decision: Linking.Decision
    do throws(Refusal) {
      decision = try Linking.decided(question)
    } catch {
      if let account = question.linked ?? question.addressee, account.organization == proof.organization {
        note(account.person, proof, succeeded: false, in: work)
      }
      return .failure(error)
    }
    let person = try entered(decision, proof, in: work)
    try removeTemporaryPassword(of: person, proof, in: work)
    let row = try work.tx.rows(
      """
      UPDATE person SET failed_sign_ins = 0, locked_until = NULL, last_sign_in_at = \(work.now) WHERE id = \(person)
      RETURNING given_name || ' ' || family_name
      """)[0]
    note(person, proof, succeeded: true, in: work)
    return .success(SignIn.Admitted(person: person, name: try row[0], path: current.path))
  }

  private static func question(
    _ proof: Proof, _ provider: OrganizationSignIn.Provider, in work: Work
  ) throws -> Linking.Question {
    let results = try work.tx.pipeline([
      "SELECT domain FROM identity_domain WHERE organization_id = \(proof.organization) AND proven_at IS NOT NULL",
      account(
        "p.id = (SELECT person_id FROM identity_link WHERE organization_id = \(proof.organization) "
          + "AND subject = \(proof.subject))", at: work.now),
      account("p.sign_in_email = \(proof.email)", at: work.now),
    ])
    return Linking.Question(
      organization: proof.organization, claims: proof.claims, email: proof.email, isGoogle: provider.issuer.isGoogle,
      domains: Set(try results[0].compactMap { try DomainName($0[0]) }), createsUsers: provider.createsUsers,
      linked: try results[1].first.map(account), addressee: try results[2].first.map(account))
  }

  private static func account(_ condition: SQL, at now: Instant) -> SQL {
    """
    SELECT p.id, p.organization_id, p.status, coalesce(p.locked_until > \(now), false),
      EXISTS (SELECT FROM identity_link l WHERE l.person_id = p.id)
    FROM person p WHERE \(condition) FOR NO KEY UPDATE OF p
    """
  }

  private static func account(_ row: Row) throws -> Linking.Account {
    let isLocked: Bool = try row[3]
    let state: Linking.Account.State =
      switch try row[2] as Users.Status {
      case .invited: .invited
      case .disabled, .deleted: .disabled
      case .active: isLocked ? .locked : .open
      }
    return Linking.Account(person: try row[0], organization: try row[1], state: state, isLinked: try row[4])
  }

  private static func entered(_ decision: Linking.Decision, _ proof: Proof, in work: Work) throws -> ID<Person> {
    switch decision {
    case .enter(let person): return person
    case .link(let person, let isActivating):
      try tie(person, proof, in: work)
      if isActivating { try activate(person, proof, in: work) }
      return person
    case .create(let email):
      let person = try create(email, proof, in: work)
      try tie(person, proof, in: work)
      return person
    }
  }

  private static func tie(_ person: ID<Person>, _ proof: Proof, in work: Work) throws {
    let path = proof.provider.path
    let tied = try work.tx.execute(
      """
      INSERT INTO identity_link (organization_id, subject, person_id, distributor_id, reseller_id, customer_id,
        linked_at)
      VALUES (\(path.organization), \(proof.subject), \(person), \(path.distributor), \(path.reseller),
        \(path.customer), \(work.now))
      ON CONFLICT (organization_id, subject) DO NOTHING
      """)
    guard tied == 1 else { return }
    var facts = JSONWriter()
    facts.object {
      $0.member("issuer", proof.provider.issuer.description)
      $0.member("subject", proof.subject)
      $0.member("email", proof.email)
    }
    try work.audit("user.linked", AuditObject("user", person), on: path, after: facts)
  }

  private static func activate(_ person: ID<Person>, _ proof: Proof, in work: Work) throws {
    work.tx.enqueue("UPDATE person SET status = 'active', version = version + 1 WHERE id = \(person)")
    work.tx.enqueue(
      """
      UPDATE credential SET revoked_at = \(work.now)
      WHERE person_id = \(person) AND kind = 'invitation' AND revoked_at IS NULL
      """)
    try work.audit("user.activated", AuditObject("user", person), on: proof.provider.path)
  }

  /// A new person with the names the provider gives: a customer's becomes a user there, a seller's gets no role at all.
  private static func create(_ email: String, _ proof: Proof, in work: Work) throws -> ID<Person> {
    let owner = try Organizations.find(proof.organization, in: work)
    var draft = Users.Draft()
    (draft.givenName, draft.familyName) = names(proof.claims, email: email)
    draft.signInEmail = email
    draft.language = Language(accepting: proof.claims.locale ?? proof.returned.acceptLanguage)
    return try Users.insert(draft, into: owner, work, .open).id
  }

  /// The given and family name; made of the whole name or the address where the provider does not tell them apart.
  static func names(_ claims: IdentityClaims, email: String) -> (given: String, family: String) {
    func checked(_ text: String?) -> String? {
      guard let text, case .success(let name) = Text.checked(text, upTo: 100), !name.isEmpty else { return nil }
      return name
    }
    let words = checked(claims.name)?.split(separator: " ") ?? []
    let given = checked(claims.givenName) ?? checked(words.dropLast().joined(separator: " "))
    let family = checked(claims.familyName) ?? checked(words.last.map(String.init))
    let fallback = checked(String(email.prefix { $0 != "@" })) ?? "–"
    return (given ?? (family == nil ? fallback : "–"), family ?? "–")
  }

  /// A password that an administrator set is known to two people; whoever comes through the provider needs none.
  private static func removeTemporaryPassword(of person: ID<Person>, _ proof: Proof, in work: Work) throws {
    let removed = try work.tx.execute(
      """
      UPDATE person SET password_hash = NULL, must_change_password = false, version = version + 1
      WHERE id = \(person) AND must_change_password
      """)
    guard removed == 1 else { return }
    try work.audit("user.password_removed", AuditObject("user", person), on: proof.provider.path)
  }

  private static func note(_ person: ID<Person>, _ proof: Proof, succeeded: Bool, in work: Work) {
    let path = proof.provider.path
    work.tx.enqueue(
      """
      INSERT INTO sign_in (id, person_id, distributor_id, reseller_id, customer_id, at, succeeded, address, device,
        method)
      VALUES (\(Secrets.uuid(at: work.now)), \(person), \(path.distributor), \(path.reseller), \(path.customer),
        \(work.now), \(succeeded), \(proof.returned.address), \(String(proof.returned.device.prefix(200))), 'provider')
      """)
  }
}
