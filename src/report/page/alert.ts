/** What a reader must not miss. */
import { html, type Markup } from './markup.ts'

export function alert(tone: 'bad' | 'warn', title: string, text: string): Markup {
  return html`<div class="alert ${tone}" role="note"><strong>${title}</strong><p>${text}</p></div>`
}
