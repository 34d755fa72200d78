/** Reads and runs scenarios that ship with the package, for tests. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { packagesFrom } from '../../src/cli/package-folder.ts'
import { run, type RunOptions } from '../../src/experiment/run.ts'
import type { RunResult } from '../../src/experiment/run-result.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { readScenario, type Reading } from '../../src/scenario/read-scenario.ts'

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url))

/** Reads a scenario text as if it lay beside the shipped ones. Throws when it has problems. */
export async function read(text: string, file = 'test.yaml'): Promise<Reading & { readonly scenario: NonNullable<Reading['scenario']> }> {
  const reading = await readScenario(text, {
    file,
    folder,
    packageFolder: packagesFrom(folder),
    readFile: (path) => readFileSync(path),
  })
  if (reading.scenario === undefined) throw new Error(reading.problems.map((problem) => `${problem.line}: ${problem.message}`).join('\n'))
  return reading as Reading & { readonly scenario: NonNullable<Reading['scenario']> }
}

/** Runs a scenario text, with the reference variant unless told otherwise. */
export async function runText(text: string, options: Partial<RunOptions> = {}): Promise<RunResult> {
  const { scenario, traces } = await read(text)
  return run({ scenario, traces, variant: referenceVariant(scenario), seed: scenario.seed, ...options })
}

/** Text of a shipped scenario. */
export function shipped(name: string): string {
  return readFileSync(`${folder}/${name}.yaml`, 'utf8')
}
