import BackOffice
import Dispatch
import FoundationEssentials
import HTTP
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

enum ServeCommand {
  static let command = Command(
    name: "serve", summary: "Serves the portal and the API.",
    discussion: """
      Answers at / (the portal), /api/v1 (the API), /openapi.json, /healthz, /readyz and /metrics, and does what falls
      due by time. On SIGTERM or SIGINT it finishes what is in flight and ends. With --sandbox the clock can be moved
      forward; the database must then be a seeded sandbox.
      """,
    options: [
      .database, .root, Option(name: "--address", value: "IP", summary: "Where to listen (default 127.0.0.1)."),
      Option(name: "--port", value: "N", summary: "The port (default 8080, 0: any)."),
      Option(name: "--public-url", value: "URL", summary: "Where people reach the portal, for links in mail."),
      Option(
        name: "--connections", value: "N", summary: "Connections to the database (default \(Bounds.connections))."),
      Option(
        name: "--trusted-proxies", value: "IPS",
        summary: "Whose X-Forwarded headers are believed, by commas (default 127.0.0.1,::1)."),
      Option(name: "--sandbox", summary: "Demo and test mode: a clock that can be moved, mail at /sandbox/mail."),
    ], run: run)

  private static func run(_ arguments: Arguments) throws {
    let address = arguments.value("--address") ?? "127.0.0.1"
    let port = try arguments.integer("--port", in: 0...65535) ?? 8080
    let connections = try arguments.integer("--connections", in: 1...200)
    let proxies = try proxies(arguments)
    let office = try Environment.office(arguments) {
      $0.connections = connections ?? $0.connections
      $0.publicURL = arguments.value("--public-url") ?? "http://\(address):\(port)"
      $0.plainLoopback = address.hasPrefix("127.") && !($0.publicURL.hasPrefix("https:"))
    }
    try checkMode(office, wanted: arguments.has("--sandbox"))
    let server = try start(office, address, UInt16(port), trustedProxies: proxies)
    let stopping = Stopping()
    let jobs = Thread(office, stopping)
    stopping.wait()
    server.drain(withinSeconds: 20)
    jobs.join()
    office.database.close()
  }

  private static func checkMode(_ office: Office, wanted: Bool) throws {
    guard office.configuration.sandbox != wanted else { return }
    throw Failure(
      status: .failed,
      sentence: wanted
        ? "This database is no sandbox: run comptoir seed on an empty one, or serve without --sandbox."
        : "This database is a sandbox, whose clock is not the world's: serve it with --sandbox.")
  }

  /// Sign-ins are counted by the address that a proxy tells, so only those named are believed.
  private static func proxies(_ arguments: Arguments) throws -> [String] {
    guard let list = arguments.value("--trusted-proxies") else { return ["127.0.0.1", "::1"] }
    let addresses = list.split(separator: ",").map(String.init)
    guard addresses.allSatisfy({ $0.utf8.allSatisfy { ":.".utf8.contains($0) || Character(.init($0)).isHexDigit } })
    else {
      throw Failure(status: .usage, sentence: "--trusted-proxies needs numeric addresses, such as 10.0.0.2,fd00::2.")
    }
    return addresses
  }

  private static func start(
    _ office: Office, _ address: String, _ port: UInt16, trustedProxies: [String]
  ) throws -> Server {
    let dispatcher = Dispatcher(office, routes: Routes.all())
    let server = Server(
      address: address, port: port, trustedProxies: trustedProxies, bodyLimit: Bounds.bodyBytes,
      problem: Problem.refusing, handler: { dispatcher.answer($0) })
    do {
      let port = try server.start()
      print("Comptoir listens on http://\(address):\(port)\(office.configuration.sandbox ? " (sandbox)" : "")")
      fflush(nil)
      return server
    } catch {
      if case .portTaken = error {
        throw Failure(
          status: .portTaken, sentence: "Port \(port) is taken by another program: stop it, or choose one with --port.")
      }
      throw Failure(status: .failed, sentence: "\(error)")
    }
  }
}

/// Waits for SIGTERM or SIGINT.
///
/// `@unchecked Sendable`: the signal sources are only kept alive, never touched after `init`.
final class Stopping: @unchecked Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let stopped = Atomic<Bool>(false)
  private let sources: [any DispatchSourceSignal]

  init() {
    var sources: [any DispatchSourceSignal] = []
    for number in [SIGTERM, SIGINT] {
      signal(number, SIG_IGN)
      sources.append(DispatchSource.makeSignalSource(signal: number, queue: .global()))
    }
    self.sources = sources
    for source in sources {
      source.setEventHandler { @Sendable [self] in
        stopped.store(true, ordering: .relaxed)
        semaphore.signal()
      }
      source.resume()
    }
  }

  var isStopping: Bool { stopped.load(ordering: .relaxed) }

  func wait() { semaphore.wait() }
}

/// The threads on which jobs run beside the requests.
final class Thread: Sendable {
  private let ended = DispatchSemaphore(value: 0)

  init(_ office: Office, _ stopping: Stopping) {
    DispatchQueue(label: "jobs").async { [ended] in
      Jobs.runForever(office, isStopping: { stopping.isStopping }, pause: { sleepBriefly(stopping) })
      ended.signal()
    }
    DispatchQueue(label: "exports").async { [ended] in
      Jobs.exportForever(office, isStopping: { stopping.isStopping }, pause: { sleepBriefly(stopping) })
      ended.signal()
    }
  }

  func join() { for _ in 0..<2 { ended.wait() } }
}

/// A second, or until the service stops.
private func sleepBriefly(_ stopping: Stopping) {
  for _ in 0..<10 where !stopping.isStopping { usleep(100_000) }
}
