import { expect, test } from 'vitest'
import { resultJsonSchema, resultSchema } from '../../src/experiment/result-schema.ts'
import { stableJson } from '../../src/experiment/stable-json.ts'
import { emptyResult, gatewayResult, overloadedResult } from '../report/fixture.ts'

test.each([gatewayResult(), overloadedResult(), emptyResult()])('a result reads back from its file as it was', (result) => {
  expect(resultSchema.parse(JSON.parse(stableJson(result)))).toEqual(result)
})

test('a document of another version, or with an unknown key, is refused', () => {
  const result = gatewayResult()
  expect(resultSchema.safeParse({ ...result, schema: 'wavetank/run-result/2' }).success).toBe(false)
  expect(resultSchema.safeParse({ ...result, extra: 1 }).error?.issues[0]?.message).toBe('Unrecognized key: "extra"')
})

test('the JSON Schema names the version and allows nothing unknown', () => {
  const schema = resultJsonSchema() as { properties: Record<string, { const?: string }>; additionalProperties: boolean }
  expect(schema.properties['schema']?.const).toBe('wavetank/run-result/1')
  expect(schema.additionalProperties).toBe(false)
})
