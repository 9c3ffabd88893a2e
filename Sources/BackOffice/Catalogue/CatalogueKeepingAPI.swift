import Core
import FoundationEssentials
import HTTP

/// Keeping the catalogue, over HTTP.
enum CatalogueKeepingAPI {
  typealias Entry = CatalogueKeeping.Entry

  // MARK: Services, products, categories

  static func service(_ call: Call) throws -> Response {
    response(try CatalogueKeeping.service(try call.id(), in: call.work), "/services")
  }

  static func createService(_ call: Call) throws -> Response {
    let draft = try entryDraft(try call.fields(), vendor: true, requiring: true)
    return response(try CatalogueKeeping.createService(draft, in: call.work), "/services", status: 201)
  }

  static func changeService(_ call: Call) throws -> Response {
    let draft = try entryDraft(try call.fields(), vendor: true)
    return response(
      try CatalogueKeeping.changeService(try call.id(), draft, in: call.work, check: call.checkMatch), "/services")
  }

  static func product(_ call: Call) throws -> Response {
    response(try CatalogueKeeping.product(try call.id(), in: call.work), "/products")
  }

  static func createProduct(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let service = fields.id("serviceId", required: true, of: Service.self)
    var draft = try entryDraft(fields, positions: false, requiring: true)
    draft.service = service
    return response(try CatalogueKeeping.createProduct(draft, in: call.work), "/products", status: 201)
  }

  static func changeProduct(_ call: Call) throws -> Response {
    let draft = try entryDraft(try call.fields(), positions: false)
    return response(
      try CatalogueKeeping.changeProduct(try call.id(), draft, in: call.work, check: call.checkMatch), "/products")
  }

  static func categories(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try CatalogueKeeping.categories(paging, in: call.work)
    return paging.response(found, cursor: { [String($0.position ?? 0), $0.id.description] }) { write(&$0, $1) }
  }

  static func category(_ call: Call) throws -> Response {
    response(try CatalogueKeeping.category(try call.id(), in: call.work), "/categories")
  }

  static func createCategory(_ call: Call) throws -> Response {
    let draft = try entryDraft(try call.fields(), requiring: true)
    return response(try CatalogueKeeping.createCategory(draft, in: call.work), "/categories", status: 201)
  }

  static func changeCategory(_ call: Call) throws -> Response {
    let draft = try entryDraft(try call.fields())
    return response(
      try CatalogueKeeping.changeCategory(try call.id(), draft, in: call.work, check: call.checkMatch), "/categories")
  }

  /// Name, vendor and position, as far as there are any of them.
  static func entryDraft(
    _ fields: Fields, vendor: Bool = false, positions: Bool = true, requiring: Bool = false
  ) throws -> CatalogueKeeping.Draft {
    var draft = CatalogueKeeping.Draft()
    draft.name = fields.text("name", required: requiring, upTo: 100)
    if vendor { draft.vendor = fields.text("vendor", required: requiring, upTo: 100) }
    if positions { draft.position = fields.decimal("position", "field.whole_number_expected") { place($0) } }
    if !requiring {
      fields.noteNulls("name")
      if vendor { fields.noteNulls("vendor") }
    }
    try fields.check()
    return draft
  }

  private static func place(_ text: String) -> Int? { Int(text).flatMap { (0...1_000_000).contains($0) ? $0 : nil } }

  private static func response<Kind>(_ entry: Entry<Kind>, _ path: String, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, entry)
    return .json(
      json, status: status, version: entry.version, location: status == 201 ? "/api/v1\(path)/\(entry.id)" : nil)
  }

  private static func write<Kind>(_ json: inout JSONWriter, _ entry: Entry<Kind>) {
    json.object {
      $0.member("id", entry.id)
      if let service = entry.service { $0.member("serviceId", service) }
      $0.member("name", entry.name)
      if let vendor = entry.vendor { $0.member("vendor", vendor) }
      if let position = entry.position { $0.member("position", position) }
    }
  }

  // MARK: Plans

  static let planParameters =
    QueryParameter.paging + [
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("productId", "Only this product's.", format: "uuid"),
    ]

  static func plans(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    var filter = CatalogueKeeping.PlanFilter()
    filter.service = try call.queryID("serviceId")
    filter.product = try call.queryID("productId")
    let found = try CatalogueKeeping.plans(filter, paging, in: call.work)
    return paging.response(found, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func plan(_ call: Call) throws -> Response {
    response(try CatalogueKeeping.plan(try call.id(), in: call.work))
  }

  static func createPlan(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let product = fields.id("productId", required: true, of: Product.self)
    var draft = try planDraft(fields, requiring: true)
    draft.product = product
    return response(try CatalogueKeeping.createPlan(draft, in: call.work), status: 201)
  }

  static func changePlan(_ call: Call) throws -> Response {
    let draft = try planDraft(try call.fields())
    return response(try CatalogueKeeping.changePlan(try call.id(), draft, in: call.work, check: call.checkMatch))
  }

  static func planDraft(_ fields: Fields, requiring: Bool = false) throws -> CatalogueKeeping.PlanDraft {
    var draft = CatalogueKeeping.PlanDraft()
    draft.name = fields.text("name", required: requiring, upTo: 100)
    let description = fields.text("description", upTo: 1000, lines: true)
    draft.description = description ?? (fields.has("description") ? "" : nil)
    let category = fields.id("categoryId", of: Category.self)
    if fields.has("categoryId") { draft.category = .some(category) }
    draft.featured = fields.bool("featured")
    let newUntil = fields.parsed("newUntil", "field.day_malformed") { Day($0) }
    if fields.has("newUntil") { draft.newUntil = .some(newUntil) }
    draft.parents = fields.ids("parentPlanIds", upTo: Bounds.plansLinked, of: Plan.self)
    draft.upgrades = fields.ids("upgradePlanIds", upTo: Bounds.plansLinked, of: Plan.self)
    if !requiring { fields.noteNulls("name", "featured", "parentPlanIds", "upgradePlanIds") }
    try fields.check()
    return draft
  }

  private static func response(_ plan: CatalogueKeeping.PlanRecord, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, plan)
    return .json(
      json, status: status, version: plan.version, location: status == 201 ? "/api/v1/plans/\(plan.id)" : nil)
  }

  private static func write(_ json: inout JSONWriter, _ plan: CatalogueKeeping.PlanRecord) {
    json.object {
      $0.member("id", plan.id)
      $0.member("serviceId", plan.service)
      $0.member("serviceName", plan.serviceName)
      $0.member("productId", plan.product)
      $0.member("name", plan.name)
      $0.member("description", plan.description)
      $0.member("parentPlanIds", plan.parents)
      $0.member("categoryId", plan.category)
      $0.member("categoryName", plan.categoryName)
      $0.member("featured", plan.featured)
      $0.member("newUntil", plan.newUntil)
      $0.member("upgradePlanIds", plan.upgrades)
    }
  }

  // MARK: Offers

  static func offer(_ call: Call) throws -> Response {
    response(try CatalogueKeeping.offer(try call.id(), for: try call.queryID("customerId"), in: call.work))
  }

  static func createOffer(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let policy = fields.object("policy")
    if policy == nil { fields.note("policy", "field.required") }
    let draft = try offerDraft(fields, policy ?? fields)
    return response(try CatalogueKeeping.createOffer(draft, in: call.work), status: 201)
  }

  static func changeOffer(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let change = try offerChange(fields, fields.object("policy"))
    return response(try CatalogueKeeping.changeOffer(try call.id(), change, in: call.work, check: call.checkMatch))
  }

  /// A whole offer; `policy` holds what its buyers may do, which in a form are fields like the others.
  static func offerDraft(_ fields: Fields, _ policy: Fields) throws -> CatalogueKeeping.OfferDraft {
    let plan = fields.id("planId", required: true, of: Plan.self)
    let segment = fields.parsed("segment", required: true, "field.not_a_choice") { text in
      CatalogueKeeping.segments.first { $0 == text }
    }
    let term = fields.parsed("term", required: true) { Period($0) }
    let frequency = fields.choice("billingFrequency", required: true, of: Frequency.self)
    let trial = fields.bool("trial") ?? false
    let minimum = count(policy, "minimum") ?? 1
    let maximum = count(policy, "maximum", required: true)
    let decrease = window(policy, "decreaseWindow", required: true)
    let cancel = window(policy, "cancelWindow", required: true)
    let stops = policy.bool("suspensionStopsBilling") ?? false
    let endsOn = fields.parsed("endsOn", "field.day_malformed") { Day($0) }
    let converts = fields.id("convertsToPlanId", of: Plan.self)
    if policy !== fields { policy.noteUnknown() }
    try fields.check()
    guard let plan, let segment, let term, let frequency, let maximum, let decrease, let cancel else {
      throw Refusal.notFound
    }
    let rules = OfferPolicy(
      minimum: minimum, maximum: maximum, decreaseWindow: decrease, cancelWindow: cancel,
      suspensionStopsBilling: stops)
    return CatalogueKeeping.OfferDraft(
      plan: plan, segment: segment,
      terms: OfferTerms(
        term: term, frequency: frequency, trial: trial, policy: rules, endsOn: endsOn, convertsTo: converts))
  }

  static func offerChange(_ fields: Fields, _ policy: Fields?) throws -> CatalogueKeeping.OfferChange {
    var change = CatalogueKeeping.OfferChange()
    if let policy {
      change.minimum = count(policy, "minimum")
      change.maximum = count(policy, "maximum")
      change.decreaseWindow = window(policy, "decreaseWindow")
      change.cancelWindow = window(policy, "cancelWindow")
      change.suspensionStopsBilling = policy.bool("suspensionStopsBilling")
      policy.noteNulls("minimum", "maximum", "decreaseWindow", "cancelWindow", "suspensionStopsBilling")
      if policy !== fields { policy.noteUnknown() }
    }
    let endsOn = fields.parsed("endsOn", "field.day_malformed") { Day($0) }
    if fields.has("endsOn") { change.endsOn = .some(endsOn) }
    let converts = fields.id("convertsToPlanId", of: Plan.self)
    if fields.has("convertsToPlanId") { change.convertsTo = .some(converts) }
    try fields.check()
    return change
  }

  private static func count(_ fields: Fields, _ name: String, required: Bool = false) -> Int? {
    fields.decimal(name, required: required, "field.whole_number_expected") { Int32($0).map(Int.init) }
  }

  private static func window(_ fields: Fields, _ name: String, required: Bool = false) -> Window? {
    fields.parsed(name, required: required, "window.malformed") { Window($0) }
  }

  private static func response(_ offer: Catalogue.Listed, status: Int = 200) -> Response {
    var json = JSONWriter()
    CatalogueAPI.write(&json, offer)
    return .json(
      json, status: status, version: offer.version, location: status == 201 ? "/api/v1/offers/\(offer.id)" : nil)
  }
}
