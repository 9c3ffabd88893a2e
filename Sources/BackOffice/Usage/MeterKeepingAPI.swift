import Core
import FoundationEssentials
import HTTP

/// Meters and what they cost, over HTTP.
enum MeterKeepingAPI {
  static func list(_ call: Call) throws -> Response {
    let meters = try MeterKeeping.list(of: try call.id(), in: call.work)
    var json = JSONWriter()
    json.object {
      $0.array("items", meters) { write(&$0, $1) }
      $0.member("nextCursor", nil as String?)
    }
    return .json(json)
  }

  private static func write(_ json: inout JSONWriter, _ meter: MeterKeeping.Listed) {
    json.object {
      $0.member("code", meter.code)
      $0.member("name", meter.name)
      $0.member("unit", meter.unit)
      $0.array("prices", meter.prices) { json, line in
        json.object {
          $0.member("leg", line.leg.rawValue)
          $0.member("resellerId", line.reseller)
          $0.member("from", line.from)
          $0.object("price") { UsageAPI.write(&$0, line.price) }
        }
      }
    }
  }

  private static func answer(_ meter: MeterKeeping.Listed) -> Response {
    var json = JSONWriter()
    write(&json, meter)
    return .json(json, status: 201)
  }

  /// POST `{"code", "name", "unit"}`
  static func add(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let code = fields.parsed("code", required: true, "meter.code_malformed", MeterKeepingAPI.code)
    let name = fields.text("name", required: true, upTo: 100)
    let unit = fields.text("unit", required: true, upTo: 40)
    try fields.check()
    guard let code, let name, let unit else { throw Refusal.notFound }
    let draft = MeterKeeping.MeterDraft(code: code, name: name, unit: unit)
    return answer(try MeterKeeping.add(draft, to: try call.id(), in: call.work))
  }

  /// Small letters, digits, dots, dashes and underscores, a letter or digit first.
  static func code(_ text: String) -> String? {
    func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
    guard (1...60).contains(text.utf8.count), let first = text.utf8.first, isPlain(first),
      text.utf8.allSatisfy({ isPlain($0) || [0x2D, 0x2E, 0x5F].contains($0) })
    else { return nil }
    return text
  }

  /// POST `{"meter", "resellerId"?, "from", "currency", "model", "free"?, "packageSize"?,
  /// "tiers": [{"upTo"?, "rate"}]}`
  static func set(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let meter = fields.text("meter", required: true, upTo: 60)
    let reseller =
      call.actor.level == .distributor ? fields.id("resellerId", of: Organization.self) : nil as ID<Organization>?
    let from = fields.parsed("from", required: true, "field.month_malformed") { Month($0) }
    let currency = fields.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    let model = fields.choice("model", required: true, of: MeterPrice.Model.self)
    let free = fields.decimal("free", "usage.quantity_malformed") { MeteredQuantity($0) }
    let size = fields.decimal("packageSize", "usage.quantity_malformed") { MeteredQuantity($0) }
    let tiers = (fields.objects("tiers", required: true, upTo: Bounds.meterTiers) ?? []).map { item in
      let upTo = item.decimal("upTo", "usage.quantity_malformed") { MeteredQuantity($0) }
      let rate = item.decimal("rate", required: true, "meter_price.rate_malformed") { text in
        currency.flatMap { MeterRate(text, currency: $0) }
      }
      item.noteUnknown()
      return (upTo: upTo, rate: rate)
    }
    try fields.check()
    guard let meter, let from, let currency, let model else { throw Refusal.notFound }
    let price = MeterPrice(
      model: model, free: free ?? .zero, packageSize: size,
      tiers: tiers.map { MeterPrice.Tier(upTo: $0.upTo, rate: $0.rate ?? MeterRate(minorMillionths: 0)) },
      currency: currency)
    guard let price else { throw Refusal.invalid([Issue("/tiers", "meter_price.malformed")]) }
    let draft = MeterKeeping.PriceDraft(meter: meter, reseller: reseller, from: from, price: price)
    return answer(try MeterKeeping.set(draft, of: try call.id(), in: call.work))
  }
}
