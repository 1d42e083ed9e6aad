import ExchangeAPI
import Foundation
import FuzzHarness

/// An answer over HTTP. Reading it traps where it is not well formed.
struct HTTPAnswer {
  let status: Int
  /// Names in lower case.
  let headers: [String: String]
  let body: [UInt8]
  /// How many bytes it had.
  let byteCount: Int

  /// Reads the answer that bytes begin with; `nil` where it is not whole yet.
  ///
  /// - Parameter mayLackBody: whether it may answer `HEAD`, whose answers say how long the body would be.
  init?(_ bytes: ArraySlice<UInt8>, mayLackBody: Bool = false) {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    let first = lines[0].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    let hasStatus = first.count == 3 && first[0].hasPrefix("HTTP/1.") && first[1].utf8.count == 3
    require(hasStatus, "an answer has a status: \(lines[0])")
    status = Int(first[1]) ?? 0
    headers = Self.headers(lines.dropFirst())
    require(headers["transfer-encoding"] == nil, "no answer is in chunks")
    let length = headers["content-length"].map { Int($0) ?? -1 } ?? (status == 101 || status == 204 ? 0 : -1)
    require(length >= 0, "an answer says how long it is: \(headers)")
    let rest = bytes[end.upperBound...]
    let lacksBody = mayLackBody && (rest.isEmpty || rest.starts(with: "HTTP/1.".utf8))
    guard lacksBody || rest.count >= length else { return nil }
    body = lacksBody ? [] : Array(rest.prefix(length))
    byteCount = end.upperBound - bytes.startIndex + body.count
  }

  private static func headers(_ lines: ArraySlice<String>) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let isName = parts[0].utf8.allSatisfy { (0x21...0x7e).contains($0) }
      require(parts.count == 2 && !parts[0].isEmpty && isName, "a header has a name and a value: \(line)")
      let name = parts[0].lowercased()
      let value = parts[1].trimmingCharacters(in: .whitespaces)
      require(headers.updateValue(value, forKey: name) == nil, "a header stands once: \(name)")
    }
    return headers
  }

  /// The code of an error, or `nil` where it is none.
  var error: ErrorDetails? { status < 400 ? nil : try? JSONDecoder().decode(ErrorDetails.self, from: Data(body)) }

  /// Whether its request may be in the ledger: it was carried out, or refused after it had been admitted.
  var mayBeAdmitted: Bool { status == 200 || (error?.code).map { $0.followsAdmission } ?? false }

  /// What must hold for every answer.
  func check() {
    if status == 101 { return }
    if status == 400 && body.isEmpty && headers["connection"] == "close" { return }
    require(headers["x-request-id"] != nil, "an answer has an id: \(summary)")
    require(headers["cache-control"] == "no-store", "no answer is stored: \(summary)")
    require(headers["x-content-type-options"] == "nosniff", "no answer is taken for what it is not: \(summary)")
    guard status >= 400 else { return require(status == 200 || status == 204, "a status is documented: \(summary)") }
    guard !body.isEmpty || headers["content-length"] == "0" else { return }
    guard let error else { return require(false, "an error is a document: \(summary)") }
    error.check(status: status)
  }

  var summary: String { "\(status) \(headers) \(String(decoding: body.prefix(500), as: UTF8.self))" }
}

extension ErrorDetails {
  /// What must hold for every error, whichever way it came.
  func check(status: Int? = nil) {
    if case .unknown(let code) = code { require(false, "a code is documented: \(code)") }
    require(code.status < 500, "the server does not fail: \(code) \(message)")
    require(status == nil || status == code.status, "a code has its status: \(code) \(status ?? 0)")
    require(!message.isEmpty, "an error has a reason: \(code)")
  }
}

extension ErrorCode {
  /// Whether the exchange refuses with it what the ledger has taken.
  var followsAdmission: Bool {
    switch self {
    case .exchange(let code):
      switch code {
      case .insufficientFunds, .invalidOrderQuantity, .invalidWithdrawalQuantity, .exceededWithdrawalLimit,
        .orderNotFound, .marketNotFound, .tradingDisabled, .cancelsDisabled, .withdrawalsDisabled, .exceededRateLimit:
        true
      default: false
      }
    case .refusal(let code): code == .invalidParameter || code == .indexPriceUnavailable
    case .unknown: false
    }
  }
}
