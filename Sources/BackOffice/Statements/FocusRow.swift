import Core
import Documents
import FoundationEssentials

/// One row of a FOCUS 1.2 data set.
struct FocusRow {
  enum Category: String, CaseIterable {
    case usage = "Usage"
    case purchase = "Purchase"
    case tax = "Tax"
  }

  enum Frequency: String, CaseIterable {
    case once = "One-Time"
    case recurring = "Recurring"
    case byUse = "Usage-Based"
  }

  /// A quantity at a unit price, which multiplied come to the cost.
  struct Pricing {
    let quantity: String
    let unit: String
    let unitPrice: String
  }

  let category: Category
  let frequency: Frequency
  /// A correction of a month already invoiced.
  let isCorrection: Bool
  let description: String
  let billed: Money
  let effective: Money
  /// Of what the price is multiplied by; also the list cost, since lists are not kept with charges.
  let contracted: Money
  let pricing: Pricing?
  let consumed: (quantity: String, unit: String)?
  let days: (from: Day, to: Day)
  let charge: FocusCharge?
  let record: Statements.Record

  /// The rows of a line of the statement.
  static func rows(_ charge: FocusCharge, _ record: Statements.Record) -> [FocusRow] {
    let line = charge.line
    // What gives back is not bought for later; what is metered is used already.
    guard line.usage == nil, line.amount.minor > 0, charge.share != line.amount else {
      let category: Category = line.usage == nil ? .purchase : .usage
      return [row(charge, record, category, line.amount, charge.share, (line.from, line.to))]
    }
    let zero = Money.zero(record.currency)
    let bought = row(charge, record, .purchase, line.amount, zero, (line.from, line.to))
    return [bought] + (share(charge, record).map { [$0] } ?? [])
  }

  /// The month's share in what was billed for several.
  static func share(_ charge: FocusCharge, _ record: Statements.Record) -> FocusRow? {
    guard charge.share.minor != 0 else { return nil }
    let line = charge.line
    // What covers days before the month it was billed in counts there.
    let from = charge.month == record.month ? line.from : max(line.from, record.month.first)
    let days = (from: from, to: max(from.adding(days: 1), min(line.to, record.month.next.first)))
    let category: Category = line.amount.minor > 0 ? .usage : .purchase
    return row(charge, record, category, .zero(record.currency), charge.share, days, cost: charge.share)
  }

  private static func row(
    _ charge: FocusCharge, _ record: Statements.Record, _ category: Category, _ billed: Money, _ effective: Money,
    _ days: (from: Day, to: Day), cost: Money? = nil
  ) -> FocusRow {
    let line = charge.line
    let cost = cost ?? billed
    let isCorrection = isCorrection(line, record) && cost == billed
    let reason = Phrases.reason(line.reason).in(.english)
    return FocusRow(
      category: category, frequency: frequency(line), isCorrection: isCorrection,
      description: "\(line.planName), \(line.usage?.name ?? reason)", billed: billed, effective: effective,
      contracted: cost, pricing: isCorrection ? nil : pricing(charge, cost),
      consumed: category == .usage && !isCorrection ? consumed(line, days) : nil, days: days, charge: charge,
      record: record)
  }

  /// Tax on the statement, and on the part of it that is cost of its month.
  static func tax(_ tax: Statements.Tax, _ effective: Money, _ record: Statements.Record) -> FocusRow {
    FocusRow(
      category: .tax, frequency: .once, isCorrection: false, description: TaxNotes.label(tax.charge, .english),
      billed: tax.amount, effective: effective, contracted: tax.amount, pricing: nil, consumed: nil,
      days: (record.month.first, record.month.next.first), charge: nil, record: record)
  }

  /// Of a month before: said to be one, or gives back what an earlier month's cycle was billed, or meters given back.
  private static func isCorrection(_ line: StatementLines.Line, _ record: Statements.Record) -> Bool {
    line.reason == .correction || line.amount.minor < 0 && line.cycleFrom < record.month.first
      || (line.usage?.quantity.millionths ?? 0) < 0
  }

  private static func frequency(_ line: StatementLines.Line) -> Frequency {
    switch line.reason {
    case .recurring: .recurring
    case .usage: .byUse
    case .increase, .decrease, .refund, .split, .suspension, .upgrade, .correction: .once
    }
  }

  private static func pricing(_ charge: FocusCharge, _ cost: Money) -> Pricing {
    let line = charge.line
    if let usage = line.usage {
      guard usage.quantity.millionths > 0 else {
        return Pricing(quantity: "1", unit: usage.unit, unitPrice: cost.amount)
      }
      // Tiers have several prices: their average, to nine decimals.
      let price = Nines.quotient(
        Int128(cost.minor) * 1_000_000, over: Int128(usage.quantity.millionths) * Int128(cost.currency.unitsPerMajor))
      return Pricing(quantity: usage.quantity.description, unit: usage.unit, unitPrice: price)
    }
    let quantity =
      line.unit.minor == 0
      ? String(line.licences) : Nines.quotient(Int128(cost.minor), over: Int128(line.unit.minor))
    return Pricing(quantity: quantity, unit: unit(charge.frequency), unitPrice: line.unit.amount)
  }

  private static func unit(_ frequency: Core.Frequency?) -> String {
    switch frequency {
    case .monthly: "Licence-Months"
    case .annual: "Licence-Years"
    case .once, nil: "Licences"
    }
  }

  private static func consumed(_ line: StatementLines.Line, _ days: (from: Day, to: Day)) -> (String, String) {
    if let usage = line.usage {
      return (usage.quantity.millionths == 0 ? "1" : usage.quantity.description, usage.unit)
    }
    return (String(max(1, line.licences) * max(1, days.to - days.from)), "Licence-Days")
  }
}

/// Quotients to nine decimals, halves away from zero.
enum Nines {
  static func quotient(_ numerator: Int128, over denominator: Int128) -> String {
    let (sign, size): (Int128, Int128) = denominator < 0 ? (-1, -denominator) : (1, denominator)
    guard let nines = Rounding.halfAwayFromZero(sign * numerator * 1_000_000_000, over: size) else { return "0" }
    let digits = String(nines.magnitude)
    let padded = String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    var text = (nines < 0 ? "-" : "") + padded.dropLast(9) + "." + padded.suffix(9)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
