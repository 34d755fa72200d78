/** SVG files as PNG, with the fonts that come along: the same bytes on every machine. */
import { PICTURE_FONT } from './svg.ts'

/** Pixels for each unit of the SVG: sharp on dense screens. */
const SCALE = 2

/**
 * The picture as PNG.
 * @param fontFiles of `PICTURE_FONT`, plain and bold: fonts of the machine are not used, and without any text would silently be missing
 */
export async function renderPng(svg: string, fontFiles: readonly string[]): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: PICTURE_FONT, sansSerifFamily: PICTURE_FONT },
  })
  return picture.render().asPng()
}
