import ExchangeAPI
import FuzzHarness

extension FuzzTarget {
  /// The first byte chooses the call, A being the first. The rest is the template of its body, or of its query where it
  /// reads. Beyond ASCII the choice begins anew, and the account's credentials are sent where they were not, and are not
  /// sent where they were.
  static let httpBody = FuzzTarget(name: "http-body") { bytes in
    guard let letter = bytes.first else { return }
    let exchange = Stage.shared.next()
    let isUnusual = letter >= 0x80
    let call = calls[Int((letter & 0x7f) &- UInt8(ascii: "A")) % calls.count]
    let sent = exchange.template.filled(bytes.dropFirst())
    let answer: HTTPAnswer
    if call.hasPrefix("GET") {
      // What would end the request's first line is no query.
      guard sent.allSatisfy({ (0x21...0x7e).contains($0) }) else { return }
      let query = String(decoding: sent, as: UTF8.self)
      answer = exchange.call(
        query.isEmpty ? call : call + "?" + query, headers: isUnusual ? [] : exchange.credentials(over: sent))
    } else {
      answer = exchange.call(call, body: sent, headers: isUnusual ? exchange.credentials(over: sent) : [])
    }
    exchange.notice(answer.error)
    let isSigned = SignedEndpoint(methodAndPath: call) != nil
    exchange.checkStanding(admissions: isSigned && answer.mayBeAdmitted ? 1 : 0)
  }

  private static let calls =
    SignedEndpoint.allCases.map(\.rawValue) + ["POST \(CheckedRequestBody.path)"]
    + ReadEndpoint.allCases.map(\.rawValue)
}
