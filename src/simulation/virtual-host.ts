/** The virtual host: runs an engine in simulated time. Work takes as long as the price list says for what the meter counted. */
import { Engine } from '../engine/engine.ts'
import type { EnginePlan } from '../engine/plan.ts'
import { EVENT, type Host, type Probe } from '../engine/ports.ts'
import { EventLoop, type EventHandler } from './event-loop.ts'
import { priceList, pricesFor, type PriceList } from './price-list.ts'

export class VirtualHost implements Host, EventHandler {
  readonly engine: Engine
  readonly loop = new EventLoop()
  /** By stage; and the fraction of a nanosecond that each task still owes. */
  readonly #prices: readonly Float64Array[]
  readonly #carries: Float64Array

  constructor(plan: EnginePlan, probe: Probe, prices: PriceList = priceList) {
    this.engine = new Engine(plan, this, probe)
    this.#prices = plan.stages.map((stage) =>
      pricesFor([stage.operator.descriptor.name, ...(stage.windowing === undefined ? [] : [stage.windowing.type.descriptor.name])], prices),
    )
    this.#carries = new Float64Array(this.engine.parts.tasks.length)
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
    const prices = this.#prices[task.stage]!
    const { counts } = this.engine.meter
    let price = this.#carries[task.id]!
    for (let i = 0; i < counts.length; i++) price += counts[i]! * prices[i]!
    const whole = Math.floor(price)
    this.#carries[task.id] = price - whole
    this.loop.schedule(now + whole, EVENT.complete, work)
  }
}
