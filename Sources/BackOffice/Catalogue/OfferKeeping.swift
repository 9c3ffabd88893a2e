import Core
import FoundationEssentials
import Postgres

extension CatalogueKeeping {
  /// A new offer.
  package struct OfferDraft: Sendable {
    package var plan: ID<Plan>
    package var segment: String
    package var terms: OfferTerms

    package init(plan: ID<Plan>, segment: String, terms: OfferTerms) {
      self.plan = plan
      self.segment = segment
      self.terms = terms
    }
  }

  /// What may change of an offer; those who have it keep what they bought.
  package struct OfferChange: Sendable {
    package var minimum: Int?
    package var maximum: Int?
    package var decreaseWindow: Window?
    package var cancelWindow: Window?
    package var suspensionStopsBilling: Bool?
    package var endsOn: Day??
    package var convertsTo: ID<Plan>??

    package init() {}
  }

  package static let segments = ["commercial", "education", "charity"]

  /// The offer as the actor sees it; to its distributor also when it is not sold any more.
  package static func offer(
    _ id: ID<Offer>, for customer: ID<Organization>? = nil, in work: Work
  ) throws -> Catalogue.Listed {
    var filter = Catalogue.Filter()
    filter.offer = id
    filter.customer = customer
    filter.includesEnded = true
    guard let found = try Catalogue.offers(filter, Paging(limit: 1), in: work).first else { throw Refusal.notFound }
    return found
  }

  package static func createOffer(_ draft: OfferDraft, in work: Work) throws -> Catalogue.Listed {
    let path = try keeper(work)
    let today = try today(of: path.distributor, in: work)
    guard try !work.tx.rows("SELECT 1 FROM plan WHERE id = \(draft.plan)").isEmpty else {
      throw Refusal.invalid([Issue("/planId", "plan.unknown")])
    }
    let terms = draft.terms
    try check(terms, before: nil, today, in: work)
    let same = try work.tx.rows(
      """
      SELECT 1 FROM offer WHERE plan_id = \(draft.plan) AND segment = \(draft.segment) AND term = \(terms.term)
        AND billing_frequency = \(terms.frequency) AND trial = \(terms.trial) AND NOT ended
      """)
    guard same.isEmpty else { throw Refusal.conflict("offer.exists") }
    let id: ID<Offer> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO offer (id, distributor_id, plan_id, segment, term, billing_frequency, trial, converts_to_plan_id,
        minimum, maximum, decrease_window, cancel_window, suspension_stops_billing, ends_on, ended)
      VALUES (\(id), \(path.distributor), \(draft.plan), \(draft.segment), \(terms.term), \(terms.frequency),
        \(terms.trial), \(terms.convertsTo), \(terms.policy.minimum), \(terms.policy.maximum),
        \(terms.policy.decreaseWindow), \(terms.policy.cancelWindow), \(terms.policy.suspensionStopsBilling),
        \(terms.endsOn), \(!terms.isOpen(on: today)))
      """)
    let after = try offer(id, in: work)
    try work.audit("offer.created", AuditObject("offer", id), on: path, after: facts(after))
    return after
  }

  package static func changeOffer(
    _ id: ID<Offer>, _ change: OfferChange, in work: Work, check match: (Int) throws -> Void
  ) throws -> Catalogue.Listed {
    let path = try keeper(work)
    let before = try offer(id, in: work)
    try match(before.version)
    let today = try today(of: path.distributor, in: work)
    let was = OfferTerms(
      term: before.term, frequency: before.frequency, trial: before.trial, policy: before.policy,
      endsOn: before.endsOn, convertsTo: before.convertsTo)
    var terms = was
    terms.policy.minimum = change.minimum ?? was.policy.minimum
    terms.policy.maximum = change.maximum ?? was.policy.maximum
    terms.policy.decreaseWindow = change.decreaseWindow ?? was.policy.decreaseWindow
    terms.policy.cancelWindow = change.cancelWindow ?? was.policy.cancelWindow
    terms.policy.suspensionStopsBilling = change.suspensionStopsBilling ?? was.policy.suspensionStopsBilling
    terms.endsOn = change.endsOn ?? was.endsOn
    terms.convertsTo = change.convertsTo ?? was.convertsTo
    try check(terms, before: was, today, in: work)
    let ended: Bool? = change.endsOn == nil ? nil : !terms.isOpen(on: today)
    if !was.isOpen(on: today), terms.isOpen(on: today) { try requireNoOther(than: before, in: work) }
    work.tx.enqueue(
      """
      UPDATE offer SET minimum = \(terms.policy.minimum), maximum = \(terms.policy.maximum),
        decrease_window = \(terms.policy.decreaseWindow), cancel_window = \(terms.policy.cancelWindow),
        suspension_stops_billing = \(terms.policy.suspensionStopsBilling), converts_to_plan_id = \(terms.convertsTo),
        ends_on = \(terms.endsOn),
        ended = coalesce(\(ended)::boolean, ended), version = version + 1
      WHERE id = \(id)
      """)
    let after = try offer(id, in: work)
    try work.audit("offer.changed", AuditObject("offer", id), on: path, before: facts(before), after: facts(after))
    return after
  }

  /// What is sold again must not be there twice.
  private static func requireNoOther(than offer: Catalogue.Listed, in work: Work) throws {
    let same = try work.tx.rows(
      """
      SELECT 1 FROM offer WHERE plan_id = \(offer.plan) AND segment = \(offer.segment) AND term = \(offer.term)
        AND billing_frequency = \(offer.frequency) AND trial = \(offer.trial) AND NOT ended AND id <> \(offer.id)
      """)
    guard same.isEmpty else { throw Refusal.conflict("offer.exists") }
  }

  private static func check(_ terms: OfferTerms, before: OfferTerms?, _ today: Day, in work: Work) throws {
    var issues = terms.issues(today: today, before: before)
    if let plan = terms.convertsTo, try work.tx.rows("SELECT 1 FROM plan WHERE id = \(plan)").isEmpty {
      issues.append(Issue("/convertsToPlanId", "plan.unknown"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  /// Marks offers whose day has come as ended, each in its distributor's zone.
  static func endDue(_ office: Office) throws {
    try office.everything { tx, now in
      tx.enqueue(
        """
        UPDATE offer f SET ended = true, version = f.version + 1 FROM organization o
        WHERE o.id = f.distributor_id AND NOT f.ended AND f.ends_on <= (\(now) AT TIME ZONE o.time_zone)::date
        """)
    }
  }

  /// The day it is for an organization.
  static func today(of organization: ID<Organization>, in work: Work) throws -> Day {
    let rows = try work.tx.rows(
      "SELECT (\(work.now) AT TIME ZONE time_zone)::date FROM organization WHERE id = \(organization)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try row[0]
  }

  private static func facts(_ offer: Catalogue.Listed) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("planName", offer.planName)
      $0.member("term", offer.term)
      $0.member("billingFrequency", offer.frequency.rawValue)
      $0.member("minimum", offer.policy.minimum)
      $0.member("maximum", offer.policy.maximum)
      $0.member("decreaseWindow", offer.policy.decreaseWindow.description)
      $0.member("cancelWindow", offer.policy.cancelWindow.description)
      $0.member("suspensionStopsBilling", offer.policy.suspensionStopsBilling)
      $0.member("endsOn", offer.endsOn)
    }
    return json
  }
}
