import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// A new subscription: choose an offer, say how many, see what it costs, confirm.
enum PurchasePages {
  private typealias Words = PurchaseWords

  static func show(_ call: Call) throws -> Response {
    // Who may only ask places an order.
    try call.actor.require(.subscriptionsChange)
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let asked = Form(call.request)?.first("offer") ?? call.query("offer")
    guard let asked else { return try choose(for: customer, call) }
    guard let id = ID<Offer>(asked) else { throw Refusal.notFound }
    return try order(try offer(id, for: customer.id, call), for: customer, call)
  }

  static func path(_ customer: Organizations.Record) -> String { "/customers/\(customer.id)/subscriptions/new" }

  static func offer(_ id: ID<Offer>, for customer: ID<Organization>, _ call: Call) throws -> Catalogue.Listed {
    var filter = Catalogue.Filter()
    filter.offer = id
    filter.customer = customer
    guard let offer = try Catalogue.offers(filter, Paging(limit: 1), in: call.work).first else {
      throw Refusal.notFound
    }
    return offer
  }

  static func trail(_ customer: Organizations.Record, _ rest: [(String, String?)], _ call: Call) -> HTML {
    let language = call.actor.language
    let first: [(String, String?)] =
      call.actor.level == .customer
      ? [(Portal.Place.subscriptions.label.in(language), "/subscriptions")]
      : [(Portal.Place.customers.label.in(language), "/customers"), (customer.name, "/customers/\(customer.id)")]
    return breadcrumbs((first + rest).map { (label: $0.0, href: $0.1) })
  }

  // MARK: - Choosing

  private static func choose(for customer: Organizations.Record, _ call: Call) throws -> Response {
    let language = call.actor.language
    var filter = try OfferTable.filter(call)
    filter.customer = customer.id
    let parent = call.query("for").flatMap { ID<Subscription>($0) }
    let fitting = try parent.map { try AddOns.plans(goingWith: $0, of: customer.id, in: call.work) }
    let offers = try Catalogue.offers(filter, Paging(limit: CataloguePages.shownOffers), in: call.work)
      .filter { fitting?.contains($0.plan) ?? true }
    let services = try Catalogue.services(Paging(limit: Bounds.pageMaximum), in: call.work)
    let offered = OfferTable(call: call, offers: Array(offers.prefix(CataloguePages.shownOffers))) { offer in
      guard offer.price != nil || !call.actor.seesPrices else {
        return disabledButton(
          label: Words.choose.in(language), reason: Messages.sentence("offer.not_available", [:], language))
      }
      return buttonLink(
        label: Words.choose.in(language),
        href: PortalLink.to(path(customer), ["offer": offer.id.description, "for": parent?.description]))
    }
    let empty: HTML = "<div class=\"empty\"><p>\(Words.noMatch.in(language))</p></div>"
    let content: HTML = """
      \(trail(customer, [(Words.title.in(language), nil)], call))
      \(pageHeader(title: "\(Words.title.in(language))",
        subtitle: "\(Words.chooseFor.in(language, ["customer": customer.name]))"))
      \(filterForm(action: path(customer), value: filter.search ?? "", label: Words.search.in(language),
        extra: OfferTable.serviceSelect(services, filter.service, language)))
      \(results("""
        \(CataloguePages.more(offers.count, language))\(offered.cards(services) ?? empty)
        """))
      """
    return try Portal.page(call, Words.title.in(language), at: .subscriptions, content)
  }

  // MARK: - Ordering

  private static func order(_ offer: Catalogue.Listed, for customer: Organizations.Record, _ call: Call) throws
    -> Response
  {
    let language = call.actor.language
    let refill = Refill(call)
    let policy = offer.policy
    let quantity = refill.value("quantity", "\(policy.minimum)")
    let bounds = Words.bounds.in(language, ["minimum": "\(policy.minimum)", "maximum": "\(policy.maximum)"])
    let fields: HTML = """
      \(try parent(for: offer, of: customer, refill, call))
      \(QuantityPages.stepper(label: SubscriptionWords.licences.in(language), name: "quantity", value: quantity,
        minimum: policy.minimum, maximum: policy.maximum, hint: bounds, error: refill.error("quantity")))
      \(field(label: Words.name.in(language), name: "friendlyName", value: refill.value("friendlyName"),
        hint: Words.nameHint.in(language), error: refill.error("friendlyName"), attributes: ["maxlength": "100"]))
      \(try alignment(of: offer, for: customer, refill, call))
      \(try split(of: customer, service: offer.service, quantity: Int(quantity) ?? policy.minimum, refill, call))
      \(checkbox(label: "\(Words.terms.in(language))", name: "terms", checked: refill.has("terms", "true"),
        error: refill.error("acceptTerms"), required: true))
      """
    let form = Markup.form(
      action: path(customer), csrf: call.actor.csrf ?? "",
      hidden: [("offer", offer.id.description), ("step", "preview")], content: fields,
      submit: SubscriptionWords.preview.in(language), cancel: (Words.otherPlan.in(language), path(customer)))
    let content: HTML = """
      \(trail(customer, [(Words.title.in(language), path(customer)), (offer.planName, nil)], call))
      \(pageHeader(title: "\(offer.planName)", subtitle: "\(customer.name) · \(offer.serviceName)"))
      \(grid([card(title: Words.order.in(language), form), card(title: Words.offer.in(language), facts(offer, call))]))
      """
    return try Portal.page(call, offer.planName, at: .subscriptions, content)
  }

  /// Where the term ends early; an add-on ends with what it goes with.
  private static func alignment(
    of offer: Catalogue.Listed, for customer: Organizations.Record, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    guard !offer.needsParent, !offer.trial else { return .empty }
    let today: Day = try call.tx.rows(
      "SELECT (\(call.work.now) AT TIME ZONE time_zone)::date FROM organization WHERE id = \(customer.id)")[0][0]
    return try AlignmentChoices(from: today, term: offer.term, customer: customer.id, except: nil, in: call.work)
      .html(refill, stored: nil, language: call.actor.language)
  }

  private static func facts(_ offer: Catalogue.Listed, _ call: Call) -> HTML {
    let language = call.actor.language
    let unit = SubscriptionWords.perLicence(offer.frequency).in(language)
    var facts: [(String, HTML)] = [
      (SubscriptionWords.term.in(language), "\(SubscriptionWords.term(offer.term, offer.frequency, language))")
    ]
    if let price = offer.price { facts.append((SubscriptionWords.unitPrice.in(language), "\(price.html) \(unit)")) }
    if let cost = offer.cost { facts.append((SubscriptionWords.unitCost.in(language), "\(cost.html) \(unit)")) }
    let stops = offer.policy.suspensionStopsBilling ? LifecycleWords.stopsBilling : LifecycleWords.billsOn
    facts += [
      (Words.giveBack.in(language), "\(SubscriptionWords.window(offer.policy.decreaseWindow, language))"),
      (Words.cancelling.in(language), "\(SubscriptionWords.window(offer.policy.cancelWindow, language))"),
      (Words.suspension.in(language), "\(stops.in(language))"),
      (
        Words.atTheEnd.in(language),
        "\((offer.trial ? Words.trialEnds : Words.renews).in(language))"
      ),
    ]
    return definitionList(facts)
  }

  /// What an add-on goes with.
  static func parent(
    for offer: Catalogue.Listed, of customer: Organizations.Record, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    guard offer.needsParent else { return .empty }
    let language = call.actor.language
    let fitting = try call.tx.rows(
      """
      SELECT s.id, coalesce(s.friendly_name || ' · ', '') || s.plan_name, s.quantity FROM subscription s
      JOIN plan p ON p.id = \(offer.plan)
      WHERE s.customer_id = \(customer.id) AND s.status = 'active' AND s.plan_id = ANY (p.parent_plan_ids)
      ORDER BY s.plan_name, s.id
      """)
    guard !fitting.isEmpty else { return notice(.warning, title: Words.noParent.in(language)) }
    return selectField(
      label: Words.parent.in(language), name: "parent",
      options: try fitting.map { row in
        let id = (try row[0] as ID<Subscription>).description
        let label = "\(try row[1] as String) (\(try row[2] as Int))"
        return (value: id, label: label, selected: refill.has("parent", id, call.query("for") == id), disabled: false)
      }, hint: Words.parentHint.in(language), error: refill.error("parentSubscriptionId"), required: true)
  }

  /// The open centres with − and +, the default one first, since what is ordered lands there until it is moved; where a
  /// standing rule holds, the choice between it and these.
  static func split(
    of customer: Organizations.Record, service: ID<Service>, quantity: Int, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    guard call.actor.holds(.centresView) else { return .empty }
    let language = call.actor.language
    let centres = try call.tx.rows(
      """
      SELECT id, name, code, is_default FROM billing_centre WHERE customer_id = \(customer.id) AND NOT closed
      ORDER BY is_default DESC, position
      """)
    guard centres.count > 1 else { return .empty }
    let rows = try centres.map { row in
      let id = (try row[0] as ID<BillingCentre>).description
      let isDefault: Bool = try row[3]
      let typed = Int(refill.value(splitFieldName(centreID: id)))
      return (
        id: id, name: try row[1] as String, code: try row[2] as String, quantity: typed ?? (isDefault ? quantity : 0)
      )
    }
    let editor = splitEditor(
      rows: rows, total: quantity, labels: SplitWords.labels(language), totalFieldID: fieldID("quantity"))
    return try SplitChoice(customer: customer.id, service: service, call: call).html(editor, isOwn: false, refill)
  }
}
