import Core
import Documents
import FoundationEssentials

extension FocusRow {
  /// The columns in the order of the alphabet: all that are mandatory, and those that apply here. Left out is what
  /// there is nothing of: regions, availability zones, capacity reservations, commitment discounts, prices in another
  /// currency than the bill's.
  static let columns = [
    "BilledCost", "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency",
    "BillingPeriodEnd", "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
    "ChargePeriodEnd", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "ContractedCost",
    "ContractedUnitPrice", "EffectiveCost", "InvoiceId", "InvoiceIssuerName", "ListCost", "ListUnitPrice",
    "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ResourceId", "ResourceName",
    "ResourceType", "ServiceCategory", "ServiceName", "ServiceSubcategory", "SkuId", "SkuMeter", "SkuPriceId",
    "SubAccountId", "SubAccountName", "SubAccountType", "Tags",
  ]

  var cells: [Cell] { account + period + costs + sold + place }

  private var account: [Cell] {
    [
      .decimal(billed.amount), .id(record.buyer.id.description), .text(record.buyer.name),
      .text(record.leg == .price ? "Customer" : "Reseller"), .text(record.currency.code),
      instant(record.month.next.first), instant(record.month.first),
    ]
  }

  private var period: [Cell] {
    [
      .text(category.rawValue), isCorrection ? .text("Correction") : .empty, .text(description),
      .text(frequency.rawValue), instant(days.to), instant(days.from),
      consumed.map { .decimal($0.quantity) } ?? .empty, consumed.map { .text($0.unit) } ?? .empty,
    ]
  }

  private var costs: [Cell] {
    let unitPrice = pricing.map { Cell.decimal($0.unitPrice) } ?? .empty
    return [
      .decimal(contracted.amount), unitPrice, .decimal(effective.amount), record.number.map(Cell.id) ?? .empty,
      .text(record.seller.name), .decimal(contracted.amount), unitPrice,
      category == .tax ? .empty : .text("Standard"), pricing.map { .decimal($0.quantity) } ?? .empty,
      pricing.map { .text($0.unit) } ?? .empty, .text(record.seller.name),
    ]
  }

  private var sold: [Cell] {
    guard let charge else {
      return [
        .text(record.seller.name), .empty, .empty, .empty, .text("Other"), .text("VAT"), .text("Other (Other)"), .empty,
        .empty, .empty,
      ]
    }
    let line = charge.line
    let sku = line.usage.map { $0.meter.description } ?? charge.plan?.description ?? line.subscription.description
    let price = line.usage.map { $0.meter.description } ?? line.offer?.description ?? sku
    return [
      .text(charge.vendor ?? record.seller.name), .id(line.subscription.description),
      .text(charge.friendlyName ?? line.planName), .text("Subscription"), .text("Business Applications"),
      .text(line.serviceName), .text("Other (Business Applications)"), .id(sku),
      .text(line.usage?.name ?? "Licences"), .id(price),
    ]
  }

  private var place: [Cell] {
    guard let charge else { return [.empty, .empty, .empty, .empty] }
    let line = charge.line
    return [
      .id(ID<BillingCentre>(line.section).description), .text(line.sectionName),
      .text(record.leg == .price ? "Billing centre" : "Customer"), charge.friendlyName.map(tags) ?? .empty,
    ]
  }

  private func tags(_ friendlyName: String) -> Cell {
    var json = JSONWriter()
    json.object { $0.member("friendlyName", friendlyName) }
    return .text(json.text)
  }

  private func instant(_ day: Day) -> Cell { .id("\(day)T00:00:00Z") }
}
