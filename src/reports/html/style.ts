import { tokens } from '../../model/tokens.ts';

/** The page's one style sheet. Fonts are those of the machine: the page fetches nothing. */
export const style = `
${tokens.screen}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 var(--sans);overflow-wrap:anywhere}
main:focus{outline:0}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
main,footer,header{max-width:70rem;margin:0 auto;padding:0 2rem}
header{padding-top:2rem}
h1,h2,h3,h4,p,ul,ol,dl,table,pre,figure{margin:0}
h1{font:600 1.75rem/1.25 var(--serif);letter-spacing:-.01em;max-width:62ch;text-wrap:balance}
h2{font:600 1.5rem/1.3 var(--serif)}
h3{font:600 1.15rem/1.35 var(--serif);text-wrap:pretty}
h4{font:600 .8125rem/1.4 var(--sans);color:var(--soft)}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.25rem .5rem}
.brand{display:flex;justify-content:space-between;gap:1rem;font-size:.875rem;color:var(--soft);
padding-bottom:.75rem;border-bottom:1px solid var(--line);margin-bottom:1.75rem}
.brand b{color:var(--ink);font-weight:600}
.alarm .verdict,.alarm.state{color:var(--alarm)}.amber .verdict,.amber.state{color:var(--amber)}
.calm .verdict,.calm.state{color:var(--calm)}
.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.3rem 1.25rem;margin-top:1.1rem;max-width:62rem}
dt{color:var(--soft)}
dd{margin:0}
.two{display:grid;grid-template-columns:minmax(0,6fr) minmax(0,7fr);gap:1.5rem 3rem;margin-top:1.5rem;padding-top:1.25rem;
border-top:1px solid var(--line)}
.two h2{font-size:1.1875rem;margin-bottom:.6rem}
.two ul,.two ol{padding-left:1.15rem}
.two li{margin-bottom:.4rem;font-size:.9rem;line-height:1.45}
.two li::marker{color:var(--soft)}
li b{font-weight:600}
.two ol span{color:var(--soft)}
nav{margin:2rem 0 0;padding:.7rem 0;border-block:1px solid var(--line);font-size:.9375rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;padding:0}
section{margin-top:3.5rem}
section>p.lead{color:var(--soft);max-width:68ch;margin-top:.3rem}
p{text-wrap:pretty}
.prose{max-width:68ch}
.scroll{overflow-x:auto}.scroll+.scroll{margin-top:1.5rem}
#visibility .scroll+.scroll :is(th,td):first-child{width:54%}#visibility .scroll+.scroll :is(th,td):nth-child(2){min-width:6rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;margin-top:1rem}
th{font-weight:600;text-align:left;color:var(--soft);vertical-align:bottom}
th,td{padding:.4rem 1.25rem .4rem 0;border-bottom:1px solid var(--line)}
th{overflow-wrap:break-word}
td{vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.overview td:nth-child(3){width:36%}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.fit{white-space:nowrap;overflow-wrap:normal}
.word{overflow-wrap:break-word}
code,pre{font-family:var(--mono);font-size:.875em;font-variant-ligatures:none}
code{white-space:pre-wrap;direction:ltr;unicode-bidi:isolate}
pre{background:var(--tint);padding:.6rem .8rem;overflow-x:auto;white-space:pre-wrap;
font-size:.8125rem;line-height:1.5;margin-top:.4rem}
.esc{color:var(--amber);border-bottom:1px dotted currentColor;font-family:var(--mono);font-size:.92em}
figure{margin-top:1.5rem}
figcaption{font-size:.875rem;color:var(--soft);margin-top:.6rem;max-width:90ch}
figcaption b{font-weight:600}
b.alarm{color:var(--alarm)}b.amber{color:var(--amber)}b.calm{color:var(--calm)}
svg{display:block}
svg.chart{width:100%;min-width:46rem;height:auto;font-family:var(--sans)}
svg.bar{margin:.35em 0}.bar .ground{fill:var(--line)}.bar .filled,svg .span{fill:var(--calm)}
svg .lane{font-weight:600;font-size:11.5px;fill:var(--soft)}
svg .told{stroke:var(--ink);stroke-width:1;stroke-dasharray:5 3}
svg text{fill:var(--ink);font-size:12px}
svg .soft{fill:var(--soft)}svg .mono{font-family:var(--mono);font-size:11.5px}
svg .grid{stroke:var(--line);stroke-width:1}
svg .sure.alarm{fill:var(--alarm)}svg .sure.amber{fill:var(--amber)}svg .sure.calm{fill:var(--calm)}
svg .maybe{fill-opacity:.3;stroke-width:1}
svg .maybe.alarm,svg .end.alarm,svg .guess.alarm{fill:var(--alarm);stroke:var(--alarm)}
svg .maybe.amber,svg .end.amber,svg .guess.amber{fill:var(--amber);stroke:var(--amber)}
svg .maybe.calm,svg .end.calm,svg .guess.calm{fill:var(--calm);stroke:var(--calm)}
svg .end{stroke-width:3}svg .guess{stroke-width:2;stroke-dasharray:2 4;fill:none}
article{display:grid;grid-template-columns:12.5rem minmax(0,1fr);gap:0 1.75rem;padding:1.75rem 0;border-top:1px solid var(--line)}
section>article:first-of-type{margin-top:1.25rem}
.side{font-size:.875rem;line-height:1.5;color:var(--soft)}
.side b{display:block;color:var(--ink);font-weight:600}
.state{font-weight:600}
.dot{display:inline-block;width:.55em;height:.55em;margin-right:.45em;border-radius:50%;background:currentColor;color:var(--calm)}
.dot.alarm{color:var(--alarm)}.dot.amber{color:var(--amber);border-radius:0}.dot.calm{background:none;border:.14em solid}
:lang(ja) h1,:lang(ja) h2,:lang(ja) h3{letter-spacing:0}
:lang(ja){line-break:strict;word-break:normal}
.where{margin:.35rem 0 .75rem}
article .facts{font-size:.875rem;margin-top:.9rem;gap:.2rem 1.25rem;grid-template-columns:8rem minmax(0,1fr)}
.also{margin-top:.75rem;padding-bottom:.25rem}.also+.also{margin-top:0}
.topic{margin-top:2rem}.topic .lead,section>h3+p.lead{color:var(--soft);max-width:68ch;font-size:.9375rem}.topic>details:first-of-type{margin-top:.6rem}
section>h3{margin-top:2rem}
.inner{padding-left:1.25rem;margin-bottom:.75rem;border-left:2px solid var(--line)}
.basis{color:var(--soft)}
.bytes,.difference{margin-top:1.1rem}
.difference pre{max-height:26rem;overflow:auto}.difference p{font-size:.8125rem;color:var(--soft);margin-top:.3rem}
del{color:var(--alarm)}ins{text-decoration:none;font-weight:600}.difference i{color:var(--soft)}
.bytes table{width:auto;margin-top:.3rem;font-size:.8125rem}
.bytes td,.bytes th{padding-block:.2rem;border:0}
.bytes code{font-size:1em}
.bytes details{border:0;margin-top:.4rem}.bytes summary{padding:.2rem 0;font-size:.8125rem;color:var(--soft)}
.bytes p{font-size:.8125rem;color:var(--soft);margin-top:.3rem}
details{border-top:1px solid var(--line)}
details>article{border-top:0;padding-top:.5rem}
summary{padding:.65rem 0;cursor:pointer}
summary .what{font-weight:600}summary .rest{color:var(--soft);font-size:.875rem}
section>details:first-of-type{margin-top:1.25rem}
.note{margin-top:1rem;padding:.6rem .9rem;background:var(--tint);max-width:68ch}
.after{color:var(--soft);font-size:.9375rem;max-width:68ch;margin-top:1rem}
footer{margin-top:4rem;padding-top:1rem;padding-bottom:4rem;font-size:.875rem;color:var(--soft)}
footer p{max-width:68ch}
@media screen and (max-width:52rem){
main,footer,header{padding-left:1.1rem;padding-right:1.1rem}h1{font-size:1.6rem}
.two,article{grid-template-columns:minmax(0,1fr)}.side{margin-bottom:.6rem}.side b{display:inline;margin-right:.4rem}
.facts,article .facts{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:.4rem}.scroll table{min-width:44rem}}
@media print{
@page{margin:18mm 16mm}
${tokens.print}
body{font-size:9.5pt;line-height:1.45}main,footer,header{max-width:none;padding:0}header{padding-top:0}
nav,.skip{display:none}h1{font-size:18pt}h2{font-size:14pt;break-after:avoid}h3,h4{break-after:avoid}
h3{font-size:11pt}section{margin-top:22pt}
header .facts{grid-template-columns:max-content minmax(0,1fr);gap:2pt 12pt}.two{gap:10pt 9mm;margin-top:12pt;padding-top:10pt}.two h2{font-size:11.5pt}
.two li{font-size:9pt;margin-bottom:3pt;line-height:1.4}table{font-size:8pt}th,td{padding-right:3mm}pre{font-size:7.5pt;padding:2pt 6pt;border-left:1.5pt solid var(--line)}h4{font-size:8.5pt}
article .facts{font-size:8.5pt;grid-template-columns:22mm minmax(0,1fr)}.bytes table,.bytes p,.side,figcaption{font-size:8pt}
tr,li,figure,.facts>*,pre{break-inside:avoid}thead{display:table-header-group}
article{grid-template-columns:26mm minmax(0,1fr);gap:0 6mm;padding:10pt 0}
details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none}svg.chart{min-width:0}.scroll{overflow:visible}
a{color:inherit;text-decoration:none}}
`;
