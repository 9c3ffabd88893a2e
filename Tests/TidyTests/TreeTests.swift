import Testing

/// The rules, held against the tree itself.
@Suite struct TreeTests {
  private let tree: Tree

  init() throws { tree = try Tree.shared.get() }

  private func offences(
    under folders: [String] = ["Sources/", "Tests/"], ending: String = ".swift", _ rule: (File) -> [String]
  ) throws -> [String] {
    let files = tree.files(under: folders, ending: ending)
    try #require(!files.isEmpty)
    return files.flatMap(rule)
  }

  @Test func `modules import only what the design lets them`() throws {
    #expect(try offences(under: ["Sources/"], Imports.forbidden) == [])
  }

  @Test func `lines have at most 120 characters`() throws {
    #expect(try offences(Rules.longLines) == [])
  }

  @Test func `functions have at most 60 lines`() throws {
    #expect(try offences(Rules.longFunctions) == [])
  }

  @Test func `files have at most 400 lines`() throws {
    #expect(try offences(Rules.longFiles) == [])
  }

  @Test func `nothing is left for later`() throws {
    let folders = ["Sources/", "Tests/", "migrations/", "seed/", "deploy/", ".ci/"]
    #expect(try offences(under: folders, ending: "", Rules.promisedWork) == [])
  }

  @Test func `nothing crashes that could be refused`() throws {
    #expect(try offences(under: ["Sources/"], Rules.avoidableCrashes) == [])
  }

  @Test func `every test expects something`() throws {
    #expect(try offences(under: ["Tests/"], Rules.testsWithoutExpectation) == [])
  }

  @Test func `the top of the tree holds what it should and nothing else`() {
    #expect(Rules.topLevel(tree.paths) == [])
  }

  @Test func `the package depends on no package`() throws {
    #expect(try offences(under: ["Package.swift"], Rules.packageDependencies) == [])
  }

  @Test func `no file names a folder of one machine`() throws {
    #expect(try offences(under: [""], ending: "", Rules.machinePaths) == [])
  }
}
