/** Where rows and watermarks leave a task or a source, and where they stay, in order, while there is no credit for the first of them. */
import type { Channel } from './channel.ts'

/** Rows of one output go to every one of these stages. */
export interface Edge {
  /** One for each task of the stage. */
  readonly channels: readonly Channel[]
  /** How the task is chosen where there is more than one. */
  readonly partition: 'key' | 'field' | 'any'
  /** Column of the field, for `field`. */
  readonly column: number
}

/** A row, or a watermark (row −1), that waits for credit on its channel. */
interface Held {
  readonly channel: Channel
  readonly row: number
  readonly watermark: number
  readonly intendedTime: number
  readonly origin: number
}

export class Outlet {
  /** The task behind it; −1 − source for a source. */
  readonly owner: number = 0
  /** By output. */
  readonly edges: readonly (readonly Edge[])[]
  /** By output: the one channel that its rows can go to, where there is but one. */
  readonly lone: readonly (Channel | undefined)[]
  /** Every channel that any edge has; and those of them that watermarks go to. */
  readonly channels: readonly Channel[]
  readonly tracked: readonly Channel[]
  /** Whether something is held. */
  blocked = false
  /** Since when the first held row has waited; −1 when nothing is held. */
  blockedSince = -1
  readonly #held: Held[] = []
  #head = 0

  constructor(owner: number, edges: readonly (readonly Edge[])[]) {
    this.owner = owner
    this.edges = edges
    this.lone = edges.map((output) => (output.length === 1 && output[0]!.channels.length === 1 ? output[0]!.channels[0] : undefined))
    this.channels = edges.flatMap((output) => output.flatMap((edge) => edge.channels))
    this.tracked = this.channels.filter((channel) => channel.target.tracksWatermarks)
  }

  hold(held: Held): void {
    this.#held.push(held)
    this.blocked = true
  }

  first(): Held {
    return this.#held[this.#head]!
  }

  shift(): void {
    this.#head++
    if (this.#head === this.#held.length) {
      this.#held.length = 0
      this.#head = 0
      this.blocked = false
    }
  }

  /** Rows that are held, watermarks left out. */
  rows(): number {
    let rows = 0
    for (let i = this.#head; i < this.#held.length; i++) if (this.#held[i]!.row >= 0) rows++
    return rows
  }
}
