/** `check --merge`: puts the parts of a check together that ran on several machines. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkDocument, type CheckDocument } from '../experiment/check-document.ts'
import { checkSchema } from '../experiment/check-schema.ts'
import type { CheckArguments } from './commands/check.ts'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { readFailure } from './files.ts'
import { writeCheck } from './write-check.ts'

/** @throws Failure with exit code 3 when a part is missing, is there twice, or is of another check */
export async function mergeChecks(given: CheckArguments): Promise<void> {
  const parts = checkFiles(given.merge!).map((file) => ({ file, document: readCheck(file) }))
  const shards = parts.map(({ file, document }) => {
    if (document.shard === null) throw unjudged(`${file} is no part of a check: it was made without --shard.`)
    return { file, ...document.shard }
  })
  const of = shards[0]!.of
  const other = shards.find((shard) => shard.of !== of || shard.scenarios.join('\n') !== shards[0]!.scenarios.join('\n'))
  if (other !== undefined)
    throw unjudged(`${other.file} is a part of another check than ${shards[0]!.file}: it has other parts or scenarios.`)
  const places = Array.from({ length: of }, (_, index) => shards.filter((shard) => shard.index === index + 1).map(({ file }) => file))
  const missing = places.flatMap((files, index) => (files.length === 0 ? [`${index + 1}/${of}`] : []))
  if (missing.length > 0) throw unjudged(`${given.merge} has no check.json of ${missing.join(', ')}.`)
  const twice = places.find((files) => files.length > 1)
  if (twice !== undefined) throw unjudged(`${twice.join(' and ')} are the same part.`)
  for (const { file, document } of parts) refuseIncomplete(file, document)
  const [{ confidence, margin }] = parts.map(({ document }) => document) as [CheckDocument]
  const differently = parts.find(({ document }) => document.confidence !== confidence || document.margin !== margin)
  if (differently !== undefined) throw unjudged(`${differently.file} was judged by another confidence or margin than ${parts[0]!.file}.`)
  const scenarios = parts
    .flatMap(({ document }) => document.scenarios)
    .toSorted((a, b) => shards[0]!.scenarios.indexOf(a.scenario) - shards[0]!.scenarios.indexOf(b.scenario))
  // What has no baseline is in no part, and so every part names it.
  const notChecked = [...new Map(parts.flatMap(({ document }) => document.notChecked).map((one) => [one.scenario, one])).values()]
  await writeCheck(checkDocument(scenarios, { confidence, margin, strict: given.strict, shard: null, notChecked }), given)
}

/** Throws a Failure when a part does not have exactly the scenarios that fall to it. */
function refuseIncomplete(file: string, { shard, scenarios, notChecked }: CheckDocument): void {
  const { index, of, scenarios: all } = shard!
  const own = all.filter((_, number) => number % of === index - 1)
  const unaffected = notChecked.filter(({ reason }) => reason === 'unaffected')
  const there = [...scenarios, ...unaffected].map(({ scenario }) => scenario)
  const missing = own.filter((name) => !there.includes(name))
  if (missing.length > 0) throw unjudged(`${file} is part ${index}/${of}, and has nothing of ${missing.join(', ')}.`)
  const extra = there.filter((name, number) => !own.includes(name) || there.indexOf(name) !== number)
  if (extra.length > 0) throw unjudged(`${file} is part ${index}/${of}, and has what is not its own, or has it twice: ${extra.join(', ')}.`)
}

/** Every check.json in a folder and the folders in it, in order of their paths. */
function checkFiles(folder: string): string[] {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Failure(`There is no folder ${folder}.`, { remedy: 'Name the one that the check.json of all parts are in.' })
    throw readFailure(folder, error)
  }
  const found = names.filter((name) => /(?:^|[/\\])check\.json$/.test(name)).sort((a, b) => (a < b ? -1 : 1))
  if (found.length === 0) throw unjudged(`There is no check.json in ${folder}.`)
  return found.map((name) => join(folder, name))
}

function readCheck(file: string): CheckDocument {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw unjudged(`${file} is cut or broken: ${error.message}.`)
    throw readFailure(file, error)
  }
  const parsed = checkSchema.safeParse(value)
  if (parsed.success) return parsed.data as CheckDocument
  throw unjudged(`${file} is not what a check of this version writes.`)
}

function unjudged(message: string): Failure {
  return new Failure(message, { code: EXIT.unjudged })
}
