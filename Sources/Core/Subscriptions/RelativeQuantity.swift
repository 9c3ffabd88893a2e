/// How many licences, said in a way that fits many subscriptions at once.
package enum RelativeQuantity: Hashable, Sendable {
  /// So many more than each has; negative: fewer.
  case add(Int)
  /// As many as people hold.
  case assigned

  /// The licences of a subscription that has `quantity`, `assigned` of them held by people. Whether it may have so
  /// many, below zero included, is for the command to say.
  package func resolved(quantity: Int, assigned: Int) -> Int {
    switch self {
    case .assigned: return assigned
    case .add(let more):
      let (sum, isTooLarge) = quantity.addingReportingOverflow(more)
      return isTooLarge ? (more > 0 ? Int.max : Int.min) : sum
    }
  }
}
