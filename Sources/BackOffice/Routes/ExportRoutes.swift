import Core

extension RouteBuilder {
  /// Documents that are made by a job and fetched later.
  mutating func exports() {
    api(
      .get, "/exports", .needs(.statementsView),
      Documentation(
        id: "listExports", tag: "Exports", summary: "One's own, newest first.", answer: "Export", isList: true),
      query: QueryParameter.paging, ExportsAPI.list)
    api(
      .post, "/exports", .needs(.statementsView),
      Documentation(
        id: "createExport", tag: "Exports",
        summary: "Has statements made into files by a job; asked twice before it is made, it is the same one.",
        body: "NewExport", answer: "Export", status: 202), ExportsAPI.create)
    api(
      .get, "/exports/:id", .needs(.statementsView),
      Documentation(
        id: "getExport", tag: "Exports", summary: "How far it is, and where its file is.", answer: "Export"),
      ExportsAPI.get)
    api(
      .get, "/exports/:id/file", .needs(.statementsView),
      Documentation(
        id: "getExportFile", tag: "Exports", summary: "The file, while one may see all that is in it."),
      ExportsAPI.file)
    api(
      .delete, "/exports/:id", .needs(.statementsView),
      Documentation(
        id: "deleteExport", tag: "Exports", summary: "Stops it where it is being made; its file is gone.", status: 204),
      ExportsAPI.remove)
    page(.get, "/exports", .needs(.statementsView), ExportPages.list)
    page(.post, "/exports", .needs(.statementsView), shows: ExportPages.list, ExportPages.create)
    page(.post, "/exports/:id/again", .needs(.statementsView), shows: ExportPages.list, ExportPages.again)
    page(.post, "/exports/:id/removal", .needs(.statementsView), shows: ExportPages.list, ExportPages.remove)
  }

  /// Closed statements on their way by mail.
  mutating func statementMail() {
    api(
      .get, "/customers/:id/statement-mail", .needs(.statementsView),
      Documentation(
        id: "getStatementMail", tag: "Statements", summary: "Where whole statements go when they are closed.",
        answer: "StatementMail"), StatementMailAPI.ofCustomer)
    api(
      .put, "/customers/:id/statement-mail", .needs(.centresManage),
      Documentation(
        id: "putStatementMail", tag: "Statements", summary: "Has whole statements mailed when they are closed.",
        body: "NewStatementMail", answer: "StatementMail"), StatementMailAPI.setOfCustomer)
    api(
      .get, "/billing-centres/:id/statement-mail", .needs(.statementsView),
      Documentation(
        id: "getCentreStatementMail", tag: "Billing centres",
        summary: "Whether the centre's part goes to its contact when a statement is closed.", answer: "StatementMail"),
      StatementMailAPI.ofCentre)
    api(
      .put, "/billing-centres/:id/statement-mail", .needs(.centresManage),
      Documentation(
        id: "putCentreStatementMail", tag: "Billing centres",
        summary: "Has the centre's part mailed to its contact when a statement is closed.",
        body: "NewCentreStatementMail", answer: "StatementMail"), StatementMailAPI.setOfCentre)
    api(
      .get, "/statements/:id/deliveries", .needs(.statementsView),
      Documentation(
        id: "listDeliveries", tag: "Statements", summary: "What of it was mailed to whom, newest first.",
        answer: "StatementDelivery", isList: true), query: QueryParameter.paging, StatementMailAPI.deliveries)
    api(
      .post, "/statements/:id/deliveries", .needs(.centresManage),
      Documentation(
        id: "deliverStatement", tag: "Statements", summary: "Mails a closed statement, or a centre's part, once more.",
        body: "NewStatementDelivery", answer: "StatementDelivery", status: 201), StatementMailAPI.send)
    page(.get, "/centres/:id/statement-mail", .needs(.centresManage), StatementMailPages.ofCentre)
    page(
      .post, "/centres/:id/statement-mail", .needs(.centresManage), shows: StatementMailPages.ofCentre,
      StatementMailPages.setOfCentre)
    page(.get, "/customers/:id/statement-mail", .needs(.centresManage), StatementMailPages.ofCustomer)
    page(
      .post, "/customers/:id/statement-mail", .needs(.centresManage), shows: StatementMailPages.ofCustomer,
      StatementMailPages.setOfCustomer)
    page(
      .post, "/statements/:id/deliveries", .needs(.centresManage), shows: StatementPages.show, StatementMailPages.send)
  }
}
