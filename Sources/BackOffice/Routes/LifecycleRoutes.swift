import Core

extension RouteBuilder {
  /// Upgrades of subscriptions and conversions of trials.
  mutating func lifecycle() {
    api(
      .get, "/subscriptions/:id/upgrade", .needs(.subscriptionsView),
      Documentation(
        id: "getUpgradeTargets", tag: "Subscriptions",
        summary: "What a subscription can be upgraded to: offers for a new line, and lines there are.",
        answer: "UpgradeTargets"), LifecycleAPI.upgradeTargets)
    api(
      .post, "/subscriptions/:id/upgrade", .needs(.subscriptionsChange),
      Documentation(
        id: "upgradeSubscription", tag: "Subscriptions",
        summary: "Upgrades all or some licences for good; answers the subscription they went on as.", body: "Upgrade",
        answer: "Subscription", previews: true, waits: true), LifecycleAPI.upgrade)
    api(
      .get, "/subscriptions/:id/conversion", .needs(.subscriptionsView),
      Documentation(
        id: "getConversionTargets", tag: "Subscriptions", summary: "What a trial can go on as.",
        answer: "ConversionTargets"), LifecycleAPI.conversionTargets)
    api(
      .post, "/subscriptions/:id/conversion", .needs(.subscriptionsChange),
      Documentation(
        id: "convertTrial", tag: "Subscriptions",
        summary: "Converts a trial from today; answers the subscription it went on as.", body: "Conversion",
        answer: "Subscription", previews: true, waits: true), LifecycleAPI.convert)
    lifecyclePages()
  }

  private mutating func lifecyclePages() {
    let one = "/subscriptions/:id"
    page(.get, one + "/upgrade", .needs(.subscriptionsChange), UpgradePages.show)
    page(.post, one + "/upgrade", .needs(.subscriptionsChange), shows: UpgradePages.show, UpgradePages.upgrade)
    page(.get, one + "/conversion", .needs(.subscriptionsChange), ConversionPages.show)
    page(
      .post, one + "/conversion", .needs(.subscriptionsChange), shows: ConversionPages.show, ConversionPages.convert)
    page(.get, one + "/renewal", .needs(.subscriptionsChange), RenewalPlanPages.show)
    page(.post, one + "/renewal", .needs(.subscriptionsChange), shows: RenewalPlanPages.show, RenewalPlanPages.plan)
  }
}
