/** Times one subject beside the reference loop, in a process of its own: `node test/bench/one.ts NAME full|smoke`. Prints one line of JSON. */
import { Bench } from 'tinybench'
import { inlineGenerously } from '../../src/cli/inlining.ts'
import { reference, subjects } from './benchmarks.ts'

export interface Timed {
  readonly name: string
  readonly perSecond: number
  readonly referencePerSecond: number
  readonly hash: string
  readonly residentMB: number
}

const [name, size] = process.argv.slice(2)
const subject = subjects.find((one) => one.name === name)
if (subject === undefined) throw new Error(`no benchmark is called ${name}`)
const smoke = size === 'smoke'
const records = subject.records[smoke ? 'smoke' : 'full']
const rounds = smoke ? 1 : 5
// As the command line does for a run of so many records.
inlineGenerously(records * (rounds + 1))
const work = await subject.prepare(records)
const customers = smoke ? 20_000 : reference.customers
let hash = ''
// Alternating rounds, so that a slow minute of the machine hits both.
const bench = new Bench({ iterations: rounds, time: 0, warmup: !smoke, warmupIterations: 1, warmupTime: 0 })
bench.add('reference', () => void reference.run(customers))
bench.add('subject', async () => {
  hash = await work()
})
await bench.run()
const milliseconds = bench.tasks.map(({ result }) => ('latency' in result ? result.latency.p50 : NaN))
const timed: Timed = {
  name: subject.name,
  perSecond: (records / milliseconds[1]!) * 1e3,
  referencePerSecond: (customers / milliseconds[0]!) * 1e3,
  hash,
  residentMB: process.memoryUsage().rss / 1e6,
}
process.stdout.write(`${JSON.stringify(timed)}\n`)
