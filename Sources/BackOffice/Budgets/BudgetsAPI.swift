import Core
import FoundationEssentials
import HTTP

/// Budgets over HTTP.
enum BudgetsAPI {
  static let listParameters =
    QueryParameter.paging + [QueryParameter("ended", "`true`: those that were ended.", format: "boolean")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let ended = try call.queryFlag("ended")
    let found = try Budgets.list(of: try call.id(), ended: ended, paging, in: call.work)
    return paging.response(found, cursor: { [$0.record.id.description] }, write)
  }

  static func get(_ call: Call) throws -> Response { response(try Budgets.find(try call.id(), in: call.work)) }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let target = target(fields)
    let draft = draft(fields, creating: true)
    try fields.check()
    guard let target else { throw Refusal.notFound }
    let listed = try Budgets.create(
      draft, for: target, of: try call.id(), in: call.work, isPreview: call.isPreview)
    return call.isPreview ? preview(listed) : response(listed, status: 201)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let draft = draft(fields, creating: false)
    fields.noteNulls("amount", "fromMonth", "shares", "tells")
    try fields.check()
    let listed = try Budgets.change(try call.id(), draft, in: call.work, isPreview: call.isPreview) {
      try call.checkMatch($0.version)
    }
    return call.isPreview ? preview(listed) : response(listed)
  }

  static func end(_ call: Call) throws -> Response {
    try Budgets.end(try call.id(), in: call.work) { try call.checkMatch($0.version) }
    return .noContent
  }

  static func months(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let months = try BudgetMonths.list(of: try call.id(), paging, in: call.work)
    return paging.response(months, cursor: { [$0.month.description] }) { json, month in
      json.object { json in
        json.member("month", month.month.description)
        writeStanding(&json, month.standing)
        json.member("final", month.isFinal)
        json.array("warnings", month.warnings) { json, warning in
          json.object {
            $0.member("share", warning.share)
            $0.member("spent", warning.spent)
            $0.member("amount", warning.amount)
            $0.member("at", warning.at)
            $0.member("told", warning.told)
          }
        }
      }
    }
  }

  // MARK: - Reading

  /// `centreId` or `subscriptionId`. Nil only where the fields note why.
  private static func target(_ fields: Fields) -> Budgets.Target? {
    let hasSubscription = fields.has("subscriptionId")
    if hasSubscription, fields.has("centreId") { fields.note("subscriptionId", "budget.of_two_things") }
    let centre = fields.id("centreId", required: !hasSubscription, of: BillingCentre.self)
    let subscription = fields.id("subscriptionId", required: hasSubscription, of: Subscription.self)
    return centre.map { .centre($0) } ?? subscription.map { .subscription($0) }
  }

  private static func draft(_ fields: Fields, creating: Bool) -> Budgets.Draft {
    var draft = Budgets.Draft()
    let amount = fields.object("amount")
    if amount == nil, creating, !fields.has("amount") || fields.isNull("amount") {
      fields.note("amount", "field.required")
    }
    draft.amount = amount.flatMap(CostPricesAPI.money)
    draft.from = fields.parsed("fromMonth", "field.month_malformed") { Month($0) }
    draft.shares = shares(fields)
    draft.tells = fields.texts("tells", upTo: BudgetReader.allCases.count)?.enumerated().compactMap { index, name in
      if let reader = BudgetReader(rawValue: name) { return reader }
      fields.note("tells/\(index)", "field.not_a_choice")
      return nil
    }
    return draft
  }

  private static func shares(_ fields: Fields) -> [Int]? {
    guard let value = fields.json("shares") else { return nil }
    guard case .array(let items) = value else {
      fields.note("shares", "field.array_expected")
      return nil
    }
    guard items.count <= BudgetShares.most else {
      fields.note("shares", "budget.too_many_shares", ["maximum": String(BudgetShares.most)])
      return nil
    }
    return items.enumerated().compactMap { index, item in
      if case .integer(let number) = item { return Int(number) }
      fields.note("shares/\(index)", "field.whole_number_expected")
      return nil
    }
  }

  // MARK: - Writing

  private static func response(_ listed: Budgets.Listed, status: Int = 200) -> Response {
    var json = JSONWriter()
    write(&json, listed)
    return .json(
      json, status: status, version: listed.record.version,
      location: status == 201 ? "/api/v1/budgets/\(listed.record.id)" : nil)
  }

  private static func preview(_ listed: Budgets.Listed) -> Response {
    var json = JSONWriter()
    json.object { writeMonth(&$0, listed) }
    return .json(json)
  }

  /// The present month; nil members before the budget begins.
  private static func writeMonth(_ json: inout JSONWriter, _ listed: Budgets.Listed) {
    json.member("month", listed.record.present.description)
    guard let standing = listed.standing else { return json.member("standing", nil as String?) }
    json.object("standing") { json in
      writeStanding(&json, standing)
      json.member("coming", standing.coming)
      json.member("forecast", standing.forecast)
      json.array("reached", listed.reached) { $0.number($1) }
    }
  }

  private static func writeStanding(_ json: inout JSONWriter, _ standing: BudgetStanding) {
    json.member("amount", standing.amount)
    json.member("spent", standing.spent)
    json.member("share", standing.share)
  }

  static func write(_ json: inout JSONWriter, _ listed: Budgets.Listed) {
    let record = listed.record
    json.object { json in
      json.member("id", record.id)
      json.member("customerId", record.path.customer)
      json.member("centreId", record.target.centre)
      json.member("subscriptionId", record.target.subscription)
      json.member("name", record.name)
      json.array("amounts", record.amounts) { json, amount in
        json.object {
          $0.member("fromMonth", amount.from.description)
          $0.member("amount", amount.amount)
        }
      }
      json.array("shares", record.shares.percents) { $0.number($1) }
      json.member("tells", record.tells.map(\.rawValue))
      writeMonth(&json, listed)
      json.member("setBy", record.setBy)
      json.member("setByName", record.setByName)
      json.member("setAt", record.setAt)
      json.member("endedAt", record.endedAt)
    }
  }
}
