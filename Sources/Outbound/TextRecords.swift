import CResolv

/// Who is asked for names.
package struct NameServer: Hashable, Sendable {
  /// Numeric, IPv4.
  package let address: String
  package let port: UInt16

  package init(address: String, port: UInt16 = 53) {
    self.address = address
    self.port = port
  }

  /// `192.0.2.53` or `192.0.2.53:5353`; nil when it is neither.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard bytes.count == 4, bytes.allSatisfy({ UInt8($0) != nil }), parts.count <= 2 else { return nil }
    guard let port = parts.count == 2 ? UInt16(parts[1]) : 53, port > 0 else { return nil }
    self.init(address: String(parts[0]), port: port)
  }
}

/// Why there is no answer about a name.
package enum NameError: Error, Equatable, Sendable {
  /// No server answered in time, or none that makes sense; ask again later.
  case noAnswer
}

/// Text records of the domain name system, through the C library's resolver. Blocks a few seconds at most.
package enum TextRecords {
  private static let maximumBytes = 65_535
  private static let maximumRecords = 200

  /// The texts at a name, none when the name or such records do not exist. What is no UTF-8 is left out.
  package static func find(at name: String, from server: NameServer?) throws(NameError) -> [String] {
    var answer = [UInt8](repeating: 0, count: maximumBytes)
    let length = comptoir_ask_text(name, server?.address, Int32(server?.port ?? 0), &answer, Int32(maximumBytes))
    guard length >= 0 else { throw .noAnswer }
    guard length > 0 else { return [] }
    return try answer.withUnsafeBufferPointer { buffer throws(NameError) in
      var texts: [String] = []
      for position in 0..<maximumRecords {
        var data: UnsafePointer<UInt8>?
        let count = comptoir_text_record(buffer.baseAddress, length, Int32(position), &data)
        if count == -1 { break }
        guard count >= 0 else { throw .noAnswer }
        if count > 0, let text = text(UnsafeBufferPointer(start: data, count: Int(count))) { texts.append(text) }
      }
      return texts
    }
  }

  /// A record's strings, each with its length before it, put together.
  static func text(_ data: some Collection<UInt8>) -> String? {
    var rest = data[...]
    var bytes: [UInt8] = []
    while let length = rest.popFirst() {
      guard rest.count >= Int(length) else { return nil }
      bytes += rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
