import Foundation
import HTTP
import Testing

@Suite struct FileBodyTests {
  /// A file of so many bytes that has no name any more.
  private func file(_ count: Int) throws -> (FileBody, [UInt8]) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 5) }
    var template = Array((FileManager.default.temporaryDirectory.path + "/body-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    #expect(descriptor >= 0 && unlink(template) == 0)
    #expect(pwrite(descriptor, bytes, count, 0) == count)
    return (FileBody(takingOver: descriptor, byteCount: count), bytes)
  }

  @Test(arguments: [1, 65_537, 5_000_000])
  func `a file arrives whole, as often as it is asked for`(_ count: Int) throws {
    let (file, bytes) = try file(count)
    let site = try Site { _ in Response(status: 200, body: .file(file)) }
    let wire = try site.wire()
    for _ in 0..<2 {
      wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      let reply = try wire.answer()
      #expect(reply.headers.all("Content-Length") == [String(count)])
      #expect(reply.body == bytes)
    }
    wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try wire.answer(toHead: true).headers["Content-Length"] == String(count))
    #expect(file.bytes() == bytes)
  }

  @Test func `a client that leaves in the middle costs no descriptor`() throws {
    let (file, _) = try file(5_000_000)
    let site = try Site { _ in Response(status: 200, body: .file(file)) }
    for _ in 0..<20 {
      let wire = try site.wire()
      wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      usleep(2_000)
    }
    _ = try site.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    let deadline = Date(timeIntervalSinceNow: 5)
    let files = {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.contains("body-") == true
      }.count
    }
    while try files() > 8, Date() < deadline { usleep(20_000) }
    #expect(try files() <= 8)
  }
}
