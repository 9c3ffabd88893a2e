import Core
import Testing

@Test(arguments: [
  (PeopleGroup.Keeper.provider, false, Refusal.conflict("group.kept_by_provider") as Refusal?),
  (.provider, true, .conflict("group.kept_by_provider")), (.customer, true, .denied("group.beyond_own_services")),
  (.customer, false, nil),
])
func `who is in a group is for its keeper to say, and for those who may give all that it gives`(
  _ keeper: PeopleGroup.Keeper, _ beyond: Bool, _ refusal: Refusal?
) {
  var thrown: Refusal?
  do { try PeopleGroup.permitChange(keptBy: keeper, givesBeyondOwn: beyond) } catch { thrown = error }
  #expect(thrown == refusal)
}

@Test func `a group holds so many people and no more`() throws {
  #expect(throws: Refusal.conflict("group.too_many_members", ["maximum": "10"])) {
    try PeopleGroup.permitMembers(11, atMost: 10)
  }
  try PeopleGroup.permitMembers(10, atMost: 10)
}
