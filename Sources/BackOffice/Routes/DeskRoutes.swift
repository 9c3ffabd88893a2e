import Core

extension RouteBuilder {
  /// The pages of people, access, billing centres, statements, tickets, the audit trail and oneself.
  mutating func desk() {
    peoplePages()
    accessPages()
    centrePages()
    statementPages()
    ticketPages()
    ownPages()
  }

  private mutating func peoplePages() {
    page(.get, "/people", .needs(.usersView), PeoplePages.list)
    page(.get, "/people/new", .needs(.usersManage), PeoplePages.new)
    page(.post, "/people/new", .needs(.usersManage), shows: PeoplePages.new, PeoplePages.create)
    page(.get, "/users/:id", .needs(.usersView), UserPages.show)
    page(.post, "/users/:id/invitation", .needs(.usersManage), shows: UserPages.show, AccountPages.resend)
    page(.post, "/users/:id/unlocking", .needs(.usersManage), shows: UserPages.show, AccountPages.unlock)
    page(.get, "/users/:id/password", .needs(.usersManage), AccountPages.askPassword)
    page(
      .post, "/users/:id/password", .needs(.usersManage), shows: AccountPages.askPassword, AccountPages.resetPassword)
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

  private mutating func centrePages() {
    page(.get, "/centres", .needs(.centresView), CentrePages.own)
    page(.get, "/customers/:id/centres", .needs(.centresView), CentrePages.ofCustomer)
    page(.get, "/customers/:id/centres/new", .needs(.centresManage), CentrePages.new)
    page(.post, "/customers/:id/centres/new", .needs(.centresManage), shows: CentrePages.new, CentrePages.create)
    page(.get, "/centres/:id", .needs(.centresManage), CentrePages.show)
    page(.post, "/centres/:id", .needs(.centresManage), shows: CentrePages.show, CentrePages.change)
    page(.post, "/centres/:id/default", .needs(.centresManage), shows: CentrePages.show, CentrePages.makeDefault)
    page(.post, "/centres/:id/closing", .needs(.centresManage), shows: CentreClosingPages.show, CentrePages.close)
    page(.post, "/centres/:id/opening", .needs(.centresManage), shows: CentrePages.show, CentrePages.reopen)
    page(.get, "/subscriptions/:id/split", .needs(.centresView), SplitPages.show)
    page(.post, "/subscriptions/:id/split", .needs(.centresManage), shows: SplitPages.show, SplitPages.change)
  }

  private mutating func statementPages() {
    page(.get, "/statements", .needs(.statementsView), StatementListPages.list)
    page(.get, "/statements/:id", .needs(.statementsView), StatementPages.show)
    page(.get, "/statements/:id/centres/:centreId", .needs(.statementsView), StatementPages.section)
    page(.get, "/statements/:id/lines/:n", .needs(.statementsView), ExplanationPages.show)
    page(.post, "/statements/:id/closing", .needs(.statementsClose), shows: StatementPages.show, StatementPages.close)
  }

  private mutating func ticketPages() {
    page(.get, "/tickets", .needs(.ticketsUse), TicketPages.list)
    page(.get, "/tickets/new", .needs(.ticketsUse), TicketPages.new)
    page(.post, "/tickets/new", .needs(.ticketsUse), shows: TicketPages.new, TicketPages.create)
    page(.get, "/tickets/:id", .needs(.ticketsUse), TicketPages.show)
    page(.post, "/tickets/:id/replies", .needs(.ticketsUse), shows: TicketPages.show, TicketPages.reply)
    page(.post, "/tickets/:id/status", .needs(.ticketsUse), shows: TicketPages.show, TicketPages.change)
    page(.get, "/audit", .needs(.auditView), AuditPages.list)
  }

  private mutating func ownPages() {
    page(.get, "/profile", .signedIn, ProfilePages.show)
    page(.post, "/profile", .signedIn, shows: ProfilePages.show, ProfilePages.change)
    page(.post, "/profile/tokens", .signedIn, shows: ProfilePages.show, ProfilePages.createToken)
    page(.post, "/profile/tokens/:id/revocation", .signedIn, shows: ProfilePages.show, ProfilePages.revokeToken)
    page(.get, "/sandbox/mail", .signedIn, SandboxPages.mail)
    page(.get, "/sandbox/clock", .signedIn, SandboxPages.clock)
    page(.post, "/sandbox/clock", .needs(.customersManage), shows: SandboxPages.clock, SandboxPages.advance)
  }
}
