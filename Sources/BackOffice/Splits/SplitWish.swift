import Core
import FoundationEssentials

/// How the body of a split says it: `allocations`, or what fits many subscriptions at once.
enum SplitWish {
  private static let ways = ["allocations", "shares", "standing", "move"]

  /// `{"allocations": […]}`, `{"shares": [{"centreId", "percent"}]}`, `{"standing": true}` or
  /// `{"move": {"from", "to"}}`. Nil only where the fields note why.
  static func command(_ fields: Fields) -> Command? {
    let said = ways.filter { fields.has($0) }
    for second in said.dropFirst() { fields.note(second, "split.said_twice") }
    switch said.first {
    case "shares": return StandingRulesAPI.shares(fields, required: true).map { .resplit(.shares($0)) }
    case "standing":
      if let isMeant = fields.bool("standing", required: true), !isMeant { fields.note("standing", "split.say_true") }
      return .resplit(.standing)
    case "move": return move(fields)
    default: return SubscriptionsAPI.allocations(fields, required: true).map { .split($0) }
    }
  }

  private static func move(_ fields: Fields) -> Command? {
    guard let move = fields.object("move") else {
      if fields.isNull("move") { fields.note("move", "field.required") }
      return nil
    }
    let from = move.id("from", required: true, of: BillingCentre.self)
    let to = move.id("to", required: true, of: BillingCentre.self)
    move.noteUnknown()
    guard let from, let to else { return nil }
    return .resplit(.move(from: from, to: to))
  }
}
