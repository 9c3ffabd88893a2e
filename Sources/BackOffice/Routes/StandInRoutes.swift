import Core

extension RouteBuilder {
  /// Programs that act for whoever made them, and people who act as others.
  mutating func standIns() {
    open(
      .post, "/oauth2/token", .api,
      documentation: Documentation(
        id: "getToken", tag: "Account", summary: "A token for a program: RFC 6749, client credentials.",
        body: "TokenRequest",
        bodyType: "application/x-www-form-urlencoded", answer: "TokenGrant"), TokenEndpoint.answer)
    api(
      .get, "/organizations/:id/clients", .needs(.clientsManage),
      Documentation(
        id: "listClients", tag: "API clients", summary: "The programs of one's own organization.", answer: "Client",
        isList: true), query: QueryParameter.paging, ClientsAPI.list)
    api(
      .post, "/organizations/:id/clients", .needs(.clientsManage),
      Documentation(
        id: "createClient", tag: "API clients", summary: "A new program; its secret is shown this once.",
        body: "NewClient", answer: "ClientSecret", status: 201), ClientsAPI.create)
    api(
      .get, "/clients/:id", .needs(.clientsManage),
      Documentation(id: "getClient", tag: "API clients", summary: "A program.", answer: "Client"), ClientsAPI.get)
    api(
      .post, "/clients/:id/secret", .needs(.clientsManage),
      Documentation(
        id: "renewClientSecret", tag: "API clients", summary: "A new secret; the old one and its tokens end.",
        answer: "ClientSecret"), ClientsAPI.renewSecret)
    api(
      .delete, "/clients/:id", .needs(.clientsManage),
      Documentation(
        id: "revokeClient", tag: "API clients", summary: "Ends a program and its tokens.", status: 204),
      ClientsAPI.revoke)
    api(
      .post, "/users/:id/impersonation", .needs(.actAs),
      Documentation(
        id: "impersonate", tag: "Users", summary: "A token to act as somebody below, for at most an hour.",
        body: "Impersonation", answer: "ImpersonationToken", status: 201), ClientsAPI.impersonate)
    page(.get, "/users/:id/impersonation", .needs(.actAs), ActingPages.ask)
    page(.post, "/users/:id/impersonation", .needs(.actAs), shows: ActingPages.ask, ActingPages.begin)
    page(.post, "/acting/end", .signedIn, ActingPages.end)
    page(.get, "/clients", .needs(.clientsManage), ClientPages.list)
    page(.post, "/clients", .needs(.clientsManage), shows: ClientPages.list, ClientPages.create)
    page(.post, "/clients/:id/secret", .needs(.clientsManage), shows: ClientPages.list, ClientPages.renewSecret)
    page(.post, "/clients/:id/revocation", .needs(.clientsManage), shows: ClientPages.list, ClientPages.revoke)
  }
}
