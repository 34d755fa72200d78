/** What the exit code says, for shells and CI. */
export const EXIT = {
  ok: 0,
  /** An objective was missed, or a regression was found. */
  missed: 1,
  /** Wrong usage, an invalid scenario, or a file that cannot be read or written. */
  invalid: 2,
  /** Could not judge. */
  unjudged: 3,
  /** A broken invariant, or an error of Wavetank itself. */
  internal: 4,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
