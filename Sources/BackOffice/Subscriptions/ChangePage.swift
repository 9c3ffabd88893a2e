import Core
import HTTP
import Markup

/// What the pages that change a subscription share: the way back, and the page that asks for confirmation.
struct ChangePage {
  let call: Call
  let record: SubscriptionRecord
  let title: String
  /// The page of the change itself, e.g. `quantity`.
  let step: String

  private var language: Language { call.actor.language }
  var home: String { "/subscriptions/\(record.id)" }
  var action: String { home + "/" + step }
  var csrf: String { call.actor.csrf ?? "" }
  var cancel: (label: String, href: String) { (DeskWords.cancel.in(language), home) }

  /// The version the reader saw, carried on from form to form.
  var seen: [(String, String)] {
    Form(call.request)?.first(Overtaken.field).map { [(Overtaken.field, $0)] } ?? []
  }

  /// Refuses what was decided on an older version, and says what happened since.
  static func check(_ call: Call) -> (SubscriptionRecord) throws -> Void { { try Overtaken.check(call, $0) } }

  /// Whether a form was sent by the button under the preview.
  static func isConfirmed(_ call: Call) -> Bool { Form(call.request)?.first("step") == "confirm" }

  func head(_ subtitle: HTML? = nil) -> HTML {
    let name = record.subscription.friendlyName ?? record.planName
    return """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (name, home), (title, nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: subtitle ?? "\(name)"))
      """
  }

  func page(_ content: HTML) throws -> Response {
    try Portal.page(call, title, at: .subscriptions, content)
  }

  /// What a form came to: a preview to confirm, or the way on once it was carried out or is kept as a request.
  enum Step {
    case preview(Subscriptions.Outcome)
    case done(Response)
  }

  /// Carries out what a confirmed form asks for, in the API's words; whoever may only ask is led to the request.
  static func step(
    _ kind: AskedChange.Kind, _ body: [String: JSONValue], on id: ID<Subscription>, isConfirmed: Bool, _ call: Call
  ) throws -> Step {
    let answer = try Requests.change(
      kind, .object(body), on: id, in: call.work, preview: !isConfirmed, check: check(call))
    return switch answer {
    case .waits(let request): .done(.seeOther("/requests/\(request.id)"))
    case .done(let outcome):
      isConfirmed ? .done(.seeOther("/subscriptions/\(outcome.record.id)")) : .preview(outcome)
    }
  }

  /// Changes without asking again: nothing of it is billed today.
  static func atOnce(_ body: [String: JSONValue], on id: ID<Subscription>, _ call: Call) throws -> Response {
    switch try step(.change, body, on: id, isConfirmed: true, call) {
    case .done(let response): response
    case .preview: .seeOther("/subscriptions/\(id)")
    }
  }

  /// The form to fill in, or why there is nothing to fill in.
  func page(form content: HTML, unlessRefused action: Action?, subtitle: HTML? = nil) throws -> Response {
    guard let action, !action.allowed else { return try page("\(head(subtitle))\(content)") }
    let reason = SubscriptionWords.reason(action, record.subscription, language)
    let back = buttonLink(label: DeskWords.back.in(language), href: home)
    return try page("\(head(subtitle))\(notice(.warning, title: reason, body: "<p>\(back)</p>"))")
  }

  /// The preview with its confirming button; `again` leads back to the form with what was typed, `consent` is what
  /// must be agreed to beside the button.
  func confirmation(
    _ outcome: Subscriptions.Outcome, what: String, hidden: [(String, String)], confirm: String,
    tone: ButtonTone = .primary, again: String? = nil, isSplitShown: Bool = true, consent: HTML = .empty
  ) throws -> Response {
    let preview = try ChangePreview(outcome, call)
    let asks = call.actor.asksForChanges
    let confirming = form(
      action: action, csrf: csrf, hidden: [("step", "confirm")] + seen + hidden, content: consent,
      submit: asks ? RequestPageWords.sendForApproval.in(language) : confirm, tone: tone,
      cancel: again.map { (ChangePage.changeAgain.in(language), $0) } ?? cancel)
    return try page(
      """
      \(head("\(what) \(preview.subtitle)"))
      \(preview.html(isSplitShown: isSplitShown))
      \(when: asks, notice(.neutral, title: RequestPageWords.asksReseller.in(language)))
      \(confirming)
      """)
  }

  private static let changeAgain = Phrase("Change again", fr: "Modifier encore", de: "Nochmals ändern")
}
