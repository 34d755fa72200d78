/** The watermarks, one line each. */
import { bounded } from './bounded.ts'
import type { WatermarkType } from './watermark.ts'

export const watermarks = {
  bounded,
} as const satisfies Readonly<Record<string, unknown>>

/** A watermark by name, with its option types forgotten: options come from a validated scenario. */
export function watermarkNamed(name: string): WatermarkType {
  const type = (watermarks as unknown as Readonly<Record<string, WatermarkType>>)[name]
  if (type === undefined || !Object.hasOwn(watermarks, name)) throw new RangeError(`unknown watermark: ${name}`)
  return type
}
