/**
 * A link between nodes: frames leave one after another, each for its bytes ÷ bandwidth, and arrive a fixed delay later, in order.
 *
 * Crossing is always serialise → frame → link → unpack: the wire holds copies of columns, and nothing refers to the sender's rows.
 */
import { RecordTable, type RecordSchema } from '../structures/record-table.ts'
import { Ring } from '../structures/ring.ts'

/** What is not a record in a frame: a watermark's own bytes are not counted. */
export interface WatermarkFrame {
  readonly watermark: number
  readonly intendedTime: number
  readonly origin: number
}

export class Link {
  readonly id: number = 0
  /** Bytes per second; Infinity: frames take no time to send. */
  readonly bandwidth: number = 0
  readonly delay: number = 0
  /** Frames under way, oldest first: row of `wire` or −1 for a watermark, and the channel. */
  readonly wire: RecordTable
  readonly rows = new Ring()
  readonly channels = new Ring()
  readonly watermarks: WatermarkFrame[] = []
  #freeAt = 0
  #carry = 0

  constructor(id: number, bandwidth: number, delay: number, schema: RecordSchema) {
    this.id = id
    this.bandwidth = bandwidth
    this.delay = delay
    this.wire = new RecordTable(schema)
  }

  /** When the frame that `transmit` took last began to be sent, and for how long. */
  start = 0
  time = 0

  /** Takes a frame of so many bytes. @returns when it arrives */
  transmit(bytes: number, now: number): number {
    const exact = (bytes / this.bandwidth) * 1e9 + this.#carry
    this.time = Math.floor(exact)
    this.#carry = exact - this.time
    this.start = now > this.#freeAt ? now : this.#freeAt
    this.#freeAt = this.start + this.time
    return this.#freeAt + this.delay
  }
}
