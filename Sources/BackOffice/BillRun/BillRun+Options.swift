import Core

extension BillRun {
  /// How far a run goes, and who looks on.
  package struct Options: Sendable {
    package var workers: Int
    /// The last day that is billed, each subscription's own; nil: today's, wherever it is.
    package var until: Day?
    /// Whether months that are over are closed in the end.
    package var closes: Bool
    /// Asked before each batch; the run ends in good order once it says yes.
    package var isStopping: @Sendable () -> Bool
    /// Told after each batch, by any of the workers.
    package var progress: @Sendable (Progress) -> Void

    package init(
      workers: Int = 1, until: Day? = nil, closes: Bool = true, isStopping: @escaping @Sendable () -> Bool = { false },
      progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
      self.workers = workers
      self.until = until
      self.closes = closes
      self.isStopping = isStopping
      self.progress = progress
    }
  }

  /// How far a run has come.
  package struct Progress: Sendable {
    package enum Phase: String, Sendable { case cycles, usage, statements }

    package let phase: Phase
    package let done: Int
    /// As far as it is known; what becomes due on the way adds to it.
    package let total: Int?
  }

  /// What a run did.
  package struct Summary: Sendable {
    package internal(set) var cycles = 0
    package internal(set) var renewals = 0
    package internal(set) var parked = 0
    /// By leg and currency.
    package internal(set) var sums: [BillSum] = []
    /// Whether it ended before everything was done, because it was asked to.
    package internal(set) var isStopped = false

    /// Of cycles that began, usage included.
    package var charges: Int { sums.reduce(0) { $0 + $1.charges + $1.usage } }
    package var statements: Int { sums.reduce(0) { $0 + $1.statements } }
    /// Whether nothing was due.
    package var isEmpty: Bool { cycles + renewals + parked + charges + statements == 0 }
  }

  package static let workers = 1...64
}

extension Bounds {
  /// Accounts parked by one run; more than this is no matter of single accounts any more, and the run ends.
  package static let parkedInRun = 500
  /// A run that was not heard of for so long died.
  package static let billingRunSilenceSeconds: Int64 = 300
}

extension BillRun.Summary {
  mutating func add(_ tallies: AccountTallies) {
    var sum = AccountTally(BillRun.Summary.nobody)
    for tally in tallies.all { sum.add(tally) }
    cycles += sum.cycles
    renewals += sum.renewals
    parked += sum.parked
    add(sum.sums)
  }

  private mutating func add(_ more: [BillSum]) {
    for sum in more {
      guard let index = sums.firstIndex(where: { $0.leg == sum.leg && $0.currency == sum.currency }) else {
        sums.append(sum)
        sums.sort { ($1.leg.rawValue, $0.currency.code) < ($0.leg.rawValue, $1.currency.code) }
        continue
      }
      sums[index].charges += sum.charges
      sums[index].usage += sum.usage
      sums[index].statements += sum.statements
      sums[index].amount += sum.amount
    }
  }

  private static let nobody = Path(distributor: ID(Secrets.nobody), reseller: nil, customer: nil)
}
