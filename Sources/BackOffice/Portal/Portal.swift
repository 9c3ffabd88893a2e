import Core
import FoundationEssentials
import HTTP
import Markup

/// What every page of the portal shares.
enum Portal {
  /// Changes with the assets, so that browsers keep them until then.
  static let assetVersion = String(
    Secrets.hex(
      Secrets.sha256(PackageResources.portal_css + PackageResources.portal_js + PackageResources.icon_svg)
    ).prefix(12))

  static func html(_ page: HTML, status: Int = 200) -> Response {
    Response(
      status: status, headers: Headers([("Content-Type", "text/html; charset=utf-8")]), body: .bytes(page.bytes))
  }

  /// A page for whoever is not signed in.
  static func bare(_ title: String, _ language: Language, _ content: HTML, status: Int = 200) -> Response {
    html(
      barePage(title: title, language: language.rawValue, assetVersion: assetVersion, content: content),
      status: status)
  }

  static func asset(_ bytes: [UInt8], type: String) -> @Sendable (OpenCall) -> Response {
    { _ in
      Response(
        status: 200,
        headers: Headers([("Content-Type", type), ("Cache-Control", "public, max-age=31536000, immutable")]),
        body: .bytes(bytes))
    }
  }
}
