import Core
import FoundationEssentials
import HTTP
import Markup

/// Mail that could not be delivered: shown to whoever had it written, with what to do about it.
enum MailPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let mails = try Mails.list(.failed, paging, in: call.work)
    let next = paging.next(mails) { [String($0.sequence)] }
    let columns = [
      Column(Words.to.in(language)), Column(Words.subject.in(language)), Column(Words.failed.in(language)),
      Column(Words.why.in(language)), Column("", kind: .number),
    ]
    let rows: [[HTML]] = mails.prefix(paging.limit).map { mail in
      let to: HTML =
        mail.person.map { "<a href=\"/users/\($0.description)\">\(mail.address)</a>" } ?? "\(mail.address)"
      return [
        to, "\(mail.subject)", mail.failedAt.map { Portal.time($0) } ?? "", "\(mail.error ?? "")",
        actionButton(
          label: Words.again.in(language), action: "/mail/\(mail.id)/delivery", csrf: call.actor.csrf ?? ""),
      ]
    }
    let title = Words.title.in(language)
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), "/people"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.subtitle.in(language))"))
      \(table(caption: title, columns: columns, rows: rows, empty: "<p>\(Words.none.in(language))</p>"))
      \(pager(nextHref: next.map { PortalLink.to("/mail", ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func retry(_ call: Call) throws -> Response {
    try Mails.retry(try call.id(), in: call.work)
    return .seeOther("/mail")
  }

  /// On the start page, where mail failed: how much, and the way there.
  static func summary(_ call: Call) throws -> HTML {
    guard call.actor.holds(.usersManage) else { return .empty }
    let count = try Mails.failures(in: call.work)
    if count == 0 { return .empty }
    let language = call.actor.language
    return notice(
      .bad, title: Words.count.in(language, ["count": String(count)]),
      body: "<p><a href=\"/mail\">\(Words.look.in(language))</a></p>")
  }

  /// On a person's page: that the last mail to them failed, why, and how to put it right.
  static func failure(_ user: Users.Record, _ call: Call) throws -> HTML? {
    guard let mail = try Mails.latest(to: user, in: call.work), let error = mail.error, mail.sentAt == nil else {
      return nil
    }
    let language = call.actor.language
    let values = ["to": mail.address, "error": error, "at": Portal.clockText(mail.nextAttemptAt)]
    guard mail.status == .failed else { return notice(.warning, title: Words.waits.in(language, values)) }
    let correction: HTML? = user.status == .invited && call.actor.holds(.usersManage) ? correction(user, call) : nil
    return notice(.bad, title: Words.undelivered.in(language, values), body: correction)
  }

  private static func correction(_ user: Users.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    return form(
      action: "/users/\(user.id)/address", csrf: call.actor.csrf ?? "",
      content: field(
        label: Words.address.in(language), name: "email", type: "email",
        value: refill.value("email", user.notificationEmail ?? user.signInEmail), error: refill.error("email"),
        required: true, attributes: ["autocomplete": "off"]), submit: Words.correct.in(language))
  }

  static func readdress(_ call: Call) throws -> Response {
    let fields = try call.form()
    let address = fields.parsed("email", required: true, "email.malformed") { Text.email($0) }
    try fields.check()
    let user = try Invitations.readdress(try call.id(), to: address ?? "", in: call.work)
    return .seeOther("/users/\(user.id)")
  }

  private enum Words {
    static let title = Phrase("Undelivered mail", fr: "Courrier non distribué", de: "Unzustellbare Post")
    static let subtitle = Phrase(
      "Mail the receiving server refused for good, or that could not be handed over for a day.",
      fr: "Courrier que le serveur destinataire a refusé, ou qui n’a pu être remis pendant un jour.",
      de: "Post, die der empfangende Server abgelehnt hat oder die einen Tag lang nicht zu übergeben war.")
    static let to = Phrase("To", fr: "À", de: "An")
    static let subject = Phrase("Subject", fr: "Objet", de: "Betreff")
    static let failed = Phrase("Given up (UTC)", fr: "Abandonné (UTC)", de: "Aufgegeben (UTC)")
    static let why = Phrase("Why", fr: "Pourquoi", de: "Warum")
    static let again = Phrase("Try again", fr: "Réessayer", de: "Erneut versuchen")
    static let none = Phrase(
      "All mail was delivered or is on its way.", fr: "Tout le courrier est remis ou en route.",
      de: "Alle Post ist zugestellt oder unterwegs.")
    static let count = Phrase(
      "Mail that could not be delivered: {count}", fr: "Courriers non distribués : {count}",
      de: "Unzustellbare E-Mails: {count}")
    static let look = Phrase("See why", fr: "Voir pourquoi", de: "Gründe ansehen")
    static let undelivered = Phrase(
      "The mail to {to} could not be delivered: {error}", fr: "L’e-mail à {to} n’a pas pu être remis : {error}",
      de: "Die E-Mail an {to} konnte nicht zugestellt werden: {error}")
    static let waits = Phrase(
      "The mail to {to} has not been taken yet ({error}). It is tried again at {at}.",
      fr: "L’e-mail à {to} n’a pas encore été accepté ({error}). Nouvel essai le {at}.",
      de: "Die E-Mail an {to} wurde noch nicht angenommen ({error}). Nächster Versuch: {at}.")
    static let address = Phrase("E-mail address", fr: "Adresse e-mail", de: "E-Mail-Adresse")
    static let correct = Phrase(
      "Correct and send again", fr: "Corriger et renvoyer", de: "Berichtigen und erneut senden")
  }
}
