import Core
import FoundationEssentials
import Postgres

/// What a trial is to go on as, as it was asked for.
package struct ConversionWish: Sendable {
  package var offer: ID<Offer>
  /// Nil: as many as the trial has.
  package var quantity: Int?
  package var alignTo: Day?
  package var acceptsTerms: Bool
}

/// Trials that become something bought.
package enum Conversions {
  /// Converts a trial from today, or with `preview` says what it would do. Answers the subscription it went on as.
  package static func perform(
    _ wish: ConversionWish, on id: ID<Subscription>, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Subscriptions.Outcome {
    _ = try Subscriptions.find(id, in: work)
    try work.actor.require(.subscriptionsChange)
    let scope = PreviewScope(preview, work)
    let source = SubscriptionStep(try scope.current(id, check: check), work)
    let record = source.loaded.record
    let facts = try RenewalOffers.facts(of: record, in: work)
    let sold = try Catalogue.sold(wish.offer, to: Buyer(of: record, source.loaded.centres), in: work)
    guard sold.parentPlans.isEmpty || record.parent != nil else {
      throw Refusal.invalid([Issue("/offerId", "offer.needs_parent")])
    }
    let conversion = Conversion(
      order: Purchase(sold, id: work.newID(), customer: record.subscription.customer), quantity: wish.quantity,
      alignTo: wish.alignTo, hasPath: facts.convertsTo != nil, isPath: sold.plan == facts.convertsTo,
      isSameSegment: sold.segment == facts.segment, addOnsFit: try AddOns.fit(sold.plan, of: id, in: work))
    let succession = try record.subscription.converted(
      conversion, as: work.actor.level, at: work.now, on: record.today, centres: source.loaded.centres)
    guard wish.acceptsTerms else { throw Refusal.invalid([Issue("/acceptTerms", "terms.not_accepted")]) }
    let writer = SuccessionWriter(scope: scope, people: nil)
    let outcome = try writer.carryOut(
      succession, from: source, to: .new(sold, parent: sold.parentPlans.isEmpty ? nil : record.parent))
    scope.close()
    return outcome
  }
}
