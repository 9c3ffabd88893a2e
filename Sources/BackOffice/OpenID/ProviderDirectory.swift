import Core
import FoundationEssentials
import Outbound
import Synchronization

/// What is known of identity providers: their descriptions and keys, fetched when needed and kept for a while. Every
/// call may wait for another service, so none is made inside a transaction.
package final class ProviderDirectory: Sendable {
  private struct Entry {
    var description: ProviderDescription?
    var describedAt: ContinuousClock.Instant?
    var keys: KeySet?
    var keysAt: ContinuousClock.Instant?
  }

  private static let maximumEntries = 1_000
  private static let maximumBytes = 512 * 1024
  private static let timeoutSeconds = 8.0

  private let entries = Mutex<[IssuerURL: Entry]>([:])
  private let turn = Turnstile(places: 16, waiting: 64)
  private let keptFor: Duration
  private let keysAskedEvery: Duration

  /// `keysAskedEvery`: how soon an unknown key makes it ask for the keys again; whoever sends made-up tokens does not
  /// make us a nuisance to the provider.
  package init(keptFor: Duration = .seconds(3600), keysAskedEvery: Duration = .seconds(60)) {
    self.keptFor = keptFor
    self.keysAskedEvery = keysAskedEvery
  }

  package func description(
    of issuer: IssuerURL, isRelaxed: Bool, anew: Bool = false
  ) throws -> ProviderDescription {
    let now = ContinuousClock.now
    let entry = entries.withLock { $0[issuer] }
    if !anew, let known = entry?.description, let at = entry?.describedAt, now - at < keptFor { return known }
    let document = try fetch(issuer.discovery, isRelaxed: isRelaxed)
    let description = try ProviderDescription(document, of: issuer, isRelaxed: isRelaxed)
    keep(issuer) {
      $0.description = description
      $0.describedAt = now
    }
    return description
  }

  /// The provider's keys; asked for again when `id` is not among those known, but not too often.
  package func keys(
    of issuer: IssuerURL, at description: ProviderDescription, knowing id: String?, isRelaxed: Bool, anew: Bool = false
  ) throws -> KeySet {
    let now = ContinuousClock.now
    let entry = entries.withLock { $0[issuer] }
    if !anew, let known = entry?.keys, let at = entry?.keysAt {
      let isFresh = now - at < keptFor && known.has(id)
      if isFresh || now - at < keysAskedEvery { return known }
    }
    guard let keys = KeySet(try fetch(description.keysURL, isRelaxed: isRelaxed)) else {
      throw ProviderFault.unreadable
    }
    guard keys.count > 0 else { throw ProviderFault.noKeys }
    keep(issuer) {
      $0.keys = keys
      $0.keysAt = now
    }
    return keys
  }

  private func keep(_ issuer: IssuerURL, _ change: (inout Entry) -> Void) {
    entries.withLock { entries in
      if entries[issuer] == nil, entries.count >= ProviderDirectory.maximumEntries { entries.removeAll() }
      change(&entries[issuer, default: Entry()])
    }
  }

  private func fetch(_ url: String, isRelaxed: Bool) throws -> JSONValue {
    let answer = try send(OutboundRequest(url: url, headers: [("Accept", "application/json")]), isRelaxed: isRelaxed)
    guard answer.status == 200 else { throw ProviderFault.away }
    guard let document = JSONValue(parsing: answer.body) else { throw ProviderFault.unreadable }
    return document
  }

  /// Sends what goes to a provider: within a time, to public addresses only unless relaxed, not too many at once.
  func send(_ request: OutboundRequest, isRelaxed: Bool) throws -> OutboundResponse {
    guard turn.enter() else { throw HTTPFault.tooMany(retryAfterSeconds: 1, "server.busy") }
    defer { turn.leave() }
    var request = request
    request.publicOnly = !isRelaxed
    request.timeoutSeconds = ProviderDirectory.timeoutSeconds
    do throws(OutboundError) {
      let answer = try HTTPClient.send(request)
      guard answer.body.count <= ProviderDirectory.maximumBytes else { throw .tooLarge }
      return answer
    } catch {
      throw error == .tooLarge ? ProviderFault.unreadable : ProviderFault.away
    }
  }
}

extension Configuration {
  /// Whether providers may be on private addresses and without TLS.
  var isRelaxedWithProviders: Bool { sandbox || allowsPrivateProviders }
}
