/// Distributes licences over a customer's billing centres.
struct Split {
  let centres: [Centre]

  init(centres: [Centre]) { self.centres = centres.sorted { $0.position < $1.position } }

  /// The allocations of `quantity` licences when `held` were had before. What is wrong goes to `issues`, and then the
  /// result means nothing.
  func placed(
    _ placement: Placement, quantity: Int, held: [Allocation], issues: inout [Issue]
  ) -> [Allocation] {
    let had = held.reduce(0) { $0 + $1.quantity }
    switch placement {
    case .split(let wanted): return checked(wanted, quantity: quantity, held: held, issues: &issues)
    case .at(let centre) where quantity < had: return taken(had - quantity, from: centre, held: held, issues: &issues)
    case .at(let centre): return added(quantity - had, to: centre, held: held, issues: &issues)
    case .standard where quantity > had:
      if let split = following(quantity - had, held: held) { return split }
      guard let centre = centres.first(where: \.isDefault) else {
        issues.append(Issue("/addTo", "centre.unknown"))
        return held
      }
      return added(quantity - had, to: centre.id, held: held, issues: &issues)
    case .standard: return taken(had - max(0, quantity), held: held)
    }
  }

  private func added(
    _ count: Int, to id: ID<BillingCentre>, held: [Allocation], issues: inout [Issue]
  ) -> [Allocation] {
    guard let centre = centres.first(where: { $0.id == id }) else {
      issues.append(Issue("/addTo", "centre.unknown"))
      return held
    }
    if centre.closed { issues.append(Issue("/addTo", "centre.closed")) }
    var split = held.filter { $0.centre != id }
    split.append(Allocation(centre: id, quantity: count + quantity(at: id, in: held)))
    return ordered(split)
  }

  private func taken(
    _ count: Int, from id: ID<BillingCentre>, held: [Allocation], issues: inout [Issue]
  ) -> [Allocation] {
    guard centres.contains(where: { $0.id == id }) else {
      issues.append(Issue("/takeFrom", "centre.unknown"))
      return held
    }
    let here = quantity(at: id, in: held)
    if here < count { issues.append(Issue("/takeFrom", "split.centre_short", ["held": "\(here)"])) }
    return ordered(held.map { Allocation(centre: $0.centre, quantity: $0.quantity - ($0.centre == id ? count : 0)) })
  }

  /// From the default centre first, then from the largest, ties by position.
  private func taken(_ count: Int, held: [Allocation]) -> [Allocation] {
    let byDefault = centres.first(where: \.isDefault)?.id
    let givers = ordered(held).enumerated().sorted { a, b in
      let (aIsDefault, bIsDefault) = (a.element.centre == byDefault, b.element.centre == byDefault)
      if aIsDefault != bIsDefault { return aIsDefault }
      return (b.element.quantity, a.offset) < (a.element.quantity, b.offset)
    }
    var left = count
    return ordered(
      givers.map { _, giver in
        let given = min(left, giver.quantity)
        left -= given
        return Allocation(centre: giver.centre, quantity: giver.quantity - given)
      })
  }

  /// A complete new split of `quantity`: every centre known and once, nothing negative, nothing more at a closed one.
  func checked(
    _ wanted: [Allocation], quantity: Int, held: [Allocation], issues: inout [Issue]
  ) -> [Allocation] {
    var seen: Set<ID<BillingCentre>> = []
    var sum = Int128(0)
    for (index, allocation) in wanted.enumerated() {
      sum += Int128(allocation.quantity)
      let pointer = "/allocations/\(index)"
      let centre = centres.first { $0.id == allocation.centre }
      if centre == nil { issues.append(Issue(pointer + "/centreId", "centre.unknown")) }
      if !seen.insert(allocation.centre).inserted {
        issues.append(Issue(pointer + "/centreId", "split.duplicate_centre"))
      }
      if allocation.quantity < 0 { issues.append(Issue(pointer + "/quantity", "split.negative")) }
      if let centre, centre.closed, allocation.quantity > self.quantity(at: centre.id, in: held) {
        issues.append(Issue(pointer + "/centreId", "centre.closed"))
      }
    }
    if sum != Int128(quantity) {
      issues.append(Issue("/allocations", "split.sum_mismatch", ["quantity": "\(quantity)", "sum": "\(sum)"]))
    }
    return ordered(wanted)
  }

  /// As the centres are ordered, without empty ones.
  func checked(_ split: [Allocation]) -> [Allocation] { ordered(split) }

  private func quantity(at id: ID<BillingCentre>, in held: [Allocation]) -> Int {
    held.first { $0.centre == id }?.quantity ?? 0
  }

  /// In the centres' order, without empty ones.
  func ordered(_ split: [Allocation]) -> [Allocation] {
    let ranked = split.lazy.filter { $0.quantity != 0 }.map { allocation in
      (rank: centres.firstIndex { $0.id == allocation.centre } ?? centres.count, allocation: allocation)
    }
    return ranked.sorted { $0.rank < $1.rank }.map(\.allocation)
  }
}
