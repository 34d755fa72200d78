/**
 * The event loop of simulated time: pending events and nothing else. It knows no engine, so that it can be checked and timed alone.
 */
import { EventHeap } from '../structures/event-heap.ts'

export interface EventHandler {
  handle(kind: number, argument: number, now: number): void
  /** Called when all events of an instant have been handled; may schedule more at the same instant, and is then called again. */
  settle(now: number): void
  /** Whether `settle` has something to do. */
  readonly isUnsettled: boolean
}

export class EventLoop {
  now = 0
  events = 0
  readonly #heap = new EventHeap()

  /** Adds an event at `time`, not before now. `kind` (0 to 7) is its priority within the instant. @returns a handle to cancel it by */
  schedule(time: number, kind: number, argument: number): number {
    return this.#heap.push(time, kind, argument)
  }

  /** Cancels an event. False when it has been handled already. */
  cancel(handle: number): boolean {
    return this.#heap.cancel(handle)
  }

  /** Moves an event to another time; @returns its new handle, or undefined when it has been handled already. */
  move(handle: number, time: number, kind: number, argument: number): number | undefined {
    return this.#heap.cancel(handle) ? this.#heap.push(time, kind, argument) : undefined
  }

  /** Time of the next event; Infinity when there is none. */
  nextTime(): number {
    return this.#heap.nextTime()
  }

  /**
   * Handles events in order of (time, priority, sequence) up to and including `until`, at most `budget` of them.
   * @returns whether it may be called again to go on: false when nothing is pending up to `until`
   */
  run(handler: EventHandler, until: number, budget: number): boolean {
    const heap = this.#heap
    this.#settle(handler, this.now)
    for (let left = budget; left > 0; left--) {
      if (!heap.pop(until)) return false
      const now = heap.time
      this.now = now
      this.events++
      handler.handle(heap.kind, heap.argument, now)
      this.#settle(handler, now)
    }
    return heap.nextTime() <= until
  }

  #settle(handler: EventHandler, now: number): void {
    while (handler.isUnsettled && this.#heap.nextTime() > now) handler.settle(now)
  }
}
