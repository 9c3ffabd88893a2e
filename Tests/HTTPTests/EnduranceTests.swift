import Glibc
import Synchronization
import Testing

@testable import HTTP

/// Slow and vanishing clients, streams, and stopping.
@Suite(.timeLimit(.minutes(1)))
struct EnduranceTests {
  private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  // MARK: Clients that drip or go away

  @Test func `a client that drips is answered 408 in time, and others are served meanwhile`() throws {
    let site = try Site(limits: Limits(requestSeconds: 1))
    let slow = try site.wire()
    slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
    for _ in 0..<8 {
      slow.send("a")
      #expect(try site.ask(Self.get).status == 200)
      usleep(200_000)
    }
    let reply = try slow.answer()
    #expect(reply.status == 408)
    #expect(reply.text.hasPrefix("request.timeout "))
    #expect(reply.headers["X-Request-Id"] != nil)
    #expect(slow.isClosed())
  }

  @Test(arguments: ["", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\nX-"])
  func `a client that drips its headers is ended`(_ start: String) throws {
    let site = try Site(limits: Limits(idleSeconds: 1, requestSeconds: 1))
    let slow = try site.wire()
    slow.send(start)
    for _ in 0..<15 {
      slow.send("A")
      usleep(200_000)
    }
    let answer = String(decoding: slow.rest(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"), "\(answer)")
  }

  @Test func `a silent connection is closed`() throws {
    let wire = try Site(limits: Limits(idleSeconds: 1)).wire()
    wire.send(Self.get)
    #expect(try wire.answer().status == 200)
    #expect(wire.isClosed())
  }

  @Test func `a handler may take longer than a connection may be silent`() throws {
    let site = try Site(limits: Limits(idleSeconds: 1, requestSeconds: 1)) { _ in
      usleep(1_400_000)
      return Response(status: 200)
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try wire.answer().status == 200)
    wire.send(Self.get)
    #expect(try wire.answer().status == 200)
  }

  @Test func `a client that goes away in the middle of its body is forgotten`() throws {
    let reached = Atomic<Int>(0)
    let site = try Site { _ in
      reached.add(1, ordering: .relaxed)
      return Response(status: 200)
    }
    for _ in 0..<20 {
      let wire = try site.wire()
      wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
      wire.close()
    }
    #expect(try site.ask(Self.get).status == 200)
    #expect(try eventually { site.server.requestsInFlight == 0 })
    #expect(reached.load(ordering: .relaxed) == 1)
  }

  @Test func `a client that goes away before its answer harms nobody`() throws {
    let site = try Site { _ in
      usleep(50_000)
      return Response(status: 200, body: .bytes([UInt8](repeating: 0, count: 2_000_000)))
    }
    for _ in 0..<10 {
      let wire = try site.wire()
      wire.send(Self.get)
      wire.close()
    }
    #expect(try site.ask(Self.get).body.count == 2_000_000)
    #expect(try eventually { site.server.requestsInFlight == 0 })
  }

  @Test func `a client that does not read its answer is ended`() throws {
    let site = try Site(limits: Limits(idleSeconds: 1)) { _ in
      Response(status: 200, body: .bytes([UInt8](repeating: 0, count: 32 << 20)))
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try eventually { site.server.requestsInFlight == 1 })
    #expect(try eventually { site.server.requestsInFlight == 0 })
  }

  @Test func `more connections than allowed are closed until one becomes free`() throws {
    let site = try Site(limits: Limits(connections: 2))
    let wires = [try site.wire(), try site.wire()]
    for wire in wires {
      wire.send(Self.get)
      #expect(try wire.answer().status == 200)
    }
    #expect(try site.wire().isClosed())
    wires[0].close()
    #expect(try eventually { (try? site.ask(Self.get).status) == 200 })
    wires[1].send(Self.get)
    #expect(try wires[1].answer().status == 200)
  }

  @Test func `one address has no more connections than it may`() throws {
    let site = try Site(limits: Limits(connectionsPerAddress: 1))
    let first = try site.wire()
    first.send(Self.get)
    #expect(try first.answer().status == 200)
    #expect(try site.wire().isClosed())
    first.send(Self.get)
    #expect(try first.answer().status == 200)
  }

  // MARK: Streams

  private static func stream(_ count: Int, of size: Int) -> Response {
    Response(
      status: 200,
      body: .stream { write in
        for index in 0..<count {
          try [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size).withUnsafeBytes(write)
        }
      })
  }

  @Test(arguments: [(0, 0), (1, 0), (1, 1), (10_000, 7), (3, 32 << 10), (1, 1_000_000), (1, (32 << 10) - 10)])
  func `a stream arrives whole and the connection goes on`(_ count: Int, _ size: Int) throws {
    let site = try Site { _ in Self.stream(count, of: size) }
    let wire = try site.wire()
    let expected = (0..<count).flatMap { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: size) }
    for _ in 0..<2 {
      wire.send(Self.get)
      let reply = try wire.answer()
      #expect(reply.headers["Transfer-Encoding"] == "chunked")
      #expect(reply.headers["Content-Length"] == nil)
      #expect(reply.body == expected)
    }
  }

  @Test func `a stream to an HTTP/1.0 client ends with the connection`() throws {
    let site = try Site { _ in Self.stream(5, of: 10) }
    let reply = try site.ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
    #expect(reply.headers["Transfer-Encoding"] == nil)
    #expect(reply.body.count == 50)
  }

  @Test func `a stream is not run for HEAD`() throws {
    let site = try Site { request in
      Response(status: 200, body: .stream { _ in #expect(request.method != .head) })
    }
    let wire = try site.wire()
    wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
    let reply = try wire.answer(toHead: true)
    #expect(reply.status == 200)
    #expect(reply.headers["Content-Length"] == nil)
    #expect(wire.isClosed())
  }

  @Test func `a stream may take longer than a connection may be silent`() throws {
    let site = try Site(limits: Limits(idleSeconds: 1, requestSeconds: 1)) { _ in
      Response(
        status: 200,
        body: .stream { write in
          try [UInt8](repeating: 1, count: 100_000).withUnsafeBytes(write)
          usleep(1_400_000)
          try [UInt8](repeating: 1, count: 100_000).withUnsafeBytes(write)
        })
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try wire.answer().body.count == 200_000)
    wire.send(Self.get)
    #expect(try wire.answer().status == 200)
  }

  @Test func `a stream that fails is not mistaken for a whole one`() throws {
    struct Failure: Error {}
    let site = try Site { _ in
      Response(
        status: 200,
        body: .stream { write in
          try [UInt8](repeating: 1, count: 100_000).withUnsafeBytes(write)
          throw Failure()
        })
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(throws: Wire.Failure.self) { try wire.answer() }
  }

  @Test(arguments: [true, false])
  func `a stream ends when its client goes away or stops reading`(_ goesAway: Bool) throws {
    let written = Atomic<Int>(0)
    let site = try Site(limits: Limits(idleSeconds: 1)) { _ in
      Response(
        status: 200,
        body: .stream { write in
          let piece = [UInt8](repeating: 1, count: 64 << 10)
          while true {
            try piece.withUnsafeBytes(write)
            written.add(1, ordering: .relaxed)
          }
        })
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try eventually { written.load(ordering: .relaxed) > 0 })
    if goesAway { wire.close() }
    #expect(try eventually { site.server.requestsInFlight == 0 })
    #expect(written.load(ordering: .relaxed) < 1_000, "the stream ran ahead of its client")
  }

  @Test func `a client that reads too slowly for too long is ended`() throws {
    let site = try Site(limits: Limits(answerSeconds: 1)) { _ in Self.stream(100_000, of: 1_000) }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try eventually { site.server.requestsInFlight == 1 })
    #expect(try eventually { site.server.requestsInFlight == 0 })
  }

  // MARK: Stopping

  @Test func `draining finishes what is in flight, closes what is idle and accepts no more`() throws {
    let site = try Site { _ in
      usleep(500_000)
      return Response(status: 200, body: .bytes(Array("done".utf8)))
    }
    let idle = try site.wire()
    let busy = try site.wire()
    busy.send(Self.get)
    #expect(try eventually { site.server.requestsInFlight == 1 })
    let start = Clock.nanoseconds()
    site.server.drain(withinSeconds: 10)
    #expect(Clock.nanoseconds() - start < 3_000_000_000)
    let reply = try busy.answer()
    #expect(reply.text == "done")
    #expect(reply.headers["Connection"] == "close")
    #expect(idle.isClosed())
    #expect(throws: Wire.Failure.self) { try site.wire() }
    #expect(site.server.requestsInFlight == 0)
  }

  @Test func `draining does not wait for a handler longer than it may`() throws {
    let isReleased = Atomic<Bool>(false)
    let site = try Site { _ in
      while !isReleased.load(ordering: .relaxed) { usleep(1_000) }
      return Response(status: 200)
    }
    let wire = try site.wire()
    wire.send(Self.get)
    #expect(try eventually { site.server.requestsInFlight == 1 })
    let start = Clock.nanoseconds()
    site.server.drain(withinSeconds: 0.2)
    #expect(Clock.nanoseconds() - start < 2_000_000_000)
    #expect(wire.isClosed())
    isReleased.store(true, ordering: .relaxed)
    #expect(try eventually { site.server.requestsInFlight == 0 })
  }

  @Test func `draining ends a request that does not arrive`() throws {
    let site = try Site()
    let wire = try site.wire()
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
    #expect(try eventually { site.server.requestsInFlight == 1 })
    site.server.drain(withinSeconds: 0.2)
    #expect(wire.isClosed())
  }

  @Test func `draining twice, or before starting, does nothing`() throws {
    let site = try Site()
    site.server.drain(withinSeconds: 1)
    site.server.drain(withinSeconds: 1)
    let server = Server(port: 0, problem: { status, _, _, _ in Response(status: status) }, handler: Site.echo)
    server.drain(withinSeconds: 1)
    #expect(try server.start() > 0)
    server.drain(withinSeconds: 1)
  }

  private func eventually(_ condition: () -> Bool) throws -> Bool {
    for _ in 0..<2_000 {
      if condition() { return true }
      usleep(5_000)
    }
    return false
  }
}
