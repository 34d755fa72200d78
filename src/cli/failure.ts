/** Failures that are the user's to mend: a sentence that says what is wrong, and one that says what to do. */
import { EXIT, type ExitCode } from './exit-codes.ts'

export class Failure extends Error {
  override readonly name = 'Failure'
  readonly remedy: string | undefined
  readonly code: ExitCode

  constructor(message: string, { remedy, code = EXIT.invalid }: { remedy?: string; code?: ExitCode } = {}) {
    super(message)
    this.remedy = remedy
    this.code = code
  }
}

/** Wrong options or arguments. */
export function usageError(message: string, remedy?: string): Failure {
  return new Failure(message, remedy === undefined ? {} : { remedy })
}

/** The user stopped the command. */
export function interrupted(): Failure {
  return new Failure('Interrupted; nothing was written.', { code: EXIT.interrupted })
}
