import Core
import FoundationEssentials
import Postgres

/// Why a line for usage is what it is: what was counted day by day when it was posted, and how that is priced.
struct MeteredExplanation: Sendable {
  /// What was counted on one day.
  struct CountedDay: Sendable {
    let day: Day
    let records: Int
    let quantity: MeteredQuantity
    /// Licences at the line's centre (on the cost leg: all of them) and in all: how the day is split.
    let licences: Int
    let totalLicences: Int
  }

  /// What came under one tag, and the centre it led to when it was posted.
  struct CountedTag: Sendable {
    /// Nil: without one.
    let tag: String?
    let centreName: String
    let quantity: MeteredQuantity
  }

  let meter: StatementLines.Usage
  let days: [CountedDay]
  /// Where tags decided; else the licences of each day did.
  let tags: [CountedTag]
  /// Of the whole subscription, and of the line's centre.
  let total: MeteredQuantity
  let own: MeteredQuantity
  let steps: [RatingStep]
  let currency: Currency
  let model: MeterPrice.Model

  /// `before` holds what was posted for the same place before, as amount and quantity. What is owed by the place is
  /// that and the line itself, so it is the same sum whoever asks.
  static func explain(
    _ line: StatementLines.Line, _ meter: StatementLines.Usage, _ entries: [LedgerEntry], revision: Int, before: Row,
    _ context: Explanation.Context, in work: Work
  ) throws -> Explanation {
    let record = context.record
    let month = Month(containing: line.cycleFrom)
    let name = MeterPrices.Name(
      reseller: record.path.reseller, meter: meter.meter, leg: record.leg, currency: record.currency)
    guard let price = try MeterPrices(of: [meter.meter], in: work).price(name, in: month) else {
      throw Refusal.notFound
    }
    let days = try days(line, meter.meter, entries, revision, in: work)
    let total = days.reduce(MeteredQuantity.zero) { $0 + $1.quantity }
    let postedBefore = Money(minor: try before[0], currency: record.currency)
    let quantityBefore: MeteredQuantity = try before[1]
    var explanation = Explanation(
      line: line, month: record.month, occasion: context.occasion, earlier: context.earlier,
      cycle: Cycle(from: month.first, to: month.next.first, fullDays: month.next.first - month.first),
      segments: [], licenceDays: 0, totalLicenceDays: 0, owedInAll: price.owed(for: total),
      owed: postedBefore + line.amount, postedBefore: postedBefore)
    explanation.usage = MeteredExplanation(
      meter: meter, days: days, tags: try tags(line, meter.meter, revision, in: work), total: total,
      own: quantityBefore + meter.quantity, steps: price.steps(for: total),
      currency: record.currency, model: price.model)
    return explanation
  }

  /// By tag, as the tags led when it was posted; empty where it was posted by licences.
  private static func tags(
    _ line: StatementLines.Line, _ meter: ID<Meter>, _ revision: Int, in work: Work
  ) throws -> [CountedTag] {
    guard line.centre != nil else { return [] }
    let rows = try work.tx.rows(
      """
      SELECT nullif(t.tag, ''), b.name, coalesce((
        SELECT sum(r.quantity)::bigint FROM usage_record r
        WHERE r.subscription_id = t.subscription_id AND r.month = t.month AND r.meter_id = t.meter_id
          AND coalesce(r.tag, '') = t.tag AND \(standing(revision))), 0)
      FROM usage_tag_posted t JOIN billing_centre b ON b.id = t.centre_id
      WHERE t.subscription_id = \(line.subscription) AND t.month = \(line.cycleFrom) AND t.meter_id = \(meter)
        AND t.revision = \(revision)
      ORDER BY t.tag
      """)
    return try rows.map { CountedTag(tag: try $0[0], centreName: try $0[1], quantity: try $0[2]) }
  }

  /// Record `r` counts as of a revision of its month.
  private static func standing(_ revision: Int) -> SQL {
    """
    r.quantity > 0 AND r.revision <= \(revision) AND NOT EXISTS (
      SELECT FROM usage_record x WHERE x.source_id = r.source_id AND x.external_id = r.external_id
        AND x.version = r.version + 1 AND x.month = r.month AND x.revision <= \(revision))
    """
  }

  /// The records as they stood in that revision of the month.
  private static func days(
    _ line: StatementLines.Line, _ meter: ID<Meter>, _ entries: [LedgerEntry], _ revision: Int, in work: Work
  ) throws -> [CountedDay] {
    let rows = try work.tx.rows(
      """
      SELECT r.day, count(*)::int, sum(r.quantity)::bigint FROM usage_record r
      WHERE r.subscription_id = \(line.subscription) AND r.month = \(line.cycleFrom) AND r.meter_id = \(meter)
        AND \(standing(revision))
      GROUP BY r.day ORDER BY r.day
      """)
    return try rows.map { row in
      let day: Day = try row[0]
      let allocations = UsageLedger.allocations(on: day, entries)
      let all = allocations.reduce(0) { $0 + $1.quantity }
      let own = line.centre.map { id in allocations.first { $0.centre == id }?.quantity ?? 0 } ?? all
      return CountedDay(day: day, records: try row[1], quantity: try row[2], licences: own, totalLicences: all)
    }
  }
}

extension MeteredExplanation {
  /// The members of the explanation's `usage`.
  func write(to json: inout JSONWriter) {
    json.member("meter", meter.name)
    json.member("unit", meter.unit)
    json.member("model", model.rawValue)
    json.member("quantity", own.description)
    json.member("totalQuantity", total.description)
    json.array("days", days) { json, day in
      json.object {
        $0.member("day", day.day)
        $0.member("records", day.records)
        $0.member("quantity", day.quantity.description)
        $0.member("licences", day.licences)
        $0.member("totalLicences", day.totalLicences)
      }
    }
    json.array("tags", tags) { json, tag in
      json.object {
        $0.member("tag", tag.tag)
        $0.member("centreName", tag.centreName)
        $0.member("quantity", tag.quantity.description)
      }
    }
    json.array("steps", steps) { json, step in
      json.object {
        $0.member("quantity", step.quantity.description)
        $0.member("count", step.count.description)
        $0.member("rate", step.rate?.amount(in: currency))
      }
    }
  }

  /// The arithmetic in words, up to what the whole subscription owes.
  func sentences(owedInAll: Money, _ language: Language) -> [String] {
    typealias Words = Phrases.ExplainingUsage
    let counted = Words.counted.in(
      language,
      [
        "records": "\(days.reduce(0) { $0 + $1.records })", "days": "\(days.count)", "quantity": total.description,
        "unit": meter.unit,
      ])
    let priced = steps.map { step in
      guard let rate = step.rate else {
        return Words.free.in(language, ["quantity": step.quantity.description, "unit": meter.unit])
      }
      let words = model == .package ? Words.packages : Words.units
      return words.in(
        language,
        [
          "quantity": step.quantity.description, "count": step.count.description, "unit": meter.unit,
          "rate": rate.description(in: currency), "amount": step.amount(in: currency),
        ])
    }
    let tagged = tags.map { tag in
      let values = [
        "tag": tag.tag ?? "", "centre": tag.centreName, "quantity": tag.quantity.description, "unit": meter.unit,
      ]
      return (tag.tag == nil ? Words.untagged : Words.tagged).in(language, values)
    }
    return [counted] + tagged + priced + [Words.owedInAll.in(language, ["owed": Spoken.money(owedInAll, language)])]
  }
}

extension Phrases {
  enum ExplainingUsage {
    static let counted = Phrase(
      "{records} records on {days} days: {quantity} {unit}.",
      fr: "{records} relevés sur {days} jours : {quantity} {unit}.",
      de: "{records} Meldungen an {days} Tagen: {quantity} {unit}.")
    static let tagged = Phrase(
      "Tag {tag}: {quantity} {unit}, for {centre}.", fr: "Étiquette {tag} : {quantity} {unit}, pour {centre}.",
      de: "Schlagwort {tag}: {quantity} {unit}, für {centre}.")
    static let untagged = Phrase(
      "Without a tag: {quantity} {unit}, for {centre}.", fr: "Sans étiquette : {quantity} {unit}, pour {centre}.",
      de: "Ohne Schlagwort: {quantity} {unit}, für {centre}.")
    static let free = Phrase(
      "The first {quantity} {unit} are free.", fr: "Les premiers {quantity} {unit} sont gratuits.",
      de: "Die ersten {quantity} {unit} sind frei.")
    static let units = Phrase(
      "{quantity} {unit} × {rate} = {amount}.", fr: "{quantity} {unit} × {rate} = {amount}.",
      de: "{quantity} {unit} × {rate} = {amount}.")
    static let packages = Phrase(
      "{quantity} {unit}: {count} packages × {rate} = {amount}.",
      fr: "{quantity} {unit} : {count} paquets × {rate} = {amount}.",
      de: "{quantity} {unit}: {count} Pakete × {rate} = {amount}.")
    static let owedInAll = Phrase(
      "Owed for the month, rounded once: {owed}.", fr: "Dû pour le mois, arrondi une seule fois : {owed}.",
      de: "Geschuldet für den Monat, einmal gerundet: {owed}.")
    static let share = Phrase(
      "Of that, {centre} owes its share, {own} of {all} {unit}: {owed}.",
      fr: "Dont la part de {centre}, {own} sur {all} {unit} : {owed}.",
      de: "Davon der Anteil von {centre}, {own} von {all} {unit}: {owed}.")
  }
}
