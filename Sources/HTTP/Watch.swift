import Glibc

/// Does something again and again on a thread of its own.
struct Watch: Sendable {
  /// The end of a pair of sockets whose closing ends the thread.
  private let lifeline: Int32

  /// `work` runs every `Limits.watchMilliseconds` until `stop`.
  init(_ work: @escaping @Sendable () -> Void) throws(ServerError) {
    let ends = try Sockets.pair()
    lifeline = ends.0
    let job = Unmanaged.passRetained(Job(work: work, lifeline: ends.1))
    var thread = pthread_t()
    let result = pthread_create(&thread, nil, Self.main, job.toOpaque())
    guard result == 0 else {
      job.release()
      close(ends.0)
      close(ends.1)
      throw .system(call: "pthread_create", errno: result)
    }
    pthread_detach(thread)
  }

  /// Ends the thread soon; to be called once.
  func stop() { close(lifeline) }

  private final class Job: Sendable {
    let work: @Sendable () -> Void
    let lifeline: Int32

    init(work: @escaping @Sendable () -> Void, lifeline: Int32) {
      self.work = work
      self.lifeline = lifeline
    }
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    guard let context else { return nil }
    let job = Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
    var entry = pollfd(fd: job.lifeline, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, Limits.watchMilliseconds) <= 0 { job.work() }
    close(job.lifeline)
    return nil
  }
}
