import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// The cart: its lines at today's prices, what it comes to, and the way to the checkout.
enum CartPages {
  private typealias Words = CartWords

  static func own(_ call: Call) throws -> Response {
    .seeOther(call.actor.level == .customer ? path(call.actor.organization) : "/customers")
  }

  static func path(_ customer: ID<Organization>) -> String { "/customers/\(customer)/cart" }

  /// The way to the cart with how much is in it, for who may have one.
  static func link(_ customer: ID<Organization>, _ call: Call) throws -> [HTML] {
    guard PlanPages.mayOrder(call) else { return [] }
    let count: Int = try call.tx.rows(
      """
      SELECT count(*) FROM cart_line l JOIN cart c ON c.id = l.cart_id
      WHERE c.customer_id = \(customer) AND c.opened_by = \(call.actor.person) AND c.ended_at IS NULL
        AND c.expires_at > \(call.work.now)
      """)[0][0]
    let label =
      count == 0 ? Words.cart.in(call.actor.language) : Words.cartOf.in(call.actor.language, ["count": "\(count)"])
    return [buttonLink(label: label, href: path(customer))]
  }

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let view = try CartView(of: try call.id(), in: call.work)
    let customer = view.customer
    let shop = StorefrontPages.path(customer.id)
    let content: HTML = """
      \(StorefrontPages.trail(customer, [(ShopWords.shop.in(language), shop), (Words.cart.in(language), nil)], call))
      \(pageHeader(title: "\(Words.cart.in(language))", subtitle: "\(subtitle(view, call))",
        actions: [buttonLink(label: Words.goOn.in(language), href: shop)]))
      \(StorefrontPages.standing(call))
      \(view.lines.isEmpty ? nothing(shop, language) : filled(view, call))
      """
    return try Portal.page(call, Words.cart.in(language), at: StorefrontPages.place(call), content)
  }

  private static func subtitle(_ view: CartView, _ call: Call) -> String {
    let language = call.actor.language
    let whose =
      call.actor.level == .customer ? "" : Words.forCustomer.in(language, ["customer": view.customer.name]) + " "
    guard let cart = view.cart, !cart.lines.isEmpty else { return whose }
    return whose + Words.keptUntil.in(language, ["day": cart.expiresAt.utcDay.description])
  }

  private static func nothing(_ shop: String, _ language: Language) -> HTML {
    """
    <div class="empty"><p>\(Words.empty.in(language))</p><p>\(buttonLink(label: Words.toShop.in(language), href: shop,
      tone: .primary))</p></div>
    """
  }

  private static func filled(_ view: CartView, _ call: Call) -> HTML {
    let language = call.actor.language
    return """
      \(card(lines(view, call)))
      \(grid([
        card(title: Words.total.in(language), sums(view, call)),
        card(title: Words.checkout.in(language), """
          <div class="actions">\(checkOut(view, call))\
          \(actionButton(label: Words.emptyIt.in(language), action: path(view.customer.id) + "/emptying",
            csrf: call.actor.csrf ?? "", tone: .danger))</div>
          """),
      ]))
      """
  }

  private static func checkOut(_ view: CartView, _ call: Call) -> HTML {
    let label = Words.checkOut.in(call.actor.language)
    if view.lines.contains(where: { !$0.stale.isEmpty }) {
      return disabledButton(label: label, reason: Words.acceptFirst.in(call.actor.language))
    }
    if view.lines.allSatisfy({ $0.outcome == nil }) {
      return disabledButton(label: label, reason: Words.nothingToOrder.in(call.actor.language))
    }
    return buttonLink(label: label, href: "/customers/\(view.customer.id)/checkout", tone: .primary)
  }

  // MARK: - Lines

  static func lines(_ view: CartView, _ call: Call, isForReading: Bool = false) -> HTML {
    let language = call.actor.language
    let legs = [Leg.price, .cost].filter(call.actor.sees)
    var columns = [
      Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.licences.in(language), kind: .number),
    ]
    for leg in legs {
      let name = ["leg": SubscriptionWords.leg(leg, call.actor).in(language)]
      columns.append(Column(Words.unit.in(language, name), kind: .number))
      columns.append(Column(Words.today.in(language, name), kind: .number))
    }
    if !isForReading { columns.append(Column("", kind: .number)) }
    let rows: [[HTML]] = view.lines.map { line in
      var cells: [HTML] = [what(line, view, call, isForReading), "\(line.line.quantity)"]
      for leg in legs {
        let unit = line.now?[leg]
        cells.append(
          unit.map { "\($0.html)<small>\(SubscriptionWords.perCycle(line.line.frequency).in(language))</small>" } ?? "–"
        )
        cells.append(line.outcome?.totals.first { $0.leg == leg }?.today.html ?? "–")
      }
      if !isForReading { cells.append(actions(line, call)) }
      return cells
    }
    return table(caption: Words.cart.in(language), columns: columns, rows: rows)
  }

  private static func what(_ line: CartView.Line, _ view: CartView, _ call: Call, _ isForReading: Bool) -> HTML {
    let language = call.actor.language
    let kept = line.line
    let name: HTML? = kept.friendlyName.map { " «\($0)»" }
    let trial: HTML? = kept.trial ? " \(badge(SubscriptionWords.trial.in(language)))" : nil
    let above = kept.parentLine.flatMap { id in view.lines.first { $0.line.id == id } }?.line.planName
    let under =
      above.map { Words.goesWith.in(language, ["plan": $0]) }
      ?? (kept.parent == nil ? nil : Words.goesWithRunning.in(language))
    let details = [
      SubscriptionWords.term(kept.term, kept.frequency, language),
      kept.alignTo.map { Words.endsOn.in(language, ["day": $0.description]) }, under,
    ].compactMap { $0 }.joined(separator: " · ")
    return """
      <div\(attribute: "class", kept.parentLine == nil ? nil : "nested")>\(kept.planName)\(name)\(trial)\
      <small>\(details)</small>\(remarks(line, call, isForReading))</div>
      """
  }

  /// What is wrong with a line, and a price that has changed with the button that accepts it.
  static func remarks(_ line: CartView.Line, _ call: Call, _ isForReading: Bool) -> HTML {
    let language = call.actor.language
    let faults: [HTML] = line.issues.map { "<li>\(Messages.sentence($0.code, $0.details, language))</li>" }
    let wrong: HTML =
      faults.isEmpty
      ? .empty : notice(.warning, title: Words.cannot.in(language), body: "<ul>\(faults)</ul>")
    guard !line.stale.isEmpty, let now = line.now else { return wrong }
    let changes = line.stale.map {
      Words.was.in(language, ["before": line.line.agreed[$0].description, "now": now[$0].description])
    }
    let seen = [Leg.price, .cost].filter(call.actor.sees).flatMap { leg in
      [("\(leg.rawValue)Amount", now[leg].amount), ("\(leg.rawValue)Currency", now[leg].currency.code)]
    }
    let accept = actionButton(
      label: Words.accept.in(language), action: "/cart-lines/\(line.line.id)/price", csrf: call.actor.csrf ?? "",
      hidden: seen, tone: .primary)
    return """
      \(wrong)\(notice(.warning, title: changes.joined(separator: " "), body: isForReading ? nil : accept))
      """
  }

  private static func actions(_ line: CartView.Line, _ call: Call) -> HTML {
    let language = call.actor.language
    return """
      <div class="actions">\(buttonLink(label: Words.change.in(language), href: "/cart-lines/\(line.line.id)"))\
      \(actionButton(label: Words.remove.in(language), action: "/cart-lines/\(line.line.id)/removal",
        csrf: call.actor.csrf ?? "", tone: .danger))</div>
      """
  }

  // MARK: - Sums

  static func sums(_ view: CartView, _ call: Call) -> HTML {
    let language = call.actor.language
    guard !view.sums.isEmpty else { return "<p class=\"subtle\">\(Words.noPrices.in(language))</p>" }
    let parts: [HTML] = view.sums.map { sum in
      var entries: [(String, HTML)] = []
      if sum.discount.minor > 0 {
        entries.append((Words.list.in(language), sum.list.html))
        entries.append((Words.discount.in(language), (-sum.discount).html))
      }
      let tax =
        sum.treatment.treatment == .exempt
        ? TaxNotes.label(sum.treatment, language)
        : sum.treatment.reverseCharge
          ? Words.reverse.in(language) : Words.tax.in(language, ["rate": sum.treatment.percent])
      entries += [
        (Words.net.in(language), sum.net.html), (tax, sum.tax.html),
        (Words.gross.in(language), "<strong>\(sum.gross.html)</strong>"),
      ]
      entries += sum.recurring.map {
        (Words.recurring.in(language, ["cycle": SubscriptionWords.perCycle($0.frequency).in(language)]), $0.net.html)
      }
      let title: HTML = "<h3>\(SubscriptionWords.leg(sum.leg, call.actor).in(language))</h3>"
      return "\(when: view.sums.count > 1, title)\(definitionList(entries))"
    }
    return parts.joined()
  }

  static func empty(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    try Carts.empty(for: customer, in: call.work)
    return .seeOther(path(customer))
  }
}
