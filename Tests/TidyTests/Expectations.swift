/// Every test must be able to fail: it expects or requires something, itself or through a function of its own target.
enum Expectations {
  /// The tests of one target that do neither.
  static func missing(in files: [File]) -> [String] {
    let read = files.map { ($0, Source($0.text).declarations) }
    let helpers = helpers(among: read.flatMap(\.1))
    return read.flatMap { file, declarations in
      declarations
        .filter { $0.isTest && !expects($0, through: helpers) }
        .map { "\(file.path):\($0.line): neither #expect nor #require" }
    }
  }

  /// The files by target: `Tests/CoreTests` and so on.
  static func targets(_ files: [File]) -> [[File]] {
    Dictionary(grouping: files) { $0.path.split(separator: "/").prefix(2).joined(separator: "/") }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// The names of functions that expect something, also by calling another that does.
  private static func helpers(among declarations: [Declaration]) -> Set<String> {
    let named = declarations.filter { !$0.isTest && !["init", "deinit", "subscript", "_"].contains($0.name) }
    var helpers: Set<String> = []
    while true {
      let found = Set(named.filter { expects($0, through: helpers) }.map(\.name))
      if found == helpers { return helpers }
      helpers = found
    }
  }

  private static func expects(_ declaration: Declaration, through helpers: Set<String>) -> Bool {
    let body = declaration.body
    return body.contains("#expect") || body.contains("#require")
      || Source(body).words.contains { helpers.contains($0.text) }
  }
}
