/// The bounds of a server: what one client may take from the others.
package struct Limits: Sendable {
  /// Bytes of a request's body; more is answered 413.
  package var bodyBytes: Int
  /// Memory of one connection for request line, headers and the answer's headers; more is answered 414 or 431.
  package var headerBytes: Int
  /// Connections open at once, each a thread; more are closed at once.
  package var connections: Int
  /// Connections open at once from one address; 0 for no bound of its own.
  package var connectionsPerAddress: Int
  /// How long a connection may be silent.
  package var idleSeconds: Int
  /// How long a request may take to arrive from its first line to its last byte; then it is answered 408.
  package var requestSeconds: Int
  /// How long the client may take to read an answer, a streamed one included; then the connection ends.
  package var answerSeconds: Int

  /// The bounds given, the usual ones for those left out.
  package init(
    bodyBytes: Int = 1 << 20, headerBytes: Int = 32 << 10, connections: Int = 512, connectionsPerAddress: Int = 0,
    idleSeconds: Int = 30, requestSeconds: Int = 60, answerSeconds: Int = 600
  ) {
    self.bodyBytes = bodyBytes
    self.headerBytes = headerBytes
    self.connections = connections
    self.connectionsPerAddress = connectionsPerAddress
    self.idleSeconds = idleSeconds
    self.requestSeconds = requestSeconds
    self.answerSeconds = answerSeconds
  }

  /// Waiting connections the kernel keeps before it turns more away.
  static let listenBacklog: Int32 = 1024
  /// After a refusal, how long and how much of what the client still sends is read and dropped, so that the answer
  /// reaches it before the connection is reset.
  static let lingerSeconds = 2.0
  static let lingerBytes = 1 << 20
  /// Room taken for a body before any of it has arrived.
  static let bodyReserveBytes = 64 << 10
  /// An answer up to this size is handed over in one copy; a larger one in blocks of this size.
  static let blockBytes = 64 << 10
  /// How often connections are checked for requests and answers that take too long.
  static let watchMilliseconds: Int32 = 250
  /// How often a server that stops looks whether its connections have ended.
  static let drainStepMicroseconds: UInt32 = 2_000
  /// How long connections that were cut off may take to end.
  static let cutOffSeconds = 0.25
}
