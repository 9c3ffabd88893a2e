import Core

extension RouteBuilder {
  /// The pages of the start, customers, resellers, subscriptions, the catalogue and search.
  mutating func selling() {
    subscriptionPages()
  }

  private mutating func subscriptionPages() {
    page(.get, "/subscriptions", .needs(.subscriptionsView), SubscriptionListPages.list)
    page(.get, "/subscriptions/:id", .needs(.subscriptionsView), SubscriptionPages.show)
    changePages()
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
    page(.get, one + "/renewal", .needs(.subscriptionsChange), LifecyclePages.askRenewal)
    page(
      .post, one + "/renewal", .needs(.subscriptionsChange), shows: LifecyclePages.askRenewal,
      LifecyclePages.planRenewal)
    page(.get, one + "/cancellation", .needs(.subscriptionsChange), CancellationPages.show)
    page(
      .post, one + "/cancellation", .needs(.subscriptionsChange), shows: CancellationPages.show,
      CancellationPages.cancel)
  }
}
