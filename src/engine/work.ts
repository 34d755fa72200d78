/** A unit of work under way: a row in the hands of an operator, or one window firing. Reused, so that beginning work allocates nothing. */
import type { Task } from './task.ts'

export class Work {
  readonly id: number = 0
  task!: Task
  since = 0
  /** −1 for a window firing; else the channel of the row (within the task) and its watermark epoch. */
  channel = -1
  epoch = 0
  /** Declared time, for a service stage. */
  serviceTime = 0
  /** What it emits when it is done. */
  emitted = 0
  readonly rows: number[] = []
  readonly outputs: number[] = []

  constructor(id: number) {
    this.id = id
  }

  emit(row: number, output: number): void {
    this.rows[this.emitted] = row
    this.outputs[this.emitted++] = output
  }
}
