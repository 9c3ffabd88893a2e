import Testing

@testable import Postgres

private final class Ticket {}

/// One of each kind of answer, comparable.
private func word(_ answer: Queue<String, Ticket>.Answer) -> String {
  switch answer {
  case .idle(let resource): resource
  case .permit: "permit"
  case .wait: "wait"
  case .closed: "closed"
  }
}

private func giveBack(_ queue: inout Queue<String, Ticket>, _ resource: String?) -> Queue<String, Ticket>.Grant? {
  queue.giveBack(resource)
}

private func leave(_ queue: inout Queue<String, Ticket>, _ ticket: Ticket) -> Bool { queue.leave(ticket) }

private func ask(_ queue: inout Queue<String, Ticket>) -> (String, Ticket?) {
  let (answer, ticket) = queue.ask(Ticket())
  return (word(answer), ticket)
}

@Test func `a pool permits as many connections as its limit, then makes others wait`() {
  var queue = Queue<String, Ticket>(limit: 2)
  var answers: [String] = []
  for _ in 0..<4 { answers.append(ask(&queue).0) }
  #expect(answers == ["permit", "permit", "wait", "wait"])
  #expect(queue.inUse == 2)
}

@Test func `the connection returned last is lent first`() {
  var queue = Queue<String, Ticket>(limit: 2)
  _ = (ask(&queue), ask(&queue))
  #expect(giveBack(&queue, "a") == nil)
  #expect(giveBack(&queue, "b") == nil)
  #expect(ask(&queue).0 == "b")
  #expect(ask(&queue).0 == "a")
}

@Test func `who waits is served in the order of asking`() {
  var queue = Queue<String, Ticket>(limit: 1)
  _ = ask(&queue)
  let tickets = (0..<3).map { _ in ask(&queue).1 }
  for ticket in tickets {
    let grant = giveBack(&queue, "a")
    #expect(grant?.ticket === ticket)
    #expect(grant?.resource == "a")
  }
  #expect(queue.inUse == 1, "the last one still holds it")
}

@Test func `a permit without its connection passes to whoever waits, to make a new one`() {
  var queue = Queue<String, Ticket>(limit: 1)
  _ = ask(&queue)
  let (_, ticket) = ask(&queue)
  let grant = giveBack(&queue, nil)
  #expect(grant?.ticket === ticket)
  #expect(grant?.resource == nil)
  #expect(giveBack(&queue, nil) == nil)
  #expect(ask(&queue).0 == "permit")
}

@Test func `who left is passed over and cannot leave again`() throws {
  var queue = Queue<String, Ticket>(limit: 1)
  _ = ask(&queue)
  let first = try #require(ask(&queue).1)
  let second = try #require(ask(&queue).1)
  #expect(leave(&queue, first))
  #expect(!leave(&queue, first))
  #expect(giveBack(&queue, "a")?.ticket === second)
  #expect(!leave(&queue, second), "granted in the meantime")
}

@Test func `a closed pool lends nothing, turns everyone away and keeps nothing that comes back`() {
  var queue = Queue<String, Ticket>(limit: 2)
  _ = (ask(&queue), ask(&queue), ask(&queue))
  let closed = queue.close()
  #expect(closed.idle.isEmpty)
  #expect(closed.waiting.count == 1)
  #expect(giveBack(&queue, "a") == nil)
  #expect(queue.idle.isEmpty)
  #expect(ask(&queue).0 == "closed")
}
