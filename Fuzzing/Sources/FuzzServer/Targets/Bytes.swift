import FuzzHarness

extension FuzzTarget {
  /// The template of what a client sends on a connection, before it says that it has finished.
  static let http = FuzzTarget(name: "http") { bytes in
    let exchange = Stage.shared.next()
    let sent = exchange.template.filled(bytes[...])
    let connection = Connection(port: exchange.port)
    connection.send(sent)
    connection.finish()
    let received = connection.receiveAll()
    let mayLackBody = sent.firstRange(of: Array("HEAD ".utf8)) != nil
    var rest = received[...]
    var admissions = 0
    while !rest.isEmpty {
      guard let answer = HTTPAnswer(rest, mayLackBody: mayLackBody) else {
        return require(false, "an answer comes whole: \(String(decoding: rest.prefix(500), as: UTF8.self))")
      }
      answer.check()
      exchange.notice(answer.error)
      if answer.mayBeAdmitted { admissions += 1 }
      rest = rest.dropFirst(answer.byteCount)
      if answer.status == 101 { break }
    }
    exchange.checkStanding(admissions: admissions)
  }
}
