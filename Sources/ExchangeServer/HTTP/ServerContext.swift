internal import Hummingbird

/// What is known of a request besides its content: the connection it came over.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let address: CallerAddress

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    address = CallerAddress(source.channel.remoteAddress)
  }
}
