import CHTTP
import Glibc

/// What libmicrohttpd calls. Each gets the server as its context; all but `connection` run on the thread of the
/// connection concerned.
enum Callbacks {
  static func table(for server: UnsafeMutableRawPointer) -> chttp_callbacks {
    chttp_callbacks(
      handler: handler, completed: completed, connection: connection, target: target, unescape: unescape, log: log,
      context: server)
  }

  private static func server(_ context: UnsafeMutableRawPointer?) -> Server? {
    context.map { Unmanaged<Server>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Opens and closes connections; runs on the accepting thread.
  private static let connection: MHD_NotifyConnectionCallback = { context, handle, slot, event in
    guard let server = Callbacks.server(context), let handle, let slot else { return }
    if event == .CONNECTION_NOTIFY_STARTED {
      slot.pointee = Unmanaged.passRetained(server.open(handle)).toOpaque()
    } else if let opened = slot.pointee {
      server.close(Unmanaged<Connection>.fromOpaque(opened).takeRetainedValue())
      slot.pointee = nil
    }
  }

  /// The request line has arrived: an exchange begins.
  private static let target:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?) -> UnsafeMutableRawPointer? = {
      _, text, handle in
      guard let text, let handle, let opened = chttp_socket_context(handle) else { return nil }
      let connection = Unmanaged<Connection>.fromOpaque(opened).takeUnretainedValue()
      connection.beginRequest()
      let exchange = Unmanaged.passRetained(Exchange(connection, rawTarget: text)).toOpaque()
      pthread_setspecific(current, exchange)
      return exchange
    }

  /// Leaves targets as sent, since `Target` decodes them and refuses what is malformed.
  private static let unescape:
    @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int = { _, _, text in
      text.map { strlen($0) } ?? 0
    }

  /// Called once when the headers have arrived, for each piece of the body, and when all has arrived.
  private static let handler: MHD_AccessHandlerCallback = {
    context, handle, _, method, version, piece, pieceCount, slot in
    guard let server = Callbacks.server(context), let handle, let method, let version, let pieceCount,
      let exchange = Callbacks.exchange(slot?.pointee)
    else { return .NO }
    if exchange.id.isEmpty { return server.begin(exchange, handle, method, version) }
    guard pieceCount.pointee > 0 else { return server.answer(exchange, handle) }
    defer { pieceCount.pointee = 0 }
    return server.take(UnsafeRawBufferPointer(start: piece, count: pieceCount.pointee), for: exchange)
  }

  /// The exchange is over, in whichever way.
  private static let completed: MHD_RequestCompletedCallback = { context, _, slot, reason in
    pthread_setspecific(current, nil)
    guard let server = Callbacks.server(context), let slot, let ended = slot.pointee else { return }
    slot.pointee = nil
    let exchange = Unmanaged<Exchange>.fromOpaque(ended).takeRetainedValue()
    server.end(exchange, isCutShort: reason == .REQUEST_TERMINATED_WITH_ERROR)
  }

  /// The library logs each refusal of its own just before it answers with a page of its own. That is the moment to
  /// send ours, with the request's id; the library's page then finds the connection ended.
  private static let log: MHD_LogCallback = { context, format, arguments in
    guard let format, let arguments else { return }
    let status = chttp_refusal_status(format, arguments)
    guard status != 0, let server = Callbacks.server(context),
      let exchange = Callbacks.exchange(pthread_getspecific(current))
    else { return }
    server.refuseDirectly(exchange, Problem(status: Int(status)))
  }

  /// The exchange of the present thread.
  private static let current: pthread_key_t = {
    var key = pthread_key_t()
    let result = pthread_key_create(&key, nil)
    precondition(result == 0, "no thread-local storage left")
    return key
  }()
}
