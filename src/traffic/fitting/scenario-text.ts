/** Figures as a scenario has them: short, and with their units. */

/** Digits that a fitted figure is worth. */
const DIGITS = 6

export function figure(value: number): number {
  return Number(value.toPrecision(DIGITS))
}

export function perSecond(rate: number): string {
  return `${plain(rate)}/s`
}

export function seconds(duration: number): string {
  return `${plain(duration)} s`
}

/** Without an exponent, which units do not take. */
function plain(value: number): string {
  const short = figure(value)
  const text = String(short)
  const exponent = /e([+-]\d+)$/.exec(text)?.[1]
  return exponent === undefined ? text : short.toFixed(Math.min(20, Math.max(0, DIGITS - 1 - Number(exponent))))
}
