/** Texts as small whole numbers, in order of first appearance, with a hash of each text that does not depend on that order. */
import { hashText } from './hash.ts'

export class Dictionary {
  readonly #codes = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #hashes: number[] = []

  /** The code of a text; a new one when it was not seen before. */
  code(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const code = this.#texts.length
    this.#codes.set(text, code)
    this.#texts.push(text)
    this.#hashes.push(hashText(text))
    return code
  }

  /** The text behind a code that this dictionary gave out. */
  text(code: number): string {
    return this.#texts[code]!
  }

  /** A 32-bit hash of the text behind a code: the same in every run, whatever the code. */
  hash(code: number): number {
    return this.#hashes[code]!
  }
}
