/// What a proxy tells about who asks, believed only of a trusted one.
struct Origin {
  let client: String
  let isSecure: Bool

  init(_ headers: Headers, peer: String, isTrustedProxy: Bool) {
    guard isTrustedProxy else {
      client = peer
      isSecure = false
      return
    }
    client = Self.last(headers.all("X-Forwarded-For")).flatMap(Self.address) ?? peer
    isSecure = Self.last(headers.all("X-Forwarded-Proto")).map { Headers.same($0, "https") } ?? false
  }

  /// The last element of a list header: the one our proxy added itself, whatever the client sent before it.
  private static func last(_ values: [String]) -> String? {
    guard let element = values.last?.split(separator: ",").last else { return nil }
    return String(element.drop(while: { $0 == " " }).prefix(while: { $0 != " " }))
  }

  private static func address(_ text: String) -> String? {
    let isAddress =
      text.utf8.count <= 45
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      }
    return isAddress && !text.isEmpty ? text : nil
  }
}

/// The id by which one request is found again in answers, logs and audit records.
enum RequestID {
  static func taken(from headers: Headers) -> String {
    guard let sent = headers["X-Request-Id"], (1...64).contains(sent.utf8.count), sent.utf8.allSatisfy(isAllowed)
    else { return random() }
    return sent
  }

  static func random() -> String {
    let digits = Array("0123456789abcdef".utf8)
    var generator = SystemRandomNumberGenerator()
    let words = (generator.next() as UInt64, generator.next() as UInt64)
    return String(unsafeUninitializedCapacity: 32) { text in
      for index in 0..<16 {
        text[index] = digits[Int(truncatingIfNeeded: words.0 >> (index * 4)) & 15]
        text[index + 16] = digits[Int(truncatingIfNeeded: words.1 >> (index * 4)) & 15]
      }
      return 32
    }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
