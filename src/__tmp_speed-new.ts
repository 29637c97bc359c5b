import { loadLog } from '/work/wt/logcol/src/training/node/load-log.js';
const t=performance.now(); const c=process.cpuUsage();
const r=await loadLog([process.argv[2]]);
const d=process.cpuUsage(c);
console.log(r.data.events, Math.round(performance.now()-t), 'ms wall', Math.round((d.user+d.system)/1000),'ms cpu');
