/// The arrows between the modules, as the design draws them. The package manager does not hold us to them: a target can
/// import whatever one of its dependencies built.
enum Imports {
  /// What ships with Swift and any module may use, but see `pure` and `lean`.
  private static let toolchain: Set = ["Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc"]
  /// Modules that import nothing but FoundationEssentials.
  private static let pure: Set = ["Core", "Markup"]
  /// Modules that do without the full Foundation, which costs every process 6 MB.
  private static let lean: Set = ["Postgres", "HTTP"]

  private static let arrows: [String: Set<String>] = [
    "Core": [],
    "Markup": [],
    "Postgres": ["CPostgres"],
    "HTTP": ["CHTTP"],
    "Documents": ["CXLSX", "CPango", "CQREncode", "CZip", "Core"],
    "Outbound": ["CCurl", "CResolv"],
    "BackOffice": ["Core", "Postgres", "HTTP", "Markup", "Documents", "Outbound", "CCrypto"],
    "comptoir": ["BackOffice", "Core", "Postgres", "HTTP", "Markup", "Documents", "Outbound"],
    "bench": ["BackOffice", "Core", "Postgres", "HTTP", "Markup", "Documents", "Outbound"],
  ]

  /// The modules that a file under Sources imports and may not; a module without a place in the design may none.
  static func forbidden(_ file: File) -> [String] {
    let module = String(file.path.split(separator: "/").dropFirst().first ?? "")
    let allowed = allowed(for: module)
    return file.codeOffences { line in
      imported(by: line).flatMap { allowed.contains($0) ? nil : "\(module) imports \($0)" }
    }
  }

  private static func allowed(for module: String) -> Set<String> {
    guard let arrows = arrows[module] else { return [] }
    if pure.contains(module) { return ["FoundationEssentials"] }
    return arrows.union(lean.contains(module) ? toolchain.subtracting(["Foundation"]) : toolchain)
  }

  /// The module a line imports: `import A`, `@_exported import A`, `package import struct A.B`.
  static func imported(by line: String) -> String? {
    let words = line.split { $0 == " " || $0 == ";" }
    guard let position = words.firstIndex(of: "import"),
      words[..<position].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains(String($0)) })
    else { return nil }
    let named = words[(position + 1)...].drop { kinds.contains(String($0)) }
    return named.first?.split(separator: ".").first.map(String.init)
  }

  private static let accessLevels: Set = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
}
