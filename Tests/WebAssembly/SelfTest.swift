// Checks, inside a WebAssembly module, that the three pure targets compute there what they compute natively.

import EthereumPrimitives
import PerpsProtocol
import TypedData

/// Runs all checks.
///
/// - Parameter pipsAdded: added to the order's quantity. With anything but 0 the order's digest must *not* be the known
///   one, which shows that the check can fail.
/// - Returns: 0, or the number of the first check that failed, counted from 1.
@_expose(wasm, "self_test")
@_cdecl("self_test")
public func selfTest(pipsAdded: Int32) -> Int32 {
  let results = [
    keccak256OfNothingIsKnown(),
    addressWithChecksumComesBackUnchanged(),
    addressWithWrongChecksumIsRefused(),
    nonceComesBackUnchanged(),
    productsAreRoundedToAWholePip(),
    uint128IsWrittenInDecimal(),
    orderHasTheKnownDigest(pipsAdded: UInt64(pipsAdded)),
  ]
  return results.firstIndex(of: false).map { Int32($0) + 1 } ?? 0
}

private let wallet = "0x4513c200F65ED9EdA6a9769c9a382C95255A9b88"
private let nonce = "be5feaa6-5914-11f1-8e9f-63b0b182ca6b"

private func keccak256OfNothingIsKnown() -> Bool {
  equal(
    Keccak256.hash([]).description, "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
}

private func addressWithChecksumComesBackUnchanged() -> Bool {
  guard let address = try? Address(wallet) else { return false }
  return equal(address.description, wallet)
}

private func addressWithWrongChecksumIsRefused() -> Bool {
  do {
    _ = try Address("0x4513C200F65ED9EdA6a9769c9a382C95255A9b88")
    return false
  } catch {
    return error == .wrongChecksum
  }
}

private func nonceComesBackUnchanged() -> Bool {
  guard let parsed = try? Nonce(nonce) else { return false }
  return equal(parsed.description, nonce)
}

private func productsAreRoundedToAWholePip() -> Bool {
  guard let factor = try? Pips("1.00000001"), let up = factor.multipliedRoundingUp(by: factor),
    let down = factor.multipliedRoundingDown(by: factor)
  else { return false }
  return equal(up.description, "1.00000003") && equal(down.description, "1.00000002")
}

private func uint128IsWrittenInDecimal() -> Bool {
  guard let order = order(pipsAdded: 0) else { return false }
  return order.messageJSON.utf8.starts(with: #"{"nonce":"253051346663985485461857559522834565739","#.utf8)
}

/// The last `Order` of `Tests/SigningTests/Vectors/katana-typed-data.json`.
private func orderHasTheKnownDigest(pipsAdded: UInt64) -> Bool {
  guard let order = order(pipsAdded: pipsAdded),
    let contract = try? Address("0x6F3e3C8A86A4A616bB9A1798b94e885f9cA5859B")
  else { return false }
  let domain = Domain.katanaPerps(.production, chainID: 129_399, contract: contract)
  return equal(
    order.digest(in: domain).description, "0xdd7bdecf4d3129146c116a44f88ba19ba58d4d00d2968f427e98a2e0e6745161")
}

private func order(pipsAdded: UInt64) -> Order? {
  guard let nonce = try? Nonce(nonce), let wallet = try? Address(wallet),
    let sessionKey = try? Address("0xdE30ce69532b972232765d55c06D4d2EdFF0F02A"),
    let market = try? MarketSymbol("1000PEPE-USD"), let price = try? Pips("48813.83944980"),
    let quantity = Pips(count: 80_263_778_518 + pipsAdded)
  else { return nil }
  return try? Order(
    nonce: nonce, wallet: wallet, sessionKey: sessionKey, market: market, side: .sell, quantity: quantity,
    terms: .limit(price: price), isReduceOnly: true)
}

/// Compares bytes: comparing `String`s as characters would link the Unicode tables.
private func equal(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
