/** Who waits for a place, fair between the embedder's jobs: each job's turn comes, however many calls another one makes. */

/** One that waits. */
export interface Waiting<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

/** See the file's head. */
export class FairQueue<T> {
  /** By job, in the order of their next turns. */
  readonly #jobs = new Map<string, Waiting<T>[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(job: string, waiting: Waiting<T>): void {
    const line = this.#jobs.get(job);
    if (line === undefined) this.#jobs.set(job, [waiting]);
    else line.push(waiting);
    this.#size++;
  }

  /** Takes one out of the line that waits no longer. */
  remove(job: string, waiting: Waiting<T>): void {
    const line = this.#jobs.get(job);
    const index = line?.indexOf(waiting) ?? -1;
    if (line === undefined || index < 0) return;
    line.splice(index, 1);
    this.#size--;
    if (line.length === 0) this.#jobs.delete(job);
  }

  /** The next one; undefined where nobody waits. */
  next(): Waiting<T> | undefined {
    for (const [job, line] of this.#jobs) {
      const waiting = line.shift();
      this.#jobs.delete(job);
      if (line.length > 0) this.#jobs.set(job, line);
      if (waiting === undefined) continue;
      this.#size--;
      return waiting;
    }
    return undefined;
  }
}
