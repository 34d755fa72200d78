/** Keeps what a trace digest covers, event by event, with what waits where. It is plugged in only where somebody wants to read a trace. */
import type { Probe } from '../engine/ports.ts'
import type { RecordTable } from '../structures/record-table.ts'

/** `waits` is in no digest: it is kept so that the length of every queue is known at every event. */
export type TraceKind = 'waits' | 'begins' | 'fires' | 'drops' | 'arrives'

export interface LoggedEvent {
  readonly kind: TraceKind
  /** A task; for `arrives`, the number of the sink among the stages. */
  readonly place: number
  readonly time: number
  /** Both words of the record's identity and its key; 0 where a window fires. */
  readonly identityLow: number
  readonly identityHigh: number
  readonly key: number
}

/** Events that follow one another. */
export interface LoggedEvents {
  /** How many events of the digest came before these. */
  readonly first: number
  /** What waited before these, by task. */
  readonly waiting: Int32Array
  readonly events: readonly LoggedEvent[]
}

export class TraceLog implements Probe {
  readonly #from: number = 0
  readonly #waiting = new Int32Array(0)
  #count = 0
  #first = 0
  #before = new Int32Array(0)
  #events: LoggedEvent[] = []

  /** @param from nanoseconds; what happens before is counted and not kept */
  constructor(tasks: number, from: number) {
    this.#waiting = new Int32Array(tasks)
    this.#from = from
  }

  /** What has been logged since this was last asked. */
  take(): LoggedEvents {
    const taken = { first: this.#first, waiting: this.#before, events: this.#events }
    this.#events = []
    return taken
  }

  enqueued(task: number, table: RecordTable, row: number, now: number): void {
    this.#keep('waits', task, table, row, now)
    this.#waiting[task]!++
  }

  dropped(task: number, table: RecordTable, row: number, now: number): void {
    this.#keep('drops', task, table, row, now)
    this.#count++
  }

  began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    this.#keep(row < 0 ? 'fires' : 'begins', task, table, row, now)
    this.#count++
    if (row >= 0) this.#waiting[task]!--
  }

  sunk(stage: number, table: RecordTable, row: number, now: number): void {
    this.#keep('arrives', stage, table, row, now)
    this.#count++
  }

  arrived(): void {}
  demanded(): void {}
  completed(): void {}
  emitted(): void {}
  freed(): void {}
  late(): void {}
  blocked(): void {}
  unblocked(): void {}
  watermark(): void {}
  sent(): void {}
  delivered(): void {}

  #keep(kind: TraceKind, place: number, table: RecordTable, row: number, time: number): void {
    if (time < this.#from) return
    if (this.#events.length === 0) {
      this.#first = this.#count
      this.#before = this.#waiting.slice()
    }
    const [identityLow, identityHigh, key] = row < 0 ? [0, 0, 0] : [table.identityLow(row), table.identityHigh(row), table.key(row)]
    this.#events.push({ kind, place, time, identityLow, identityHigh, key })
  }
}
