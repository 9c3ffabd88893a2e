import Core
import HTTP

extension RouteBuilder {
  /// Standing rules, how splits came about, and what lands on a billing centre.
  mutating func splits() {
    standingRules()
    api(
      .get, "/subscriptions/:id/split-history", .needs(.centresView),
      Documentation(
        id: "listSplitHistory", tag: "Subscriptions",
        summary:
          "How the licences were split over billing centres, by whom, and what each change posted; newest first.",
        answer: "SplitHistoryEntry", isList: true), query: QueryParameter.paging, SplitsAPI.history)
    api(
      .get, "/billing-centres/:id/charges", .needs(.centresView),
      Documentation(
        id: "listCentreCharges", tag: "Billing centres", summary: "What landed on a centre and when, newest first.",
        answer: "CentreCharge", isList: true), query: SplitsAPI.chargeParameters, SplitsAPI.charges)
    api(
      .get, "/billing-centres/:id/use", .needs(.centresManage),
      Documentation(
        id: "getCentreUse", tag: "Billing centres", summary: "Whether a centre can be closed, and what keeps it open.",
        answer: "CentreUse"), SplitsAPI.use)
    splitPages()
  }

  private mutating func standingRules() {
    let general = "/customers/:id/split-rule"
    let ofService = "/customers/:id/split-rules/:serviceId"
    api(
      .get, "/customers/:id/split-rules", .needs(.centresView),
      Documentation(
        id: "listSplitRules", tag: "Billing centres",
        summary: "Where a customer's licences go when nobody names a centre, the general rule first.",
        answer: "SplitRule", isList: true), query: QueryParameter.paging, StandingRulesAPI.list)
    api(
      .get, general, .needs(.centresView),
      Documentation(
        id: "getSplitRule", tag: "Billing centres", summary: "The rule for all that has none of its own.",
        answer: "SplitRule"), StandingRulesAPI.getGeneral)
    api(
      .put, general, .needs(.centresManage), setting("putSplitRule", "Sets the rule for all that has none of its own."),
      query: [StandingRulesAPI.quantity], StandingRulesAPI.putGeneral)
    api(
      .delete, general, .needs(.centresManage),
      Documentation(
        id: "removeSplitRule", tag: "Billing centres",
        summary: "Ends it: what is bought goes to the default centre again.", status: 204),
      StandingRulesAPI.removeGeneral)
    api(
      .get, ofService, .needs(.centresView),
      Documentation(
        id: "getServiceSplitRule", tag: "Billing centres", summary: "The rule for a service.", answer: "SplitRule"),
      StandingRulesAPI.getOfService)
    api(
      .put, ofService, .needs(.centresManage), setting("putServiceSplitRule", "Sets the rule for a service."),
      query: [StandingRulesAPI.quantity], StandingRulesAPI.putOfService)
    api(
      .delete, ofService, .needs(.centresManage),
      Documentation(
        id: "removeServiceSplitRule", tag: "Billing centres", summary: "Ends it: the general rule holds again.",
        status: 204), StandingRulesAPI.removeOfService)
  }

  private func setting(_ id: String, _ summary: String) -> Documentation {
    Documentation(
      id: id, tag: "Billing centres", summary: summary, body: "NewSplitRule", answer: "SplitRule", previews: true,
      preview: "SplitRuleExample")
  }

  private mutating func splitPages() {
    let rules = "/customers/:id/split-rules"
    page(.get, rules, .needs(.centresView), StandingRulePages.list)
    page(.get, rules + "/edit", .needs(.centresManage), StandingRulePages.edit)
    page(.post, rules + "/edit", .needs(.centresManage), shows: StandingRulePages.edit, StandingRulePages.set)
    page(.post, rules + "/removal", .needs(.centresManage), shows: StandingRulePages.edit, StandingRulePages.remove)
    let again = "/customers/:id/resplit"
    page(.get, again, .needs(.centresManage), ResplitPages.show)
    page(.post, again, .needs(.centresManage), shows: ResplitPages.show, ResplitPages.preview)
    page(.get, "/centres/:id/closing", .needs(.centresManage), CentreClosingPages.show)
    page(.get, "/centres/:id/charges", .needs(.centresView), CentreLedgerPages.show)
  }
}
