import Core
import FoundationEssentials
import HTTP
import Markup

/// Keeping the catalogue in the portal: services with their products, plans and offers, and categories.
enum KeepingPages {
  private typealias Words = KeepingWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let services = try Catalogue.services(held: true, in: call.work)
    let categories = try CatalogueKeeping.categories(Paging(limit: Bounds.pageMaximum), in: call.work)
    let serviceRows: [[HTML]] = services.map {
      ["<a href=\"/catalogue/services/\($0.id.description)\">\($0.name)</a>", "\($0.vendor)"]
    }
    let categoryRows: [[HTML]] = categories.map {
      ["\($0.name)", buttonLink(label: Words.change.in(language), href: "/catalogue/categories/\($0.id)/edit")]
    }
    let newService = buttonLink(label: Words.newService.in(language), href: "/catalogue/services/new")
    let newCategory = buttonLink(label: Words.newCategory.in(language), href: "/catalogue/categories/new")
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.catalogue.label.in(language), "/catalogue"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", actions: [
        buttonLink(label: ImportFileWords.title.in(language), href: "/catalogue/import"),
      ]))
      \(card(title: Words.services.in(language), actions: [newService],
        table(caption: Words.services.in(language),
          columns: [Column(DeskWords.service.in(language)), Column(Words.vendor.in(language))], rows: serviceRows,
          empty: "<p>\(Words.nothing.in(language))</p>")))
      \(card(title: Words.categories.in(language), actions: [newCategory],
        table(caption: Words.categories.in(language),
          columns: [Column(DeskWords.name.in(language)), Column("", kind: .number)], rows: categoryRows,
          empty: "<p>\(Words.nothing.in(language))</p>")))
      """
    return try Portal.page(call, Words.title.in(language), at: .catalogue, content)
  }

  static func service(_ call: Call) throws -> Response {
    let language = call.actor.language
    let service = try CatalogueKeeping.service(try call.id(), in: call.work)
    var filter = CatalogueKeeping.PlanFilter()
    filter.service = service.id
    let plans = try CatalogueKeeping.plans(filter, Paging(limit: CataloguePages.shownOffers), in: call.work)
    var wanted = Catalogue.Filter()
    wanted.service = service.id
    wanted.includesEnded = true
    let offers = Dictionary(
      grouping: try Catalogue.offers(wanted, Paging(limit: Bounds.offersChosenFrom), in: call.work), by: \.plan)
    let products = try call.tx.rows(
      "SELECT id, name FROM product WHERE service_id = \(service.id) ORDER BY name LIMIT \(Bounds.pageMaximum)"
    ).map { (id: try $0[0] as ID<Product>, name: try $0[1] as String) }
    let cards: [HTML] = products.map { product in
      let own = plans.filter { $0.product == product.id }
      let actions = [
        buttonLink(label: Words.newPlan.in(language), href: "/catalogue/plans/new?product=\(product.id)"),
        buttonLink(label: Words.change.in(language), href: "/catalogue/products/\(product.id)/edit"),
      ]
      return card(title: product.name, actions: actions, own.map { plan($0, offers[$0.id] ?? [], language) }.joined())
    }
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.catalogue.label.in(language), "/catalogue"), (Words.title.in(language), "/catalogue/keeping"),
        (service.name, nil),
      ]))
      \(pageHeader(title: "\(service.name)", subtitle: "\(service.vendor ?? "")", actions: [
        buttonLink(label: Words.newProduct.in(language), href: "/catalogue/products/new?service=\(service.id)"),
        buttonLink(label: Words.change.in(language), href: "/catalogue/services/\(service.id)/edit"),
      ]))
      \(cards.isEmpty ? "<div class=\"empty\"><p>\(Words.nothing.in(language))</p></div>" : cards.joined())
      """
    return try Portal.page(call, service.name, at: .catalogue, content)
  }

  private static func plan(_ plan: CatalogueKeeping.PlanRecord, _ offers: [Catalogue.Listed], _ language: Language)
    -> HTML
  {
    let rows: [[HTML]] = offers.map { offer in
      let trial: HTML? = offer.trial ? badge(SubscriptionWords.trial.in(language)) : nil
      return [
        "\(SubscriptionWords.term(offer.term, offer.frequency, language)) \(trial)",
        "\(SubscriptionWords.segment(offer.segment).in(language))",
        "\(offer.policy.minimum)–\(offer.policy.maximum)",
        "\(SubscriptionWords.window(offer.policy.decreaseWindow, language))", "\(offer.endsOn?.description ?? "–")",
        buttonLink(label: Words.change.in(language), href: "/catalogue/offers/\(offer.id)/edit"),
      ]
    }
    let columns = [
      Column(SubscriptionWords.term.in(language)), Column(Words.segment.in(language)),
      Column(SubscriptionWords.licences.in(language)), Column(Words.decreaseWindow.in(language)),
      Column(Words.endsOn.in(language)), Column("", kind: .number),
    ]
    let featured: HTML? = plan.featured ? badge(Words.featured.in(language), tone: .good) : nil
    return """
      <h3>\(plan.name) \(featured)</h3><p>\(plan.description)</p>
      \(table(caption: plan.name, columns: columns, rows: rows, empty: "<p>\(Words.nothing.in(language))</p>"))
      <p>\(buttonLink(label: Words.newOffer.in(language), href: "/catalogue/offers/new?plan=\(plan.id)"))
      \(buttonLink(label: Words.change.in(language), href: "/catalogue/plans/\(plan.id)/edit"))</p>
      """
  }
}
