/** The mark on every report: a wave, and its echo. */
import { html } from './markup.ts'

export const MARK = html`<svg width="30" height="16" viewBox="0 0 30 16" fill="none" stroke-width="2" stroke-linecap="round" aria-hidden="true">
<path d="M1 7C4 1 8 1 11 7s7 6 10 0 6-5 8-2"/><path d="M1 13c3-3 7-3 10 0s7 2 10 0 6-2 8-1" opacity=".4"/></svg>`
