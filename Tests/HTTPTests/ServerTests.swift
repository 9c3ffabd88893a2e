import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(1)))
struct ServerTests {
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
}
