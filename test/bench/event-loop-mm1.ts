/** M/M/1 at load 0.9 written directly on the virtual host's event loop. */
import { Stream } from '../../src/random/stream.ts'
import { EventLoop, type EventHandler } from '../../src/simulation/event-loop.ts'

const DEPART = 0
const ARRIVE = 1

/** A single server in simulated time, in nanoseconds, with draws that belong to customers. */
class SingleServer implements EventHandler {
  readonly loop = new EventLoop()
  readonly isUnsettled = false
  served = 0
  sum = 0
  readonly #gaps = new Stream(1, 'arrivals')
  readonly #services = new Stream(1, 'service')
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
      if ((customer & 1) === 0) this.#gaps.at(customer >> 1, 0)
      this.#time += 1e6 * this.#gaps.exponential()
      this.loop.schedule(Math.floor(this.#time), ARRIVE, customer + 1)
    } else {
      this.sum += now - this.#ring[customer & 65535]!
      if (++this.served < this.#arrived) this.#serve(customer + 1, now)
    }
  }

  #serve(customer: number, now: number): void {
    const time = 0.9e6 * this.#services.at(customer, 0).exponential()
    this.loop.schedule(now + Math.floor(time + 0.5), DEPART, customer)
  }
}

/** Serves so many customers. @returns the mean sojourn, in mean gaps */
export function eventLoopMm1(customers: number): number {
  const server = new SingleServer(customers)
  server.loop.run(server, Infinity, Infinity)
  return server.sum / server.served / 1e6
}
