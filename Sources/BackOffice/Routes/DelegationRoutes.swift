import Core
import HTTP

extension RouteBuilder {
  /// A reseller's access to its customers' people.
  mutating func delegations() {
    api(
      .get, "/customers/:id/delegations", .needs(.delegationsView),
      Documentation(
        id: "listDelegations", tag: "Delegations", summary: "Access to a customer's people, newest first.",
        answer: "Delegation", isList: true), query: QueryParameter.paging, DelegationsAPI.list)
    api(
      .post, "/customers/:id/delegations", .needs(.delegationsManage),
      Documentation(
        id: "askDelegation", tag: "Delegations", summary: "Asks a customer's managers for access to its people.",
        body: "NewDelegation", answer: "Delegation", status: 201), DelegationsAPI.ask)
    api(
      .get, "/delegations/:id", .needs(.delegationsView),
      Documentation(
        id: "getDelegation", tag: "Delegations", summary: "A delegation with its history.", answer: "Delegation"),
      DelegationsAPI.get)
    api(
      .patch, "/delegations/:id", .needs(.delegationsManage),
      Documentation(
        id: "changeDelegation", tag: "Delegations", summary: "Approves, narrows, refuses, withdraws or ends one.",
        body: "DelegationPatch", answer: "Delegation"), DelegationsAPI.change)
    delegationPages()
  }

  private mutating func delegationPages() {
    let one = "/delegations/:id"
    let new = "/customers/:id/delegations/new"
    page(.get, "/delegations", .needs(.delegationsView), DelegationPages.list)
    page(.get, "/delegations/new", .needs(.delegationsManage), DelegationForms.start)
    page(.get, new, .needs(.delegationsManage), DelegationForms.new)
    page(.post, new, .needs(.delegationsManage), shows: DelegationForms.new, DelegationForms.ask)
    page(.get, one, .needs(.delegationsView), DelegationPages.show)
    page(.post, one + "/approval", .needs(.delegationsManage), shows: DelegationPages.show, DelegationForms.approve)
    page(.post, one + "/refusal", .needs(.delegationsManage), shows: DelegationPages.show, DelegationForms.refuse)
    page(.post, one + "/limits", .needs(.delegationsManage), shows: DelegationPages.show, DelegationForms.limit)
    page(.post, one + "/withdrawal", .needs(.delegationsManage), shows: DelegationPages.show, DelegationForms.withdraw)
    page(.get, one + "/ending", .needs(.delegationsManage), DelegationForms.askEnd)
    page(.post, one + "/ending", .needs(.delegationsManage), shows: DelegationForms.askEnd, DelegationForms.end)
  }
}
