/** How a verdict looks: always a sign and a word; colour only comes on top. */
import type { Verdict } from '../experiment/comparison.ts'
import { COLOURS } from './palette.ts'
import type { Cell, Tone } from './table.ts'

interface Look {
  readonly sign: string
  readonly tone: Tone
  /** Blue and vermillion, which people with any colour vision can tell apart; neutral for ties. */
  readonly colour: string
  readonly meaning: string
}

export const VERDICT_LOOKS: Readonly<Record<Verdict, Look>> = {
  better: { sign: '✓', tone: 'good', colour: COLOURS.blue.light, meaning: 'the whole interval lies beyond the margin, on the good side' },
  worse: {
    sign: '✗',
    tone: 'bad',
    colour: COLOURS.vermillion.light,
    meaning: 'the whole interval lies beyond the margin, on the bad side',
  },
  equivalent: { sign: '≈', tone: 'muted', colour: COLOURS.muted.light, meaning: 'the whole interval lies within the margin' },
  identical: { sign: '=', tone: 'muted', colour: COLOURS.muted.light, meaning: 'every seed gave the same value' },
  inconclusive: { sign: '?', tone: 'warn', colour: COLOURS.muted.light, meaning: 'the interval is too wide to tell' },
}

/** `✓ better`, on one line. */
export function verdictText(verdict: Verdict): string {
  return `${VERDICT_LOOKS[verdict].sign}\u00a0${verdict}`
}

export function verdictCell(verdict: Verdict): Cell {
  return { text: verdictText(verdict), tone: VERDICT_LOOKS[verdict].tone }
}
