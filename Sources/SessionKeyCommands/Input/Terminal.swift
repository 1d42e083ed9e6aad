internal import Foundation
internal import KeyVault
internal import Signing

/// The terminal that the process belongs to, whatever its standard input is.
struct Terminal: ~Copyable {
  private let descriptor: Int32

  /// Control-C, as the terminal sends it.
  private static let interrupt: UInt8 = 3

  init() throws(PassphraseInputError) {
    descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .noTerminal }
  }

  deinit { close(descriptor) }

  /// Asks, and reads a line that is not shown.
  ///
  /// The terminal is as it was afterwards, also when Control-C is pressed: while it shows nothing, that key makes no
  /// signal that would end the process in between, but ends the line.
  func readHidden(_ prompt: String) throws(PassphraseInputError) -> [UInt8] {
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw .noTerminal }
    var hidden = settings
    hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
    hidden.c_lflag |= tcflag_t(ECHONL | ICANON)
    unsafe withUnsafeMutableBytes(of: &hidden.c_cc) { unsafe $0[Int(VEOL)] = Self.interrupt }
    // What was typed before the question is not an answer to it.
    guard unsafe tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 else { throw .noTerminal }
    defer { _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &settings) }
    say(prompt)
    return try readLine()
  }

  private func readLine() throws(PassphraseInputError) -> [UInt8] {
    var line: [UInt8] = []
    // Never grown: growing would leave a copy behind that is not wiped.
    line.reserveCapacity(Passphrase.bytesMaximum + 1)
    while true {
      var byte: UInt8 = 0
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1, byte != Self.interrupt else {
        wipe(&line)
        say("\n")
        throw .cancelled
      }
      if byte == UInt8(ascii: "\n") { return line }
      if line.count <= Passphrase.bytesMaximum { line.append(byte) }
    }
  }

  private func say(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }
}
