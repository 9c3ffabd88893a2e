import Core

extension RouteBuilder {
  /// Files of records, and what waits one by one.
  mutating func usageIntake() {
    let parked = "/usage-records/parked/:id"
    api(
      .get, parked, .needs(.usageManage),
      Documentation(
        id: "getParkedUsage", tag: "Usage", summary: "A record that waits, and why.", answer: "ParkedUsageRecord"),
      ParkedUsageAPI.get)
    api(
      .post, parked + "/retries", .needs(.usageManage),
      Documentation(
        id: "retryOneParkedUsage", tag: "Usage", summary: "Tries once more to count this record.",
        answer: "UsageSummary"), ParkedUsageAPI.retryOne)
    api(
      .post, parked + "/dismissal", .needs(.usageManage),
      Documentation(
        id: "dismissParkedUsage", tag: "Usage", summary: "Puts a record aside for good, and keeps why.",
        body: "UsageDismissal", answer: "ParkedUsageRecord"), ParkedUsageAPI.dismiss)
    usageFiles()
    usageTags()
    meterKeeping()
    let home = "/usage/parked/:id"
    page(.get, home, .needs(.usageManage), ParkedUsagePages.show)
    page(.post, home + "/retry", .needs(.usageManage), shows: ParkedUsagePages.show, ParkedUsagePages.retry)
    page(.post, home + "/dismissal", .needs(.usageManage), shows: ParkedUsagePages.show, ParkedUsagePages.dismiss)
    page(.get, "/usage/import", .needs(.usageManage), UsageImportPages.show)
    page(.post, "/usage/import", .needs(.usageManage), shows: UsageImportPages.show, UsageImportPages.send)
    let file = "/usage-imports/:id"
    page(.get, file, .needs(.usageManage), UsageImportPages.one)
    page(.post, file + "/approval", .needs(.usageManage), shows: UsageImportPages.one, UsageImportPages.approve)
    page(.post, file + "/withdrawal", .needs(.usageManage), shows: UsageImportPages.one, UsageImportPages.withdraw)
  }

  private mutating func usageFiles() {
    let path = "/usage-imports"
    api(
      .get, path, .needs(.usageManage),
      Documentation(
        id: "listUsageFiles", tag: "Usage", summary: "Files of records sent in, newest first.", answer: "UsageFile",
        isList: true), query: QueryParameter.paging, UsageImportAPI.list)
    api(
      .post, path, .needs(.usageManage),
      Documentation(
        id: "sendUsageFile", tag: "Usage", summary: "Sends a file of records in to be checked: CSV or JSON lines.",
        body: "UsageFileContent", bodyType: "text/csv", answer: "UsageFile", status: 201),
      query: UsageImportAPI.parameters, UsageImportAPI.send)
    api(
      .get, path + "/:id", .needs(.usageManage),
      Documentation(
        id: "getUsageFile", tag: "Usage", summary: "What would become of a file's records, and what is wrong with it.",
        answer: "UsageFile"), UsageImportAPI.get)
    api(
      .patch, path + "/:id", .needs(.usageManage),
      Documentation(
        id: "decideUsageFile", tag: "Usage", summary: "Has a file that was checked taken over whole, or not at all.",
        body: "UsageFilePatch", answer: "UsageFile"), UsageImportAPI.decide)
  }

  private mutating func usageTags() {
    let tags = "/customers/:id/usage-tags"
    api(
      .get, tags, .needs(.centresView),
      Documentation(
        id: "listUsageTags", tag: "Usage", summary: "Tags that came with a customer's records, and where they lead.",
        answer: "UsageTag", isList: true), query: UsageTagsAPI.parameters, UsageTagsAPI.list)
    api(
      .put, tags, .needs(.centresManage),
      Documentation(
        id: "leadUsageTags", tag: "Usage", summary: "Leads tags to centres; open months are split anew.",
        body: "UsageTagLeads", answer: "UsageResplit", previews: true, preview: "UsageResplit"), UsageTagsAPI.lead)
    let splits = "/customers/:id/usage-splits"
    api(
      .get, splits, .needs(.centresView),
      Documentation(
        id: "listUsageSplits", tag: "Usage", summary: "Which services and subscriptions are split by tag.",
        answer: "UsageSplit", isList: true), UsageTagsAPI.choices)
    api(
      .put, splits, .needs(.centresManage),
      Documentation(
        id: "chooseUsageSplit", tag: "Usage", summary: "Splits a service's or a subscription's use by licences or tag.",
        body: "UsageSplitChoice", answer: "UsageResplit", previews: true, preview: "UsageResplit"), UsageTagsAPI.choose)
    page(.get, tags, .needs(.centresView), UsageTagPages.show)
    page(.post, tags, .needs(.centresManage), shows: UsageTagPages.show, UsageTagPages.save)
    page(.post, tags + "/choice", .needs(.centresManage), shows: UsageTagPages.show, UsageTagPages.choose)
  }

  private mutating func meterKeeping() {
    let meters = "/offers/:id/meters"
    api(
      .get, meters, .needs(.catalogueView),
      Documentation(
        id: "listOfferMeters", tag: "Catalogue", summary: "What is counted of an offer, and what it costs.",
        answer: "OfferMeter", isList: true), MeterKeepingAPI.list)
    api(
      .post, meters, .needs(.catalogueManage),
      Documentation(
        id: "addMeter", tag: "Catalogue", summary: "A new meter of an offer.", body: "NewMeter", answer: "OfferMeter",
        status: 201), MeterKeepingAPI.add)
    api(
      .post, "/offers/:id/meter-costs", .needs(.catalogueManage),
      Documentation(
        id: "setMeterCost", tag: "Catalogue", summary: "What a meter costs resellers from a month on.",
        body: "NewMeterCost", answer: "OfferMeter", status: 201), MeterKeepingAPI.set)
    api(
      .post, "/offers/:id/meter-prices", .needs(.pricesManage),
      Documentation(
        id: "setMeterPrice", tag: "Catalogue", summary: "What a meter costs one's customers from a month on.",
        body: "NewMeterPrice", answer: "OfferMeter", status: 201), MeterKeepingAPI.set)
    let page = "/catalogue/offers/:id/meters"
    self.page(.get, page, .needs(.catalogueView), MeterPages.show)
    self.page(.post, page, .needs(.catalogueManage), shows: MeterPages.show, MeterPages.add)
    self.page(.post, page + "/costs", .needs(.catalogueManage), shows: MeterPages.show, MeterPages.set)
    self.page(.post, page + "/prices", .needs(.pricesManage), shows: MeterPages.show, MeterPages.set)
  }
}
