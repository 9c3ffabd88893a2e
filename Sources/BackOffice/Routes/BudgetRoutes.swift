import Core
import HTTP

extension RouteBuilder {
  /// What centres and subscriptions may come to in a month.
  mutating func budgets() {
    let own = "/customers/:id/budgets"
    let one = "/budgets/:id"
    api(
      .get, own, .needs(.centresView),
      Documentation(
        id: "listBudgets", tag: "Budgets", summary: "A customer's budgets, with what this month stands at.",
        answer: "Budget", isList: true), query: BudgetsAPI.listParameters, BudgetsAPI.list)
    api(
      .post, own, .needs(.centresManage),
      Documentation(
        id: "createBudget", tag: "Budgets", summary: "Sets a budget for a centre or a subscription.",
        body: "NewBudget", answer: "Budget", status: 201, previews: true, preview: "BudgetPreview"), BudgetsAPI.create)
    api(
      .get, one, .needs(.centresView),
      Documentation(id: "getBudget", tag: "Budgets", summary: "One budget.", answer: "Budget"), BudgetsAPI.get)
    api(
      .patch, one, .needs(.centresManage),
      Documentation(
        id: "changeBudget", tag: "Budgets",
        summary: "Changes the amount from a month on, the shares, or who is told.", body: "BudgetPatch",
        answer: "Budget", previews: true, preview: "BudgetPreview"), BudgetsAPI.change)
    api(
      .delete, one, .needs(.centresManage),
      Documentation(
        id: "endBudget", tag: "Budgets", summary: "Ends it: nobody is warned any more, and its months stay.",
        status: 204), BudgetsAPI.end)
    api(
      .get, one + "/months", .needs(.centresView),
      Documentation(
        id: "listBudgetMonths", tag: "Budgets",
        summary: "What each month came to, and the shares that were reached, latest first.", answer: "BudgetMonth",
        isList: true), query: QueryParameter.paging, BudgetsAPI.months)
    budgetPages()
  }

  private mutating func budgetPages() {
    let own = "/customers/:id/budgets"
    let one = "/budgets/:id"
    page(.get, "/budgets", .needs(.centresView), BudgetPages.own)
    page(.get, own, .needs(.centresView), BudgetPages.ofCustomer)
    page(.get, own + "/new", .needs(.centresManage), BudgetForms.new)
    page(.post, own + "/new", .needs(.centresManage), shows: BudgetForms.new, BudgetForms.create)
    page(.get, one, .needs(.centresView), BudgetPages.show)
    page(.get, one + "/edit", .needs(.centresManage), BudgetForms.edit)
    page(.post, one + "/edit", .needs(.centresManage), shows: BudgetForms.edit, BudgetForms.change)
    page(.get, one + "/ending", .needs(.centresManage), BudgetForms.askEnd)
    page(.post, one + "/ending", .needs(.centresManage), shows: BudgetForms.askEnd, BudgetForms.end)
  }
}
