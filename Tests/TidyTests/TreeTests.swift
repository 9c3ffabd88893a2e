import Testing

/// The rules, held against the tree itself.
@Suite struct TreeTests {
  private let tree: Tree

  init() throws { tree = try Tree.shared.get() }

  private func files(
    under folders: [String] = ["Sources/", "Tests/"], ending: String = ".swift"
  ) throws -> [File] {
    let files = tree.files(under: folders, ending: ending)
    try #require(!files.isEmpty)
    return files
  }

  @Test func `modules import only what the design lets them`() throws {
    let offences = try files(under: ["Sources/"]).flatMap(Imports.forbidden)
    #expect(offences == [])
  }

  @Test func `lines have at most 120 characters`() throws {
    let offences = try files().flatMap(Rules.longLines)
    #expect(offences == [])
  }

  @Test func `functions have at most 60 lines`() throws {
    let offences = try files().flatMap(Rules.longFunctions)
    #expect(offences == [])
  }

  @Test func `files have at most 400 lines`() throws {
    let offences = try files().flatMap(Rules.longFiles)
    #expect(offences == [])
  }

  @Test func `nothing is left for later`() throws {
    let folders = ["Sources/", "Tests/", "migrations/", "seed/", "deploy/", ".ci/"]
    let offences = try files(under: folders, ending: "").flatMap(Rules.promisedWork)
    #expect(offences == [])
  }

  @Test func `nothing crashes that could be refused`() throws {
    let offences = try files(under: ["Sources/"]).flatMap(Rules.avoidableCrashes)
    #expect(offences == [])
  }

  @Test func `every test expects something`() throws {
    let offences = try Expectations.targets(files(under: ["Tests/"])).flatMap(Expectations.missing)
    #expect(offences == [])
  }

  @Test func `the top of the tree holds what it should and nothing else`() {
    let offences = Rules.topLevel(tree.paths)
    #expect(offences == [])
  }

  @Test func `the package depends on no package`() throws {
    let offences = try files(under: ["Package.swift"]).flatMap(Rules.packageDependencies)
    #expect(offences == [])
  }

  @Test func `no file names a folder of one machine`() throws {
    let offences = try files(under: [""], ending: "").flatMap(Rules.machinePaths)
    #expect(offences == [])
  }
}
