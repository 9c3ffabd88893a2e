import Core

extension RouteBuilder {
  /// One command for many subscriptions. Making one is its preview; nothing happens before it is started. Splits are
  /// for whoever keeps the billing centres, all else for whoever changes subscriptions: the operation knows which.
  mutating func bulk() {
    api(
      .get, "/bulk-changes", .needs(.subscriptionsView),
      Documentation(
        id: "listBulkChanges", tag: "Bulk changes", summary: "The organization's, newest first.", answer: "BulkChange",
        isList: true), query: QueryParameter.paging, BulkAPI.list)
    api(
      .post, "/bulk-changes", .needs(.subscriptionsView),
      Documentation(
        id: "createBulkChange", tag: "Bulk changes",
        summary: "Selects subscriptions and previews one command for all of them; nothing is done yet.",
        body: "NewBulkChange", answer: "BulkChange", status: 201), BulkAPI.create)
    api(
      .get, "/bulk-changes/:id", .needs(.subscriptionsView),
      Documentation(
        id: "getBulkChange", tag: "Bulk changes",
        summary: "Where it stands, what it comes to, what is refused and why.",
        answer: "BulkChange"), BulkAPI.get)
    api(
      .get, "/bulk-changes/:id/lines", .needs(.subscriptionsView),
      Documentation(
        id: "listBulkChangeLines", tag: "Bulk changes", summary: "What became of each subscription.",
        answer: "BulkChangeLine", isList: true), query: BulkAPI.lineParameters, BulkAPI.lines)
    api(
      .get, "/bulk-changes/:id/report", .needs(.subscriptionsView),
      Documentation(
        id: "getBulkChangeReport", tag: "Bulk changes", summary: "All lines as CSV or Excel."),
      query: BulkAPI.reportParameters, BulkAPI.report)
    api(
      .post, "/bulk-changes/:id/start", .needs(.subscriptionsView),
      Documentation(
        id: "startBulkChange", tag: "Bulk changes", summary: "Confirms the preview; a job does the rest.",
        answer: "BulkChange"), BulkAPI.start)
    api(
      .post, "/bulk-changes/:id/stop", .needs(.subscriptionsView),
      Documentation(
        id: "stopBulkChange", tag: "Bulk changes", summary: "Does nothing further; what is done stays.",
        answer: "BulkChange"), BulkAPI.stop)
    bulkPages()
  }

  private mutating func bulkPages() {
    page(.get, "/bulk-changes", .needs(.subscriptionsView), BulkListPages.list)
    page(.get, "/bulk-changes/new", .needs(.subscriptionsChange), BulkFormPages.show)
    page(.post, "/bulk-changes/new", .needs(.subscriptionsChange), shows: BulkFormPages.show, BulkFormPages.create)
    page(.get, "/bulk-changes/:id", .needs(.subscriptionsView), BulkPages.show)
    page(.post, "/bulk-changes/:id/start", .needs(.subscriptionsView), shows: BulkPages.show, BulkPages.start)
    page(.post, "/bulk-changes/:id/stop", .needs(.subscriptionsView), shows: BulkPages.show, BulkPages.stop)
  }
}
