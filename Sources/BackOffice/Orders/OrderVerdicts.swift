import Core
import FoundationEssentials
import HTTP
import Markup

/// What can be said to an order that waits, and what was made of it so far.
enum OrderVerdicts {
  private typealias Option = (value: String, label: String, selected: Bool, disabled: Bool)

  /// The customer cancels; the seller sees what approving comes to, changes, approves or rejects.
  static func html(_ order: Orders.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/orders/\(order.id)"
    let hidden = [("version", String(order.version))]
    let shown = try OrderChanges.kept(of: order.id, in: call.work).figures
    let forecast = try forecast(order, call)
    let figures = RequestFiguresCard(shown: shown, forecast: forecast, actor: call.actor).html
    if call.actor.level == .customer {
      let cancel = actionButton(
        label: OrderWords.cancel.in(language), action: path + "/cancellation", csrf: csrf, hidden: hidden,
        tone: .danger)
      return "\(figures)\(card(cancel))"
    }
    var tag: [(String, String)] = []
    if case .success(let sum) = forecast { tag = [("figures", Figures(sum.totals).seen(call.actor.sees).tag)] }
    let reason = textArea(
      label: OrderWords.reason.in(language), name: "reason", value: Refill(call).value("reason"), rows: 3,
      hint: OrderWords.reasonHint.in(language), error: Refill(call).error("reason"), required: true)
    let approval = card(
      """
      <p>\(RequestPageWords.approveHint.in(language))</p>
      \(actionButton(label: OrderWords.approve.in(language), action: path + "/approval", csrf: csrf,
        hidden: hidden + tag, tone: .primary))
      """)
    let cards = [
      card(
        title: OrderWords.change.in(language),
        form(
          action: path + "/change", csrf: csrf, hidden: hidden, content: try lines(order, call),
          submit: OrderWords.change.in(language), tone: .plain)),
      card(
        title: OrderWords.reject.in(language),
        form(
          action: path + "/rejection", csrf: csrf, hidden: hidden, content: reason,
          submit: OrderWords.reject.in(language), tone: .danger)),
    ]
    return "\(figures)\(approval)\(grid(cards))"
  }

  /// What would be posted today and at the next invoice; or why nothing could be.
  private static func forecast(
    _ order: Orders.Record, _ call: Call
  ) throws -> Result<Subscriptions.Outcome, Refusal> {
    // Pricing an order takes the reseller's reach; the rest of the page is the actor's again.
    defer { call.work.resumeReach() }
    do {
      return .success(try Orders.preview(order, in: call.work))
    } catch let refusal as Refusal {
      return .failure(refusal)
    }
  }

  /// A quantity for each line, and where a plan is sold in several ways, which.
  private static func lines(_ order: Orders.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let offers = try offers(for: order, call)
    let fields: [HTML] = order.lines.enumerated().map { index, line in
      let position = index + 1
      let number = field(
        label: OrderWords.lineQuantity.in(language, ["plan": line.planName]), name: "quantity-\(position)",
        type: "number", value: refill.value("quantity-\(position)", "\(line.wanted.quantity)"),
        error: refill.error("quantity-\(position)") ?? refill.error("quantity", pointer: "lines/\(index)/quantity"),
        required: true, attributes: ["min": "1", "step": "1"])
      let plan = offers.first { $0.id == line.wanted.offer }?.plan
      let alike = offers.filter { $0.plan == plan && !$0.trial }
      guard plan != nil, alike.count > 1 else { return number }
      let options: [Option] = alike.map { offer in
        let term = SubscriptionWords.term(offer.term, offer.frequency, language)
        let price = offer.price.map { " · \($0.currency.code) \($0.amount)" } ?? ""
        return (
          value: offer.id.description, label: term + price, selected: offer.id == line.wanted.offer, disabled: false
        )
      }
      let choice = selectField(
        label: OrderWords.lineOffer.in(language, ["plan": line.planName]), name: "offer-\(position)", options: options)
      return "\(number)\(choice)"
    }
    return "\(fields)<p class=\"hint\">\(OrderWords.changeHint.in(language))</p>"
  }

  private static func offers(for order: Orders.Record, _ call: Call) throws -> [Catalogue.Listed] {
    var filter = Catalogue.Filter()
    filter.customer = order.path.organization
    return try Catalogue.offers(filter, Paging(limit: Bounds.offersChosenFrom), in: call.work)
      .sorted { ($0.planName, $0.term.months, $0.id) < ($1.planName, $1.term.months, $1.id) }
  }

  /// Who changed it, and what it was before.
  static func changes(of order: Orders.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let changes = try OrderChanges.kept(of: order.id, in: call.work).changes
    if changes.isEmpty { return .empty }
    let rows: [[HTML]] = changes.map { change in
      let really: HTML? = change.realActorName.map {
        "<small>\(AuditWords.really.in(language, ["name": $0]))</small>"
      }
      let lines = change.lines.list.map { line in
        var quantity = 0
        if case .integer(let number) = line.object["quantity"] { quantity = Int(number) }
        return "\(quantity) × \(line.object["planName"]?.text ?? "")"
      }
      return [Portal.time(change.at), "\(change.actorName)\(really)", "\(lines.joined(separator: ", "))"]
    }
    let columns = [
      Column(AuditWords.at.in(language)), Column(AuditWords.who.in(language)), Column(OrderWords.before.in(language)),
    ]
    return card(
      title: OrderWords.changes.in(language),
      table(caption: OrderWords.changes.in(language), columns: columns, rows: rows))
  }
}
