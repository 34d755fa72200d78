/** How two documents of one kind (results, comparisons, checks, baselines) differ, value by value. Documents are plain JSON. */
import { mean } from 'simple-statistics'
import { metricLabel } from './estimates.ts'

type Plain = null | boolean | number | string

export interface ValueDifference {
  /** As `metrics[latency.p99{sink=paid}].value`. */
  readonly path: string
  /** Undefined where it is missing. */
  readonly a?: Plain
  readonly b?: Plain
  /** Of numbers, where the document names it. */
  readonly unit?: string
  /** Lists of values are one difference, of their means: how many of the places in them differ. */
  readonly places?: { readonly differ: number; readonly of: number }
}

export interface DocumentDiff {
  readonly differences: readonly ValueDifference[]
  /** Values that are the same. */
  readonly same: number
  /** In which interval of simulated time (nanoseconds) traces part; null where they cannot be laid side by side. */
  readonly partings: readonly { readonly path: string; readonly from: number | null; readonly to: number | null }[]
}

/** What tells the elements of a list apart, most telling first. */
const LABELS = ['variant', 'id', 'scenario', 'name', 'metric', 'text', 'place', 'activity', 'seed'] as const

/** What stands in the unit that its object names. */
const IN_UNIT: ReadonlySet<string> = new Set(['value', 'values', 'base', 'head'])

export function diffDocuments(a: unknown, b: unknown): DocumentDiff {
  const diff = new Diff()
  diff.compare(a, b, '', undefined)
  return diff
}

class Diff implements DocumentDiff {
  readonly differences: ValueDifference[] = []
  readonly partings: { path: string; from: number | null; to: number | null }[] = []
  same = 0

  compare(a: unknown, b: unknown, path: string, unit: string | undefined): void {
    if (isRungs(a) && isRungs(b)) this.#rungs(a, b, path)
    else if (isObject(a) && isObject(b)) this.#objects(a, b, path)
    else if (Array.isArray(a) && Array.isArray(b)) this.#lists(a, b, path, unit)
    else if (Object.is(a, b)) this.same++
    else this.differences.push({ path, ...side('a', a), ...side('b', b), ...(unit === undefined ? {} : { unit }) })
  }

  #objects(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>, path: string): void {
    const unit = typeof b['unit'] === 'string' ? b['unit'] : undefined
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      this.compare(a[key], b[key], path === '' ? key : `${path}.${key}`, IN_UNIT.has(key) ? unit : undefined)
  }

  #lists(a: readonly unknown[], b: readonly unknown[], path: string, unit: string | undefined): void {
    const [left, right] = [labelled(a), labelled(b)]
    if (left !== undefined && right !== undefined) {
      for (const label of new Set([...left.keys(), ...right.keys()]))
        this.compare(left.get(label), right.get(label), `${path}[${label}]`, undefined)
      return
    }
    const length = Math.max(a.length, b.length)
    const differ = Array.from({ length }, (_, index) => JSON.stringify(a[index]) !== JSON.stringify(b[index])).filter(Boolean).length
    if (differ === 0) this.same++
    else
      this.differences.push({
        path,
        ...meanOf('a', a),
        ...meanOf('b', b),
        ...(unit === undefined ? {} : { unit }),
        places: { differ, of: length },
      })
  }

  #rungs(a: Rungs, b: Rungs, path: string): void {
    const same = a.interval === b.interval
    const rung = same ? a.digests.findIndex((digest, index) => digest !== b.digests[index]) : -1
    if (same && rung < 0 && a.digests.length === b.digests.length) {
      this.same++
      return
    }
    const at = rung < 0 ? a.digests.length : rung
    this.partings.push({ path, from: same ? at * a.interval : null, to: same ? (at + 1) * a.interval : null })
  }
}

interface Rungs {
  readonly interval: number
  readonly digests: readonly string[]
}

function isRungs(value: unknown): value is Rungs {
  return isObject(value) && typeof value['interval'] === 'number' && Array.isArray(value['digests'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The elements of a list by what they are called; undefined when they are no objects, or two are called the same. */
function labelled(list: readonly unknown[]): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>()
  for (const element of list) {
    if (!isObject(element)) return undefined
    const label = labelOf(element)
    if (label === '' || found.has(label)) return undefined
    found.set(label, element)
  }
  return found
}

function labelOf(element: Readonly<Record<string, unknown>>): string {
  const { selector } = element
  const parts = LABELS.flatMap((key) => {
    const value = element[key]
    if (typeof value !== 'string' && typeof value !== 'number') return []
    const selected = (key === 'name' || key === 'metric') && isObject(selector)
    return [selected ? metricLabel(String(value), selector as Readonly<Record<string, string>>) : String(value)]
  })
  return parts.join(' ')
}

function meanOf(name: 'a' | 'b', list: readonly unknown[]): { a?: number; b?: number } {
  return list.length > 0 && list.every((value) => typeof value === 'number') ? { [name]: mean(list) } : {}
}

/** What is no plain value on one side, because the other has something else there, is told by its kind. */
function side(name: 'a' | 'b', value: unknown): { a?: Plain; b?: Plain } {
  if (value === undefined) return {}
  if (Array.isArray(value)) return { [name]: `a list of ${value.length}` }
  return { [name]: isObject(value) ? 'present' : (value as Plain) }
}
