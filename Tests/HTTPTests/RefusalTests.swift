import Glibc
import Testing

@testable import HTTP

/// Requests that must not reach the application. Each is answered and the connection closed.
@Suite(.timeLimit(.minutes(1)))
struct RefusalTests {
  static let host = "Host: comptoir.test\r\n"

  private func expectRefusal(_ text: [UInt8], _ status: Int, _ code: String) throws {
    let site = try Site { _ in Response(status: 200, body: .bytes(Array("reached".utf8))) }
    let wire = try site.wire()
    wire.send(text)
    let reply = try wire.answer()
    #expect(reply.status == status)
    #expect(reply.text.hasPrefix(code + " "), "\(reply.text)")
    let id = try #require(reply.headers["X-Request-Id"])
    #expect(reply.text.hasSuffix(" " + id))
    #expect(reply.headers["Connection"] == "close")
    #expect(wire.isClosed())
  }

  @Test(arguments: [
    ("two differing lengths", "Content-Length: 1\r\nContent-Length: 2\r\n"),
    ("two equal lengths", "Content-Length: 1\r\nContent-Length: 1\r\n"),
    ("a list of lengths", "Content-Length: 1, 1\r\n"),
    ("a signed length", "Content-Length: +1\r\n"),
    ("a negative length", "Content-Length: -1\r\n"),
    ("a length that is no number", "Content-Length: one\r\n"),
    ("an empty length", "Content-Length:\r\n"),
    ("length and coding", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
    ("coding and length", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"),
    ("another coding", "Transfer-Encoding: gzip\r\n"),
    ("a list of codings", "Transfer-Encoding: gzip, chunked\r\n"),
    ("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
    ("a disguised coding", "Transfer-Encoding: xchunked\r\n"),
    ("two hosts", "Host: other.test\r\n"),
    ("a blank before the colon", "X-A : 1\r\n"),
    ("a tab before the colon", "X-A\t: 1\r\n"),
    ("a blank in the name", "X A: 1\r\n"),
    ("no name", ": 1\r\n"),
    ("a name with parentheses", "X(A): 1\r\n"),
    ("a name beyond ASCII", "Xé: 1\r\n"),
    ("no colon", "Nonsense\r\n"),
    ("a folded line", "X-A: 1\r\n folded\r\n"),
    ("a folded line of a tab", "X-A: 1\r\n\tX-B: 2\r\n"),
    ("a bare CR in a value", "X-A: 1\rX-B: 2\r\n"),
    ("a bare LF", "X-A: 1\nX-B: 2\r\n"),
    ("a NUL in a value", "X-A: 1\u{0}2\r\n"),
    ("a NUL in a name", "X\u{0}A: 1\r\n"),
    ("a NUL and a colon in a value", "X-A: 1\u{0}\u{0}X-B: 2\r\n"),
    ("a control byte in a value", "X-A: \u{1}\r\n"),
    ("DEL in a value", "X-A: \u{7F}\r\n"),
  ])
  func `headers that two readers could read differently`(_ name: String, _ lines: String) throws {
    // This body is good whether it is read as chunks or by a length of 1.
    let text = "POST / HTTP/1.1\r\n\(Self.host)\(lines)\r\n0\r\n\r\n"
    try expectRefusal(Array(text.utf8), 400, "request.malformed")
  }

  @Test func `headers that are no UTF-8`() throws {
    let text = Array("GET / HTTP/1.1\r\n\(Self.host)X-A: ".utf8) + [0xE9] + Array("\r\n\r\n".utf8)
    try expectRefusal(text, 400, "request.malformed")
  }

  @Test(arguments: [
    ("no host", "GET / HTTP/1.1\r\n\r\n"),
    ("a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    ("a host with a user", "GET / HTTP/1.1\r\nHost: me@a\r\n\r\n"),
    ("two blanks before the target", "GET  / HTTP/1.1\r\n\(host)\r\n"),
    ("a bare LF after the request line", "GET / HTTP/1.1\n\(host)\r\n"),
    ("a NUL in the target", "GET /\u{0}a HTTP/1.1\r\n\(host)\r\n"),
    ("a NUL in the query", "GET /?a=\u{0}a HTTP/1.1\r\n\(host)\r\n"),
    ("a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  ])
  func `request lines and hosts`(_ name: String, _ text: String) throws {
    try expectRefusal(Array(text.utf8), 400, "request.malformed")
  }

  @Test(arguments: [
    "/%00", "/a%00b", "/a%0Ab", "/a%7F", "/%", "/%2", "/%zz", "/%+1", "/a%c3", "/%ff", "/%c0%af", "/a//b", "//", "//a",
    "/a/", "/.", "/..", "/a/../b", "/a/./b", "/%2e%2e/a", "/a/.%2E", "*", "a", "a/b", "/a#b", "/a b", "/\u{1}",
    "/?a=%00", "/?a=%zz", "/?%ff=1", "/?a=%e9", "ftp://a/b", "/?a=%",
  ])
  func `targets`(_ target: String) throws {
    let text = "GET \(target) HTTP/1.1\r\n\(Self.host)\r\n"
    try expectRefusal(Array(text.utf8), 400, "request.target_malformed")
  }

  @Test func `a target that is no UTF-8`() throws {
    let text = Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\n\(Self.host)\r\n".utf8)
    try expectRefusal(text, 400, "request.target_malformed")
  }

  @Test(arguments: ["TRACE", "CONNECT", "PROPFIND", "get", "Get", "GETX", "G"])
  func `methods not served`(_ method: String) throws {
    try expectRefusal(Array("\(method) / HTTP/1.1\r\n\(Self.host)\r\n".utf8), 501, "request.method_unknown")
  }

  @Test func `an expectation other than to continue`() throws {
    let text = "POST / HTTP/1.1\r\n\(Self.host)Expect: a-miracle\r\nContent-Length: 1\r\n\r\nx"
    try expectRefusal(Array(text.utf8), 417, "request.expectation_unknown")
  }

  @Test(arguments: [
    ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("GET / HTTP/0.9\r\n\r\n", 505), ("GET /\r\n\r\n", 400),
    ("GET / HTTP/1\r\n\r\n", 400), ("GET / http/1.1\r\nHost: a\r\n\r\n", 400), ("nonsense\r\n\r\n", 400),
    ("\u{16}\u{3}\u{1}\r\n\r\n", 400), ("GET /" + String(repeating: "a", count: 40_000) + " HTTP/1.1\r\n", 414),
  ])
  func `request lines that cannot be read are refused by the library alone`(_ text: String, _ status: Int) throws {
    let site = try Site()
    let wire = try site.wire()
    wire.send(text)
    let answer = String(decoding: wire.rest(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) ") || answer.isEmpty && status == 400, "\(answer)")
  }

  @Test(arguments: [1, 400])
  func `headers larger than the connection's memory`(_ lines: Int) throws {
    let line = "X-A: " + String(repeating: "a", count: 40_000 / lines) + "\r\n"
    let text = "GET / HTTP/1.1\r\n\(Self.host)" + String(repeating: line, count: lines) + "\r\n"
    try expectRefusal(Array(text.utf8), 431, "request.headers_too_large")
  }

  // MARK: Bodies

  @Test func `a body announced too large is refused before it is read`() throws {
    let text = "POST / HTTP/1.1\r\n\(Self.host)Content-Length: 1048577\r\n\r\n"
    try expectRefusal(Array(text.utf8), 413, "request.too_large")
    try expectRefusal(
      Array("POST / HTTP/1.1\r\n\(Self.host)Content-Length: 99999999999999999999\r\n\r\n".utf8), 413,
      "request.too_large")
  }

  @Test(arguments: ["Content-Length: 600000", "Transfer-Encoding: chunked", "Content-Length: x"])
  func `a client that sends on after the refusal is not reset before it can read it`(_ line: String) throws {
    let wire = try Site(limits: Limits(bodyBytes: 10)).wire()
    wire.send("POST / HTTP/1.1\r\n\(Self.host)\(line)\r\n\r\n927c0\r\n")
    for _ in 0..<6 {
      wire.send(String(repeating: "a", count: 100_000))
      usleep(50_000)
    }
    let reply = try wire.answer()
    #expect(reply.status == 413 || reply.status == 400)
    #expect(wire.endsInOrder())
  }

  @Test func `a client that never stops sending is cut off`() throws {
    let body = [UInt8](repeating: 0x61, count: 12_000_000)
    let head = "POST / HTTP/1.1\r\n\(Self.host)Content-Length: \(body.count)\r\n\r\n"
    try expectRefusal(Array(head.utf8) + body, 413, "request.too_large")
  }

  @Test func `a chunked body is refused as soon as it is too large`() throws {
    let chunk = "40000\r\n" + String(repeating: "a", count: 0x40000) + "\r\n"
    let text = "POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 5)
    try expectRefusal(Array(text.utf8), 413, "request.too_large")
  }

  @Test(arguments: ["x\r\n\r\n", "1\r\nabc\r\n0\r\n\r\n", "-1\r\n", "\r\n\r\n", "0x1\r\na\r\n"])
  func `chunks that are malformed`(_ chunks: String) throws {
    let text = "POST / HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n\(chunks)"
    try expectRefusal(Array(text.utf8), 400, "request.malformed")
  }

  @Test(arguments: [("/large", 2048, 200), ("/large", 2049, 413), ("/small", 11, 413), ("/small", 10, 200)])
  func `a route may have a limit of its own`(_ path: String, _ count: Int, _ status: Int) throws {
    let site = try Site(bodyLimit: { method, path in method == .post && path == "/large" ? 2048 : 10 })
    let body = String(repeating: "a", count: count)
    let reply = try site.ask("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n\(body)")
    #expect(reply.status == status)
  }

  // MARK: Answers

  @Test(arguments: [
    Response(status: 200, headers: Headers([("X-A", "1\r\nX-B: 2")])),
    Response(status: 200, headers: Headers([("X A", "1")])), Response(status: 99), Response(status: 100),
    Response(status: 600),
  ])
  func `answers that would break the message`(_ response: Response) throws {
    let site = try Site { _ in response }
    let reply = try site.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(reply.status == 500)
    #expect(reply.text.hasPrefix("internal "))
    #expect(reply.headers["X-B"] == nil)
  }
}
