/**
 * The colours of a report. Marks take the colours of Okabe and Ito (2008), which people with any colour vision can tell apart;
 * each has a twin for dark pages. Charts are drawn in the light colours, and the page swaps them by the rules made from this table,
 * so that the same chart is right on paper and on a dark screen.
 */

export interface Colour {
  readonly light: string
  readonly dark: string
}

export const COLOURS = {
  blue: { light: '#0072b2', dark: '#4aa8e0' },
  orange: { light: '#e69f00', dark: '#f0b429' },
  green: { light: '#009e73', dark: '#2bbf94' },
  vermillion: { light: '#d55e00', dark: '#f0803c' },
  sky: { light: '#56b4e9', dark: '#7cc7f2' },
  purple: { light: '#cc79a7', dark: '#dd93bd' },
  paper: { light: '#fdfdfc', dark: '#14171b' },
  ink: { light: '#1d2329', dark: '#e7eaed' },
  text: { light: '#3d464f', dark: '#c3c9d0' },
  muted: { light: '#66707b', dark: '#98a2ad' },
  rule: { light: '#c5cbd1', dark: '#4b545e' },
  grid: { light: '#e9ecef', dark: '#2a3037' },
  idle: { light: '#dde1e6', dark: '#343b43' },
  shade: { light: '#eef0f2', dark: '#20252b' },
} as const satisfies Readonly<Record<string, Colour>>

const CATEGORIES = [COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.purple, COLOURS.sky, COLOURS.vermillion].map(({ light }) => light)

/** Colours for names, in order; beyond six nobody tells colours apart, and the rest are grey. */
export function categorical(names: readonly string[]): { readonly domain: readonly string[]; readonly range: readonly string[] } {
  return { domain: names, range: names.map((_, index) => CATEGORIES[index] ?? COLOURS.muted.light) }
}
