/**
 * How often a process is recognised by its arrivals, and its parameters found within three standard errors.
 * `node test/bench/recognition.ts TRIALS ARRIVALS [NAME…]` prints a line of JSON for each process.
 */
import { fitArrivals } from '../../src/traffic/fitting/fit-arrivals.ts'
import { SIMULATED, simulate } from '../traffic/fitting/simulated.ts'

export interface Recognition {
  readonly name: string
  readonly trials: number
  readonly arrivals: number
  /** How often each process was chosen. */
  readonly chosen: Readonly<Record<string, number>>
  /** Of the parameters that were asked for, in all trials: how many were within three standard errors. */
  readonly parameters: number
  readonly within: number
}

const [trials, arrivals] = process.argv.slice(2, 4).map(Number)
const asked = process.argv.slice(4)
for (const simulated of SIMULATED.filter(({ name }) => asked.length === 0 || asked.includes(name))) {
  const chosen: Record<string, number> = {}
  let [parameters, within] = [0, 0]
  for (let trial = 1; trial <= trials!; trial++) {
    const { chosen: best, ranked } = fitArrivals(simulate(simulated, 1_000 + trial, arrivals!))
    chosen[best.name] = (chosen[best.name] ?? 0) + 1
    const fitted = ranked.find(({ name }) => name === simulated.name)!.parameters
    for (const { name, value, standardError } of fitted) {
      const truth = simulated.parameters[name]
      if (truth === undefined) continue
      parameters++
      if (Math.abs(value - truth) <= 3 * (standardError ?? truth / Math.sqrt(arrivals!))) within++
    }
  }
  const found: Recognition = { name: simulated.name, trials: trials!, arrivals: arrivals!, chosen, parameters, within }
  process.stdout.write(`${JSON.stringify(found)}\n`)
}
