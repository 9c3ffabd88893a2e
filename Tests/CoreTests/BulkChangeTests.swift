import Core
import Testing

private let ready = BulkChange(state: .ready, lines: 5, allowed: 3, unchanged: 1, refused: 1)

private func refusal(_ body: () throws(Refusal) -> BulkChange) -> Refusal? {
  do {
    _ = try body()
    return nil
  } catch { return error }
}

@Test(arguments: [
  (BulkChange.State.previewing, "bulk.still_previewing" as Code), (.empty, "bulk.nothing_allowed"),
  (.running, "bulk.started_already"), (.done, "bulk.started_already"), (.stopped, "bulk.stopped"),
])
func `a bulk change starts once, and only when its preview allows something`(
  _ state: BulkChange.State, _ code: Code
) {
  let change = BulkChange(state: state, lines: 5, allowed: 3, unchanged: 1, refused: 1)
  #expect(refusal { () throws(Refusal) in try change.started(isMaker: true) } == .conflict(code))
}

@Test func `only whoever saw the preview confirms it`() throws {
  #expect(refusal { () throws(Refusal) in try ready.started(isMaker: false) } == .denied("bulk.other_person"))
  #expect(try ready.started(isMaker: true).state == .running)
}

@Test(arguments: [(BulkChange.State.empty, "bulk.over" as Code), (.done, "bulk.over"), (.stopped, "bulk.stopped")])
func `what is over cannot be stopped`(_ state: BulkChange.State, _ code: Code) {
  #expect(refusal { () throws(Refusal) in try BulkChange(state: state, lines: 5).stopped() } == .conflict(code))
}

@Test(arguments: [BulkChange.State.previewing, .ready, .running])
func `what is open can be stopped, and stays so whatever is still under way`(_ state: BulkChange.State) throws {
  let stopped = try BulkChange(state: state, lines: 2, allowed: 2).stopped()
  #expect(stopped.adding([.done, .done]).state == .stopped)
  #expect(stopped.adding([.done, .done]).count(of: .done) == 2)
}

@Test func `the last line ends the preview, and one that allows nothing has nothing to confirm`() {
  let change = BulkChange(lines: 3).adding([.refused, .unchanged])
  #expect(change.state == .previewing && change.count(of: .waiting) == 1)
  #expect(change.progress?.through == 2 && change.progress?.of == 3)
  #expect(change.adding([.refused]).state == .empty)
  #expect(change.adding([.unchanged]).state == .empty)
  #expect(change.adding([.allowed]).state == .ready)
  #expect(change.adding([.allowed]).progress == nil)
}

@Test func `the last line ends the run, whatever became of it`() throws {
  let running = try ready.started(isMaker: true)
  let half = running.adding([.done, .failed])
  #expect(half.state == .running && half.count(of: .allowed) == 1)
  #expect(half.progress?.through == 2 && half.progress?.of == 3)
  let done = half.adding([.failed])
  #expect(done.state == .done)
  #expect(BulkChange.Outcome.allCases.map(done.count) == [0, 0, 1, 1, 1, 2])
}

@Test(arguments: [
  (RelativeQuantity.add(2), 12), (.add(-3), 7), (.add(-12), -2), (.add(0), 10), (.assigned, 8), (.add(.max), .max),
])
func `a relative quantity is each subscription's own`(_ quantity: RelativeQuantity, _ expected: Int) {
  #expect(quantity.resolved(quantity: 10, assigned: 8) == expected)
}

@Test func `nobody goes below the least number there is`() {
  #expect(RelativeQuantity.add(.min).resolved(quantity: -1, assigned: 0) == .min)
}
