import Core

extension RouteBuilder {
  /// What was used of metered subscriptions.
  mutating func usage() {
    api(
      .post, "/usage-records", .needs(.usageManage),
      Documentation(
        id: "recordUsage", tag: "Usage",
        summary: "Counts records of use, each once however often it is sent; other content under an id corrects it.",
        body: "UsageRecords", answer: "UsageSummary"), UsageAPI.record)
    api(
      .get, "/usage-records/parked", .needs(.usageManage),
      Documentation(
        id: "listParkedUsage", tag: "Usage", summary: "Records of one's own that could not be counted, oldest first.",
        answer: "ParkedUsageRecord", isList: true), query: ParkedUsageAPI.parameters, ParkedUsageAPI.list)
    api(
      .post, "/usage-records/parked/retries", .needs(.usageManage),
      Documentation(
        id: "retryParkedUsage", tag: "Usage", summary: "Tries once more to count what is parked, the oldest 100,000.",
        answer: "UsageSummary"), ParkedUsageAPI.retry)
    api(
      .get, "/subscriptions/:id/usage", .needs(.subscriptionsView),
      Documentation(
        id: "listUsage", tag: "Usage", summary: "What a subscription used, by month and meter, latest first.",
        answer: "UsageMonth", isList: true), query: QueryParameter.paging, UsageAPI.months)
    api(
      .get, "/subscriptions/:id/meters", .needs(.subscriptionsView),
      Documentation(
        id: "listMeters", tag: "Usage", summary: "What can be counted of a subscription, and what it costs this month.",
        answer: "Meter", isList: true), UsageAPI.meters)
    page(.get, "/usage", .needs(.usageManage), UsagePages.list)
    page(.post, "/usage/retries", .needs(.usageManage), shows: UsagePages.list, UsagePages.retry)
  }
}
