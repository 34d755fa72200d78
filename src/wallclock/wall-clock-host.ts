/**
 * The wall-clock host: runs the same engine, strategies and scenario for real, on one thread. Operators take the time that they take;
 * declared service times and links are timers; workers are logical, because there is one thread. Traffic is an open loop: a record is due at
 * its intended time whatever the pipeline does, and latency counts from then.
 */
import { Engine } from '../engine/engine.ts'
import type { EnginePlan } from '../engine/plan.ts'
import { EVENT, type Host, type Probe } from '../engine/ports.ts'
import { EventHeap } from '../structures/event-heap.ts'

const { complete: COMPLETE } = EVENT

/** How many nanoseconds of the scenario pass in one real nanosecond; `max`: records are due at once, and declared times are 0. */
export type Speed = number | 'max'

/** Waits shorter than this are spun away; timers of the process are not finer. */
const SPIN = 2e6
/** Events handled before the process gets a turn. */
const TURN = 2_000

export class WallClockHost implements Host {
  readonly engine: Engine
  now = 0
  readonly #heap = new EventHeap()
  readonly #clock: () => number
  readonly #speed: Speed
  #start = 0

  /**
   * @param clock real nanoseconds, never going back
   */
  constructor(plan: EnginePlan, probe: Probe, clock: () => number, speed: Speed) {
    this.#clock = clock
    this.#speed = speed
    this.engine = new Engine(speed === 'max' ? withoutLinkTimes(plan) : plan, this, probe)
    this.engine.start()
  }

  /** Runs until nothing is pending, or until `limit` (nanoseconds of the scenario). Rejects with the signal's reason when aborted. */
  async run(limit: number, signal: AbortSignal | undefined, onProgress: (now: number) => void): Promise<void> {
    this.#start = this.#clock()
    for (let handled = 0; ;) {
      const next = this.#heap.nextTime()
      if (next === Infinity || next > limit) break
      const wait = this.#speed === 'max' ? 0 : this.#start + next / this.#speed - this.#clock()
      if (wait > SPIN) {
        onProgress(this.now)
        await new Promise((resolve) => setTimeout(resolve, (wait - SPIN / 2) / 1e6))
        signal?.throwIfAborted()
        continue
      }
      if (wait > 0) continue
      this.#heap.pop()
      this.#advance()
      this.engine.handle(this.#heap.kind, this.#heap.argument, this.now)
      // Not only when everything that is due has been handled: behind schedule, that would be never.
      if (this.engine.isMarked) this.engine.dispatch(this.now)
      if (++handled % TURN > 0) continue
      onProgress(this.now)
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    }
  }

  schedule(time: number, kind: number, argument: number): void {
    this.#heap.push(time, kind, argument)
  }

  begun(work: number): void {
    const { task, serviceTime } = this.engine.works[work]!
    const declared = task.isService && this.#speed !== 'max' ? serviceTime : 0
    // The operator has just run: what it took has passed by now.
    this.#advance()
    this.#heap.push(this.now + declared, COMPLETE, work)
  }

  /** Reads the clock. At full speed time is what the events say, for there is nothing to keep pace with. */
  #advance(): void {
    const now = this.#speed === 'max' ? this.#heap.time : Math.round((this.#clock() - this.#start) * this.#speed)
    if (now > this.now) this.now = now
  }
}

function withoutLinkTimes(plan: EnginePlan): EnginePlan {
  return { ...plan, links: plan.links.map((link) => ({ ...link, bandwidth: Infinity, delay: 0 })) }
}
