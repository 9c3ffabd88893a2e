import Dispatch
import Synchronization

/// Lets so many in at a time and so many more wait; whoever comes on top is turned away.
package final class Turnstile: Sendable {
  private let places: DispatchSemaphore
  private let present = Atomic<Int>(0)
  private let limit: Int

  package init(places: Int, waiting: Int) {
    self.places = DispatchSemaphore(value: places)
    limit = places + waiting
  }

  /// Whether the caller is in; who is must `leave`.
  package func enter() -> Bool {
    guard present.add(1, ordering: .relaxed).newValue <= limit else {
      present.subtract(1, ordering: .relaxed)
      return false
    }
    places.wait()
    return true
  }

  package func leave() {
    places.signal()
    present.subtract(1, ordering: .relaxed)
  }
}
