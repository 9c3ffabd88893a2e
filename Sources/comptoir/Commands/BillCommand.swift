import BackOffice
import Core
import FoundationEssentials
import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

enum BillCommand {
  static let command = Command(
    name: "bill", summary: "Bills what is due: cycles, renewals, expiries, usage, statements.",
    discussion: """
      Begins cycles and settles terms as far as they are due by the end of DAY in each customer's zone, posts the use of
      months that are over, closes their statements. DAY is today unless told. It cannot lie ahead; only in a sandbox,
      whose clock is then moved there first.

      Safe to stop, to kill, to repeat and to run on several machines at once: what is posted is always what is owed
      less what was posted before. SIGTERM or SIGINT ends it after the batches under way. An account that makes no sense
      is parked with its reason and the others go on; see Statements, Billing runs in the portal.

      Exit status as for all commands; 6 where it was stopped before everything was done.
      """,
    options: [
      .database, .root, Option(name: "--until", value: "DAY", summary: "The last day to bill, e.g. 2026-01-31."),
      Option(
        name: "--workers", value: "N",
        summary: "Threads, \(BillRun.workers.lowerBound) to \(BillRun.workers.upperBound) (default 2)."),
      Option(name: "--json", summary: "The summary as JSON."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let workers = try arguments.integer("--workers", in: BillRun.workers) ?? 2
    let until = try day(arguments)
    let office = try Environment.office(arguments) {
      $0.connections = max($0.connections, workers + 1)
      $0.statementTimeoutMilliseconds = Bounds.jobTimeoutMilliseconds
    }
    defer { office.database.close() }
    if let until, office.configuration.sandbox, try until > Clock.now(office).utcDay {
      Terminal.note("The sandbox's clock moves to the end of \(until).")
    }
    let stopping = Stopping()
    let meter = BillMeter()
    let options = BillRun.Options(
      workers: workers, until: until, isStopping: { stopping.isStopping }, progress: { meter.show($0) })
    let summary: BillRun.Summary
    do {
      summary = try BillRun.run(options, office)
    } catch let error as DatabaseError where error.isAway {
      meter.end()
      throw Failure(
        status: .unreachable,
        sentence: "The database went away in the middle: \(meter.steps) steps were done and stay done. "
          + "Once it is back, run comptoir bill again; it goes on from there.")
    }
    meter.end()
    print(arguments.has("--json") ? json(summary) : text(summary, until, meter.seconds))
    if summary.isStopped {
      throw Failure(status: .stopped, sentence: "Stopped before everything was done. Run it again to go on.")
    }
  }

  private static func day(_ arguments: Arguments) throws -> Day? {
    guard let text = arguments.value("--until") else { return nil }
    guard let day = Day(text) else {
      throw Failure(status: .usage, sentence: "--until needs a day like 2026-01-31, not \(text).")
    }
    return day
  }

  private static func text(_ summary: BillRun.Summary, _ until: Day?, _ seconds: Double) -> String {
    let through = until.map { " by \($0)" } ?? ""
    if summary.isEmpty { return "Nothing was due\(through): all of it is billed already." }
    var lines = [
      """
      \(summary.cycles) cycles begun, \(summary.renewals) terms settled, \(summary.charges) charges posted, \
      \(summary.statements) statements closed\(through) in \(BillMeter.length(seconds)).
      """
    ]
    for sum in summary.sums where sum.charges + sum.usage > 0 {
      let amount = Money(minor: sum.amount, currency: sum.currency)
      lines.append("  \(sum.leg.rawValue): \(amount.amount) \(sum.currency.code), \(sum.charges + sum.usage) charges")
    }
    if summary.parked > 0 {
      lines.append(
        (summary.parked == 1 ? "1 account was parked" : "\(summary.parked) accounts were parked")
          + ": the portal says why, under Statements, Billing runs, Parked accounts.")
    }
    return lines.joined(separator: "\n")
  }

  private static func json(_ summary: BillRun.Summary) -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("cycles", summary.cycles)
      json.member("renewals", summary.renewals)
      json.member("charges", summary.charges)
      json.member("statements", summary.statements)
      json.member("parked", summary.parked)
      json.member("stopped", summary.isStopped)
      json.array("sums", summary.sums) { json, sum in
        json.object {
          $0.member("leg", sum.leg.rawValue)
          $0.member("charges", sum.charges)
          $0.member("usageCharges", sum.usage)
          $0.member("statements", sum.statements)
          $0.member("amount", Money(minor: sum.amount, currency: sum.currency))
        }
      }
    }
    return json.text
  }
}

/// Tells on standard error how far a run has come: one line written over and over on a terminal, else one every few
/// seconds.
final class BillMeter: Sendable {
  private struct State {
    var phase = BillRun.Progress.Phase.cycles
    var began = ContinuousClock.now
    var shown = ContinuousClock.now
    var steps = 0
    var before = 0
    var isShown = false
  }

  private let state = Mutex(State())
  private let started = ContinuousClock.now
  private let isTerminal = isatty(2) == 1
  private var interval: Duration { isTerminal ? .milliseconds(200) : .seconds(5) }

  /// What was done so far, of all kinds.
  var steps: Int { state.withLock { $0.before + $0.steps } }
  var seconds: Double { (ContinuousClock.now - started) / .seconds(1) }

  func show(_ progress: BillRun.Progress) {
    let now = ContinuousClock.now
    let line: String? = state.withLock { state in
      if state.phase != progress.phase {
        state.before += state.steps
        state.phase = progress.phase
        state.began = now
      }
      state.steps = progress.done
      guard now - state.shown >= interval else { return nil }
      state.shown = now
      state.isShown = true
      return BillMeter.line(progress, (now - state.began) / .seconds(1))
    }
    guard let line else { return }
    Terminal.write(isTerminal ? "\r\u{1B}[K\(line)" : "\(line)\n")
  }

  /// Leaves the terminal's line free.
  func end() {
    if isTerminal, state.withLock({ $0.isShown }) { Terminal.write("\r\u{1B}[K") }
  }

  /// `cycles: 120000 of 1000000, 41000 a second, about 21 s left`.
  static func line(_ progress: BillRun.Progress, _ seconds: Double) -> String {
    var line = "\(progress.phase.rawValue): \(progress.done)"
    if let total = progress.total { line += " of \(total)" }
    let rate = Double(progress.done) / max(seconds, 0.001)
    line += ", \(Int(rate)) a second"
    if let total = progress.total, progress.done > 0, total > progress.done {
      line += ", about \(length(Double(total - progress.done) / rate)) left"
    }
    return line
  }

  /// `45 s`, `3 min 20 s`, `1 h 5 min`.
  static func length(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 120 { return "\(whole) s" }
    if whole < 7200 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

/// What is said beside the answer.
enum Terminal {
  static func note(_ sentence: String) { write("comptoir: \(sentence)\n") }

  static func write(_ text: String) { _ = text.withCString { Glibc.write(2, $0, strlen($0)) } }
}
