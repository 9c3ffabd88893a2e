import Core
import Testing

@Test(arguments: [
  ([5, 3, 2], 10, [5, 3, 2]), ([5, 3, 2], 20, [10, 6, 4]), ([5, 3, 2], 11, [6, 3, 2]), ([5, 3, 2], 9, [4, 3, 2]),
  ([1, 1, 1], 2, [1, 1]), ([1, 1, 1], 4, [2, 1, 1]), ([10], 3, [3]), ([], 3, []), ([5, 5], 0, []), ([5, 5], -1, []),
  ([9, 1], 2, [2]),
])
func `a split keeps its shares for another quantity`(_ held: [Int], _ quantity: Int, _ expected: [Int]) {
  let centres = [Helvetia.a, Helvetia.b, Helvetia.c]
  let split = zip(centres, held).map { Allocation(centre: $0, quantity: $1) }
  let scaled = split.scaled(to: quantity)
  #expect(scaled.map(\.quantity) == expected)
  #expect(scaled.isEmpty || scaled.reduce(0) { $0 + $1.quantity } == quantity)
}

@Test func `huge splits do not overflow`() {
  let split = [
    Allocation(centre: Helvetia.a, quantity: Int(Int32.max)), Allocation(centre: Helvetia.b, quantity: 1),
  ]
  #expect(split.scaled(to: Int.max).reduce(0) { $0 + $1.quantity } == Int.max)
}
