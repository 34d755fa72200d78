/** Where along a parameter another variant wins, in words. */
import type { Crossover } from '../experiment/comparison.ts'

/** `scheduling=priority wins from 2/s to 6/s, scheduling=fifo at 0.5/s; neither is shown to win at 1/s`. */
export function crossoverText({ axis, variant, reference: rival, ranges }: Crossover): string {
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
