import { benchVisit } from '/work/wt/b1/scripts/bench/word/visit.ts'
import { memoContent } from '@memos/content/memo-content.ts'
import { flatBlocks } from '/work/wt/b1/scripts/bench/word/flat.ts'
import { htmlOf } from '/work/wt/b1/scripts/bench/word/html.ts'
import { writeFileSync } from 'node:fs'
for (const n of [17,200,1000]) {
 const file = benchVisit(n); const {memo} = memoContent(file,{kind:'report',language:'en',audience:'internal'})
 writeFileSync(`/tmp/v${n}.json`, JSON.stringify(file)); writeFileSync(`/tmp/v${n}.html`, htmlOf(flatBlocks(memo)))
}
