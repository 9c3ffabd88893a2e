import Core
import FoundationEssentials
import Postgres

/// What is told by mail of requests and orders, to each in their own language: to those who decide that something
/// waits for them, to whoever asked what came of it.
enum RequestMail {
  private typealias Words = RequestMailWords

  /// Whom to write to.
  private enum Audience {
    case holders(Role, of: ID<Organization>?)
    case person(ID<Person>)
  }

  private struct Reader {
    let person: ID<Person>
    let name: String
    let address: String
    let language: Language
  }

  /// What a mail says, in the reader's language.
  private struct Letter {
    let subject: Phrase
    let news: Phrase
    let path: String
    let reason: String?
    let what: (Language) -> String
    let values: [String: String]
  }

  static func tell(_ entry: Requests.Entry, _ record: Requests.Record, in work: Work) throws {
    let isForDeciders = entry.event == .asked || entry.event == .cancelled
    let deciders: Audience =
      record.kind == .service
      ? .holders(.customerManager, of: record.path.customer) : .holders(.reseller, of: record.path.reseller)
    let letter = Letter(
      subject: Words.subject(entry.event, isService: record.kind == .service), news: Words.news(entry.event),
      path: "/requests/\(record.id)", reason: entry.reason,
      what: { "\(record.subject.name): \(RequestWords.wish(record, record.present, $0))" },
      values: [
        "customer": record.customerName, "actor": entry.actorName ?? "", "subject": record.subject.name,
        "asker": record.askedByName, "days": "\(Bounds.requestDays)",
      ])
    try send(letter, to: isForDeciders ? deciders : .person(record.askedBy), on: record.path, in: work)
  }

  /// What became of an order that waited.
  static func tell(_ order: Orders.Record, _ event: OrderNews, in work: Work) throws {
    let letter = Letter(
      subject: Words.subject(event), news: Words.news(event), path: "/orders/\(order.id)", reason: order.reason,
      what: { _ in order.lines.map { "\($0.wanted.quantity) × \($0.planName)" }.joined(separator: ", ") },
      values: [
        "customer": order.customerName, "actor": work.actor.name, "number": "\(order.number)",
        "asker": order.placedByName,
      ])
    try send(
      letter, to: event == .cancelled ? .holders(.reseller, of: order.path.reseller) : .person(order.placedBy),
      on: order.path, in: work)
  }

  /// Nobody is told what they did themselves.
  private static func send(_ letter: Letter, to audience: Audience, on path: Path, in work: Work) throws {
    for reader in try readers(audience, in: work) where reader.person != work.actor.person {
      try queue(letter, on: path, to: reader, in: work)
    }
  }

  /// Neither side reaches the other's people, whom it writes to.
  private static func readers(_ audience: Audience, in work: Work) throws -> [Reader] {
    let who: SQL =
      switch audience {
      case .person(let id): "p.id = \(id)"
      case .holders(let role, let organization):
        """
        p.id IN (SELECT g.person_id FROM role_grant g WHERE g.organization_id = \(organization) AND g.role = \(role)
          AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now)))
        """
      }
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, coalesce(p.notification_email, p.sign_in_email), p.language
      FROM person p WHERE \(who) AND p.status = 'active' ORDER BY p.id
      """,
      work.actor.credential == .system ? Reach.everything : Reach.notEverything,
    ])[1]
    return try rows.map { Reader(person: try $0[0], name: try $0[1], address: try $0[2], language: try $0[3]) }
  }

  private static func queue(_ letter: Letter, on path: Path, to reader: Reader, in work: Work) throws {
    let language = reader.language
    var values = letter.values
    values["name"] = reader.name
    values["what"] = letter.what(language)
    values["reason"] = letter.reason
    values["link"] = work.office.configuration.publicURL + letter.path
    var parts = [Words.greeting, letter.news, Words.what]
    if letter.reason != nil { parts.append(Words.reason) }
    parts.append(Words.link)
    var mail = JSONWriter()
    mail.object {
      $0.member("to", reader.address)
      $0.member("language", language.rawValue)
      $0.member("subject", letter.subject.in(language, values))
      $0.member("text", parts.map { $0.in(language, values) }.joined(separator: "\n\n"))
    }
    try work.queue(.mail, mail, on: path, to: reader.person)
  }
}

/// What is told of an order.
enum OrderNews: Sendable { case changed, completed, rejected, cancelled }
