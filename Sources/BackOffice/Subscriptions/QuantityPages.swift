import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// More or fewer licences.
enum QuantityPages {
  private struct Centre {
    let id: ID<BillingCentre>
    let name: String
    let isDefault: Bool
    let closed: Bool
    let held: Int
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let s = record.subscription
    let actions = record.actions(for: call.work)
    let increase = actions.first { $0.name == "increase" }
    let decrease = actions.first { $0.name == "decrease" }
    let refill = Refill(call)
    let typed = call.query("quantity") ?? "\(s.quantity)"
    let minimum = decrease?.minimum ?? s.quantity
    let maximum = increase?.maximum ?? s.quantity
    let number = stepper(
      label: Words.quantity.in(language), name: "quantity", value: refill.value("quantity", typed), minimum: minimum,
      maximum: maximum, hint: hint(s, decrease, maximum, language), error: refill.error("quantity"))
    let page = page(call, record)
    let fields: HTML = "\(number)\(try placement(of: record, refill, call))"
    let form = Markup.form(
      action: page.action, csrf: page.csrf, hidden: [("step", "preview"), Overtaken.hidden(record)], content: fields,
      submit: SubscriptionWords.preview.in(language), cancel: page.cancel)
    let isPossible = increase?.allowed == true || decrease?.allowed == true
    let isInTheWay = decrease?.code == "quantity.assigned" || Refusal.isAboutHolders(call.refusal)
    let holders = isInTheWay ? try LicencePages.holders(record, inTheWayOf: .quantity, call) : nil
    return try page.page(form: "\(card(form))\(holders)", unlessRefused: isPossible ? nil : increase)
  }

  private static func page(_ call: Call, _ record: SubscriptionRecord) -> ChangePage {
    ChangePage(call: call, record: record, title: Words.title.in(call.actor.language), step: "quantity")
  }

  /// A number with − and + beside it.
  static func stepper(
    label: String, name: String, value: String, minimum: Int, maximum: Int, hint: String, error: String?
  ) -> HTML {
    let id = fieldID(name)
    return """
      <div class="field\(when: error != nil, " invalid")"><label for="\(id)">\(label)</label><span class="stepper">\
      <button type="button" data-step="-1" aria-label="−1" tabindex="-1">−</button>\
      <input id="\(id)" name="\(name)" type="number" inputmode="numeric" step="1" min="\(minimum)" max="\(maximum)" \
      required value="\(value)" aria-describedby="\(id)-hint"\(attribute: "aria-invalid", error.map { _ in "true" })>\
      <button type="button" data-step="1" aria-label="+1" tabindex="-1">+</button></span>\
      \(error.map { "<small class=\"error\">\($0)</small>" as HTML })\
      <small class="hint" id="\(id)-hint">\(hint)</small></div>

      """
  }

  private static func hint(_ s: Subscription, _ decrease: Action?, _ maximum: Int, _ language: Language) -> String {
    let now = Words.now.in(
      language, ["quantity": "\(s.quantity)", "assigned": "\(s.assigned)", "maximum": "\(maximum)"])
    guard let decrease else { return now }
    guard decrease.allowed, let minimum = decrease.minimum else {
      return now + " " + Words.noLess.in(language) + " " + SubscriptionWords.reason(decrease, s, language)
    }
    guard let until = decrease.until else { return now + " " + Words.down.in(language, ["minimum": "\(minimum)"]) }
    return now + " " + Words.downUntil.in(language, ["minimum": "\(minimum)", "until": Portal.clockText(until)])
  }

  /// Where new licences go and given ones come from; of no interest with a single centre.
  private static func placement(of record: SubscriptionRecord, _ refill: Refill, _ call: Call) throws -> HTML {
    guard call.actor.holds(.centresView) else { return .empty }
    let language = call.actor.language
    let centres = try centres(of: record, in: call.work)
    guard centres.count > 1 else { return .empty }
    let standard = centres.first(where: \.isDefault)?.name ?? ""
    let rule = try SplitChoice(customer: record.path.organization, service: record.service, call: call).rule()
    let first = (
      value: "",
      label: rule.map { StandingRuleWords.byRule.in(language, ["rule": $0]) }
        ?? Words.standard.in(language, ["centre": standard]),
      selected: !refill.has("centre", "-"), disabled: false
    )
    let options = centres.map { centre in
      let text = Words.centreHolds.in(language, ["centre": centre.name, "held": "\(centre.held)"])
      let id = centre.id.description
      return (value: id, label: text, selected: refill.has("centre", id), disabled: false)
    }
    let error = refill.error("addTo") ?? refill.error("takeFrom") ?? refill.error("centre")
    return selectField(
      label: Words.where.in(language), name: "centre", options: [first] + options, hint: Words.whereHint.in(language),
      error: error)
  }

  private static func centres(of record: SubscriptionRecord, in work: Work) throws -> [Centre] {
    let allocations = record.subscription.allocations
    return try work.tx.rows(
      """
      SELECT id, name, is_default, closed FROM billing_centre WHERE customer_id = \(record.subscription.customer)
        AND (NOT closed OR id = ANY (\(allocations.map(\.centre)))) ORDER BY position
      """
    ).map { row in
      let id: ID<BillingCentre> = try row[0]
      return Centre(
        id: id, name: try row[1], isDefault: try row[2], closed: try row[3],
        held: allocations.first { $0.centre == id }?.quantity ?? 0)
    }
  }

  static func change(_ call: Call) throws -> Response {
    let language = call.actor.language
    let fields = try call.form()
    _ = fields.has("step")
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    let centre = fields.id("centre", of: BillingCentre.self)
    try fields.check()
    let id: ID<Subscription> = try call.id()
    guard let quantity else { throw Refusal.notFound }
    let before = try Subscriptions.find(id, in: call.work)
    var body: [String: JSONValue] = ["quantity": .integer(Int64(quantity))]
    let place = quantity < before.subscription.quantity ? "takeFrom" : "addTo"
    if let centre { body[place] = .string(centre.description) }
    let outcome: Subscriptions.Outcome
    switch try ChangePage.step(.change, body, on: id, isConfirmed: ChangePage.isConfirmed(call), call) {
    case .done(let response): return response
    case .preview(let found): outcome = found
    }
    let what = Words.what.in(language, ["before": "\(before.subscription.quantity)", "after": "\(quantity)"])
    let hidden = [("quantity", "\(quantity)")] + (centre.map { [("centre", $0.description)] } ?? [])
    return try page(call, before).confirmation(
      outcome, what: what, hidden: hidden, confirm: Words.confirm.in(language, ["after": "\(quantity)"]),
      again: "/subscriptions/\(id)/quantity?quantity=\(quantity)")
  }

  private enum Words {
    static let title = Phrase("Change quantity", fr: "Modifier la quantité", de: "Menge ändern")
    static let quantity = Phrase("Licences from now on", fr: "Licences désormais", de: "Lizenzen ab jetzt")
    static let now = Phrase(
      "{quantity} now, {assigned} of them assigned; at most {maximum}.",
      fr: "Actuellement {quantity}, dont {assigned} attribuées ; au plus {maximum}.",
      de: "Jetzt {quantity}, davon {assigned} vergeben; höchstens {maximum}.")
    static let down = Phrase(
      "Can go down to {minimum}.", fr: "Peut descendre à {minimum}.", de: "Kann bis {minimum} sinken.")
    static let downUntil = Phrase(
      "Can go down to {minimum} until {until}.", fr: "Peut descendre à {minimum} jusqu’au {until}.",
      de: "Kann bis {until} auf {minimum} sinken.")
    static let noLess = Phrase("Not fewer:", fr: "Pas moins :", de: "Nicht weniger:")
    static let `where` = Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
    static let whereHint = Phrase(
      "Where added licences go, or given ones come from.",
      fr: "Où vont les licences ajoutées, d’où viennent celles rendues.",
      de: "Wohin neue Lizenzen gehen oder woher zurückgegebene kommen.")
    static let standard = Phrase(
      "Standard: {centre} first", fr: "Standard : {centre} d’abord", de: "Standard: zuerst {centre}")
    static let centreHolds = Phrase(
      "{centre} (now {held})", fr: "{centre} (actuellement {held})", de: "{centre} (jetzt {held})")
    static let what = Phrase(
      "From {before} to {after} licences.", fr: "De {before} à {after} licences.",
      de: "Von {before} auf {after} Lizenzen.")
    static let confirm = Phrase(
      "Confirm {after} licences", fr: "Confirmer {after} licences", de: "{after} Lizenzen bestätigen")
  }
}
