import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// The forms about access to people: asking, deciding, limiting, ending.
enum DelegationForms {
  private typealias Words = DelegationFormWords

  // MARK: - Asking

  /// From wherever access was missing, on to the customer's form: `?customer=` or `?subscription=`.
  static func start(_ call: Call) throws -> Response {
    if let text = call.query("subscription") {
      guard let id = ID<Subscription>(text) else { throw Refusal.notFound }
      let customer = try Subscriptions.find(id, in: call.work).path.organization
      return .seeOther("/customers/\(customer)/delegations/new")
    }
    guard let id = ID<Organization>(call.query("customer") ?? "") else { return .seeOther("/delegations") }
    return .seeOther("/customers/\(try Organizations.find(id, kind: .customer, in: call.work).id)/delegations/new")
  }

  /// What can be asked for with one click.
  private static let durations = ["P7D", "P30D", "P3M", "P6M", "P1Y", "P2Y"]

  static func new(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    guard call.actor.level == .reseller else { throw Refusal.notFound }
    let language = call.actor.language
    let refill = Refill(call)
    let options = durations.compactMap { text in
      Period(text).map {
        (
          value: text, label: SubscriptionWords.length($0, language),
          selected: refill.has("duration", text, text == "P30D"), disabled: false
        )
      }
    }
    let isSent = refill.hasSent("reason")
    let fields: HTML = """
      <h2>\(Words.what.in(language))</h2>
      \(boxes(DelegationRight.allCases, refill) { !isSent && $0 != .actAs })
      \(selectField(label: Words.howLong.in(language), name: "duration", options: options,
        hint: Words.howLongHint.in(language), error: refill.error("duration"), required: true))
      \(textArea(label: Words.why.in(language), name: "reason", value: refill.value("reason"), rows: 3,
        hint: Words.whyHint.in(language), error: refill.error("reason"), required: true))
      """
    let home = "/customers/\(customer.id)"
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.customers.label.in(language), "/customers"), (customer.name, home),
        (Words.askTitle.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.askTitle.in(language))",
        subtitle: "\(Words.askHint.in(language, ["customer": customer.name]))"))
      \(card(form(action: home + "/delegations/new", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.askTitle.in(language), at: .customers, content)
  }

  static func ask(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["rights"])
    let rights = DelegationsAPI.rights(fields) ?? []
    if rights.isEmpty { fields.note("rights", "field.required") }
    let draft = DelegationsAPI.draft(fields, rights)
    try fields.check()
    guard let draft else { throw Refusal.notFound }
    let record = try Delegations.ask(draft, of: try call.id(), in: call.work)
    return .seeOther("/delegations/\(record.id)")
  }

  /// A box for each right; what was ticked stays ticked.
  private static func boxes(
    _ rights: [DelegationRight], _ refill: Refill, ticked: (DelegationRight) -> Bool
  ) -> HTML {
    let missing: HTML? = refill.error("rights").map { "<p class=\"error\">\($0)</p>" }
    let boxes: [HTML] = rights.map { right in
      checkbox(
        label: "\(DelegationWords.meaning(right).in(refill.language))", name: "rights", value: right.rawValue,
        checked: refill.has("rights", right.rawValue, ticked(right)), id: "rights-\(right.rawValue)")
    }
    return "\(missing)<div>\(boxes)</div>"
  }

  // MARK: - Deciding

  /// Approving, with less where wanted, and refusing.
  static func deciding(_ record: Delegations.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/delegations/\(record.id)"
    let hidden = [("version", String(record.version))]
    let refill = Refill(call)
    let reason = textArea(
      label: DelegationWords.reason.in(language), name: "reason", value: refill.value("reason"), rows: 3,
      hint: Words.refuseHint.in(language, ["reseller": record.resellerName]), error: refill.error("reason"),
      required: true)
    return grid([
      card(
        title: Words.approve.in(language),
        form(
          action: path + "/approval", csrf: csrf, hidden: hidden,
          content: "<p>\(Words.approveHint.in(language))</p>\(extent(record, refill, call))",
          submit: Words.approve.in(language))),
      card(
        title: Words.refuse.in(language),
        form(
          action: path + "/refusal", csrf: csrf, hidden: hidden, content: reason, submit: Words.refuse.in(language),
          tone: .danger)),
    ])
  }

  /// Taking rights or time away from what is open.
  static func limiting(_ record: Delegations.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    return card(
      title: Words.limit.in(language),
      form(
        action: "/delegations/\(record.id)/limits", csrf: call.actor.csrf ?? "",
        hidden: [("version", String(record.version))], content: extent(record, Refill(call), call),
        submit: Words.limit.in(language)))
  }

  /// The rights there are, each with its box, and the last day.
  private static func extent(_ record: Delegations.Record, _ refill: Refill, _ call: Call) -> HTML {
    let language = call.actor.language
    let isSent = refill.hasSent("lastDay")
    let last = lastDay(of: record.delegation, at: call.work.now).description
    return """
      <h3>\(Words.whatToGive.in(language))</h3>
      \(boxes(record.delegation.rights, refill) { _ in !isSent })
      \(field(label: Words.lastDay.in(language), name: "lastDay", type: "date", value: refill.value("lastDay", last),
        hint: Words.untilHint.in(language), error: refill.error("lastDay") ?? refill.error("expiresAt"), required: true,
        attributes: ["min": call.work.now.utcDay.description, "max": last]))
      """
  }

  /// The last day it is open on, wholly or in part.
  private static func lastDay(of delegation: Delegation, at now: Instant) -> Day {
    Instant(microseconds: delegation.end(at: now).microseconds - 1).utcDay
  }

  static func approve(_ call: Call) throws -> Response {
    try decideExtent(call) { .approve(rights: $0, until: $1) }
  }

  static func limit(_ call: Call) throws -> Response {
    try decideExtent(call) { .narrow(rights: $0, until: $1) }
  }

  private static func decideExtent(
    _ call: Call, _ verdict: ([DelegationRight], Instant?) -> Delegation.Verdict
  ) throws -> Response {
    let fields = try call.form(lists: ["rights"])
    _ = fields.has("version")
    let rights = DelegationsAPI.rights(fields) ?? []
    let day = fields.parsed("lastDay", required: true, "field.day_malformed") { Day($0) }
    if rights.isEmpty { fields.note("rights", "field.required") }
    try fields.check()
    let record = try Delegations.find(try call.id(), in: call.work)
    // The day it ends on anyhow is open to its very end.
    let isWhole = day == lastDay(of: record.delegation, at: call.work.now)
    let until = isWhole ? nil : day.flatMap { Instant("\($0.adding(days: 1))T00:00:00Z") }
    return try decide(verdict(rights, until), call)
  }

  static func refuse(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version")
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    return try decide(.refuse(reason: reason ?? ""), call)
  }

  static func withdraw(_ call: Call) throws -> Response { try decide(.withdraw(reason: nil), call) }

  /// The delegation as it was on the page that decides.
  private static func decide(_ verdict: Delegation.Verdict, _ call: Call) throws -> Response {
    let seen = Form(call.request)?.first("version")
    let record = try Delegations.decide(try call.id(), verdict, in: call.work) { record in
      let status = record.delegation.status(at: call.work.now)
      let isOpen = status == .pending || status == .active
      if isOpen, let seen, seen != String(record.version) { throw Refusal.stale }
    }
    return .seeOther("/delegations/\(record.id)")
  }

  // MARK: - Ending

  static func askEnd(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Delegations.find(try call.id(), in: call.work)
    let names = ["reseller": record.resellerName, "customer": record.customerName]
    let title = Words.endTitle.in(language, names)
    let path = "/delegations/\(record.id)"
    let refill = Refill(call)
    let reason = textArea(
      label: DelegationWords.reason.in(language), name: "reason", value: refill.value("reason"), rows: 2,
      error: refill.error("reason"))
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.delegations.label.in(language), "/delegations"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(DelegationWords.list(record.delegation.rights, language))"))
      \(card(form(action: path + "/ending", csrf: call.actor.csrf ?? "", hidden: [("version", String(record.version))],
        content: "<p>\(Words.endText.in(language, names))</p>\(reason)", submit: Words.endAccess.in(language),
        tone: .danger, cancel: (DeskWords.cancel.in(language), path))))
      """
    return try Portal.page(call, title, at: .delegations, content)
  }

  static func end(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version")
    let reason = fields.text("reason", upTo: 500, lines: true)
    try fields.check()
    return try decide(.end(reason: reason), call)
  }
}
