import Core
import FoundationEssentials
import Postgres

/// What a trial can go on as.
package struct ConversionTargets {
  package let record: SubscriptionRecord
  /// Why it cannot be converted now, or not by this actor; nil: it can.
  package let obstacle: Action?
  /// Offers of the plan it converts to, with what the caller may see of their prices.
  package let offers: [Catalogue.Listed]

  package static func of(_ id: ID<Subscription>, in work: Work) throws -> ConversionTargets {
    let record = try Subscriptions.find(id, in: work)
    let action = record.actions(for: work).first { $0.name == "convert" }
    let offers = try UpgradeTargets.offers(for: record, "f.plan_id = mine.converts_to_plan_id", in: work)
    let missing = Action(
      name: "convert", code: record.subscription.trial ? "conversion.no_path" : "conversion.not_a_trial")
    guard let action else { return ConversionTargets(record: record, obstacle: missing, offers: []) }
    let obstacle = action.allowed ? (offers.isEmpty ? missing : nil) : action
    return ConversionTargets(record: record, obstacle: obstacle, offers: offers)
  }
}
