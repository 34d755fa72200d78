/** The first event in which two runs of a scenario differ: where to look for what made them different. */
import type { QueueLength, TraceChunk, TraceEvent } from './trace.ts'

/** What a run did at the place where another did something else; `event` is null when it had ended. */
export interface DivergentSide {
  readonly event: TraceEvent | null
  /** What waited just before, longest queue first; empty ones are left out. */
  readonly queues: readonly QueueLength[]
}

export interface Divergence {
  /** Number of the event, from 1 on. */
  readonly number: number
  /** What both runs did last. */
  readonly last: TraceEvent | null
  readonly base: DivergentSide
  readonly head: DivergentSide
}

/** A run, chunk by chunk, from wherever it is made. */
export type Trace = AsyncIterable<TraceChunk, void>

/**
 * Reads two traces, both from the same time on, and stops at the first difference; undefined when there is none.
 * Events are compared by the names of stages, so that a stage more in one of the pipelines is no difference by itself.
 */
export async function firstDivergence(base: Trace, head: Trace): Promise<Divergence | undefined> {
  const [a, b] = [new Side(base), new Side(head)]
  try {
    let last: TraceEvent | null = null
    for (;;) {
      const [one, other] = [await a.peek(), await b.peek()]
      if (one === null && other === null) return undefined
      if (one === null || other === null || !isSame(one, other))
        return { number: Math.max(a.count, b.count) + 1, last, base: a.here(), head: b.here() }
      last = one
      a.step()
      b.step()
    }
  } finally {
    await Promise.all([a.close(), b.close()])
  }
}

function isSame(one: TraceEvent, other: TraceEvent): boolean {
  return (
    one.time === other.time &&
    one.kind === other.kind &&
    one.record === other.record &&
    one.stage === other.stage &&
    one.task === other.task &&
    one.key === other.key
  )
}

/** A cursor into a trace, with what waits where. */
class Side {
  /** Events before the one at hand. */
  count = 0
  readonly #chunks: AsyncIterator<TraceChunk, void>
  readonly #waiting = new Map<string, { readonly stage: string; readonly task: number; waiting: number }>()
  #events: readonly TraceEvent[] = []
  #at = 0
  #begun = false
  #ended = false

  constructor(chunks: Trace) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** The event at hand; null behind the last. Waits only while another chunk is made. */
  peek(): TraceEvent | null | Promise<TraceEvent | null> {
    for (; this.#at < this.#events.length; this.#at++) {
      const event = this.#events[this.#at]!
      if (event.kind !== 'waits') return event
      this.#wait(event, 1)
    }
    return this.#ended ? null : this.#more()
  }

  /** Moves past the event at hand. */
  step(): void {
    const event = this.#events[this.#at++]!
    if (event.kind === 'begins') this.#wait(event, -1)
    this.count++
  }

  here(): DivergentSide {
    const queues = [...this.#waiting.values()].filter(({ waiting }) => waiting > 0).map((queue) => ({ ...queue }))
    return { event: this.#events[this.#at] ?? null, queues: queues.sort((x, y) => y.waiting - x.waiting) }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #more(): Promise<TraceEvent | null> {
    const next = await this.#chunks.next()
    this.#at = 0
    this.#ended = next.done === true
    this.#events = next.done === true ? [] : next.value.events
    if (next.done !== true && !this.#begun) {
      this.#begun = true
      this.count = next.value.first
      for (const queue of next.value.queues) this.#waiting.set(placeOf(queue), { ...queue })
    }
    return this.peek()
  }

  #wait(event: TraceEvent, change: number): void {
    const place = placeOf(event)
    const queue = this.#waiting.get(place) ?? { stage: event.stage, task: event.task, waiting: 0 }
    queue.waiting += change
    this.#waiting.set(place, queue)
  }
}

function placeOf({ stage, task }: { readonly stage: string; readonly task: number }): string {
  return `${task} ${stage}`
}
