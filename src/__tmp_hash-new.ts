import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { loadLog } from '/work/wt/logcol/src/training/node/load-log.js';
import { parseActionOption } from '/work/wt/logcol/src/training/log/action-names.js';
const D='/work/shared/data/';
const logs: [string, any][] = [
 ['jdata-2017/events.csv.gz',{}],['rees46/2019-Oct-first-hours.csv.gz',{}],['retailrocket/events.csv.gz',{}],
 ['jd-micro-computers/events.csv.gz',{actions:parseActionOption('9=cart,10=purchase,*=click')}],
 ['eshop-2008/e-shop-clothing-2008.csv.gz',{}],['taobao/user-behavior.csv.gz',{}],['otto/sessions.jsonl.gz',{}],
 ['beauty/sequences.txt.gz',{columns:{user:['first']}}],['diginetica/train.txt.gz',{test:D+'diginetica/test.txt.gz'}]];
for (const [f,o] of logs) {
  const t=Date.now();
  try {
  const {data,columns,refused,ignored,lines}=await loadLog([D+f],{minItemCount:1,...o});
  const h=createHash('sha1');
  for (const k of ['shopper','ts','sessionBegan','action','item','rare','price','sessionStart','given','shopperOffsets'] as const) h.update(new Uint8Array((data[k] as any).buffer));
  h.update(JSON.stringify(data.items));
  console.log(f,lines,data.events,data.sessions,data.itemIds.length,data.hasClock,data.duplicates,JSON.stringify(columns),refused.length,JSON.stringify(ignored),h.digest('hex').slice(0,16));
  } catch(e:any){console.log(f,e.message)}
}
