import Core
import HTTP

extension RouteBuilder {
  /// Signing in with one's organization's identity provider, and setting it up.
  mutating func openID() {
    open(.get, "/sign-in/organization", .page, OrganizationSignInPages.show)
    open(.post, "/sign-in/organization", .page, OrganizationSignInPages.begin)
    open(.get, "/organizations/:id/sign-in", .page, OrganizationSignInPages.finish)
    page(.get, "/identity-provider", .needs(.identityManage), IdentityProviderPages.show)
    page(
      .post, "/identity-provider", .needs(.identityManage), shows: IdentityProviderPages.show,
      IdentityProviderPages.save)
    page(
      .post, "/identity-provider/check", .needs(.identityManage), shows: IdentityProviderPages.show,
      IdentityProviderPages.checkAgain)
    page(.get, "/identity-provider/removal", .needs(.identityManage), IdentityProviderPages.askRemoval)
    page(
      .post, "/identity-provider/removal", .needs(.identityManage), shows: IdentityProviderPages.askRemoval,
      IdentityProviderPages.remove)
    page(.get, "/users/:id/untying", .needs(.identityManage), IdentityLinkPages.ask)
    page(.post, "/users/:id/untying", .needs(.identityManage), shows: IdentityLinkPages.ask, IdentityLinkPages.untie)
    identityProviderAPI()
  }

  private mutating func identityProviderAPI() {
    let path = "/organizations/:id/identity-provider"
    api(
      .get, path, .needs(.identityManage),
      Documentation(
        id: "getIdentityProvider", tag: "Identity provider",
        summary: "The provider an organization's people sign in with, and how far setting it up has come.",
        answer: "IdentityProvider"), IdentityProvidersAPI.get)
    api(
      .put, path, .needs(.identityManage),
      Documentation(
        id: "putIdentityProvider", tag: "Identity provider",
        summary: "Sets the provider up or changes it; without a secret the stored one stays.",
        body: "NewIdentityProvider", answer: "IdentityProvider"), IdentityProvidersAPI.put)
    api(
      .delete, path, .needs(.identityManage),
      Documentation(
        id: "removeIdentityProvider", tag: "Identity provider",
        summary: "Ends signing in with the provider; everybody uses a password again.", status: 204),
      IdentityProvidersAPI.remove)
    api(
      .post, path + "/check", .needs(.identityManage),
      Documentation(
        id: "checkIdentityProvider", tag: "Identity provider",
        summary: "Has the provider and the domains' records looked at again, within seconds.", status: 202),
      IdentityProvidersAPI.checkAgain)
    api(
      .delete, "/users/:id/identity-link", .needs(.identityManage),
      Documentation(
        id: "untieUser", tag: "Identity provider",
        summary: "Forgets who a person is at the provider; their address ties them anew when they next come.",
        status: 204), IdentityProvidersAPI.untie)
  }
}
