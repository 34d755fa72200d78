/** As much of a JSON Schema validator as the scenario schema needs. */

type Schema = Readonly<Record<string, unknown>>

/** Whether a value satisfies a schema; references are looked up in `root`. */
export function judge(schema: unknown, value: unknown, root: Schema = schema as Schema): boolean {
  if (typeof schema === 'boolean') return schema
  const rules = schema as Schema
  const all = (key: string): readonly unknown[] => rules[key] as readonly unknown[]
  if (typeof rules['$ref'] === 'string' && !judge(target(root, rules['$ref']), value, root)) return false
  if ('const' in rules && rules['const'] !== value) return false
  if ('enum' in rules && !all('enum').includes(value)) return false
  if ('type' in rules && ![rules['type']].flat().some((type) => hasType(type as string, value))) return false
  if ('anyOf' in rules && !all('anyOf').some((one) => judge(one, value, root))) return false
  if ('oneOf' in rules && all('oneOf').filter((one) => judge(one, value, root)).length !== 1) return false
  if (typeof value === 'number') return withinBounds(rules, value)
  if (typeof value === 'string') return !('pattern' in rules) || new RegExp(rules['pattern'] as string, 'u').test(value)
  if (Array.isArray(value)) return !('items' in rules) || value.every((item) => judge(rules['items'], item, root))
  return typeof value !== 'object' || value === null || goodKeys(rules, value as Schema, root)
}

function goodKeys(rules: Schema, value: Schema, root: Schema): boolean {
  const { properties = {}, patternProperties = {}, additionalProperties = true, propertyNames = true, required = [] } = rules
  if (!(required as readonly string[]).every((key) => Object.hasOwn(value, key))) return false
  return Object.entries(value).every(([key, part]) => {
    const own = Object.hasOwn(properties as Schema, key) ? [(properties as Schema)[key]] : []
    const patterns = Object.entries(patternProperties as Schema).filter(([pattern]) => new RegExp(pattern, 'u').test(key))
    const matching = [...own, ...patterns.map(([, schema]) => schema)]
    const schemas = matching.length > 0 ? matching : [additionalProperties]
    return judge(propertyNames, key, root) && schemas.every((schema) => judge(schema, part, root))
  })
}

function withinBounds(rules: Schema, value: number): boolean {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = rules as Record<string, number>
  return value >= minimum && value <= maximum && value > exclusiveMinimum
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function target(root: Schema, reference: string): unknown {
  const name = reference.replace('#/$defs/', '')
  const definitions = root['$defs'] as Schema
  if (!Object.hasOwn(definitions, name)) throw new Error(`no definition ${reference}`)
  return definitions[name]
}

/** Keywords that are used anywhere in a schema; names of properties are none. */
export function keywordsIn(schema: unknown, into = new Set<string>()): Set<string> {
  if (Array.isArray(schema)) for (const one of schema) keywordsIn(one, into)
  else if (typeof schema === 'object' && schema !== null) {
    for (const [keyword, value] of Object.entries(schema)) {
      into.add(keyword)
      if (['enum', 'const', 'default', 'examples', 'required'].includes(keyword)) continue
      const isByName = ['properties', 'patternProperties', '$defs'].includes(keyword)
      keywordsIn(isByName ? Object.values(value as object) : value, into)
    }
  }
  return into
}
