/** Several probes as one. */
import type { Probe } from '../engine/ports.ts'
import type { RecordTable } from '../structures/record-table.ts'

export class ProbeList implements Probe {
  readonly #probes: readonly Probe[]

  constructor(probes: readonly Probe[]) {
    this.#probes = probes
  }

  arrived(source: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.arrived(source, table, row, now)
  }

  enqueued(task: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.enqueued(task, table, row, now)
  }

  dropped(task: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.dropped(task, table, row, now)
  }

  began(task: number, work: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.began(task, work, table, row, now)
  }

  demanded(task: number, table: RecordTable, row: number, time: number): void {
    for (const probe of this.#probes) probe.demanded(task, table, row, time)
  }

  completed(task: number, work: number, since: number, now: number): void {
    for (const probe of this.#probes) probe.completed(task, work, since, now)
  }

  emitted(task: number, output: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.emitted(task, output, table, row, now)
  }

  freed(task: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.freed(task, table, row, now)
  }

  late(task: number, now: number): void {
    for (const probe of this.#probes) probe.late(task, now)
  }

  blocked(task: number, now: number): void {
    for (const probe of this.#probes) probe.blocked(task, now)
  }

  unblocked(task: number, since: number, now: number): void {
    for (const probe of this.#probes) probe.unblocked(task, since, now)
  }

  watermark(task: number, time: number, now: number): void {
    for (const probe of this.#probes) probe.watermark(task, time, now)
  }

  sent(link: number, bytes: number, start: number, time: number, now: number): void {
    for (const probe of this.#probes) probe.sent(link, bytes, start, time, now)
  }

  delivered(link: number, now: number): void {
    for (const probe of this.#probes) probe.delivered(link, now)
  }

  sunk(sink: number, table: RecordTable, row: number, now: number): void {
    for (const probe of this.#probes) probe.sunk(sink, table, row, now)
  }
}
