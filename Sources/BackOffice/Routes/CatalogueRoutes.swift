import Core
import HTTP

extension RouteBuilder {
  /// What a distributor keeps: services, products, plans, offers, categories and price lists.
  mutating func catalogueKeeping() {
    keep(
      "Service", "/services", (CatalogueKeepingAPI.service, "ServiceDetail"), CatalogueKeepingAPI.createService,
      CatalogueKeepingAPI.changeService)
    keep(
      "Product", "/products", (CatalogueKeepingAPI.product, "ProductDetail"), CatalogueKeepingAPI.createProduct,
      CatalogueKeepingAPI.changeProduct)
    api(
      .get, "/categories", .needs(.catalogueView),
      Documentation(
        id: "listCategories", tag: "Catalogue", summary: "Categories of plans.", answer: "Category", isList: true),
      query: QueryParameter.paging, CatalogueKeepingAPI.categories)
    keep(
      "Category", "/categories", (CatalogueKeepingAPI.category, "Category"), CatalogueKeepingAPI.createCategory,
      CatalogueKeepingAPI.changeCategory)
    api(
      .get, "/plans", .needs(.catalogueView),
      Documentation(id: "listPlans", tag: "Catalogue", summary: "Plans.", answer: "Plan", isList: true),
      query: CatalogueKeepingAPI.planParameters, CatalogueKeepingAPI.plans)
    keep("Plan", "/plans", nil, CatalogueKeepingAPI.createPlan, CatalogueKeepingAPI.changePlan)
    api(
      .get, "/offers/:id", .needs(.catalogueView),
      Documentation(id: "getOffer", tag: "Catalogue", summary: "One offer.", answer: "Offer"),
      query: [QueryParameter("customerId", "With the prices for this customer.", format: "uuid")],
      CatalogueKeepingAPI.offer)
    keep("Offer", "/offers", nil, CatalogueKeepingAPI.createOffer, CatalogueKeepingAPI.changeOffer)
    priceLists()
    cataloguePages()
  }

  /// Reading one, making one, changing one.
  private mutating func keep(
    _ name: String, _ path: String, _ get: (read: @Sendable (Call) throws -> Response, answer: String)?,
    _ create: @escaping @Sendable (Call) throws -> Response, _ change: @escaping @Sendable (Call) throws -> Response
  ) {
    let answer = get?.answer ?? name
    let noun = name.lowercased()
    if let get {
      api(
        .get, path + "/:id", .needs(.catalogueView),
        Documentation(id: "get\(name)", tag: "Catalogue", summary: "One \(noun).", answer: answer), get.read)
    }
    api(
      .post, path, .needs(.catalogueManage),
      Documentation(
        id: "create\(name)", tag: "Catalogue", summary: "A new \(noun).", body: "New\(name)", answer: answer,
        status: 201), create)
    api(
      .patch, path + "/:id", .needs(.catalogueManage),
      Documentation(
        id: "change\(name)", tag: "Catalogue", summary: "Changes a \(noun).", body: "\(name)Patch", answer: answer),
      change)
  }

  private mutating func priceLists() {
    let path = "/catalogue-imports"
    api(
      .get, path, .needs(.catalogueManage),
      Documentation(
        id: "listPriceLists", tag: "Catalogue", summary: "Price lists sent in, newest first.", answer: "PriceList",
        isList: true), query: QueryParameter.paging, ImportAPI.list)
    api(
      .post, path, .needs(.catalogueManage),
      Documentation(
        id: "sendPriceList", tag: "Catalogue", summary: "Sends a price list in to be checked.", body: "PriceListFile",
        bodyType: "text/csv", answer: "PriceList", status: 201), query: ImportAPI.parameters, ImportAPI.send)
    api(
      .get, path + "/:id", .needs(.catalogueManage),
      Documentation(
        id: "getPriceList", tag: "Catalogue", summary: "What a price list would change, and what is wrong with it.",
        answer: "PriceList"), ImportAPI.get)
    api(
      .patch, path + "/:id", .needs(.catalogueManage),
      Documentation(
        id: "decidePriceList", tag: "Catalogue", summary: "Has a price list that was checked carried out, or not.",
        body: "PriceListPatch", answer: "PriceList"), ImportAPI.decide)
  }

  private mutating func cataloguePages() {
    page(.get, "/catalogue/keeping", .needs(.catalogueManage), KeepingPages.show)
    page(.get, "/catalogue/services/:id", .needs(.catalogueManage), KeepingPages.service)
    forms(
      "services", (KeepingForms.newService, KeepingForms.createService),
      (KeepingForms.editService, KeepingForms.changeService))
    forms(
      "products", (KeepingForms.newProduct, KeepingForms.createProduct),
      (KeepingForms.editProduct, KeepingForms.changeProduct))
    forms(
      "categories", (KeepingForms.newCategory, KeepingForms.createCategory),
      (KeepingForms.editCategory, KeepingForms.changeCategory))
    forms("plans", (KeepingForms.newPlan, KeepingForms.createPlan), (KeepingForms.editPlan, KeepingForms.changePlan))
    forms(
      "offers", (KeepingForms.newOffer, KeepingForms.createOffer),
      (KeepingForms.editOffer, KeepingForms.changeOffer))
    page(.get, "/catalogue/import", .needs(.catalogueManage), ImportFilePages.show)
    page(
      .post, "/catalogue/import", .needs(.catalogueManage), shows: ImportFilePages.show, ImportFilePages.send)
    let list = "/catalogue/imports/:id"
    page(.get, list, .needs(.catalogueManage), ImportFilePages.one)
    page(
      .post, list + "/approval", .needs(.catalogueManage), shows: ImportFilePages.one, ImportFilePages.approve)
    page(
      .post, list + "/withdrawal", .needs(.catalogueManage), shows: ImportFilePages.one, ImportFilePages.withdraw)
  }

  private typealias Answering = @Sendable (Call) throws -> Response

  /// The forms that make and change one kind of thing.
  private mutating func forms(
    _ kind: String, _ new: (show: Answering, take: Answering), _ edit: (show: Answering, take: Answering)
  ) {
    let making = "/catalogue/\(kind)/new"
    page(.get, making, .needs(.catalogueManage), new.show)
    page(.post, making, .needs(.catalogueManage), shows: new.show, new.take)
    let changing = "/catalogue/\(kind)/:id/edit"
    page(.get, changing, .needs(.catalogueManage), edit.show)
    page(.post, changing, .needs(.catalogueManage), shows: edit.show, edit.take)
  }
}
