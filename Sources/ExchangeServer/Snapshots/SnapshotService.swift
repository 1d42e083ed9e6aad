internal import ServiceLifecycle

/// Writes a snapshot whenever so many entries have come that replaying them would take noticeably long.
struct SnapshotService: Service {
  let snapshots: Snapshotter
  let replica: ExchangeReplica

  private static let interval = Duration.seconds(1)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        snapshots.writeIfDue(replica)
      }
    }
  }
}
