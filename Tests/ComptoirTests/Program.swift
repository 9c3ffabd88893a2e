import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#endif

/// The program under test, as a process of its own.
final class Program {
  struct Outcome {
    let status: Int32
    let output: String
    let complaint: String
  }

  let process: pid_t
  private let output: Int32
  private let complaint: Int32

  /// Where the build put it: beside the tests.
  private static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    precondition(count > 0, "the tests do not know where they are")
    let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bundled =
      own.hasSuffix("swiftpm-testing-helper") ? CommandLine.arguments[1...].first { $0.hasSuffix(".xctest") } : own
    let folder = (bundled ?? own).split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.joined(separator: "/") + "/comptoir"
  }()

  static let root = String(#filePath.split(separator: "/Tests/")[0])

  init(_ arguments: [String], environment: [String: String] = [:]) {
    var out: [Int32] = [0, 0]
    var err: [Int32] = [0, 0]
    precondition(pipe(&out) == 0 && pipe(&err) == 0, "no pipes left")
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, out[1], 1)
    posix_spawn_file_actions_adddup2(&actions, err[1], 2)
    for descriptor in out + err { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var words: [UnsafeMutablePointer<CChar>?] = ([Program.path] + arguments).map { strdup($0) } + [nil]
    let variables = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    var settings: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    var id: pid_t = 0
    let failed = posix_spawn(&id, Program.path, &actions, nil, &words, &settings)
    precondition(failed == 0, "\(Program.path) cannot be started: build it first")
    for word in words + settings { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(out[1])
    close(err[1])
    process = id
    output = out[0]
    complaint = err[0]
  }

  /// Runs to the end.
  static func run(_ arguments: [String], environment: [String: String] = [:]) -> Outcome {
    let program = Program(arguments, environment: environment)
    let output = Program.everything(from: program.output)
    let complaint = Program.everything(from: program.complaint)
    return Outcome(status: program.wait(), output: output, complaint: complaint)
  }

  /// The first line it prints.
  func firstLine() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// Keeps its log from filling the pipe.
  func drainLog() {
    let descriptor = complaint
    var thread = pthread_t()
    let box = UnsafeMutableRawPointer(bitPattern: Int(descriptor))
    pthread_create(
      &thread, nil,
      { argument in
        var buffer = [UInt8](repeating: 0, count: 65536)
        while read(Int32(Int(bitPattern: argument)), &buffer, buffer.count) > 0 {}
        return nil
      }, box)
    pthread_detach(thread)
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Its exit status, or minus the signal that ended it.
  @discardableResult
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
  }

  private static func everything(from descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { break }
      bytes.append(contentsOf: buffer[..<count])
    }
    close(descriptor)
    return String(decoding: bytes, as: UTF8.self)
  }
}
