/// One command for many subscriptions: previewed as a whole, confirmed, then carried out line by line.
package struct BulkChange: Hashable, Sendable {
  /// Where it stands: previewing → ready | empty; ready → running → done; stopped from any of the open ones.
  package enum State: String, Sendable, CaseIterable {
    case previewing, ready, empty, running, done, stopped

    /// Whether there is, or may be, something left to do.
    package var isOpen: Bool { self == .previewing || self == .ready || self == .running }
  }

  /// Where one line stands.
  package enum Outcome: String, Sendable, CaseIterable {
    /// Not previewed yet.
    case waiting
    /// The preview allows it; it is done when its turn comes.
    case allowed
    /// The subscription is as asked already.
    case unchanged
    /// The preview refuses it; it is left alone.
    case refused
    /// Carried out.
    case done
    /// Allowed by the preview, refused when its turn came.
    case failed
  }

  /// Where it stands.
  package private(set) var state: State
  /// How many subscriptions were selected.
  package let lines: Int
  /// How many the preview allows.
  package private(set) var allowed: Int
  /// How many are as asked already.
  package private(set) var unchanged: Int
  /// How many the preview refuses.
  package private(set) var refused: Int
  /// How many are carried out.
  package private(set) var done: Int
  /// How many were refused when their turn came.
  package private(set) var failed: Int

  /// Every count; of a new one all are zero.
  package init(
    state: State = .previewing, lines: Int, allowed: Int = 0, unchanged: Int = 0, refused: Int = 0, done: Int = 0,
    failed: Int = 0
  ) {
    self.state = state
    self.lines = lines
    self.allowed = allowed
    self.unchanged = unchanged
    self.refused = refused
    self.done = done
    self.failed = failed
  }

  /// How many lines stand like this now.
  package func count(of outcome: Outcome) -> Int {
    switch outcome {
    case .waiting: lines - allowed - unchanged - refused
    case .allowed: allowed - done - failed
    case .unchanged: unchanged
    case .refused: refused
    case .done: done
    case .failed: failed
    }
  }

  /// Lines of the step under way that are through, and how many there are; nil where nothing is under way.
  package var progress: (through: Int, of: Int)? {
    switch state {
    case .previewing: (allowed + unchanged + refused, lines)
    case .running: (done + failed, allowed)
    case .ready, .empty, .done, .stopped: nil
    }
  }

  /// Confirmed. Only whoever saw the preview does that: `isMaker`.
  package func started(isMaker: Bool) throws(Refusal) -> BulkChange {
    switch state {
    case .previewing: throw .conflict("bulk.still_previewing")
    case .empty: throw .conflict("bulk.nothing_allowed")
    case .running, .done: throw .conflict("bulk.started_already")
    case .stopped: throw .conflict("bulk.stopped")
    case .ready:
      guard isMaker else { throw .denied("bulk.other_person") }
      return at(.running)
    }
  }

  /// Nothing further is done; what is done stays.
  package func stopped() throws(Refusal) -> BulkChange {
    if state == .stopped { throw .conflict("bulk.stopped") }
    guard state.isOpen else { throw .conflict("bulk.over") }
    return at(.stopped)
  }

  /// With more lines through their preview or carried out; the last one ends the step. What was stopped stays so.
  package func adding(_ outcomes: [Outcome]) -> BulkChange {
    var sum = self
    for outcome in outcomes {
      switch outcome {
      case .waiting: break
      case .allowed: sum.allowed += 1
      case .unchanged: sum.unchanged += 1
      case .refused: sum.refused += 1
      case .done: sum.done += 1
      case .failed: sum.failed += 1
      }
    }
    switch state {
    case .previewing where sum.count(of: .waiting) == 0: return sum.at(sum.allowed > 0 ? .ready : .empty)
    case .running where sum.count(of: .allowed) == 0: return sum.at(.done)
    default: return sum
    }
  }

  private func at(_ state: State) -> BulkChange {
    var change = self
    change.state = state
    return change
  }
}
