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

/// The fields of a posted HTML form, and its files.
package struct Form: Sendable {
  package let fields: [(name: String, value: String)]
  private let files: [FormPart]

  /// Nil when the body is no form in UTF-8.
  package init?(_ request: Request) {
    let type = request.headers["Content-Type"]?.lowercased() ?? ""
    if type.hasPrefix("multipart/form-data") {
      guard let parts = request.parts() else { return nil }
      files = parts.filter { $0.fileName != nil }
      var fields: [(name: String, value: String)] = []
      for part in parts where part.fileName == nil {
        guard let value = String(validating: part.content, as: UTF8.self), !value.utf8.contains(0) else { return nil }
        fields.append((part.name, value))
      }
      self.fields = fields
    } else {
      guard type.hasPrefix("application/x-www-form-urlencoded"), let fields = request.form() else { return nil }
      self.fields = fields
      files = []
    }
  }

  /// What is in the file chosen; nil where none was.
  package func file(_ name: String) -> [UInt8]? {
    files.first { $0.name == name && !$0.content.isEmpty }?.content
  }

  package func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// A field that was filled in.
  package func text(_ name: String) -> String? {
    let text = Text.trimmed(first(name) ?? "")
    return text.isEmpty ? nil : text
  }
}
