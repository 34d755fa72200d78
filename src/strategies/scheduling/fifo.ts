/** First in, first out: the record that entered the pipeline first is served first, wherever it waits. */
import type { SchedulingContext } from '../../engine/ports.ts'
import { KeyedScheduler } from '../../engine/queue.ts'
import { choice } from '../../registry/option.ts'
import { Ring } from '../../structures/ring.ts'
import { defineScheduling } from './strategy.ts'

export const fifo = defineScheduling({
  descriptor: {
    kind: 'scheduling',
    name: 'fifo',
    summary: 'Serves the record that entered the pipeline first, keeping the order of every channel.',
    source: 'First come, first served; by system arrival in Aurora (Carney et al. 2003)',
    options: {
      order: choice({
        doc: 'first by what: entering the pipeline (`origin`), or beginning to wait where it waits now (`enqueueing`)',
        of: ['origin', 'enqueueing'],
        default: 'origin',
      }),
    },
    main: 'order',
  },
  keepsOrderOf: 'channel',
  create: ({ order }, context) => (order === 'origin' ? new ByOrigin(context) : new ByEnqueueing(context)),
})

class ByEnqueueing extends KeyedScheduler {
  protected keyOf(row: number, _origin: number): number {
    // A window firing is due from the instant it can run at, and nothing of its task waits longer.
    return row < 0 ? -Infinity : this.table.waitingSince(row)
  }
}

/** Where several channels feed a task, the oldest of their heads goes first. */
class ByOrigin extends KeyedScheduler {
  /** By task: a queue for each channel, where there is more than one. */
  readonly #channels: readonly (readonly Ring[] | undefined)[]

  constructor(context: SchedulingContext) {
    super(context)
    this.#channels = context.channels.map((count) => (count > 1 ? Array.from({ length: count }, () => new Ring()) : undefined))
  }

  protected keyOf(row: number, origin: number): number {
    return row < 0 ? origin : this.table.origin(row)
  }

  override push(task: number, row: number): void {
    const channels = this.#channels[task]
    if (channels === undefined) super.push(task, row)
    else channels[this.table.channel(row)]!.push(row)
  }

  override peek(task: number): number {
    const channels = this.#channels[task]
    return channels === undefined ? super.peek(task) : this.#oldest(channels).peek()
  }

  override pop(task: number): number {
    const channels = this.#channels[task]
    return channels === undefined ? super.pop(task) : this.#oldest(channels).shift()
  }

  override remove(task: number, row: number): void {
    const channels = this.#channels[task]
    if (channels === undefined) super.remove(task, row)
    else channels[this.table.channel(row)]!.remove(row)
  }

  #oldest(channels: readonly Ring[]): Ring {
    let oldest = channels[0]!
    let origin = Infinity
    for (const channel of channels) {
      const head = channel.peek()
      if (head < 0 || this.table.origin(head) >= origin) continue
      origin = this.table.origin(head)
      oldest = channel
    }
    return oldest
  }
}
