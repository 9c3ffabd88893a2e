import Core
import FoundationEssentials
import HTTP
import Markup

/// Ending a subscription: at once with what is left given back, or with its term.
enum CancellationPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let page = page(call, record)
    let actions = record.actions(for: call.work)
    let later = later(record, actions.first { $0.name == "cancelLater" }, page, language)
    let now = now(record, actions.first { $0.name == "cancelNow" }, page, language)
    let isInTheWay = actions.contains { $0.code == "cancel.assigned" } || Refusal.isAboutHolders(call.refusal)
    let holders = isInTheWay ? try LicencePages.holders(record, inTheWayOf: .cancellation, call) : nil
    let content: HTML = """
      \(page.head())
      \(grid([card(title: Words.later.in(language), later), card(title: Words.now.in(language), now)]))
      \(holders)
      """
    return try page.page(content)
  }

  private static func page(_ call: Call, _ record: SubscriptionRecord) -> ChangePage {
    ChangePage(call: call, record: record, title: Words.title.in(call.actor.language), step: "cancellation")
  }

  private static func later(
    _ record: SubscriptionRecord, _ action: Action?, _ page: ChangePage, _ language: Language
  ) -> HTML {
    let end = record.subscription.termEnd.description
    let what: HTML = "<p>\(Words.laterText.in(language, ["day": end]))</p>"
    let button = choice(action, record, label: Words.laterButton.in(language, ["day": end]), language) {
      actionButton(
        label: $0, action: page.action, csrf: page.csrf,
        hidden: [("when", "later"), ("step", "confirm"), Overtaken.hidden(record)],
        tone: .primary)
    }
    return "\(what)<div>\(button)</div>"
  }

  private static func now(
    _ record: SubscriptionRecord, _ action: Action?, _ page: ChangePage, _ language: Language
  ) -> HTML {
    let window = SubscriptionWords.window(record.subscription.policy.cancelWindow, language)
    let deadline: HTML? = action?.until.map {
      "<p class=\"subtle\">\(Words.until.in(language, ["until": Portal.clockText($0)]))</p>"
    }
    let button = choice(action, record, label: SubscriptionWords.preview.in(language), language) {
      actionButton(
        label: $0, action: page.action, csrf: page.csrf,
        hidden: [("when", "now"), ("step", "preview"), Overtaken.hidden(record)], tone: .danger)
    }
    return """
      <p>\(Words.nowText.in(language))</p>\
      \(definitionList([(Words.window.in(language), "\(window)")]))\(deadline)<div>\(button)</div>
      """
  }

  private static func choice(
    _ action: Action?, _ record: SubscriptionRecord, label: String, _ language: Language, _ button: (String) -> HTML
  ) -> HTML {
    guard let action, !action.allowed else { return button(label) }
    return disabledButton(label: label, reason: SubscriptionWords.reason(action, record.subscription, language))
  }

  static func cancel(_ call: Call) throws -> Response {
    let language = call.actor.language
    let id: ID<Subscription> = try call.id()
    let fields = try call.form()
    _ = fields.has("step")
    let when = fields.parsed("when", required: true, "field.not_a_choice") {
      ["now", "later"].contains($0) ? $0 : nil
    }
    try fields.check()
    let outcome: Subscriptions.Outcome
    let body: [String: JSONValue] = ["when": .string(when ?? "now")]
    switch try ChangePage.step(.cancellation, body, on: id, isConfirmed: ChangePage.isConfirmed(call), call) {
    case .done(let response): return response
    case .preview(let found): outcome = found
    }
    return try page(call, outcome.record).confirmation(
      outcome, what: Words.nowText.in(language), hidden: [("when", when ?? "now")],
      confirm: Words.confirm.in(language), tone: .danger)
  }

  private enum Words {
    static let title = Phrase("End subscription", fr: "Mettre fin à l’abonnement", de: "Abonnement beenden")
    static let later = Phrase("With the term", fr: "À l’échéance", de: "Auf Laufzeitende")
    static let laterText = Phrase(
      "Runs and is billed until {day}, then ends. Until then this can be taken back.",
      fr: "Continue et reste facturé jusqu’au {day}, puis prend fin. Révocable jusque-là.",
      de: "Läuft und wird verrechnet bis {day}, dann endet es. Bis dahin lässt sich das zurücknehmen.")
    static let laterButton = Phrase("End on {day}", fr: "Arrêter le {day}", de: "Auf {day} beenden")
    static let now = Phrase("Now, with refund", fr: "Maintenant, avec remboursement", de: "Sofort, mit Erstattung")
    static let nowText = Phrase(
      "Ends today for good; the days not used are given back.",
      fr: "Prend fin aujourd’hui définitivement ; les jours non utilisés sont remboursés.",
      de: "Endet heute endgültig; die nicht genutzten Tage werden erstattet.")
    static let window = Phrase("Allowed", fr: "Autorisé", de: "Erlaubt")
    static let until = Phrase(
      "Possible until {until}.", fr: "Possible jusqu’au {until}.", de: "Möglich bis {until}.")
    static let confirm = Phrase("Cancel for good", fr: "Résilier définitivement", de: "Endgültig kündigen")
  }
}
