import Core
import HTTP

extension RouteBuilder {
  mutating func portal() {
    open(.get, "/assets/portal.css", .plain, Portal.asset(PackageResources.portal_css, type: "text/css; charset=utf-8"))
    open(
      .get, "/assets/portal.js", .plain,
      Portal.asset(PackageResources.portal_js, type: "text/javascript; charset=utf-8"))
    open(.get, "/assets/icon.svg", .plain, Portal.asset(PackageResources.icon_svg, type: "image/svg+xml"))
    open(.get, "/sign-in", .page, SignInPages.show)
    open(.post, "/sign-in", .page, SignInPages.signIn)
    page(.post, "/sign-out", .signedIn, SignInPages.signOut)
    page(.post, "/organization", .signedIn, SignInPages.switchOrganization)
    open(.get, "/invitation/:secret", .page, PasswordPages.showInvitation)
    open(.post, "/invitation/:secret", .page, PasswordPages.acceptInvitation)
    page(.get, "/password", .signedIn, PasswordPages.show)
    page(.post, "/password", .signedIn, shows: PasswordPages.show, PasswordPages.change)
    selling()
    desk()
  }

  mutating func operations() {
    open(.get, "/healthz", .plain) { _ in Operations.text("alive\n") }
    open(.get, "/readyz", .plain, Operations.ready)
    open(.get, "/metrics", .plain) { Operations.text($0.office.metrics.text(), type: "text/plain; version=0.0.4") }
    open(.get, "/openapi.json", .plain, OpenAPI.response)
  }
}
