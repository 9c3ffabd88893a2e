import CCurl

/// A request to another service.
package struct OutboundRequest: Sendable {
  /// An HTTP method in capitals.
  package var method: String
  /// `http:` or `https:`, without user name.
  package var url: String
  /// Names are tokens, values one line each.
  package var headers: [(name: String, value: String)]
  /// Empty for none.
  package var body: [UInt8]
  /// For the whole exchange.
  package var timeoutSeconds: Double
  /// Set for addresses that customers enter: nothing on this machine or its private networks is then reached.
  package var publicOnly: Bool

  /// A request; nothing is checked before it is sent.
  package init(
    method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    timeoutSeconds: Double = 10, publicOnly: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
    self.publicOnly = publicOnly
  }
}

/// What the other service answered, whatever the status.
package struct OutboundResponse: Sendable {
  /// Three digits, e.g. 200.
  package let status: Int
  /// In the order they came, names as they were sent.
  package let headers: [(name: String, value: String)]
  /// At most 4 MiB.
  package let body: [UInt8]

  /// The first header of this name, in any case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// Why there is no answer.
package enum OutboundError: Error, Equatable, Sendable {
  /// The request itself cannot be sent; names the part that is wrong.
  case invalid(String)
  case timedOut
  /// The answer is larger than 4 MiB, or its headers than 64 KiB.
  case tooLarge
  /// No connection, no trust in the certificate, or it broke off; in words for the operator.
  case failed(String)
}

/// HTTP and HTTPS to other services, one blocking call each. Redirects are not followed.
package enum HTTPClient {
  /// How much of an answer is taken.
  package static let maximumBodyBytes = 4 * 1024 * 1024

  /// Sends the request and waits for the whole answer.
  package static func send(_ request: OutboundRequest) throws(OutboundError) -> OutboundResponse {
    try check(request)
    guard let transfer = Transfer(upload: request.body, maximumBodyBytes: maximumBodyBytes) else {
      throw .failed("libcurl does not start")
    }
    configure(transfer, for: request)
    let code = transfer.perform()
    if transfer.isTooLarge { throw .tooLarge }
    if transfer.isRefused, code != CURLE_OK { throw .invalid("url") }
    switch code {
    case CURLE_OK: break
    case CURLE_OPERATION_TIMEDOUT: throw .timedOut
    case CURLE_URL_MALFORMAT: throw .invalid("url")
    default: throw .failed(transfer.reason(code))
    }
    return OutboundResponse(
      status: transfer.responseCode, headers: headers(of: transfer.lines), body: transfer.body)
  }

  private static func check(_ request: OutboundRequest) throws(OutboundError) {
    let methods: Set = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    guard methods.contains(request.method) else { throw .invalid("method") }
    let scheme = request.url.prefix { $0 != ":" }.lowercased()
    let authority = request.url.dropFirst(scheme.count + 3).prefix { !"/?#".contains($0) }
    let isPrintable = request.url.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard ["http", "https"].contains(scheme), isPrintable, !authority.contains("@") else { throw .invalid("url") }
    for (name, value) in request.headers {
      guard isToken(name), isHeaderSafe(value) else { throw .invalid("header") }
    }
  }

  private static func configure(_ transfer: Transfer, for request: OutboundRequest) {
    transfer.set(CURLOPT_URL, request.url)
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https")
    transfer.setTimeout(seconds: request.timeoutSeconds)
    if request.publicOnly { transfer.refusePrivateAddresses() }
    // libcurl adds these by itself; a name with nothing after the colon leaves one out.
    var lines = ["Expect:"]
    let names = Set(request.headers.map { $0.name.lowercased() })
    if !names.contains("content-type") { lines.append("Content-Type:") }
    if !names.contains("user-agent") { lines.append("User-Agent: Comptoir") }
    // An empty value is sent as such only with a semicolon.
    lines += request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    transfer.set(CURLOPT_HTTPHEADER, lines)
    if request.method == "HEAD" {
      transfer.set(CURLOPT_NOBODY, 1)
    } else if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method) {
      transfer.set(CURLOPT_POST, 1)
      transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: request.body.count)
      transfer.set(CURLOPT_CUSTOMREQUEST, request.method)
    } else {
      transfer.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// The fields of the last answer; interim ones (status 1xx) come before it.
  private static func headers(of lines: [String]) -> [(name: String, value: String)] {
    let last = lines.lastIndex { $0.hasPrefix("HTTP/") } ?? 0
    return lines.dropFirst(last + 1).compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      return (String(line[..<colon]), String(value))
    }
  }
}

/// A header name or a language tag: RFC 9110, section 5.6.2.
func isToken(_ text: String) -> Bool {
  !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
}

/// Without CR, LF, NUL or another control character: nothing that could begin a header of its own.
func isHeaderSafe(_ text: String) -> Bool {
  text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
}
