/// Keeps the compiler from leaving out the work that gave a value.
@inline(never)
@_optimize(none)
public func keep<Value>(_ value: borrowing Value) {}
