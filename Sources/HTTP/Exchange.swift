import CHTTP
import Glibc

/// One request and its answer, from the first line received to the last byte sent. Lives on its connection's thread.
final class Exchange {
  enum Step { case more, refused(Problem), complete }

  let connection: Connection
  private(set) var id = ""
  private(set) var method: Method?
  private(set) var isHTTP10 = false
  /// Whether the connection ends without its body or the rest of it having been read.
  var isRefused = false
  /// Whether it is counted among the server's requests in flight.
  var isCounted = false
  private let target: Target?
  private let rawTarget: (start: UnsafePointer<CChar>, count: Int)
  private var headers: Headers?
  private var body: [UInt8] = []
  private var bodyLimit = 0

  /// The path asked for, as sent; empty where it is malformed.
  var path: String { target?.path ?? "" }

  /// `rawTarget` stays where it is until the headers are read.
  init(_ connection: Connection, rawTarget: UnsafePointer<CChar>) {
    self.connection = connection
    self.rawTarget = (rawTarget, strlen(rawTarget))
    target = Target(
      UnsafeRawBufferPointer(start: rawTarget, count: self.rawTarget.count).assumingMemoryBound(to: UInt8.self))
  }

  /// The headers have arrived.
  func begin(
    _ handle: OpaquePointer, _ method: UnsafePointer<CChar>, _ version: UnsafePointer<CChar>,
    bodyLimit: (Method, String) -> Int
  ) -> Step {
    isHTTP10 = version[7] == 0x30
    self.method = Method(rawValue: String(cString: method))
    guard let headers = HeaderBlock.read(handle, method: method, target: rawTarget, version: version) else {
      id = RequestID.random()
      return .refused(.malformed)
    }
    self.headers = headers
    id = RequestID.taken(from: headers)
    guard let framing = Framing(headers, isHTTP10: isHTTP10) else { return .refused(.malformed) }
    guard let target else { return .refused(.badTarget) }
    guard let known = self.method else { return .refused(.unknownMethod) }
    if let expectation = headers["Expect"], !Headers.same(expectation, "100-continue") {
      return .refused(.badExpectation)
    }
    guard framing.isChunked || framing.contentLength != 0 else { return .more }
    self.bodyLimit = bodyLimit(known, target.path)
    if let length = framing.contentLength {
      guard length <= self.bodyLimit else { return .refused(.tooLarge) }
      body.reserveCapacity(min(length, Limits.bodyReserveBytes))
    }
    return .more
  }

  /// A piece of the body has arrived.
  func take(_ piece: UnsafeRawBufferPointer) -> Step {
    guard piece.count <= bodyLimit - body.count else { return .refused(.tooLarge) }
    body.append(contentsOf: piece)
    return .more
  }

  /// The complete request; nothing if it was refused.
  func request() -> Request? {
    guard let method, let target, let headers else { return nil }
    let origin = Origin(headers, peer: connection.peer, isTrustedProxy: connection.isTrustedProxy)
    defer { body = [] }
    return Request(
      id: id, method: method, path: target.path, segments: target.segments, query: target.query, headers: headers,
      body: body, peer: connection.peer, client: origin.client, secure: origin.isSecure)
  }
}
