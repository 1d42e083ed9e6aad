internal import SessionKeyCommands

@main
struct Main {
  static func main() { SessionKeysTool.main() }
}
