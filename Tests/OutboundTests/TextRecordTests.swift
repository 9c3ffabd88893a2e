import Foundation
import Glibc
import Synchronization
import Testing

@testable import Outbound

/// A name server of one answer, over UDP on 127.0.0.1.
private final class LocalNameServer: Sendable {
  let port: UInt16
  private let ended = Ended()

  /// Outlives the server: its thread looks whether to stop, and closes the socket that only it uses.
  private final class Ended: Sendable {
    let isEnded = Atomic<Bool>(false)
  }

  /// `reply` makes an answer of a question.
  init(_ reply: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    port = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        _ = bind(socket, generic, length)
        _ = getsockname(socket, generic, &length)
      }
      return UInt16(bigEndian: $0.pointee.sin_port)
    }
    var pause = timeval(tv_sec: 0, tv_usec: 100_000)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &pause, socklen_t(MemoryLayout<timeval>.size))
    Thread.detachNewThread { [ended] in
      defer { close(socket) }
      var buffer = [UInt8](repeating: 0, count: 4096)
      var peer = sockaddr_storage()
      while !ended.isEnded.load(ordering: .relaxed) {
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let count = withUnsafeMutablePointer(to: &peer) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { recvfrom(socket, &buffer, buffer.count, 0, $0, &size) }
        }
        guard count > 0, let answer = reply(Array(buffer[..<count])) else { continue }
        _ = withUnsafeMutablePointer(to: &peer) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(socket, answer, answer.count, 0, $0, size) }
        }
      }
    }
  }

  deinit { ended.isEnded.store(true, ordering: .relaxed) }

  var server: NameServer { NameServer(address: "127.0.0.1", port: port) }
}

/// The question's head with flags and counts of an answer, the question, then records (type, data) about its name.
private func answer(_ question: [UInt8], code: UInt8 = 0, _ records: [(UInt8, [UInt8])]) -> [UInt8] {
  let end = (question[12...].firstIndex(of: 0) ?? 12) + 5
  var bytes = Array(question[..<2]) + [0x85, 0x80 | code, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0]
  bytes += question[12..<end]
  for (type, data) in records {
    bytes += [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, UInt8(data.count >> 8), UInt8(data.count & 255)] + data
  }
  return bytes
}

private func strings(_ texts: String...) -> [UInt8] { texts.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } }

private func find(_ reply: @escaping @Sendable ([UInt8]) -> [UInt8]?) throws -> [String] {
  let local = LocalNameServer(reply)
  return try withExtendedLifetime(local) {
    try TextRecords.find(at: "_comptoir.helvetia.example", from: local.server)
  }
}

@Suite struct TextRecordTests {
  @Test func `the texts at a name are found, whatever else is there`() throws {
    let found = try find {
      answer($0, [(16, strings("comptoir-verification=x")), (1, [127, 0, 0, 1]), (16, strings("v=spf1 ", "-all"))])
    }
    #expect(found == ["comptoir-verification=x", "v=spf1 -all"])
  }

  @Test func `what does not exist has no texts`() throws {
    #expect(try find { answer($0, code: 3, []) } == [])
    #expect(try find { answer($0, []) } == [])
    #expect(try find { answer($0, [(1, [127, 0, 0, 1])]) } == [])
  }

  @Test func `texts that lie about their length or are no UTF-8 are left out`() throws {
    let found = try find { answer($0, [(16, [9, 65]), (16, [1, 0xFF]), (16, strings("good")), (16, [])]) }
    #expect(found == ["good"])
  }

  @Test func `a server that fails or talks nonsense is no answer`() {
    #expect(throws: NameError.noAnswer) { try find { answer($0, code: 2, []) } }
    #expect(throws: NameError.noAnswer) { try find { answer($0, code: 5, []) } }
    #expect(throws: NameError.noAnswer) {
      try TextRecords.find(at: "helvetia.example", from: NameServer(address: "127.0.0.1", port: 1))
    }
    #expect(throws: NameError.noAnswer) {
      try TextRecords.find(at: "helvetia.example", from: NameServer(address: "nowhere", port: 53))
    }
  }

  @Test func `an answer that ends too early is none`() {
    #expect(throws: NameError.noAnswer) {
      try find { Array(answer($0, [(16, strings("whole")), (16, strings("cut off"))]).dropLast(3)) }
    }
  }

  @Test(
    arguments: [
      ("192.0.2.53", 53), ("127.0.0.1:5353", 5353), ("192.0.2.53:65535", 65535),
    ] as [(String, UInt16)]) func `a name server is an address, maybe with a port`(_ text: String, _ port: UInt16)
  {
    #expect(NameServer(text)?.port == port)
  }

  @Test(arguments: ["", "dns.example", "192.0.2", "192.0.2.256", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:99999", "::1"])
  func `anything else is none`(_ text: String) { #expect(NameServer(text) == nil) }
}
