import Dispatch
import FoundationEssentials
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Somebody who asks again and again over one connection.
protocol Visitor {
  /// The next request, whole; `answer` is the body of the one before, empty at first.
  mutating func request(after answer: ArraySlice<UInt8>) -> [UInt8]
}

/// Sixteen keep-alive connections served by two threads, each asking its next as soon as it is answered: what pgbench
/// does with `-c 16 -j 2`.
enum Load {
  static let connections = 16
  static let threads = 2

  struct Outcome: Sendable {
    var microseconds: [Int32] = []
    var seconds = 0.0
    var failures = 0
    /// The first answer that was no success.
    var complaint = ""

    var rate: Double { Double(microseconds.count) / seconds }

    /// The time in milliseconds within which this share of the answers came.
    func milliseconds(at share: Double) -> Double {
      let sorted = microseconds.sorted()
      guard !sorted.isEmpty else { return .infinity }
      return Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1000
    }
  }

  static func run(port: Int, seconds: Int, _ visitor: @Sendable (Int) -> any Visitor) throws -> Outcome {
    let total = Mutex(Outcome())
    let started = ContinuousClock.now
    let deadline = started + .seconds(seconds)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var lane = Lane()
      for index in 0..<(connections / threads) {
        lane.add(port: port, visitor(index * threads + thread))
      }
      lane.drive(until: deadline)
      total.withLock {
        $0.microseconds += lane.outcome.microseconds
        $0.failures += lane.outcome.failures
        if $0.complaint.isEmpty { $0.complaint = lane.outcome.complaint }
      }
    }
    var outcome = total.withLock { $0 }
    outcome.seconds = (ContinuousClock.now - started) / .seconds(1)
    if outcome.failures > outcome.microseconds.count / 100 {
      throw Failure(sentence: "The service refused \(outcome.failures) requests: \(outcome.complaint)")
    }
    return outcome
  }

  /// Asks over a single connection, one request after the other.
  static func alone(port: Int, seconds: Int, _ visitor: any Visitor) throws -> Outcome {
    var lane = Lane()
    lane.add(port: port, visitor)
    let started = ContinuousClock.now
    lane.drive(until: started + .seconds(seconds))
    lane.outcome.seconds = (ContinuousClock.now - started) / .seconds(1)
    if lane.outcome.failures > 0 {
      throw Failure(sentence: "The service refused \(lane.outcome.failures) requests: \(lane.outcome.complaint)")
    }
    return lane.outcome
  }

  /// One request over a connection of its own, with its answer; nil where nobody answers.
  static func exchange(port: Int, _ request: [UInt8]) -> (status: Int, body: String)? {
    guard var line = Line(port: port, visitor: Fixed(bytes: request)) else { return nil }
    defer { line.hangUp() }
    line.ask()
    while true {
      switch line.receive() {
      case .more: continue
      case .broken: return nil
      case .answer(let status): return (status, String(decoding: line.body, as: UTF8.self))
      }
    }
  }

  /// A request over a connection of its own; nil while nobody answers.
  static func once(port: Int, _ request: [UInt8]) -> Bool {
    guard var line = Line(port: port, visitor: Fixed(bytes: request)) else { return false }
    defer { line.hangUp() }
    line.ask()
    while true {
      switch line.receive() {
      case .more: continue
      case .broken: return false
      case .answer(let status): return status == 200
      }
    }
  }
}

/// The connections of one thread.
private struct Lane {
  private var lines: [Line] = []
  var outcome = Load.Outcome()

  mutating func add(port: Int, _ visitor: any Visitor) {
    if let line = Line(port: port, visitor: visitor) { lines.append(line) } else { outcome.failures += 1 }
  }

  mutating func drive(until deadline: ContinuousClock.Instant) {
    for index in lines.indices { lines[index].ask() }
    var polled = lines.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
    while ContinuousClock.now < deadline, !polled.isEmpty {
      guard poll(&polled, nfds_t(polled.count), 1000) > 0 else { continue }
      for index in polled.indices where polled[index].revents != 0 { receive(index, &polled) }
    }
    for line in lines { line.hangUp() }
  }

  private mutating func receive(_ index: Int, _ polled: inout [pollfd]) {
    switch lines[index].receive() {
    case .more: return
    case .broken:
      outcome.failures += 1
      polled[index].fd = -1
    case .answer(let status):
      outcome.microseconds.append(lines[index].microseconds)
      if status != 200 {
        outcome.failures += 1
        if outcome.complaint.isEmpty { outcome.complaint = String(decoding: lines[index].body, as: UTF8.self) }
      }
      lines[index].ask()
    }
  }
}

/// One connection with one request under way.
private struct Line {
  enum Step { case more, broken, answer(status: Int) }

  let socket: Int32
  private var visitor: any Visitor
  private var buffer: [UInt8]
  private var filled = 0
  private var bodyStart = 0
  private var sentAt = ContinuousClock.now

  init?(port: Int, visitor: any Visitor) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.visitor = visitor
    buffer = [UInt8](repeating: 0, count: 1 << 18)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isConnected == 0 else {
      close(socket)
      return nil
    }
    var on: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  var body: ArraySlice<UInt8> { buffer[bodyStart..<filled] }

  var microseconds: Int32 { Int32((ContinuousClock.now - sentAt) / .microseconds(1)) }

  func hangUp() { close(socket) }

  mutating func ask() {
    let request = visitor.request(after: body)
    filled = 0
    bodyStart = 0
    sentAt = .now
    // Requests are small: a socket takes them whole.
    _ = send(socket, request, request.count, Int32(MSG_NOSIGNAL))
  }

  mutating func receive() -> Step {
    let (socket, start) = (socket, filled)
    let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + start, $0.count - 1 - start, 0) }
    guard count > 0 else { return .broken }
    filled += count
    buffer[filled] = 0
    guard let (head, length) = frame() else { return filled + 1 < buffer.count ? .more : .broken }
    guard filled >= head + length else { return head + length < buffer.count ? .more : .broken }
    bodyStart = head
    return .answer(status: Int(buffer[9] &- 48) * 100 + Int(buffer[10] &- 48) * 10 + Int(buffer[11] &- 48))
  }

  /// Where the body begins and how long it is, once all headers are there.
  private func frame() -> (head: Int, length: Int)? {
    buffer.withUnsafeBytes { bytes in
      let text = bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
      guard let blank = strstr(text, "\r\n\r\n"), let length = strstr(text, "\r\nContent-Length: "), length < blank
      else { return nil }
      return (UnsafePointer(blank) - text + 4, atol(length + 18))
    }
  }
}
