import Core

extension RouteBuilder {
  /// Accounts beyond inviting: where people are signed in, many at once, forgotten passwords, and the end. Deleting
  /// comes last, so that whoever walks the routes in order finds everybody before.
  mutating func accounts() {
    sessions()
    accountPages()
    forgottenPages()
    api(
      .delete, "/users/:id", .needs(.usersManage),
      Documentation(
        id: "deleteUser", tag: "Users",
        summary: "Deletes a person for ever: what is about them goes, what they did stays without their name.",
        status: 204), UsersAPI.delete)
    page(.get, "/users/:id/deletion", .needs(.usersManage), DeletionPages.ask)
    page(.post, "/users/:id/deletion", .needs(.usersManage), shows: DeletionPages.ask, DeletionPages.delete)
  }

  private mutating func sessions() {
    api(
      .get, "/users/:id/sessions", .signedIn,
      Documentation(
        id: "listSessions", tag: "Users", summary: "Where somebody is signed in, and the tokens that act as them.",
        answer: "Session", isList: true), query: QueryParameter.paging, SessionsAPI.list)
    api(
      .delete, "/users/:id/sessions", .signedIn,
      Documentation(
        id: "endSessions", tag: "Users",
        summary: "Signs somebody out everywhere but where this is asked from; counts from the next request.",
        status: 204),
      query: [QueryParameter("tokens", "`true`: ends their tokens too.", format: "boolean")], SessionsAPI.endAll)
    api(
      .delete, "/users/:id/sessions/:sid", .signedIn,
      Documentation(
        id: "endSession", tag: "Users", summary: "Ends one session or token; counts from the next request.",
        status: 204), SessionsAPI.end)
  }

  private mutating func accountPages() {
    page(.get, "/people/import", .needs(.usersManage), ImportPages.show)
    page(.post, "/people/import", .needs(.usersManage), shows: ImportPages.show, ImportPages.take)
    page(.get, "/users/:id/edit", .needs(.usersManage), UserFormPages.show)
    page(.post, "/users/:id/edit", .needs(.usersManage), shows: UserFormPages.show, UserFormPages.change)
    page(.get, "/users/:id/sign-ins", .signedIn, UserPages.allSignIns)
    page(.post, "/users/:id/sessions/ending", .signedIn, SessionPages.endAll)
    page(.post, "/users/:id/sessions/:sid/ending", .signedIn, SessionPages.end)
    page(.get, "/profile/email", .signedIn, EmailPages.show)
    page(.post, "/profile/email", .signedIn, shows: EmailPages.show, EmailPages.change)
    page(.post, "/profile/email/withdrawal", .signedIn, EmailPages.withdraw)
  }

  private mutating func forgottenPages() {
    open(.get, "/forgotten-password", .page, ForgottenPages.show)
    open(.post, "/forgotten-password", .page, ForgottenPages.request)
    open(.get, "/password-reset/:secret", .page, ForgottenPages.showReset)
    open(.post, "/password-reset/:secret", .page, ForgottenPages.reset)
    open(.get, "/email-confirmation/:secret", .page, EmailPages.showConfirmation)
    open(.post, "/email-confirmation/:secret", .page, EmailPages.confirm)
  }
}
