import Core
import FoundationEssentials
import Postgres

/// What an order's people are told by mail, each in their own language: whoever placed it what was ordered, and the
/// reseller that it waits.
enum OrderMail {
  private typealias Words = OrderMailWords

  private struct Reader {
    let person: ID<Person>
    let name: String
    let address: String
    let language: Language
    /// The leg they pay or are paid on.
    let leg: Leg?
    let isOrderer: Bool
  }

  /// Queues the recapitulation of an order just placed.
  static func recapitulate(_ order: Orders.Record, in work: Work) throws {
    guard work.actor.credential != .system else { return }
    for reader in try readers(of: order, in: work) {
      try queue(order, to: reader, in: work)
    }
  }

  /// Neither side reaches the other's people, whom it writes to; the reach before is the reseller's.
  private static func readers(of order: Orders.Record, in work: Work) throws -> [Reader] {
    let waits = order.status == .waiting
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, coalesce(p.notification_email, p.sign_in_email), p.language
      FROM person p WHERE p.status = 'active' AND (p.id = \(order.placedBy) OR \(waits) AND EXISTS (
        SELECT FROM role_grant g WHERE g.person_id = p.id AND g.organization_id = \(order.path.reseller)
          AND g.role = 'reseller' AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now))))
      ORDER BY p.id
      """, Reach.notEverything,
    ])[1]
    let own: Leg? = work.actor.seesPrices ? .price : work.actor.seesCosts ? .cost : nil
    return try rows.map {
      let isOrderer = try $0[0] == order.placedBy
      return Reader(
        person: try $0[0], name: try $0[1], address: try $0[2], language: try $0[3],
        leg: isOrderer ? own : .price, isOrderer: isOrderer)
    }
  }

  private static func queue(_ order: Orders.Record, to reader: Reader, in work: Work) throws {
    let language = reader.language
    let lines = order.lines.map { line($0, reader) }.joined(separator: "\n")
    let values = [
      "name": reader.name, "number": "\(order.number)", "customer": order.customerName, "orderer": order.placedByName,
      "lines": lines, "link": "\(work.office.configuration.publicURL)/orders/\(order.id)",
    ]
    let waits = order.status == .waiting
    let subject = !reader.isOrderer ? Words.asked : waits ? Words.waits : Words.done
    let news = !reader.isOrderer ? Words.askedNews : waits ? Words.waitsNews : Words.doneNews
    var parts = [Words.greeting, news, Words.lines]
    if !order.terms.isEmpty, reader.isOrderer { parts.append(Words.terms) }
    parts.append(Words.link)
    let terms = order.terms.map { "\($0.title) (\($0.version))" }.joined(separator: ", ")
    var mail = JSONWriter()
    mail.object {
      $0.member("to", reader.address)
      $0.member("language", language.rawValue)
      $0.member("subject", subject.in(language, values))
      $0.member(
        "text", parts.map { $0.in(language, values.merging(["terms": terms]) { a, _ in a }) }.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: order.path, to: reader.person)
  }

  private static func line(_ line: Orders.Line, _ reader: Reader) -> String {
    let language = reader.language
    let name = line.wanted.friendlyName.map { " «\($0)»" } ?? ""
    let what = "- \(line.wanted.quantity) × \(line.planName)\(name)"
    guard let agreed = line.agreed else { return what }
    let term = SubscriptionWords.term(agreed.term, agreed.frequency, language)
    guard let leg = reader.leg else { return "\(what), \(term)" }
    let amounts = Words.amounts.in(
      language,
      [
        "day": agreed.startsOn.description, "first": agreed[leg].first.description,
        "recurring": agreed[leg].recurring.description,
        "cycle": SubscriptionWords.perCycle(agreed.frequency).in(language),
      ])
    return "\(what), \(term): \(amounts)"
  }
}

/// The words of mail about orders.
enum OrderMailWords {
  static let greeting = Phrase("Hello {name},", fr: "Bonjour {name},", de: "Guten Tag {name}")
  static let done = Phrase(
    "Order {number}: confirmed", fr: "Commande {number} : confirmée", de: "Bestellung {number}: bestätigt")
  static let waits = Phrase(
    "Order {number}: waiting for approval", fr: "Commande {number} : en attente d’accord",
    de: "Bestellung {number}: wartet auf Genehmigung")
  static let asked = Phrase(
    "{customer} asks: order {number}", fr: "{customer} demande : commande {number}",
    de: "{customer} fragt an: Bestellung {number}")
  static let doneNews = Phrase(
    "Your order {number} for {customer} has been carried out.",
    fr: "Votre commande {number} pour {customer} a été exécutée.",
    de: "Ihre Bestellung {number} für {customer} wurde ausgeführt.")
  static let waitsNews = Phrase(
    "Your order {number} for {customer} was sent to your reseller. Nothing is billed until it is approved; you will "
      + "see here what becomes of it.",
    fr:
      "Votre commande {number} pour {customer} a été transmise à votre revendeur. Rien n’est facturé avant son accord.",
    de: "Ihre Bestellung {number} für {customer} ging an Ihren Reseller. Bis zur Genehmigung wird nichts verrechnet.")
  static let askedNews = Phrase(
    "{orderer} of {customer} placed order {number}, which waits for your approval.",
    fr: "{orderer}, de {customer}, a passé la commande {number}, qui attend votre accord.",
    de: "{orderer} von {customer} hat Bestellung {number} aufgegeben; sie wartet auf Ihre Genehmigung.")
  static let lines = Phrase("{lines}", fr: "{lines}", de: "{lines}")
  static let amounts = Phrase(
    "{first} for the start on {day}, then {recurring} {cycle} (without VAT)",
    fr: "{first} au départ le {day}, puis {recurring} {cycle} (hors TVA)",
    de: "{first} zum Start am {day}, danach {recurring} {cycle} (ohne MWST)")
  static let terms = Phrase(
    "Terms accepted: {terms}.", fr: "Conditions acceptées : {terms}.", de: "Angenommene Bedingungen: {terms}.")
  static let link = Phrase("See the order: {link}", fr: "Voir la commande : {link}", de: "Zur Bestellung: {link}")
}
