extension TaskPriority {
  /// The priority at which requests are worked on, but for those that end session keys.
  ///
  /// Below that of the tasks of connections: under load a revocation then waits neither behind other people's orders nor,
  /// to be answered, behind their answers. Nobody is starved by it: the threads of both share the processor.
  static let work = TaskPriority.utility
}
