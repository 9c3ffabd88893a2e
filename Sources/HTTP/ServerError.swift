/// Why a server does not start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
  /// Somebody else listens there.
  case portTaken(address: String, port: UInt16)
  /// The port needs a privilege (below 1024).
  case portForbidden(address: String, port: UInt16)
  /// Not a numeric address, or none of this machine's.
  case addressUnusable(String)
  /// A call to the system failed: which, and its errno.
  case system(call: String, errno: Int32)
  /// It was started before; a server runs once.
  case alreadyStarted

  /// One sentence for whoever started it.
  package var description: String {
    switch self {
    case .portTaken(let address, let port): "\(address) port \(port) is taken by another process"
    case .portForbidden(let address, let port): "listening on \(address) port \(port) is not permitted"
    case .addressUnusable(let address): "\(address) is not a numeric address of this machine"
    case .system(let call, let errno): "\(call) failed (errno \(errno))"
    case .alreadyStarted: "the server was started before"
    }
  }
}
