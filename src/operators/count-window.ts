/** Windows over so many records of a key. */
import { COUNT } from '../engine/meter.ts'
import type { Emitter } from '../engine/ports.ts'
import { WindowOperator } from './window-operator.ts'

/** The unfinished windows of a `CountWindow`, as plain data. */
interface CountImage {
  readonly groups: readonly { readonly key: number; readonly taken: number; readonly newest: number; readonly flow: number }[]
  readonly windowing: unknown
}

export class CountWindow extends WindowOperator {
  readonly #groups = new Map<number, { taken: number; newest: number; flow: number }>()

  process(row: number, emit: Emitter): void {
    const { table } = this
    const key = this.keyOf(row)
    this.counts[COUNT.stateReads]!++
    let group = this.#groups.get(key)
    if (group === undefined) {
      group = { taken: 0, newest: -Infinity, flow: Infinity }
      this.#groups.set(key, group)
    }
    const position = group.taken++
    group.newest = Math.max(group.newest, table.newestEventTime(row))
    group.flow = Math.min(group.flow, table.flow(row))
    this.windowing.insert(key, position, row)
    emit.free(row)
    if ((position + 1) % this.size > 0) return
    const start = position + 1 - this.size
    this.result(key, start, group.newest, group.newest, group.flow, 0, emit)
    this.windowing.evict(key, position + 1)
    group.newest = -Infinity
    group.flow = Infinity
  }

  override stateBytes(): number {
    return super.stateBytes() + 32 * this.#groups.size
  }

  snapshot(): CountImage {
    return {
      groups: [...this.#groups].map(([key, { taken, newest, flow }]) => ({ key, taken, newest, flow })),
      windowing: this.windowing.snapshot(),
    }
  }

  restore(image: CountImage): void {
    for (const { key, ...group } of image.groups) this.#groups.set(key, group)
    this.windowing.restore(image.windowing)
  }
}
