/// The answer to a request. The server adds `X-Request-Id`, `X-Content-Type-Options`, `Date` and `Content-Length`.
package struct Response: Sendable {
  /// 200–599.
  package var status: Int
  /// `Content-Length` and `Transfer-Encoding` follow from the body and are ignored here.
  package var headers: Headers
  /// What follows the headers.
  package var body: Body

  /// The ways to give a body.
  package enum Body: Sendable {
    /// No body; its length is 0.
    case none
    /// A body that is all there.
    case bytes([UInt8])
    /// A file, sent with its length; holds nothing but its descriptor while the client reads.
    case file(FileBody)
    /// Written piece by piece, in bounded memory, while the client reads; sent chunked. The closure runs on the
    /// connection's thread. `write` waits for the client and throws once it is gone; if the closure throws, the
    /// connection ends without the last chunk, so the client sees that something is missing. Not run for HEAD.
    case stream(@Sendable (_ write: (UnsafeRawBufferPointer) throws -> Void) throws -> Void)
  }

  /// An answer; with a status out of range, or a header that would break the message, 500 is sent instead.
  package init(status: Int, headers: Headers = .init(), body: Body = .none) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
