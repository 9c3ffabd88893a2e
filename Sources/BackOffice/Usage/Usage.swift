import Core
import FoundationEssentials
import Postgres

/// What was used of metered subscriptions, as its sources report it.
package enum Usage {
  /// Counts a batch of records; the same ones sent again change nothing. What cannot be counted is parked for the
  /// sender to look at. Months that are over are posted anew at once, as far as they changed.
  @discardableResult
  package static func record(_ drafts: [UsageDraft], in work: Work) throws -> UsageIntake.Summary {
    try work.actor.require(.usageManage)
    let known = try UsageStore.known(drafts.map(\.externalID), in: work)
    let places = try UsagePlaces(of: drafts, in: work)
    var intake = UsageIntake(counted: known.counted, waiting: known.waiting, reasons: known.reasons)
    for (index, draft) in drafts.enumerated() {
      let isArchived = known.archived.contains(draft.externalID)
      intake.take(draft, at: isArchived ? .parked(.monthArchived) : places.place(ofDraft: index))
    }
    guard intake.changesAnything else { return intake.summary }
    let months = try UsageStore.write(intake, drafts, in: work)
    try post(months, in: work)
    try journal(intake.summary, in: work)
    return intake.summary
  }

  /// Tries once more to count what is parked: its subscription, meter or price may be there by now. The oldest of those
  /// that fit the filter, batch after batch.
  package static func retry(_ filter: ParkedUsage.Filter = ParkedUsage.Filter(), in work: Work) throws
    -> UsageIntake.Summary
  {
    try work.actor.require(.usageManage)
    var sum = UsageIntake.Summary()
    var last: UUID?
    for _ in 0..<Bounds.usageRetriedBatches {
      let batch = try ParkedUsage.rows(filter, after: last, upTo: Bounds.usageRecords, in: work)
      if batch.isEmpty { break }
      sum.add(try record(batch.map(\.draft), in: work))
      last = batch.last?.id
    }
    return sum
  }

  /// Posts what changed in months that are over, one reseller after the other.
  private static func post(_ months: [UsageStore.CountedMonth], in work: Work) throws {
    for (reseller, own) in Dictionary(grouping: months, by: \.path.reseller).sorted(by: { $0.value[0] < $1.value[0] }) {
      try commercially(reseller, in: work) { try UsagePosting.post(own.map(\.key), in: work) }
    }
  }

  /// Prices are read and charges written with the reach of the side that sells; a distributor borrows it meanwhile.
  @discardableResult
  static func commercially<Result>(
    _ reseller: ID<Organization>?, in work: Work, _ body: () throws -> Result
  ) throws -> Result {
    guard work.actor.level == .distributor else { return try body() }
    let path = Path(distributor: work.actor.organization, reseller: reseller, customer: nil)
    work.tx.enqueue(Reach.reseller(of: path))
    let result = try body()
    work.tx.enqueue(Reach.notCommercial)
    return result
  }

  /// Neither quantities nor subscriptions: that records were sent, and what became of them.
  private static func journal(_ summary: UsageIntake.Summary, in work: Work) throws {
    var facts = JSONWriter()
    UsageAPI.write(&facts, summary)
    try work.audit("usage.recorded", AuditObject("usage", work.actor.organization), on: work.actor.path, after: facts)
  }
}
