import FoundationEssentials
import HTTP
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Regenerate with `COMPTOIR_GOLDEN=write`, then read the difference against RULES.md's table.
private let golden = World.root + "/Tests/BackOfficeTests/Golden/matrix.txt"

@Test func `every route answers every role, for own and foreign objects, as the golden matrix says`() throws {
  let matrix = try Matrix.walked()
  if let mode = getenv("COMPTOIR_GOLDEN"), String(cString: mode) == "write" {
    try Data((matrix.lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: golden))
  }
  let written = String(decoding: try Data(contentsOf: URL(filePath: golden)), as: UTF8.self)
  let expected = written.split(separator: "\n").map(String.init)
  for line in Set(expected).subtracting(matrix.lines).sorted() { Issue.record("expected \(line)") }
  for line in Set(matrix.lines).subtracting(expected).sorted() { Issue.record("answered \(line)") }
  #expect(matrix.lines == expected || Set(matrix.lines) != Set(expected), "the order of the routes changed")

  // Whatever the file says, these hold.
  #expect(matrix.cells { _, _, status in status >= 500 }.isEmpty)
  #expect(matrix.cells { _, _, status in status == 0 }.isEmpty, "say in MatrixObjects what the parameter stands for")
  let served = matrix.cells { label, persona, status in
    label.contains("foreign") && persona != .distributor && persona != .rival && status < 300
      || label.contains(" own ") && !isShared(label) && persona == .rival && status < 300
  }
  #expect(served.isEmpty, "somebody else's object was served")
  let anonymous = matrix.cells { label, persona, status in
    persona == nil && label.contains("/api/v1/") && status != 401
  }
  #expect(anonymous.isEmpty, "the API answers nobody")
}

/// Whether both sides buy from the one catalogue it is in.
private func isShared(_ label: String) -> Bool {
  ["/plans/", "/offers/", "/services/", "/products/", "/categories/"].contains { label.contains($0) }
}
