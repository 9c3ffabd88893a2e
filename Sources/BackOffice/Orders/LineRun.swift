import Core
import Postgres

/// Lines one after the other, an add-on with the line it goes with: what becomes of each. Ordering, approving, previews
/// and carts all go through here.
enum LineRun {
  /// What became of a line.
  enum Result {
    case done(Subscriptions.Outcome)
    case failed([Issue])

    var outcome: Subscriptions.Outcome? {
      if case .done(let outcome) = self { outcome } else { nil }
    }
  }

  typealias Step = (_ line: NewSubscription, _ parent: SubscriptionRecord?) throws -> Subscriptions.Outcome

  /// All lines or none: everything wrong is said at once, each with its line.
  static func all(of lines: [NewSubscription], _ step: Step) throws -> [Subscriptions.Outcome] {
    var results: [Result] = []
    for line in lines { results.append(try result(of: line, after: results, isAlone: false, step)) }
    let issues = failures(among: results).sorted { $0.key < $1.key }.flatMap { index, found in
      found.map { Issue("/lines/\(index)\($0.pointer)", $0.code, $0.details) }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return results.compactMap(\.outcome)
  }

  /// Where lines stand for themselves, one that fails leaves nothing behind and the next goes on; where not, a conflict
  /// is thrown as it is.
  static func results(
    of lines: [NewSubscription], allOrNothing: Bool, in work: Work, _ step: Step
  ) throws -> [Result] {
    var results: [Result] = []
    for line in lines {
      if !allOrNothing { work.tx.enqueue("SAVEPOINT line") }
      let result = try result(of: line, after: results, isAlone: !allOrNothing, step)
      if !allOrNothing, result.outcome == nil { work.tx.enqueue("ROLLBACK TO SAVEPOINT line") }
      results.append(result)
    }
    return results
  }

  static func failures(among results: [Result]) -> [Int: [Issue]] {
    var failures: [Int: [Issue]] = [:]
    for (index, result) in results.enumerated() {
      if case .failed(let issues) = result { failures[index] = issues }
    }
    return failures
  }

  private static func result(
    of line: NewSubscription, after results: [Result], isAlone: Bool, _ step: Step
  ) throws -> Result {
    var line = line
    line.acceptsTerms = true
    var parent: SubscriptionRecord?
    if let index = line.parentLine {
      guard results.indices.contains(index) else { return .failed([Issue("/parentLine", "order.parent_line_unknown")]) }
      guard let outcome = results[index].outcome else {
        return .failed([Issue("/parentLine", "order.parent_line_failed")])
      }
      parent = outcome.record
    }
    do {
      return .done(try step(line, parent))
    } catch Refusal.invalid(let issues) {
      return .failed(issues)
    } catch Refusal.conflict(let code, let details) where isAlone {
      return .failed([Issue("", code, details)])
    }
  }
}
