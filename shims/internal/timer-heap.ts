/** A binary heap of timers, by due time and then by the order in which they were set. */
interface Entry<T> {
  item: T;
  due: number;
  sequence: number;
}

export class TimerHeap<T> {
  #heap: Entry<T>[] = [];
  #live = new Set<T>();
  #sequence = 0;

  /** How many timers wait. */
  get size(): number {
    return this.#live.size;
  }

  /** Adds a timer that is due at `due` (milliseconds). */
  add(item: T, due: number): void {
    this.#live.add(item);
    const heap = this.#heap;
    let index = heap.length;
    const entry = { item, due, sequence: this.#sequence++ };
    heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(entry, heap[parent] as Entry<T>)) break;
      heap[index] = heap[parent] as Entry<T>;
      index = parent;
    }
    heap[index] = entry;
  }

  /** Forgets a timer. Its entry stays until it comes to the top, or until most entries are dead. */
  discard(item: T): void {
    if (!this.#live.delete(item)) return;
    if (this.#heap.length > 64 && this.#live.size * 2 < this.#heap.length) this.#rebuild();
  }

  /** Takes the first timer that is due at `time`. */
  takeDue(time: number): T | undefined {
    const top = this.#top();
    if (top === undefined || top.due > time) return undefined;
    this.#pop();
    return top.item;
  }

  /** When the first timer is due. */
  nextDue(): number | undefined {
    return this.#top()?.due;
  }

  #top(): Entry<T> | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || this.#live.has(top.item)) return top;
      this.#pop();
    }
  }

  #rebuild(): void {
    const entries = this.#heap.filter((entry) => this.#live.has(entry.item)).sort((x, y) => (before(x, y) ? -1 : 1));
    this.#heap = entries;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child++;
      if (!before(heap[child] as Entry<T>, last)) break;
      heap[index] = heap[child] as Entry<T>;
      index = child;
    }
    heap[index] = last;
  }
}

function before<T>(x: Entry<T>, y: Entry<T>): boolean {
  return x.due < y.due || (x.due === y.due && x.sequence < y.sequence);
}
