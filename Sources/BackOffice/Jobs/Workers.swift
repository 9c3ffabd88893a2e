import Dispatch
import Synchronization

/// Runs a task per item on a few threads; the first error ends the run and is thrown.
enum Workers {
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], workers: Int, _ task: @escaping @Sendable (Item) throws -> Result
  ) throws -> [Result] {
    if workers <= 1 || items.count <= 1 { return try items.map(task) }
    let box = Box<Item, Result>(items)
    let group = DispatchGroup()
    for _ in 0..<min(workers, items.count) {
      DispatchQueue.global().async(group: group) {
        while let item = box.take() {
          do { box.put(try task(item)) } catch { box.fail(error) }
        }
      }
    }
    group.wait()
    return try box.results()
  }

  private final class Box<Item: Sendable, Result: Sendable>: Sendable {
    private let state: Mutex<(waiting: ArraySlice<Item>, results: [Result], failure: (any Error)?)>

    init(_ items: [Item]) { state = Mutex((items[...], [], nil)) }

    func take() -> Item? { state.withLock { $0.failure == nil ? $0.waiting.popFirst() : nil } }
    func put(_ result: Result) { state.withLock { $0.results.append(result) } }
    func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

    func results() throws -> [Result] {
      try state.withLock {
        if let failure = $0.failure { throw failure }
        return $0.results
      }
    }
  }
}
