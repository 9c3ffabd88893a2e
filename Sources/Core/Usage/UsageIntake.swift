/// A record of use as its source sends it.
package struct UsageDraft: Hashable, Sendable {
  /// The source's own id: what it is known by, however often it is sent.
  package let externalID: String
  /// What was used.
  package let subscription: ID<Subscription>
  /// The code of one of its meters.
  package let meter: String
  /// How much.
  package let quantity: MeteredQuantity
  /// When.
  package let at: Instant
  /// What the source says of it besides.
  package let tag: String?
  /// What the source says it is billed in, where it says so: compared, never converted.
  package let currency: Currency?

  /// A record.
  package init(
    externalID: String, subscription: ID<Subscription>, meter: String, quantity: MeteredQuantity, at: Instant,
    tag: String? = nil, currency: Currency? = nil
  ) {
    self.externalID = externalID
    self.subscription = subscription
    self.meter = meter
    self.quantity = quantity
    self.at = at
    self.tag = tag
    self.currency = currency
  }
}

/// What records are counted together: one meter of a subscription in one month of its zone.
package struct UsageKey: Hashable, Sendable, Comparable {
  /// The subscription.
  package let subscription: ID<Subscription>
  /// The meter.
  package let meter: ID<Meter>
  /// The month.
  package let month: Month

  /// A meter's month.
  package init(subscription: ID<Subscription>, meter: ID<Meter>, month: Month) {
    self.subscription = subscription
    self.meter = meter
    self.month = month
  }

  /// In the order in which they are locked.
  package static func < (a: UsageKey, b: UsageKey) -> Bool {
    (a.subscription, a.month, a.meter) < (b.subscription, b.month, b.meter)
  }
}

/// Why a record does not count.
package enum ParkingReason: String, Sendable, CaseIterable {
  /// There is none, or it is not the sender's: nobody can tell which.
  case subscriptionUnknown
  /// Bought from the vendor itself, who bills it.
  case subscriptionDirect
  /// The subscription's offer has none of the code.
  case meterUnknown
  /// On a day before the subscription's first.
  case beforeStart
  /// On a day after the subscription ended.
  case afterEnd
  /// The record names another currency than the one its sender bills the subscription in.
  case currencyDiffers
  /// One of the legs has no price for the meter that month.
  case priceMissing
  /// It is of a month whose records are put away: whether it changed, or what it adds to, cannot be told any more.
  case monthArchived

  /// Its stable name.
  package var code: Code {
    switch self {
    case .subscriptionUnknown: "usage.subscription_unknown"
    case .subscriptionDirect: "usage.subscription_direct"
    case .meterUnknown: "usage.meter_unknown"
    case .beforeStart: "usage.before_start"
    case .afterEnd: "usage.after_end"
    case .currencyDiffers: "usage.currency_differs"
    case .priceMissing: "usage.price_missing"
    case .monthArchived: "usage.month_archived"
    }
  }
}

/// What there is to know of a subscription before its use is counted.
package struct MeteredSubscription: Hashable, Sendable {
  /// Its first day.
  package let start: Day
  /// The day it ended; nil while it runs.
  package let ended: Day?
  /// Whether the customer bought it from the vendor itself, who bills it.
  package let direct: Bool
  /// What the sender of records bills it in: a distributor the costs, a reseller the prices.
  package let currency: Currency?

  /// What there is to know; without a currency records may name any.
  package init(start: Day, ended: Day?, direct: Bool, currency: Currency? = nil) {
    self.start = start
    self.ended = ended
    self.direct = direct
    self.currency = currency
  }

  /// Why use of this day is not counted; nil: it is. `meter` is nil where the offer has none of the code sent,
  /// `named` is the currency the record names, and `isPriced` says whether both legs have a price that month.
  package func reasonToPark(
    useOn day: Day, meter: ID<Meter>?, named: Currency? = nil, keptFrom: Day? = nil, isPriced: Bool
  ) -> ParkingReason? {
    if direct { return .subscriptionDirect }
    guard meter != nil else { return .meterUnknown }
    if day < start { return .beforeStart }
    if let ended, day > ended { return .afterEnd }
    if let keptFrom, day < keptFrom { return .monthArchived }
    if let named, let currency, named != currency { return .currencyDiffers }
    return isPriced ? nil : .priceMissing
  }
}

/// Takes a batch of records one after the other and decides what becomes of each. A record counts once however often
/// it is sent; one that comes with other content is a correction. What cannot be counted is parked.
package struct UsageIntake: Sendable {
  /// Where a record belongs.
  package enum Place: Hashable, Sendable {
    case counts(UsageKey, day: Day)
    case parked(ParkingReason)
  }

  /// A version of a record, to be written.
  package struct Version: Hashable, Sendable {
    /// What was sent; of a version that only leaves its place, with nothing as its quantity.
    package let draft: UsageDraft
    /// From 1.
    package let number: Int
    /// Where it counts.
    package let key: UsageKey
    /// The day it counts on.
    package let day: Day

    /// A version.
    package init(draft: UsageDraft, number: Int, key: UsageKey, day: Day) {
      self.draft = draft
      self.number = number
      self.key = key
      self.day = day
    }
  }

  /// A record to be parked.
  package struct Parking: Hashable, Sendable {
    /// What was sent.
    package let draft: UsageDraft
    /// Why it does not count.
    package let reason: ParkingReason
    /// Whether the same batch settled it again.
    package fileprivate(set) var isSettled = false
  }

  /// What became of the batch's records.
  package struct Summary: Hashable, Sendable {
    /// Counted for the first time.
    package var accepted = 0
    /// Counted before.
    package var duplicates = 0
    /// Counted in place of what was sent before.
    package var corrected = 0
    /// Kept, not counted.
    package var parked = 0

    /// Nothing yet.
    package init() {}

    /// And what became of others.
    package mutating func add(_ other: Summary) {
      accepted += other.accepted
      duplicates += other.duplicates
      corrected += other.corrected
      parked += other.parked
    }
  }

  /// The latest version of each record that counts, by external id.
  private var counted: [String: Version]
  /// What is parked, by external id.
  private var waiting: [String: UsageDraft]
  /// Why it was parked, of those that were parked before.
  private var reasons: [String: ParkingReason]
  /// What became of the records so far.
  package private(set) var summary = Summary()
  /// What is to be written, in order.
  package private(set) var versions: [Version] = []
  /// What is to be parked.
  package private(set) var parkings: [Parking] = []
  /// What was parked before and no longer waits.
  package private(set) var settled: Set<String> = []
  /// What goes on waiting as it is, for this reason now.
  package private(set) var restated: [String: ParkingReason] = [:]

  /// Begins with what the source has sent before: the latest version of each record, what is parked, and why.
  package init(
    counted: [String: Version], waiting: [String: UsageDraft], reasons: [String: ParkingReason] = [:]
  ) {
    self.counted = counted
    self.waiting = waiting
    self.reasons = reasons
  }

  /// Decides on the next record.
  package mutating func take(_ draft: UsageDraft, at place: Place) {
    let id = draft.externalID
    if counted[id]?.draft == draft {
      summary.duplicates += 1
      return
    }
    switch place {
    case .parked(let reason):
      summary.parked += 1
      guard waiting[id] != draft else {
        restate(id, reason)
        return
      }
      settle(id)
      waiting[id] = draft
      parkings.append(Parking(draft: draft, reason: reason))
    case .counts(let key, let day):
      settle(id)
      if counted[id] == nil { summary.accepted += 1 } else { summary.corrected += 1 }
      leave(for: key, id)
      write(Version(draft: draft, number: (counted[id]?.number ?? 0) + 1, key: key, day: day))
    }
  }

  /// A record that moves leaves a version of nothing where it was.
  private mutating func leave(for key: UsageKey, _ id: String) {
    guard let old = counted[id], old.key != key else { return }
    let nothing = UsageDraft(
      externalID: id, subscription: old.draft.subscription, meter: old.draft.meter, quantity: .zero, at: old.draft.at,
      tag: old.draft.tag, currency: old.draft.currency)
    write(Version(draft: nothing, number: old.number + 1, key: old.key, day: old.day))
  }

  private mutating func write(_ version: Version) {
    differences[version.key, default: 0] += Int128(version.draft.quantity.millionths)
    if let old = counted[version.draft.externalID], old.key == version.key {
      differences[old.key, default: 0] -= Int128(old.draft.quantity.millionths)
    }
    versions.append(version)
    counted[version.draft.externalID] = version
  }

  private mutating func restate(_ id: String, _ reason: ParkingReason) {
    guard let known = reasons[id], known != reason else { return }
    reasons[id] = reason
    restated[id] = reason
  }

  private mutating func settle(_ id: String) {
    restated[id] = nil
    reasons[id] = nil
    guard waiting.removeValue(forKey: id) != nil else { return }
    if let index = parkings.lastIndex(where: { $0.draft.externalID == id && !$0.isSettled }) {
      parkings[index].isSettled = true
    } else {
      settled.insert(id)
    }
  }

  /// By how much each meter's month grows or shrinks, in millionths; a batch may hold more than 64 bits.
  package private(set) var differences: [UsageKey: Int128] = [:]

  /// Whether there is anything to write.
  package var changesAnything: Bool {
    !versions.isEmpty || !parkings.isEmpty || !settled.isEmpty || !restated.isEmpty
  }
}
