/** Numbers that look like chance and are the same each time. */

const MODULUS = 2_147_483_647;

/** Lehmer's generator. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = ((seed * 7_368_787 + 1) % (MODULUS - 1)) + 1;
    // Seeds that are neighbours have neighbouring first numbers.
    for (let i = 0; i < 4; i++) this.share();
  }

  /** From 0 to below 1. */
  share(): number {
    this.#state = (this.#state * 48_271) % MODULUS;
    return (this.#state - 1) / (MODULUS - 1);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  happens(share: number): boolean {
    return this.share() < share;
  }

  /** One of them. */
  of<T>(things: readonly [T, ...T[]]): T {
    return things[this.between(0, things.length - 1)] ?? things[0];
  }

  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += this.between(0, 0xfffffff).toString(16).padStart(7, "0");
    return text.slice(0, digits);
  }
}

/** The same node for the same number. */
export const nodeOf = (number: number): string => new Chance(number + 1000).hex(64);
/** This machine's. */
export const OURS = nodeOf(0);
