import Core
import HTTP

extension RouteBuilder {
  /// Runs of the bill, and the accounts they leave alone.
  mutating func billingRuns() {
    api(
      .get, "/billing-runs", .needs(.statementsClose),
      Documentation(
        id: "listBillingRuns", tag: "Billing runs", summary: "What runs did for one's customers, newest first.",
        answer: "BillingRun", isList: true), query: QueryParameter.paging, BillingRunsAPI.list)
    api(
      .get, "/billing-runs/:id", .needs(.statementsClose),
      Documentation(
        id: "getBillingRun", tag: "Billing runs", summary: "What one run did for one's customers.",
        answer: "BillingRun"), BillingRunsAPI.get)
    api(
      .get, "/parked-accounts", .needs(.statementsClose),
      Documentation(
        id: "listParkedAccounts", tag: "Billing runs", summary: "Customers that runs leave alone, or did, and why.",
        answer: "ParkedAccount", isList: true), query: BillingRunsAPI.accountParameters, BillingRunsAPI.accounts)
    api(
      .get, "/parked-accounts/:id", .needs(.statementsClose),
      Documentation(
        id: "getParkedAccount", tag: "Billing runs", summary: "Why an account was parked and what waits for it.",
        answer: "ParkedAccount"), BillingRunsAPI.account)
    api(
      .post, "/parked-accounts/:id/release", .needs(.statementsClose),
      Documentation(
        id: "releaseParkedAccount", tag: "Billing runs", summary: "Lets the next run catch up with the account.",
        body: "AccountRelease", answer: "ParkedAccount", previews: true, preview: "ParkedAccount"),
      BillingRunsAPI.release)
    page(.get, "/billing-runs", .needs(.statementsClose), BillingRunPages.list)
    page(.get, "/parked-accounts", .needs(.statementsClose), ParkedAccountPages.list)
    page(.get, "/parked-accounts/:id", .needs(.statementsClose), ParkedAccountPages.show)
    page(
      .post, "/parked-accounts/:id/release", .needs(.statementsClose), shows: ParkedAccountPages.show,
      ParkedAccountPages.release)
  }
}
