import Core
import FoundationEssentials
import HTTP
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// One JSON line on standard error for each request and each thing that went wrong.
package enum Log {
  private static let enabled = Atomic<Bool>(true)

  /// Tests and the seeder keep quiet.
  package static func silence() { enabled.store(false, ordering: .relaxed) }

  static func request(_ request: Request, route: String, actor: Actor?, status: Int, _ duration: Duration) {
    line {
      $0.member("event", "request")
      $0.member("id", request.id)
      $0.member("actor", actor?.person)
      $0.member("organization", actor?.organization)
      $0.member("method", request.method.rawValue)
      $0.member("route", route)
      $0.member("status", status)
      $0.member("microseconds", Int(duration / .microseconds(1)))
    }
  }

  static func failure(_ error: any Error, _ request: Request) {
    line {
      $0.member("event", "failure")
      $0.member("id", request.id)
      $0.member("method", request.method.rawValue)
      $0.member("path", pathWithoutSecrets(request))
      $0.member("error", String(reflecting: error))
    }
  }

  /// Links in mail and calendar addresses are secrets; an id is no longer than a UUID.
  static func pathWithoutSecrets(_ request: Request) -> String {
    "/" + request.segments.map { $0.utf8.count > 36 ? "…" : $0 }.joined(separator: "/")
  }

  package static func note(_ event: String, _ detail: String) {
    line {
      $0.member("event", event)
      $0.member("detail", detail)
    }
  }

  private static func line(_ fill: (inout JSONWriter) -> Void) {
    guard enabled.load(ordering: .relaxed) else { return }
    var json = JSONWriter(capacity: 256)
    json.object(fill)
    let bytes = json.bytes + [UInt8(ascii: "\n")]
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}

/// Counts for `/metrics`, in Prometheus' text format.
package final class Metrics: Sendable {
  private struct Key: Hashable {
    let method: String
    let route: String
    let status: Int
  }

  private struct Sum {
    var count = 0
    var seconds = 0.0
  }

  private let sums = Mutex<[Key: Sum]>([:])

  func count(method: String, route: String, status: Int, _ duration: Duration) {
    let key = Key(method: method, route: route.isEmpty ? "none" : route, status: status)
    sums.withLock {
      $0[key, default: Sum()].count += 1
      $0[key, default: Sum()].seconds += Double(duration / .microseconds(1)) / 1e6
    }
  }

  package func text() -> String {
    let all = sums.withLock { $0 }.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
    var text = "# TYPE comptoir_requests_total counter\n"
    for (key, sum) in all { text += "comptoir_requests_total\(labels(key)) \(sum.count)\n" }
    text += "# TYPE comptoir_request_seconds_total counter\n"
    for (key, sum) in all { text += "comptoir_request_seconds_total\(labels(key)) \(sum.seconds)\n" }
    return text
  }

  private func labels(_ key: Key) -> String {
    "{method=\"\(key.method)\",route=\"\(key.route)\",status=\"\(key.status)\"}"
  }
}
