/** Modified arrivals: a process, and what is done to it, in order. */
import { list, pick } from '../../registry/option.ts'
import type { Pick } from '../../registry/pick.ts'
import { modifierNamed } from '../modifiers/index.ts'
import { type ArrivalContext, type ArrivalProcess, defineComposedArrivals, type OptionProblem } from './arrival-process.ts'
import { NestedArrivals, ownStream } from './nested.ts'

export const modified = defineComposedArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'modified',
    summary:
      'The arrivals of another process, changed by modifiers one after another: thinned, shifted, ramped up, …; their order matters.',
    source: 'Operations on point processes (Daley, Vere-Jones: An introduction to the theory of point processes 2, 2008, ch. 11)',
    options: {
      arrivals: pick({ doc: 'what is modified', of: 'arrivals' }),
      by: list(pick({ doc: 'a modifier', of: 'modifier' }), { doc: 'modifiers; each is given what comes out of the one before', min: 1 }),
    },
  },
  compose(named) {
    const nested = new NestedArrivals(named)
    return {
      create: ({ arrivals, by }, context) => modify(nested.create(arrivals, context), by, context),
      meanRate({ arrivals, by }) {
        const rate = nested.meanRate(arrivals)
        return rate === undefined ? undefined : by.reduce((all, { name, options }) => all * modifierNamed(name).factor(options), rate)
      },
      unsteady: ({ arrivals }) => nested.unsteady(arrivals),
      finite: ({ arrivals }) => nested.finite(arrivals),
      deterministic: ({ arrivals, by }) => nested.deterministic(arrivals) && by.every(({ name }) => modifierNamed(name).deterministic),
      trace: ({ arrivals }) => nested.trace(arrivals),
      problems: ({ arrivals, by }) => [
        ...nested.problems(arrivals, ['arrivals']),
        ...by.flatMap((modifier, place) => {
          const path = ['by', String(place)]
          const drops = !modifierNamed(modifier.name).keepsRecords(modifier.options)
          return [
            ...(drops ? nested.replayProblems(arrivals, path, `${modifier.name} leaves records out`) : []),
            ...modifierProblems(modifier, path),
          ]
        }),
      ],
    }
  },
})

/** Puts the modifiers around a process, the first innermost. */
function modify(arrivals: ArrivalProcess, by: readonly Pick[], context: ArrivalContext): ArrivalProcess {
  let process = arrivals
  for (const [place, { name, options }] of by.entries()) {
    process = modifierNamed(name).create(options, process, { seed: context.seed, stream: ownStream(context, `modifier-${place}`) })
  }
  if (arrivals.eventTime === undefined) return process
  // Only what keeps all records may stand around a trace, so that record k still is its row k.
  return { next: () => process.next(), eventTime: (record) => arrivals.eventTime!(record) }
}

function modifierProblems({ name, options }: Pick, path: readonly string[]): readonly OptionProblem[] {
  const found = modifierNamed(name).problems?.(options) ?? []
  return found.map((problem) => ({ ...problem, path: [...path, name, ...problem.path] }))
}
