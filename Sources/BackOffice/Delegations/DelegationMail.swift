import Core
import FoundationEssentials
import Postgres

/// What both sides are told of a delegation by mail, each in their own language.
enum DelegationMail {
  private typealias Words = DelegationMailWords

  private struct Reader {
    let delegation: ID<Delegation>
    let isManager: Bool
    let person: ID<Person>
    let name: String
    let address: String
    let language: Language
  }

  /// Tells the other side: the customer's managers what the reseller did, whoever asked what the customer did.
  static func tell(_ entry: Delegations.Entry, _ record: Delegations.Record, in work: Work) throws {
    let isForManagers = work.actor.level != .customer
    for reader in try readers([record.id], in: work) where reader.isManager == isForManagers {
      let event = entry.event == .approved && record.delegation.isPartial ? .narrowed : entry.event
      try queue(Words.subject(event), Words.news(event), record, entry, to: reader, in: work)
    }
  }

  /// Tells both sides that it ends soon.
  static func announceEnd(of records: [Delegations.Record], in work: Work) throws {
    guard !records.isEmpty else { return }
    let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    for reader in try readers(records.map(\.id), in: work) {
      guard let record = byID[reader.delegation] else { continue }
      try queue(Words.endsSoon, Words.endsSoonNews, record, nil, to: reader, in: work)
    }
  }

  /// The customers' managers and those who asked. Neither side reaches the other's people, whom it writes to.
  private static func readers(_ ids: [ID<Delegation>], in work: Work) throws -> [Reader] {
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT d.id, false, p.given_name || ' ' || p.family_name, coalesce(p.notification_email, p.sign_in_email),
        p.language, p.id
      FROM delegation d JOIN person p ON p.id = d.asked_by WHERE d.id = ANY (\(ids)) AND p.status = 'active'
      UNION
      SELECT d.id, true, p.given_name || ' ' || p.family_name, coalesce(p.notification_email, p.sign_in_email),
        p.language, p.id
      FROM delegation d JOIN role_grant g ON g.organization_id = d.customer_id AND g.role = 'customerManager'
        AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now))
      JOIN person p ON p.id = g.person_id
      WHERE d.id = ANY (\(ids)) AND p.status = 'active' ORDER BY 1, 6
      """,
      work.actor.credential == .system ? Reach.everything : Reach.notEverything,
    ])[1]
    return try rows.map {
      Reader(
        delegation: try $0[0], isManager: try $0[1], person: try $0[5], name: try $0[2], address: try $0[3],
        language: try $0[4])
    }
  }

  private static func queue(
    _ subject: Phrase, _ news: Phrase, _ record: Delegations.Record, _ entry: Delegations.Entry?, to reader: Reader,
    in work: Work
  ) throws {
    let language = reader.language
    let values = [
      "name": reader.name, "reseller": record.resellerName, "customer": record.customerName,
      "actor": entry?.actorName ?? "", "rights": DelegationWords.list(record.delegation.rights, language),
      "until": DelegationWords.until(record.delegation, language), "reason": entry?.reason ?? "",
      "link": "\(work.office.configuration.publicURL)/delegations/\(record.id)",
    ]
    var parts = [Words.greeting, news, Words.facts]
    if entry?.reason != nil { parts.append(Words.reason) }
    parts.append(Words.link)
    var mail = JSONWriter()
    mail.object {
      $0.member("to", reader.address)
      $0.member("language", language.rawValue)
      $0.member("subject", subject.in(language, values))
      $0.member("text", parts.map { $0.in(language, values) }.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: record.path, to: reader.person)
  }
}
