/** The virtual host: runs an engine in simulated time. Work takes as long as the price list says for what the meter counted. */
import { Engine } from '../engine/engine.ts'
import type { EnginePlan } from '../engine/plan.ts'
import { EVENT, type Host, type Probe } from '../engine/ports.ts'
import { EventLoop, type EventHandler } from './event-loop.ts'
import { priceList, pricesFor, type PriceList } from './price-list.ts'

const { complete: COMPLETE } = EVENT

export class VirtualHost implements Host, EventHandler {
  readonly engine: Engine
  readonly loop = new EventLoop()
  /** By stage; and by task the whole nanoseconds that it has been charged so far. */
  readonly #prices: readonly Float64Array[]
  readonly #charged = new Float64Array(0)

  constructor(plan: EnginePlan, probe: Probe, prices: PriceList = priceList) {
    this.engine = new Engine(plan, this, probe)
    this.#prices = plan.stages.map((stage) =>
      pricesFor([stage.operator.descriptor.name, ...(stage.windowing === undefined ? [] : [stage.windowing.type.descriptor.name])], prices),
    )
    this.#charged = new Float64Array(this.engine.parts.tasks.length)
    this.engine.start()
  }

  /**
   * Runs on, up to and including simulated time `until`, for at most `budget` events.
   * @returns whether there is more to do
   */
  run(until: number, budget = Infinity): boolean {
    return this.loop.run(this, until, budget)
  }

  get now(): number {
    return this.loop.now
  }

  get isUnsettled(): boolean {
    return this.engine.isMarked
  }

  settle(now: number): void {
    this.engine.dispatch(now)
  }

  handle(kind: number, argument: number, now: number): void {
    this.engine.handle(kind, argument, now)
  }

  schedule(time: number, kind: number, argument: number): void {
    this.loop.schedule(time, kind, argument)
  }

  begun(work: number, now: number): void {
    const { task, serviceTime } = this.engine.works[work]!
    if (task.isService) {
      this.loop.schedule(now + serviceTime, COMPLETE, work)
      return
    }
    // What all counts so far are worth, less what has been charged: fractions of a nanosecond are carried, never rounded away.
    const whole = Math.floor(worth(task.counts, this.#prices[task.stage]!))
    this.loop.schedule(now + whole - this.#charged[task.id]!, COMPLETE, work)
    this.#charged[task.id] = whole
  }
}

/** What counts are worth at these prices. Written out: a loop over the eight of them takes three times as long. */
function worth(counts: Float64Array, prices: Float64Array): number {
  return (
    counts[0]! * prices[0]! +
    counts[1]! * prices[1]! +
    counts[2]! * prices[2]! +
    counts[3]! * prices[3]! +
    counts[4]! * prices[4]! +
    counts[5]! * prices[5]! +
    counts[6]! * prices[6]! +
    counts[7]! * prices[7]!
  )
}
