import Core
import FoundationEssentials
import HTTP

/// The renewal desk over HTTP.
enum RenewalsAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("within", "Days ahead: 30, 60 or 90; 90 unless told.", format: "int32"),
      QueryParameter("kind", "`renews`, `expires`, `trialEnds` or `reducible`."),
      QueryParameter("customerId", "Only this customer's.", format: "uuid"),
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("unassigned", "`true`: only with licences nobody holds.", format: "boolean"),
      QueryParameter("priceChanges", "`true`: only what renews at another price.", format: "boolean"),
      QueryParameter("planned", "Whether the renewal was planned.", format: "boolean"),
      QueryParameter("monthly", "`false`: without what just renews every month.", format: "boolean"),
      QueryParameter("search", "Part of the plan's, the friendly or the customer's name."),
    ]

  static let horizons = [30, 60, 90]
  static let kinds: [Deadline.Kind] = [.renews, .expires, .trialEnds, .reducible]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let items = try RenewalDesk.list(try filter(call), paging, in: call.work)
    return paging.response(items, cursor: \.cursor) { write(&$0, $1) }
  }

  static func filter(_ call: Call) throws -> RenewalDesk.Filter {
    var filter = RenewalDesk.Filter()
    if let text = call.query("within") {
      guard let days = Int(text), horizons.contains(days) else {
        throw HTTPFault.queryMalformed("within", "renewals.within_not_offered")
      }
      filter.withinDays = days
    }
    if let text = call.query("kind") {
      guard let kind = kinds.first(where: { $0.rawValue == text }) else {
        throw HTTPFault.queryMalformed("kind", "field.not_a_choice")
      }
      filter.kinds = [kind]
    }
    filter.customer = try call.queryID("customerId")
    filter.service = try call.queryID("serviceId")
    filter.isUnassigned = try flag("unassigned", call) ?? false
    filter.changesPrice = try flag("priceChanges", call) ?? false
    filter.isPlanned = try flag("planned", call)
    filter.leavesOutMonthly = try flag("monthly", call) == false
    filter.search = try SearchText.query(call)
    return filter
  }

  private static func flag(_ name: String, _ call: Call) throws -> Bool? {
    switch call.query(name) {
    case nil: nil
    case "true": true
    case "false": false
    default: throw HTTPFault.queryMalformed(name, "query.boolean_expected")
    }
  }

  // MARK: - Deciding

  static func decide(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let choice = fields.choice("choice", required: true, of: RenewalDecisions.Choice.self)
    let ids = fields.ids("subscriptionIds", upTo: Bounds.renewalsAtOnce, of: Subscription.self) ?? []
    if !fields.has("subscriptionIds") { fields.note("subscriptionIds", "field.required") }
    try fields.check()
    guard let choice, !ids.isEmpty else { throw Refusal.invalid([Issue("/subscriptionIds", "field.required")]) }
    let results = try RenewalDecisions.decide(choice, on: ids, in: call.work, preview: call.isPreview)
    var json = JSONWriter(capacity: 256 + 900 * results.count)
    json.object { json in
      json.array("items", results) { json, result in write(&json, result, call.actor.language) }
    }
    return .json(json)
  }

  private static func write(_ json: inout JSONWriter, _ result: RenewalDecisions.Result, _ language: Language) {
    json.object { json in
      json.member("subscriptionId", result.after.record.id)
      json.member("outcome", result.refusal != nil ? "refused" : result.isChanged ? "changed" : "unchanged")
      if let refusal = result.refusal {
        let problem = Problem(refusal)
        json.member("code", problem.code)
        json.member("detail", Messages.sentence(problem.code, problem.details, language))
      }
      json.name("renewal")
      write(&json, result.after)
    }
  }

  // MARK: - Writing

  static func write(_ json: inout JSONWriter, _ item: RenewalDesk.Item) {
    let record = item.record
    let s = record.subscription
    json.object { json in
      json.member("subscriptionId", s.id)
      json.member("kind", item.kind.rawValue)
      json.member("deadline", item.at)
      json.member("customerId", s.customer)
      json.member("customerName", item.customerName)
      json.member("serviceId", record.service)
      json.member("serviceName", record.serviceName)
      json.member("planName", record.planName)
      json.member("friendlyName", s.friendlyName)
      json.member("status", s.status.rawValue)
      json.member("quantity", s.quantity)
      json.member("assigned", s.assigned)
      json.member("unassigned", s.quantity - s.assigned)
      json.member("minimum", s.policy.minimum)
      json.member("term", s.term)
      json.member("billingFrequency", s.frequency.rawValue)
      json.member("autoRenew", s.autoRenew)
      json.member("commitmentEndDate", s.termEnd)
      json.array("deadlines", item.deadlines) { json, deadline in
        json.object {
          $0.member("kind", deadline.kind.rawValue)
          $0.member("at", deadline.at)
          $0.member("quantity", deadline.quantity)
        }
      }
      writeFollowing(&json, item.outlook)
      for leg in item.outlook.legs { write(&json, leg) }
    }
  }

  private static func writeFollowing(_ json: inout JSONWriter, _ outlook: RenewalOutlook) {
    guard let next = outlook.following else {
      json.name("nextTerm")
      return json.null()
    }
    json.object("nextTerm") {
      $0.member("quantity", next.quantity)
      $0.member("term", next.term)
      $0.member("billingFrequency", next.billingFrequency.rawValue)
      $0.member("from", next.from)
      $0.member("to", next.to)
      $0.member("planned", next.isScheduled)
    }
  }

  private static func write(_ json: inout JSONWriter, _ leg: RenewalOutlook.LegOutlook) {
    let change = leg.change.map { percent($0) }
    switch leg.leg {
    case .price:
      json.member("unitPrice", leg.now)
      json.member("nextUnitPrice", leg.then)
      json.member("priceChangePercent", change)
      json.member("nextTermPrice", leg.amount)
    case .cost:
      json.member("unitCost", leg.now)
      json.member("nextUnitCost", leg.then)
      json.member("costChangePercent", change)
      json.member("nextTermCost", leg.amount)
    }
  }

  /// `-7.1` of −71 tenths.
  static func percent(_ tenths: Int) -> String {
    "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }
}
