/** Reads a strategy where one can be chosen, and says which may serve a stage. */
import type { Node } from 'yaml'
import { operatorNamed } from '../operators/index.ts'
import type { Path } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Scenario, Stage } from './scenario.ts'

/** A strategy by the pick rule, with its id: the name, and the options that were set where there are any. */
export function readCandidate(reader: Reader, registry: Pickable, what: string, node: Node | null, path: Path): Candidate | undefined {
  const pick = reader.pick(registry, what, node, path)
  if (pick === undefined) return undefined
  const { options } = registry[pick.name]!.descriptor
  const set = Object.entries(pick.options).filter(([name, value]) => options[name]!.default !== value)
  const chosen = set.map(([name, value]) => `${name}:${String(value)}`).join(';')
  return { ...pick, id: set.length === 0 ? pick.name : `${pick.name}(${chosen})` }
}

/** The scheduling policies that may serve a stage: its station's own, or else all that the scenario compares. */
export function policiesAt(stage: Stage, nodes: Scenario['nodes'], candidates: readonly Candidate[]): readonly Candidate[] {
  const { runsOn } = operatorNamed(stage.operator.name)
  if (runsOn === 'sink') return []
  // A service is a station of its own, to which its node's scheduler has nothing to say.
  const own = runsOn === 'servers' ? stage.scheduling : nodes.find(({ name }) => name === stage.node)?.scheduling
  return own === undefined ? candidates : [own]
}
