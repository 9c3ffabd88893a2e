import Core
import HTTP

extension RouteBuilder {
  /// What is asked for and waits for somebody's decision.
  mutating func requests() {
    api(
      .get, "/requests", .needs(.subscriptionsView),
      Documentation(
        id: "listRequests", tag: "Requests", summary: "Requests in reach, newest first.", answer: "Request",
        isList: true), query: RequestsAPI.listParameters, RequestsAPI.list)
    api(
      .get, "/requests/:id", .needs(.subscriptionsView),
      Documentation(
        id: "getRequest", tag: "Requests", summary: "A request, and while it waits what it would come to now.",
        answer: "Request"), RequestsAPI.get)
    api(
      .patch, "/requests/:id", .needs(.subscriptionsView),
      Documentation(
        id: "decideRequest", tag: "Requests", summary: "Changes, approves, refuses or cancels a request that waits.",
        body: "RequestPatch", answer: "Request", previews: true), RequestsAPI.decide)
    api(
      .post, "/customers/:id/requests", .needs(.servicesAsk),
      Documentation(
        id: "askForService", tag: "Requests", summary: "Asks one's manager for a service.", body: "NewRequest",
        answer: "Request", status: 201), RequestsAPI.ask)
    requestPages()
  }

  private mutating func requestPages() {
    let one = "/requests/:id"
    page(.get, "/requests", .needs(.subscriptionsView), RequestPages.list)
    page(.get, "/requests/new", .needs(.servicesAsk), ServiceRequestPages.new)
    page(.post, "/requests/new", .needs(.servicesAsk), shows: ServiceRequestPages.new, ServiceRequestPages.ask)
    page(.get, one, .needs(.subscriptionsView), RequestPages.show)
    page(.post, one + "/change", .needs(.subscriptionsView), shows: RequestPages.show, RequestForms.change)
    page(.post, one + "/approval", .needs(.subscriptionsView), shows: RequestPages.show, RequestForms.approve)
    page(.post, one + "/refusal", .needs(.subscriptionsView), shows: RequestPages.show, RequestForms.refuse)
    page(.post, one + "/cancellation", .needs(.subscriptionsView), shows: RequestPages.show, RequestForms.cancel)
    page(
      .post, one + "/fulfilment", .needs(.subscriptionsView), shows: RequestPages.show, ServiceRequestPages.fulfil)
  }
}
