import Foundation
import Testing

@testable import Outbound

@Suite struct HTTPClientTests {
  @Test func `a request goes out as written and the answer comes back`() throws {
    let heard = try LocalServer.serving({ conversation in
      let head = conversation.hearHead()
      let length = head.first { $0.hasPrefix("Content-Length: ") }.flatMap { Int($0.dropFirst(16)) } ?? 0
      let body = String(decoding: conversation.hear(count: length), as: UTF8.self)
      conversation.say("HTTP/1.1 202 Accepted\r\nX-Id: 7\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }) { port in
      let response = try HTTPClient.send(
        OutboundRequest(
          method: "POST", url: "http://127.0.0.1:\(port)/hooks?x=1",
          headers: [("Content-Type", "application/json"), ("X-Signature", "abc"), ("X-Empty", "")],
          body: Array("{\"é\":1}".utf8), timeoutSeconds: 5))
      #expect(response.status == 202)
      #expect(response.header("x-id") == "7")
      #expect(String(decoding: response.body, as: UTF8.self) == "{\"é\":1}")
    }
    #expect(heard.first == "POST /hooks?x=1 HTTP/1.1")
    #expect(heard.contains("Content-Type: application/json"))
    #expect(heard.contains("X-Signature: abc"))
    #expect(heard.contains("X-Empty:"))
    #expect(!heard.contains { $0.hasPrefix("Expect") })
  }

  @Test(arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
  func `each method is sent without a body`(_ method: String) throws {
    let heard = try LocalServer.serving({ conversation in
      _ = conversation.hearHead()
      conversation.say("HTTP/1.1 204 No Content\r\n\r\n")
    }) { port in
      let request = OutboundRequest(method: method, url: "http://127.0.0.1:\(port)/", timeoutSeconds: 5)
      let status = try HTTPClient.send(request).status
      #expect(status == 204)
    }
    #expect(heard.first == "\(method) / HTTP/1.1")
    #expect(!heard.contains { $0.hasPrefix("Content-Type") })
  }

  @Test(arguments: [200, 301, 302, 307, 404, 500, 503])
  func `every status is an answer, and redirects are not followed`(_ status: Int) throws {
    _ = try LocalServer.serving({ conversation in
      _ = conversation.hearHead()
      conversation.say("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n")
      conversation.say("HTTP/1.1 \(status) X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2\r\n\r\nok")
    }) { port in
      let response = try HTTPClient.send(OutboundRequest(url: "http://127.0.0.1:\(port)/", timeoutSeconds: 5))
      #expect(response.status == status)
      #expect(response.header("x-early") == nil)
      #expect(response.body == Array("ok".utf8))
    }
  }

  @Test func `an answer without end is cut off`() throws {
    _ = try LocalServer.serving({ conversation in
      _ = conversation.hearHead()
      conversation.say("HTTP/1.1 200 OK\r\n\r\n")
      let piece = String(repeating: "x", count: 64 * 1024)
      for _ in 0..<100 { conversation.say(piece) }
    }) { port in
      #expect(throws: OutboundError.tooLarge) {
        try HTTPClient.send(OutboundRequest(url: "http://127.0.0.1:\(port)/", timeoutSeconds: 5))
      }
    }
  }

  @Test func `headers without end are cut off`() throws {
    _ = try LocalServer.serving({ conversation in
      _ = conversation.hearHead()
      conversation.say("HTTP/1.1 200 OK\r\n")
      for index in 0..<10_000 { conversation.say("X-\(index): \(String(repeating: "x", count: 100))\r\n") }
    }) { port in
      #expect(throws: OutboundError.tooLarge) {
        try HTTPClient.send(OutboundRequest(url: "http://127.0.0.1:\(port)/", timeoutSeconds: 5))
      }
    }
  }

  @Test func `a server that says nothing is a timeout`() throws {
    _ = try LocalServer.serving({ conversation in while conversation.hear() != nil {} }) { port in
      #expect(throws: OutboundError.timedOut) {
        try HTTPClient.send(OutboundRequest(url: "http://127.0.0.1:\(port)/", timeoutSeconds: 0.3))
      }
    }
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "not http\r\n\r\n"])
  func `an answer that breaks off is a failure`(_ answer: String) throws {
    _ = try LocalServer.serving({ conversation in
      _ = conversation.hearHead()
      conversation.say(answer)
    }) { port in
      #expect {
        try HTTPClient.send(OutboundRequest(url: "http://127.0.0.1:\(port)/", timeoutSeconds: 5))
      } throws: { if case OutboundError.failed(let reason) = $0 { !reason.isEmpty } else { false } }
    }
  }

  @Test(arguments: [
    ("file:///etc/passwd", "GET", "X", "x", "url"), ("ftp://127.0.0.1/", "GET", "X", "x", "url"),
    ("gopher://127.0.0.1:25/_x", "GET", "X", "x", "url"), ("", "GET", "X", "x", "url"),
    ("127.0.0.1", "GET", "X", "x", "url"), ("http://user:pw@127.0.0.1/", "GET", "X", "x", "url"),
    ("http://127.0.0.1/a b", "GET", "X", "x", "url"), ("http://127.0.0.1/\r\nX: y", "GET", "X", "x", "url"),
    ("http://", "GET", "X", "x", "url"), ("http://127.0.0.1:1", "get", "X", "x", "method"),
    ("http://127.0.0.1:1", "GET / HTTP/1.1\r\nX", "X", "x", "method"),
    ("http://127.0.0.1:1", "CONNECT", "X", "x", "method"),
    ("http://127.0.0.1:1", "GET", "X", "a\r\nY: b", "header"), ("http://127.0.0.1:1", "GET", "X", "a\u{0}b", "header"),
    ("http://127.0.0.1:1", "GET", "X Y", "x", "header"), ("http://127.0.0.1:1", "GET", "", "x", "header"),
    ("http://127.0.0.1:1", "GET", "X:", "x", "header"),
  ])
  func `a request that is none is refused`(
    _ url: String, _ method: String, _ name: String, _ value: String, _ wrong: String
  ) {
    #expect(throws: OutboundError.invalid(wrong)) {
      try HTTPClient.send(OutboundRequest(method: method, url: url, headers: [(name, value)], timeoutSeconds: 1))
    }
  }

  @Test(arguments: [
    "http://127.0.0.1:%", "http://localhost:%", "http://[::1]:%", "http://0x7f.1:%", "http://0.0.0.0:%",
  ])
  func `an address that customers enter does not reach this machine`(_ pattern: String) throws {
    let url = pattern.replacing("%", with: "9")
    #expect(throws: OutboundError.invalid("url")) {
      try HTTPClient.send(OutboundRequest(url: url, timeoutSeconds: 2, publicOnly: true))
    }
  }

  @Test(arguments: [
    ([1, 1, 1, 1], true), ([8, 8, 8, 8], true), ([172, 15, 0, 1], true), ([172, 32, 0, 1], true),
    ([100, 63, 0, 1], true), ([223, 255, 255, 255], true),
    ([10, 0, 0, 1], false), ([127, 0, 0, 1], false), ([172, 16, 0, 1], false), ([172, 31, 255, 255], false),
    ([192, 168, 1, 1], false), ([169, 254, 169, 254], false), ([100, 64, 0, 1], false), ([0, 0, 0, 0], false),
    ([224, 0, 0, 1], false), ([255, 255, 255, 255], false), ([198, 18, 0, 1], false), ([192, 0, 2, 1], false),
  ])
  func `public addresses of version 4`(_ bytes: [UInt8], _ expected: Bool) {
    #expect(isPublic(version4: bytes) == expected)
    let wrapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + bytes
    #expect(isPublic(version6: wrapped) == expected)
  }

  @Test(arguments: [
    ([0x2A, 0x00], true), ([0x26, 0x06, 0x47], true), ([0xFE, 0x80], false), ([0xFC], false), ([0xFD], false),
    ([0xFF, 0x02], false), ([], false), ([0x20, 0x01, 0x0D, 0xB8], false), ([0x20, 0x02, 0x7F, 0, 0, 1], false),
    ([0x00, 0x64, 0xFF, 0x9B], false),
  ])
  func `public addresses of version 6`(_ start: [UInt8], _ expected: Bool) {
    let bytes = start + [UInt8](repeating: 0, count: 15 - start.count) + [1]
    #expect(isPublic(version6: bytes) == expected)
  }
}
