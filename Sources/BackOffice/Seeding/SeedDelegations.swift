import Core

/// The demo world's access to people, asked for and decided like everybody's.
struct SeedDelegations {
  private var ids: [String: ID<Delegation>] = [:]

  mutating func ask(_ event: SeedFiles.Event, of customer: ID<Organization>, in work: Work) throws {
    guard let ref = event.ref, let duration = event.duration.flatMap({ Period($0) }) else {
      throw SeedError(description: "seed: access asked for without ref or duration")
    }
    let draft = Delegations.Draft(
      rights: rights(event) ?? [], extent: .lasting(duration), reason: event.reason ?? "")
    ids[ref] = try Delegations.ask(draft, of: customer, in: work).id
  }

  func decide(_ event: SeedFiles.Event, in work: Work) throws {
    guard let id = ids[event.ref ?? ""] else {
      throw SeedError(description: "seed: no access is called \(event.ref ?? "…")")
    }
    let isApproval = event.do == "approveAccess"
    let verdict: Delegation.Verdict =
      isApproval
      ? .approve(rights: rights(event), until: event.until.flatMap { Instant($0) }) : .end(reason: event.reason)
    _ = try Delegations.decide(id, verdict, in: work)
  }

  private func rights(_ event: SeedFiles.Event) -> [DelegationRight]? {
    event.rights.map { $0.compactMap(DelegationRight.init(rawValue:)) }
  }
}
