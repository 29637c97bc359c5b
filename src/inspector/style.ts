/**
 * The host takes nothing from the page: `all: initial`, px instead of rem, and `!important` where the
 * inspector lies over a page whose rules would reach it.
 */
export const STYLE = `
:host{all:initial;display:block;direction:ltr;color-scheme:light dark;
--bg:#fbfcfb;--card:#fff;--ink:#16221d;--soft:#55635c;--line:#dde4df;--wash:#eef3f0;--accent:#0c6b4f;--on:#fff;--warm:#9a4a12;--cold:#3c5a9a;--bad:#a3262a;--badwash:#fbecea;
font:13px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--bg)}
@media (prefers-color-scheme:dark){:host{--bg:#111815;--card:#18211d;--ink:#e9efeb;--soft:#a2b1a9;--line:#2c3832;--wash:#1f2a25;--accent:#62cfa6;--on:#06231a;--warm:#f0ab78;--cold:#9db8f2;--bad:#ff9c92;--badwash:#331f1d}}
:host([overlay]){box-sizing:border-box!important;position:fixed!important;z-index:2147483647!important;inset:auto 16px 16px auto!important;margin:0!important;padding:0!important;width:min(430px,calc(100vw - 32px))!important;height:min(680px,calc(100dvh - 32px))!important;max-width:none!important;max-height:none!important;border:1px solid var(--line)!important;border-radius:14px!important;box-shadow:0 2px 6px rgb(0 0 0/.12),0 18px 50px rgb(0 0 0/.28)!important;overflow:hidden!important;display:block!important;visibility:visible!important;opacity:1!important;transform:none!important;background:var(--bg)!important;color:var(--ink)!important;filter:none!important;float:none!important;pointer-events:auto!important;text-transform:none!important;letter-spacing:normal!important}
:host([overlay][data-side=left]){inset:auto auto 16px 16px!important}
:host([overlay][collapsed]){height:auto!important}
@media (max-width:520px){:host([overlay]),:host([overlay][data-side=left]){inset:auto 0 0 0!important;width:100vw!important;height:min(560px,76dvh)!important;border-radius:14px 14px 0 0!important}.side{display:none}}
*,*::before{box-sizing:border-box}
[hidden]{display:none!important}
.frame{display:flex;flex-direction:column;height:100%;min-height:0}
.head{display:flex;align-items:center;gap:8px;padding:8px 8px 6px 14px}
h2{margin:0;font-size:14px;font-weight:650;letter-spacing:-.01em;display:flex;gap:8px;align-items:center;white-space:nowrap}
h2 svg{width:18px;height:18px;fill:none;stroke:var(--accent);stroke-width:1.7;stroke-linecap:round}
.now{flex:1;min-width:0;color:var(--soft);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;text-align:right;font-variant-numeric:tabular-nums}
.head select{max-width:130px}
.icon{width:28px;flex:none;min-height:32px;padding:0;border-color:transparent;background:none;font-size:16px;line-height:1;color:var(--soft)}
[role=tablist]{display:flex;gap:2px;padding:0 10px;border-bottom:1px solid var(--line)}
[role=tab]{flex:1;min-height:38px;border:0;border-radius:0;background:none;padding:0 4px;color:var(--soft);font-weight:550;border-bottom:2px solid transparent;margin-bottom:-1px}
[role=tab][aria-selected=true]{color:var(--ink);border-bottom-color:var(--accent)}
.count{margin-left:5px;padding:1px 6px;border-radius:9px;background:var(--badwash);color:var(--bad);font-size:11px}
[role=tabpanel]{flex:1;min-height:0;overflow:auto;overscroll-behavior:contain;padding:12px 14px 18px;scrollbar-width:thin}
.said-now{min-height:0;margin:0;padding:0 14px;color:var(--accent);font-weight:550}
.said-now:not(:empty){padding:7px 14px;border-top:1px solid var(--line);background:var(--wash)}
:host([collapsed]) :is([role=tablist],[role=tabpanel],.said-now){display:none}
section{margin-top:18px}
section:first-child{margin-top:2px}
h3{margin:0 0 7px;font-size:11px;font-weight:650;letter-spacing:.06em;text-transform:uppercase;color:var(--soft)}
p,ul,ol,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
a{color:inherit}
button,input,select,textarea{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;min-height:30px;padding:3px 10px;max-width:100%}
button{cursor:pointer;white-space:nowrap}
button:hover{border-color:var(--soft)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
button.danger{color:var(--bad);border-color:currentColor}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input[type=number]{width:86px}
input[type=text]{flex:1;min-width:0}
input[type=checkbox]{min-height:0;width:16px;height:16px;margin:0;accent-color:var(--accent)}
input[type=file]{padding:3px;min-width:0}
textarea{width:100%;margin-top:8px;font:11px/1.5 ui-monospace,Menlo,Consolas,monospace;resize:vertical}
code,time,b,.rank{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
code{overflow-wrap:anywhere}
.row{display:flex;gap:6px;align-items:center;margin-top:8px}
.row.wrap{flex-wrap:wrap}
.row.end{justify-content:flex-end;margin-top:18px}
.hint{color:var(--soft);margin:4px 0}
.none{color:var(--soft);padding:14px 0;text-align:center}
.segmented{display:flex;flex:1;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--card)}
.segmented button{flex:1;border:0;border-radius:0;background:none;padding:3px 4px}
.segmented button+button{border-left:1px solid var(--line)}
.segmented button[aria-pressed=true]{background:var(--accent);color:var(--on);font-weight:600}
.segmented button:focus-visible{outline-offset:-3px}
dl{display:grid;grid-template-columns:minmax(76px,auto) 1fr;gap:3px 14px}
dt{color:var(--soft)}
dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.feed{margin-top:8px}
.feed li{padding:7px 0 7px 10px;border-top:1px solid var(--line);border-left:3px solid var(--accent);margin-top:-1px}
.feed .merged{border-left-color:var(--cold)}
.feed .refused{border-left-color:var(--bad)}
.feed .unkept{border-left-color:var(--warm)}
.said{display:flex;flex-wrap:wrap;gap:2px 8px;align-items:baseline}
.said em{font-style:normal;font-weight:650}
.said time{color:var(--soft)}
.name{overflow-wrap:anywhere}
.end{margin-left:auto;display:inline-flex;gap:8px;align-items:baseline}
.source{padding:0 7px;border-radius:9px;background:var(--wash);color:var(--soft);font-size:12px}
.source.off{color:var(--warm)}
.outcome{font-size:12px;color:var(--accent)}
.merged .outcome{color:var(--cold)}
.refused .outcome,.refused .why{color:var(--bad)}
.unkept .outcome{color:var(--warm)}
.more{color:var(--soft);overflow-wrap:anywhere}
.why{overflow-wrap:anywhere}
.telling{padding:6px 0;border-top:1px solid var(--line)}
.telling .why{color:var(--warm)}
.plain li{padding:2px 0;overflow-wrap:anywhere}
.code{display:flex;gap:8px;align-items:flex-start;justify-content:space-between;margin-top:6px;padding:5px 5px 5px 10px;border-radius:8px;background:var(--wash)}
.code code{padding-top:4px}
.code button{min-height:26px;padding:1px 9px}
.band{font-size:19px;font-weight:600;letter-spacing:-.015em;margin-bottom:4px}
.band[data-band=likely]{color:var(--accent)}
.band[data-band=undecided]{color:var(--warm)}
.bar{display:grid;grid-template-columns:minmax(84px,44%) 1fr 52px;gap:10px;align-items:center;min-height:22px}
.bar span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.bar i{position:relative;height:7px;border-radius:9px;background:var(--wash);overflow:hidden}
.bar i::before{content:"";position:absolute;inset:0;background:var(--accent);border-radius:inherit;transform:scaleX(var(--share,0));transform-origin:left;transition:transform .25s}
.bar i.cart::before{background:var(--cold)}
.bar i.less::before{background:var(--bad)}
.bar b{font-weight:500;text-align:right}
.bar code{color:var(--soft);font-size:11px}
.course{margin:6px 0 2px;border-radius:8px;background:var(--card);border:1px solid var(--line)}
svg{display:block;width:100%;height:auto}
polyline{fill:none;stroke-width:1.6;stroke:var(--accent);stroke-linejoin:round}
polyline.cart{stroke:var(--cold);stroke-dasharray:3 3}
.axis{stroke:var(--line)}
circle{fill:var(--soft)}
circle.likely{fill:var(--accent)}
circle.undecided{fill:var(--warm)}
.ranked>li{display:grid;grid-template-columns:18px 1fr auto;gap:2px 8px;padding:7px 0;border-top:1px solid var(--line)}
.ranked>li:first-child{border-top:0}
.rank{color:var(--soft);padding-top:1px}
.product{min-width:0}
.product .name{display:block;font-weight:550}
.product .name:empty{display:none}
.product code{color:var(--soft)}
.ranked .row{grid-column:2/-1;margin-top:3px}
.ranked .row button{min-height:26px;padding:1px 10px}
.influences{grid-column:2/-1}
.field{display:flex;gap:10px;align-items:center;justify-content:space-between;margin-top:7px}
.field label{color:var(--soft);min-width:0}
.field code{color:var(--ink)}
.check{display:inline-flex;gap:5px;align-items:center;min-height:24px}
.chips{display:flex;flex-wrap:wrap;gap:5px;margin-top:5px}
.chips li{display:inline-flex;align-items:center;gap:2px;padding-left:9px;border:1px solid var(--line);border-radius:9px;background:var(--wash)}
.chips button{border:0;background:none;min-height:26px;padding:0 8px}
.preview{counter-reset:place;margin-bottom:8px}
.preview li{counter-increment:place;display:flex;gap:8px;justify-content:space-between;padding:2px 0}
.preview span::before{content:counter(place) " ";color:var(--soft)}
.preview b{font-weight:500}
@media (prefers-reduced-motion:reduce){*,*::before{transition:none!important}}
@media (forced-colors:active){.bar i::before{background:CanvasText}.bar i{border:1px solid CanvasText}}
`;
