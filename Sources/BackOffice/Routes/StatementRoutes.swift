import Core

extension RouteBuilder {
  /// Closing months, what months really cost, and who is taxed how.
  mutating func statementKeeping() {
    closings()
    taxes()
    api(
      .get, "/effective-costs", .needs(.statementsView),
      Documentation(
        id: "getEffectiveCosts", tag: "Statements",
        summary: "What a month cost a buyer, whenever it was billed: amounts spread over the days they cover.",
        answer: "EffectiveCosts"), query: EffectiveCostsAPI.parameters, EffectiveCostsAPI.get)
    page(.get, "/effective-costs", .needs(.statementsView), EffectiveCostPages.show)
  }

  private mutating func closings() {
    api(
      .get, "/statement-closings", .needs(.statementsClose),
      Documentation(
        id: "listStatementClosings", tag: "Statements", summary: "Months closed for many, newest first.",
        answer: "StatementClosing", isList: true), query: QueryParameter.paging, ClosingsAPI.list)
    api(
      .post, "/statement-closings", .needs(.statementsClose),
      Documentation(
        id: "closeMonth", tag: "Statements",
        summary: "Closes a month for all buyers or some; a job does what takes long.", body: "NewStatementClosing",
        answer: "StatementClosing", status: 201, previews: true, preview: "StatementClosing"), ClosingsAPI.create)
    api(
      .get, "/statement-closings/:id", .needs(.statementsClose),
      Documentation(
        id: "getStatementClosing", tag: "Statements", summary: "Where it stands, and what stands in the way.",
        answer: "StatementClosing"), ClosingsAPI.get)
    api(
      .get, "/statement-closings/:id/statements", .needs(.statementsClose),
      Documentation(
        id: "listClosingStatements", tag: "Statements", summary: "What became of each statement.",
        answer: "ClosingStatement", isList: true), query: ClosingsAPI.itemParameters, ClosingsAPI.items)
    api(
      .get, "/closing-settings", .needs(.statementsClose),
      Documentation(
        id: "getClosingSettings", tag: "Statements", summary: "When one's months are closed.",
        answer: "ClosingSettings"), ClosingsAPI.settings)
    api(
      .put, "/closing-settings", .needs(.statementsClose),
      Documentation(
        id: "setClosingSettings", tag: "Statements", summary: "By themselves some days after the month, or by hand.",
        body: "ClosingSettings", answer: "ClosingSettings"), ClosingsAPI.changeSettings)
    page(.get, "/statement-closings", .needs(.statementsClose), ClosingPages.list)
    page(.get, "/statement-closings/new", .needs(.statementsClose), ClosingPages.confirm)
    page(.post, "/statement-closings", .needs(.statementsClose), shows: ClosingPages.list, ClosingPages.create)
    page(
      .post, "/statement-closings/settings", .needs(.statementsClose), shows: ClosingPages.list, ClosingPages.setting)
    page(.get, "/statement-closings/:id", .needs(.statementsClose), ClosingPages.show)
  }

  private mutating func taxes() {
    api(
      .get, "/organizations/:id/vat", .needs(.statementsView),
      Documentation(
        id: "getTaxStanding", tag: "Statements", summary: "How an organization is taxed.", answer: "TaxStanding"),
      TaxStandingsAPI.get)
    api(
      .patch, "/organizations/:id/vat", .needs(.statementsClose),
      Documentation(
        id: "changeTaxStanding", tag: "Statements",
        summary: "Marks a buyer as exempt, or oneself as a small business; counts for what is open.",
        body: "TaxStandingPatch", answer: "TaxStanding"), TaxStandingsAPI.change)
    page(.get, "/organizations/:id/vat", .needs(.statementsView), TaxPages.show)
    page(.post, "/organizations/:id/vat", .needs(.statementsClose), shows: TaxPages.show, TaxPages.change)
  }
}
