import Core
import HTTP

extension RouteBuilder {
  /// What resellers may sell, pay and ask, and which of their customers see what.
  mutating func prices() {
    costs()
    sellingPrices()
    api(
      .get, "/price-changes", .needs(.pricesView),
      Documentation(
        id: "listPriceChanges", tag: "Prices", summary: "Subscriptions that will renew at another price.",
        answer: "PriceChange", isList: true), query: PriceChangesAPI.parameters, PriceChangesAPI.list)
    pricePages()
  }

  private mutating func costs() {
    let offers = "/resellers/:id/offers"
    api(
      .get, offers, .needs(.costsView),
      Documentation(
        id: "listResellerOffers", tag: "Resellers", summary: "What a reseller may sell, and its cost prices.",
        answer: "ResellerOffer", isList: true), query: CostPricesAPI.assortmentParameters,
      CostPricesAPI.resellerOffers)
    api(
      .put, offers, .needs(.offersAllow),
      Documentation(
        id: "putResellerOffers", tag: "Resellers", summary: "Allows offers and sets cost prices.",
        body: "ResellerOffers", answer: "ResellerOffer", isList: true), CostPricesAPI.putResellerOffers)
    let assortment = "/resellers/:id/assortment"
    api(
      .get, assortment, .needs(.costsView),
      Documentation(
        id: "getAssortment", tag: "Resellers", summary: "Whether a reseller may also sell what is not named.",
        answer: "Assortment"), CostPricesAPI.assortment)
    api(
      .put, assortment, .needs(.offersAllow),
      Documentation(
        id: "putAssortment", tag: "Resellers", summary: "Lets a reseller sell everything, or only what is named.",
        body: "Assortment", answer: "Assortment"), CostPricesAPI.putAssortment)
    api(
      .get, "/cost-prices", .needs(.costsView),
      Documentation(
        id: "listCostPrices", tag: "Prices", summary: "What resellers pay, past and to come included.",
        answer: "CostPrice", isList: true), query: CostPricesAPI.parameters, CostPricesAPI.list)
    api(
      .put, "/cost-prices", .needs(.offersAllow),
      Documentation(
        id: "putCostPrices", tag: "Prices", summary: "Sets what resellers pay from a day on.", body: "CostPrices",
        answer: "CostPricesSet"), CostPricesAPI.put)
    api(
      .delete, "/cost-prices/:id", .needs(.offersAllow),
      Documentation(
        id: "endCostPrice", tag: "Prices", summary: "Takes back a cost to come, or ends the present one today.",
        status: 204), CostPricesAPI.end)
  }

  private mutating func sellingPrices() {
    api(
      .get, "/selling-prices", .needs(.pricesManage),
      Documentation(
        id: "listSellingPrices", tag: "Prices", summary: "What a reseller asks, past and to come included.",
        answer: "SellingPrice", isList: true), query: SellingPricesAPI.parameters, SellingPricesAPI.list)
    api(
      .put, "/selling-prices", .needs(.pricesManage),
      Documentation(
        id: "putSellingPrices", tag: "Prices", summary: "Sets what is asked from a day on.", body: "SellingPrices",
        answer: "SellingPricesSet", previews: true), SellingPricesAPI.put)
    api(
      .delete, "/selling-prices/:id", .needs(.pricesManage),
      Documentation(
        id: "endSellingPrice", tag: "Prices", summary: "Takes back a price to come, or ends the present one today.",
        status: 204), SellingPricesAPI.end)
    api(
      .get, "/customers/:id/prices", .needs(.pricesView),
      Documentation(
        id: "listCustomerPrices", tag: "Prices", summary: "What offers cost a customer on a day.",
        answer: "CustomerPrice", isList: true), query: SellingPricesAPI.customerParameters,
      SellingPricesAPI.ofCustomer)
    let visibility = "/offers/:id/visibility"
    api(
      .get, visibility, .needs(.pricesManage),
      Documentation(
        id: "getVisibility", tag: "Prices", summary: "Which customers see an offer.", answer: "Visibility"),
      SellingPricesAPI.showing)
    api(
      .put, visibility, .needs(.pricesManage),
      Documentation(
        id: "putVisibility", tag: "Prices", summary: "Shows an offer to all, to nobody or to some.",
        body: "NewVisibility", answer: "Visibility"), SellingPricesAPI.putShowing)
  }

  private mutating func pricePages() {
    page(.get, "/prices", .needs(.pricesManage), PricePages.list)
    page(.get, "/prices/rules", .needs(.pricesManage), PricePages.rules)
    page(.get, "/prices/new", .needs(.pricesManage), PriceForm.new)
    page(.post, "/prices/new", .needs(.pricesManage), shows: PriceForm.new, PriceForm.set)
    page(.get, "/prices/offers/:id", .needs(.pricesManage), PricePages.offer)
    page(
      .post, "/prices/offers/:id/visibility", .needs(.pricesManage), shows: PricePages.offer, ShowingForm.set)
    let ending = "/prices/lines/:id/ending"
    page(.get, ending, .needs(.pricesManage), PricePages.askEnd)
    page(.post, ending, .needs(.pricesManage), shows: PricePages.askEnd, PricePages.end)
    page(.get, "/price-changes", .needs(.pricesView), PricePages.changes)
    let costs = "/resellers/:id/costs"
    page(.get, costs, .needs(.offersAllow), CostPages.list)
    page(.get, costs + "/new", .needs(.offersAllow), CostPages.new)
    page(.post, costs + "/new", .needs(.offersAllow), shows: CostPages.new, CostPages.set)
    page(.post, costs + "/:offer/permission", .needs(.offersAllow), shows: CostPages.list, CostPages.permit)
  }
}
