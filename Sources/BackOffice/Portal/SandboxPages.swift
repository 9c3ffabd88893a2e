import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// What only a sandbox has: the mail it would have sent, and a clock that can be moved.
enum SandboxPages {
  private static func requireSandbox(_ call: Call) throws(Refusal) {
    guard call.work.office.configuration.sandbox else { throw .notFound }
  }

  /// The ways to both pages.
  static func links(_ language: Language) -> [HTML] {
    [
      buttonLink(label: Words.mail.in(language), href: "/sandbox/mail"),
      buttonLink(label: Words.clock.in(language), href: "/sandbox/clock"),
    ]
  }

  /// Newest first. The outbox is in nobody's reach; in a sandbox whoever looks after people reads what they were sent,
  /// since invitations are among it, and everybody else what was sent to them.
  static func mail(_ call: Call) throws -> Response {
    try requireSandbox(call)
    let language = call.actor.language
    let paging = try Paging(call)
    let after: SQL = try paging.afterNumber().map { "sequence < \($0)" } ?? "true"
    let rows = try call.tx.pipeline([
      Reach.everything,
      """
      SELECT sequence, payload->>'to', payload->>'subject', payload->>'text', created_at
      FROM outbox WHERE kind = 'mail' AND \(readable(by: call.actor)) AND \(after)
      ORDER BY sequence DESC LIMIT \(paging.fetched)
      """, Reach.notEverything,
    ])[1]
    let mails: [HTML] = try rows.prefix(paging.limit).map { row in
      let to: String = try row[1]
      let subject: String = try row[2]
      let text: String = try row[3]
      let at: Instant = try row[4]
      let paragraphs: [HTML] = text.split(separator: "\n\n").map { paragraph($0) }
      return card(title: subject, "<p class=\"subtle\">\(to) · \(Portal.clockText(at))</p>\(paragraphs)")
    }
    let next = try paging.next(rows) { [String(try $0[0] as Int)] }
    let content: HTML = """
      \(pageHeader(title: "\(Words.mail.in(language))", subtitle: "\(Words.mailHint.in(language))",
        actions: [buttonLink(label: Words.clock.in(language), href: "/sandbox/clock")]))
      \(mails)
      \(when: mails.isEmpty, "<div class=\"empty\"><p>\(Words.noMail.in(language))</p></div>")
      \(pager(nextHref: next.map { PortalLink.to("/sandbox/mail", ["cursor": $0]) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.mail.in(language), at: nil, content)
  }

  private static func readable(by actor: Actor) -> SQL {
    let own: SQL = "payload->>'to' = \(actor.email)"
    guard actor.holds(.usersView), actor.rights.rank >= 3 else { return own }
    return switch actor.level {
    case .distributor: "(distributor_id = \(actor.organization) OR \(own))"
    case .reseller: "(reseller_id = \(actor.organization) OR \(own))"
    case .customer: "(customer_id = \(actor.organization) OR \(own))"
    }
  }

  /// Invitations and other links lead to this portal, whatever address it had when they were written.
  private static func paragraph(_ text: Substring) -> HTML {
    let part = Text.trimmed(text)
    let links = AccountLinks.Purpose.allCases.map { "/\($0.folder)/" }
    let folders = ["/invitation/", "/appointment/", "/delegations/"] + links
    let found = folders.compactMap { part.ranges(of: $0).first?.lowerBound }.first
    guard part.hasPrefix("http"), let path = found else { return "<p>\(part)</p>" }
    return "<p><a href=\"\(checkedHref(String(part[path...])))\">\(part)</a></p>"
  }

  // MARK: - The clock

  static func clock(_ call: Call) throws -> Response {
    try requireSandbox(call)
    let language = call.actor.language
    let refill = Refill(call)
    let csrf = call.actor.csrf ?? ""
    let today = call.work.now.utcDay
    let steps: [(Phrase, Day)] = [
      (Words.day, today.adding(days: 1)), (Words.week, today.adding(days: 7)), (Words.month, today.adding(months: 1)),
      (Words.monthStart, today.firstOfMonth.adding(months: 1)), (Words.year, today.adding(months: 12)),
    ]
    let buttons: [HTML] = steps.map { label, day in
      actionButton(
        label: label.in(language), action: "/sandbox/clock", csrf: csrf, hidden: [("day", day.description)])
    }
    let toDate = form(
      action: "/sandbox/clock", csrf: csrf,
      content: field(
        label: Words.to.in(language), name: "day", type: "date", value: refill.value("day"),
        error: refill.error("day") ?? refill.error("advanceTo"), required: true,
        attributes: ["min": today.description]), submit: Words.advance.in(language))
    let moving: HTML = """
      \(card(title: Words.by.in(language), "<div class=\"actions\">\(buttons)</div>"))
      \(card(title: Words.toDate.in(language), toDate))
      """
    let greyed = disabledButton(label: Words.advance.in(language), reason: Words.sellersOnly.in(language))
    let content: HTML = """
      \(pageHeader(title: "\(Words.clock.in(language))", subtitle: "\(Words.clockHint.in(language))",
        actions: [buttonLink(label: Words.mail.in(language), href: "/sandbox/mail")]))
      \(statTiles([statTile(label: Words.now.in(language), value: "\(Portal.clockText(call.work.now))")]))
      \(call.actor.holds(.customersManage) ? moving : card("<p>\(greyed)</p>"))
      """
    return try Portal.page(call, Words.clock.in(language), at: nil, content)
  }

  /// Moves to the same time of the day chosen, doing all that falls due on the way.
  static func advance(_ call: Call) throws -> Response {
    try requireSandbox(call)
    try call.actor.require(.customersManage)
    let fields = try call.form()
    let day = fields.parsed("day", required: true, "field.day_malformed") { Day($0) }
    try fields.check()
    guard let day, let target = Instant("\(day)T\(call.work.now.description.dropFirst(11))") else {
      throw Refusal.notFound
    }
    try Clock.advance(to: target, call.work.office)
    keepSessions(call)
    return .seeOther("/sandbox/clock")
  }

  /// Whoever is signed in stays so: it is the clock that moved, not they who were away.
  private static func keepSessions(_ call: Call) {
    call.tx.enqueue(Reach.everything)
    call.tx.enqueue(
      """
      UPDATE credential SET expires_at = expires_at + (comptoir_now() - \(call.work.now))
      WHERE kind = 'session' AND revoked_at IS NULL AND expires_at > \(call.work.now)
      """)
    call.tx.enqueue(Reach.notEverything)
  }

  private enum Words {
    static let mail = Phrase("Sandbox mail", fr: "Courrier du bac à sable", de: "Sandbox-Post")
    static let mailHint = Phrase(
      "What would have been sent, newest first.", fr: "Ce qui aurait été envoyé, du plus récent.",
      de: "Was verschickt worden wäre, neueste zuerst.")
    static let noMail = Phrase(
      "No mail yet. Invite somebody to see one.", fr: "Aucun courrier. Invitez quelqu’un pour en voir un.",
      de: "Noch keine Post. Laden Sie jemanden ein, um welche zu sehen.")
    static let clock = Phrase("Sandbox clock", fr: "Horloge du bac à sable", de: "Sandbox-Uhr")
    static let clockHint = Phrase(
      "Moves forward only; renewals, bills and closings that fall due happen on the way. A year takes a while.",
      fr: "N’avance que vers le futur ; renouvellements, factures et clôtures échus ont lieu en chemin. Une année "
        + "prend du temps.",
      de: "Geht nur vorwärts; fällige Verlängerungen, Rechnungen und Abschlüsse geschehen unterwegs. Ein Jahr dauert "
        + "etwas.")
    static let now = Phrase("Now", fr: "Maintenant", de: "Jetzt")
    static let by = Phrase("Move forward", fr: "Avancer", de: "Vorstellen")
    static let toDate = Phrase("Move to a date", fr: "Avancer jusqu’à une date", de: "Auf ein Datum vorstellen")
    static let to = Phrase("Date", fr: "Date", de: "Datum")
    static let advance = Phrase("Move clock", fr: "Avancer l’horloge", de: "Uhr vorstellen")
    static let day = Phrase("A day", fr: "Un jour", de: "Ein Tag")
    static let week = Phrase("A week", fr: "Une semaine", de: "Eine Woche")
    static let month = Phrase("A month", fr: "Un mois", de: "Ein Monat")
    static let monthStart = Phrase("To the 1st", fr: "Au 1er du mois", de: "Zum Monatsersten")
    static let year = Phrase("A year", fr: "Un an", de: "Ein Jahr")
    static let sellersOnly = Phrase(
      "Only distributors and resellers move the clock.", fr: "Seuls distributeurs et revendeurs avancent l’horloge.",
      de: "Nur Distributor und Reseller stellen die Uhr.")
  }
}
