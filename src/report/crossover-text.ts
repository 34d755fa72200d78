/** Where along a parameter another variant wins, in words. */
import type { Comparison, Crossover } from '../experiment/comparison.ts'
import { referenceOf } from './comparison-lookup.ts'

/** What the reference has on all axes but this one. */
export function rivalName(comparison: Comparison, axis: string): string {
  const { settings, id } = referenceOf(comparison)
  const fixed = comparison.axes.filter(({ name }) => name !== axis)
  return fixed.length === 0 ? id : fixed.map(({ name }) => `${name}=${settings[name] ?? ''}`).join(',')
}

/** `scheduling=priority wins from 2/s to 6/s, scheduling=fifo at 0.5/s; neither is shown to win at 1/s`. */
export function crossoverText(comparison: Comparison, { axis, variant, ranges }: Crossover): string {
  const rival = rivalName(comparison, axis)
  const spans = (winner: Crossover['ranges'][number]['winner']): string =>
    ranges
      .filter((range) => range.winner === winner)
      .map(({ from, to }) => (from === to ? `at ${from}` : `from ${from} to ${to}`))
      .join(' and ')
  const won = [
    { name: variant, where: spans('variant') },
    { name: rival, where: spans('reference') },
  ].filter(({ where }) => where !== '')
  const open = spans(null)
  if (won.length === 0) return `neither ${variant} nor ${rival} is shown to win anywhere`
  if (won.length === 1 && open === '') return `${won[0]!.name} wins at every ${axis}, against ${won[0]!.name === variant ? rival : variant}`
  const wins = won.map(({ name, where }) => `${name} wins ${where}`).join(', ')
  const against = won.length === 1 ? ` against ${won[0]!.name === variant ? rival : variant}` : ''
  return `${wins}${against}${open === '' ? '' : `; neither is shown to win ${open}`}`
}
