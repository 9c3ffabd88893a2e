import CCurl

/// One libcurl transfer: its options, what it sends and what comes back.
final class Transfer {
  /// What a server may send before the body, in all its header or reply lines.
  private static let maximumHeaderBytes = 64 * 1024

  private let handle: UnsafeMutableRawPointer
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private var lists: [UnsafeMutablePointer<curl_slist>] = []
  private let maximumBodyBytes: Int

  /// Bytes still to send, from `sent` on.
  private let upload: [UInt8]
  private(set) var sent = 0
  private(set) var body: [UInt8] = []
  /// Header lines of HTTP, reply lines of SMTP; without their line breaks.
  private(set) var lines: [String] = []
  private var headerBytes = 0
  private(set) var isTooLarge = false
  /// Whether an address was refused for not being public.
  private(set) var isRefused = false

  /// Nil when libcurl cannot start.
  init?(upload: [UInt8], maximumBodyBytes: Int) {
    guard curlIsReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    self.upload = upload
    self.maximumBodyBytes = maximumBodyBytes
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    let context = Unmanaged.passUnretained(self).toOpaque()
    comptoir_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorBuffer)
    comptoir_curl_set_pointer(handle, CURLOPT_READDATA, context)
    comptoir_curl_set_transfer(handle, CURLOPT_READFUNCTION, read)
    comptoir_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    comptoir_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, write)
    comptoir_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    comptoir_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION, header)
    // Timeouts of name look-ups would otherwise raise a signal in a threaded process.
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_FOLLOWLOCATION, 0)
  }

  deinit {
    curl_easy_cleanup(handle)
    for list in lists { curl_slist_free_all(list) }
    errorBuffer.deallocate()
  }

  func set(_ option: CURLoption, _ value: Int) { comptoir_curl_set_long(handle, option, value) }

  func set(_ option: CURLoption, offset value: Int) { comptoir_curl_set_offset(handle, option, curl_off_t(value)) }

  /// libcurl copies the text.
  func set(_ option: CURLoption, _ value: String) { comptoir_curl_set_string(handle, option, value) }

  func set(_ option: CURLoption, _ values: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for value in values { list = curl_slist_append(list, value) ?? list }
    guard let list else { return }
    lists.append(list)
    comptoir_curl_set_list(handle, option, list)
  }

  /// The whole transfer, and connecting as a part of it, end after this time.
  func setTimeout(seconds: Double) {
    let milliseconds = Int(max(1, min(seconds, 3600) * 1000))
    set(CURLOPT_TIMEOUT_MS, milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
  }

  /// Connects to addresses of the public internet only, whatever the name resolves to.
  func refusePrivateAddresses() {
    set(CURLOPT_PROXY, "")
    comptoir_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
    comptoir_curl_set_open_socket(handle, openSocket)
  }

  /// Runs the transfer to its end; the code of the last reply is in `responseCode`.
  func perform() -> CURLcode { curl_easy_perform(handle) }

  var responseCode: Int { comptoir_curl_response_code(handle) }

  /// What went wrong, in libcurl's words.
  func reason(_ code: CURLcode) -> String {
    let text = String(cString: errorBuffer)
    return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
  }

  // MARK: - Called back by libcurl

  fileprivate func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, upload.count - sent)
    upload.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[sent..<(sent + count)])) }
    sent += count
    return count
  }

  fileprivate func receive(_ buffer: UnsafeRawBufferPointer) -> Int {
    guard body.count + buffer.count <= maximumBodyBytes else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: buffer)
    return buffer.count
  }

  fileprivate func receiveLine(_ buffer: UnsafeRawBufferPointer) -> Int {
    headerBytes += buffer.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      isTooLarge = true
      return 0
    }
    let content = buffer.prefix { $0 != 0x0D && $0 != 0x0A }
    lines.append(String(decoding: content, as: UTF8.self))
    return buffer.count
  }

  fileprivate func open(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
    let socket = publicSocket(to: address)
    if socket < 0 { isRefused = true }
    return socket
  }
}

/// Once per process, before any thread uses libcurl.
private let curlIsReady = comptoir_curl_global_init() == CURLE_OK

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
  Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

private let read: comptoir_curl_transfer = { data, size, count, context in
  guard let context, let data else { return 0 }
  return transfer(context).fill(UnsafeMutableRawBufferPointer(start: data, count: size * count))
}

private let write: comptoir_curl_transfer = { data, size, count, context in
  guard let context, let data else { return 0 }
  return transfer(context).receive(UnsafeRawBufferPointer(start: data, count: size * count))
}

/// libcurl asks for a socket once it knows the address, so what a name resolves to is checked, not the name.
private let openSocket: curl_opensocket_callback = { context, _, address in
  guard let context, let address else { return -1 }
  return transfer(context).open(address)
}

private let header: comptoir_curl_transfer = { data, size, count, context in
  guard let context, let data else { return 0 }
  return transfer(context).receiveLine(UnsafeRawBufferPointer(start: data, count: size * count))
}
