import Core
import HTTP

extension RouteBuilder {
  mutating func account() {
    api(
      .get, "/me", .signedIn,
      Documentation(id: "getMe", tag: "Account", summary: "Who is signed in, and what they may do.", answer: "Me"),
      AccountAPI.me)
    api(
      .get, "/tokens", .signedIn,
      Documentation(id: "listTokens", tag: "Account", summary: "One's own tokens.", answer: "Token", isList: true),
      query: QueryParameter.paging, AccountAPI.tokens)
    open(
      .post, "/api/v1/tokens", .api,
      documentation: Documentation(
        id: "createToken", tag: "Account", summary: "A personal token, for e-mail and password (HTTP Basic).",
        body: "NewToken", answer: "IssuedToken", status: 201), AccountAPI.createToken)
    api(
      .delete, "/tokens/:id", .signedIn,
      Documentation(id: "revokeToken", tag: "Account", summary: "Ends a token of one's own.", status: 204),
      AccountAPI.revoke)
  }

  mutating func organizations() {
    for (level, tag, manage) in [
      (Level.reseller, "Resellers", Permission.resellersManage), (.customer, "Customers", .customersManage),
    ] {
      let schema = level == .reseller ? "Reseller" : "Customer"
      let plural = level.name + "s"
      api(
        .get, "/\(plural)", .needs(level == .reseller ? .resellersManage : .customersView),
        Documentation(
          id: "list\(tag)", tag: tag, summary: "\(tag) in reach, by name.", answer: schema, isList: true),
        query: level == .reseller ? OrganizationsAPI.resellerParameters : OrganizationsAPI.customerParameters,
        level == .reseller ? OrganizationsAPI.resellers : OrganizationsAPI.customers)
      api(
        .post, "/\(plural)", .needs(manage),
        Documentation(
          id: "create\(schema)", tag: tag, summary: "A new \(level.name).", body: "New\(schema)", answer: schema,
          status: 201), OrganizationsAPI.create(level))
      api(
        .get, "/\(plural)/:id", .signedIn,
        Documentation(id: "get\(schema)", tag: tag, summary: "One \(level.name).", answer: schema),
        OrganizationsAPI.get(level))
      api(
        .patch, "/\(plural)/:id", .needs(manage),
        Documentation(
          id: "change\(schema)", tag: tag, summary: "Changes a \(level.name).", body: "\(schema)Patch", answer: schema),
        OrganizationsAPI.change(level))
    }
  }

  mutating func people() {
    api(
      .get, "/customers/:id/users", .needs(.usersView),
      Documentation(
        id: "listUsers", tag: "Users", summary: "The people of an organization.", answer: "User", isList: true),
      query: UsersAPI.listParameters, UsersAPI.list)
    api(
      .post, "/customers/:id/users", .needs(.usersManage),
      Documentation(
        id: "createUsers", tag: "Users", summary: "One person, or many at once: all or none.", body: "NewUser",
        answer: "User", status: 201, previews: true), UsersAPI.create)
    api(
      .get, "/users/:id", .signedIn, Documentation(id: "getUser", tag: "Users", summary: "A person.", answer: "User"),
      UsersAPI.get)
    api(
      .patch, "/users/:id", .signedIn,
      Documentation(id: "changeUser", tag: "Users", summary: "Changes a person.", body: "UserPatch", answer: "User"),
      UsersAPI.change)
    api(
      .post, "/users/:id/invitation", .needs(.usersManage),
      Documentation(
        id: "inviteUser", tag: "Users", summary: "Sends a fresh invitation; earlier links end.", status: 204),
      UsersAPI.invite)
    api(
      .post, "/users/:id/password", .signedIn,
      Documentation(
        id: "setPassword", tag: "Users", summary: "Changes one's own password, or resets another's.",
        body: "PasswordChange", answer: "GeneratedPassword"), UsersAPI.password)
    api(
      .delete, "/users/:id/lock", .needs(.usersManage),
      Documentation(id: "unlockUser", tag: "Users", summary: "Lifts the lock after failed sign-ins.", status: 204),
      UsersAPI.unlock)
    api(
      .get, "/users/:id/sign-ins", .signedIn,
      Documentation(
        id: "listSignIns", tag: "Users", summary: "When and from where somebody signed in.", answer: "SignIn",
        isList: true), query: QueryParameter.paging, UsersAPI.signIns)
    grants()
  }

  private mutating func grants() {
    api(
      .get, "/organizations/:id/grants", .needs(.grantsView),
      Documentation(
        id: "listGrants", tag: "Grants", summary: "Who holds which role in an organization.", answer: "Grant",
        isList: true), query: GrantsAPI.reviewParameters, GrantsAPI.list)
    api(
      .post, "/organizations/:id/grants", .needs(.grantsManage),
      Documentation(
        id: "createGrant", tag: "Grants", summary: "Gives somebody a role.", body: "NewGrant", answer: "Grant",
        status: 201), GrantsAPI.create)
    api(
      .get, "/grants/:id", .signedIn,
      Documentation(id: "getGrant", tag: "Grants", summary: "A grant.", answer: "Grant"),
      GrantsAPI.get)
    api(
      .delete, "/grants/:id", .needs(.grantsManage),
      Documentation(
        id: "endGrant", tag: "Grants", summary: "Ends a grant; counts from the next request.", status: 204),
      GrantsAPI.end)
  }

  mutating func catalogue() {
    api(
      .get, "/services", .needs(.catalogueView),
      Documentation(id: "listServices", tag: "Catalogue", summary: "Services.", answer: "Service", isList: true),
      query: QueryParameter.paging, CatalogueAPI.services)
    api(
      .get, "/products", .needs(.catalogueView),
      Documentation(
        id: "listProducts", tag: "Catalogue", summary: "Products and their plans.", answer: "Product", isList: true),
      query: QueryParameter.paging, CatalogueAPI.products)
    api(
      .get, "/plans/:id", .needs(.catalogueView),
      Documentation(id: "getPlan", tag: "Catalogue", summary: "A plan.", answer: "Plan"), CatalogueKeepingAPI.plan)
    api(
      .get, "/offers", .needs(.catalogueView),
      Documentation(
        id: "listOffers", tag: "Catalogue", summary: "What the caller may buy or sell.", answer: "Offer", isList: true),
      query: CatalogueAPI.offerParameters, CatalogueAPI.offers)
  }

  mutating func subscriptions() {
    api(
      .get, "/customers/:id/subscriptions", .needs(.subscriptionsView),
      Documentation(
        id: "listCustomerSubscriptions", tag: "Subscriptions", summary: "A customer's subscriptions.",
        answer: "Subscription", isList: true),
      query: SubscriptionsAPI.listParameters.filter { $0.name != "customerId" && $0.name != "endsBefore" },
      SubscriptionsAPI.listOfCustomer)
    api(
      .post, "/customers/:id/subscriptions", .needs(.subscriptionsChange),
      Documentation(
        id: "addSubscription", tag: "Subscriptions", summary: "Adds a subscription.", body: "NewSubscription",
        answer: "Subscription", status: 201, previews: true), SubscriptionsAPI.add)
    api(
      .get, "/subscriptions", .needs(.subscriptionsView),
      Documentation(
        id: "listSubscriptions", tag: "Subscriptions", summary: "Subscriptions of all customers in reach.",
        answer: "Subscription", isList: true), query: SubscriptionsAPI.listParameters, SubscriptionsAPI.list)
    api(
      .get, "/subscriptions/:id", .needs(.subscriptionsView),
      Documentation(
        id: "getSubscription", tag: "Subscriptions", summary: "A subscription, and what can be done with it now.",
        answer: "Subscription"), SubscriptionsAPI.get)
    api(
      .patch, "/subscriptions/:id", .needs(.subscriptionsView),
      Documentation(
        id: "changeSubscription", tag: "Subscriptions",
        summary: "Changes quantity, status, name, auto-renewal or the renewal, all as one.",
        body: "SubscriptionPatch", answer: "Subscription", previews: true, waits: true), SubscriptionsAPI.change)
    api(
      .post, "/subscriptions/:id/cancellation", .needs(.subscriptionsChange),
      Documentation(
        id: "cancelSubscription", tag: "Subscriptions", summary: "Cancels now with refund, or at the term's end.",
        body: "Cancellation", answer: "Subscription", previews: true, waits: true), SubscriptionsAPI.cancel)
    ledger()
  }

  private mutating func ledger() {
    api(
      .get, "/subscriptions/:id/changes", .needs(.subscriptionsView),
      Documentation(
        id: "listChanges", tag: "Subscriptions", summary: "The ledger: every change.", answer: "Change", isList: true),
      query: QueryParameter.paging, LedgerAPI.changes)
    api(
      .get, "/subscriptions/:id/charges", .needs(.subscriptionsView),
      Documentation(
        id: "listCharges", tag: "Subscriptions", summary: "What was posted.", answer: "Charge", isList: true),
      query: LedgerAPI.chargeParameters, LedgerAPI.charges)
    api(
      .get, "/subscriptions/:id/split", .needs(.centresView),
      Documentation(
        id: "getSplit", tag: "Subscriptions", summary: "Licences per billing centre.", answer: "Split"),
      SubscriptionsAPI.getSplit)
    api(
      .put, "/subscriptions/:id/split", .needs(.centresManage),
      Documentation(
        id: "putSplit", tag: "Subscriptions", summary: "Splits the licences anew.", body: "NewSplit",
        answer: "Subscription", previews: true), SubscriptionsAPI.putSplit)
  }

  mutating func billing() {
    api(
      .get, "/customers/:id/billing-centres", .needs(.centresView),
      Documentation(
        id: "listCentres", tag: "Billing centres", summary: "A customer's billing centres.", answer: "BillingCentre",
        isList: true), query: QueryParameter.paging, BillingCentresAPI.list)
    api(
      .post, "/customers/:id/billing-centres", .needs(.centresManage),
      Documentation(
        id: "createCentre", tag: "Billing centres", summary: "A new billing centre.", body: "NewBillingCentre",
        answer: "BillingCentre", status: 201), BillingCentresAPI.create)
    api(
      .get, "/billing-centres/:id", .needs(.centresView),
      Documentation(
        id: "getCentre", tag: "Billing centres", summary: "A billing centre.", answer: "BillingCentre"),
      BillingCentresAPI.get)
    api(
      .patch, "/billing-centres/:id", .needs(.centresManage),
      Documentation(
        id: "changeCentre", tag: "Billing centres", summary: "Renames, closes or makes default.",
        body: "BillingCentrePatch", answer: "BillingCentre"), BillingCentresAPI.change)
    statements()
  }

  private mutating func statements() {
    api(
      .get, "/statements", .needs(.statementsView),
      Documentation(
        id: "listStatements", tag: "Statements", summary: "Statements, newest first.", answer: "Statement",
        isList: true), query: StatementsAPI.listParameters, StatementsAPI.list)
    api(
      .get, "/statements/:id", .needs(.statementsView),
      Documentation(id: "getStatement", tag: "Statements", summary: "A statement's sums.", answer: "Statement"),
      StatementsAPI.get)
    api(
      .get, "/statements/:id/lines", .needs(.statementsView),
      Documentation(
        id: "listLines", tag: "Statements", summary: "A statement's lines.", answer: "StatementLine", isList: true),
      query: QueryParameter.paging, StatementsAPI.lines)
    api(
      .get, "/statements/:id/lines/:n/explanation", .needs(.statementsView),
      Documentation(
        id: "explainLine", tag: "Statements", summary: "The changes and days a line comes from.",
        answer: "Explanation"), StatementsAPI.explanation)
    api(
      .get, "/statements/:id/document", .needs(.statementsView),
      Documentation(
        id: "getDocument", tag: "Statements",
        summary:
          "The statement as PDF, Excel, CSV, JSON or FOCUS; a long one with `Prefer: respond-async` as an export.",
        answer: "StatementDocument"), query: StatementDocuments.parameters, DocumentOffer.whole)
    api(
      .get, "/statements/:id/centres/:centreId/document", .needs(.statementsView),
      Documentation(
        id: "getCentreDocument", tag: "Statements", summary: "One centre's part as a document of its own.",
        answer: "StatementDocument"), query: StatementDocuments.parameters, DocumentOffer.section)
    api(
      .post, "/statements/:id/closing", .needs(.statementsClose),
      Documentation(
        id: "closeStatement", tag: "Statements", summary: "Freezes, numbers and hashes a month that is over.",
        answer: "Statement"), StatementsAPI.close)
  }

  mutating func rest() {
    api(
      .get, "/customers/:id/tickets", .needs(.ticketsUse),
      Documentation(
        id: "listTickets", tag: "Tickets", summary: "A customer's tickets, newest first.", answer: "Ticket",
        isList: true), query: QueryParameter.paging, TicketsAPI.list)
    api(
      .post, "/customers/:id/tickets", .needs(.ticketsUse),
      Documentation(
        id: "openTicket", tag: "Tickets", summary: "Opens a ticket.", body: "NewTicket", answer: "Ticket", status: 201),
      TicketsAPI.open)
    api(
      .get, "/tickets/:id", .needs(.ticketsUse),
      Documentation(id: "getTicket", tag: "Tickets", summary: "A ticket with its replies.", answer: "Ticket"),
      TicketsAPI.get)
    api(
      .patch, "/tickets/:id", .needs(.ticketsUse),
      Documentation(
        id: "changeTicket", tag: "Tickets", summary: "Escalates, resolves or reopens.", body: "TicketPatch",
        answer: "Ticket"), TicketsAPI.change)
    api(
      .post, "/tickets/:id/replies", .needs(.ticketsUse),
      Documentation(
        id: "replyToTicket", tag: "Tickets", summary: "Adds a reply.", body: "NewReply", answer: "Ticket", status: 201),
      TicketsAPI.reply)
    api(
      .get, "/audit-records", .needs(.auditView),
      Documentation(
        id: "listAuditRecords", tag: "Audit", summary: "Who changed what, newest first.", answer: "AuditRecord",
        isList: true), query: AuditAPI.parameters, AuditAPI.list)
    api(
      .get, "/search", .signedIn,
      Documentation(
        id: "search", tag: "Search", summary: "Everything in reach that contains a text.", answer: "SearchHit",
        isList: true), query: [QueryParameter("q", "What to look for.")], Search.api)
    api(
      .get, "/clock", .signedIn,
      Documentation(id: "getClock", tag: "Clock", summary: "The service's time.", answer: "Clock"), Clock.get)
    api(
      .post, "/clock", .needs(.customersManage),
      Documentation(
        id: "advanceClock", tag: "Clock", summary: "Moves a sandbox's time forward, doing all that falls due.",
        body: "ClockAdvance", answer: "Clock"), Clock.post)
  }
}
