import Testing

@testable import HTTP

struct RequestTests {
  @Test func `a request made by hand has the segments of its path`() {
    #expect(Request(path: "/customers/a%20b").segments == ["customers", "a b"])
    #expect(Request().segments.isEmpty)
    #expect(Request(peer: "192.0.2.1").client == "192.0.2.1")
  }

  @Test(arguments: [
    ("", ""), ("a=1&b=%C3%A9+%2B&a=2", "a=1;b=é +;a=2;"), ("a", "a=;"), ("a=b=c", "a=b=c;"), ("&&", ""),
    ("a=1%0D%0A2", "a=1\r\n2;"), ("a=%", nil), ("a=%0", nil), ("a=%00", nil), ("%zz=1", nil), ("a=%FF", nil),
  ])
  func `a form is decoded or refused as a whole`(_ body: String, _ expected: String?) {
    let form = Request(body: Array(body.utf8)).form()
    #expect(form.map { $0.map { "\($0.name)=\($0.value);" }.joined() } == expected)
  }

  @Test func `a form that is no UTF-8 is refused`() {
    #expect(Request(body: [0x61, 0x3D, 0xE9]).form() == nil)
  }

  @Test func `headers are looked up whatever their case`() {
    var headers = Headers([("Content-Type", "a"), ("X-A", "1"), ("x-a", "2")])
    #expect(headers["content-type"] == "a")
    #expect(headers.all("X-a") == ["1", "2"])
    #expect(headers["Content-Typ"] == nil)
    #expect(headers["Content_Type"] == nil)
    #expect(headers["X\u{0D}A"] == nil)
    headers.set("X-A", "3")
    headers.add("X-B", "4")
    #expect(headers.map { "\($0.name)=\($0.value)" } == ["Content-Type=a", "X-A=3", "X-B=4"])
    headers.set("x-b", "5")
    #expect(headers.all("X-B") == ["5"])
    #expect(headers.count == 3)
  }
}
