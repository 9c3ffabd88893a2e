import Core
import FoundationEssentials
import HTTP
import Markup

/// The forms of services, products, categories, plans and offers. What a form leaves empty is taken away.
enum KeepingForms {
  private typealias Words = KeepingWords

  /// The posted form as an object: empty texts are null, boxes true or false, `lists` arrays.
  private static func fields(
    _ call: Call, texts: [String], flags: [String] = [], lists: [String] = []
  ) throws -> Fields {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    var members: [String: JSONValue] = [:]
    for name in texts { members[name] = form.text(name).map { .string($0) } ?? .null }
    for name in flags { members[name] = .bool(form.first(name) != nil) }
    for name in lists { members[name] = .array(form.all(name).map { .string($0) }) }
    return try Fields(.object(members))
  }

  private static func page(
    _ call: Call, _ title: Phrase, action: String, hidden: [(String, String)] = [], back: String, _ content: HTML
  ) throws -> Response {
    let language = call.actor.language
    let shown: HTML = """
      \(breadcrumbs([
        (Portal.Place.catalogue.label.in(language), "/catalogue"), (Words.title.in(language), "/catalogue/keeping"),
        (title.in(language), nil),
      ]))
      \(pageHeader(title: "\(title.in(language))"))
      \(card(form(action: action, csrf: call.actor.csrf ?? "", hidden: hidden, content: content,
        submit: DeskWords.save.in(language), cancel: (DeskWords.cancel.in(language), back))))
      """
    return try Portal.page(call, title.in(language), at: .catalogue, shown)
  }

  private static func text(
    _ refill: Refill, _ label: Phrase, _ name: String, _ stored: String? = nil, type: String = "text",
    required: Bool = false
  ) -> HTML {
    field(
      label: label.in(refill.language), name: name, type: type, value: refill.value(name, stored),
      error: refill.error(name), required: required, attributes: ["autocomplete": "off"])
  }

  // MARK: Services, products, categories

  static func newService(_ call: Call) throws -> Response {
    let refill = Refill(call)
    let content: HTML = """
      \(text(refill, DeskWords.name, "name", required: true))\(text(refill, Words.vendor, "vendor", required: true))
      """
    return try page(
      call, Words.newService, action: "/catalogue/services/new", back: "/catalogue/keeping", content)
  }

  static func createService(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.entryDraft(
      try fields(call, texts: ["name", "vendor"]), vendor: true, requiring: true)
    return .seeOther("/catalogue/services/\(try CatalogueKeeping.createService(draft, in: call.work).id)")
  }

  static func editService(_ call: Call) throws -> Response {
    let refill = Refill(call)
    let service = try CatalogueKeeping.service(try call.id(), in: call.work)
    let home = "/catalogue/services/\(service.id)"
    let content: HTML = """
      \(text(refill, DeskWords.name, "name", service.name, required: true))\
      \(text(refill, Words.vendor, "vendor", service.vendor, required: true))
      """
    return try page(call, Words.change, action: home + "/edit", back: home, content)
  }

  static func changeService(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.entryDraft(try fields(call, texts: ["name", "vendor"]), vendor: true)
    let service = try CatalogueKeeping.changeService(try call.id(), draft, in: call.work, check: { _ in })
    return .seeOther("/catalogue/services/\(service.id)")
  }

  static func newProduct(_ call: Call) throws -> Response {
    let refill = Refill(call)
    guard let service = ID<Service>(refill.value("serviceId", call.query("service"))) else { throw Refusal.notFound }
    let home = "/catalogue/services/\(try CatalogueKeeping.service(service, in: call.work).id)"
    return try page(
      call, Words.newProduct, action: "/catalogue/products/new", hidden: [("serviceId", service.description)],
      back: home, text(refill, DeskWords.name, "name", required: true))
  }

  static func createProduct(_ call: Call) throws -> Response {
    let fields = try fields(call, texts: ["name", "serviceId"])
    let service = fields.id("serviceId", required: true, of: Service.self)
    var draft = try CatalogueKeepingAPI.entryDraft(fields, positions: false, requiring: true)
    draft.service = service
    _ = try CatalogueKeeping.createProduct(draft, in: call.work)
    return .seeOther("/catalogue/services/\(service?.description ?? "")")
  }

  static func editProduct(_ call: Call) throws -> Response {
    let product = try CatalogueKeeping.product(try call.id(), in: call.work)
    return try page(
      call, Words.change, action: "/catalogue/products/\(product.id)/edit",
      back: "/catalogue/services/\(product.service?.description ?? "")",
      text(Refill(call), DeskWords.name, "name", product.name, required: true))
  }

  static func changeProduct(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.entryDraft(try fields(call, texts: ["name"]), positions: false)
    let product = try CatalogueKeeping.changeProduct(try call.id(), draft, in: call.work, check: { _ in })
    return .seeOther("/catalogue/services/\(product.service?.description ?? "")")
  }

  static func newCategory(_ call: Call) throws -> Response {
    try page(
      call, Words.newCategory, action: "/catalogue/categories/new", back: "/catalogue/keeping",
      text(Refill(call), DeskWords.name, "name", required: true))
  }

  static func createCategory(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.entryDraft(try fields(call, texts: ["name"]), requiring: true)
    _ = try CatalogueKeeping.createCategory(draft, in: call.work)
    return .seeOther("/catalogue/keeping")
  }

  static func editCategory(_ call: Call) throws -> Response {
    let category = try CatalogueKeeping.category(try call.id(), in: call.work)
    return try page(
      call, Words.change, action: "/catalogue/categories/\(category.id)/edit", back: "/catalogue/keeping",
      text(Refill(call), DeskWords.name, "name", category.name, required: true))
  }

  static func changeCategory(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.entryDraft(try fields(call, texts: ["name"]))
    _ = try CatalogueKeeping.changeCategory(try call.id(), draft, in: call.work, check: { _ in })
    return .seeOther("/catalogue/keeping")
  }

  // MARK: Plans

  private static let planTexts = ["name", "description", "categoryId", "newUntil"]
  private static let planLists = ["parentPlanIds", "upgradePlanIds"]

  static func newPlan(_ call: Call) throws -> Response {
    guard let product = ID<Product>(Refill(call).value("productId", call.query("product"))) else {
      throw Refusal.notFound
    }
    let service = try CatalogueKeeping.product(product, in: call.work).service
    return try page(
      call, Words.newPlan, action: "/catalogue/plans/new", hidden: [("productId", product.description)],
      back: "/catalogue/services/\(service?.description ?? "")", try planFields(nil, service, call))
  }

  static func createPlan(_ call: Call) throws -> Response {
    let fields = try fields(call, texts: planTexts + ["productId"], flags: ["featured"], lists: planLists)
    let product = fields.id("productId", required: true, of: Product.self)
    var draft = try CatalogueKeepingAPI.planDraft(fields, requiring: true)
    draft.product = product
    return .seeOther("/catalogue/services/\(try CatalogueKeeping.createPlan(draft, in: call.work).service)")
  }

  static func editPlan(_ call: Call) throws -> Response {
    let plan = try CatalogueKeeping.plan(try call.id(), in: call.work)
    return try page(
      call, Words.change, action: "/catalogue/plans/\(plan.id)/edit", back: "/catalogue/services/\(plan.service)",
      try planFields(plan, plan.service, call))
  }

  static func changePlan(_ call: Call) throws -> Response {
    let draft = try CatalogueKeepingAPI.planDraft(
      try fields(call, texts: planTexts, flags: ["featured"], lists: planLists))
    let plan = try CatalogueKeeping.changePlan(try call.id(), draft, in: call.work, check: { _ in })
    return .seeOther("/catalogue/services/\(plan.service)")
  }

  private static func planFields(
    _ plan: CatalogueKeeping.PlanRecord?, _ service: ID<Service>?, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let categories = try CatalogueKeeping.categories(Paging(limit: Bounds.pageMaximum), in: call.work)
    var filter = CatalogueKeeping.PlanFilter()
    filter.service = service
    let others = try CatalogueKeeping.plans(filter, Paging(limit: Bounds.plansLinked), in: call.work)
      .filter { $0.id != plan?.id }
    func boxes(_ name: String, _ chosen: [ID<Plan>]) -> HTML {
      others.map { other in
        checkbox(
          label: "\(other.name)", name: name, value: other.id.description,
          checked: refill.ticked(name, other.id.description, stored: chosen.contains(other.id)),
          id: "f-\(name)-\(other.id)")
      }.joined()
    }
    let none = [(value: "", label: "–", selected: false, disabled: false)]
    return """
      \(text(refill, DeskWords.name, "name", plan?.name, required: true))
      \(textArea(label: Words.description.in(language), name: "description",
        value: refill.value("description", plan?.description), error: refill.error("description")))
      \(selectField(label: Words.category.in(language), name: "categoryId", options: none + categories.map {
        let id = $0.id.description
        return (value: id, label: $0.name, selected: refill.has("categoryId", id, plan?.category == $0.id),
          disabled: false)
      }, error: refill.error("categoryId")))
      \(checkbox(label: "\(Words.featured.in(language))", name: "featured",
        checked: refill.ticked("featured", "true", stored: plan?.featured ?? false)))
      \(text(refill, Words.newUntil, "newUntil", plan?.newUntil?.description, type: "date"))
      \(disclosure(summary: Words.parents.in(language), isOpen: plan?.parents.isEmpty == false,
        boxes("parentPlanIds", plan?.parents ?? [])))
      \(disclosure(summary: Words.upgrades.in(language), isOpen: plan?.upgrades.isEmpty == false,
        boxes("upgradePlanIds", plan?.upgrades ?? [])))
      """
  }

  // MARK: Offers

  private static let policyTexts = ["minimum", "maximum", "decreaseWindow", "cancelWindow", "endsOn"]

  static func newOffer(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    guard let id = ID<Plan>(refill.value("planId", call.query("plan"))) else { throw Refusal.notFound }
    let plan = try CatalogueKeeping.plan(id, in: call.work)
    let content: HTML = """
      <p>\(plan.name)</p>
      \(selectField(label: Words.segment.in(language), name: "segment", options: CatalogueKeeping.segments.map {
        (value: $0, label: SubscriptionWords.segment($0).in(language), selected: refill.has("segment", $0),
          disabled: false)
      }, error: refill.error("segment"), required: true))
      \(text(refill, SubscriptionWords.term, "term", "P1Y", required: true))
      \(selectField(label: Words.frequency.in(language), name: "billingFrequency", options: Frequency.allCases.map {
        (value: $0.rawValue, label: SubscriptionWords.frequency($0).in(language),
          selected: refill.has("billingFrequency", $0.rawValue), disabled: false)
      }, error: refill.error("billingFrequency"), required: true))
      \(checkbox(label: "\(SubscriptionWords.trial.in(language))", name: "trial",
        checked: refill.ticked("trial", "true", stored: false)))
      \(policyFields(nil, refill))
      """
    return try page(
      call, Words.newOffer, action: "/catalogue/offers/new", hidden: [("planId", plan.id.description)],
      back: "/catalogue/services/\(plan.service)", content)
  }

  private static func policyFields(_ offer: Catalogue.Listed?, _ refill: Refill) -> HTML {
    let policy = offer?.policy
    return """
      \(text(refill, Words.minimum, "minimum", "\(policy?.minimum ?? 1)", required: true))
      \(text(refill, Words.maximum, "maximum", policy.map { "\($0.maximum)" }, required: true))
      \(text(refill, Words.decreaseWindow, "decreaseWindow", policy?.decreaseWindow.description ?? "P7D",
        required: true))
      \(text(refill, Words.cancelWindow, "cancelWindow", policy?.cancelWindow.description ?? "P7D", required: true))
      <p class="hint">\(Words.windowHint.in(refill.language))</p>
      \(checkbox(label: "\(Words.suspension.in(refill.language))", name: "suspensionStopsBilling",
        checked: refill.ticked("suspensionStopsBilling", "true", stored: policy?.suspensionStopsBilling ?? false)))
      \(text(refill, Words.endsOn, "endsOn", offer?.endsOn?.description, type: "date"))
      """
  }

  static func createOffer(_ call: Call) throws -> Response {
    let fields = try fields(
      call, texts: policyTexts + ["planId", "segment", "term", "billingFrequency"],
      flags: ["trial", "suspensionStopsBilling"])
    let offer = try CatalogueKeeping.createOffer(try CatalogueKeepingAPI.offerDraft(fields, fields), in: call.work)
    return .seeOther("/catalogue/services/\(offer.service)")
  }

  static func editOffer(_ call: Call) throws -> Response {
    let offer = try CatalogueKeeping.offer(try call.id(), in: call.work)
    let language = call.actor.language
    let title = "\(offer.planName), \(SubscriptionWords.term(offer.term, offer.frequency, language))"
    return try page(
      call, Words.change, action: "/catalogue/offers/\(offer.id)/edit", back: "/catalogue/services/\(offer.service)",
      "<p>\(title)</p><p class=\"hint\">\(Words.offerHint.in(language))</p>\(policyFields(offer, Refill(call)))")
  }

  static func changeOffer(_ call: Call) throws -> Response {
    let fields = try fields(call, texts: policyTexts, flags: ["suspensionStopsBilling"])
    let change = try CatalogueKeepingAPI.offerChange(fields, fields)
    let offer = try CatalogueKeeping.changeOffer(try call.id(), change, in: call.work, check: { _ in })
    return .seeOther("/catalogue/services/\(offer.service)")
  }
}
