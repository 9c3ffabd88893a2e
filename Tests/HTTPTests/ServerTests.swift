import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(1)))
struct ServerTests {
  // MARK: One request

  @Test func `a request is answered with its id and the length of the answer`() throws {
    let site = try Site()
    let reply = try site.ask("GET /customers/a%20b?x=1&y=%C3%A9+e HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-1\r\n\r\n")
    #expect(reply.status == 200)
    #expect(reply.text == #"GET ["customers", "a b"] x=1&y=é e 0"#)
    #expect(reply.headers["X-Request-Id"] == "abc-1")
    #expect(reply.headers["X-Content-Type-Options"] == "nosniff")
    #expect(reply.headers["Content-Length"] == String(reply.body.count))
    #expect(reply.headers["Date"] != nil)
  }

  @Test(arguments: [
    "", "a b", "a/b", "é", "a\u{9}b", "<script>", String(repeating: "a", count: 65), "a,b",
  ])
  func `an id that could do harm in a log is replaced`(_ sent: String) throws {
    let site = try Site()
    let reply = try site.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: \(sent)\r\n\r\n")
    let id = try #require(reply.headers["X-Request-Id"])
    #expect(id.utf8.count == 32 && id.allSatisfy(\.isHexDigit))
    let other = try site.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").headers["X-Request-Id"]
    #expect(other != id)
  }

  @Test func `headers keep their order, case and repetition, and lose the blanks around values`() throws {
    let site = try Site { request in
      let text = request.headers.map { "\($0.name)=\($0.value);" }.joined()
      return Response(status: 200, body: .bytes(Array(text.utf8)))
    }
    let reply = try site.ask("GET / HTTP/1.1\r\nHost: a\r\nX-b:  1 2\t \r\nX-A:é\r\nx-B:\r\nCookie: c=d\r\n\r\n")
    #expect(reply.text == "Host=a;X-b=1 2;X-A=é;x-B=;Cookie=c=d;")
  }

  @Test(arguments: [
    ("GET http://a:80/b?c=d HTTP/1.1\r\nHost: a\r\n\r\n", #"GET ["b"] c=d 0"#),
    ("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET []  0"),
    ("\r\nGET /a%2Fb HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", #"GET ["a/b"]  0"#),
    ("GET /a+b?c=+&d&&=e HTTP/1.1\r\nHost:\r\n\r\n", #"GET ["a+b"] c= &d=&=e 0"#),
    ("OPTIONS /a HTTP/1.1\r\nHost: a\r\n\r\n", #"OPTIONS ["a"]  0"#),
    ("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", #"POST ["a"]  3"#),
    ("DELETE /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", #"DELETE ["a"]  0"#),
    (
      "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n02\r\nde\r\n0\r\nX-T: 1\r\n\r\n",
      #"PUT ["a"]  5"#
    ),
    ("GET /a HTTP/1.0\r\n\r\n", #"GET ["a"]  0"#),
  ])
  func `requests in all their forms`(_ text: String, _ expected: String) throws {
    #expect(try Site().ask(text).text == expected)
  }

  @Test func `a client that asks before sending its body is told to go on`() throws {
    let wire = try Site().wire()
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
    #expect(try wire.answer().status == 100)
    wire.send("abc")
    #expect(try wire.answer().text == "POST []  3")
  }

  @Test func `a body arrives unchanged in whatever pieces it is sent`() throws {
    let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let site = try Site { Response(status: 200, body: .bytes($0.body)) }
    let wire = try site.wire()
    wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
    wire.send(Array(body[..<3]))
    usleep(20_000)
    wire.send(Array(body[3...]))
    #expect(try wire.answer().body == body)
  }

  @Test func `HEAD is answered like GET but without the body`() throws {
    let wire = try Site().wire()
    wire.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\nGET /abc HTTP/1.1\r\nHost: a\r\n\r\n")
    let head = try wire.answer(toHead: true)
    let get = try wire.answer()
    #expect(head.headers["Content-Length"] == String(get.body.count + 1))
    #expect(get.text == #"GET ["abc"]  0"#)
  }

  @Test(arguments: [
    ("X-Forwarded-Proto: https\r\nX-Forwarded-For: 6.6.6.6, 2001:db8::1\r\n", true, "2001:db8::1"),
    ("X-Forwarded-Proto: http\r\n", false, "127.0.0.1"), ("X-Forwarded-Proto: https, http\r\n", false, "127.0.0.1"),
    ("X-Forwarded-For: \"><script>\r\n", false, "127.0.0.1"), ("", false, "127.0.0.1"),
  ])
  func `only a trusted proxy tells who asks`(_ lines: String, _ isSecure: Bool, _ client: String) throws {
    for isTrusted in [true, false] {
      let site = try Site(trustedProxies: isTrusted ? ["127.0.0.1"] : []) { request in
        Response(status: 200, body: .bytes(Array("\(request.peer) \(request.client) \(request.secure)".utf8)))
      }
      let text = try site.ask("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n").text
      #expect(text == "127.0.0.1 \(isTrusted ? client : "127.0.0.1") \(isTrusted && isSecure)")
    }
  }

  // MARK: Answers

  @Test(arguments: [0, 1, 65_536, 65_537, 3_000_000])
  func `an answer of any size arrives whole`(_ count: Int) throws {
    let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let site = try Site { _ in Response(status: 200, headers: Headers([("Content-Length", "7")]), body: .bytes(body)) }
    let wire = try site.wire()
    for _ in 0..<2 {
      wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      let reply = try wire.answer()
      #expect(reply.headers.all("Content-Length") == [String(count)])
      #expect(reply.body == body)
    }
  }

  @Test(arguments: [204, 304])
  func `an answer without a body leaves the connection usable`(_ status: Int) throws {
    let site = try Site { _ in Response(status: status) }
    let wire = try site.wire()
    wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try wire.answer().status == status)
    #expect(try wire.answer().status == status)
  }

  // MARK: Several requests

  @Test func `pipelined requests are answered in order on one connection`() throws {
    let wire = try Site().wire()
    wire.send((1...50).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab" }.joined())
    for number in 1...50 { #expect(try wire.answer().text == #"POST ["\#(number)"]  2"#) }
  }

  @Test(arguments: [
    ("HTTP/1.1", "", false), ("HTTP/1.1", "Connection: close\r\n", true), ("HTTP/1.0", "", true),
    ("HTTP/1.0", "Connection: Keep-Alive\r\n", false),
  ])
  func `the connection stays open as the client wishes`(_ version: String, _ line: String, _ closes: Bool) throws {
    let wire = try Site().wire()
    wire.send("GET / \(version)\r\nHost: a\r\n\(line)\r\n")
    #expect(try wire.answer().status == 200)
    if closes {
      #expect(wire.isClosed())
    } else {
      wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try wire.answer().status == 200)
    }
  }

  @Test func `a client that ends its half still gets its answer`() throws {
    let wire = try Site().wire()
    wire.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
    wire.closeSending()
    #expect(try wire.answer().status == 200)
    #expect(wire.isClosed())
  }

  @Test func `connections are served at the same time`() throws {
    let waiting = Atomic<Int>(0)
    let site = try Site { _ in
      waiting.add(1, ordering: .relaxed)
      while waiting.load(ordering: .relaxed) < 8 { usleep(1_000) }
      return Response(status: 200)
    }
    let wires = try (0..<8).map { _ in try site.wire() }
    for wire in wires { wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
    for wire in wires { #expect(try wire.answer().status == 200) }
  }

  // MARK: Listening

  @Test func `a port that is taken is named`() throws {
    let site = try Site()
    let second = Server(port: site.port, problem: { status, _, _, _ in Response(status: status) }, handler: Site.echo)
    #expect(throws: ServerError.portTaken(address: "127.0.0.1", port: site.port)) { try second.start() }
    #expect(
      ServerError.portTaken(address: "127.0.0.1", port: 8080).description
        == "127.0.0.1 port 8080 is taken by another process")
  }

  @Test(arguments: ["comptoir.test", "", "127.0.0.1:80", "192.0.2.1", "::zz"])
  func `an address that is not this machine's is refused`(_ address: String) {
    let server = Server(address: address, port: 0, problem: { status, _, _, _ in Response(status: status) }) { _ in
      Response(status: 200)
    }
    #expect(throws: ServerError.addressUnusable(address)) { try server.start() }
  }

  @Test func `a server starts once`() throws {
    let site = try Site()
    #expect(throws: ServerError.alreadyStarted) { try site.server.start() }
  }
}
