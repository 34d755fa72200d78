/**
 * Correlated fields by a Gaussian copula: correlated normal variables, each brought to a probability, and that to a value by the quantile
 * function of its field. So each field keeps its own distribution exactly, and ranks are correlated as asked (Nelsen 2006; Kruskal 1958).
 */
import { factorise, possibleShare } from '../random/correlation-matrix.ts'
import { sin } from '../random/elementary.ts'
import { normalProbability } from '../random/normal-probability.ts'
import { normalQuantile } from '../random/normal-quantile.ts'
import { Stream } from '../random/stream.ts'
import type { ContentContext, Writer } from './contents.ts'
import { drawsOf, quantileOf } from './field-content.ts'
import type { Correlation, FieldContent } from './source-spec.ts'
import { TrafficError } from './traffic-error.ts'

/** Probabilities stay off 0 and 1, where some quantiles are infinite: by as much as a uniform draw does. */
const EDGE = 1.1102230246251565e-16

/** Fields that depend on one another, in their own order, and independent of all others. */
export interface CorrelatedGroup {
  readonly fields: readonly FieldContent[]
  /** What turns independent normal variables into correlated ones: a lower triangle, row by row. */
  readonly factor: Float64Array
}

/** Whether a field is drawn, so that it can be correlated with others. */
export function isDrawn({ content }: FieldContent): boolean {
  return content.kind === 'choice' || content.kind === 'empirical' || (content.kind === 'quantity' && content.quantity.kind === 'draw')
}

/**
 * The groups of fields that correlations tie together; or, as a text, what is wrong with them: a pair with two correlations, or a group
 * that no variables can have.
 */
export function correlatedGroups(
  correlations: readonly Correlation[],
  fields: readonly FieldContent[],
): readonly CorrelatedGroup[] | string {
  const ranks = new Map<string, number>()
  const leaders = new Map<string, string>()
  const leader = (name: string): string => ((leaders.get(name) ?? name) === name ? name : leader(leaders.get(name)!))
  for (const { fields: names, rank } of correlations) {
    for (const [i, a] of names.entries()) {
      for (const b of names.slice(i + 1)) {
        const key = pairOf(a, b)
        if (ranks.has(key)) return `${a} and ${b} have two correlations, ${ranks.get(key)} and ${rank}; one is enough`
        ranks.set(key, rank)
        leaders.set(leader(a), leader(b))
        leaders.set(leader(b), leader(b))
      }
    }
  }
  const groups = [
    ...Map.groupBy(
      fields.filter(({ name }) => leaders.has(name)),
      ({ name }) => leader(name),
    ).values(),
  ]
  const made: CorrelatedGroup[] = []
  for (const group of groups) {
    const names = group.map(({ name }) => name)
    const factor = factorise(normalCorrelations(names, ranks, 1), names.length)
    if (factor === undefined) return impossible(names, ranks)
    made.push({ fields: group, factor })
  }
  return made
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

/** A rank correlation r of normal variables is one of 2 sin(π r / 6) of their values (Kruskal 1958). */
function normalCorrelations(names: readonly string[], ranks: ReadonlyMap<string, number>, factor: number): Float64Array {
  const n = names.length
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const rank = (ranks.get(pairOf(names[i]!, names[j]!)) ?? 0) * factor
      matrix[i * n + j] = i === j ? 1 : Math.max(-1, Math.min(1, 2 * sin((Math.PI * rank) / 6)))
    }
  }
  return matrix
}

function impossible(names: readonly string[], ranks: ReadonlyMap<string, number>): string {
  const share = possibleShare((factor) => normalCorrelations(names, ranks, factor), names.length)
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => `${a}–${b} ${ranks.get(pairOf(a, b)) ?? '0 (not given)'}`))
  return (
    `no fields can have these rank correlations together: ${pairs.join(', ')}; ` +
    `what two have with a third limits what they have with each other. All of them times ${(Math.floor(share * 100) / 100).toFixed(2)} would do`
  )
}

/** Writes all fields of a group. Throws `TrafficError` for a field that is not drawn. */
export function createCorrelated({ fields, factor }: CorrelatedGroup, context: ContentContext): Writer {
  const { cursor, schema, seed, source } = context
  const n = fields.length
  const draws = fields.map((field) => new Stream(seed, drawsOf(field, context)))
  const columns = Int32Array.from(fields, ({ name }) => schema.indexOf(name))
  const quantiles = fields.map((field) => {
    const quantile = quantileOf(field, context)
    if (quantile === undefined) throw new TrafficError(source, field.name, undefined, 'only a field that is drawn can be correlated')
    return quantile
  })
  const normals = new Float64Array(n)
  return (row) => {
    const { table, identityLow, identityHigh } = cursor
    for (let i = 0; i < n; i++) {
      const own = draws[i]!.at(identityLow, identityHigh).uniform()
      normals[i] = normalQuantile(own)
      let p = own
      // A field that depends on none before it needs no way there and back.
      if (factor[i * n + i] !== 1) {
        let sum = 0
        for (let j = 0; j <= i; j++) sum += factor[i * n + j]! * normals[j]!
        p = normalProbability(sum)
      }
      const value = quantiles[i]!(p < EDGE ? EDGE : p > 1 - EDGE ? 1 - EDGE : p)
      if (value - value !== 0) {
        throw new TrafficError(source, fields[i]!.name, cursor.record, `the value is ${value}, and must be a finite number`)
      }
      table.setField(row, columns[i]!, value)
    }
  }
}
