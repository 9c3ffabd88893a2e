import Core
import FoundationEssentials
import Postgres

/// How a customer wants its statements once they are closed: whole ones to an address, a centre's part to its contact.
package enum StatementMails {
  /// Whose: the customer's whole statement, or one centre's part.
  package enum Place: Sendable {
    case customer(ID<Organization>)
    case centre(ID<BillingCentre>)
  }

  package struct Setting: Sendable {
    package let path: Path
    package let centre: ID<BillingCentre>?
    /// What it is about, for people.
    package let name: String
    package var mode: StatementMailMode
    /// Of a centre: its contact as of now. Of whole statements, before it was set: the billing contact's.
    package var address: String?
    package var language: Language
    /// 0 before it was ever set.
    package let version: Int
  }

  package struct Draft: Sendable {
    package let mode: StatementMailMode
    /// Of whole statements only; nil: as it is.
    package let address: String?
    /// Nil: the actor's own.
    package let language: Language?
  }

  package static func find(_ place: Place, in work: Work) throws -> Setting {
    try work.actor.require(.statementsView)
    // A matter between the customer and its reseller.
    guard work.actor.level != .distributor else { throw Refusal.notFound }
    let row: Row? =
      switch place {
      case .customer(let id):
        try work.tx.rows(
          """
          SELECT o.distributor_id, o.reseller_id, o.customer_id, NULL::uuid, o.name, m.mode,
            coalesce(m.address, c.email), m.language, m.version
          FROM organization o LEFT JOIN billing_contact c ON c.customer_id = o.id
          LEFT JOIN statement_mail m ON m.customer_id = o.id AND m.centre_id IS NULL
          WHERE o.id = \(id) AND o.kind = 'customer' AND \(work.actor.rights.readsAllAccounts)
          """
        ).first
      case .centre(let id):
        try work.tx.rows(
          """
          SELECT b.distributor_id, b.reseller_id, b.customer_id, b.id, b.name, m.mode, b.contact_email, m.language,
            m.version
          FROM billing_centre b LEFT JOIN statement_mail m ON m.customer_id = b.customer_id AND m.centre_id = b.id
          WHERE b.id = \(id)
          """
        ).first
      }
    guard let row else { throw Refusal.notFound }
    return Setting(
      path: Path(distributor: try row[0], reseller: try row[1], customer: try row[2]), centre: try row[3],
      name: try row[4], mode: try row[5] ?? .none, address: try row[6],
      language: try row[7] ?? work.actor.language, version: try row[8] ?? 0)
  }

  /// Counts from the next closing on.
  package static func set(
    _ place: Place, _ draft: Draft, in work: Work, check: (Setting) throws -> Void = { _ in }
  ) throws -> Setting {
    try work.actor.require(.centresManage)
    lock(place, in: work)
    let before = try find(place, in: work)
    try check(before)
    var after = before
    after.mode = draft.mode
    after.language = draft.language ?? before.language
    if before.centre == nil { after.address = draft.address ?? before.address }
    if after.mode != .none, after.address == nil {
      let code: Code = before.centre == nil ? "statement_mail.address_missing" : "statement_mail.no_contact"
      throw Refusal.invalid([Issue(before.centre == nil ? "/address" : "/mode", code)])
    }
    let address = before.centre == nil ? after.address : nil
    work.tx.enqueue(
      """
      INSERT INTO statement_mail AS m (distributor_id, reseller_id, customer_id, centre_id, mode, address, language)
      VALUES (\(after.path.distributor), \(after.path.reseller), \(after.path.customer), \(after.centre),
        \(after.mode), \(address), \(after.language))
      ON CONFLICT (customer_id, centre_id) DO UPDATE SET mode = excluded.mode, address = excluded.address,
        language = excluded.language, version = m.version + 1
      """)
    if let centre = after.centre {
      try work.audit(
        "centre.statement_mail_changed", AuditObject("billingCentre", centre), on: after.path, before: facts(before),
        after: facts(after))
    } else {
      try work.audit(
        "customer.statement_mail_changed", AuditObject("customer", after.path.organization), on: after.path,
        before: facts(before), after: facts(after))
    }
    return try find(place, in: work)
  }

  /// Two people at once: the second sees what the first has set.
  private static func lock(_ place: Place, in work: Work) {
    let id =
      switch place {
      case .customer(let id): id.description
      case .centre(let id): id.description
      }
    work.tx.enqueue("SELECT pg_advisory_xact_lock(hashtext('statement_mail'), hashtext(\(id)))")
  }

  private static func facts(_ setting: Setting) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("mode", setting.mode.rawValue)
      if setting.centre == nil { $0.member("address", setting.address) }
      $0.member("language", setting.language.rawValue)
    }
    return json
  }

  // MARK: - At the closing

  /// Has what was just closed mailed as its buyers want it. In the transaction that closed it: both or neither.
  static func closed(_ statements: [ID<Statement>], in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO statement_delivery (id, statement_id, distributor_id, reseller_id, customer_id, centre_id, mode,
        address, language, state, code, created_at)
      SELECT gen_random_uuid(), t.id, t.distributor_id, t.reseller_id, t.customer_id, m.centre_id, m.mode,
        coalesce(m.address, b.contact_email), m.language,
        CASE WHEN coalesce(m.address, b.contact_email) IS NULL THEN 'failed' ELSE 'waiting' END,
        CASE WHEN coalesce(m.address, b.contact_email) IS NULL THEN 'delivery.no_contact' END, \(work.now)
      FROM statement t
      JOIN statement_mail m ON m.customer_id = t.customer_id AND m.mode <> 'none'
      LEFT JOIN billing_centre b ON b.id = m.centre_id
      WHERE t.id = ANY (\(statements)) AND t.leg = 'price' AND (m.centre_id IS NULL OR EXISTS (
        SELECT FROM statement_line l WHERE l.statement_id = t.id AND l.centre_id = m.centre_id))
      ORDER BY t.id, m.centre_id NULLS FIRST
      """)
  }
}

extension StatementMailMode: TextColumn {}
