import Core
import FoundationEssentials
import Postgres

/// Tells people by mail what they can use from now on: one mail each, whatever the number of services.
enum LicenceMail {
  /// Those who cannot come in are not written to; one statement for all.
  static func tell(
    _ people: [Licences.Candidate], _ wishes: [Licences.Wish], _ records: [SubscriptionRecord], in work: Work
  ) throws {
    guard let path = records.first?.path else { return }
    let services = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    let given = Dictionary(grouping: wishes, by: \.person)
    let readers = people.filter { $0.state != .disabled && given[$0.id] != nil }
    if readers.isEmpty { return }
    let mails = readers.map { mail(to: $0, (given[$0.id] ?? []).compactMap { services[$0.subscription] }, in: work) }
    let ids = readers.map { _ in Secrets.uuid(at: work.now) }
    work.tx.enqueue(
      """
      INSERT INTO outbox (id, distributor_id, reseller_id, customer_id, kind, payload, created_at, next_attempt_at,
        sender_id, person_id)
      SELECT m.id, \(path.distributor), \(path.reseller), \(path.customer), 'mail', m.payload::jsonb, \(work.now),
        \(work.now), \(work.actor.credential == .system ? nil : work.actor.person), m.person_id
      FROM unnest(\(ids), \(mails), \(readers.map(\.id))) AS m (id, payload, person_id)
      """)
  }

  private static func mail(
    to reader: Licences.Candidate, _ records: [SubscriptionRecord], in work: Work
  ) -> String {
    let language = reader.language
    let lines = records.map { record in
      record.name == record.serviceName ? "– \(record.name)" : "– \(record.name) (\(record.serviceName))"
    }
    let values = [
      "name": reader.name, "services": lines.joined(separator: "\n"),
      "service": records.first?.name ?? "", "giver": work.actor.name,
      "link": work.office.configuration.publicURL,
    ]
    var json = JSONWriter()
    json.object {
      $0.member("to", reader.mailAddress)
      $0.member("language", language.rawValue)
      $0.member("subject", (records.count == 1 ? Words.one : Words.several).in(language, values))
      $0.member("text", Words.text.in(language, values))
    }
    return json.text
  }

  private enum Words {
    static let one = Phrase(
      "You can now use {service}", fr: "Vous pouvez désormais utiliser {service}",
      de: "Sie können jetzt {service} nutzen")
    static let several = Phrase(
      "New services for you", fr: "De nouveaux services pour vous", de: "Neue Dienste für Sie")
    static let text = Phrase(
      """
      Hello {name},

      {giver} has assigned you a licence of:

      {services}

      It counts from now on. What you can use is listed here: {link}
      """,
      fr: """
        Bonjour {name},

        {giver} vous a attribué une licence de :

        {services}

        Elle vaut dès maintenant. Ce que vous pouvez utiliser figure ici : {link}
        """,
      de: """
        Guten Tag {name}

        {giver} hat Ihnen eine Lizenz zugeteilt:

        {services}

        Sie gilt ab sofort. Was Sie nutzen können, steht hier: {link}
        """)
  }
}
