/** The windowing strategies, one line each. */
import { perWindow } from './per-window.ts'
import { recompute } from './recompute.ts'

export const windowing = {
  'per-window': perWindow,
  recompute,
} as const satisfies Readonly<Record<string, unknown>>
