/** Keys that count records. */
import { integer, optional } from '../../registry/option.ts'
import { defineKey, type KeyGenerator } from './key-type.ts'

export const sequence = defineKey({
  descriptor: {
    kind: 'key',
    name: 'sequence',
    summary: 'The number of the record, from start on; with modulo, keys take turns.',
    source: 'Nexmark and YSB generators count in this way (Tucker et al. 2008)',
    options: {
      start: integer({ doc: 'key of the first record', default: 0, min: 0, max: 2 ** 51 }),
      modulo: optional(integer({ doc: 'how many keys there are before it starts again', min: 1, max: 2 ** 51 })),
    },
    main: 'start',
  },
  create: (options) => new SequenceKeys(options.start, options.modulo ?? Infinity),
  deterministic: true,
})

class SequenceKeys implements KeyGenerator {
  readonly #start: number = 0
  readonly #modulo: number = 0

  constructor(start: number, modulo: number) {
    this.#start = start
    this.#modulo = modulo
  }

  key(record: number): number {
    return this.#start + (this.#modulo === Infinity ? record : record % this.#modulo)
  }
}
