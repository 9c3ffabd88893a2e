import HTTP
import Testing

private func parts(_ body: String, type: String = "multipart/form-data; boundary=xx") -> [FormPart]? {
  Request(headers: Headers([("Content-Type", type)]), body: Array(body.utf8)).parts()
}

private let field = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
private let file =
  "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"b;c.csv\"\r\nContent-Type: text/csv\r\n\r\n"
  + "x,y\r\nz\r\n"

struct MultipartTests {
  @Test(arguments: [
    "", "--xx", "--xx\r\n", field, field + "--x", "noise" + field + "--xx--",
    "--xx\nContent-Disposition: form-data; name=\"a\"\n\n1\n--xx--", "--xx\r\n\r\n1\r\n--xx--",
    "--xx\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xx--",
    "--xx\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--xx--",
    "--xx\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--xx--",
    "--xx\r\nContent-Type: text/plain\r\n\r\n1\r\n--xx--",
    "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n1--xx--",
    "--xx\r\nX: " + String(repeating: "x", count: 2000) + "\r\n\r\n1\r\n--xx--",
    String(repeating: field, count: 101) + "--xx--",
  ])
  func `what is cut off or malformed is no form`(_ body: String) { #expect(parts(body) == nil) }

  @Test(arguments: [
    "", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=xx",
    "multipart/form-data; boundary=\"x x\"", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
  ])
  func `without a boundary there is none`(_ type: String) {
    #expect(parts(field + "--xx--", type: type) == nil)
  }

  @Test(arguments: ["multipart/form-data; boundary=xx", "Multipart/Form-Data;charset=utf-8;Boundary=\"xx\""])
  func `fields and files are read as they are`(_ type: String) throws {
    let read = try #require(parts(field + file + "--xx--\r\n", type: type))
    #expect(read.map(\.name) == ["a", "f"])
    #expect(read.map(\.fileName) == [nil, "b;c.csv"])
    #expect(read.map { String(decoding: $0.content, as: UTF8.self) } == ["1", "x,y\r\nz"])
  }

  @Test func `a form without parts has none, and a part may be empty`() {
    #expect(parts("--xx--")?.isEmpty == true)
    let empty = "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--xx--"
    #expect(parts(empty)?.map(\.content) == [[]])
  }

  @Test func `bytes of a file are kept, whatever they are`() throws {
    let head = Array("--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n".utf8)
    let bytes = (0...255).map(UInt8.init) + Array("\r\n--x\r\n-".utf8)
    let body = head + bytes + Array("\r\n--xx--".utf8)
    let request = Request(headers: Headers([("Content-Type", "multipart/form-data; boundary=xx")]), body: body)
    #expect(try #require(request.parts())[0].content == bytes)
  }
}
