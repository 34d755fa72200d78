import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { checkDocument, type CheckedScenario, type CheckDocument } from '../../src/experiment/check-document.ts'
import { checkSchema } from '../../src/experiment/check-schema.ts'
import type { CheckRow, CheckVerdict, ScenarioCheck } from '../../src/experiment/check.ts'
import { checkAnnotations } from '../../src/report/check-annotations.ts'
import { renderCheckHtml } from '../../src/report/check-html.ts'
import { renderCheckJunit } from '../../src/report/check-junit.ts'
import { renderCheckMarkdown } from '../../src/report/check-markdown.ts'
import { renderCheck } from '../../src/report/check-terminal.ts'

const XSD = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8')

function row(metric: string, verdict: CheckVerdict): CheckRow {
  const moved = ['regressed', 'improved', 'changed', 'inconclusive'].includes(verdict)
  return {
    variant: 'default',
    metric,
    unit: 'ns',
    class: 'replicated',
    gate: 'margin',
    margin: 1e6,
    base: verdict === 'new' || verdict === 'missing' ? null : 50e6,
    head: verdict === 'missing' ? null : moved ? 52e6 : 50e6,
    difference: moved ? { value: 2e6, halfWidth: 1e5, relative: 0.04, relativeHalfWidth: 0.002 } : null,
    worse: moved ? 20 : 0,
    seeds: 20,
    verdict,
    seedsToSettle: verdict === 'inconclusive' ? 45 : null,
  }
}

function objective(text: string, extra: Partial<ScenarioCheck['objectives'][number]> = {}): ScenarioCheck['objectives'][number] {
  const met = { met: false, value: 52e6, bound: 51e6, baseline: 50e6, excusedUntil: null, fails: true, unit: 'ns' } as const
  return { variant: 'default', text, metric: text.split(' ')[0]!, level: 'error', line: 12, ...met, ...extra }
}

function scenario(name: string, rows: readonly CheckRow[], objectives: ScenarioCheck['objectives'] = []): CheckedScenario {
  const divergences = [{ variant: 'default', seed: 1, from: 0, to: 1e9 }]
  return {
    scenario: name,
    file: `scenarios/${name}.yaml`,
    problem: null,
    check: { scenario: name, incomparable: null, rows, divergences, objectives },
  }
}

const unjudged = (name: string, problem: string): CheckedScenario => ({ scenario: name, file: null, problem, check: null })
const document = (...scenarios: readonly CheckedScenario[]): CheckDocument =>
  checkDocument(scenarios, { confidence: 0.95, margin: 0.02, strict: false, shard: null })
const notChecked = (...of: CheckDocument['notChecked']): CheckDocument =>
  checkDocument([], { confidence: 0.95, margin: 0.02, strict: false, shard: null, notChecked: of })

const VERDICTS = ['regressed', 'improved', 'changed', 'inconclusive', 'incomparable', 'missing', 'new', 'unchanged'] as const
const everything = document(
  scenario(
    'queue',
    VERDICTS.map((verdict) => row(`latency.${verdict}`, verdict)),
    [objective('latency.p99 <= baseline + 2 %'), objective('throughput >= 3/s', { level: 'warn', fails: false })],
  ),
  unjudged('broken', 'there is no baseline'),
)
const hostile = fc.string({ unit: 'binary', maxLength: 40 })

async function junitErrors(xml: string): Promise<readonly unknown[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [XSD] })
  return errors
}

describe('JUnit', () => {
  test('is valid by its schema, whatever happened', async () => {
    const left = notChecked({ scenario: 'a', reason: 'unaffected' })
    for (const one of [everything, document(), document(unjudged('a', 'b')), left])
      expect(await junitErrors(renderCheckJunit(one))).toEqual([])
  })

  test('the schema would find what is wrong', async () => {
    expect(await junitErrors(renderCheckJunit(everything).replace('<testcase name=', '<testcase title='))).not.toEqual([])
  })

  test('counts what it has', () => {
    const xml = renderCheckJunit(everything)
    const count = (pattern: RegExp): number => [...xml.matchAll(pattern)].length
    expect(xml).toContain(`<testsuites name="wavetank check" tests="${count(/<testcase /g)}" failures="${count(/<failure /g)}" errors="3"`)
    expect(count(/<failure type="regressed"/g)).toBe(1)
    expect(count(/<skipped message="(?:inconclusive|new|warning)/g)).toBe(3)
  })

  test('what only warns fails no case, and what could not be judged passes none', () => {
    const warned = renderCheckJunit(document(scenario('q', [{ ...row('latency.p99', 'regressed'), gate: 'warning' }])))
    expect(warned).toContain('<skipped message="regressed: ')
    const open = renderCheckJunit(document(scenario('q', [row('a', 'unchanged')], [objective('b < 1', { met: null, fails: false })])))
    expect(open).toContain('<error type="not judged"')
  })

  test('of nothing is not green', () => {
    expect(renderCheckJunit(document())).toContain('tests="1" failures="0" errors="1"')
    expect(renderCheckJunit(notChecked({ scenario: 'a', reason: 'no baseline' }))).toContain('tests="2" failures="0" errors="1"')
    expect(renderCheckJunit(notChecked({ scenario: 'a', reason: 'unaffected' }))).toContain('tests="1" failures="0" errors="0"')
  })

  test('names have no figures in them, so that a case can be followed', () => {
    const names = [...renderCheckJunit(document(scenario('q', [row('latency.p99', 'regressed')]))).matchAll(/ name="([^"]*)"/g)]
    expect(names.map(([, name]) => name)).toEqual(['wavetank check', 'q', 'latency.p99'])
  })

  test('is valid with any text in it', async () => {
    const texts = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 40, seed: 1 })
    const one = document(
      ...texts.map(([name, metric, text]) => scenario(name, [row(metric, 'regressed')], [objective(text)])),
      ...texts.map(([name, problem]) => unjudged(name, problem)),
    )
    expect(await junitErrors(renderCheckJunit(one))).toEqual([])
  })
})

describe('annotations', () => {
  test('are at the line of the objective, errors first', () => {
    const lines = checkAnnotations(
      document(scenario('queue', [row('latency.p99', 'regressed')], [objective('latency.p99 < 1 s', { level: 'warn', fails: false })])),
    )
    expect(lines).toEqual([
      '::error file=scenarios/queue.yaml,line=12,title=queue%3A latency.p99 regressed::50 ms to 52 ms, +4 %25 (+3.8 to +4.2 %25), 20 of 20 seeds worse',
      '::warning file=scenarios/queue.yaml,line=12,title=queue%3A objective missed::latency.p99 < 1 s: 52 ms, allowed 51 ms, baseline 50 ms; a warning',
    ])
  })

  test('say once what an objective decides, and find its line by the whole name of the metric', () => {
    const longer = objective('latency.p999 < 1 s', { met: true, fails: false, line: 11 })
    const own = objective('latency.p99 <= baseline + 2 %')
    const regressed = row('latency.p99', 'regressed')
    const lines = (gate: CheckRow['gate'], objectives: ScenarioCheck['objectives']): string[] =>
      checkAnnotations(document(scenario('queue', [{ ...regressed, gate }], objectives)))
    expect(lines('objective', [longer, own])).toEqual([expect.stringContaining('line=12,title=queue%3A objective missed')])
    expect(lines('margin', [longer])).toEqual([expect.stringContaining('::error file=scenarios/queue.yaml,title=')])
    const unjudged = objective('latency.p99 < 1 s', { met: null, value: null, fails: false })
    expect(lines('warning', [unjudged])).toEqual([expect.stringContaining('title=queue%3A objective not judged::')])
  })

  test('are ten at most, the last of which counts the rest', () => {
    const lines = checkAnnotations(document(...Array.from({ length: 30 }, (_, i) => scenario(`s${i}`, [row('latency.p99', 'regressed')]))))
    expect(lines).toHaveLength(10)
    expect(lines.at(-1)).toBe('::error title=wavetank check::21 more; the report has all of them')
  })

  test('are one line each, and no text in them is a command', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, metric, text) => {
        for (const line of checkAnnotations(document(scenario(name, [row(metric, 'regressed')], [objective(text)]))))
          expect(line).toMatch(/^::(?:error|warning) (?:file=[^:,\r\n]*,(?:line=\d+,)?)?title=[^:,\r\n]*::[^\r\n]*$/)
      }),
      { seed: 1 },
    )
  })
})

describe('the comment', () => {
  test('begins with its marker, and says the answer', () => {
    expect(renderCheckMarkdown(everything)).toMatch(/^<!-- wavetank-check -->\n\n### Could not judge everything\n/)
    const same = document(scenario('queue', [row('a', 'unchanged'), row('b', 'unchanged')]))
    expect(renderCheckMarkdown(same)).toContain('### 0 of 2 metrics moved: all 1 scenarios are the same, value for value')
  })

  test('stays below 60,000 bytes with 500 rows, and shows what regressed before what did not', () => {
    const many = Array.from({ length: 50 }, (_, i) =>
      scenario(
        `scenario-${i}`,
        Array.from({ length: 10 }, (__, k) => row(`latency.p99{flow=flow-${k}}`, i === 49 ? 'regressed' : 'changed')),
      ),
    )
    const text = renderCheckMarkdown(document(...many))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000)
    expect(text).toContain('| 20 of 20 | regressed')
    const larger = renderCheckMarkdown(document(...many, ...many, ...many))
    expect(Buffer.byteLength(larger)).toBeLessThanOrEqual(60_000)
    expect(larger).toMatch(/\d+ more scenarios have no room here; report\.html has all of them\./)
  })

  test('has no markup of a scenario in it', () => {
    const text = renderCheckMarkdown(
      document(scenario('<script>|x', [row('a|b`', 'regressed')]), unjudged('![x](http://x)', '<img src=x>')),
    )
    // What stands in a block of code is shown as it is.
    const prose = text.replaceAll(/^(`{3,})\n[^]*?\n\1$/gm, '')
    expect(prose).not.toMatch(/<script|<img|!\[x\]\(/)
  })
})

describe('the page', () => {
  test('has everything, and no script of a scenario', async () => {
    const page = await renderCheckHtml(
      document(scenario('<script>alert(1)</script>', [row('latency.p99', 'regressed')], [objective('x < 1')])),
    )
    expect(page).not.toContain('<script>alert')
    for (const text of ['1 of 1 metrics regressed', '20 of 20', 'x &lt; 1', 'wavetank accept']) expect(page).toContain(text)
  })
})

test('what was not looked at is no success, unless nothing that it depends on has changed; and it is named everywhere', async () => {
  const without = notChecked({ scenario: 'new-one', reason: 'no baseline' })
  const unaffected = notChecked({ scenario: 'old-one', reason: 'unaffected' })
  expect([document().exitCode, without.exitCode, unaffected.exitCode]).toEqual([3, 3, 0])
  for (const one of [without, unaffected]) {
    const name = one.notChecked[0]!.scenario
    const texts = [
      renderCheck(one, { width: 80, colour: false }),
      renderCheckMarkdown(one),
      await renderCheckHtml(one),
      renderCheckJunit(one),
    ]
    for (const text of texts) expect(text).toContain(name)
    expect(checkSchema.safeParse(JSON.parse(JSON.stringify(one))).error).toBeUndefined()
  }
})

test('the document is what its schema says', () => {
  expect(checkSchema.safeParse(JSON.parse(JSON.stringify(everything))).error).toBeUndefined()
  expect(checkSchema.safeParse({ ...JSON.parse(JSON.stringify(everything)), exitCode: 2 }).success).toBe(false)
})

test('the terminal shows value, bound and baseline of what was missed, and what to type next', () => {
  const text = renderCheck(everything, { width: 100, colour: false }).replaceAll(/\s+/g, ' ')
  expect(text).toContain('Objective missed: latency.p99 <= baseline + 2 %: 52 ms, allowed 51 ms, baseline 50 ms.')
  expect(text).toContain('accept: wavetank accept scenarios/queue.yaml --reason "…"')
  expect(text).toContain('1 regressed · 1 improved · 1 changed · 1 inconclusive · 1 incomparable · 1 missing · 1 new · 1 unchanged')
})

describe('names and verdicts are seen where there is little room', () => {
  const long = row('eventTimeLatency.p99{sink=dashboard}', 'regressed')
  const narrow = document(scenario('queue', [long, row('latency.p99{sink=receipts}', 'improved'), row('busy', 'unchanged')]))

  test('a terminal breaks names before their braces, and cuts none that has room', () => {
    const lines = renderCheck(narrow, { width: 80, colour: false }).split('\n')
    for (const name of ['eventTimeLatency.p99', '  {sink=dashboard}', 'latency.p99', '  {sink=receipts}', 'busy'])
      expect(lines.filter((line) => line === name || line.startsWith(`${name} `))).toHaveLength(1)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(renderCheck(narrow, { width: 120, colour: false })).toContain('eventTimeLatency.p99{sink=dashboard}  ')
  })

  test('a page has the verdict beside the name, and shows how it went', async () => {
    const page = await renderCheckHtml(narrow)
    expect(page).toMatch(/<th scope="row">busy<\/th><td class="muted">unchanged<\/td>/)
    expect(page).toContain('class="finding bad"')
    expect(await renderCheckHtml(document(unjudged('a', 'b')))).toContain('class="finding warn"')
  })
})

test('the command to see it again names the base', () => {
  const one = scenario('queue', [row('latency.p99', 'regressed')])
  const base = { ref: 'a b', commit: '0123456789abcdef', problem: null, stale: false, against: null, moved: true, accepted: null }
  const text = renderCheck(document({ ...one, base: { ...base, judgedBy: 'baseline', divergence: null } }), { width: 80, colour: false })
  expect(text).toContain("again:   wavetank check scenarios/queue.yaml --base 'a b'")
})
