import Glibc

@testable import HTTP

/// The client's end of a connection, byte by byte.
final class Wire {
  struct Failure: Error, CustomStringConvertible { let description: String }

  private var descriptor: Int32
  private var received: [UInt8] = []
  private var wasCutOff = false
  private let site: Site

  /// A connection to a site, which lives as long.
  init(_ site: Site) throws {
    self.site = site
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = site.port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Failure(description: "connect: errno \(errno)") }
  }

  deinit { close() }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Ends the client's half, as `nc -N` does.
  func closeSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if sent <= 0 {
        wasCutOff = true
        return
      }
      rest = rest.dropFirst(sent)
    }
  }

  /// One answer, its body complete; `toHead` for one that has none whatever its length says.
  func answer(toHead: Bool = false) throws -> Reply {
    let head = try until("\r\n\r\n")
    var reply = try Reply(head: head)
    if toHead || reply.status == 204 || reply.status == 304 || reply.status == 100 { return reply }
    if reply.headers["Transfer-Encoding"] == "chunked" {
      while true {
        let line = try until("\r\n").dropLast()  // CR LF is one Character
        guard let size = Int(line, radix: 16) else { throw Failure(description: "chunk size \(line)") }
        reply.body += try take(size)
        _ = try take(2)
        if size == 0 { return reply }
      }
    }
    if let length = reply.headers["Content-Length"].flatMap({ Int($0) }) {
      reply.body = try take(length)
    } else {
      reply.body = rest()
    }
    return reply
  }

  /// What comes until the server closes.
  func rest() -> [UInt8] {
    while fill() {}
    defer { received = [] }
    return received
  }

  /// Whether the server has closed with nothing more to say.
  func isClosed() -> Bool { received.isEmpty && !fill() && errno != EAGAIN }

  /// Whether the server has taken all that was sent, and closed without a reset.
  func endsInOrder() -> Bool { !wasCutOff && isClosed() && errno == 0 }

  private func until(_ end: String) throws -> String {
    let end = Array(end.utf8)
    var from = 0
    while true {
      if received.count >= end.count {
        for index in from...(received.count - end.count) where received[index...].starts(with: end) {
          return String(decoding: try take(index + end.count), as: UTF8.self)
        }
        from = max(0, received.count - end.count)
      }
      guard fill() else { throw Failure(description: "closed after \(String(decoding: received, as: UTF8.self))") }
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while received.count < count {
      guard fill() else { throw Failure(description: "closed \(count - received.count) bytes early") }
    }
    defer { received.removeFirst(count) }
    return Array(received.prefix(count))
  }

  private func fill() -> Bool {
    var room = [UInt8](repeating: 0, count: 64 << 10)
    errno = 0
    let count = recv(descriptor, &room, room.count, 0)
    guard count > 0 else { return false }
    received += room.prefix(count)
    return true
  }
}

struct Reply {
  let status: Int
  let headers: Headers
  var body: [UInt8] = []

  var text: String { String(decoding: body, as: UTF8.self) }

  init(head: String) throws {
    let lines = head.split(separator: "\r\n")
    guard let first = lines.first, first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3)) else {
      throw Wire.Failure(description: "no status line in \(head)")
    }
    self.status = status
    headers = Headers(
      lines.dropFirst().map { line in
        let colon = line.firstIndex(of: ":") ?? line.endIndex
        return (String(line[..<colon]), String(line[colon...].dropFirst(2)))
      })
  }
}

/// A server on a free port, drained when the test is over.
final class Site {
  let server: Server
  let port: UInt16

  init(
    limits: Limits = .init(), trustedProxies: [String] = ["127.0.0.1"],
    bodyLimit: (@Sendable (Method, String) -> Int)? = nil,
    handler: @escaping @Sendable (Request) -> Response
  ) throws {
    server = Server(
      port: 0, limits: limits, trustedProxies: trustedProxies, bodyLimit: bodyLimit,
      problem: { status, code, id, _ in
        Response(
          status: status, headers: Headers([("Content-Type", "application/problem+json")]),
          body: .bytes(Array("\(code) \(id)".utf8)))
      },
      handler: handler)
    port = try server.start()
  }

  /// One that answers with what the request was.
  convenience init(limits: Limits = .init(), bodyLimit: (@Sendable (Method, String) -> Int)? = nil) throws {
    try self.init(limits: limits, bodyLimit: bodyLimit, handler: Site.echo)
  }

  deinit { server.drain(withinSeconds: 1) }

  func wire() throws -> Wire { try Wire(self) }

  /// Sends `text` on a connection of its own and reads one answer.
  func ask(_ text: String) throws -> Reply {
    let wire = try wire()
    wire.send(text)
    return try wire.answer(toHead: text.hasPrefix("HEAD "))
  }

  @Sendable static func echo(_ request: Request) -> Response {
    let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    let text = "\(request.method.rawValue) \(request.segments) \(query) \(request.body.count)"
    return Response(status: 200, headers: Headers([("Content-Type", "text/plain")]), body: .bytes(Array(text.utf8)))
  }
}
