import Core
import HTTP
import Markup

/// Deadlines as a table: when, what, how many, what happens, at what price, and what can be decided.
struct RenewalTable {
  let call: Call
  let isSelected: Bool

  private typealias Words = RenewalPageWords
  private var actor: Actor { call.actor }
  private var language: Language { actor.language }
  private var decides: Bool { actor.holds(.subscriptionsChange) }

  /// Why a customer's manager decides nothing here; nothing for those who only read anyway.
  func whyNot() throws -> HTML {
    guard !decides, actor.rights.holds(.subscriptionsChange) else { return .empty }
    let code: Code = actor.selfService == .view ? "self_service.view_only" : "self_service.request_only"
    return notice(.neutral, title: Messages.sentence(code, [:], language))
  }

  /// With boxes and buttons for those who decide.
  func form(_ items: [RenewalDesk.Item], back: String, selecting: String, empty: HTML) -> HTML {
    guard decides, !items.isEmpty else { return table(items, empty: empty) }
    let select = buttonLink(
      label: (isSelected ? Words.selectNone : Words.selectAll).in(language), href: selecting)
    let choices: [HTML] = RenewalDecisions.Choice.allCases.map {
      """
      <button type="submit" name="choice" value="\($0.rawValue)" class="plain">\(RenewalWords.choice($0).in(language))…\
      </button>
      """
    }
    return """
      <form action="/renewals/decisions" method="post">\
      <input type="hidden" name="\(csrfFieldName)" value="\(actor.csrf ?? "")">\
      <input type="hidden" name="back" value="\(back)">\
      <div class="actions decisions">\(select) <span class="subtle">\(Words.decideSelected.in(language))</span> \
      \(choices)</div>
      \(table(items, empty: empty))</form>

      """
  }

  /// Without what can be decided, for start pages.
  func brief(_ items: [RenewalDesk.Item], empty: HTML) -> HTML {
    let columns = [
      Column(Words.deadline.in(language)), Column(SubscriptionWords.subscription.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.happens.in(language)),
    ]
    let rows = items.map { [deadline($0), subscription($0), licences($0), happens($0)] }
    return Markup.table(caption: Words.nextDeadlines.in(language), columns: columns, rows: rows, empty: empty)
  }

  private func table(_ items: [RenewalDesk.Item], empty: HTML) -> HTML {
    var columns = [
      Column(Words.deadline.in(language)), Column(SubscriptionWords.subscription.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.happens.in(language)),
    ]
    if actor.seesPrices { columns.append(Column(Words.price.in(language), kind: .number)) }
    if actor.seesCosts { columns.append(Column(Words.cost.in(language), kind: .number)) }
    if decides { columns.append(Column(Words.decide.in(language))) }
    return Markup.table(caption: Words.caption.in(language), columns: columns, rows: items.map(row), empty: empty)
  }

  private func row(_ item: RenewalDesk.Item) -> [HTML] {
    let box: HTML? = decides && item.kind != .reducible && item.kind != .trialEnds ? selection(item) : nil
    var cells: [HTML] = ["\(box)\(deadline(item))", subscription(item), licences(item), happens(item)]
    for leg in [Leg.price, .cost] where actor.sees(leg) { cells.append(amounts(item, leg)) }
    if decides { cells.append(decisions(item)) }
    return cells
  }

  private func selection(_ item: RenewalDesk.Item) -> HTML {
    let name = Words.select.in(language, ["name": RenewalWords.name(item.record)])
    return """
      <input type="checkbox" name="ids" value="\(item.record.id.description)" aria-label="\(name)"\
      \(flag: "checked", isSelected)> 
      """
  }

  private func deadline(_ item: RenewalDesk.Item) -> HTML {
    let day = item.kind == .reducible ? item.at.utcDay : item.record.subscription.termEnd
    let today = item.kind == .reducible ? call.work.now.utcDay : item.record.today
    let distance =
      switch day - today {
      case ...0: Words.today.in(language)
      case 1: Words.tomorrow.in(language)
      case let days: Words.inDays.in(language, ["days": "\(days)"])
      }
    let when: HTML = item.kind == .reducible ? Portal.time(item.at) : "<time>\(day.description)</time>"
    return "\(when)<small>\(distance)</small>"
  }

  private func subscription(_ item: RenewalDesk.Item) -> HTML {
    let s = item.record.subscription
    let link: HTML = """
      <a href="/subscriptions/\(s.id.description)">\(s.friendlyName ?? item.record.planName)</a>
      """
    let plan = s.friendlyName == nil ? item.record.serviceName : item.record.planName
    guard actor.level != .customer else { return "\(link)<small>\(plan)</small>" }
    return """
      \(link)<small><a href="/customers/\(s.customer.description)">\(item.customerName)</a> · \(plan)</small>
      """
  }

  private func licences(_ item: RenewalDesk.Item) -> HTML {
    let s = item.record.subscription
    guard s.assigned < s.quantity else { return "\(s.quantity)" }
    let free = RenewalWords.unassigned.in(language, ["count": "\(s.quantity - s.assigned)"])
    return "\(s.quantity)<small>\(free)</small>"
  }

  private func happens(_ item: RenewalDesk.Item) -> HTML {
    let tone: Tone =
      switch item.kind {
      case .renews: item.outlook.following?.isScheduled == true ? .good : .neutral
      case .expires, .trialEnds: .warning
      case .reducible, .cancellable: .neutral
      }
    let windows = item.deadlines.filter { $0.kind == .reducible }.map {
      RenewalWords.canBeReduced.in(language, ["count": "\($0.quantity)", "until": Portal.clockText($0.at)])
    }
    let what = item.kind == .reducible ? windows : [RenewalWords.outcome(item, language)] + windows
    let lines: [HTML] = what.map { "<small>\($0)</small>" }
    let status = item.record.subscription.status
    let suspended: HTML =
      status == .suspended ? " \(badge(SubscriptionWords.status(status).in(language), tone: .warning))" : ""
    return "\(badge(RenewalWords.kind(item.kind).in(language), tone: tone))\(suspended)\(lines)"
  }

  private func amounts(_ item: RenewalDesk.Item, _ leg: Leg) -> HTML {
    guard let outlook = item.outlook.leg(leg) else { return "–" }
    let cycle = SubscriptionWords.perCycle(item.record.subscription.frequency).in(language)
    guard item.kind != .reducible, let then = outlook.then else {
      return "\(outlook.now.html)<small>\(cycle)</small>"
    }
    let change = outlook.change.flatMap { $0 == 0 ? nil : RenewalWords.percent($0) }
    let prices: HTML = then == outlook.now ? outlook.now.html : "\(outlook.now.html) → \(then.html)"
    let more: HTML? = change.map { "<small>\(badge($0, tone: .warning))</small>" }
    let term = outlook.amount.map { Words.nextTerm.in(language, ["amount": grouped($0.amount)]) }
    return "\(prices)\(more)<small>\([cycle, term].compactMap { $0 }.joined(separator: " · "))</small>"
  }

  /// What is most likely wanted of this one; more is on its own page.
  private func decisions(_ item: RenewalDesk.Item) -> HTML {
    let record = item.record
    let s = record.subscription
    let actions = Set(record.actions(for: call.work).filter(\.allowed).map(\.name))
    var buttons: [HTML] = []
    if item.kind == .reducible {
      guard actions.contains("decrease") else { return "" }
      return buttonLink(label: Words.reduce.in(language), href: "/subscriptions/\(s.id)/quantity")
    }
    guard item.kind != .trialEnds else { return "" }
    if actions.contains("scheduleRenewal") {
      let wanted = s.renewalWithAssigned
      if wanted != s.renewal, let wanted {
        buttons.append(button(.withAssigned, s.id, Words.renewWith.in(language, ["count": "\(wanted.quantity)"])))
      }
      if s.renewal != nil { buttons.append(button(.unchanged, s.id)) }
    }
    if actions.contains("autoRenewOff") { buttons.append(button(.autoRenewOff, s.id)) }
    if actions.contains("autoRenewOn") { buttons.append(button(.autoRenewOn, s.id)) }
    return buttons.joined(separator: " ")
  }

  private func button(_ choice: RenewalDecisions.Choice, _ id: ID<Subscription>, _ label: String? = nil) -> HTML {
    let label = label ?? RenewalWords.choice(choice).in(language) + "…"
    return """
      <button type="submit" name="one" value="\(choice.rawValue) \(id.description)" class="plain">\(label)</button>
      """
  }
}
