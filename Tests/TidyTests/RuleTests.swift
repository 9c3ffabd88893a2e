import Testing

/// Each rule, held against samples that break it and samples that only look like it.
@Suite struct RuleTests {
  private func swift(_ text: String, in folder: String = "Sources/Core") -> File {
    File(path: folder + "/A.swift", text: text)
  }

  @Test(arguments: [
    ("Core", "import Foundation", "Core imports Foundation"),
    ("Core", "import Glibc", "Core imports Glibc"),
    ("Core", "import FoundationEssentials", nil),
    ("Markup", "import Core", "Markup imports Core"),
    ("Postgres", "import Foundation", "Postgres imports Foundation"),
    ("Postgres", "import Core", "Postgres imports Core"),
    ("Postgres", "@preconcurrency import CHTTP", "Postgres imports CHTTP"),
    ("Postgres", "import CPostgres", nil),
    ("HTTP", "import struct Foundation.Date", "HTTP imports Foundation"),
    ("HTTP", "package import CHTTP", nil),
    ("HTTP", "import Synchronization", nil),
    ("Documents", "import Foundation", nil),
    ("Documents", "import CPostgres", "Documents imports CPostgres"),
    ("Outbound", "package import func Core.round", "Outbound imports Core"),
    ("BackOffice", "@_exported import Postgres", nil),
    ("BackOffice", "import CPostgres", "BackOffice imports CPostgres"),
    ("BackOffice", "  import NIO", "BackOffice imports NIO"),
    ("comptoir", "import CCrypto", "comptoir imports CCrypto"),
    ("bench", "import BackOffice", nil),
    ("Cellar", "import FoundationEssentials", "Cellar imports FoundationEssentials"),
    ("Core", "// import Foundation", nil),
    ("Core", "let text = \"import Foundation\"", nil),
    ("Core", "func import(_ a: Foundation) {}", nil),
  ])
  func `an import must follow the arrows of the design`(_ module: String, _ line: String, _ offence: String?) {
    let offences = Imports.forbidden(swift("\n" + line, in: "Sources/\(module)/Deep"))
    #expect(offences == (offence.map { ["Sources/\(module)/Deep/A.swift:2: " + $0] } ?? []))
  }

  @Test(arguments: [(120, 0), (121, 1)])
  func `a line is counted in characters, not bytes`(_ length: Int, _ offences: Int) {
    #expect(Rules.longLines(swift(String(repeating: "é", count: length))).count == offences)
  }

  @Test(arguments: [(400, 0), (401, 1)])
  func `a file is counted in lines`(_ length: Int, _ offences: Int) {
    #expect(Rules.longFiles(swift(String(repeating: "\n", count: length))).count == offences)
  }

  @Test(arguments: [
    ("func a() {", 60, 0), ("func a() {", 61, 1), ("init() {", 61, 1), ("subscript(i: Int) -> Int {", 61, 1),
    ("func a(_ b: Int = { 1 }()) throws(E) -> [Int] {", 61, 1), ("let a = B.init {", 61, 0), ("var a: Int {", 61, 0),
  ])
  func `a function is counted from its keyword to its brace`(_ opening: String, _ length: Int, _ offences: Int) {
    let lines = [opening] + Array(repeating: "  b()", count: length - 2) + ["}"]
    #expect(Rules.longFunctions(swift(lines.joined(separator: "\n"))).count == offences)
  }

  @Test(arguments: zip(Rules.promises, ["// %", "let a = \"%\"", "/* see % */", "%: later"]))
  func `promises are found in comments too`(_ word: String, _ line: String) {
    let text = line.replacing("%", with: word)
    #expect(Rules.promisedWork(swift(text)) == ["Sources/Core/A.swift:1: " + word])
    #expect(Rules.promisedWork(swift(line.replacing("%", with: word + "X"))) == [])
  }

  @Test(arguments: [
    ("let a = try! b()", "try!"), ("let a = b as! C", "as!"), ("fatalError(\"no\")", "fatalError("),
    ("let a = \"\\(try! b())\"", "try!"), ("let a = \"try! again\"", nil), ("// never try! this", nil),
    ("let a = try? b()", nil), ("precondition(a, \"fatalError(\")", nil), ("let a = alias!", nil),
  ])
  func `a crash is found in code, not in words`(_ line: String, _ offence: String?) {
    #expect(Rules.avoidableCrashes(swift(line)) == (offence.map { ["Sources/Core/A.swift:1: " + $0] } ?? []))
  }

  @Test(arguments: [
    ("@Test func `a`() {}", true), ("@Test(arguments: [1]) func a(_ b: Int) { c(b) }", true),
    ("@Test func a() { // #expect(b)\n}", true), ("@Test func a() { _ = \"#require\" }", true),
    ("@Test @available(*, noasync)\nfunc a() async throws { b { c() } }", true),
    ("@Test func a() { #expect(b) }", false), ("@Test func `if (b) {`() throws { try #require(b) }", false),
    ("func helper() {}", false), ("@Test func a() { #expect(b) }\nfunc helper() {}", false),
    ("@Test func a() { helper() }\nfunc helper() {}", true),
    ("@Test func a() { b.init() }\ninit() { #expect(c) }", true),
    ("@Test func a() { helper() }\nfunc helper() { #expect(b) }", false),
    ("@Test func a() { one() }\nfunc one() { two() }\nfunc two() { #expect(b) }", false),
    ("@Test func a() { b() }\n@Test func b() { #expect(c) }", true),
  ])
  func `a test expects something, itself or through a helper`(_ text: String, _ offends: Bool) {
    #expect(Expectations.missing(in: [swift(text)]).isEmpty == !offends)
  }

  @Test(arguments: Rules.machineFolders)
  func `a path of one machine is found in any text`(_ folder: String) {
    for line in ["cd %a", "\"%a\"", "file://%a", "%a"] {
      #expect(Rules.machinePaths(swift(line.replacing("%", with: folder))) == ["Sources/Core/A.swift:1: " + folder])
    }
    for line in ["src%a", "$HOME%a", "..%a", "~%a"] {
      #expect(Rules.machinePaths(swift(line.replacing("%", with: folder))) == [])
    }
  }

  @Test func `a package may not be named, except in a comment`() {
    #expect(Rules.packageDependencies(swift("dependencies: [.package(url: \"\")]")).count == 1)
    #expect(Rules.packageDependencies(swift("// no .package(url:)")) == [])
  }

  @Test func `the top of the tree has neither more nor less`() {
    let right = ["Package.swift", "Sources/a", "Tests/a", "migrations/a", "seed/a", "deploy/a", "README.md", ".ci/run"]
    #expect(Rules.topLevel(right) == [])
    #expect(Rules.topLevel(right + ["Makefile", "docs/a/b"]) == ["Makefile is one too many", "docs is one too many"])
    #expect(Rules.topLevel(right.filter { $0 != "seed/a" }) == ["seed is missing"])
  }
}
