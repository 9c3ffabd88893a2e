import Core
import HTTP

extension RouteBuilder {
  /// Vendors: how they are reached, what they are asked, what they call back with, what they have.
  mutating func vendors() {
    connectors()
    fulfilments()
    reconciliations()
    open(
      .post, "/vendor-callbacks/:id", .api,
      documentation: Documentation(
        id: "callBack", tag: "Vendors",
        summary: "A vendor's later answer, signed with HMAC-SHA256 over time and body by the connector's secret.",
        body: "VendorCallback", answer: "VendorCallbackTaken"), VendorCallbacks.take)
    vendorPages()
  }

  private mutating func connectors() {
    let needed = Access.needs(.provisioningManage)
    api(
      .get, "/connectors", needed,
      Documentation(
        id: "listConnectors", tag: "Vendors", summary: "How each service's vendor is reached.", answer: "Connector",
        isList: true), query: QueryParameter.paging, ConnectorsAPI.list)
    api(
      .post, "/connectors", needed,
      Documentation(
        id: "createConnector", tag: "Vendors",
        summary: "Puts a vendor behind a service; the secret shared with it is shown this once.", body: "NewConnector",
        answer: "Connector", status: 201), ConnectorsAPI.create)
    api(
      .get, "/connectors/:id", needed,
      Documentation(id: "getConnector", tag: "Vendors", summary: "A connector.", answer: "Connector"),
      ConnectorsAPI.get)
    api(
      .patch, "/connectors/:id", needed,
      Documentation(
        id: "changeConnector", tag: "Vendors", summary: "Changes its address or settings, renews its secret, ends it.",
        body: "ConnectorPatch", answer: "Connector"), ConnectorsAPI.change)
  }

  private mutating func fulfilments() {
    api(
      .get, "/fulfilments", .needs(.subscriptionsView),
      Documentation(
        id: "listFulfilments", tag: "Vendors", summary: "What vendors are asked to do, newest first.",
        answer: "Fulfilment", isList: true), query: FulfilmentsAPI.listParameters, FulfilmentsAPI.list)
    api(
      .get, "/fulfilments/:id", .needs(.subscriptionsView),
      Documentation(id: "getFulfilment", tag: "Vendors", summary: "One request to a vendor.", answer: "Fulfilment"),
      FulfilmentsAPI.get)
    api(
      .patch, "/fulfilments/:id", .needs(.provisioningManage),
      Documentation(
        id: "settleFulfilment", tag: "Vendors", summary: "Takes, retries or settles a request by hand.",
        body: "FulfilmentPatch", answer: "Fulfilment", previews: true), FulfilmentsAPI.change)
    api(
      .post, "/fulfilments/:id/answer", .needs(.subscriptionsChange),
      Documentation(
        id: "answerVendor", tag: "Vendors", summary: "Tells the vendor what it asked for.", body: "VendorData",
        answer: "Fulfilment"), FulfilmentsAPI.answer)
  }

  private mutating func reconciliations() {
    let needed = Access.needs(.provisioningManage)
    api(
      .get, "/reconciliations", needed,
      Documentation(
        id: "listReconciliations", tag: "Vendors", summary: "Comparisons of inventories, newest first.",
        answer: "Reconciliation", isList: true), query: ReconciliationsAPI.listParameters, ReconciliationsAPI.list)
    api(
      .post, "/connectors/:id/reconciliations", needed,
      Documentation(
        id: "compareInventory", tag: "Vendors",
        summary: "Has the vendor's inventory fetched and compared; where people do it, compares a CSV body.",
        body: "ComparisonWanted", status: 202), ReconciliationsAPI.start)
    api(
      .get, "/reconciliations/:id", needed,
      Documentation(id: "getReconciliation", tag: "Vendors", summary: "One comparison.", answer: "Reconciliation"),
      ReconciliationsAPI.get)
    api(
      .get, "/reconciliations/:id/differences", needed,
      Documentation(
        id: "listDifferences", tag: "Vendors", summary: "In what the vendor's inventory and ours differ.",
        answer: "InventoryDifference", isList: true), query: QueryParameter.paging, ReconciliationsAPI.differences)
    api(
      .patch, "/differences/:id", needed,
      Documentation(
        id: "settleDifference", tag: "Vendors", summary: "Marks a difference settled, or tells the vendor ours again.",
        body: "DifferencePatch", answer: "InventoryDifference"), ReconciliationsAPI.change)
  }

  private mutating func vendorPages() {
    let needed = Access.needs(.provisioningManage)
    page(.get, "/provisioning/tasks", needed, FulfilmentPages.tasks)
    page(.get, "/fulfilments/:id", .needs(.subscriptionsView), FulfilmentPages.show)
    page(.post, "/fulfilments/:id/verdict", needed, shows: FulfilmentPages.show, FulfilmentForms.decide)
    page(.get, "/fulfilments/:id/refusal", needed, FulfilmentForms.askRefusal)
    page(.post, "/fulfilments/:id/refusal", needed, shows: FulfilmentForms.askRefusal, FulfilmentForms.refuse)
    page(
      .post, "/fulfilments/:id/answer", .needs(.subscriptionsChange), shows: FulfilmentPages.show,
      FulfilmentForms.answer)
    page(.get, "/connectors", needed, ConnectorPages.list)
    page(.post, "/connectors", needed, shows: ConnectorPages.list, ConnectorPages.create)
    page(.get, "/connectors/:id", needed, ConnectorPages.show)
    page(.post, "/connectors/:id", needed, shows: ConnectorPages.show, ConnectorPages.change)
    page(.get, "/connectors/:id/ending", needed, ConnectorPages.askEnd)
    page(.post, "/connectors/:id/ending", needed, shows: ConnectorPages.askEnd, ConnectorPages.end)
    page(.post, "/connectors/:id/secret", needed, shows: ConnectorPages.show, ConnectorPages.renewSecret)
    page(.post, "/connectors/:id/reconciliations", needed, shows: ConnectorPages.show, ReconciliationPages.start)
    page(.get, "/reconciliations/:id", needed, ReconciliationPages.show)
    page(.get, "/reconciliations/:id/document", needed, ReconciliationsAPI.document)
    page(.post, "/differences/:id", needed, ReconciliationPages.settle)
  }
}
