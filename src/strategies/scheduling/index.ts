/** The scheduling strategies, one line each. */
import { fifo } from './fifo.ts'
import { priority } from './priority.ts'

export const scheduling = {
  fifo,
  priority,
} as const satisfies Readonly<Record<string, unknown>>
