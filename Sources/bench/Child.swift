import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// Another program, started from this one, whose peak memory the kernel tells at its end.
final class Child {
  let process: pid_t
  private let output: Int32?

  struct End {
    let status: Int32
    let peakBytes: Int
    let text: String
  }

  /// What it prints is kept for `end` when `isCaptured`, else lost.
  init(_ program: String, _ arguments: [String], isCaptured: Bool = false) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var ends: [Int32] = [0, 0]
    if isCaptured {
      guard pipe(&ends) == 0 else { throw Failure(sentence: "There are no pipes left.") }
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
      posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
      for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
    } else {
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let error = posix_spawnp(&process, program, &actions, nil, words, environ)
    if isCaptured { close(ends[1]) }
    guard error == 0 else {
      throw Failure(sentence: "\(program) cannot be started: \(String(cString: strerror(error))).")
    }
    self.process = process
    output = isCaptured ? ends[0] : nil
  }

  /// Waits for the program to end by itself, reading what it says meanwhile.
  func end() -> End {
    var text: [UInt8] = []
    if let output {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(output, &buffer, buffer.count)
        if count <= 0 { break }
        text += buffer.prefix(count)
      }
      close(output)
    }
    var status: Int32 = 0
    var usage = rusage()
    wait4(process, &status, 0, &usage)
    return End(status: status, peakBytes: usage.ru_maxrss * 1024, text: String(decoding: text, as: UTF8.self))
  }

  /// Asks it to stop, and waits.
  func stop() -> End {
    kill(process, SIGTERM)
    return end()
  }

  /// The most memory that was resident at once so far.
  var peakResidentBytes: Int {
    let status = FileManager.default.contents(atPath: "/proc/\(process)/status").map {
      String(decoding: $0, as: UTF8.self)
    }
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }

  /// Resident memory now.
  var residentBytes: Int {
    let pages = FileManager.default.contents(atPath: "/proc/\(process)/statm")
      .map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    return (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * Int(getpagesize())
  }
}
