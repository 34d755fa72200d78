/** What a source's watermark implements: how far in event time its records are complete. */
import type { Descriptor } from '../../registry/descriptor.ts'
import type { Options, OptionValues } from '../../registry/option.ts'

/** A function of the records seen so far, never of a clock. */
export interface Watermark {
  /** Takes note of a record's event time. */
  observe(eventTime: number): void
  /** No record at or before this event time is expected any more; −Infinity before the first record. Never decreases. */
  current(): number
}

export interface WatermarkType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  create(options: OptionValues<Declared>): Watermark
}

/** Declares a kind of watermark, so that the types of its options follow from the descriptor. */
export function defineWatermark<const Declared extends Options>(type: WatermarkType<Declared>): WatermarkType<Declared> {
  return type
}
