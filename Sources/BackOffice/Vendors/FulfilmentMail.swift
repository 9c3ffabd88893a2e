import Core
import FoundationEssentials
import Postgres

/// Who is told by mail when a vendor refuses or asks: whoever ordered it, and the reseller's people. No prices.
enum FulfilmentMail {
  private typealias Words = FulfilmentMailWords

  static func tellRefused(_ record: Fulfilments.Record, _ reason: String, in work: Work) throws {
    try tell(record, Words.refused, Words.refusedNews, note: reason, in: work)
  }

  static func tellAsked(_ record: Fulfilments.Record, _ fields: [AskedField], in work: Work) throws {
    let labels = fields.map(\.label).joined(separator: ", ")
    try tell(record, Words.asked, Words.askedNews, note: labels, in: work)
  }

  private static func tell(
    _ record: Fulfilments.Record, _ subject: Phrase, _ news: Phrase, note: String, in work: Work
  ) throws {
    for row in try readers(of: record, in: work) {
      let language: Language = try row[3]
      let values = [
        "name": try row[1], "vendor": record.vendor, "subscription": record.subscriptionName,
        "customer": record.customerName, "operation": VendorWords.operation(record.operation).in(language),
        "quantity": String(record.quantity), "note": note,
        "link": "\(work.office.configuration.publicURL)/fulfilments/\(record.id)",
      ]
      let address: String = try row[2]
      var mail = JSONWriter()
      mail.object {
        $0.member("to", address)
        $0.member("language", language.rawValue)
        $0.member("subject", subject.in(language, values))
        $0.member(
          "text",
          [Words.greeting, news, Words.facts, Words.link].map { $0.in(language, values) }.joined(separator: "\n\n"))
      }
      try work.queue(.mail, mail, on: record.path, to: try row[0])
    }
  }

  private static func readers(of record: Fulfilments.Record, in work: Work) throws -> Rows {
    let isSystem = work.actor.credential == .system
    let after: [SQL] = isSystem ? [] : [Reach.notEverything]
    return try work.tx.pipeline(
      [
        Reach.everything,
        """
        SELECT p.id, p.given_name || ' ' || p.family_name, coalesce(p.notification_email, p.sign_in_email), p.language
        FROM person p
        WHERE p.status = 'active' AND (
          p.id = (SELECT actor_id FROM subscription_change
            WHERE subscription_id = \(record.subscription) AND number = \(record.changeNumber))
          OR p.id IN (SELECT g.person_id FROM role_grant g
            WHERE g.organization_id = \(record.path.reseller) AND g.role = 'reseller' AND g.ended_at IS NULL
              AND (g.expires_at IS NULL OR g.expires_at > \(work.now))))
        ORDER BY p.id
        """,
      ] + after)[1]
  }
}

/// The mails about what vendors say.
enum FulfilmentMailWords {
  static let greeting = Phrase("Hello {name}", fr: "Bonjour {name}", de: "Guten Tag {name}")
  static let refused = Phrase(
    "{vendor} refused: {subscription}", fr: "{vendor} a refusé : {subscription}",
    de: "{vendor} hat abgelehnt: {subscription}")
  static let refusedNews = Phrase(
    "{vendor} does not carry out what was ordered for {customer}. It was taken back, and whatever had been posted for "
      + "it is given back on the next statement. The reason: {note}",
    fr: "{vendor} n’exécute pas ce qui a été commandé pour {customer}. L’opération est annulée et ce qui avait été "
      + "comptabilisé est remboursé sur le prochain relevé. Motif : {note}",
    de: "{vendor} führt nicht aus, was für {customer} bestellt wurde. Es wurde zurückgenommen, und was dafür verbucht "
      + "war, wird auf der nächsten Abrechnung gutgeschrieben. Der Grund: {note}")
  static let asked = Phrase(
    "{vendor} needs to know more: {subscription}", fr: "{vendor} demande des précisions : {subscription}",
    de: "{vendor} braucht weitere Angaben: {subscription}")
  static let askedNews = Phrase(
    "Before {vendor} carries out what was ordered for {customer}, it asks for: {note}. Please answer by the link.",
    fr: "Avant d’exécuter ce qui a été commandé pour {customer}, {vendor} demande : {note}. Répondez par le lien "
      + "ci-dessous.",
    de: "Bevor {vendor} ausführt, was für {customer} bestellt wurde, wird gefragt nach: {note}. Bitte antworten Sie "
      + "über den Link unten.")
  static let facts = Phrase(
    "{subscription}: {operation}, {quantity} licences", fr: "{subscription} : {operation}, {quantity} licences",
    de: "{subscription}: {operation}, {quantity} Lizenzen")
  static let link = Phrase("More: {link}", fr: "En savoir plus : {link}", de: "Mehr dazu: {link}")
}
