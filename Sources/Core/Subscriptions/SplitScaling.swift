extension [Allocation] {
  /// The same split for another quantity: each centre keeps its share, largest remainder, ties by their order; centres
  /// left with nothing are gone. Empty stays empty, and so does a split of nothing.
  package func scaled(to quantity: Int) -> [Allocation] {
    let held = reduce(0) { $0 + $1.quantity }
    guard held > 0, quantity > 0 else { return [] }
    // Shares never exceed the quantity; only the product needs the room.
    let products = map { Int128($0.quantity) * Int128(quantity) }
    var shares = products.map { Int($0 / Int128(held)) }
    let remainders = products.map { $0 % Int128(held) }
    let left = quantity - shares.reduce(0, +)
    let ranked = indices.sorted { (-remainders[$0], $0) < (-remainders[$1], $1) }
    for index in ranked.prefix(left) { shares[index] += 1 }
    return zip(self, shares).filter { $1 > 0 }.map { Allocation(centre: $0.centre, quantity: $1) }
  }
}
