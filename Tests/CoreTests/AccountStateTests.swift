import Core
import Testing

private let now = Instant(microseconds: 1_780_000_000_000_000)
private let before = now.adding(seconds: -1)
private let later = now.adding(seconds: 1)

@Test(arguments: [
  (AccountState.Stored.disabled, nil, nil, AccountState.disabled), (.disabled, later, nil, .disabled),
  (.deleted, nil, nil, .deleted), (.active, later, nil, .locked(until: later)),
  (.invited, nil, nil, .invitationExpired(since: nil)), (.invited, nil, before, .invitationExpired(since: before)),
  (.invited, nil, now, .invitationExpired(since: now)), (.invited, later, before, .invitationExpired(since: before)),
  (.invited, nil, later, .notActivated(until: later)), (.active, now, nil, .ready), (.active, before, nil, .ready),
  (.active, nil, nil, .ready), (.active, nil, later, .ready),
])
func `an account stands as it was left, but for locks and invitations that have run out`(
  _ stored: AccountState.Stored, _ lockedUntil: Instant?, _ invitedUntil: Instant?, _ state: AccountState
) {
  #expect(AccountState(stored, lockedUntil: lockedUntil, invitedUntil: invitedUntil, at: now) == state)
}

@Test func `every state has a name of its own, but an old invitation is an invitation`() {
  let states: [AccountState] = [.ready, .locked(until: later), .notActivated(until: later), .disabled, .deleted]
  #expect(Set(states.map(\.name)).count == states.count)
  #expect(AccountState.invitationExpired(since: nil).name == AccountState.notActivated(until: later).name)
}
