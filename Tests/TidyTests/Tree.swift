import Foundation

/// The files that Git knows of, read once.
struct Tree {
  let paths: [String]
  private let files: [File]

  static let shared = Result { try Tree() }

  private init() throws {
    let top = URL(filePath: #filePath).appending(path: "../../..").standardized
    paths = try Self.tracked(in: top)
    files = paths.compactMap { path in
      (try? String(contentsOf: top.appending(path: path), encoding: .utf8)).map { File(path: path, text: $0) }
    }
  }

  /// The text files whose path begins and ends like this.
  func files(under folders: [String] = [""], ending: String = "") -> [File] {
    files.filter { file in folders.contains { file.path.hasPrefix($0) } && file.path.hasSuffix(ending) }
  }

  /// The tree may belong to somebody else than who runs the tests: Git would refuse to look at it.
  private static func tracked(in top: URL) throws -> [String] {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-c", "safe.directory=*", "-C", top.path(percentEncoded: false), "ls-files", "-z"]
    git.standardOutput = output
    try git.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    guard git.terminationStatus == 0 else { throw NotARepository(path: top.path(percentEncoded: false)) }
    return answer.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  struct NotARepository: Error { let path: String }
}
