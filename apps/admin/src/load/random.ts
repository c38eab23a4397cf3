/** Numbers from a seed (sfc32): the same seed gives the same reports. Never for secrets. */
export class Random {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private d: number;

  public constructor(seed: number) {
    this.d = seed | 0;
    for (let round = 0; round < 16; round += 1) this.bits();
  }

  private bits(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** At least 0, less than 1. */
  public next(): number {
    return this.bits() / 2 ** 32;
  }

  /** From 0 to less than the limit. */
  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public chance(of: number): boolean {
    return this.next() < of;
  }

  public pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** By weight. The weights need not add up to anything. */
  public weighted<T>(from: readonly (readonly [T, number])[]): T {
    let rest = this.next() * from.reduce((total, [, weight]) => total + weight, 0);
    for (const [value, weight] of from) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return from.at(-1)![0];
  }

  public uuid(): string {
    const hex = [0, 1, 2, 3].map(() => this.bits().toString(16).padStart(8, '0')).join('');
    const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
