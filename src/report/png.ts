/** SVG files as PNG, with the fonts that come along: the same bytes on every machine. */
import { createRequire } from 'node:module'
import { PICTURE_FONT } from './svg.ts'

/** Pixels for each unit of the SVG: sharp on dense screens. */
const SCALE = 2

/** The picture as PNG. Fonts of the machine are not used; without the packaged ones text would silently be missing. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: PICTURE_FONT, sansSerifFamily: PICTURE_FONT },
  })
  return picture.render().asPng()
}

function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url)
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`))
}
