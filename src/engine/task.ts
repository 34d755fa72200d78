/** A task: one parallel instance of a stage, with its operator, the account of its queue and its watermark. */
import type { RecordTable } from '../structures/record-table.ts'
import type { Meter } from './meter.ts'
import type { Channel } from './channel.ts'
import type { Cause, Operator, RowWriter } from './ports.ts'
import type { Outlet } from './outlet.ts'
import type { Station } from './station.ts'

export interface TaskSpec {
  readonly id: number
  /** Number of its stage in the plan, its first place among those that rows spend time in, and the number of the task within the stage. */
  readonly stage: number
  readonly firstPlace: number
  readonly index: number
  readonly operator: Operator
  readonly meter: Meter
  readonly table: RecordTable
  readonly station: Station
  /** Number within its station. */
  readonly place: number
  readonly capacity: number
  readonly dropTail: boolean
  /** Units of work that may be under way at once: servers of a service stage, else 1. */
  readonly concurrency: number
  readonly output: RowWriter | undefined
  readonly isSink: boolean
  readonly isService: boolean
  /** Whether it, or anything behind it, has a use for watermarks. */
  readonly tracksWatermarks: boolean
}

export class Task {
  readonly id: number = 0
  readonly stage: number = 0
  readonly firstPlace: number = 0
  readonly index: number = 0
  readonly operator: Operator
  readonly table: RecordTable
  readonly station: Station
  readonly place: number = 0
  readonly capacity: number = 0
  readonly dropTail: boolean
  readonly concurrency: number = 0
  /** Where a sink writes. */
  readonly output: RowWriter | undefined
  readonly isSink: boolean
  readonly isService: boolean
  readonly tracksWatermarks: boolean
  readonly firesWindows: boolean
  readonly keepsState: boolean
  /** Whether a link leads to it. */
  isRemote = false
  readonly inputs: Channel[] = []
  outlet!: Outlet
  /** Rows that wait, or are on their way with credit, or have been taken and whose credit is on its way back. */
  occupied = 0
  inProgress = 0
  /** Whether the scheduler knows it as ready. */
  isReady = false
  watermark = -Infinity
  /** What made a watermark of its inputs move last. */
  cause: Cause = { intendedTime: 0, origin: 0 }
  /** A watermark that windows are being fired for, and what caused it. */
  firing = false
  firingWatermark = -Infinity
  firingIntendedTime = 0
  firingOrigin = 0
  /** Outlets that wait for credit here, in order. */
  readonly waiters: Outlet[] = []
  /** What the meter counts. */
  readonly counts = new Float64Array(0)
  stateBytesMax = 0

  constructor(spec: TaskSpec) {
    this.id = spec.id
    this.stage = spec.stage
    this.firstPlace = spec.firstPlace
    this.index = spec.index
    this.operator = spec.operator
    this.counts = spec.meter.counts
    this.table = spec.table
    this.station = spec.station
    this.place = spec.place
    this.capacity = spec.capacity
    this.dropTail = spec.dropTail
    this.concurrency = spec.concurrency
    this.output = spec.output
    this.isSink = spec.isSink
    this.isService = spec.isService
    this.tracksWatermarks = spec.tracksWatermarks
    this.firesWindows = spec.operator.due !== undefined
    this.keepsState = spec.operator.stateBytes !== undefined
  }

  /** The least of the watermarks of its inputs. */
  leastWatermark(): number {
    const { inputs } = this
    let least = inputs[0]!.epochs.watermark
    for (let i = 1; i < inputs.length; i++) least = Math.min(least, inputs[i]!.epochs.watermark)
    return least
  }

  /**
   * Whether one more row may wait here. Idle servers of a service stage count as room, so that its capacity is what may wait
   * while all servers are busy (K − c in the notation M/M/c/K); workers of a node are shared, and promise nothing to a task.
   */
  get hasRoom(): boolean {
    const spare = this.isService && !this.outlet.blocked ? this.concurrency - this.inProgress : 0
    return this.occupied < this.capacity + spare
  }
}
