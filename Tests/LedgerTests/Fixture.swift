import EthereumPrimitives
import PerpsProtocol
import TypedData

enum Fixture {
  static let domain = Domain.katanaPerps(.sandbox, chainID: 737_373, contract: .zero)
}
