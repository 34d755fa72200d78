/**
 * M/M/1 at load 0.9 written directly on the virtual host's event loop, with the generator of the bare loop, so that the difference
 * between the two is the event loop and nothing else.
 */
import { EventLoop, type EventHandler } from '../../src/simulation/event-loop.ts'
import { Xoshiro } from './bare-loop.ts'

const DEPART = 0
const ARRIVE = 1

/** A single server in simulated time, in nanoseconds. */
class SingleServer implements EventHandler {
  readonly loop = new EventLoop()
  readonly isUnsettled = false
  served = 0
  sum = 0
  readonly #draw = new Xoshiro()
  readonly #ring = new Float64Array(65536)
  #arrived = 0
  #time = 0
  readonly #customers: number

  constructor(customers: number) {
    this.#customers = customers
    this.loop.schedule(0, ARRIVE, 0)
  }

  settle(): void {}

  handle(kind: number, customer: number, now: number): void {
    if (kind === ARRIVE) {
      this.#ring[customer & 65535] = now
      if (this.#arrived++ === this.served) this.#serve(customer, now)
      if (this.#arrived === this.#customers) return
      this.#time += 1e6 * this.#draw.exponential()
      this.loop.schedule(Math.floor(this.#time), ARRIVE, customer + 1)
    } else {
      this.sum += now - this.#ring[customer & 65535]!
      if (++this.served < this.#arrived) this.#serve(customer + 1, now)
    }
  }

  #serve(customer: number, now: number): void {
    const time = 0.9e6 * this.#draw.exponential()
    this.loop.schedule(now + Math.floor(time + 0.5), DEPART, customer)
  }
}

/** Serves so many customers. @returns the mean sojourn, in mean gaps */
export function eventLoopMm1(customers: number): number {
  const server = new SingleServer(customers)
  server.loop.run(server, Infinity, Infinity)
  return server.sum / server.served / 1e6
}
