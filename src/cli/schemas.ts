/** The JSON Schemas that are published: each is a file of the package too, which `npm run generate` writes. */
import { baselineJsonSchema } from '../experiment/baseline-schema.ts'
import { checkJsonSchema } from '../experiment/check-schema.ts'
import { comparisonJsonSchema } from '../experiment/comparison-schema.ts'
import { resultJsonSchema } from '../experiment/result-schema.ts'
import { scenarioSchema } from '../scenario/schema.ts'
import { settingsJsonSchema } from './check-settings.ts'
import type { SchemaName } from './commands/schema.ts'

const SCHEMAS: Readonly<Record<SchemaName, () => unknown>> = {
  scenario: scenarioSchema,
  settings: settingsJsonSchema,
  result: resultJsonSchema,
  comparison: comparisonJsonSchema,
  check: checkJsonSchema,
  baseline: baselineJsonSchema,
}

/** As its file has it. */
export function schemaText(name: SchemaName): string {
  return `${JSON.stringify(SCHEMAS[name](), null, 2)}\n`
}
