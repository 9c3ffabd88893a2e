import Testing

/// The reading of Swift source that the rules stand on.
@Suite struct SourceTests {
  @Test(arguments: [
    ("a // b", "a     "),
    ("a /* b /* c */ d */ e", "a                   e"),
    ("a \"b\" c", "a     c"),
    ("\"\\\"{\" a", "      a"),
    ("\"\\(b(\"c\"))\" d", "   b(   )   d"),
    ("#\"a\\(b)\"\\n\"# c", "             c"),
    ("#\"\\#(a)\"#", "     a   "),
    ("\"\"\"\n\"a\" {\n\"\"\" b", "   \n     \n    b"),
    ("#if a", "#if a"),
    ("`a {` b", "_     b"),
    ("\"unclosed\nfunc", "         \nfunc"),
    ("a / b", "a / b"),
  ])
  func `comments, strings and raw identifiers are blanked`(_ text: String, _ blanked: String) {
    #expect(Source(text).lines.joined(separator: "\n") == blanked)
  }

  @Test func `what a protocol asks for has no body`() {
    let text = """
      protocol A {
        func b() -> [Int]
        init(c: Int)
        package var d: Int { get }
        func e()
      }
      struct F {
        func g() {}
      }
      """
    #expect(Source(text).declarations.map(\.line) == [8])
  }

  @Test func `a function within a function is found as well`() {
    let text = "func a(\n  b: Int = 1\n) -> Int\nwhere C == D {\n  func e() {}\n  return E.init(b)\n}"
    #expect(Source(text).declarations.map(\.lineCount) == [7, 1])
  }
}
