import Core
import FoundationEssentials
import Postgres

/// Which subscriptions: named one by one, or all that match a filter at this moment.
package enum BulkSelection: Sendable {
  case named([ID<Subscription>])
  /// With the filter as it was asked, to be shown.
  case matching(Subscriptions.Filter, asked: JSONValue)

  /// The filter as it was asked; nil where they were named.
  var filter: JSONValue? {
    if case .matching(_, let asked) = self { asked } else { nil }
  }

  /// Reads `subscriptionIds` or `filter`; nil only where the fields note why.
  static func read(_ fields: Fields) -> BulkSelection? {
    let isFiltered = fields.has("filter")
    let isNamed = fields.has("subscriptionIds")
    if isFiltered, isNamed { fields.note("filter", "bulk.selection_twice") }
    if !isFiltered, !isNamed { fields.note("subscriptionIds", "bulk.selection_missing") }
    fields.noteNulls("filter", "subscriptionIds")
    if isFiltered {
      guard let asked = fields.json("filter"), let members = fields.object("filter") else { return nil }
      return .matching(filter(members), asked: asked)
    }
    return fields.ids("subscriptionIds", upTo: Bounds.bulkNamed).map { .named($0) }
  }

  private static func filter(_ fields: Fields) -> Subscriptions.Filter {
    var filter = Subscriptions.Filter()
    filter.customer = fields.id("customerId")
    filter.status = fields.choice("status")
    filter.service = fields.id("serviceId")
    filter.plan = fields.id("planId")
    filter.centre = fields.id("centreId")
    filter.isRunning = fields.bool("running") ?? false
    filter.endsBefore = fields.parsed("endsBefore", "field.day_malformed") { Day($0) }
    filter.search = fields.text("search", upTo: 100)
    filter.endsWithinDays = fields.integer("endsWithinDays")
    if let days = filter.endsWithinDays, !(0...Bounds.bulkEndsWithinDays).contains(days) {
      fields.note("endsWithinDays", "bulk.days_out_of_range", ["maximum": String(Bounds.bulkEndsWithinDays)])
    }
    fields.noteUnknown()
    return filter
  }

  /// Writes a line each, in the actor's reach; answers how many.
  ///
  /// One that is named and not there, or not in reach, is refused with its place in the list: nobody can tell which.
  func freeze(for record: BulkChanges.Record, in work: Work) throws -> Int {
    switch self {
    case .named(let ids):
      let wanted = Set(ids)
      let count = try BulkStore.select("s.id = ANY (\(Array(wanted)))", for: record, in: work)
      if count < wanted.count { throw Refusal.invalid(try BulkSelection.unknown(among: ids, in: work)) }
      if count == 0 { throw Refusal.invalid([Issue("/subscriptionIds", "bulk.selection_empty")]) }
      return count
    case .matching(let filter, _):
      let count = try BulkStore.select(BulkSelection.condition(filter, in: work), for: record, in: work)
      if count == 0 { throw Refusal.invalid([Issue("/filter", "bulk.selection_empty")]) }
      if count > Bounds.bulkLines {
        throw Refusal.invalid([Issue("/filter", "bulk.too_many", ["maximum": String(Bounds.bulkLines)])])
      }
      return count
    }
  }

  /// What the lists of subscriptions show for the same filter.
  static func condition(_ filter: Subscriptions.Filter, in work: Work) -> SQL {
    var parts = [filter.condition(for: work.actor), Subscriptions.within(work.actor)]
    if let days = filter.endsWithinDays { parts.append(Subscriptions.ending(within: days, of: work.now.utcDay)) }
    return parts.joined(separator: " AND ")
  }

  private static func unknown(among ids: [ID<Subscription>], in work: Work) throws -> [Issue] {
    let known = Set(
      try work.tx.rows("SELECT id FROM subscription WHERE id = ANY (\(ids))").map { try $0[0] as ID<Subscription> })
    return ids.enumerated().filter { !known.contains($1) }.prefix(Bounds.pageMaximum).map { index, _ in
      Issue("/subscriptionIds/\(index)", "bulk.subscription_unknown")
    }
  }
}
