import Core
import FoundationEssentials
import HTTP

/// Usage over HTTP: records in, months and what is parked out.
enum UsageAPI {
  /// POST `{"records": [{"externalId", "subscriptionId", "meter", "quantity", "at", "tag"?,
  /// "currency"?}]}`.
  static func record(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let items = fields.objects("records", required: true, upTo: Bounds.usageRecords) ?? []
    let latest = call.work.now.adding(seconds: Bounds.usageAheadSeconds)
    let drafts = items.compactMap { draft($0, until: latest) }
    try fields.check()
    return answer(try Usage.record(drafts, in: call.work))
  }

  private static func draft(_ item: Fields, until latest: Instant) -> UsageDraft? {
    let externalID = item.parsed("externalId", required: true, "usage.external_id_malformed", externalID)
    let subscription = item.id("subscriptionId", required: true, of: Subscription.self)
    let meter = item.text("meter", required: true, upTo: 60)
    let quantity = item.decimal("quantity", required: true, "usage.quantity_malformed") { MeteredQuantity($0) }
    let at = item.parsed("at", required: true, "field.instant_malformed") { Instant($0) }
    let tag = item.text("tag", upTo: 100)
    let currency = item.parsed("currency", "currency.unknown") { Currency($0) }
    item.noteUnknown()
    if let at, at > latest { item.note("at", "usage.in_future") }
    guard let externalID, let subscription, let meter, let quantity, let at else { return nil }
    return UsageDraft(
      externalID: externalID, subscription: subscription, meter: meter, quantity: quantity, at: at, tag: tag,
      currency: currency)
  }

  /// Visible ASCII, so that what is the same to one reader is the same to all.
  static func externalID(_ text: String) -> String? {
    (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
  }

  static func answer(_ summary: UsageIntake.Summary) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("accepted", summary.accepted)
      $0.member("duplicates", summary.duplicates)
      $0.member("corrected", summary.corrected)
      $0.member("parked", summary.parked)
    }
    return .json(json)
  }

  /// What the audit trail keeps of a batch.
  static func write(_ json: inout JSONWriter, _ summary: UsageIntake.Summary) {
    json.object {
      $0.member("accepted", summary.accepted)
      $0.member("corrected", summary.corrected)
      $0.member("parked", summary.parked)
    }
  }

  /// What can be counted of a subscription, and what it costs this month.
  static func meters(_ call: Call) throws -> Response {
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let meters = try MeteredUse.meters(of: record, in: Month(containing: record.today), call.work)
    var json = JSONWriter()
    json.object {
      $0.array("items", meters) { json, meter in
        json.object {
          $0.member("code", meter.code)
          $0.member("name", meter.name)
          $0.member("unit", meter.unit)
          if let price = meter.price { $0.object("price") { write(&$0, price) } }
          if let cost = meter.cost { $0.object("cost") { write(&$0, cost) } }
        }
      }
      $0.member("nextCursor", nil as String?)
    }
    return .json(json)
  }

  static func write(_ json: inout JSONWriter, _ price: MeterPrice) {
    json.member("model", price.model.rawValue)
    json.member("currency", price.currency.code)
    json.member("free", price.free.description)
    json.member("packageSize", price.packageSize?.description)
    json.array("tiers", price.tiers) { json, tier in
      json.object {
        $0.member("upTo", tier.upTo?.description)
        $0.member("rate", tier.rate.amount(in: price.currency))
      }
    }
  }

  /// A subscription's months by meter, latest first.
  static func months(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let months = try MeteredUse.months(of: try call.id(), paging, in: call.work)
    return paging.response(months, cursor: { [$0.month.description, $0.meter.id.description] }) { json, month in
      json.object {
        $0.member("month", month.month)
        $0.member("meter", month.meter.code)
        $0.member("meterName", month.meter.name)
        $0.member("unit", month.meter.unit)
        $0.member("quantity", month.quantity.description)
        $0.member("posted", month.isPosted)
        if let price = month.price { $0.member("price", price) }
        if let cost = month.cost { $0.member("cost", cost) }
      }
    }
  }
}
