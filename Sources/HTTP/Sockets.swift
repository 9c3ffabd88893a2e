import CHTTP
import Glibc

/// The few calls on sockets that libmicrohttpd does not make for us.
enum Sockets {
  /// A listening socket and its port. `port` 0 takes any free one.
  static func listen(address: String, port: UInt16) throws(ServerError) -> (descriptor: Int32, port: UInt16) {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, String(port), &hints, &found) == 0, let place = found?.pointee else {
      throw .addressUnusable(address)
    }
    defer { freeaddrinfo(found) }
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(place.ai_family, flags, 0)
    guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
    var on: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, place.ai_addr, place.ai_addrlen) == 0,
      Glibc.listen(descriptor, Limits.listenBacklog) == 0
    else {
      let reason = errno
      close(descriptor)
      throw refusal(reason, address, port)
    }
    return (descriptor, localPort(of: descriptor))
  }

  private static func refusal(_ reason: Int32, _ address: String, _ port: UInt16) -> ServerError {
    switch reason {
    case EADDRINUSE: .portTaken(address: address, port: port)
    case EACCES: .portForbidden(address: address, port: port)
    case EADDRNOTAVAIL: .addressUnusable(address)
    default: .system(call: "bind", errno: reason)
    }
  }

  private static func localPort(of descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes in
      guard let address = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return 0 }
      getsockname(descriptor, address, &length)
      // The port is at the same place in sockaddr_in and sockaddr_in6.
      return UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
    }
  }

  /// The numeric form of an address; an IPv4 address mapped into IPv6 in its IPv4 form.
  static func text(of address: UnsafePointer<sockaddr>?) -> String {
    guard let address else { return "" }
    let isSix = address.pointee.sa_family == sa_family_t(AF_INET6)
    let length = isSix ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let result = getnameinfo(
      address, socklen_t(length), &text, socklen_t(text.count), nil, 0, Int32(NI_NUMERICHOST))
    guard result == 0 else { return "" }
    let plain = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return plain.hasPrefix("::ffff:") && plain.contains(".") ? String(plain.dropFirst(7)) : plain
  }

  /// Two connected sockets.
  static func pair() throws(ServerError) -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .system(call: "socketpair", errno: errno) }
    return (ends[0], ends[1])
  }

  struct Gone: Error {}

  /// Sends all of `bytes`, waiting up to `waitSeconds` whenever the client does not read. Throws once it is gone.
  static func send(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, waitSeconds: Int) throws(Gone) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = Glibc.send(descriptor, rest.base.baseAddress?.advanced(by: rest.startIndex), rest.count, flags)
      if sent > 0 {
        rest = rest.dropFirst(sent)
      } else if errno == EAGAIN {
        guard wait(for: Int16(POLLOUT), on: descriptor, milliseconds: waitSeconds * 1000) else { throw Gone() }
      } else if errno != EINTR {
        throw Gone()
      }
    }
  }

  /// Sends what the kernel takes at once, never waiting.
  static func sendAtOnce(_ bytes: [UInt8], to descriptor: Int32) {
    _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) }
  }

  private static let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

  private static func wait(for events: Int16, on descriptor: Int32, milliseconds: Int) -> Bool {
    var entry = pollfd(fd: descriptor, events: events, revents: 0)
    var ready: Int32
    repeat { ready = poll(&entry, 1, Int32(clamping: milliseconds)) } while ready < 0 && errno == EINTR
    return ready > 0
  }

  /// Ends our half of the connection, then reads and drops what still comes, within bounds: closing with unread
  /// bytes would reset the connection and could take the answer from the client.
  static func linger(on descriptor: Int32) {
    shutdown(descriptor, Int32(SHUT_WR))
    let end = Clock.nanoseconds() + UInt64(Limits.lingerSeconds * 1e9)
    var dropped = 0
    withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { room in
      while dropped < Limits.lingerBytes {
        let now = Clock.nanoseconds()
        guard now < end, wait(for: Int16(POLLIN), on: descriptor, milliseconds: Int((end - now) / 1_000_000) + 1)
        else { return }
        let count = recv(descriptor, room.baseAddress, room.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { return }
        dropped += count
      }
    }
  }
}

/// The monotonic clock, for deadlines only.
enum Clock {
  static func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
