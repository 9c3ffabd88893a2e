import Core

extension RouteBuilder {
  /// The pages of the start, customers, resellers, subscriptions, the catalogue and search.
  mutating func selling() {
    page(.get, "/", .signedIn, HomePages.show)
    organizationPages()
    subscriptionPages()
    page(.get, "/catalogue", .needs(.catalogueView), CataloguePages.list)
    page(.get, "/search", .signedIn, SearchPages.show)
  }

  private mutating func organizationPages() {
    page(.get, "/customers", .needs(.customersView), CustomerPages.list)
    page(.get, "/customers/new", .needs(.customersManage), CustomerFormPages.new)
    page(.post, "/customers", .needs(.customersManage), shows: CustomerFormPages.new, CustomerFormPages.create)
    page(.get, "/customers/:id", .needs(.customersView), CustomerPages.show)
    page(.get, "/customers/:id/edit", .needs(.customersManage), CustomerFormPages.edit)
    page(
      .post, "/customers/:id/edit", .needs(.customersManage), shows: CustomerFormPages.edit, CustomerFormPages.change)
    page(.get, "/resellers", .needs(.resellersManage), ResellerPages.list)
    page(.get, "/resellers/:id", .needs(.resellersManage), ResellerPages.show)
  }

  private mutating func subscriptionPages() {
    page(.get, "/subscriptions", .needs(.subscriptionsView), SubscriptionListPages.list)
    page(.get, "/subscriptions/:id", .needs(.subscriptionsView), SubscriptionPages.show)
    changePages()
    let new = "/customers/:id/subscriptions/new"
    page(.get, new, .needs(.subscriptionsChange), PurchasePages.show)
    page(.post, new, .needs(.subscriptionsChange), shows: PurchasePages.show, PurchaseConfirmation.add)
  }

  private mutating func changePages() {
    let one = "/subscriptions/:id"
    page(.get, one + "/quantity", .needs(.subscriptionsChange), QuantityPages.show)
    page(
      .post, one + "/quantity", .needs(.subscriptionsChange), shows: QuantityPages.show, QuantityPages.change)
    page(.get, one + "/suspension", .needs(.subscriptionsSuspend), LifecyclePages.askSuspension)
    page(
      .post, one + "/suspension", .needs(.subscriptionsSuspend), shows: LifecyclePages.askSuspension,
      LifecyclePages.suspend)
    page(
      .post, one + "/activation", .needs(.subscriptionsSuspend), shows: SubscriptionPages.show,
      LifecyclePages.activate)
    page(.get, one + "/name", .needs(.subscriptionsChange), LifecyclePages.askName)
    page(.post, one + "/name", .needs(.subscriptionsChange), shows: LifecyclePages.askName, LifecyclePages.rename)
    page(
      .post, one + "/auto-renewal", .needs(.subscriptionsChange), shows: SubscriptionPages.show,
      LifecyclePages.setAutoRenewal)
    page(.get, one + "/cancellation", .needs(.subscriptionsChange), CancellationPages.show)
    page(
      .post, one + "/cancellation", .needs(.subscriptionsChange), shows: CancellationPages.show,
      CancellationPages.cancel)
  }
}
