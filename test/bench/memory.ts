/** Runs M/M/1 for so many records, and prints the most memory that was resident: `node test/bench/memory.ts RECORDS`. */
import { inlineGenerously } from '../../src/cli/inlining.ts'
import { run } from '../../src/experiment/run.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { read, shipped } from '../experiment/shipped.ts'

const records = Number(process.argv[2])
inlineGenerously(records)
const { scenario, traces } = await read(shipped('mm1'))
const from = performance.now()
const time = Math.ceil((records / 900) * 1e9)
await run({ scenario: { ...scenario, duration: { kind: 'time', time } }, traces, variant: referenceVariant(scenario), seed: 1 })
const seconds = (performance.now() - from) / 1e3
process.stdout.write(`${JSON.stringify({ perSecond: records / seconds, residentMB: process.resourceUsage().maxRSS / 1e3 })}\n`)
