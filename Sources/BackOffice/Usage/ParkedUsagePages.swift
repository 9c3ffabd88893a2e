import Core
import HTTP
import Markup

/// One record that waits: what was sent, why it does not count, and what can be done.
enum ParkedUsagePages {
  private typealias Words = UsageWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try ParkedUsage.find(try ParkedUsageAPI.id(call), in: call.work)
    let home = "/usage/parked/\(ID<ParkedUsage>(record.id))"
    let refill = Refill(call)
    let draft = record.draft
    let facts: [(String, HTML)] = [
      (Words.subscription.in(language), "<code>\(draft.subscription.description)</code>"),
      (Words.meter.in(language), "\(draft.meter)"),
      (Words.quantity.in(language), "\(grouped(draft.quantity.description))"),
      (Words.used.in(language), Portal.time(draft.at)), (Words.tag.in(language), "\(draft.tag ?? "–")"),
      (Words.currency.in(language), "\(draft.currency?.code ?? "–")"),
      (Words.parkedAt.in(language), Portal.time(record.parkedAt)),
    ]
    let rows: [[HTML]] = facts.map { ["\($0.0)", $0.1] }
    let retry = actionButton(
      label: Words.retryOne.in(language), action: home + "/retry", csrf: call.actor.csrf ?? "", tone: .primary)
    let reason = field(
      label: Words.dismissalReason.in(language), name: "reason", value: refill.value("reason"),
      hint: Words.dismissalHint.in(language), error: refill.error("reason"), required: true,
      attributes: ["maxlength": "500"])
    let dismissal = form(
      action: home + "/dismissal", csrf: call.actor.csrf ?? "", content: reason, submit: Words.dismiss.in(language),
      tone: .danger, cancel: (DeskWords.cancel.in(language), "/usage"))
    let content: HTML = """
      \(breadcrumbs([(Words.parked.in(language), "/usage"), (draft.externalID, nil)]))
      \(pageHeader(title: "\(draft.externalID)", actions: [retry]))
      \(notice(.warning, title: Messages.sentence(record.reason.code, [:], language)))
      \(card(title: Words.asSent.in(language), table(caption: Words.asSent.in(language),
        columns: [Column(Words.fact.in(language)), Column(Words.sentValue.in(language))], rows: rows)))
      \(card(title: Words.dismiss.in(language), dismissal))
      """
    return try Portal.page(call, draft.externalID, at: .usage, content)
  }

  /// Back to the record while it waits, else to the list.
  static func retry(_ call: Call) throws -> Response {
    var filter = ParkedUsage.Filter()
    filter.id = try ParkedUsage.find(try ParkedUsageAPI.id(call), in: call.work).id
    let summary = try Usage.retry(filter, in: call.work)
    return .seeOther(
      summary.parked > 0 ? "/usage/parked/\(ID<ParkedUsage>(try ParkedUsageAPI.id(call)))" : "/usage")
  }

  static func dismiss(_ call: Call) throws -> Response {
    let id = try ParkedUsageAPI.id(call)
    let note = Form(call.request)?.text("reason") ?? ""
    _ = try ParkedUsage.find(id, in: call.work)
    guard case .success(let checked) = Text.checked(note, upTo: 500), !checked.isEmpty else {
      throw Refusal.invalid([Issue("/reason", "field.required")])
    }
    try ParkedUsage.dismiss(id, because: checked, in: call.work)
    return .seeOther("/usage")
  }
}
