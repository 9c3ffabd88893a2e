import Core
import FoundationEssentials
import HTTP

/// A change asked for with the portal's cookie must show the session's secret, which other sites cannot read.
enum CSRF {
  static let header = "X-CSRF-Token"
  static let field = "csrf"

  static func check(_ request: Request, _ actor: Actor) throws {
    let shown = request.headers[header] ?? Form(request)?.first(field)
    guard let shown, let expected = actor.csrf, Secrets.equal(shown.utf8, expected.utf8) else { throw HTTPFault.csrf }
  }

  /// Before there is a session: the browser's own word on where a form came from.
  static func isForeign(_ request: Request) -> Bool {
    if let site = request.headers["Sec-Fetch-Site"] { return site != "same-origin" && site != "none" }
    guard let origin = request.headers["Origin"], let host = request.headers["Host"] else { return false }
    return !origin.hasSuffix("//\(host)")
  }
}

/// The fields of a posted HTML form.
package struct Form: Sendable {
  package let fields: [(name: String, value: String)]

  /// Nil when the body is no form in UTF-8.
  package init?(_ request: Request) {
    guard request.headers["Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") == true,
      let text = String(validating: request.body, as: UTF8.self)
    else { return nil }
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Form.decoded(parts[0]), let value = Form.decoded(parts.count > 1 ? parts[1] : "") else {
        return nil
      }
      fields.append((name, value))
    }
    self.fields = fields
  }

  package func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// A field that was filled in.
  package func text(_ name: String) -> String? {
    let text = Text.trimmed(first(name) ?? "")
    return text.isEmpty ? nil : text
  }

  static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.next(), let low = rest.next(),
          let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
        else { return nil }
        bytes.append(value)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
