import CHTTP
import Glibc

/// Hands responses to libmicrohttpd, or, where it is in no state to take one, writes them to the socket.
enum Answer {
  /// Queues `response` for sending. False if it cannot be sent: a status out of range, or a header whose name or
  /// value would break the message.
  static func queue(
    _ response: Response, to exchange: Exchange, on handle: OpaquePointer, idleSeconds: Int, isLast: Bool
  ) -> Bool {
    guard (200...599).contains(response.status),
      let answer = made(response.body, for: exchange, on: handle, idleSeconds: idleSeconds)
    else { return false }
    defer { MHD_destroy_response(answer) }
    for (name, value) in complete(response.headers, id: exchange.id) where !isFraming(name) && !value.isEmpty {
      guard MHD_add_response_header(answer, name, value) == .YES else { return false }
    }
    if isLast { MHD_add_response_header(answer, "Connection", "close") }
    return MHD_queue_response(handle, UInt32(response.status), answer) == .YES
  }

  private static func made(
    _ body: Response.Body, for exchange: Exchange, on handle: OpaquePointer, idleSeconds: Int
  ) -> OpaquePointer? {
    switch body {
    case .none: MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .bytes(let bytes) where bytes.count <= Limits.blockBytes:
      bytes.withUnsafeBytes {
        MHD_create_response_from_buffer($0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .bytes(let bytes): LargeBody(bytes).response()
    case .file(let file): response(of: file)
    case .stream(let produce):
      StreamedBody(
        produce, handle: handle, descriptor: exchange.connection.descriptor, isChunked: !exchange.isHTTP10,
        idleSeconds: idleSeconds
      ).response(toHead: exchange.method == .head)
    }
  }

  /// The library closes the descriptor it is given, so it gets one of its own.
  private static func response(of file: FileBody) -> OpaquePointer? {
    let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { return nil }
    let response = MHD_create_response_from_fd64(UInt64(file.byteCount), descriptor)
    if response == nil { close(descriptor) }
    return response
  }

  /// The headers every answer carries, besides those the application set.
  private static func complete(_ headers: Headers, id: String) -> Headers {
    var headers = headers
    if headers["X-Request-Id"] == nil { headers.add("X-Request-Id", id) }
    if headers["X-Content-Type-Options"] == nil { headers.add("X-Content-Type-Options", "nosniff") }
    return headers
  }

  /// Headers that follow from the body; the library writes them.
  private static func isFraming(_ name: String) -> Bool {
    Headers.same(name, "Content-Length") || Headers.same(name, "Transfer-Encoding")
  }

  /// Sends a refusal past the library, as far as the kernel takes it at once, and ends our half of the connection.
  static func sendDirectly(_ response: Response, id: String, isHead: Bool, to descriptor: Int32) {
    var body: [UInt8] = []
    if case .bytes(let bytes) = response.body { body = bytes }
    let reason = MHD_get_reason_phrase_for(UInt32(clamping: response.status)).map { String(cString: $0) } ?? ""
    var head = "HTTP/1.1 \(response.status) \(reason)\r\nDate: \(date())\r\nConnection: close\r\n"
    for (name, value) in complete(response.headers, id: id) where !isFraming(name) {
      head += "\(name): \(value)\r\n"
    }
    head += "Content-Length: \(body.count)\r\n\r\n"
    Sockets.sendAtOnce(Array(head.utf8) + (isHead ? [] : body), to: descriptor)
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Now, as in a `Date` header.
  private static func date() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 40)
    let count = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
    return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
