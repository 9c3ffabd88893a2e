/// What a request's headers say about its body and its host, by the rules that libmicrohttpd does not keep.
struct Framing {
  /// Bytes announced; nothing when chunked.
  let contentLength: Int?
  let isChunked: Bool

  /// Nothing if the headers contradict themselves or each other (RFC 9112, 3.2 and 6.3).
  init?(_ headers: Headers, isHTTP10: Bool) {
    let hosts = headers.all("Host")
    let lengths = headers.all("Content-Length")
    let codings = headers.all("Transfer-Encoding")
    guard hosts.count == 1 || hosts.isEmpty && isHTTP10, hosts.allSatisfy(Self.isHost) else { return nil }
    guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty else { return nil }
    if let coding = codings.first {
      guard !isHTTP10, Headers.same(coding, "chunked") else { return nil }
    }
    if let length = lengths.first {
      guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
        return nil
      }
      contentLength = count
    } else {
      contentLength = codings.isEmpty ? 0 : nil
    }
    isChunked = !codings.isEmpty
  }

  private static func isHost(_ host: String) -> Bool {
    host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
        true
      default: false
      }
    }
  }
}
