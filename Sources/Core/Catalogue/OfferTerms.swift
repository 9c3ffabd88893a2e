/// What an offer is sold under.
package struct OfferTerms: Hashable, Sendable {
  package var term: Period
  package var frequency: Frequency
  package var trial: Bool
  package var policy: OfferPolicy
  /// The first day it is not sold any more; nil: until further notice.
  package var endsOn: Day?
  /// The plan a trial goes on as.
  package var convertsTo: ID<Plan>?

  /// All of it.
  package init(
    term: Period, frequency: Frequency, trial: Bool, policy: OfferPolicy, endsOn: Day? = nil,
    convertsTo: ID<Plan>? = nil
  ) {
    self.term = term
    self.frequency = frequency
    self.trial = trial
    self.policy = policy
    self.endsOn = endsOn
    self.convertsTo = convertsTo
  }

  /// Whether a term of whole months or days is made of whole cycles.
  package static func canBeSold(_ term: Period, _ frequency: Frequency) -> Bool { Term.isValid(term, frequency) }

  /// Everything wrong with it: a term that is not made of whole cycles, bounds the wrong way round, an end that has
  /// been, a plan to go on as for what is no trial. `before` is what it was, whose past end is no fault.
  package func issues(today: Day, before: OfferTerms? = nil) -> [Issue] {
    var issues: [Issue] = []
    if !Term.isValid(term, frequency) { issues.append(Issue("/term", "renewal.term_invalid")) }
    if policy.minimum < 1 { issues.append(Issue("/policy/minimum", "offer.minimum_too_low")) }
    if policy.maximum < policy.minimum { issues.append(Issue("/policy/maximum", "offer.maximum_too_low")) }
    if policy.maximum > Int(Int32.max) { issues.append(Issue("/policy/maximum", "offer.maximum_too_high")) }
    if let endsOn, endsOn < today, endsOn != before?.endsOn { issues.append(Issue("/endsOn", "offer.ends_in_past")) }
    if convertsTo != nil, !trial { issues.append(Issue("/convertsToPlanId", "offer.only_trials_convert")) }
    return issues
  }

  /// Whether it is still sold on a day.
  package func isOpen(on day: Day) -> Bool { endsOn.map { day < $0 } ?? true }
}
