/** Prints the digests of quick runs of shipped scenarios, for a comparison between versions of Node. */
import { runText, shipped } from './shipped.ts'

for (const name of process.argv.slice(2)) {
  const { digests } = await runText(shipped(name), { quick: true })
  process.stdout.write(`${JSON.stringify({ name, workload: digests.workload, output: digests.output, trace: digests.trace.digest })}\n`)
}
