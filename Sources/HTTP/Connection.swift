import Glibc
import Synchronization

/// One accepted connection: its peer, and where its present request stands in time. The connection's own thread
/// moves it along; the watch ends it when a deadline has passed.
final class Connection: Sendable {
  private enum Phase {
    case receiving(until: UInt64, begun: Bool)
    case handling
    case answering(until: UInt64)
    case ended
  }

  let descriptor: Int32
  let peer: String
  let isTrustedProxy: Bool
  private let limits: Limits
  private let phase: Mutex<Phase>

  init(descriptor: Int32, peer: String, isTrustedProxy: Bool, limits: Limits) {
    self.descriptor = descriptor
    self.peer = peer
    self.isTrustedProxy = isTrustedProxy
    self.limits = limits
    phase = Mutex(.receiving(until: Self.deadline(limits.idleSeconds + limits.requestSeconds), begun: false))
  }

  private static func deadline(_ seconds: Int) -> UInt64 { Clock.nanoseconds() + UInt64(seconds) * 1_000_000_000 }

  /// The first line of a request has arrived.
  func beginRequest() { move(to: .receiving(until: Self.deadline(limits.requestSeconds), begun: true)) }

  /// The request is complete. False if it came too late and has been answered so.
  func beginHandling() -> Bool { move(to: .handling) }

  /// The answer is ready to be sent.
  func beginAnswer() { move(to: .answering(until: Self.deadline(limits.answerSeconds))) }

  /// The answer has been sent; the connection waits for the next request.
  func endRequest() {
    move(to: .receiving(until: Self.deadline(limits.idleSeconds + limits.requestSeconds), begun: false))
  }

  /// From now on nothing is sent but what the caller sends. False if that has happened before.
  @discardableResult func end() -> Bool { move(to: .ended) }

  @discardableResult private func move(to next: Phase) -> Bool {
    phase.withLock { phase in
      if case .ended = phase { return false }
      phase = next
      return true
    }
  }

  enum Overdue { case request, answer }

  /// Ends the connection if its deadline has passed, and tells what was late. `now` in nanoseconds.
  func endIfOverdue(_ now: UInt64) -> Overdue? {
    phase.withLock { phase in
      switch phase {
      case .receiving(let until, _) where until < now:
        phase = .ended
        return .request
      case .answering(let until) where until < now:
        phase = .ended
        return .answer
      default: return nil
      }
    }
  }

  /// Whether no request is under way.
  var isIdle: Bool {
    phase.withLock { phase in
      if case .receiving(_, begun: false) = phase { return true }
      return false
    }
  }
}
