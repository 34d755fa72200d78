/** The program that draws charts inside a report, as `npm run build` made it. */
import { readFileSync } from 'node:fs'
import { Failure } from './failure.ts'

/** Beside the sources (`src/cli` → `dist/report`) or inside the package (`dist/cli` → `dist/report`). */
const PLACES = ['../../dist/report/runtime.js', '../report/runtime.js']

/** @throws Failure when it has not been built. */
export function readRuntime(): string {
  for (const place of PLACES) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8')
    } catch {
      continue
    }
  }
  throw new Failure('The part of Wavetank that draws charts has not been built.', { remedy: 'Run `npm run build` in its folder.' })
}
