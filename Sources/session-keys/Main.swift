internal import SessionKeyCommands

@main
struct Main {
  static func main() async { await SessionKeysTool.main() }
}
