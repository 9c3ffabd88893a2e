import Glibc
import Synchronization

/// A bounded pool of connections, fair in the order of asking. Connections are made when first needed.
final class Pool: Sendable {
  /// A connection on its way between threads. `@unchecked Sendable`: whoever holds it is its only user.
  struct Handed: @unchecked Sendable {
    let connection: Connection
  }

  private let queue: Mutex<Queue<Handed, Waiter>>
  private let acquireTimeoutMilliseconds: Int

  init(limit: Int, acquireTimeoutMilliseconds: Int) {
    queue = Mutex(Queue(limit: limit))
    self.acquireTimeoutMilliseconds = acquireTimeoutMilliseconds
  }

  /// Takes an idle connection, or nil: the right to make one. Either way `release` must follow.
  func acquire() throws -> Connection? {
    let (answer, ticket) = queue.withLock { $0.ask(Waiter()) }
    switch answer {
    case .idle(let handed): return handed.connection
    case .permit: return nil
    case .closed: throw DatabaseError.unreachable("the pool is closed")
    case .wait: break
    }
    guard let ticket else { preconditionFailure("who waits has a ticket") }
    if let outcome = ticket.outcome(withinMilliseconds: acquireTimeoutMilliseconds) {
      return try outcome.get()?.connection
    }
    if queue.withLock({ $0.leave(ticket) }) { throw DatabaseError.busy }
    // Taken out of the queue by somebody who is about to wake this thread.
    return try ticket.finalOutcome().get()?.connection
  }

  /// Gives a connection back, or the right to one. A connection that is not idle and sound is closed, not reused.
  func release(_ connection: Connection?) {
    var handed: Handed?
    if let connection {
      if connection.isUsable { handed = Handed(connection: connection) } else { connection.close() }
    }
    let (grant, isClosed) = queue.withLock { ($0.giveBack(handed), $0.isClosed) }
    if let grant {
      grant.ticket.wake(with: .success(grant.resource))
    } else if isClosed {
      handed?.connection.close()
    }
  }

  /// Closes idle connections now and those in use when they come back; whoever waits is turned away.
  func close() {
    let (idle, waiting) = queue.withLock { $0.close() }
    idle.forEach { $0.connection.close() }
    waiting.forEach { $0.wake(with: .failure(.unreachable("the pool is closed"))) }
  }

  /// How many connections are in use and idle, and how many threads wait for one.
  var load: Database.Load {
    queue.withLock { Database.Load(inUse: $0.inUse, idle: $0.idle.count, waiting: $0.waiting.count) }
  }
}

/// A thread that waits for a connection. `@unchecked Sendable`: `outcome` is only touched under the lock.
final class Waiter: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let isWoken = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var outcome: Result<Pool.Handed?, DatabaseError>?

  init() {
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Moving the system's clock neither cuts a wait short nor prolongs it.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(isWoken, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(isWoken)
    pthread_mutex_destroy(lock)
    isWoken.deallocate()
    lock.deallocate()
  }

  func wake(with outcome: Result<Pool.Handed?, DatabaseError>) {
    pthread_mutex_lock(lock)
    self.outcome = outcome
    pthread_cond_signal(isWoken)
    pthread_mutex_unlock(lock)
  }

  /// What the thread was woken with, nil when nobody woke it in time.
  func outcome(withinMilliseconds milliseconds: Int) -> Result<Pool.Handed?, DatabaseError>? {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = deadline.tv_nsec + (milliseconds % 1000) * 1_000_000
    deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
    deadline.tv_nsec = nanoseconds % 1_000_000_000
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while outcome == nil, pthread_cond_timedwait(isWoken, lock, &deadline) != ETIMEDOUT {}
    return outcome
  }

  /// What the thread was woken with, however long that takes.
  func finalOutcome() -> Result<Pool.Handed?, DatabaseError> {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while true {
      if let outcome { return outcome }
      pthread_cond_wait(isWoken, lock)
    }
  }
}
