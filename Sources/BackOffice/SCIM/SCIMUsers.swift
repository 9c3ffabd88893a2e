import Core
import FoundationEssentials
import Postgres

/// A customer's people as its identity provider keeps them.
enum SCIMUsers {
  static let schema = SCIMSchema.user

  private static func customer(_ work: Work) -> ID<Organization> { work.actor.organization }

  static func find(_ id: ID<Person>, in work: Work, locking: Bool = false) throws -> SCIMUser {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF p" : ""
    let rows = try work.tx.rows(
      "\(SCIMUser.select(at: work.now)) \(SCIMUser.from(customer(work))) AND p.id = \(id) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try SCIMUser(row)
  }

  static func resource(_ user: SCIMUser, _ selection: SCIMSelection = .everything, in work: Work) throws -> JSONValue {
    try resources([user], selection, in: work)[0]
  }

  private static func resources(
    _ users: [SCIMUser], _ selection: SCIMSelection, in work: Work
  ) throws -> [JSONValue] {
    let groups = selection.holds("groups") ? try SCIMGroups.memberships(of: users.map(\.id), in: work) : [:]
    let address = Provisioning.address(in: work)
    return users.map { .object(selection.applied(to: $0.resource(groups[$0.id] ?? [], at: address), schema)) }
  }

  static func count(_ query: SCIMQuery, in work: Work) throws -> Int {
    try work.tx.rows("SELECT count(*) \(SCIMUser.from(customer(work))) AND \(try condition(query, in: work))")[0][0]
  }

  /// A page; `skipping` so many, at most `limit`.
  static func page(_ query: SCIMQuery, skipping: Int, limit: Int, in work: Work) throws -> [JSONValue] {
    if limit == 0 { return [] }
    let order = try SCIMUsers.order(query, schema, SCIMUser.columns(at: Provisioning.address(in: work)))
    let users = try work.tx.rows(
      """
      \(SCIMUser.select(at: work.now)) \(SCIMUser.from(customer(work))) AND \(try condition(query, in: work))
      ORDER BY \(order)p.id LIMIT \(limit) OFFSET \(skipping)
      """
    ).map { try SCIMUser($0) }
    return try resources(users, query.selection, in: work)
  }

  private static func condition(_ query: SCIMQuery, in work: Work) throws -> SQL {
    let checked = try query.filter?.checked(by: schema)
    return checked.map(SCIMUser.columns(at: Provisioning.address(in: work)).condition) ?? "true"
  }

  static func order(_ query: SCIMQuery, _ schema: SCIMSchema, _ columns: SCIMColumns) throws(SCIMFault) -> SQL {
    guard let wanted = query.sortBy else { return "" }
    guard let attribute = schema.attribute(wanted), let leaf = schema.leaf(wanted) else {
      throw SCIMQuery.unsorted(wanted.description)
    }
    var path = SCIMAttributePath(attribute.name, wanted.sub == nil ? nil : leaf.name)
    if leaf.kind == .complex { path.sub = "value" }
    guard let column = columns.order(path) else { throw SCIMQuery.unsorted(wanted.description) }
    return query.isDescending ? "\(column) DESC, " : "\(column), "
  }

  // MARK: - Writing

  /// Somebody new; or somebody the provider deleted before, who comes back as who they were.
  static func create(_ body: JSONValue, in work: Work) throws -> SCIMUser {
    let owner = try Organizations.find(customer(work), in: work)
    let invites = try Provisioning.locked(owner.path, in: work).invites
    let resource = try schema.resource(body)
    let draft = try SCIMUserDraft(resource)
    try checkZone(draft, in: work)
    if let gone = try deleted(draft.userName, in: work) {
      try checkExternalID(draft, of: gone, in: work)
      // Another may have the provider's id of then.
      work.tx.enqueue("UPDATE scim_person SET deleted_at = NULL, external_id = NULL WHERE person_id = \(gone)")
      let before = try find(gone, in: work, locking: true)
      let welcomed = resource.merging(["active": .bool(true)]) { own, _ in own }
      return try save(before, try SCIMUserDraft(welcomed, before: before), in: work, isReturning: true)
    }
    try checkExternalID(draft, of: nil, in: work)
    var new = Users.Draft()
    new.givenName = draft.givenName
    new.familyName = draft.familyName
    new.signInEmail = draft.userName
    new.notificationEmail = draft.notificationEmail
    new.language = draft.language
    new.timeZone = draft.timeZone
    let person = try Users.insert(new, into: owner, work, invites && draft.isActive ? .invited : .waiting)
    keep(draft, of: person.id, owner.path, in: work)
    if !draft.isActive {
      work.tx.enqueue("UPDATE person SET status = 'disabled', version = version + 1 WHERE id = \(person.id)")
    }
    return try find(person.id, in: work)
  }

  /// Somebody of the customer whom the provider deleted; refused where the address is anybody else's.
  private static func deleted(_ userName: String, in work: Work) throws -> ID<Person>? {
    // Addresses are unique over all tenants.
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT p.id FROM person p LEFT JOIN scim_person x ON x.person_id = p.id
      WHERE p.sign_in_email = \(userName)
      """,
      """
      SELECT p.id FROM person p JOIN scim_person x ON x.person_id = p.id AND x.deleted_at IS NOT NULL
      WHERE p.sign_in_email = \(userName) AND p.organization_id = \(customer(work))
      """,
      Reach.notEverything,
    ])
    if !rows[1].isEmpty, rows[2].isEmpty { throw SCIMFault(.uniqueness, "scim.user_name_taken") }
    return try rows[2].first?[0]
  }

  private static func checkExternalID(_ draft: SCIMUserDraft, of person: ID<Person>?, in work: Work) throws {
    guard let external = draft.externalID else { return }
    let others = try work.tx.rows(
      """
      SELECT 1 FROM scim_person WHERE customer_id = \(customer(work)) AND external_id = \(external)
        AND deleted_at IS NULL AND person_id IS DISTINCT FROM \(person)
      """)
    if !others.isEmpty { throw SCIMFault(.uniqueness, "scim.external_id_taken") }
  }

  private static func checkZone(_ draft: SCIMUserDraft, in work: Work) throws {
    guard let zone = draft.timeZone else { return }
    let known = try work.tx.rows("SELECT 1 FROM pg_timezone_names WHERE name = \(zone)")
    if known.isEmpty { throw SCIMFault(.invalidValue, "time_zone.unknown") }
  }

  /// Changes somebody to what `resource` makes of what is shown of them.
  static func change(
    _ id: ID<Person>, in work: Work, isPatch: Bool, check: (SCIMUser) throws -> Void,
    _ resource: (SCIMObject) throws -> SCIMObject
  ) throws -> SCIMUser {
    _ = try Provisioning.locked(work.actor.path, in: work)
    let before = try find(id, in: work, locking: true)
    try check(before)
    let shown = before.resource([], at: "")
    let draft = try SCIMUserDraft(resource(shown), before: before, shown: isPatch ? shown : nil)
    return try save(before, draft, in: work)
  }

  private static func save(
    _ before: SCIMUser, _ draft: SCIMUserDraft, in work: Work, isReturning: Bool = false
  ) throws -> SCIMUser {
    var after = before
    after.record.givenName = draft.givenName
    after.record.familyName = draft.familyName
    after.record.signInEmail = draft.userName
    after.record.notificationEmail = draft.notificationEmail
    after.record.language = draft.language ?? before.record.language
    after.record.timeZone = draft.timeZone ?? before.record.timeZone
    if draft.isActive != before.isActive {
      after.record.status = draft.isActive ? try returning(before.id, in: work) : .disabled
    }
    after.externalID = draft.externalID
    after.displayName = draft.displayName
    after.formattedName = draft.formattedName
    after.preferredLanguage = draft.preferredLanguage
    after.locale = draft.locale
    guard isReturning || after.facts.text != before.facts.text else { return before }
    if after.identity != before.identity { try requireAuthority(over: before.id, in: work) }
    if after.record.timeZone != before.record.timeZone { try checkZone(draft, in: work) }
    if after.record.signInEmail != before.record.signInEmail, try deleted(draft.userName, in: work) != nil {
      throw SCIMFault(.uniqueness, "scim.user_name_taken")
    }
    try checkExternalID(draft, of: before.id, in: work)
    write(after.record, in: work)
    keep(draft, of: before.id, before.record.path, in: work)
    try work.audit(
      "user.changed", AuditObject("user", before.id), on: before.record.path, before: before.facts, after: after.facts)
    if after.isActive != before.isActive { try SCIMGifts.settle(work.actor.path, in: work) }
    return try find(before.id, in: work)
  }

  /// Somebody enabled again is where they were: whoever never came is still invited.
  private static func returning(_ id: ID<Person>, in work: Work) throws -> Users.Status {
    let came: Bool = try work.tx.rows(
      "SELECT password_hash IS NOT NULL OR last_sign_in_at IS NOT NULL FROM person WHERE id = \(id)")[0][0]
    return came ? .active : .invited
  }

  private static func write(_ person: Users.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE person SET given_name = \(person.givenName), family_name = \(person.familyName),
        sign_in_email = \(person.signInEmail), notification_email = \(person.notificationEmail),
        language = \(person.language), time_zone = \(person.timeZone), status = \(person.status),
        version = version + 1
      WHERE id = \(person.id)
      """)
  }

  private static func keep(_ draft: SCIMUserDraft, of person: ID<Person>, _ path: Path, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO scim_person (person_id, distributor_id, reseller_id, customer_id, external_id, display_name,
        formatted_name, preferred_language, locale)
      VALUES (\(person), \(path.distributor), \(path.reseller), \(path.customer), \(draft.externalID),
        \(draft.displayName), \(draft.formattedName), \(draft.preferredLanguage), \(draft.locale))
      ON CONFLICT (person_id) DO UPDATE SET external_id = excluded.external_id, display_name = excluded.display_name,
        formatted_name = excluded.formatted_name, preferred_language = excluded.preferred_language,
        locale = excluded.locale, version = scim_person.version + 1
      """)
  }

  /// A provider acts on nobody who manages the customer, nor on anybody who reaches beyond it.
  private static func requireAuthority(over id: ID<Person>, in work: Work) throws {
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT 1 FROM role_grant WHERE person_id = \(id) AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > \(work.now))
        AND (organization_id <> \(customer(work)) OR role = \(Level.customer.administrator)) LIMIT 1
      """,
      Reach.notEverything,
    ])[1]
    if !rows.isEmpty { throw Refusal.denied("scim.protected_account") }
  }

  /// Somebody the provider deletes is disabled, leaves every group with what these gave, and is out of its sight. The
  /// account itself stays: what the person did is told by it, and they may come back.
  static func delete(_ id: ID<Person>, in work: Work, check: (SCIMUser) throws -> Void) throws {
    _ = try Provisioning.locked(work.actor.path, in: work)
    let user = try find(id, in: work, locking: true)
    try check(user)
    try requireAuthority(over: id, in: work)
    let path = user.record.path
    work.tx.enqueue("UPDATE person SET status = 'disabled', version = version + 1 WHERE id = \(id)")
    work.tx.enqueue(
      """
      INSERT INTO scim_person (person_id, distributor_id, reseller_id, customer_id, deleted_at)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(work.now))
      ON CONFLICT (person_id) DO UPDATE SET deleted_at = excluded.deleted_at, version = scim_person.version + 1
      """)
    work.tx.enqueue(
      """
      UPDATE scim_group SET version = version + 1, modified_at = \(work.now)
      WHERE id IN (SELECT group_id FROM scim_member WHERE person_id = \(id))
      """)
    work.tx.enqueue("DELETE FROM scim_member WHERE person_id = \(id)")
    try work.audit("user.deprovisioned", AuditObject("user", id), on: path, before: user.facts)
    try SCIMGifts.settle(work.actor.path, in: work)
  }
}

extension SCIMUser {
  /// What it takes authority to change: who the person is, and whether they may come in.
  fileprivate var identity: [String?] {
    [
      record.givenName, record.familyName, record.signInEmail, record.notificationEmail,
      isActive ? "active" : "disabled",
    ]
  }

  var facts: JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("givenName", record.givenName)
      $0.member("familyName", record.familyName)
      $0.member("signInEmail", record.signInEmail)
      $0.member("notificationEmail", record.notificationEmail)
      $0.member("status", record.status.rawValue)
      $0.member("language", record.language.rawValue)
      $0.member("timeZone", record.timeZone)
      $0.member("externalId", externalID)
      $0.member("displayName", displayName)
      $0.member("formattedName", formattedName)
      $0.member("preferredLanguage", preferredLanguage)
      $0.member("locale", locale)
    }
    return json
  }
}
