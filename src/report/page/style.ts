/** The look of a report. */
import { COLOURS, type Colour } from '../palette.ts'

const swatches: readonly Colour[] = Object.values(COLOURS)

/** Charts are drawn in light colours; these rules give each its dark twin. */
const darkCharts = swatches
  .flatMap(({ light, dark }) => ['fill', 'stroke'].map((paint) => `.chart [${paint}="${light}"]{${paint}:${dark}}`))
  .join('\n')

const light = `--paper:${COLOURS.paper.light};--ink:${COLOURS.ink.light};--text:${COLOURS.text.light};--muted:${COLOURS.muted.light};--rule:#d9dde1;--hair:#eceef0;
--raised:#f5f6f7;--accent:${COLOURS.blue.light};--good:#00734f;--bad:#b3261e;--warn:#8a5a00;--bad-paper:#fdf1ef;--worse:#b34700;--warn-paper:#fdf6e7`
const dark = `--paper:${COLOURS.paper.dark};--ink:${COLOURS.ink.dark};--text:${COLOURS.text.dark};--muted:${COLOURS.muted.dark};--rule:#39414a;--hair:#262c33;
--raised:#1c2126;--accent:${COLOURS.blue.dark};--good:#4cc79b;--bad:#ff8a7d;--warn:#f0b955;--bad-paper:#2c1b1a;--worse:#f0803c;--warn-paper:#29220f`

const layout = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--text);font:15px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:clamp(28px,5vw,64px) clamp(18px,4vw,48px) 80px}
h1,h2,h3,strong,th,dt{color:var(--ink)}
a{color:var(--accent)}
code,pre,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.92em}

.eyebrow{display:flex;align-items:center;gap:10px;margin:0 0 14px;color:var(--muted);font-size:13px}
.eyebrow svg{flex:none}
.eyebrow path{stroke:var(--accent)}
h1{margin:0;font-size:clamp(30px,5vw,44px);line-height:1.1;letter-spacing:-.022em;font-weight:680;overflow-wrap:anywhere;text-wrap:balance}
.about{max-width:66ch;margin:14px 0 0;font-size:17px;line-height:1.5;text-wrap:pretty;overflow-wrap:anywhere}
.labels{display:flex;flex-wrap:wrap;gap:8px;margin:20px 0 0;padding:0;list-style:none}
.labels li{padding:2px 10px;border:1px solid var(--rule);border-radius:99px;color:var(--text);font-size:12.5px;line-height:1.5}
.labels .warn{border-color:currentColor;color:var(--warn)}
.facts{display:flex;flex-wrap:wrap;gap:10px 36px;margin:24px 0 0;font-size:13.5px}
.facts div{min-width:0}
.facts dt,.tiles dt{color:var(--muted);font-size:12.5px}
.facts dd{margin:0;color:var(--ink);overflow-wrap:anywhere}

.alert{margin:28px 0 0;padding:14px 18px;border-left:4px solid var(--warn);background:var(--warn-paper)}
.alert.bad{border-color:var(--bad);background:var(--bad-paper)}
.alert strong{display:block;color:var(--warn);font-size:16px}
.alert.bad strong{color:var(--bad)}
.alert p{margin:2px 0 0;color:var(--text);max-width:75ch}

.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:22px 20px;margin:36px 0 0;padding:22px 0 20px;border-top:2px solid var(--ink);border-bottom:1px solid var(--rule)}
.tiles dd{margin:0;color:var(--ink);font-size:29px;line-height:1.2;font-weight:600;letter-spacing:-.02em;white-space:nowrap}
.tiles dd span{margin-left:.18em;color:var(--muted);font-size:.58em;font-weight:450;letter-spacing:0}
.tiles dd.none{color:var(--muted);font-size:19px;line-height:1.83;font-weight:400;letter-spacing:0}

section{margin-top:52px}
h2{margin:0 0 20px;font-size:21px;line-height:1.25;letter-spacing:-.012em;font-weight:650}
h3{margin:0;font-size:15px;line-height:1.35;font-weight:620}
.finding{margin:26px 0 0;padding:18px 22px 16px;border-left:4px solid var(--accent);background:var(--raised)}
.finding.bad{border-color:var(--bad)}.finding.warn{border-color:var(--warn)}
.headline{margin:0;max-width:52em;color:var(--ink);font-size:clamp(18px,2.2vw,22px);line-height:1.4;font-weight:600;text-wrap:pretty;overflow-wrap:anywhere}
.finding ul{margin:10px 0 0;padding-left:18px;font-size:14.5px}
.finding li{margin:3px 0;overflow-wrap:anywhere}
.hint{margin:10px 0 0;font-size:13.5px}
.lead{margin:-8px 0 14px;overflow-wrap:anywhere}
.wide{grid-column:1/-1}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:20px 52px}
.panels>div{min-width:0}
.comparison section>.alert{margin-top:12px}
.group{padding-top:18px;font-weight:620}.group span{margin-left:.6em;color:var(--muted);font-size:12.5px;font-weight:450}
.verdicts tbody th[scope=row]{font-weight:450}
.comparison .good{color:var(--accent)}.comparison .bad{color:var(--worse)}
.comparison h1{font-size:clamp(24px,3.4vw,34px)}
.comparison .about{font-size:15px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:44px 52px;margin-top:32px}
figure{margin:0;min-width:0}
figcaption p{margin:3px 0 12px;color:var(--muted);font-size:13.5px;line-height:1.45;text-wrap:pretty;overflow-wrap:anywhere}
.caption{margin:10px 0 0;color:var(--text);font-size:12.5px;font-weight:550;overflow-wrap:anywhere}
.chart{position:relative;overflow-x:auto;overflow-y:hidden}
.chart svg{display:block}
.chart svg text{font-variant-numeric:tabular-nums}
.chart .hover_marks path:hover{fill-opacity:.07}
.chart .point_marks path:hover{opacity:1}
.tip{position:fixed;z-index:9;top:0;left:0;max-width:300px;padding:7px 11px;border-radius:5px;background:var(--ink);color:var(--paper);font-size:12.5px;line-height:1.45;pointer-events:none;
box-shadow:0 2px 10px rgb(0 0 0/.2)}
.tip[hidden]{display:none}
.tip dl{display:grid;grid-template-columns:auto auto;gap:0 12px;margin:0}
.tip dt{color:inherit;opacity:.7}
.tip dd{margin:0;text-align:right;overflow-wrap:anywhere}

.scroll{overflow-x:auto}
.scroll:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
table{border-collapse:collapse;font-size:13.5px;line-height:1.4}
table.full{width:100%}
th,td{padding:6px 0 6px 20px;border-bottom:1px solid var(--hair);text-align:left;vertical-align:baseline}
th:first-child,td:first-child{padding-left:0}
thead th,thead td{border-bottom-color:var(--rule);color:var(--muted);font-size:12.5px;font-weight:450;vertical-align:bottom}
tbody th{font-weight:550}
.figure{text-align:right;white-space:nowrap}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}.muted{color:var(--muted)}
.note{margin:8px 0 0;color:var(--muted);font-size:13px}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:36px 52px;margin-top:36px}
.beside h3,.stack h3{margin-bottom:6px}
.stack{margin-top:36px}
details{margin-top:10px;font-size:13.5px}
summary{width:fit-content;color:var(--muted);font-size:12.5px;cursor:pointer}
summary:hover{color:var(--ink)}
details .scroll{max-height:340px;overflow-y:auto;margin-top:8px}
pre{margin:8px 0 0;padding:14px 16px;overflow:auto;max-height:480px;background:var(--raised);line-height:1.45}
.notes{max-width:75ch;margin:0;padding-left:18px}
.notes li{margin:4px 0;overflow-wrap:anywhere}
.run dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;margin:14px 0;font-size:13.5px}
.run dt{color:var(--muted)}
.run dd{margin:0;min-width:0;overflow-wrap:anywhere}
@media (max-width:520px){.run dl{grid-template-columns:1fr}.run dd{margin-bottom:8px}th,td{padding-left:14px}.tiles{grid-template-columns:repeat(2,1fr)}.tiles dd{font-size:25px}.tiles dd.none{font-size:17px}}`

const print = `@media print{:root{color-scheme:light;${light}}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}main{max-width:none;padding:0}
figure,.tiles,tr,.alert{break-inside:avoid}.comparison table{font-size:8.5pt}.comparison :is(th,td):not(:first-child){padding-left:10px}h2,h3{break-after:avoid}section{margin-top:28px}
.figures{grid-template-columns:1fr 1fr;gap:24px 32px}.chart,.scroll{overflow:visible}details:not([open]){display:none}}`

/** The style sheet, with room kept for charts of these heights. */
export function styleSheet(heights: readonly number[]): string {
  const room = [...new Set(heights)].map((height) => `.room-${height}{min-height:${height}px}`).join('')
  return [
    `:root{color-scheme:light dark;${light}}`,
    layout,
    room,
    `@media screen and (prefers-color-scheme:dark){:root{${dark}}\n${darkCharts}}`,
    print,
  ].join('\n')
}
