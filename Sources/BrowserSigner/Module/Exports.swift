#if arch(wasm32)
  // What the page calls. `allocate` and `release` come from Runtime.c. The page owns both records: it releases the one
  // that it gave, and the answer, which stands behind its length in bytes as 32 bits.

  /// Prepares a message for the wallet to sign.
  @_expose(wasm, "prepare_for_wallet")
  @_cdecl("prepare_for_wallet")
  public func prepareForWallet(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.prepareForWallet, record, byteCount)
  }

  /// Prepares a message for a session key to sign.
  @_expose(wasm, "prepare_for_session_key")
  @_cdecl("prepare_for_session_key")
  public func prepareForSessionKey(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.prepareForSessionKey, record, byteCount)
  }

  /// Gives a signature the low `s`.
  @_expose(wasm, "low_s")
  @_cdecl("low_s")
  public func lowS(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.lowS, record, byteCount)
  }

  /// Names a public key.
  @_expose(wasm, "address_of_public_key")
  @_cdecl("address_of_public_key")
  public func addressOfPublicKey(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.addressOfPublicKey, record, byteCount)
  }

  /// Writes an address with its checksum.
  @_expose(wasm, "checksum_address")
  @_cdecl("checksum_address")
  public func checksumAddress(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.checksumAddress, record, byteCount)
  }

  /// Makes a nonce.
  @_expose(wasm, "next_nonce")
  @_cdecl("next_nonce")
  public func nextNonce(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.nextNonce, record, byteCount)
  }

  /// Calculates with numbers of the exchange.
  @_expose(wasm, "decimal")
  @_cdecl("decimal")
  public func decimal(_ record: UnsafePointer<UInt8>, _ byteCount: Int) -> UnsafeMutablePointer<UInt8> {
    unsafe answer(.decimal, record, byteCount)
  }

  @inline(never)
  private func answer(
    _ function: SignerFunction, _ record: UnsafePointer<UInt8>, _ byteCount: Int
  ) -> UnsafeMutablePointer<UInt8> {
    var answer: [UInt8] = []
    Chunks.append(function.answer(unsafe Array(UnsafeBufferPointer(start: record, count: byteCount))), to: &answer)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: answer.count)
    for index in answer.indices { unsafe memory[index] = answer[index] }
    return unsafe memory
  }
#endif
