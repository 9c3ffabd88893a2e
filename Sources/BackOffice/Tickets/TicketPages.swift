import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Requests for help: the list, a new one, and the conversation.
enum TicketPages {
  private typealias Words = TicketWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let tickets = try Tickets.list(of: nil, paging, in: call.work)
    let shown = Array(tickets.prefix(paging.limit))
    let names = try Names(shown, in: call.work)
    let next = paging.next(tickets) { [$0.id.description] }
    let isSeller = call.actor.level != .customer
    let columns =
      [Column(Words.subject.in(language))] + (isSeller ? [Column(Words.customer.in(language))] : []) + [
        Column(DeskWords.service.in(language)), Column(DeskWords.status.in(language)),
        Column(Words.openedBy.in(language)), Column(Words.openedAt.in(language)),
      ]
    let rows: [[HTML]] = shown.map { ticket in
      let customer: [HTML] = isSeller ? ["\(names.customer(of: ticket))"] : []
      return ["<a href=\"/tickets/\(ticket.id.description)\">\(ticket.subject)</a>"] + customer + [
        "\(names.service(of: ticket) ?? "–")", status(ticket.status, language), "\(ticket.openedByName)",
        Portal.time(ticket.createdAt),
      ]
    }
    let new = buttonLink(label: Words.new.in(language), href: "/tickets/new", tone: .primary)
    let empty = isSeller ? Words.noneHere : Words.none
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.tickets.label.in(language))", actions: isSeller ? [] : [new]))
      \(table(caption: Portal.Place.tickets.label.in(language), columns: columns, rows: rows,
        empty: "<p>\(empty.in(language))</p>"))
      \(pager(nextHref: next.map { PortalLink.to("/tickets", ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Portal.Place.tickets.label.in(language), at: .tickets, content)
  }

  static func status(_ status: Tickets.Status, _ language: Language) -> HTML {
    switch status {
    case .open: badge(Words.open.in(language), tone: .warning)
    case .escalated: badge(Words.escalated.in(language), tone: .bad)
    case .resolved: badge(Words.resolved.in(language), tone: .good)
    }
  }

  /// The names of the tickets' customers and services.
  private struct Names {
    private var customers: [ID<Organization>: String] = [:]
    private var services: [ID<Service>: String] = [:]

    init(_ tickets: [Tickets.Record], in work: Work) throws {
      guard !tickets.isEmpty else { return }
      let results = try work.tx.pipeline([
        "SELECT id, name FROM organization WHERE id = ANY (\(Array(Set(tickets.map(\.path.organization)))))",
        "SELECT id, name FROM service WHERE id = ANY (\(Array(Set(tickets.compactMap(\.service)))))",
      ])
      for row in results[0] { customers[try row[0]] = try row[1] as String }
      for row in results[1] { services[try row[0]] = try row[1] as String }
    }

    func customer(of ticket: Tickets.Record) -> String { customers[ticket.path.organization] ?? "" }
    func service(of ticket: Tickets.Record) -> String? { ticket.service.flatMap { services[$0] } }
  }

  // MARK: - Opening

  static func new(_ call: Call) throws -> Response {
    guard call.actor.level == .customer else { throw Refusal.notFound }
    let language = call.actor.language
    let refill = Refill(call)
    let rows = try call.tx.rows(
      """
      SELECT v.id, v.name FROM service v
      WHERE EXISTS (SELECT FROM subscription s WHERE s.service_id = v.id AND s.customer_id = \(call.actor.organization))
      ORDER BY v.name, v.id
      """)
    let asked = call.query("service")
    let services = try rows.map { row in
      let id = (try row[0] as ID<Service>).description
      let name: String = try row[1]
      return (value: id, label: name, selected: refill.has("serviceId", id, id == asked), disabled: false)
    }
    let general = [(value: "", label: Words.noService.in(language), selected: false, disabled: false)]
    let fields: HTML = """
      \(field(label: Words.subject.in(language), name: "subject", value: refill.value("subject"),
        hint: Words.subjectHint.in(language), error: refill.error("subject"), required: true,
        attributes: ["maxlength": "200"]))
      \(selectField(label: DeskWords.service.in(language), name: "serviceId", options: general + services,
        error: refill.error("serviceId")))
      \(textArea(label: Words.body.in(language), name: "body", value: refill.value("body"), rows: 8,
        hint: Words.bodyHint.in(language), error: refill.error("body"), required: true))
      """
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.tickets.label.in(language), "/tickets"), (Words.new.in(language), nil)]))
      \(pageHeader(title: "\(Words.new.in(language))", subtitle: "\(Words.newHint.in(language))"))
      \(card(form(action: "/tickets/new", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), "/tickets"))))
      """
    return try Portal.page(call, Words.new.in(language), at: .tickets, content)
  }

  static func create(_ call: Call) throws -> Response {
    guard call.actor.level == .customer else { throw Refusal.notFound }
    let fields = try call.form()
    let subject = fields.text("subject", required: true, upTo: 200)
    let body = fields.text("body", required: true, upTo: 10_000, lines: true)
    let service = fields.id("serviceId", of: Service.self)
    try fields.check()
    let ticket = try Tickets.open(
      subject ?? "", body: body ?? "", service: service, for: call.actor.organization, in: call.work)
    return .seeOther("/tickets/\(ticket.id)")
  }

  // MARK: - The conversation

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let ticket = try Tickets.find(try call.id(), in: call.work)
    let replies = try Tickets.replies(to: ticket.id, in: call.work)
    let names = try Names([ticket], in: call.work)
    let refill = Refill(call)
    let subtitle = [names.customer(of: ticket), names.service(of: ticket)].compactMap { $0 }.joined(separator: " · ")
    let messages: [HTML] = replies.map { reply in
      let paragraphs: [HTML] = reply.body.split(whereSeparator: \.isNewline).map { "<p>\(String($0))</p>" }
      return card(title: "\(reply.authorName) · \(Portal.clockText(reply.at))", "\(paragraphs)")
    }
    let answer = form(
      action: "/tickets/\(ticket.id)/replies", csrf: call.actor.csrf ?? "",
      content: textArea(
        label: Words.reply.in(language), name: "body", value: refill.value("body"), rows: 5,
        error: refill.error("body"), required: true), submit: Words.sendReply.in(language))
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.tickets.label.in(language), "/tickets"), (ticket.subject, nil)]))
      \(pageHeader(title: "\(ticket.subject) \(status(ticket.status, language))", subtitle: "\(subtitle)",
        actions: actions(ticket, call)))
      \(messages)
      \(card(answer))
      """
    return try Portal.page(call, ticket.subject, at: .tickets, content)
  }

  private static func actions(_ ticket: Tickets.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    func button(_ label: Phrase, _ status: Tickets.Status) -> HTML {
      actionButton(
        label: label.in(language), action: "/tickets/\(ticket.id)/status", csrf: call.actor.csrf ?? "",
        hidden: [("status", status.rawValue)])
    }
    if ticket.status == .resolved { return [button(Words.reopen, .open)] }
    let escalates = call.actor.level == .reseller && ticket.status == .open
    return (escalates ? [button(Words.escalate, .escalated)] : []) + [button(Words.resolve, .resolved)]
  }

  static func reply(_ call: Call) throws -> Response {
    let id: ID<Ticket> = try call.id()
    let fields = try call.form()
    let body = fields.text("body", required: true, upTo: 10_000, lines: true)
    try fields.check()
    try Tickets.reply(body ?? "", to: id, in: call.work)
    return .seeOther("/tickets/\(id)")
  }

  static func change(_ call: Call) throws -> Response {
    let id: ID<Ticket> = try call.id()
    let fields = try call.form()
    let status: Tickets.Status? = fields.choice("status", required: true)
    try fields.check()
    guard let status else { throw Refusal.notFound }
    _ = try Tickets.change(id, to: status, in: call.work)
    return .seeOther("/tickets/\(id)")
  }
}

/// The words of tickets.
enum TicketWords {
  static let subject = Phrase("Subject", fr: "Objet", de: "Betreff")
  static let subjectHint = Phrase(
    "In a few words, as a colleague would look for it.", fr: "En quelques mots, comme un collègue le chercherait.",
    de: "In wenigen Worten, so wie es jemand suchen würde.")
  static let customer = Phrase("Customer", fr: "Client", de: "Kunde")
  static let openedBy = Phrase("Opened by", fr: "Ouvert par", de: "Eröffnet von")
  static let openedAt = Phrase("Opened (UTC)", fr: "Ouvert le (UTC)", de: "Eröffnet (UTC)")
  static let none = Phrase(
    "No tickets. When something does not work, open one: your administrators and your reseller see it.",
    fr: "Aucun ticket. En cas de problème, ouvrez-en un : votre administration et votre revendeur le verront.",
    de: "Keine Tickets. Wenn etwas nicht geht, eröffnen Sie eines: Ihre Administration und Ihr Reseller sehen es.")
  static let noneHere = Phrase(
    "No tickets from your customers.", fr: "Aucun ticket de vos clients.", de: "Keine Tickets Ihrer Kunden.")
  static let open = Phrase("Open", fr: "Ouvert", de: "Offen")
  static let escalated = Phrase("Escalated", fr: "Escaladé", de: "Eskaliert")
  static let resolved = Phrase("Resolved", fr: "Résolu", de: "Gelöst")
  static let new = Phrase("Open a ticket", fr: "Ouvrir un ticket", de: "Ticket eröffnen")
  static let newHint = Phrase(
    "A question, a wish or something that does not work.",
    fr: "Une question, un souhait ou quelque chose qui ne fonctionne pas.",
    de: "Eine Frage, ein Wunsch oder etwas, das nicht funktioniert.")
  static let noService = Phrase(
    "No service in particular", fr: "Aucun service en particulier", de: "Kein bestimmter Dienst")
  static let body = Phrase("What is it about?", fr: "De quoi s’agit-il ?", de: "Worum geht es?")
  static let bodyHint = Phrase(
    "What happened, what you expected, since when.", fr: "Ce qui s’est passé, ce que vous attendiez, depuis quand.",
    de: "Was passiert ist, was Sie erwartet haben, seit wann.")
  static let send = Phrase("Open ticket", fr: "Ouvrir le ticket", de: "Ticket eröffnen")
  static let reply = Phrase("Your reply", fr: "Votre réponse", de: "Ihre Antwort")
  static let sendReply = Phrase("Reply", fr: "Répondre", de: "Antworten")
  static let resolve = Phrase("Mark as resolved", fr: "Marquer comme résolu", de: "Als gelöst markieren")
  static let reopen = Phrase("Reopen", fr: "Rouvrir", de: "Wieder öffnen")
  static let escalate = Phrase(
    "Escalate to the distributor", fr: "Escalader au distributeur", de: "An den Distributor eskalieren")
}
