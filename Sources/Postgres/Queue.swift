/// Who gets which resource of a bounded pool, in the order of asking. Pure: no locks, no clocks, no connections.
///
/// A permit is the right to hold one resource; a resource given back is handed to whoever has waited longest.
struct Queue<Resource, Ticket: AnyObject> {
  /// What asking leads to.
  enum Answer {
    case idle(Resource)
    case permit
    case wait
    case closed
  }

  /// Whom to wake, and with which resource; without one, the permit is to make a new one.
  typealias Grant = (ticket: Ticket, resource: Resource?)

  let limit: Int
  private(set) var idle: [Resource] = []
  private(set) var waiting: [Ticket] = []
  private(set) var inUse = 0
  private(set) var isClosed = false

  init(limit: Int) {
    precondition(limit > 0, "a pool needs at least one connection")
    self.limit = limit
  }

  /// Asks for a resource; `ticket` queues up if there is none.
  mutating func ask(_ ticket: @autoclosure () -> Ticket) -> (Answer, Ticket?) {
    if isClosed { return (.closed, nil) }
    if let resource = idle.popLast() {
      inUse += 1
      return (.idle(resource), nil)
    }
    if inUse < limit {
      inUse += 1
      return (.permit, nil)
    }
    let ticket = ticket()
    waiting.append(ticket)
    return (.wait, ticket)
  }

  /// Gives a resource back, or only its permit (nil) when it is no longer good.
  mutating func giveBack(_ resource: Resource?) -> Grant? {
    precondition(inUse > 0, "given back twice")
    if !waiting.isEmpty { return (waiting.removeFirst(), resource) }
    inUse -= 1
    if let resource, !isClosed { idle.append(resource) }
    return nil
  }

  /// Leaves the queue; false when the ticket was granted something in the meantime.
  mutating func leave(_ ticket: Ticket) -> Bool {
    guard let index = waiting.firstIndex(where: { $0 === ticket }) else { return false }
    waiting.remove(at: index)
    return true
  }

  /// Lets nobody in any more; answers what to close and whom to turn away.
  mutating func close() -> (idle: [Resource], waiting: [Ticket]) {
    isClosed = true
    defer {
      idle = []
      waiting = []
    }
    return (idle, waiting)
  }
}
