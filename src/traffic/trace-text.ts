/** From the bytes of a trace file to its text, or to the reason why it is not one. */
import { TraceError } from './trace-error.ts'

/** How binary files that people have at hand begin. */
const SIGNATURES: readonly (readonly [signature: string, what: string])[] = [
  ['PAR1', 'a Parquet file: export it as CSV'],
  ['ARROW1', 'an Arrow file: export it as CSV'],
  ['\u001f\u008b', 'compressed with gzip: unpack it first'],
  ['(\u00b5/\u00fd', 'compressed with zstd: unpack it first'],
  ['PK\u0003\u0004', 'a ZIP archive or a spreadsheet: export it as CSV'],
  ['\u00ff\u00fe', 'UTF-16 text: save it as UTF-8'],
  ['\u00fe\u00ff', 'UTF-16 text: save it as UTF-8'],
]

/** The longest string that the engine holds is a little more than this many characters. */
export const LARGEST_TEXT = 2 ** 29 - 64

/** Decodes UTF-8, without the byte order mark. Throws `TraceError` for anything else, and for a file with nothing in it. */
export function decodeTrace(bytes: Uint8Array, file: string): string {
  const foreign = foreignFormat(bytes)
  if (foreign !== undefined) throw new TraceError(file, `this is ${foreign}`)
  if (bytes.length > LARGEST_TEXT)
    throw new TraceError(file, `${bytes.length} bytes are more than can be read at once (${LARGEST_TEXT}): split the file`)
  if (bytes.includes(0)) throw new TraceError(file, 'this is a binary file; a trace is UTF-8 text, either CSV or a JSON array')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new TraceError(file, 'this is not UTF-8 text: save it as UTF-8 (a trace is CSV or a JSON array)')
  }
  if (text.trim() === '') throw new TraceError(file, 'the file is empty; a trace has a header line and at least one record')
  return text
}

/** What else the bytes at the beginning of a file say it is, and what to do. */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 8))
  return SIGNATURES.find(([signature]) => start.startsWith(signature))?.[1]
}
