import Core
import HTTP

extension RouteBuilder {
  /// Choosing, the cart, checking out, and the terms that are accepted with it.
  mutating func shop() {
    carts()
    terms()
    shopPages()
  }

  private mutating func carts() {
    let cart = "/customers/:id/cart"
    api(
      .get, cart, .needs(.subscriptionsView),
      Documentation(
        id: "getCart", tag: "Cart", summary: "One's own cart for a customer, at today's prices.", answer: "Cart"),
      CartAPI.get)
    api(
      .delete, cart, .needs(.subscriptionsView),
      Documentation(id: "emptyCart", tag: "Cart", summary: "Takes everything out of it.", status: 204), CartAPI.empty)
    api(
      .post, cart + "/lines", .needs(.subscriptionsView),
      Documentation(
        id: "addCartLine", tag: "Cart", summary: "Puts an offer into the cart, checked as if it were ordered now.",
        body: "NewCartLine", answer: "CartLine", status: 201), CartAPI.addLine)
    api(
      .post, cart + "/checkout", .needs(.subscriptionsView),
      Documentation(
        id: "checkOut", tag: "Cart",
        summary: "Orders the cart; lines that cannot be ordered stay in it unless told otherwise.", body: "Checkout",
        answer: "CheckedOut", status: 201, previews: true), CartAPI.checkOut)
    api(
      .patch, "/cart-lines/:id", .needs(.subscriptionsView),
      Documentation(
        id: "changeCartLine", tag: "Cart", summary: "Changes a line, or accepts its new price.", body: "CartLinePatch",
        answer: "CartLine"), CartAPI.changeLine)
    api(
      .delete, "/cart-lines/:id", .needs(.subscriptionsView),
      Documentation(
        id: "removeCartLine", tag: "Cart", summary: "Takes a line out, and the add-ons that go with it.", status: 204),
      CartAPI.removeLine)
    api(
      .get, "/cart-lines/:id/add-ons", .needs(.subscriptionsView),
      Documentation(
        id: "listCartAddOns", tag: "Cart", summary: "Add-ons that go with a line.", answer: "Offer", isList: true),
      query: QueryParameter.paging, CartAPI.addOns)
  }

  private mutating func terms() {
    api(
      .get, "/terms", .needs(.catalogueView),
      Documentation(
        id: "listTerms", tag: "Terms", summary: "Every version of the terms in reach, newest first.", answer: "Terms",
        isList: true), query: TermsAPI.listParameters, TermsAPI.list)
    api(
      .post, "/terms", .needs(.customersManage),
      Documentation(
        id: "publishTerms", tag: "Terms", summary: "Publishes terms, or a new version of them.", body: "NewTerms",
        answer: "Terms", status: 201), TermsAPI.publish)
    api(
      .get, "/terms/:id", .needs(.catalogueView),
      Documentation(id: "getTerms", tag: "Terms", summary: "One version of terms.", answer: "Terms"), TermsAPI.get)
    page(.get, "/terms", .needs(.catalogueView), TermsPages.list)
    page(.get, "/terms/new", .needs(.customersManage), TermsPages.new)
    page(.post, "/terms/new", .needs(.customersManage), shows: TermsPages.new, TermsPages.publish)
    page(.get, "/terms/:id", .needs(.catalogueView), TermsPages.show)
  }

  private mutating func shopPages() {
    let one = "/customers/:id"
    page(.get, "/shop", .needs(.catalogueView), StorefrontPages.own)
    page(.get, "/cart", .needs(.subscriptionsView), CartPages.own)
    page(.get, one + "/shop", .needs(.catalogueView), StorefrontPages.list)
    page(.get, one + "/shop/comparison", .needs(.catalogueView), ComparisonPages.show)
    page(.get, one + "/shop/plans/:plan", .needs(.catalogueView), PlanPages.show)
    page(.post, one + "/shop/plans/:plan", .needs(.subscriptionsView), shows: PlanPages.show, PlanPages.add)
    page(.get, one + "/cart", .needs(.subscriptionsView), CartPages.show)
    page(.post, one + "/cart/emptying", .needs(.subscriptionsView), shows: CartPages.show, CartPages.empty)
    page(.get, one + "/checkout", .needs(.subscriptionsView), CheckoutPages.show)
    page(.post, one + "/checkout", .needs(.subscriptionsView), shows: CheckoutPages.show, CheckoutPages.place)
    page(.get, "/cart-lines/:id", .needs(.subscriptionsView), CartLinePages.show)
    page(.post, "/cart-lines/:id", .needs(.subscriptionsView), shows: CartLinePages.show, CartLinePages.change)
    page(
      .post, "/cart-lines/:id/add-ons", .needs(.subscriptionsView), shows: CartLinePages.show, CartLinePages.addAddOn)
    page(.post, "/cart-lines/:id/price", .needs(.subscriptionsView), shows: CartLinePages.show, CartLinePages.accept)
    page(.post, "/cart-lines/:id/removal", .needs(.subscriptionsView), shows: CartLinePages.show, CartLinePages.remove)
  }
}
