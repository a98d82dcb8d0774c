/** Text that grows. */
export class TextBuilder {
  private units: ArrayBuffer = new ArrayBuffer(256);
  private length: i32 = 0;

  /** Adds a code unit. */
  unit(code: i32): void {
    this.room(1);
    store<u16>(changetype<usize>(this.units) + (<usize>this.length << 1), <u16>code);
    this.length++;
  }

  /** Adds a text. */
  add(text: string): void {
    this.room(text.length);
    memory.copy(
      changetype<usize>(this.units) + (<usize>this.length << 1),
      changetype<usize>(text),
      <usize>text.length << 1,
    );
    this.length += text.length;
  }

  toString(): string {
    return String.UTF16.decodeUnsafe(changetype<usize>(this.units), <usize>this.length << 1);
  }

  private room(more: i32): void {
    const needed = (this.length + more) << 1;
    if (needed <= this.units.byteLength) return;
    const larger = new ArrayBuffer(max(needed, this.units.byteLength << 1));
    memory.copy(changetype<usize>(larger), changetype<usize>(this.units), <usize>this.length << 1);
    this.units = larger;
  }
}
