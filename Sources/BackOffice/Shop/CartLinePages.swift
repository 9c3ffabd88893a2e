import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// One line of a cart: changing it, and the add-ons that fit it.
enum CartLinePages {
  private typealias Words = CartWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let (view, line) = try found(call)
    let customer = view.customer
    let trail: [(String, String?)] = [
      (ShopWords.shop.in(language), StorefrontPages.path(customer.id)),
      (Words.cart.in(language), CartPages.path(customer.id)), (line.line.planName, nil),
    ]
    let term = SubscriptionWords.term(line.line.term, line.line.frequency, language)
    let content: HTML = """
      \(StorefrontPages.trail(customer, trail, call))
      \(pageHeader(title: "\(line.line.planName)", subtitle: "\(term)"))
      \(CartPages.remarks(line, call, false))
      \(grid([card(title: Words.changeLine.in(language), try editor(line.line, customer, call)),
        try addOns(line.line, customer, call)]))
      """
    return try Portal.page(call, line.line.planName, at: StorefrontPages.place(call), content)
  }

  private static func found(_ call: Call) throws -> (CartView, CartView.Line) {
    let id: ID<CartLine> = try call.id()
    guard let row = try call.tx.rows("SELECT customer_id FROM cart_line WHERE id = \(id)").first else {
      throw Refusal.notFound
    }
    let view = try CartView(of: try row[0], in: call.work)
    guard let line = view.lines.first(where: { $0.line.id == id }) else { throw Refusal.notFound }
    return (view, line)
  }

  private static func editor(_ line: Carts.Line, _ customer: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let bounds = try call.tx.rows("SELECT minimum, maximum FROM offer WHERE id = \(line.offer)").first
    let (minimum, maximum): (Int, Int) = try (bounds?[0] ?? 1, bounds?[1] ?? line.quantity)
    let hint = ShopWords.bounds.in(language, ["minimum": "\(minimum)", "maximum": "\(maximum)"])
    let quantity = refill.value("quantity", "\(line.quantity)")
    let fields: HTML = """
      \(QuantityPages.stepper(label: SubscriptionWords.licences.in(language), name: "quantity", value: quantity,
        minimum: minimum, maximum: maximum, hint: hint, error: refill.error("quantity")))
      \(field(label: ShopWords.name.in(language), name: "friendlyName",
        value: refill.value("friendlyName", line.friendlyName), hint: ShopWords.nameHint.in(language),
        error: refill.error("friendlyName"), attributes: ["maxlength": "100"]))
      \(when: !line.needsParent, field(label: ShopWords.alignTo.in(language), name: "alignTo", type: "date",
        value: refill.value("alignTo", line.alignTo?.description), hint: ShopWords.alignHint.in(language),
        error: refill.error("alignTo")))
      \(try split(line, quantity: Int(quantity) ?? line.quantity, customer, refill, call))
      """
    return form(
      action: "/cart-lines/\(line.id)", csrf: call.actor.csrf ?? "", content: fields, submit: Words.save.in(language),
      cancel: (Words.back.in(language), CartPages.path(customer.id)))
  }

  /// The open centres, with the licences each has in this line.
  private static func split(
    _ line: Carts.Line, quantity: Int, _ customer: Organizations.Record, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    guard call.actor.holds(.centresView) else { return .empty }
    let centres = try call.tx.rows(
      """
      SELECT id, name, code, is_default FROM billing_centre WHERE customer_id = \(customer.id) AND NOT closed
      ORDER BY is_default DESC, position
      """)
    guard centres.count > 1 else { return .empty }
    let rows = try centres.map { row in
      let id: ID<BillingCentre> = try row[0]
      let isDefault: Bool = try row[3]
      let kept = line.allocations.map { all in all.first { $0.centre == id }?.quantity ?? 0 }
      let typed = Int(refill.value(splitFieldName(centreID: id.description)))
      return (
        id: id.description, name: try row[1] as String, code: try row[2] as String,
        quantity: typed ?? kept ?? (isDefault ? quantity : 0)
      )
    }
    let editor = splitEditor(
      rows: rows, total: quantity, labels: SplitWords.labels(call.actor.language), totalFieldID: fieldID("quantity"))
    return try SplitChoice(customer: customer.id, service: line.service, call: call)
      .html(editor, isOwn: line.allocations != nil, refill)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    var change = Carts.Change()
    change.quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    change.friendlyName = .some(fields.text("friendlyName", upTo: 100))
    change.alignTo = .some(fields.parsed("alignTo", "field.day_malformed") { Day($0) })
    if let allocations = PurchaseConfirmation.allocations(fields, call) {
      let quantity = change.quantity ?? 0
      // A split that names one centre means all of them, however many there are by now.
      change.allocations = .some(
        allocations.count == 1 ? [Allocation(centre: allocations[0].centre, quantity: quantity)] : allocations)
    } else if SplitChoice.isByRule(fields) {
      change.allocations = .some(nil)
    }
    try fields.check()
    let id: ID<CartLine> = try call.id()
    try Carts.change(id, change, in: call.work)
    return .seeOther(try cart(of: id, call))
  }

  /// Accepts the price that the page showed.
  static func accept(_ call: Call) throws -> Response {
    let fields = try call.form()
    var change = Carts.Change()
    for leg in Leg.allCases {
      let currency = fields.parsed("\(leg.rawValue)Currency", "currency.unknown") { Currency($0) }
      let amount = fields.parsed("\(leg.rawValue)Amount", "money.malformed") { text in
        currency.flatMap { Money(text, currency: $0) }
      }
      if let amount { change.accepted[leg] = amount }
    }
    try fields.check()
    let id: ID<CartLine> = try call.id()
    if change.accepted.isEmpty { throw Refusal.invalid([Issue("/unitPrice", "field.required")]) }
    try Carts.change(id, change, in: call.work)
    return .seeOther(try cart(of: id, call))
  }

  static func remove(_ call: Call) throws -> Response {
    let cart = try Carts.remove(try call.id(), in: call.work)
    return .seeOther(CartPages.path(cart.path.organization))
  }

  private static func cart(of id: ID<CartLine>, _ call: Call) throws -> String {
    CartPages.path(try call.tx.rows("SELECT customer_id FROM cart_line WHERE id = \(id)")[0][0])
  }

  // MARK: - Add-ons

  private static func addOns(_ line: Carts.Line, _ customer: Organizations.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let paging = try Paging(call)
    let offers = try Storefront.addOns(of: line.plan, for: customer.id, paging, in: call.work)
    guard !offers.isEmpty else { return .empty }
    let rows: [[HTML]] = offers.prefix(paging.limit).map { offer in
      [
        "\(offer.planName)<small>\(SubscriptionWords.term(offer.term, offer.frequency, language))</small>",
        PlanPages.amount(offer.price ?? offer.cost, offer, language),
        actionButton(
          label: Words.add.in(language), action: "/cart-lines/\(line.id)/add-ons", csrf: call.actor.csrf ?? "",
          hidden: [("offerId", offer.id.description), ("quantity", "\(line.quantity)")]),
      ]
    }
    let next = paging.next(offers) { [$0.id.description] }.map {
      PortalLink.to("/cart-lines/\(line.id)", ["cursor": $0])
    }
    let listing = table(
      caption: Words.addOns.in(language),
      columns: [
        Column(SubscriptionWords.plan.in(language)), Column(ShopWords.price.in(language), kind: .number),
        Column("", kind: .number),
      ], rows: rows)
    return card(
      title: Words.addOns.in(language), "\(listing)\(pager(nextHref: next, label: Words.moreAddOns.in(language)))")
  }

  /// As many as the line has; fewer or more is a change of the new line.
  static func addAddOn(_ call: Call) throws -> Response {
    let fields = try call.form()
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    try fields.check()
    guard let offer, let quantity else { throw Refusal.notFound }
    let id: ID<CartLine> = try call.id()
    guard let row = try call.tx.rows("SELECT customer_id FROM cart_line WHERE id = \(id)").first else {
      throw Refusal.notFound
    }
    let customer: ID<Organization> = try row[0]
    let wanted = NewSubscription(
      offer: offer, quantity: quantity, friendlyName: nil, parent: nil, allocations: nil, alignTo: nil,
      acceptsTerms: true)
    _ = try Carts.add(Carts.Draft(wanted: wanted, parentLine: id), for: customer, in: call.work)
    return .seeOther(CartPages.path(customer))
  }
}
