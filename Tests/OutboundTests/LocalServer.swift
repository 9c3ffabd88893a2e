import Foundation
import Glibc
import Synchronization

/// A server for one connection on 127.0.0.1, written out by the test that needs it. Nothing waits over 5 seconds.
enum LocalServer {
  /// Runs `script` for the first client while `body` runs with the port; answers what the client sent.
  static func serving(_ script: @escaping @Sendable (Conversation) -> Void, _ body: (Int) throws -> Void) throws
    -> [String]
  {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = bind(listener, generic, length)
        _ = listen(listener, 1)
        _ = getsockname(listener, generic, &length)
      }
      return Int(UInt16(bigEndian: $0.pointee.sin_port))
    }
    let received = Received()
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      defer { done.signal() }
      var ready = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 5_000) == 1 else { return }
      let client = accept(listener, nil, nil)
      defer { close(client) }
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      script(Conversation(socket: client, received: received))
    }
    defer { _ = done.wait(timeout: .now() + 6) }
    try body(port)
    _ = done.wait(timeout: .now() + 6)
    done.signal()
    return received.lines.withLock { $0 }
  }
}

final class Received: Sendable {
  let lines = Mutex<[String]>([])
}

struct Conversation: Sendable {
  let socket: Int32
  let received: Received

  func say(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// The next line without its end, or nil when the client is gone.
  @discardableResult
  func hear() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while recv(socket, &byte, 1, 0) == 1 {
      if byte == 0x0A {
        let line = String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
        received.lines.withLock { $0.append(line) }
        return line
      }
      bytes.append(byte)
    }
    return nil
  }

  /// Exactly so many bytes.
  func hear(count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = recv(socket, &bytes, count, Int32(MSG_WAITALL))
    return Array(bytes.prefix(max(0, got)))
  }

  /// Reads the lines of a request's head and answers them.
  func hearHead() -> [String] {
    var lines: [String] = []
    while let line = hear(), !line.isEmpty { lines.append(line) }
    return lines
  }

  /// Speaks SMTP as a server does, with some replies replaced, by the command they answer ("." is the content).
  func serveMail(replies: [String: String] = [:], greeting: String = "220 mail.test ready") {
    say(greeting + "\r\n")
    while let line = hear() {
      let verb = line.split(separator: " ").first.map { String($0).uppercased() } ?? ""
      if let reply = replies[verb] {
        say(reply + "\r\n")
        continue
      }
      switch verb {
      case "EHLO", "HELO": say("250-mail.test\r\n250-8BITMIME\r\n250 SIZE 1000000\r\n")
      case "DATA":
        say("354 go on\r\n")
        while let content = hear(), content != "." {}
        say((replies["."] ?? "250 2.0.0 queued") + "\r\n")
      case "QUIT":
        say("221 bye\r\n")
        return
      default: say("250 2.1.0 ok\r\n")
      }
    }
  }
}
