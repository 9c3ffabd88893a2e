/// A file of the tree.
struct File {
  /// Relative to the top of the tree, such as `Sources/Core/Day.swift`.
  let path: String
  let text: String
}

/// The rules of the house. Each is a pure function from a file to its offences, `path:line: what`.
enum Rules {
  static let lineLimit = 120
  static let functionLimit = 60
  static let fileLimit = 400

  /// Words that promise work instead of doing it, put together so that this file keeps the rule.
  static let promises = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
  static let crashes = ["try!", "as!", "fatalError("]
  /// Folders that exist on one machine only.
  static let machineFolders = ["work", "root", "home"].map { "/" + $0 + "/" }

  static func longLines(_ file: File) -> [String] {
    file.offences { $0.count > lineLimit ? "\($0.count) characters" : nil }
  }

  static func longFiles(_ file: File) -> [String] {
    let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    return count > fileLimit ? ["\(file.path): \(count) lines"] : []
  }

  static func longFunctions(_ file: File) -> [String] {
    Source(file.text).declarations
      .filter { $0.lineCount > functionLimit }
      .map { "\(file.path):\($0.line): \($0.lineCount) lines" }
  }

  static func promisedWork(_ file: File) -> [String] {
    file.offences { line in promises.first { line.hasWord($0) } }
  }

  static func avoidableCrashes(_ file: File) -> [String] {
    file.codeOffences { line in crashes.first { line.hasWord($0) } }
  }

  static func machinePaths(_ file: File) -> [String] {
    file.offences { line in machineFolders.first { line.hasPath($0) } }
  }

  static func packageDependencies(_ manifest: File) -> [String] {
    manifest.codeOffences { $0.contains(".package(") ? ".package(" : nil }
  }

  /// What stands at the top of the tree and should not, then what should and does not.
  static func topLevel(_ paths: [String]) -> [String] {
    let wanted: Set = ["Package.swift", "Sources", "Tests", "migrations", "seed", "deploy", "README.md"]
    let found = Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) }.filter { !$0.hasPrefix(".") })
    return found.subtracting(wanted).sorted().map { "\($0) is one too many" }
      + wanted.subtracting(found).sorted().map { "\($0) is missing" }
  }
}

extension File {
  /// `path:line: what` for each line that the check finds something in.
  func offences(_ check: (String) -> String?) -> [String] {
    offences(in: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init), check)
  }

  /// The same, with comments and strings blanked out.
  func codeOffences(_ check: (String) -> String?) -> [String] {
    offences(in: Source(text).lines, check)
  }

  private func offences(in lines: [String], _ check: (String) -> String?) -> [String] {
    zip(1..., lines).compactMap { number, line in check(line).map { "\(path):\(number): \($0)" } }
  }
}

extension String {
  /// Whether the word stands here, not as a part of a longer one.
  func hasWord(_ word: String) -> Bool {
    ranges(of: word).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return !(before?.isPartOfWord ?? false) && !(word.last!.isPartOfWord && (after?.isPartOfWord ?? false))
    }
  }

  /// Whether an absolute path begins with the folder here; `a/b/` is none.
  func hasPath(_ folder: String) -> Bool {
    ranges(of: folder).contains { range in
      guard let before = self[..<range.lowerBound].last else { return true }
      return !before.isPartOfWord && !".~}$*-)".contains(before)
    }
  }
}

extension Character {
  fileprivate var isPartOfWord: Bool { isLetter || isNumber || self == "_" }
}
