/// One request, complete: its body has arrived.
package struct Request: Sendable {
  /// The client's `X-Request-Id` where it is 1–64 of `[A-Za-z0-9._-]`, otherwise 32 random hexadecimal digits.
  package let id: String
  /// One of the methods served.
  package let method: Method
  /// As sent, still percent-encoded, without the query: `/customers/a%20b`.
  package let path: String
  /// The path's parts, percent-decoded: `["customers", "a b"]`; none for `/`. None is empty, `.` or `..`.
  package let segments: [String]
  /// The query's pairs in order, form-decoded.
  package let query: [(name: String, value: String)]
  /// All valid UTF-8 without control bytes, blanks around values removed.
  package let headers: Headers
  /// Complete, at most as long as its route's limit; empty if there is none.
  package let body: [UInt8]
  /// The address at the other end of the connection: `127.0.0.1`, `2001:db8::1`.
  package let peer: String
  /// The address of who asks: what the proxy forwarded if the peer is a trusted proxy, otherwise the peer.
  package let client: String
  /// Whether who asks came over TLS, as a trusted proxy tells.
  package let secure: Bool

  /// A request made by hand. `segments` left out are read from `path`, which must be well formed.
  package init(
    id: String = "test", method: Method = .get, path: String = "/", segments: [String]? = nil,
    query: [(name: String, value: String)] = [], headers: Headers = .init(), body: [UInt8] = [],
    peer: String = "127.0.0.1", client: String? = nil, secure: Bool = false
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.segments = segments ?? Self.segments(of: path)
    self.query = query
    self.headers = headers
    self.body = body
    self.peer = peer
    self.client = client ?? peer
    self.secure = secure
  }

  /// The body's pairs in order if it is form-encoded (`application/x-www-form-urlencoded`, which the caller has
  /// checked); nothing if it is malformed.
  package func form() -> [(name: String, value: String)]? { Target.query(in: body[...]) }

  private static func segments(of path: String) -> [String] {
    guard let segments = Target.segments(of: Array(path.utf8)[...]) else {
      preconditionFailure("not a well-formed path: \(path)")
    }
    return segments
  }
}
