/** What is wrong with a trace file, with the file's name in front and what to do at the end. */
export class TraceError extends Error {
  override readonly name = 'TraceError'
  readonly file: string

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`)
    this.file = file
  }
}
