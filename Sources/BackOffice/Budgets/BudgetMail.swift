import Core
import FoundationEssentials
import Postgres

/// The mail about a share that is reached: to whom, and what it says.
enum BudgetMail {
  private typealias Words = BudgetMailWords

  private struct Reader {
    let budget: ID<Budget>
    /// Nil: a contact without an account.
    let person: ID<Person>?
    let name: String?
    let address: String
    let language: Language
    /// Whether they can sign in and look.
    let sees: Bool
  }

  /// One to each reader of each; all found at once.
  static func tell(_ told: [BudgetWarnings.News], in work: Work) throws {
    guard !told.isEmpty else { return }
    let readers = try readers(of: Array(Set(told.map(\.record.id))), in: work)
    for news in told {
      for reader in readers[news.record.id] ?? [] { try queue(news, to: reader, in: work) }
    }
  }

  /// Whoever is named and may see it now, each address once: managers and finance by the roles they hold, the contact
  /// as the customer named it, unless the address is of somebody whose account is closed.
  private static func readers(of ids: [ID<Budget>], in work: Work) throws -> [ID<Budget>: [Reader]] {
    let rows = try work.tx.rows(
      """
      WITH held AS (
        SELECT b.id AS budget_id, p.id AS person_id, p.given_name || ' ' || p.family_name AS name,
          coalesce(p.notification_email, p.sign_in_email)::text AS address, p.language,
          lower(p.sign_in_email::text) AS sign_in,
          bool_or(g.role = 'customerManager' AND 'managers' = ANY (b.tells)
            OR g.role = 'finance' AND 'finance' = ANY (b.tells)) AS is_told
        FROM budget b
        JOIN organization o ON o.id = b.customer_id AND o.status = 'active'
        JOIN role_grant g ON g.organization_id = b.customer_id AND g.ended_at IS NULL
          AND (g.expires_at IS NULL OR g.expires_at > \(work.now))
          AND (g.role = 'customerManager'
            OR g.role = 'finance' AND (g.centre_ids IS NULL OR b.centre_id = ANY (g.centre_ids)))
        JOIN person p ON p.id = g.person_id AND p.status = 'active'
        WHERE b.id = ANY (\(ids))
        GROUP BY b.id, p.id
      ), contact AS (
        SELECT b.id AS budget_id, k.contact_email AS address, b.language
        FROM budget b JOIN organization o ON o.id = b.customer_id AND o.status = 'active'
        JOIN billing_centre k ON k.customer_id = b.customer_id AND k.id = b.centre_id
        WHERE b.id = ANY (\(ids)) AND 'contact' = ANY (b.tells) AND k.contact_email IS NOT NULL
          AND NOT EXISTS (
            SELECT FROM person p WHERE p.status <> 'active' AND lower(p.sign_in_email::text) = lower(k.contact_email))
      )
      SELECT DISTINCT ON (t.budget_id, lower(t.address)) t.* FROM (
        SELECT budget_id, person_id, name, address, language, true AS sees FROM held WHERE is_told
        UNION ALL
        SELECT c.budget_id, h.person_id, h.name, c.address, coalesce(h.language, c.language), h.person_id IS NOT NULL
        FROM contact c LEFT JOIN held h ON h.budget_id = c.budget_id
          AND lower(c.address) IN (lower(h.address), h.sign_in)) t
      ORDER BY t.budget_id, lower(t.address), t.sees DESC, t.person_id
      """)
    return try rows.reduce(into: [:]) { all, row in
      let reader = Reader(
        budget: try row[0], person: try row[1], name: try row[2], address: try row[3], language: try row[4],
        sees: try row[5])
      all[reader.budget, default: []].append(reader)
    }
  }

  private static func queue(_ news: BudgetWarnings.News, to reader: Reader, in work: Work) throws {
    let standing = news.standing
    let record = news.record
    let values = [
      "name": reader.name ?? "", "target": record.name, "customer": record.customerName,
      "month": news.month.description, "threshold": "\(news.news.told ?? 0)", "share": "\(standing.share)",
      "spent": standing.spent.description, "amount": standing.amount.description,
      "coming": standing.coming.description, "forecast": standing.forecast.description,
      "link": "\(work.office.configuration.publicURL)/budgets/\(record.id)",
    ]
    let isCentre = record.target.centre != nil
    var parts = [
      reader.name == nil ? Words.greeting : Words.greetingByName, isCentre ? Words.ofCentre : Words.ofSubscription,
    ]
    if standing.coming.minor > 0, news.month == record.present { parts.append(Words.coming) }
    parts.append(isCentre ? Words.nextOfCentre : Words.nextOfSubscription)
    parts.append(reader.sees ? Words.link : Words.why)
    var mail = JSONWriter()
    mail.object {
      $0.member("to", reader.address)
      $0.member("language", reader.language.rawValue)
      $0.member("subject", Words.subject.in(reader.language, values))
      $0.member("text", parts.map { $0.in(reader.language, values) }.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: record.path, to: reader.person)
  }
}
