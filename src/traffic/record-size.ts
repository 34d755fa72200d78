/** The size of a record that does not say one: what its key and fields take. */
import type { ContentContext, Value } from './contents.ts'
import type { FieldContent } from './source-spec.ts'

const KEY = 8
const NUMBER = 8
const BOOLEAN = 1

/** Bytes of key, numbers and booleans: the size of every record, but for its texts. */
export function fixedSize(fields: readonly FieldContent[]): number {
  let size = KEY
  for (const { type } of fields) if (type !== 'text') size += type === 'number' ? NUMBER : BOOLEAN
  return size
}

/** Bytes of a record with texts, in UTF-8. */
export function sizeWithTexts(fields: readonly FieldContent[], context: ContentContext): Value {
  const { cursor, schema } = context
  const fixed = fixedSize(fields)
  const texts = Int32Array.from(
    fields.filter(({ type }) => type === 'text'),
    ({ name }) => schema.indexOf(name),
  )
  const lengths: number[] = []
  return (row) => {
    let size = fixed
    for (let i = 0; i < texts.length; i++) {
      const code = cursor.table.field(row, texts[i]!)
      size += lengths[code] ??= utf8Length(schema.dictionary.text(code))
    }
    return size
  }
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return length
}
