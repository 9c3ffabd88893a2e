import CHTTP
import Glibc
import Synchronization

/// An HTTP/1.1 server: a thread per connection, handlers that run to completion.
///
///     let server = Server(port: 8080, problem: render) { request in Response(status: 200) }
///     let port = try server.start()
///
/// Stays alive by itself from `start` to `drain`.
package final class Server: Sendable {
  private struct Running {
    /// The library's daemon, as an address.
    var daemon: UInt
    var listening: Int32
    var watch: Watch
  }

  private enum State {
    case new
    case running(Running)
    case stopped
  }

  private let address: String
  private let port: UInt16
  private let limits: Limits
  private let trustedProxies: Set<String>
  private let bodyLimit: @Sendable (Method, String) -> Int
  private let problem: @Sendable (_ status: Int, _ code: String, _ requestID: String, _ path: String) -> Response
  private let handler: @Sendable (Request) -> Response

  private let state = Mutex(State.new)
  private let connections = Mutex<[ObjectIdentifier: Connection]>([:])
  private let inFlight = Atomic<Int>(0)
  private let isDraining = Atomic<Bool>(false)

  /// - Parameters:
  ///   - address: numeric, IPv4 or IPv6.
  ///   - port: 0 takes any free one.
  ///   - trustedProxies: numeric addresses whose `X-Forwarded-*` headers are believed.
  ///   - bodyLimit: bytes a body may have, by method and path; `limits.bodyBytes` if left out.
  ///   - problem: renders the refusals the server makes by itself (400, 408, 413, 414, 417, 431, 500, 501).
  ///   - handler: runs on the connection's thread, so several at once.
  package init(
    address: String = "127.0.0.1", port: UInt16, limits: Limits = .init(),
    trustedProxies: [String] = ["127.0.0.1", "::1"], bodyLimit: (@Sendable (Method, String) -> Int)? = nil,
    problem: @escaping @Sendable (_ status: Int, _ code: String, _ requestID: String, _ path: String) -> Response,
    handler: @escaping @Sendable (Request) -> Response
  ) {
    self.address = address
    self.port = port
    self.limits = limits
    self.trustedProxies = Set(trustedProxies)
    self.bodyLimit = bodyLimit ?? { _, _ in limits.bodyBytes }
    self.problem = problem
    self.handler = handler
  }

  /// Listens and serves. Returns the port. A server starts once.
  package func start() throws(ServerError) -> UInt16 {
    let result = state.withLock { state -> Result<UInt16, ServerError> in
      guard case .new = state else { return .failure(.alreadyStarted) }
      do throws(ServerError) {
        let socket = try Sockets.listen(address: address, port: port)
        do throws(ServerError) {
          state = .running(try run(listening: socket.descriptor))
          return .success(socket.port)
        } catch {
          Glibc.close(socket.descriptor)
          throw error
        }
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func run(listening: Int32) throws(ServerError) -> Running {
    // A client that went away is an error of one send, not a signal that ends the process.
    signal(SIGPIPE, SIG_IGN)
    let bounds = chttp_bounds(
      memory_bytes: limits.headerBytes, connections: UInt32(limits.connections),
      connections_per_address: UInt32(limits.connectionsPerAddress), idle_seconds: UInt32(limits.idleSeconds))
    let watch = try Watch { [self] in endOverdueConnections() }
    let kept = Unmanaged.passRetained(self)
    guard let daemon = chttp_start(listening, bounds, Callbacks.table(for: kept.toOpaque())) else {
      let reason = errno
      watch.stop()
      kept.release()
      throw .system(call: "MHD_start_daemon", errno: reason)
    }
    return Running(daemon: UInt(bitPattern: daemon), listening: listening, watch: watch)
  }

  /// Requests whose headers have arrived and whose answers are not yet sent.
  package var requestsInFlight: Int { inFlight.load(ordering: .relaxed) }

  /// Stops: accepts no more, lets the requests in flight finish, closes idle connections. What is not finished after
  /// `seconds` is cut off; a handler that still runs then goes on by itself and its answer reaches nobody.
  package func drain(withinSeconds seconds: Double) {
    let stopping = state.withLock { state -> Running? in
      guard case .running(let running) = state else { return nil }
      state = .stopped
      return running
    }
    guard let stopping, let daemon = OpaquePointer(bitPattern: stopping.daemon) else { return }
    isDraining.store(true, ordering: .sequentiallyConsistent)
    MHD_quiesce_daemon(daemon)
    shutdown(stopping.listening, Int32(SHUT_RDWR))
    waitUntilUnconnected(seconds) { if $0.isIdle { shutdown($0.descriptor, Int32(SHUT_RD)) } }
    stopping.watch.stop()
    waitUntilUnconnected(Limits.cutOffSeconds) { shutdown($0.descriptor, Int32(SHUT_RDWR)) }
    // Stopping the daemon waits for its threads: not for a handler that does not end.
    guard requestsInFlight == 0 else { return }
    MHD_stop_daemon(daemon)
    Glibc.close(stopping.listening)
    Unmanaged.passUnretained(self).release()
  }

  /// Does `work` on every connection again and again, until none is left or the time is over.
  private func waitUntilUnconnected(_ seconds: Double, _ work: (Connection) -> Void) {
    let end = Clock.nanoseconds() + UInt64(max(0, seconds) * 1e9)
    while true {
      forEachConnection(work)
      guard connections.withLock({ !$0.isEmpty }), Clock.nanoseconds() < end else { return }
      usleep(Limits.drainStepMicroseconds)
    }
  }

  private func forEachConnection(_ body: (Connection) -> Void) {
    // Under the lock, so that no descriptor is closed and given to somebody else meanwhile.
    connections.withLock { for connection in $0.values { body(connection) } }
  }

  private func endOverdueConnections() {
    let now = Clock.nanoseconds()
    forEachConnection { connection in
      guard let overdue = connection.endIfOverdue(now) else { return }
      if overdue == .request {
        let id = RequestID.random()
        Answer.sendDirectly(
          problem(Problem.late.status, Problem.late.code, id, ""), id: id, isHead: false, to: connection.descriptor)
      }
      shutdown(connection.descriptor, Int32(SHUT_RDWR))
    }
  }
}

// MARK: - What the callbacks ask for

extension Server {
  func open(_ handle: OpaquePointer) -> Connection {
    let peer = Sockets.text(of: chttp_peer(handle))
    let connection = Connection(
      descriptor: chttp_descriptor(handle), peer: peer, isTrustedProxy: trustedProxies.contains(peer), limits: limits)
    connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    return connection
  }

  func close(_ connection: Connection) {
    _ = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
  }

  func begin(
    _ exchange: Exchange, _ handle: OpaquePointer, _ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>
  ) -> MHD_Result {
    exchange.isCounted = true
    inFlight.add(1, ordering: .relaxed)
    guard case .refused(let reason) = exchange.begin(handle, method, version, bodyLimit: bodyLimit) else {
      return .YES
    }
    // An answer before the body makes the library close the connection after it.
    exchange.isRefused = true
    guard exchange.connection.beginHandling() else { return .NO }
    return queue(problem(reason.status, reason.code, exchange.id, exchange.path), to: exchange, on: handle) ? .YES : .NO
  }

  func take(_ piece: UnsafeRawBufferPointer, for exchange: Exchange) -> MHD_Result {
    guard case .refused(let reason) = exchange.take(piece) else { return .YES }
    refuseDirectly(exchange, reason)
    return .NO
  }

  /// Refuses where the library takes no answer: in the middle of a body, or when it is about to refuse by itself.
  func refuseDirectly(_ exchange: Exchange, _ reason: Problem) {
    guard exchange.connection.end() else { return }
    exchange.isRefused = true
    let id = exchange.id.isEmpty ? RequestID.random() : exchange.id
    Answer.sendDirectly(
      problem(reason.status, reason.code, id, exchange.path), id: id, isHead: exchange.method == .head,
      to: exchange.connection.descriptor)
  }

  func answer(_ exchange: Exchange, _ handle: OpaquePointer) -> MHD_Result {
    guard exchange.connection.beginHandling(), let request = exchange.request() else { return .NO }
    if queue(handler(request), to: exchange, on: handle) { return .YES }
    let reason = Problem.badAnswer
    return queue(problem(reason.status, reason.code, exchange.id, exchange.path), to: exchange, on: handle) ? .YES : .NO
  }

  private func queue(_ response: Response, to exchange: Exchange, on handle: OpaquePointer) -> Bool {
    exchange.connection.beginAnswer()
    return Answer.queue(
      response, to: exchange, on: handle, idleSeconds: limits.idleSeconds,
      isLast: isDraining.load(ordering: .relaxed))
  }

  func end(_ exchange: Exchange, isCutShort: Bool) {
    if exchange.isRefused || isCutShort { Sockets.linger(on: exchange.connection.descriptor) }
    exchange.connection.endRequest()
    if exchange.isCounted { inFlight.subtract(1, ordering: .relaxed) }
  }
}
