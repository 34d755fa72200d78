/** The virtual host: runs an engine in simulated time. Work takes as long as the price list says for what the meter counted. */
import { Engine } from '../engine/engine.ts'
import type { EnginePlan } from '../engine/plan.ts'
import { EVENT, type Host, type Probe } from '../engine/ports.ts'
import { COUNTS } from '../engine/meter.ts'
import { EventLoop, type EventHandler } from './event-loop.ts'
import { priceList, pricesFor, type PriceList } from './price-list.ts'

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
      this.loop.schedule(now + serviceTime, EVENT.complete, work)
      return
    }
    // What all counts so far are worth, less what has been charged: fractions of a nanosecond are carried, never rounded away.
    const prices = this.#prices[task.stage]!
    const { counts } = task
    let worth = 0
    for (let i = 0; i < COUNTS.length; i++) worth += counts[i]! * prices[i]!
    const whole = Math.floor(worth)
    this.loop.schedule(now + whole - this.#charged[task.id]!, EVENT.complete, work)
    this.#charged[task.id] = whole
  }
}
