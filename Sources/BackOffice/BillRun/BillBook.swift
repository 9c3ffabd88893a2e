import Core
import FoundationEssentials
import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Keeps what a run did, in the transactions that did it. A run that finds nothing to do leaves no trace.
final class BillBook: Sendable {
  private struct State {
    var isWritten = false
    var summary = BillRun.Summary()
    var done = 0
    var total = 0
  }

  private let state = Mutex(State())
  private let office: Office
  private let options: BillRun.Options
  private let run: ID<BillingRun>
  private let startedAt: Instant

  /// Begins one, and says of those that were killed that they died.
  init(_ office: Office, _ options: BillRun.Options) throws {
    self.office = office
    self.options = options
    startedAt = try office.everything { tx, now in
      try BillBook.bury(in: tx, now)
      return now
    }
    run = ID(Secrets.uuid(at: startedAt))
  }

  private static func bury(in tx: Transaction, _ now: Instant) throws {
    let running = try tx.rows("SELECT pid, host = \(host) FROM billing_run WHERE state = 'running'")
    if running.isEmpty { return }
    let gone = try running.filter { try $0[1] }.map { try $0[0] as Int }.filter { pid in
      pid != Int(getpid()) && kill(pid_t(pid), 0) != 0 && errno == ESRCH
    }
    tx.enqueue(
      """
      UPDATE billing_run SET state = 'died', ended_at = greatest(started_at, \(now))
      WHERE state = 'running' AND (seen_at < \(silence) OR host = \(host) AND pid = ANY (\(gone)))
      """)
  }

  var summary: BillRun.Summary { state.withLock { $0.summary } }

  /// Whoever was last seen before this is dead.
  static let silence: SQL = "clock_timestamp() - make_interval(secs => \(Bounds.billingRunSilenceSeconds))"

  /// The run's id, whose row is there when this transaction commits.
  func entered(in tx: Transaction) -> ID<BillingRun> {
    if !state.withLock({ $0.isWritten }) {
      tx.enqueue(
        """
        INSERT INTO billing_run (id, until, workers, host, pid, started_at, seen_at)
        VALUES (\(run), \(options.until), \(options.workers), \(BillBook.host), \(Int(getpid())), \(startedAt),
          clock_timestamp())
        ON CONFLICT (id) DO NOTHING
        """)
    }
    return run
  }

  /// Writes down what this transaction did: last of all, since several workers wait for each other here.
  func record(_ tallies: AccountTallies, in tx: Transaction) {
    let parts = tallies.byReseller
    guard !parts.isEmpty else { return }
    let run = entered(in: tx)
    tx.enqueue(
      """
      INSERT INTO billing_run_part (run_id, distributor_id, reseller_id, cycles, renewals, parked)
      SELECT \(run), d, r, c, n, p
      FROM unnest(\(parts.map(\.path.distributor)), \(parts.map(\.path.organization)),
        \(parts.map { Int32($0.cycles) }), \(parts.map { Int32($0.renewals) }), \(parts.map { Int32($0.parked) }))
        AS u (d, r, c, n, p)
      ON CONFLICT (run_id, reseller_id) DO UPDATE SET cycles = billing_run_part.cycles + excluded.cycles,
        renewals = billing_run_part.renewals + excluded.renewals, parked = billing_run_part.parked + excluded.parked
      """)
    recordSums(of: parts, run, in: tx)
    tx.enqueue("UPDATE billing_run SET seen_at = clock_timestamp() WHERE id = \(run)")
  }

  private func recordSums(of parts: [AccountTally], _ run: ID<BillingRun>, in tx: Transaction) {
    let sums = parts.flatMap { part in part.sums.map { (path: part.path, sum: $0) } }
    guard !sums.isEmpty else { return }
    tx.enqueue(
      """
      INSERT INTO billing_run_sum (run_id, distributor_id, reseller_id, leg, currency, charges, usage_charges,
        statements, amount)
      SELECT \(run), d, r, l, m, c, u, s, a
      FROM unnest(\(sums.map(\.path.distributor)), \(sums.map(\.path.organization)), \(sums.map(\.sum.leg)),
        \(sums.map(\.sum.currency)), \(sums.map { Int32($0.sum.charges) }), \(sums.map { Int32($0.sum.usage) }),
        \(sums.map { Int32($0.sum.statements) }), \(sums.map(\.sum.amount))) AS n (d, r, l, m, c, u, s, a)
      ORDER BY r, l, m
      ON CONFLICT (run_id, reseller_id, leg, currency) DO UPDATE SET
        charges = billing_run_sum.charges + excluded.charges,
        usage_charges = billing_run_sum.usage_charges + excluded.usage_charges,
        statements = billing_run_sum.statements + excluded.statements,
        amount = billing_run_sum.amount + excluded.amount
      """)
  }

  /// Counts what has been committed, and tells whoever looks on. `steps`: how far the phase came by it.
  func count(_ tallies: AccountTallies, _ phase: BillRun.Progress.Phase, steps: Int) {
    let progress = state.withLock { state in
      if !tallies.isEmpty { state.isWritten = true }
      state.summary.add(tallies)
      state.done += steps
      state.total = max(state.total, state.done)
      return BillRun.Progress(phase: phase, done: state.done, total: state.total > 0 ? state.total : nil)
    }
    options.progress(progress)
  }

  /// A phase begins, or turns out to be longer: so many steps are still to be done.
  func expect(_ steps: Int, isNew: Bool) {
    state.withLock { state in
      if isNew { state.done = 0 }
      state.total = max(isNew ? 0 : state.total, state.done + steps)
    }
  }

  func stop() { state.withLock { $0.summary.isStopped = true } }

  /// Says how the run ended, if it was one.
  func end() throws {
    let (isWritten, isStopped) = state.withLock { ($0.isWritten, $0.summary.isStopped) }
    if isWritten { try end(as: isStopped ? "stopped" : "done") }
  }

  /// The run broke off. Where the database is away too, the next run says so.
  func fail() {
    guard state.withLock({ $0.isWritten }) else { return }
    do { try end(as: "died") } catch { Log.note("bill.run_unrecorded", String(reflecting: error)) }
  }

  private func end(as outcome: String) throws {
    try office.everything { tx, now in
      tx.enqueue(
        """
        UPDATE billing_run SET state = \(outcome), ended_at = greatest(started_at, \(now)),
          seen_at = clock_timestamp()
        WHERE id = \(run)
        """)
    }
  }

  private static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
