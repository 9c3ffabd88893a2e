import Core
import FoundationEssentials
import HTTP
import Markup

/// Upgrading: choose a better plan with the prices side by side, say how many and who, see what it costs, confirm that
/// it is for good.
enum UpgradePages {
  private typealias Words = UpgradeWords

  static func show(_ call: Call) throws -> Response {
    let targets = try UpgradeTargets.of(try call.id(), in: call.work)
    let form = Form(call.request)
    let offer = (form?.first("offerId") ?? call.query("offer")).flatMap { ID<Offer>($0) }
    let line = (form?.first("subscriptionId") ?? call.query("line")).flatMap { ID<Subscription>($0) }
    if let offer, let chosen = targets.offers.first(where: { $0.id == offer }) {
      return try UpgradeForm(call: call, targets: targets, target: .offer(chosen)).response()
    }
    if let line, let chosen = targets.lines.first(where: { $0.id == line }) {
      return try UpgradeForm(call: call, targets: targets, target: .line(chosen)).response()
    }
    return try choose(targets, call)
  }

  static func page(_ call: Call, _ record: SubscriptionRecord) -> ChangePage {
    ChangePage(call: call, record: record, title: Words.title.in(call.actor.language), step: "upgrade")
  }

  // MARK: - Choosing

  private static func choose(_ targets: UpgradeTargets, _ call: Call) throws -> Response {
    let language = call.actor.language
    let page = page(call, targets.record)
    let hasAny = !targets.offers.isEmpty || !targets.lines.isEmpty
    let none = Action(name: "upgrade", code: "upgrade.no_path")
    let content: HTML = """
      \(now(targets.record, call))\(offers(targets, page, call))\(lines(targets, page, call))
      """
    let refused = targets.obstacle ?? (hasAny ? nil : none)
    return try page.page(
      form: content, unlessRefused: refused, subtitle: "\(Words.choose.in(language))")
  }

  /// What there is now, for comparison.
  private static func now(_ record: SubscriptionRecord, _ call: Call) -> HTML {
    let language = call.actor.language
    let s = record.subscription
    var facts: [(String, HTML)] = [
      (SubscriptionWords.plan.in(language), "\(record.planName)"),
      (SubscriptionWords.term.in(language), "\(SubscriptionWords.term(s.term, s.frequency, language))"),
    ]
    let unit = SubscriptionWords.perLicence(s.frequency).in(language)
    if call.actor.seesPrices {
      facts.append((SubscriptionWords.unitPrice.in(language), "\(s.unitPrice.html) \(unit)"))
    }
    if call.actor.seesCosts { facts.append((SubscriptionWords.unitCost.in(language), "\(s.unitCost.html) \(unit)")) }
    facts.append((SubscriptionWords.termEnd.in(language), "\(s.termEnd.description)"))
    return card(title: Words.now.in(language), definitionList(facts))
  }

  private static func priceColumns(_ actor: Actor) -> [Column] {
    let language = actor.language
    return (actor.seesPrices ? [Column(SubscriptionWords.unitPrice.in(language), kind: .number)] : [])
      + (actor.seesCosts ? [Column(SubscriptionWords.unitCost.in(language), kind: .number)] : [])
  }

  private static func prices(
    _ price: Money?, _ cost: Money?, _ frequency: Frequency, beside s: Subscription, _ actor: Actor
  ) -> [HTML] {
    let unit = SubscriptionWords.perLicence(frequency).in(actor.language)
    func cell(_ amount: Money?, _ own: Money) -> HTML {
      guard let amount else { return "" }
      let isComparable = frequency == s.frequency && amount.currency == own.currency
      let more: HTML? = isComparable ? "<small>\(UpgradeWords.difference(amount - own, actor.language))</small>" : nil
      return "\(amount.html)<small>\(unit)</small>\(more)"
    }
    return (actor.seesPrices ? [cell(price, s.unitPrice)] : []) + (actor.seesCosts ? [cell(cost, s.unitCost)] : [])
  }

  private static func offers(_ targets: UpgradeTargets, _ page: ChangePage, _ call: Call) -> HTML {
    guard !targets.offers.isEmpty else { return .empty }
    let language = call.actor.language
    let s = targets.record.subscription
    let columns =
      [Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.term.in(language))]
      + priceColumns(call.actor) + [Column("")]
    let rows: [[HTML]] = targets.offers.map { offer in
      let button = buttonLink(label: Words.pick.in(language), href: "\(page.action)?offer=\(offer.id)")
      return ["\(offer.planName)", "\(SubscriptionWords.term(offer.term, offer.frequency, language))"]
        + prices(offer.price, offer.cost, offer.frequency, beside: s, call.actor) + [button]
    }
    return card(
      title: Words.newLine.in(language), table(caption: Words.newLine.in(language), columns: columns, rows: rows))
  }

  private static func lines(_ targets: UpgradeTargets, _ page: ChangePage, _ call: Call) -> HTML {
    guard !targets.lines.isEmpty else { return .empty }
    let language = call.actor.language
    let columns =
      [
        Column(SubscriptionWords.subscription.in(language)),
        Column(SubscriptionWords.licences.in(language), kind: .number), Column(SubscriptionWords.termEnd.in(language)),
      ] + priceColumns(call.actor) + [Column("")]
    let rows: [[HTML]] = targets.lines.map { line in
      let s = line.subscription
      let button = buttonLink(label: Words.pick.in(language), href: "\(page.action)?line=\(line.id)")
      let name: HTML = "\(s.friendlyName ?? line.planName)<small>\(line.planName)</small>"
      return [name, "\(s.quantity)", "\(s.termEnd.description)"]
        + prices(s.unitPrice, s.unitCost, s.frequency, beside: targets.record.subscription, call.actor) + [button]
    }
    return card(
      title: Words.existing.in(language), table(caption: Words.existing.in(language), columns: columns, rows: rows))
  }

  // MARK: - Carrying out

  static func upgrade(_ call: Call) throws -> Response {
    let language = call.actor.language
    let fields = try call.form(lists: ["people"])
    _ = fields.has("step")
    let offer = fields.id("offerId", of: Offer.self)
    let line = fields.id("subscriptionId", of: Subscription.self)
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    let people = fields.ids("people", upTo: Bounds.upgradedPeople, of: Person.self)
    let confirmed = fields.parsed("confirm", "field.boolean_expected") { $0 == "true" ? true : nil }
    try fields.check()
    guard (offer == nil) != (line == nil), let quantity else { throw Refusal.notFound }
    let id: ID<Subscription> = try call.id()
    let before = try Subscriptions.find(id, in: call.work)
    let isWhole = quantity == before.subscription.quantity
    let body: [String: JSONValue?] = [
      "offerId": offer.map { .string($0.description) }, "subscriptionId": line.map { .string($0.description) },
      "quantity": .integer(Int64(quantity)), "confirm": .bool(confirmed ?? false),
      "people": isWhole ? nil : people.map { .array($0.map { .string($0.description) }) },
    ]
    let outcome: Subscriptions.Outcome
    switch try ChangePage.step(
      .upgrade, body.compactMapValues(\.self), on: id, isConfirmed: ChangePage.isConfirmed(call), call)
    {
    case .done(let response): return response
    case .preview(let found): outcome = found
    }
    var hidden = [("quantity", "\(quantity)")]
    if let offer { hidden.append(("offerId", offer.description)) }
    if let line { hidden.append(("subscriptionId", line.description)) }
    if !isWhole { hidden += (people ?? []).map { ("people", $0.description) } }
    let what = Words.what.in(
      language, ["count": "\(quantity)", "from": before.planName, "to": outcome.record.planName])
    let back = offer.map { "offer=\($0)" } ?? line.map { "line=\($0)" } ?? ""
    return try page(call, before).confirmation(
      outcome, what: what, hidden: hidden, confirm: Words.confirm.in(language), tone: .danger,
      again: "/subscriptions/\(id)/upgrade?\(back)",
      consent: card(
        """
        \(UpgradeForm.consequences(before, isWhole: isWhole, language))
        \(checkbox(label: "\(Words.consent.in(language))", name: "confirm", required: true))
        """))
  }
}
