import Core
import HTTP
import Markup

/// How one is told of deadlines, on one's profile: the digest by mail, the calendar's address.
enum ReminderPages {
  private typealias Words = ReminderWords

  /// Nothing for those who have neither.
  static func section(_ call: Call) throws -> HTML {
    let language = call.actor.language
    var parts: [HTML] = []
    if RenewalDigests.isOffered(to: call.actor) { parts.append(try digest(call)) }
    if call.actor.holds(.statementsView) { parts.append(try calendar(call)) }
    guard !parts.isEmpty else { return .empty }
    return "<div id=\"reminders\">\(card(title: Words.title.in(language), "\(parts)"))</div>"
  }

  private static func digest(_ call: Call) throws -> HTML {
    let language = call.actor.language
    let chosen = try RenewalDigests.rhythm(in: call.work)
    let refill = Refill(call)
    let options = RenewalDigests.Rhythm.allCases.map {
      (
        value: $0.rawValue, label: RenewalWords.rhythm($0).in(language),
        selected: refill.has("rhythm", $0.rawValue, chosen == $0), disabled: false
      )
    }
    let choice = selectField(
      label: Words.digest.in(language), name: "rhythm", options: options, hint: Words.digestHint.in(language),
      error: refill.error("rhythm"), required: true)
    return form(
      action: "/profile/digest", csrf: call.actor.csrf ?? "", content: choice, submit: DeskWords.save.in(language),
      tone: .plain)
  }

  private static func calendar(_ call: Call) throws -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let createdAt = try Calendars.createdAt(in: call.work)
    let hint = Words.calendarHint.in(language, ["organization": call.actor.organizationName])
    let since: HTML? = createdAt.map {
      "<p>\(Words.active.in(language, ["day": $0.utcDay.description]))</p>"
    }
    let create = actionButton(
      label: (createdAt == nil ? Words.create : Words.replace).in(language), action: "/profile/calendar", csrf: csrf)
    let end: HTML? = createdAt.map { _ in
      actionButton(label: Words.end.in(language), action: "/profile/calendar/ending", csrf: csrf, tone: .danger)
    }
    return """
      <h3>\(Words.calendar.in(language))</h3><p class="subtle">\(hint)</p>\(since)\
      <div class="actions">\(create) \(end)</div>
      """
  }
}

/// The choice of one's digest.
enum RenewalDigestPages {
  static func choose(_ call: Call) throws -> Response {
    let fields = try call.form()
    let rhythm = fields.choice("rhythm", required: true, of: RenewalDigests.Rhythm.self)
    try fields.check()
    guard let rhythm else { throw Refusal.notFound }
    try RenewalDigests.choose(rhythm, in: call.work)
    return .seeOther("/profile#reminders")
  }
}

/// Making and ending the calendar's address.
enum CalendarPages {
  private typealias Words = ReminderWords

  /// Answered with a page: the address is shown this once and stored nowhere.
  static func create(_ call: Call) throws -> Response {
    let language = call.actor.language
    let issued = try Calendars.create(in: call.work)
    let title = Words.calendar.in(language)
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/profile#reminders"), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.howTo.in(language))</p>"))
      \(card(copyable(issued.url, label: title, copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language))))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/profile#reminders"))</p>
      """
    return try Portal.page(call, title, at: nil, content).shownOnce
  }

  static func end(_ call: Call) throws -> Response {
    try Calendars.end(in: call.work)
    return .seeOther("/profile#reminders")
  }
}
