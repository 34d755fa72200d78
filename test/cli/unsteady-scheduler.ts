/**
 * Loaded before the command, in its threads too: from then on `priority` serves the newest record first now and then, by a count that
 * outlives the run. What a plugin with a global variable does.
 */
import type { SchedulingType } from '../../src/engine/ports.ts'
import { KeyedScheduler } from '../../src/engine/queue.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'

let decisions = 0
/** Of all that have begun to wait, by task; so far in order. */
class NowAndThen extends KeyedScheduler {
  readonly #put = new Map<number, number[]>()
  readonly #chosen = new Map<number, number>()

  protected keyOf(): number {
    return 0
  }

  override push(task: number, row: number): void {
    this.#waiting(task).push(row)
  }

  override peek(task: number): number {
    const waiting = this.#waiting(task)
    if (waiting.length === 0) return -1
    let chosen = this.#chosen.get(task) ?? -1
    if (!waiting.includes(chosen)) chosen = ++decisions % 1_009 === 0 ? waiting.at(-1)! : waiting[0]!
    this.#chosen.set(task, chosen)
    return chosen
  }

  override pop(task: number): number {
    const row = this.peek(task)
    this.remove(task, row)
    return row
  }

  override remove(task: number, row: number): void {
    const waiting = this.#waiting(task)
    waiting.splice(waiting.indexOf(row), 1)
    this.#chosen.delete(task)
  }

  #waiting(task: number): number[] {
    const waiting = this.#put.get(task) ?? []
    this.#put.set(task, waiting)
    return waiting
  }
}

const types = scheduling as unknown as Record<string, SchedulingType>
types['priority'] = { ...types['priority']!, keepsOrderOf: 'none', create: (_, context) => new NowAndThen(context) }
