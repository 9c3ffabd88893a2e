import Markup
import Testing

@Suite struct HTMLTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("", ""),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\" onmouseover=\"x", "&quot; onmouseover=&quot;x"),
    ("' onmouseover='x", "&#39; onmouseover=&#39;x"),
    ("Müller & Söhne", "Müller &amp; Söhne"),
    ("&lt;", "&amp;lt;"),
    ("&&", "&amp;&amp;"),
    ("日本 👩‍👩‍👧 <", "日本 👩‍👩‍👧 &lt;"),
  ])
  func `interpolated text is escaped`(_ text: String, _ escaped: String) {
    #expect(("<b>\(text)</b>" as HTML).text == "<b>\(escaped)</b>")
  }

  @Test(arguments: [("a", " title=\"a\""), ("\"><img>", " title=\"&quot;&gt;&lt;img&gt;\""), (nil, "")])
  func `an attribute is escaped and absent for nil`(_ value: String?, _ expected: String) {
    #expect(("<b\(attribute: "title", value)>" as HTML).text == "<b\(expected)>")
  }

  @Test func `markup inside markup stays as it is`() {
    let inner: HTML = "<i>\("a<b")</i>"
    let absent: HTML? = nil
    #expect(("<p>\(inner)\([inner, inner])\(absent)</p>" as HTML).text.components(of: "<i>a&lt;b</i>") == 3)
  }

  @Test(arguments: [true])
  func `text that only looks like markup is escaped even when chosen by a condition`(_ isBold: Bool) {
    #expect(("\(isBold ? "<b>" : "<i>")" as HTML).text == "&lt;b&gt;")
  }

  @Test func `numbers and conditions`() {
    let html: HTML = "\(-12)\(when: false, "no")\(when: true, "yes")\(flag: "required", true)\(flag: "disabled", false)"
    #expect(html.text == "-12yes required")
  }

  @Test func `pieces join, add and append`() {
    let pieces: [HTML] = ["<i>1</i>", "\("<")", "3"]
    #expect(pieces.joined(separator: ", ").text == "<i>1</i>, &lt;, 3")
    #expect([HTML]().joined(separator: ", ").isEmpty)
    var sum: HTML = "a" + "b"
    sum.append("c")
    sum += .empty
    #expect(sum.bytes == Array("abc".utf8))
  }

  @Test(arguments: [
    ("/customers/1?a=b#c", true), ("/", true), ("?cursor=x", true), ("#content", true), ("https://example.test", true),
    ("mailto:a@example.test", true),
    ("javascript:alert(1)", false), ("JavaScript:alert(1)", false), (" javascript:alert(1)", false),
    ("java\tscript:alert(1)", false), ("data:text/html,x", false), ("//elsewhere.test", false),
    ("/\\elsewhere.test", false), ("/\t/elsewhere.test", false), ("vbscript:x", false), ("customers", false),
    ("", false),
  ])
  func `links go to this service, the web or mail, and nowhere else`(_ address: String, _ isAllowed: Bool) {
    #expect(checkedHref(address) == (isAllowed ? address : "#"))
  }
}

extension String {
  /// How often `part` occurs.
  func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
