/// The answer to a request. The server adds `X-Request-Id`, `X-Content-Type-Options`, `Date` and `Content-Length`.
package struct Response: Sendable {
  /// 200–599.
  package var status: Int
  package var headers: Headers
  package var body: Body

  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Written piece by piece, in bounded memory, while the client reads; sent chunked. The closure runs on the
    /// connection's thread. `write` waits for the client and throws once it is gone; if the closure throws, the
    /// connection ends without the last chunk, so the client sees that something is missing. Not run for HEAD.
    case stream(@Sendable (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void)
  }

  package init(status: Int, headers: Headers = .init(), body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
