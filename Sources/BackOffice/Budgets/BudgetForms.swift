import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Setting, changing and ending a budget; each says first what it does.
enum BudgetForms {
  private typealias Words = BudgetWords

  // MARK: - Setting

  static func new(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let language = call.actor.language
    let fields: HTML = """
      \(try target(customer, call))\
      \(amountFields(nil, currency: customer.currency, hasContact: true, call))
      """
    let content: HTML = """
      \(BudgetPages.trail(customer, Words.new.in(language), call))
      \(pageHeader(title: "\(Words.new.in(language))", subtitle: "\(Words.newSubtitle.in(language))"))
      \(card(form(action: BudgetPages.path(customer.id) + "/new", csrf: call.actor.csrf ?? "",
        hidden: [("step", "preview")], content: fields, submit: Words.preview.in(language),
        cancel: (DeskWords.cancel.in(language), BudgetPages.listHref(of: customer.id, call.actor)))))
      """
    return try Portal.page(call, Words.new.in(language), at: CentrePages.place(call), content)
  }

  static func create(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let sent = BudgetFormFields(call, currency: customer.currency)
    let draft = try sent.draft(needsAmount: true)
    guard let target = sent.target else { throw Refusal.invalid([Issue("/target", "field.required")]) }
    let listed = try Budgets.create(
      draft, for: target, of: customer.id, in: call.work, isPreview: !sent.isConfirmed)
    guard !sent.isConfirmed else { return .seeOther("/budgets/\(listed.record.id)") }
    return try preview(
      listed, sent, action: BudgetPages.path(customer.id) + "/new", again: BudgetPages.path(customer.id) + "/new",
      customer, call)
  }

  // MARK: - Changing

  static func edit(_ call: Call) throws -> Response {
    let record = try Budgets.find(try call.id(), in: call.work).record
    guard record.endedAt == nil else { throw Refusal.conflict("budget.ended") }
    let customer = try Organizations.find(record.path.organization, kind: .customer, in: call.work)
    let language = call.actor.language
    let title = Words.changeOf.in(language, ["name": record.name])
    let here = "/budgets/\(record.id)"
    let content: HTML = """
      \(BudgetPages.trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.changeSubtitle.in(language))"))
      \(card(form(action: here + "/edit", csrf: call.actor.csrf ?? "",
        hidden: [("step", "preview"), ("version", "\(record.version)")],
        content: amountFields(record, currency: record.currency, hasContact: record.target.centre != nil, call),
        submit: Words.preview.in(language), cancel: (DeskWords.cancel.in(language), here))))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  static func change(_ call: Call) throws -> Response {
    let record = try Budgets.find(try call.id(), in: call.work).record
    let customer = try Organizations.find(record.path.organization, kind: .customer, in: call.work)
    let sent = BudgetFormFields(call, currency: record.currency)
    let listed = try Budgets.change(
      record.id, try sent.draft(needsAmount: true), in: call.work, isPreview: !sent.isConfirmed
    ) { if let seen = sent.version, seen != $0.version { throw Refusal.stale } }
    let here = "/budgets/\(record.id)"
    guard !sent.isConfirmed else { return .seeOther(here) }
    return try preview(listed, sent, action: here + "/edit", again: here + "/edit", customer, call)
  }

  private static func preview(
    _ listed: Budgets.Listed, _ sent: BudgetFormFields, action: String, again: String,
    _ customer: Organizations.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let record = listed.record
    let title = Words.check.in(language, ["name": record.name])
    let standing = listed.standing.map { BudgetPages.tiles($0, record.shares, record.present, language) }
    let reached = listed.reached.last.map {
      notice(.warning, title: Words.reachedAlready.in(language, ["share": "\($0)"]))
    }
    let later = record.next.map {
      "<p>\(Words.laterAmount.in(language, ["amount": $0.amount.description, "month": $0.from.description]))</p>"
        as HTML
    }
    let content: HTML = """
      \(BudgetPages.trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.checkSubtitle.in(language))"))
      \(standing)\(reached)\(later)
      \(card(definitionList([
        (Words.shares.in(language), "\(Words.percents(record.shares))"),
        (Words.tells.in(language), "\(record.tells.map { Words.reader($0).in(language) }.joined(separator: ", "))"),
      ])))
      \(form(action: action, csrf: call.actor.csrf ?? "", hidden: sent.hidden, content: .empty,
        submit: Words.confirm.in(language), cancel: (Words.again.in(language), again)))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  // MARK: - Ending

  static func askEnd(_ call: Call) throws -> Response {
    let record = try Budgets.find(try call.id(), in: call.work).record
    let customer = try Organizations.find(record.path.organization, kind: .customer, in: call.work)
    let language = call.actor.language
    let title = Words.endOf.in(language, ["name": record.name])
    let here = "/budgets/\(record.id)"
    let content: HTML = """
      \(BudgetPages.trail(customer, title, call))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.endSubtitle.in(language))"))
      \(card("""
        <div class="form-actions">\(actionButton(label: Words.end.in(language), action: here + "/ending",
          csrf: call.actor.csrf ?? "", hidden: [("version", "\(record.version)")], tone: .danger))\
        \(buttonLink(label: DeskWords.cancel.in(language), href: here))</div>
        """))
      """
    return try Portal.page(call, title, at: CentrePages.place(call), content)
  }

  static func end(_ call: Call) throws -> Response {
    let id: ID<Budget> = try call.id()
    let seen = Form(call.request)?.first("version").flatMap { Int($0) }
    try Budgets.end(id, in: call.work) { if let seen, seen != $0.version { throw Refusal.stale } }
    return .seeOther("/budgets/\(id)")
  }

  // MARK: - Fields

  /// What it is for: one that the address names, or any of the customer's that has none yet.
  private static func target(_ customer: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let named = call.query("for") ?? ""
    let rows = try call.tx.rows(
      """
      (SELECT 'centre:' || c.id, c.name || ' (' || c.code || ')', 1 AS kind, c.position::bigint AS n
        FROM billing_centre c WHERE c.customer_id = \(customer.id) AND (NOT c.closed OR 'centre:' || c.id = \(named))
          AND NOT EXISTS (SELECT FROM budget b WHERE b.centre_id = c.id AND b.ended_at IS NULL)
        ORDER BY c.position LIMIT \(Bounds.splitCentres))
      UNION ALL
      (SELECT 'subscription:' || s.id, coalesce(s.friendly_name || ' · ', '') || s.plan_name, 2,
          row_number() OVER (ORDER BY 'subscription:' || s.id <> \(named), s.plan_name, s.id)
        FROM subscription s WHERE s.customer_id = \(customer.id) AND NOT s.direct
          AND (s.status IN ('pending', 'active', 'suspended') OR 'subscription:' || s.id = \(named))
          AND NOT EXISTS (SELECT FROM budget b WHERE b.subscription_id = s.id AND b.ended_at IS NULL)
        ORDER BY 'subscription:' || s.id <> \(named), s.plan_name, s.id LIMIT \(Bounds.subscriptionsOfPerson))
      ORDER BY 3, 4
      """)
    let options = try rows.map { row -> (value: String, label: String, selected: Bool, disabled: Bool) in
      let value: String = try row[0]
      let kind: Int = try row[2]
      let prefix = (kind == 1 ? Words.centre : Words.subscription).in(language)
      return (
        value: value, label: "\(prefix): \(try row[1] as String)",
        selected: refill.has("target", value, value == named),
        disabled: false
      )
    }
    return selectField(
      label: Words.of.in(language), name: "target", options: options, error: refill.error("target"), required: true)
  }

  private static func amountFields(
    _ record: Budgets.Record?, currency: Currency, hasContact: Bool, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let amount = record.flatMap { $0.amount ?? $0.amounts.last }?.amount.amount
    let shares = BudgetShares.most
    let shareError = refill.error("shares") ?? (0..<shares).lazy.compactMap { refill.error("shares/\($0)") }.first
    let readers = BudgetReader.allCases.filter { $0 != .contact || hasContact }
    let stored = record?.tells ?? [.managers, .finance]
    let boxes: [HTML] = readers.map { reader in
      checkbox(
        label: "\(Words.reader(reader).in(language))", name: "tells", value: reader.rawValue,
        checked: refill.ticked("tells", reader.rawValue, stored: stored.contains(reader)),
        hint: reader == .contact ? Words.contactHint.in(language) : nil, id: "f-tells-\(reader.rawValue)")
    }
    let tellsError: HTML? = refill.error("tells").map { "<small class=\"error\">\($0)</small>" }
    return """
      \(field(label: Words.amountIn.in(language, ["currency": currency.code]), name: "amount",
        value: refill.value("amount", amount), error: refill.error("amount"), required: true,
        attributes: ["inputmode": "decimal", "autocomplete": "off"]))\
      \(field(label: Words.fromMonth.in(language), name: "fromMonth", type: "month",
        value: refill.value("fromMonth"), hint: Words.fromHint.in(language), error: refill.error("fromMonth"),
        attributes: ["placeholder": "2026-01"]))\
      \(field(label: Words.sharesField.in(language), name: "shares",
        value: refill.value("shares", (record?.shares ?? .usual).percents.map(String.init).joined(separator: ", ")),
        hint: Words.sharesHint.in(language), error: shareError, required: true))
      <fieldset class="choices"><legend>\(Words.tells.in(language))</legend>\(boxes)\(tellsError)</fieldset>
      """
  }
}

/// The form's fields, read.
struct BudgetFormFields {
  private let form: Form?
  private let currency: Currency

  init(_ call: Call, currency: Currency) {
    form = Form(call.request)
    self.currency = currency
  }

  var isConfirmed: Bool { form?.first("step") == "confirm" }
  var version: Int? { form?.first("version").flatMap { Int($0) } }

  var target: Budgets.Target? {
    let parts = (form?.first("target") ?? "").split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    return switch parts[0] {
    case "centre": ID<BillingCentre>(parts[1]).map { .centre($0) }
    case "subscription": ID<Subscription>(parts[1]).map { .subscription($0) }
    default: nil
    }
  }

  /// Everything wrong with it, at once.
  func draft(needsAmount: Bool) throws(Refusal) -> Budgets.Draft {
    var issues: [Issue] = []
    var draft = Budgets.Draft()
    let amount = text("amount")
    draft.amount = Money(amount.replacing("'", with: "").replacing("’", with: ""), currency: currency)
    if amount.isEmpty {
      if needsAmount { issues.append(Issue("/amount", "field.required")) }
    } else if draft.amount == nil {
      issues.append(Issue("/amount", "money.malformed"))
    }
    if !text("fromMonth").isEmpty {
      draft.from = Month(text("fromMonth"))
      if draft.from == nil { issues.append(Issue("/fromMonth", "field.month_malformed")) }
    }
    let parts = text("shares").split { ",; %".contains($0) }
    let percents = parts.compactMap { Int($0) }
    if percents.count < parts.count { issues.append(Issue("/shares", "field.whole_number_expected")) }
    draft.shares = percents
    draft.tells = (form?.all("tells") ?? []).compactMap { BudgetReader(rawValue: $0) }
    if !issues.isEmpty { throw .invalid(issues) }
    return draft
  }

  private func text(_ name: String) -> String { Text.trimmed(form?.first(name) ?? "") }

  /// What is confirmed, as it was typed.
  var hidden: [(String, String)] {
    let names = ["target", "amount", "fromMonth", "shares", "tells", "version"]
    return [("step", "confirm")] + (form?.fields ?? []).filter { names.contains($0.name) }.map { ($0.name, $0.value) }
  }
}
