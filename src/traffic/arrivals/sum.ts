/** Superposition: the arrivals of several processes together. */
import { list, pick } from '../../registry/option.ts'
import { IndexedHeap } from '../../structures/indexed-heap.ts'
import { type ArrivalProcess, defineComposedArrivals } from './arrival-process.ts'
import { NestedArrivals } from './nested.ts'

export const sum = defineComposedArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'sum',
    summary:
      'The arrivals of several independent processes as one stream, in order of time; at the same instant, in the order of the list.',
    source: 'Superposition of point processes (Khinchin: Mathematical methods in the theory of queueing, 1960)',
    options: { of: list(pick({ doc: 'an arrival process', of: 'arrivals' }), { doc: 'arrival processes', min: 1 }) },
    main: 'of',
  },
  compose(named) {
    const nested = new NestedArrivals(named)
    return {
      create: ({ of }, context) => new SummedArrivals(of.map((one, part) => nested.create(one, context, part))),
      meanRate({ of }) {
        const rates = of.map((one) => nested.meanRate(one))
        return rates.every((rate) => rate !== undefined) ? rates.reduce((total, rate) => total + rate, 0) : undefined
      },
      unsteady: ({ of }) => of.map((one) => nested.unsteady(one)).find((why) => why !== undefined),
      finite: ({ of }) => of.every((one) => nested.finite(one)),
      deterministic: ({ of }) => of.every((one) => nested.deterministic(one)),
      problems: ({ of }) =>
        of.flatMap((one, place) => [
          ...nested.problems(one, ['of', String(place)]),
          ...nested.replayProblems(one, ['of', String(place)], 'other records come in between'),
        ]),
    }
  },
})

class SummedArrivals implements ArrivalProcess {
  readonly #processes: readonly ArrivalProcess[]
  /** Processes by their next time; ties go to the smaller number. */
  readonly #heap: IndexedHeap
  readonly #next: Float64Array

  constructor(processes: readonly ArrivalProcess[]) {
    this.#processes = processes
    this.#heap = new IndexedHeap(processes.length)
    this.#next = new Float64Array(processes.length)
    for (const [number, process] of processes.entries()) this.#heap.set(number, (this.#next[number] = process.next()))
  }

  next(): number {
    const number = this.#heap.top()
    const time = this.#next[number]!
    if (time < Infinity) this.#heap.set(number, (this.#next[number] = this.#processes[number]!.next()))
    return time
  }
}
