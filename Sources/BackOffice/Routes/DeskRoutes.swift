import Core

extension RouteBuilder {
  /// The pages of people, access, billing centres, statements, tickets, the audit trail and oneself.
  mutating func desk() {
    peoplePages()
    accessPages()
  }

  private mutating func peoplePages() {
    page(.get, "/people", .needs(.usersView), PeoplePages.list)
    page(.get, "/people/new", .needs(.usersManage), PeoplePages.new)
    page(.post, "/people/new", .needs(.usersManage), shows: PeoplePages.new, PeoplePages.create)
    page(.get, "/users/:id", .needs(.usersView), UserPages.show)
    page(.post, "/users/:id/invitation", .needs(.usersManage), shows: UserPages.show, AccountPages.resend)
    page(.post, "/users/:id/unlocking", .needs(.usersManage), shows: UserPages.show, AccountPages.unlock)
    page(.get, "/users/:id/password", .needs(.usersManage), AccountPages.askPassword)
    page(.post, "/users/:id/password", .needs(.usersManage), shows: UserPages.show, AccountPages.resetPassword)
    page(.get, "/users/:id/disabling", .needs(.usersManage), AccountPages.askDisabling)
    page(.post, "/users/:id/disabling", .needs(.usersManage), shows: UserPages.show, AccountPages.disable)
    page(.post, "/users/:id/enabling", .needs(.usersManage), shows: UserPages.show, AccountPages.enable)
  }

  private mutating func accessPages() {
    page(.get, "/access", .needs(.grantsView), GrantPages.list)
    page(.get, "/access/new", .needs(.grantsManage), AppointPages.new)
    page(.post, "/access/new", .needs(.grantsManage), shows: AppointPages.new, AppointPages.create)
    page(.get, "/grants/:id/end", .needs(.grantsManage), GrantPages.askEnd)
    page(.post, "/grants/:id/end", .needs(.grantsManage), shows: GrantPages.askEnd, GrantPages.end)
  }
}
