/// What a trial is to go on as, with what the catalogue says of it.
package struct Conversion: Hashable, Sendable {
  /// The offer; its quantity is the trial's unless said, its name and split are the trial's.
  package var order: Purchase
  /// How many licences; nil: as many as now.
  package var quantity: Int?
  /// Where its first term ends early, to meet another end date.
  package var alignTo: Day?
  /// Whether the trial says what it converts to at all.
  package var hasPath: Bool
  /// Whether the offer's plan is the one the trial converts to.
  package var isPath: Bool
  /// Whether the offer is of the same segment.
  package var isSameSegment: Bool
  /// Whether every add-on goes with the offer's plan.
  package var addOnsFit: Bool

  /// All of it.
  package init(
    order: Purchase, quantity: Int? = nil, alignTo: Day? = nil, hasPath: Bool, isPath: Bool, isSameSegment: Bool,
    addOnsFit: Bool
  ) {
    self.order = order
    self.quantity = quantity
    self.alignTo = alignTo
    self.hasPath = hasPath
    self.isPath = isPath
    self.isSameSegment = isSameSegment
    self.addOnsFit = addOnsFit
  }
}

extension Subscription {
  /// A trial goes on as something bought from today, a whole term with windows of its own; the trial ends. People,
  /// name and split stay; the caller moves the people and the add-ons.
  ///
  /// Throws `conflict` when the state does not allow it or more people hold licences than there would be, `invalid`
  /// with every wrong field: `/offerId`, `/quantity`, `/alignTo`.
  package func converted(
    _ conversion: Conversion, as level: Level, at now: Instant, on today: Day, centres: [Centre]
  ) throws(Refusal) -> Succession {
    try permit(.convert, at: Moment(level: level, now: now, today: today))
    guard conversion.hasPath else { throw .conflict("conversion.no_path") }
    var issues: [Issue] = []
    if !conversion.isPath { issues.append(Issue("/offerId", "conversion.other_plan")) }
    if conversion.order.trial { issues.append(Issue("/offerId", "conversion.to_a_trial")) }
    if !conversion.isSameSegment { issues.append(Issue("/offerId", "conversion.other_segment")) }
    if !conversion.addOnsFit { issues.append(Issue("/offerId", "conversion.add_on_does_not_fit")) }
    let wanted = conversion.quantity ?? quantity
    var order = conversion.order
    order.quantity = wanted
    order.friendlyName = friendlyName
    order.alignTo = conversion.alignTo
    order.allocations = Split(centres: centres).placed(
      .standard, quantity: max(0, wanted), held: allocations, issues: &issues)
    let bought: Subscription
    do {
      // Licences stay where they are, also at a centre that takes no new ones.
      let open = centres.map { Centre(id: $0.id, isDefault: $0.isDefault, closed: false, position: $0.position) }
      bought = try .purchased(order, at: now, on: today, centres: open)
    } catch .invalid(let found) {
      throw .invalid(issues + found)
    }
    guard issues.isEmpty else { throw .invalid(issues) }
    guard wanted >= assigned else { throw .conflict("quantity.assigned", ["assigned": "\(assigned)"]) }
    var after = bought
    after.status = .active
    return Succession(left: ended(.converted), reached: Decision(kind: .convertedFrom, after: after))
  }
}
