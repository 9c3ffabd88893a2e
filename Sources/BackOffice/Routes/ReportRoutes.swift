import Core
import HTTP

extension RouteBuilder {
  /// What charges and licences come to.
  mutating func reports() {
    api(
      .get, "/reports/consumption", .needs(.statementsView),
      Documentation(
        id: "reportConsumption", tag: "Reports",
        summary: "What was charged by month, service, billing centre, customer or reseller; also as file or picture.",
        answer: "ConsumptionReport"), query: ReportsAPI.parameters(of: .consumption), ReportsAPI.consumption)
    api(
      .get, "/reports/licences", .needs(.customersView),
      Documentation(
        id: "reportLicences", tag: "Reports", summary: "Licences bought, and how many of them people hold.",
        answer: "LicenceReport"), query: ReportsAPI.parameters(of: .licences), ReportsAPI.licences)
    api(
      .get, "/reports/margin", .needs(.costsView),
      Documentation(
        id: "reportMargin", tag: "Reports", summary: "For resellers: price, cost and what is between them.",
        answer: "MarginReport"), query: ReportsAPI.parameters(of: .margin), ReportsAPI.margin)
    api(
      .get, "/reports/revenue", .needs(.costsView),
      Documentation(
        id: "reportRevenue", tag: "Reports", summary: "For sellers: what those they sell to owe them.",
        answer: "ConsumptionReport"), query: ReportsAPI.parameters(of: .revenue), ReportsAPI.revenue)
    page(.get, "/reports", .needs(.customersView), ReportPages.show)
  }
}
