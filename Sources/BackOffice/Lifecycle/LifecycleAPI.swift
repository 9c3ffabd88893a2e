import Core
import FoundationEssentials
import HTTP

/// Upgrades and conversions over HTTP.
enum LifecycleAPI {
  static func upgradeTargets(_ call: Call) throws -> Response {
    let targets = try UpgradeTargets.of(try call.id(), in: call.work)
    var json = JSONWriter(capacity: 2000)
    json.object { json in
      writeObstacle(&json, targets.obstacle, call)
      json.array("offers", targets.offers) { json, offer in CatalogueAPI.write(&json, offer) }
      json.array("subscriptions", targets.lines) { json, line in json.object { write(&$0, line, call.actor) } }
    }
    return .json(json, version: targets.record.subscription.version)
  }

  static func conversionTargets(_ call: Call) throws -> Response {
    let targets = try ConversionTargets.of(try call.id(), in: call.work)
    var json = JSONWriter(capacity: 1000)
    json.object { json in
      writeObstacle(&json, targets.obstacle, call)
      json.array("offers", targets.offers) { json, offer in CatalogueAPI.write(&json, offer) }
    }
    return .json(json, version: targets.record.subscription.version)
  }

  private static func writeObstacle(_ json: inout JSONWriter, _ obstacle: Action?, _ call: Call) {
    json.member("allowed", obstacle == nil)
    guard let code = obstacle?.code else { return }
    json.member("code", code)
    json.member("reason", Messages.sentence(code, [:], call.actor.language))
  }

  private static func write(_ json: inout JSONWriter, _ line: SubscriptionRecord, _ actor: Actor) {
    let s = line.subscription
    json.member("id", s.id)
    json.member("planName", line.planName)
    json.member("friendlyName", s.friendlyName)
    json.member("quantity", s.quantity)
    json.member("maximum", s.policy.maximum)
    json.member("commitmentEndDate", s.termEnd)
    if actor.seesPrices { json.member("unitPrice", s.unitPrice) }
    if actor.seesCosts { json.member("unitCost", s.unitCost) }
  }

  static func upgrade(_ call: Call) throws -> Response { try SubscriptionsAPI.perform(.upgrade, call) }

  static func convert(_ call: Call) throws -> Response { try SubscriptionsAPI.perform(.conversion, call) }
}

extension UpgradeWish {
  /// Reads a body: one target, what moves, and that it was said to be for good.
  init(_ fields: Fields) throws {
    let offer = fields.id("offerId", of: Offer.self)
    let line = fields.id("subscriptionId", of: Subscription.self)
    if (offer == nil) == (line == nil) {
      fields.note(offer == nil ? "offerId" : "subscriptionId", "upgrade.one_target")
    }
    let quantity = fields.integer("quantity")
    let allocations = SubscriptionsAPI.allocations(fields)
    let people = fields.ids("people", upTo: Bounds.upgradedPeople, of: Person.self)
    let confirmed = fields.bool("confirm") ?? false
    try fields.check()
    guard let target = offer.map(Target.offer) ?? line.map(Target.subscription) else { throw Refusal.notFound }
    self.init(
      target: target, quantity: quantity, allocations: allocations, people: people, confirmed: confirmed)
  }
}

extension ConversionWish {
  /// Reads a body.
  init(_ fields: Fields) throws {
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.integer("quantity")
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    let accepts = fields.bool("acceptTerms") ?? false
    try fields.check()
    guard let offer else { throw Refusal.notFound }
    self.init(offer: offer, quantity: quantity, alignTo: alignTo, acceptsTerms: accepts)
  }
}
