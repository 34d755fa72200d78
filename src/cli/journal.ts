/** The journal of an experiment: every finished run, written as soon as it is done, so that an interrupted experiment loses nothing. */
import { createHash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Replication } from '../experiment/replication.ts'
import type { RunTask } from '../experiment/run-pool.ts'
import { Failure } from './failure.ts'
import { writeFailure } from './files.ts'

const NAME = 'runs.jsonl'

/** What one line says; the first line says whose journal it is. */
interface Line {
  readonly task: RunTask
  readonly replication: Replication
}

export class Journal {
  readonly path: string
  readonly #found = new Map<string, Replication>()
  readonly #descriptor: number

  /**
   * Opens the journal of a folder, or begins one.
   * Throws a Failure when there is one of the same experiment and it is not to be resumed, or one of another and it is.
   * @param identity what makes the experiment: whatever changes it makes other runs
   */
  constructor(folder: string, identity: string, resume: boolean) {
    this.path = join(folder, NAME)
    const owner = createHash('sha256').update(identity).digest('hex')
    const kept = this.#read(owner, resume)
    try {
      this.#descriptor = openSync(this.path, kept === 0 ? 'w' : 'r+')
      // A line that a crash cut off is no run.
      ftruncateSync(this.#descriptor, kept)
    } catch (error) {
      throw writeFailure(this.path, error)
    }
    this.#at = kept
    if (kept === 0) this.#write(JSON.stringify({ experiment: owner }))
  }

  #at = 0

  /** How many finished runs it had when it was opened. */
  get size(): number {
    return this.#found.size
  }

  find(task: RunTask): Replication | undefined {
    return this.#found.get(keyOf(task))
  }

  /** Keeps a finished run. Throws a Failure when the disk is full. */
  keep(task: RunTask, replication: Replication): void {
    this.#write(JSON.stringify({ task, replication } satisfies Line))
  }

  /** Stops writing; what is in it stays. */
  close(): void {
    closeSync(this.#descriptor)
  }

  /** The experiment is over, and its result written. */
  remove(): void {
    rmSync(this.path, { force: true })
  }

  /** Takes in what is there; gives the length of what is whole, or 0 to begin anew. */
  #read(owner: string, resume: boolean): number {
    let text: Buffer
    try {
      text = readFileSync(this.path)
    } catch {
      return 0
    }
    const whole = text.lastIndexOf(10) + 1
    const lines = text.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)
    const isOwn = lines.length > 0 && (parsed(lines[0]!) as { experiment?: string } | undefined)?.experiment === owner
    if (!isOwn) {
      if (lines.length < 2) return 0
      throw new Failure(`${this.path} is of another experiment: its scenario, its variants or Wavetank have changed since.`, {
        remedy: `Its ${lines.length - 1} finished runs cannot be used here. Choose another folder with --out, or delete the file.`,
      })
    }
    for (const line of lines.slice(1)) {
      const run = parsed(line) as Line | undefined
      if (run !== undefined) this.#found.set(keyOf(run.task), run.replication)
    }
    if (resume || this.#found.size === 0) return whole
    throw new Failure(`${this.path} has ${this.#found.size} finished runs of this experiment, which was interrupted.`, {
      remedy: 'Add --resume to go on with them, or delete the file to start anew.',
    })
  }

  #write(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#descriptor, bytes, done, undefined, this.#at + done)
      this.#at += bytes.length
    } catch (error) {
      const { message, remedy } = writeFailure(this.path, error)
      throw new Failure(message, {
        remedy: `${remedy ?? ''} What was finished before is kept: the same command with --resume goes on.`.trim(),
      })
    }
  }
}

function keyOf({ cell, seed, warmup, bins }: RunTask): string {
  return `${cell} ${seed} ${warmup ?? '-'} ${bins ?? '-'}`
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
