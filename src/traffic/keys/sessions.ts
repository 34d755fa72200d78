/** Keys of sessions: each lives for some records, and many are under way at once. */
import { createSampler } from '../../random/index.ts'
import { Stream } from '../../random/stream.ts'
import { integer, number, option, optional } from '../../registry/option.ts'
import type { Quantity } from '../../registry/pick.ts'
import type { OptionProblem } from '../arrivals/arrival-process.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const sessions = defineKey({
  descriptor: {
    kind: 'key',
    name: 'sessions',
    summary:
      'A session has a key for so many records, then another begins in its place. Sessions that are under way send in rounds, one record each, in random order.',
    source: 'Renewal processes in parallel (Cox 1962), long since begun when the run starts',
    options: {
      concurrent: integer({ doc: 'how many sessions are under way at once', min: 1, max: 1_000_000 }),
      length: option<Quantity>(
        { kind: 'quantity', unit: 'none' },
        'records of a session: a number or a distribution, rounded, and at least 1',
        undefined,
      ),
      users: optional(
        integer({
          doc: 'how many users there are, one of whom a session is of; each session is of a new one when left out',
          min: 1,
          max: 1_000_000_000,
        }),
      ),
      exponent: number({ doc: 'how unequal users are: 0 is uniform, 1 is Zipf’s law', default: 0, min: 0, max: 10 }),
    },
  },
  create: (options, context) => new SessionKeys(options, context),
  deterministic: false,
  problems: ({ length }) => lengthProblems(length),
})

/** How long, in mean lengths, sessions have been coming and going when the run starts. */
const BEFORE = 32

interface Sessions {
  readonly concurrent: number
  readonly length: Quantity
  readonly users?: number | undefined
  readonly exponent: number
}

function lengthProblems(length: Quantity): readonly OptionProblem[] {
  const at = (message: string): readonly OptionProblem[] => [{ path: ['length'], message }]
  if (length.kind === 'expression') return at('an expression has no record to read yet: give a number or a distribution')
  const mean = length.kind === 'constant' ? length.value : createSampler(length).mean
  if (mean === Infinity) return at('sessions of this distribution have no mean length, so they would never settle: take another')
  return mean >= 1 ? [] : at(`sessions of ${mean} records on average have hardly any: make it at least 1`)
}

/**
 * Record k is the one of place p in round ⌊k / concurrent⌋, where the places of a round are in random order. In each place, sessions follow
 * one another; the length of session s there belongs to (p, s). So a key is a function of the seed and the record's number: what is kept is
 * only where each place has got to, and a place that is asked for an earlier record starts again.
 */
class SessionKeys implements KeyGenerator {
  readonly #concurrent: number = 0
  readonly #lengths: (stream: Stream) => number
  readonly #users: ((stream: Stream) => number) | undefined
  readonly #lengthDraws: Stream
  readonly #userDraws: Stream
  readonly #orderDraws: Stream
  /** By place: the number of its session, and the rounds in which that begins and the next one does. */
  readonly #session: Float64Array
  readonly #from: Float64Array
  readonly #to: Float64Array
  /** The round from which places start, long before the first. */
  readonly #start: number = 0
  /** Places in the order of a round, and the round. */
  readonly #order: Int32Array
  #round = -1

  constructor({ concurrent, length, users, exponent }: Sessions, { seed, source }: KeyContext) {
    this.#concurrent = concurrent
    const [draw, mean] = lengthOf(length)
    this.#lengths = (stream) => Math.max(1, Math.round(draw(stream)))
    this.#start = -Math.ceil(BEFORE * Math.max(1, mean))
    if (users !== undefined) {
      const sampler = createSampler({ name: 'zipf', options: { keys: users, exponent } })
      this.#users = (stream) => sampler.sample(stream) - 1
    }
    this.#lengthDraws = new Stream(seed, `${source}/key/length`)
    this.#userDraws = new Stream(seed, `${source}/key/user`)
    this.#orderDraws = new Stream(seed, `${source}/key/order`)
    this.#session = new Float64Array(concurrent)
    this.#from = new Float64Array(concurrent)
    this.#to = new Float64Array(concurrent)
    this.#order = new Int32Array(concurrent)
    for (let place = 0; place < concurrent; place++) this.#begin(place)
  }

  key(record: number): number {
    const round = Math.floor(record / this.#concurrent)
    if (round !== this.#round) this.#shuffle(round)
    const place = this.#order[record - round * this.#concurrent]!
    if (round < this.#from[place]!) this.#begin(place)
    while (round >= this.#to[place]!) this.#follow(place)
    const session = this.#session[place]!
    if (this.#users === undefined) return session * this.#concurrent + place
    return this.#users(this.#userDraws.at(place, session | 0))
  }

  /** Puts a place at its first session, which it is in at any point with the same probability. */
  #begin(place: number): void {
    const length = this.#lengths(this.#lengthDraws.at(place, 0))
    const gone = Math.floor(this.#lengthDraws.at(place, 0, 1).uniform() * length)
    this.#session[place] = 0
    this.#from[place] = this.#start - gone
    this.#to[place] = this.#start - gone + length
  }

  #follow(place: number): void {
    const session = this.#session[place]! + 1
    const from = this.#to[place]!
    this.#session[place] = session
    this.#from[place] = from
    this.#to[place] = from + this.#lengths(this.#lengthDraws.at(place, session | 0))
  }

  /** Durstenfeld (1964): every order is as likely. */
  #shuffle(round: number): void {
    const order = this.#order
    const upper = Math.floor(round / 2 ** 32)
    for (let i = 0; i < order.length; i++) order[i] = i
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(this.#orderDraws.at(round | 0, upper, i).uniform() * (i + 1))
      const place = order[i]!
      order[i] = order[other]!
      order[other] = place
    }
    this.#round = round
  }
}

function lengthOf(length: Quantity): readonly [draw: (stream: Stream) => number, mean: number] {
  if (length.kind === 'draw') {
    const sampler = createSampler(length)
    return [(stream) => sampler.sample(stream), sampler.mean]
  }
  const value = length.kind === 'constant' ? length.value : NaN
  return [() => value, value]
}
