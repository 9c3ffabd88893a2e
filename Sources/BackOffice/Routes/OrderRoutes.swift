import Core
import HTTP

extension RouteBuilder {
  /// What is ordered, and what waits for approval.
  mutating func orders() {
    api(
      .get, "/customers/:id/orders", .needs(.subscriptionsView),
      Documentation(
        id: "listOrders", tag: "Orders", summary: "A customer's orders, newest first.", answer: "Order", isList: true),
      query: OrdersAPI.listParameters, OrdersAPI.listOfCustomer)
    api(
      .get, "/orders", .needs(.subscriptionsView),
      Documentation(
        id: "listAllOrders", tag: "Orders", summary: "Orders of all customers in reach, newest first.",
        answer: "Order", isList: true), query: OrdersAPI.allParameters, OrdersAPI.list)
    api(
      .post, "/customers/:id/orders", .needs(.subscriptionsView),
      Documentation(
        id: "placeOrder", tag: "Orders",
        summary: "Orders subscriptions, all or none unless told; waits for approval where the customer may only ask.",
        body: "NewOrder", answer: "Order", status: 201, previews: true), OrdersAPI.place)
    api(
      .get, "/orders/:id", .needs(.subscriptionsView),
      Documentation(id: "getOrder", tag: "Orders", summary: "An order.", answer: "Order"), OrdersAPI.get)
    api(
      .patch, "/orders/:id", .needs(.subscriptionsView),
      Documentation(
        id: "decideOrder", tag: "Orders", summary: "Changes, approves, rejects or cancels an order that waits.",
        body: "OrderPatch", answer: "Order", previews: true), OrdersAPI.change)
    orderPages()
  }

  private mutating func orderPages() {
    page(.get, "/orders", .needs(.subscriptionsView), OrderPages.list)
    page(.get, "/orders/new", .needs(.subscriptionsView), NewOrderPages.new)
    page(.post, "/orders/new", .needs(.subscriptionsView), shows: NewOrderPages.new, NewOrderPages.place)
    page(.get, "/orders/:id", .needs(.subscriptionsView), OrderPages.show)
    page(.post, "/orders/:id/approval", .needs(.subscriptionsView), shows: OrderPages.show, OrderPages.approve)
    page(.post, "/orders/:id/change", .needs(.subscriptionsView), shows: OrderPages.show, OrderPages.change)
    page(.post, "/orders/:id/rejection", .needs(.subscriptionsView), shows: OrderPages.show, OrderPages.reject)
    page(.post, "/orders/:id/cancellation", .needs(.subscriptionsView), shows: OrderPages.show, OrderPages.cancel)
  }
}
