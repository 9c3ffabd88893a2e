import Core
import FoundationEssentials
import Postgres

/// Tells managers and resellers what will cost something else: one mail each, however many subscriptions it is about.
enum PriceNoticeMail {
  private struct Reader {
    let person: ID<Person>
    let organization: ID<Organization>
    let name: String
    let address: String
    let language: Language
    let path: Path
  }

  static func send(_ changes: [PriceChanges.Change], in work: Work) throws {
    guard !changes.isEmpty else { return }
    let byCustomer = Dictionary(grouping: changes) { $0.path.customer }
    let byReseller = Dictionary(grouping: changes) { $0.path.reseller }
    for reader in try readers(changes, in: work) {
      let isReseller = reader.path.customer == nil
      let own = (isReseller ? byReseller[reader.organization] : byCustomer[reader.organization]) ?? []
      if !own.isEmpty { try queue(own, to: reader, isReseller: isReseller, in: work) }
    }
  }

  private static func readers(_ changes: [PriceChanges.Change], in work: Work) throws -> [Reader] {
    let organizations = Array(Set(changes.compactMap(\.path.customer) + changes.compactMap(\.path.reseller)))
    return try work.tx.rows(
      """
      SELECT DISTINCT p.id, g.organization_id, p.given_name || ' ' || p.family_name,
        coalesce(p.notification_email, p.sign_in_email), p.language, o.distributor_id, o.reseller_id, o.customer_id
      FROM role_grant g JOIN person p ON p.id = g.person_id JOIN organization o ON o.id = g.organization_id
      WHERE g.organization_id = ANY (\(organizations)) AND g.role IN ('customerManager', 'reseller')
        AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now)) AND p.status = 'active'
      ORDER BY 2, 1
      """
    ).map {
      Reader(
        person: try $0[0], organization: try $0[1], name: try $0[2], address: try $0[3], language: try $0[4],
        path: Path(distributor: try $0[5], reseller: try $0[6], customer: try $0[7]))
    }
  }

  private static func queue(
    _ changes: [PriceChanges.Change], to reader: Reader, isReseller: Bool, in work: Work
  ) throws {
    let language = reader.language
    let shown = changes.prefix(Bounds.priceNoticesInMail).map { change in
      Words.line.in(
        language,
        [
          "day": change.from.description,
          "what": (isReseller ? "\(change.customerName), " : "") + (change.friendlyName ?? change.planName),
          "before": change.before.description, "after": change.after.description, "count": "\(change.quantity)",
        ])
    }
    var parts = [Words.greeting.in(language, ["name": reader.name])]
    parts.append((isReseller ? Words.toReseller : Words.toManager).in(language, ["count": "\(changes.count)"]))
    parts.append(shown.joined(separator: "\n"))
    if changes.count > shown.count {
      parts.append(Words.more.in(language, ["count": "\(changes.count - shown.count)"]))
    }
    parts.append(
      Words.link.in(language, ["link": "\(work.office.configuration.publicURL)/price-changes"]))
    var mail = JSONWriter()
    mail.object {
      $0.member("to", reader.address)
      $0.member("language", language.rawValue)
      $0.member("subject", Words.subject.in(language, ["count": "\(changes.count)"]))
      $0.member("text", parts.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: reader.path, to: reader.person)
  }

  private enum Words {
    static let subject = Phrase(
      "New prices at renewal ({count})", fr: "Nouveaux prix au renouvellement ({count})",
      de: "Neue Preise bei der Verlängerung ({count})")
    static let greeting = Phrase("Hello {name},", fr: "Bonjour {name},", de: "Guten Tag {name}")
    static let toManager = Phrase(
      "Until its term ends, each subscription keeps its price. These renew soon, at another price:",
      fr: "Jusqu’à la fin de sa durée, chaque abonnement garde son prix. Ceux-ci se renouvellent bientôt à un autre "
        + "prix :",
      de: "Bis zum Ende seiner Laufzeit behält jedes Abonnement seinen Preis. Diese verlängern sich bald zu einem "
        + "anderen:")
    static let toReseller = Phrase(
      "These subscriptions of your customers renew soon at another price. Their managers are told as well:",
      fr: "Ces abonnements de vos clients se renouvellent bientôt à un autre prix. Leurs responsables en sont aussi "
        + "informés :",
      de: "Diese Abonnements Ihrer Kunden verlängern sich bald zu einem anderen Preis. Auch deren Verantwortliche "
        + "erfahren es:")
    static let line = Phrase(
      "{day}: {what}, {count} licences, {after} instead of {before} each",
      fr: "{day} : {what}, {count} licences, {after} au lieu de {before} par licence",
      de: "{day}: {what}, {count} Lizenzen, je {after} statt {before}")
    static let more = Phrase("… and {count} more.", fr: "… et {count} autres.", de: "… und {count} weitere.")
    static let link = Phrase(
      "All of them, and what to do about it:\n{link}", fr: "Tous, et que faire :\n{link}",
      de: "Alle, und was zu tun ist:\n{link}")
  }
}
