import Core
import FoundationEssentials
import HTTP

/// Tags and where they lead, over HTTP.
enum UsageTagsAPI {
  static let parameters =
    QueryParameter.paging + [
      QueryParameter("unmapped", "`true`: only tags that lead nowhere, to the default centre.", format: "boolean")
    ]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let tags = try UsageTags.list(
      of: try call.id(), unmapped: try call.queryFlag("unmapped"), paging, in: call.work)
    return paging.response(tags, cursor: { [$0.tag] }) { json, tag in
      json.object {
        $0.member("tag", tag.tag)
        $0.member("centreId", tag.centre)
        $0.member("from", tag.from)
        $0.member("firstSeen", tag.firstSeen)
      }
    }
  }

  /// PUT `{"from"?: "2026-01", "items": [{"tag", "centreId": … | null}]}`
  static func lead(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    let fields = try call.fields()
    let from = fields.parsed("from", "field.month_malformed") { Month($0) }
    let items = fields.objects("items", required: true, upTo: Bounds.usageTagsAtOnce) ?? []
    let leads = items.compactMap { item -> UsageTags.Lead? in
      let tag = item.text("tag", required: true, upTo: 100)
      let centre = item.id("centreId", of: BillingCentre.self)
      item.noteUnknown()
      return tag.map { UsageTags.Lead(tag: $0, centre: centre) }
    }
    _ = try Organizations.find(customer, kind: .customer, in: call.work)
    try fields.check()
    return try answer(call) { try UsageTags.lead(leads, of: customer, from: from, in: call.work) }
  }

  static func choices(_ call: Call) throws -> Response {
    let choices = try UsageTags.choices(of: try call.id(), in: call.work)
    var json = JSONWriter()
    json.object {
      $0.array("items", choices) { json, choice in
        json.object {
          $0.member("serviceId", choice.service)
          $0.member("subscriptionId", choice.subscription)
          $0.member("name", choice.name)
          $0.member("splitBy", choice.splitBy?.rawValue)
          $0.member("from", choice.from)
        }
      }
      $0.member("nextCursor", nil as String?)
    }
    return .json(json)
  }

  /// PUT `{"serviceId" | "subscriptionId", "splitBy": "licences" | "tag" | null, "from"?: "2026-01"}`
  static func choose(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    let fields = try call.fields()
    let service = fields.id("serviceId", of: Service.self)
    let subscription = fields.id("subscriptionId", of: Subscription.self)
    let choice = fields.choice("splitBy", of: UsageSplitChoice.self)
    let from = fields.parsed("from", "field.month_malformed") { Month($0) }
    if (service == nil) == (subscription == nil) { fields.note("serviceId", "usage_split.of_one_thing") }
    if choice == nil, subscription == nil { fields.note("splitBy", "field.required") }
    _ = try Organizations.find(customer, kind: .customer, in: call.work)
    try fields.check()
    return try answer(call) {
      try UsageTags.choose(
        choice, service: service, subscription: subscription, of: customer, from: from, in: call.work)
    }
  }

  /// A preview does it all, and undoes it.
  private static func answer(_ call: Call, _ split: () throws -> UsageTags.Resplit) throws -> Response {
    if call.isPreview { call.tx.enqueue("SAVEPOINT preview") }
    let resplit = try split()
    if call.isPreview { call.tx.enqueue("ROLLBACK TO SAVEPOINT preview") }
    var json = JSONWriter()
    json.object {
      $0.member("months", resplit.months)
      $0.array("posted", resplit.posted) { json, move in
        json.object {
          $0.member("centreId", move.centre)
          $0.member("amount", move.amount)
        }
      }
    }
    return .json(json)
  }
}
