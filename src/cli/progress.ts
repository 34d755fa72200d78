/** One line on a terminal that says how far a run is; nothing anywhere else. */
import { performance } from 'node:perf_hooks'
import { formatDuration } from '../report/figures.ts'

/** How far a run is. */
export interface RunProgress {
  /** From 0 to 1. */
  readonly share: number
  /** Nanoseconds of the run's own time. */
  readonly time: number
}

const WIDTH = 28
/** A line that changes faster cannot be read. */
const PERIOD_MS = 100
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const CLEAR_LINE = '\r\u001b[2K'

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #enabled: boolean
  readonly #started = performance.now()
  #drawn = -Infinity

  constructor(stream: NodeJS.WriteStream, wanted: boolean) {
    this.#stream = stream
    this.#enabled = wanted && stream.isTTY
  }

  update({ share, time }: RunProgress): void {
    const now = performance.now()
    if (!this.#enabled || now - this.#drawn < PERIOD_MS) return
    this.#drawn = now
    const elapsed = now - this.#started
    const left = share > 0.01 ? `, ${formatDuration(Math.round((elapsed * (1 - share)) / share / 1e3) * 1e9)} left` : ''
    const percent = `${Math.floor(100 * share)} %`.padStart(5)
    this.#stream.write(`${CLEAR_LINE}${bar(share)} ${percent}  ${formatDuration(time)} simulated${left}`)
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#enabled && this.#drawn > -Infinity) this.#stream.write(CLEAR_LINE)
  }
}

/** How many runs of an experiment are done. */
export class ExperimentProgress {
  readonly #stream: NodeJS.WriteStream
  readonly #enabled: boolean
  #started: number | undefined
  #before = 0
  #drawn = -Infinity

  constructor(stream: NodeJS.WriteStream, wanted: boolean) {
    this.#stream = stream
    this.#enabled = wanted && stream.isTTY
  }

  update(done: number, all: number): void {
    const now = performance.now()
    if (this.#started === undefined || now - this.#started < 1) {
      // Runs that were finished earlier say nothing of the pace.
      this.#started ??= now
      this.#before = done
    }
    if (!this.#enabled || now - this.#drawn < PERIOD_MS) return
    this.#drawn = now
    const elapsed = now - this.#started
    const pace = elapsed / (done - this.#before)
    const left = done - this.#before > 0 && elapsed > 500 ? `, ${formatDuration(Math.ceil((pace * (all - done)) / 1e3) * 1e9)} left` : ''
    const percent = `${Math.floor((100 * done) / all)} %`.padStart(5)
    this.#stream.write(`${CLEAR_LINE}${bar(done / all)} ${percent}  ${done} of ${all} runs${left}`)
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#enabled && this.#drawn > -Infinity) this.#stream.write(CLEAR_LINE)
  }
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * WIDTH * 8)
  return ('█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]!).padEnd(WIDTH, '░')
}
