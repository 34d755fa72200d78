import { describe, expect, test } from 'vitest'
import { chooseVariants } from '../../src/experiment/variants.ts'
import { read } from './shipped.ts'

const BASE = `format: 1
duration: 1 s
parameters: { rate: 10/s, size: 3 }
traffic: { a: { arrivals: { poisson: $rate } } }
pipeline:
  work: { from: a, service: { time: $size ms } }
  out: { from: work, sink: discard }
`.replace('$size ms', '"$size * 1 ms"')
const ALL = { only: [], reference: undefined }

const ids = async (extra: string, selection = ALL as { only: string[]; reference: string | undefined }): Promise<string[]> => {
  const { scenario } = await read(BASE + extra)
  return chooseVariants(scenario, selection).variants.map(({ id }) => id)
}
const problems = async (extra: string): Promise<string> => {
  try {
    await read(BASE + extra)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('the product of all lists', () => {
  test('a scenario without lists is one variant', async () => {
    expect(await ids('')).toEqual(['default'])
  })

  test('ids name only what varies, strategies before parameters', async () => {
    expect(await ids('strategies: { scheduling: [fifo, priority] }\nvary: { rate: [10/s, 20/s] }')).toEqual([
      'scheduling=fifo,rate=10/s',
      'scheduling=fifo,rate=20/s',
      'scheduling=priority,rate=10/s',
      'scheduling=priority,rate=20/s',
    ])
  })

  test('what exclude names is left out', async () => {
    const text = 'strategies: { scheduling: [fifo, priority] }\nvary: { size: [1, 2, 3] }\nexclude: { scheduling: priority, size: [1, 2] }'
    expect(await ids(text)).toEqual([
      'scheduling=fifo,size=1',
      'scheduling=fifo,size=2',
      'scheduling=fifo,size=3',
      'scheduling=priority,size=3',
    ])
    expect(await problems('vary: { size: [1, 2] }\nexclude: { size: 4, rat: 1 }')).toMatch(
      /unknown key of exclude: rat|unknown value to exclude: 4/,
    )
  })

  test('leaving out everything is refused', async () => {
    await expect(ids('vary: { size: [1, 2] }\nexclude: [{ size: 1 }, { size: 2 }]')).rejects.toThrow('exclude: leaves no variant')
  })
})

describe('variants one by one', () => {
  const listed = 'variants: [{ as: slow }, { as: fast, size: 2 }, { scheduling: priority }]'

  test('are called what they say, else by what varies', async () => {
    expect(await ids(listed)).toEqual(['slow', 'fast', 'scheduling=priority,size=3'])
  })

  test('are each taken at every value of vary', async () => {
    expect(await ids('variants: [{ as: slow }, { as: fast, size: 2 }]\nvary: { rate: [1/s, 2/s] }')).toEqual([
      'slow,rate=1/s',
      'slow,rate=2/s',
      'fast,rate=1/s',
      'fast,rate=2/s',
    ])
  })

  test('what cannot be meant is refused', async () => {
    expect(await problems('variants: [{ as: a, sise: 2 }]')).toContain('unknown key of a variant: sise')
    expect(await problems('variants: [{ as: a }, { as: a, size: 2 }]')).toContain('conflicting variants: two are called a')
    expect(await problems('variants: [{ as: a, size: 2 }]\nvary: { size: [1, 2] }')).toContain('conflicting values')
    await expect(ids('variants: [{ size: 2 }, { size: 2 }]')).rejects.toThrow('two variants are the same')
  })
})

describe('ranges', () => {
  const values = async (range: string): Promise<unknown> => (await read(`${BASE}vary: { rate: ${range} }`)).scenario.vary['rate']

  test('linear by default, with both ends as written', async () => {
    expect(await values('{ from: 2/s, to: 10/s, steps: 5 }')).toEqual(['2/s', '4/s', '6/s', '8/s', '10/s'])
  })

  test('logarithmic: equal ratios', async () => {
    expect(await values('{ from: 1/s, to: 100/s, steps: 5, scale: log }')).toEqual(['1/s', '3.16228/s', '10/s', '31.6228/s', '100/s'])
  })

  test.each([
    ['{ from: 2/s, to: 10/min }', 'conflicting units'],
    ['{ from: 2/s, to: 2/s }', 'begins and ends'],
    ['{ from: 0/s, to: 2/s, scale: log }', 'positive values only'],
    ['{ from: low, to: high }', 'both must be numbers'],
    ['{ from: 2/s, to: 3/s, steps: 1 }', 'at least 2'],
  ])('%s is refused: %s', async (range, message) => {
    expect(await problems(`vary: { rate: ${range} }`)).toContain(message)
  })

  test('a parameter whose values are numbers of one unit is an axis that can be drawn', async () => {
    const axis = async (vary: string) => chooseVariants((await read(`${BASE}vary: ${vary}`)).scenario, ALL).axes[0]!.numeric
    expect(await axis('{ rate: [2/s, 3/s, 5/s] }')).toEqual({ unit: '/s', values: [2, 3, 5], scale: 'linear' })
    expect(await axis('{ rate: { from: 1/s, to: 100/s, steps: 5, scale: log } }')).toMatchObject({ scale: 'log' })
    expect(await axis('{ rate: [2/s, 3/min] }')).toBeNull()
  })
})

describe('selections', () => {
  const lists = 'strategies: { scheduling: [fifo, priority] }\nvary: { size: [1, 2] }'

  test('keep what they name by id or settings, and what that is compared with', async () => {
    expect(await ids(lists, { only: ['scheduling=priority'], reference: undefined })).toEqual([
      'scheduling=fifo,size=1',
      'scheduling=fifo,size=2',
      'scheduling=priority,size=1',
      'scheduling=priority,size=2',
    ])
    expect(await ids(lists, { only: ['size=2'], reference: 'scheduling=priority,size=2' })).toEqual([
      'scheduling=priority,size=2',
      'scheduling=fifo,size=2',
    ])
  })

  test('that name nothing, or too much, say what there is', async () => {
    await expect(ids(lists, { only: ['size=3'], reference: undefined })).rejects.toThrow(
      'unknown variant: size=3; the scenario has scheduling=fifo,size=1',
    )
    await expect(ids(lists, { only: [], reference: 'size=1' })).rejects.toThrow('size=1 means 2 variants')
  })
})
