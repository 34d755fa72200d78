/** Baselines on disk: `baselines/NAME.json`. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { baselineSchema } from '../experiment/baseline-schema.ts'
import { isIntact, type Baseline } from '../experiment/baseline.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { ResultFolder } from './files.ts'

/** A baseline, or why there is none, as a sentence with what to do. */
export type FoundBaseline = { readonly baseline: Baseline } | { readonly problem: string }

export function baselinePath(folder: string, scenario: string): string {
  return join(folder, `${scenario}.json`)
}

/** Reads the baseline of a scenario; each way in which it can be wrong has a message of its own. */
export function readBaseline(path: string, scenario: string): FoundBaseline {
  if (!existsSync(path))
    return { problem: `there is no baseline ${path}: make one with \`wavetank accept ${scenario} --reason "first baseline"\`` }
  const anew = `accept anew with \`wavetank accept ${scenario} --reason "…"\``
  const remedy = `take it from version control, or ${anew}`
  const edited = `was it edited by hand? Take it from version control, or ${anew}`
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    const why = code === 'EISDIR' ? 'is a folder, not a file' : `cannot be read (${code})`
    return { problem: `${path} ${why}: take it from version control` }
  }
  if (text.trim() === '') return { problem: `${path} is empty: ${remedy}` }
  if (/^(?:<{7}|={7}|>{7})/m.test(text)) return { problem: `${path} has conflict markers of a merge: take either side, then ${anew}` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: `${path} is cut off or no JSON: ${remedy}` }
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : ''
  if (/^wavetank\/baseline\/\d+$/.test(schema) && schema !== 'wavetank/baseline/1')
    return { problem: `${path} is ${schema}, which this version does not read: ${anew}` }
  const parsed = baselineSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return {
      problem: `${path} is no baseline (${issue!.path.join('.') || 'document'}: ${issue!.message}): ${edited}`,
    }
  }
  const counts = parsed.data.variants.flatMap(({ metrics, traces }) => [traces.length, ...metrics.map(({ values }) => values.length)])
  if (counts.some((count) => count !== parsed.data.seeds.count))
    return {
      problem: `${path} does not have ${parsed.data.seeds.count} values everywhere: ${edited}`,
    }
  if (!isIntact(parsed.data)) return { problem: `${path} is not what was accepted, it was edited by hand: ${remedy}` }
  return { baseline: parsed.data }
}

export function writeBaseline(folder: string, scenario: string, baseline: Baseline): void {
  const place = new ResultFolder(folder)
  try {
    place.create(`${scenario}.json`).append(stableJson(baseline))
    place.commit()
  } catch (error) {
    place.discard()
    throw error
  }
}
