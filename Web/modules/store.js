// A few values and who wants to hear of them.

/** Holds named values; listeners are told once for all changes that were made in one go. */
export class Store {
  #values;
  #listeners = new Set();
  #changed = new Set();

  /** @param {Object<string, any>} values */
  constructor(values) {
    this.#values = { ...values };
  }

  /** @param {string} name */
  get(name) {
    return this.#values[name];
  }

  /**
   * Changes values. What is the same as before is no change.
   *
   * @param {Object<string, any>} patch
   */
  set(patch) {
    for (const [name, value] of Object.entries(patch)) {
      if (!(name in this.#values)) throw new Error(`there is no value ${name}`);
      if (Object.is(this.#values[name], value)) continue;
      this.#values[name] = value;
      this.#touch(name);
    }
  }

  /** Tells that what a value holds has changed inside, such as a map. */
  touch(...names) {
    for (const name of names) this.#touch(name);
  }

  /**
   * Calls a listener now, and whenever one of the values has changed.
   *
   * @param {string[]} names
   * @param {() => void} listener
   * @returns {() => void} ends it
   */
  watch(names, listener) {
    const entry = { names, listener };
    this.#listeners.add(entry);
    listener();
    return () => this.#listeners.delete(entry);
  }

  #touch(name) {
    if (this.#changed.size === 0) queueMicrotask(() => this.#tell());
    this.#changed.add(name);
  }

  #tell() {
    const changed = this.#changed;
    this.#changed = new Set();
    for (const { names, listener } of [...this.#listeners]) {
      if (names.some((name) => changed.has(name))) listener();
    }
  }
}
